//! Between terms and packed polynomials: a sum's parts that are no number, product or natural power
//! are generators.

use rustc_hash::FxHashMap;
use std::sync::Arc;
use viete_numbers::{Integer, Number, Rational};
use viete_rings::{Key, Layout, Polynomial};
use viete_term::{Kind, Store, Term};

/// Generators, each with its place in the packed exponents.
#[derive(Clone, Debug, Default)]
pub(crate) struct Generators {
    terms: Vec<Term>,
    places: FxHashMap<Term, usize>,
    /// What a factor of an addend is: a power of a generator.
    powers: FxHashMap<Term, (usize, u32)>,
}

/// A term as a natural power; other terms are first powers.
fn natural_power(store: &Store, term: Term) -> (Term, u32) {
    let (base, exponent) = store.base_and_exponent(term);
    match store.as_i64(exponent).map(u32::try_from) {
        Some(Ok(n)) if n >= 1 => (base, n),
        _ => (term, 1),
    }
}

impl Generators {
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Makes the term's addends (or the term itself) known; answers the largest exponent met.
    pub fn note(&mut self, store: &Store, term: Term) -> u32 {
        let mut largest = 0;
        for addend in addends(store, &term) {
            for &factor in factors(store, addend) {
                if matches!(store.kind(factor), Kind::Number(_)) {
                    continue;
                }
                let (_, exponent) = *self.powers.entry(factor).or_insert_with(|| {
                    let (base, exponent) = natural_power(store, factor);
                    let place = *self.places.entry(base).or_insert_with(|| {
                        self.terms.push(base);
                        self.terms.len() - 1
                    });
                    (place, exponent)
                });
                largest = largest.max(exponent);
            }
        }
        largest
    }

    /// The sum's polynomial and common denominator; `None` when a coefficient is no exact rational
    /// number. The term must have been noted.
    pub fn read<K: Key>(
        &self,
        store: &Store,
        sum: Term,
        layout: &Arc<Layout<K>>,
    ) -> Option<(Polynomial<K>, Integer)> {
        let mut terms = Vec::with_capacity(addends(store, &sum).len());
        let mut common = Integer::ONE;
        let mut rational: Vec<(K, Rational)> = Vec::new();
        for addend in addends(store, &sum) {
            let mut key = K::default();
            let mut coefficient = None;
            for factor in factors(store, addend) {
                match self.powers.get(factor) {
                    Some(&(place, exponent)) => {
                        key = key.plus(layout.power(place, exponent.into()))
                    }
                    None => coefficient = Some(store.as_number(*factor)?),
                }
            }
            match coefficient {
                None => terms.push((key, Integer::ONE)),
                Some(number) => match number.as_rational()? {
                    Rational::Small { numerator, denominator: 1 } => {
                        terms.push((key, Integer::Small(*numerator)))
                    }
                    other => {
                        let denominator = other.denominator();
                        common = &common * &denominator.exact_div(&common.gcd(&denominator))?;
                        rational.push((key, other.clone()));
                    }
                },
            }
        }
        if !rational.is_empty() {
            terms.iter_mut().for_each(|term| term.1 = &term.1 * &common);
            for (key, value) in rational {
                terms.push((key, &value.numerator() * &common.exact_div(&value.denominator())?));
            }
        }
        Some((Polynomial::from_terms(terms, layout), common))
    }

    /// The canonical term of `polynomial / denominator`.
    pub fn write<K: Key>(
        &self,
        store: &mut Store,
        polynomial: &Polynomial<K>,
        denominator: &Integer,
    ) -> Term {
        Writer::new(store, &self.terms, polynomial).sum(store, polynomial, denominator)
    }
}

/// The addends of a sum; a term that is none is its only addend.
pub(crate) fn addends<'s>(store: &'s Store, term: &'s Term) -> &'s [Term] {
    match store.kind(*term) {
        Kind::Sum => store.children(*term),
        _ => std::slice::from_ref(term),
    }
}

/// The factors of a product; a term that is none is its only factor.
pub(crate) fn factors<'s>(store: &'s Store, term: &'s Term) -> &'s [Term] {
    match store.kind(*term) {
        Kind::Product => store.children(*term),
        _ => std::slice::from_ref(term),
    }
}

