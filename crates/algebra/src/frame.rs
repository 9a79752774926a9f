//! What a computation over polynomials must know before it reads terms: the generators, and for
//! roots and exponentials of multiples the common unit of their exponents.

use rustc_hash::FxHashMap;
use viete_numbers::{Integer, Number, Rational};
use viete_term::{Kind, Store, Term};

/// More generators than this are refused.
const MAX_GENERATORS: usize = 200;

/// Generators of the rational structure of some terms. Any part that is no number, sum, product or
/// integer power is one; roots and exponentials of multiples are powers of one generator.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frame {
    pub generators: Vec<Term>,
    /// For `b^(c t)` with rational c: the common denominator of all c of one b and t.
    denominators: FxHashMap<(Term, Term), u64>,
    /// The imaginary unit, when it may be a generator.
    pub imaginary: Option<Term>,
}

fn one_over(denominator: u64) -> Rational {
    Rational::new(&Integer::from(1i64), &Integer::from(denominator as i64)).unwrap_or(Rational::ONE)
}

/// A sum or product to a whole power.
pub(crate) fn integer_power(store: &Store, term: Term) -> Option<(Term, i64)> {
    match (store.kind(term), store.children(term)) {
        (Kind::Power, &[base, exponent])
            if matches!(store.kind(base), Kind::Sum | Kind::Product) =>
        {
            store.as_i64(exponent).map(|n| (base, n))
        }
        _ => None,
    }
}

impl Frame {
    /// The frame of all `roots`, generators in canonical order; `None` when there are too many.
    pub fn over(store: &mut Store, roots: &[Term]) -> Option<Frame> {
        let kernels = kernels(store, roots)?;
        let mut frame = Frame::default();
        for &kernel in &kernels {
            frame.note_denominators(store, kernel);
        }
        let mut known: rustc_hash::FxHashSet<Term> = rustc_hash::FxHashSet::default();
        for kernel in kernels {
            for (generator, _) in frame.factors(store, kernel) {
                if known.insert(generator) {
                    frame.generators.push(generator);
                }
            }
            if frame.generators.len() > MAX_GENERATORS {
                return None;
            }
        }
        frame.generators.sort_by(|&a, &b| store.compare(a, b));
        Some(frame)
    }

    pub fn place(&self, generator: Term) -> Option<usize> {
        self.generators.iter().position(|&g| g == generator)
    }

    /// Moves these generators to the front, in this order; answers whether all occur.
    pub fn put_first(&mut self, first: &[Term]) -> bool {
        let all = first.iter().all(|g| self.generators.contains(g));
        let rest: Vec<Term> =
            self.generators.iter().copied().filter(|g| !first.contains(g)).collect();
        self.generators = first.iter().copied().chain(rest).collect();
        all
    }

    /// The part as powers `base^exponent` whose product it is: an exponent that is a sum is taken
    /// apart.
    fn powers(store: &mut Store, term: Term) -> Vec<(Term, Term)> {
        let (mut base, mut exponent) = store.base_and_exponent(term);
        // (b^e)^n = b^(n e) for integer n
        let mut times = store.one();
        if store.kind(base) == Kind::Power
            && store.as_number(exponent).is_some_and(|n| n.as_integer().is_some())
        {
            times = exponent;
            (base, exponent) = store.base_and_exponent(base);
        }
        let addends = match store.kind(exponent) {
            Kind::Sum => store.children(exponent).to_vec(),
            _ => vec![exponent],
        };
        addends.into_iter().map(|addend| (base, store.product(&[times, addend]))).collect()
    }

    fn note_denominators(&mut self, store: &mut Store, kernel: Term) {
        if whole_power(store, kernel).is_some() {
            return;
        }
        for (base, exponent) in Frame::powers(store, kernel) {
            if let Some((_, q, rest)) = ratio(store, exponent) {
                let common = self.denominators.entry((base, rest)).or_insert(1);
                *common = common.checked_mul(q / num_integer::gcd(*common, q)).unwrap_or(*common);
            }
        }
    }

    /// The part as a product of integer powers of generators.
    pub fn factors(&self, store: &mut Store, term: Term) -> Vec<(Term, i64)> {
        if let Some((base, exponent)) = whole_power(store, term)
            && self.denominators.get(&(base, store.one())).is_none_or(|&q| q == 1)
        {
            return vec![(base, exponent)];
        }
        let powers = Frame::powers(store, term);
        powers.into_iter().map(|(base, exponent)| self.generator(store, base, exponent)).collect()
    }

    /// `base^exponent` as an integer power of a generator.
    fn generator(&self, store: &mut Store, base: Term, exponent: Term) -> (Term, i64) {
        let Some((p, q, rest)) = ratio(store, exponent) else {
            return (store.power(base, exponent), 1);
        };
        let common = self
            .denominators
            .get(&(base, rest))
            .copied()
            .filter(|&common| common % q == 0)
            .unwrap_or(q);
        let Some(power) = i64::try_from(common / q).ok().and_then(|factor| p.checked_mul(factor))
        else {
            return (store.power(base, exponent), 1);
        };
        let unit = store.number(Number::from(one_over(common)));
        let exponent = store.product(&[unit, rest]);
        (store.power(base, exponent), power)
    }
}

/// A symbol or call to a whole power.
fn whole_power(store: &Store, term: Term) -> Option<(Term, i64)> {
    let (base, exponent) = store.base_and_exponent(term);
    let simple = matches!(store.kind(base), Kind::Symbol(_) | Kind::Call(_));
    if simple { store.as_i64(exponent).map(|n| (base, n)) } else { None }
}

/// `exponent = p/q rest` for a rational p/q that is not zero.
fn ratio(store: &mut Store, exponent: Term) -> Option<(i64, u64, Term)> {
    let number = store.as_number(exponent).cloned();
    let coefficient = number.clone().unwrap_or(store.coefficient(exponent));
    let rational = coefficient.as_rational()?;
    let (p, q) = (rational.numerator().to_i64()?, rational.denominator().to_i64()?);
    let rest = if number.is_some() { store.one() } else { store.monomial(exponent) };
    (p != 0).then_some((p, q.unsigned_abs(), rest))
}

/// Parts that are no sum, product, number or integer power of these.
fn kernels(store: &Store, roots: &[Term]) -> Option<Vec<Term>> {
    let mut kernels = Vec::new();
    let mut seen: rustc_hash::FxHashSet<Term> = rustc_hash::FxHashSet::default();
    let mut stack = roots.to_vec();
    while let Some(term) = stack.pop() {
        if !seen.insert(term) {
            continue;
        }
        match (store.kind(term), integer_power(store, term)) {
            (Kind::Number(_), _) => {}
            (Kind::Sum | Kind::Product, _) => stack.extend_from_slice(store.children(term)),
            (_, Some((base, _))) => stack.push(base),
            _ => kernels.push(term),
        }
        if kernels.len() > 64 * MAX_GENERATORS {
            return None;
        }
    }
    Some(kernels)
}