/// Calls with the smallest key in whose layout exponents up to `largest` fit, wider ones when
/// exponents outgrow it.
macro_rules! with_keys {
    ($variables:expr, $largest:expr, |$layout:ident| $body:expr) => {{
        let (variables, largest) = ($variables, u64::from($largest));
        let mut answer = Err(viete_rings::RingError::Widen);
        if let Some(layout) = viete_rings::Layout::<u64>::new(variables, largest) {
            let $layout = std::sync::Arc::new(layout);
            answer = $body;
        }
        if let (Err(viete_rings::RingError::Widen), Some(layout)) =
            (&answer, viete_rings::Layout::<u128>::new(variables, largest))
        {
            let $layout = std::sync::Arc::new(layout);
            answer = $body;
        }
        // sixteen words: many variables first, then large exponents
        for largest in [largest.max(127), 1 << 20] {
            if let (Err(viete_rings::RingError::Widen), Some(layout)) =
                (&answer, viete_rings::Layout::<viete_rings::Wide>::new(variables, largest))
            {
                let $layout = std::sync::Arc::new(layout);
                answer = $body;
            }
        }
        answer
    }};
}
pub(crate) use with_keys;

/// The powers of the generators that occur, in canonical order.
pub(crate) struct Writer {
    /// By generator and exponent: the power and its place in the canonical order of all of them.
    powers: Vec<Row>,
    /// Generators in the order of factors of a product.
    order: Vec<usize>,
    /// Whether products of these powers are canonical as they stand.
    plain: bool,
}

/// The powers of one generator by exponent: an array where many occur, else a table.
enum Row {
    Dense(Vec<(Term, u32)>),
    Sparse(FxHashMap<u64, (Term, u32)>),
}

impl Row {
    fn get(&self, exponent: u64) -> Option<(Term, u32)> {
        match self {
            Row::Dense(row) => row.get(exponent as usize).copied(),
            Row::Sparse(row) => row.get(&exponent).copied(),
        }
    }

    fn set(&mut self, exponent: u64, value: (Term, u32)) {
        match self {
            Row::Dense(row) => {
                if let Some(slot) = row.get_mut(exponent as usize) {
                    *slot = value;
                }
            }
            Row::Sparse(row) => {
                row.insert(exponent, value);
            }
        }
    }
}

/// The exponents of each variable that occur, ascending, without zero; and whether an array as long
/// as the degree is in proportion to the number of terms.
fn exponents<K: Key>(polynomial: &Polynomial<K>) -> Vec<(Vec<u64>, bool)> {
    let degrees = polynomial.degrees();
    let dense: Vec<bool> =
        degrees.iter().map(|&d| d <= 64 * polynomial.len() as u64 + 1024).collect();
    let mut marks: Vec<Vec<bool>> = degrees
        .iter()
        .zip(&dense)
        .map(|(&d, &dense)| if dense { vec![false; d as usize + 1] } else { Vec::new() })
        .collect();
    let mut sparse: Vec<Vec<u64>> = vec![Vec::new(); degrees.len()];
    for (key, _) in polynomial.terms() {
        let exponents = polynomial.layout().unpack(*key);
        for ((exponent, marks), list) in exponents.zip(&mut marks).zip(&mut sparse) {
            if marks.is_empty() {
                list.push(exponent);
            } else if let Some(mark) = marks.get_mut(exponent as usize) {
                *mark = true;
            }
        }
    }
    for (marks, list) in marks.iter().zip(&mut sparse) {
        list.extend((0..).zip(marks).filter(|(_, mark)| **mark).map(|(exponent, _)| exponent));
        list.sort_unstable();
        list.dedup();
        list.retain(|&exponent| exponent > 0);
    }
    sparse.into_iter().zip(dense).collect()
}

impl Writer {
    pub fn new<K: Key>(
        store: &mut Store,
        generators: &[Term],
        polynomial: &Polynomial<K>,
    ) -> Writer {
        let mut plain = true;
        let mut powers: Vec<Row> = Vec::new();
        let mut all: Vec<(Term, usize, u64)> = Vec::new();
        for (variable, (exponents, dense)) in exponents(polynomial).into_iter().enumerate() {
            let Some(&generator) = generators.get(variable) else { continue };
            let length = exponents.last().map_or(1, |&degree| degree as usize + 1);
            let mut row = match dense {
                true => Row::Dense(vec![(store.one(), 0); length]),
                false => Row::Sparse(FxHashMap::default()),
            };
            for exponent in exponents {
                let exponent_term = store.integer(exponent as i64);
                let power = store.power(generator, exponent_term);
                plain &= is_plain(store, generator)
                    && natural_power(store, power) == (generator, exponent as u32);
                row.set(exponent, (power, 0));
                all.push((power, variable, exponent));
            }
            powers.push(row);
        }
        all.sort_unstable_by(|a, b| store.compare(a.0, b.0));
        for (rank, &(power, variable, exponent)) in all.iter().enumerate() {
            if let Some(row) = powers.get_mut(variable) {
                row.set(exponent, (power, rank as u32 + 1));
            }
        }
        let mut order: Vec<usize> = (0..powers.len()).collect();
        order.sort_unstable_by(|&a, &b| match (generators.get(a), generators.get(b)) {
            (Some(&a), Some(&b)) => store.compare(a, b),
            _ => a.cmp(&b),
        });
        Writer { powers, order, plain }
    }

    pub fn sum<K: Key>(
        &self,
        store: &mut Store,
        polynomial: &Polynomial<K>,
        denominator: &Integer,
    ) -> Term {
        let layout = polynomial.layout();
        // a product and its number, as a rule new ones
        if polynomial.len() > 64 {
            store.reserve(2 * polynomial.len(), (self.order.len() + 2) * polynomial.len());
        }
        let mut constant = None;
        let mut addends: Vec<(u128, Term)> = Vec::with_capacity(polynomial.len() + 1);
        let mut factors: Vec<Term> = Vec::new();
        // (number of factors, ranks of the factors) orders addends; eight ranks of 14 bits fit
        // beside the number
        let mut exact = self.plain;
        for (key, coefficient) in polynomial.terms() {
            let number = match *denominator == Integer::ONE {
                true => store.number(Number::from(coefficient.clone())),
                false => store.number(
                    Rational::new(coefficient, denominator).map_or(Number::ZERO, Number::from),
                ),
            };
            factors.clear();
            factors.push(number);
            let mut rank = 0u128;
            for &variable in &self.order {
                let exponent = layout.exponent(*key, variable);
                if exponent > 0
                    && let Some((power, place)) =
                        self.powers.get(variable).and_then(|row| row.get(exponent))
                {
                    rank = rank << 14 | u128::from(place);
                    exact &= place < 1 << 14 && factors.len() <= 8;
                    factors.push(power);
                }
            }
            let count = factors.len() - 1;
            let term = match (factors.as_slice(), self.plain) {
                ([number], _) => {
                    constant = Some(*number);
                    continue;
                }
                (all, false) => store.product(all),
                ([one, single], _) if *one == store.one() => *single,
                ([one, rest @ ..], _) if *one == store.one() => store.intern(Kind::Product, rest),
                (all, true) => store.intern(Kind::Product, all),
            };
            // the first factor decides first: align to eight places
            let rank = rank << (14 * 8usize.saturating_sub(count)).min(127) as u32;
            addends.push(((count as u128) << 112 | rank, term));
        }
        if !exact {
            let terms: Vec<Term> = addends.into_iter().map(|pair| pair.1).chain(constant).collect();
            return store.sum(&terms);
        }
        addends.sort_unstable_by_key(|pair| pair.0);
        let terms: Vec<Term> =
            constant.into_iter().chain(addends.into_iter().map(|pair| pair.1)).collect();
        match terms.as_slice() {
            [] => store.zero(),
            [single] => *single,
            _ => store.intern(Kind::Sum, &terms),
        }
    }
}

/// Whether products of natural powers of such generators are canonical as they stand.
fn is_plain(store: &Store, generator: Term) -> bool {
    match store.kind(generator) {
        Kind::Symbol(_) | Kind::Call(_) => true,
        Kind::Constant(_) => {
            ![store.euler(), store.infinity(), store.undefined()].contains(&generator)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_polynomial_is_written_as_the_canonical_constructors_write_it() {
        let mut s = Store::new();
        let (x, y, two, three) = (s.symbol("x"), s.symbol("y"), s.integer(2), s.integer(3));
        let call = s.name("f");
        let f = s.call(call, &[x]);
        let half = s.number(Number::from(Rational::HALF));
        let root = s.power(y, half);
        for generators in [vec![x, y], vec![y, f, x], vec![root, x, y]] {
            let mut sum = vec![two];
            for &a in &generators {
                for &b in &generators {
                    let (cube, square) = (s.power(a, three), s.power(b, two));
                    let product = s.product(&[half, cube, square, a]);
                    sum.extend([product, a, cube]);
                }
            }
            let term = s.sum(&sum);
            let mut known = Generators::default();
            let largest = known.note(&s, term);
            let layout = Layout::<u64>::new(known.terms().len(), u64::from(largest))
                .map(Arc::new)
                .unwrap_or_else(|| unreachable!());
            let (polynomial, denominator) =
                known.read(&s, term, &layout).unwrap_or_else(|| unreachable!());
            assert_eq!(known.write(&mut s, &polynomial, &denominator), term);
        }
    }
}
