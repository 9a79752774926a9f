//! Groebner bases over the rational numbers: images modulo 31-bit primes by Faugère's F4 (`f4`),
//! the first run recorded and repeated for the others, joined by the Chinese remainder theorem and
//! rational reconstruction. The result is compared with the images modulo further primes that had
//! no part in it. Zero-dimensional ideals change their order by linear algebra (`fglm`).

mod f4;
mod fglm;

use crate::gcd::garner;
use crate::key::{Key, Layout};
use crate::number::rational_reconstruction;
use crate::polynomial::Polynomial;
use crate::word::{Field, is_prime_u64};
use crate::{Result, RingError};
use std::cmp::Ordering;
use std::sync::Arc;
use viete_numbers::{Budget, Integer, Rational, Stop};

/// An order of power products.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Lexicographic.
    Lexicographic,
    /// By total degree, then the smaller exponent of the last variable in which two differ.
    DegreeReverse,
    /// The first so many variables by `DegreeReverse`, then the others: eliminates the first ones.
    Elimination(usize),
}

impl Order {
    pub fn compare<K: Key>(self, layout: &Layout<K>, a: K, b: K) -> Ordering {
        let reverse = |variables: std::ops::Range<usize>| {
            let total = |key: K| variables.clone().map(|v| layout.exponent(key, v)).sum::<u64>();
            total(a).cmp(&total(b)).then_with(|| {
                let last = variables
                    .clone()
                    .rev()
                    .map(|v| layout.exponent(b, v).cmp(&layout.exponent(a, v)));
                last.into_iter().find(|order| *order != Ordering::Equal).unwrap_or(Ordering::Equal)
            })
        };
        let count = layout.variables();
        match self {
            Order::Lexicographic => a.cmp(&b),
            Order::DegreeReverse => reverse(0..count),
            Order::Elimination(first) => {
                reverse(0..first.min(count)).then_with(|| reverse(first.min(count)..count))
            }
        }
    }

    /// What steps of the algorithm are ordered by.
    fn degree<K: Key>(self, layout: &Layout<K>, key: K) -> u64 {
        layout.total(key)
    }
}

/// Terms in descending order of a monomial order, elements of a small prime field as residues.
type Terms<K> = Vec<(K, u32)>;

/// Polynomials with rational coefficients and leading coefficient 1, in descending order of the
/// monomial order.
pub type Basis<K> = Vec<Vec<(K, Rational)>>;

/// The variables' arrangement and the order of power products.
#[derive(Clone, Copy)]
struct Setting<'s, K> {
    layout: &'s Layout<K>,
    order: Order,
    budget: &'s Budget,
}

/// The largest primes below 2^31, so that small problems need not search.
const FIRST_PRIMES: [u64; 6] =
    [2_147_483_647, 2_147_483_629, 2_147_483_587, 2_147_483_579, 2_147_483_563, 2_147_483_549];

/// The largest prime below an odd number up to 2^31 + 1.
fn prime_below(n: u64) -> u64 {
    let known = FIRST_PRIMES.into_iter().find(|&p| p < n);
    known.unwrap_or_else(|| (3..n).rev().find(|&p| is_prime_u64(p)).unwrap_or(3))
}

/// The reduced Groebner basis, leading power products ascending. `[1]` for inconsistent systems.
///
/// # Errors
/// Exponents or coefficients too large, or the budget's stop: cost grows doubly exponentially in
/// the worst case.
pub fn groebner<K: Key>(
    polynomials: &[Polynomial<K>],
    order: Order,
    budget: &Budget,
) -> Result<Basis<K>> {
    let polynomials: Vec<Polynomial<K>> =
        polynomials.iter().filter(|p| !p.is_zero()).map(|p| p.primitive().1).collect();
    let Some(first) = polynomials.first() else { return Ok(Vec::new()) };
    let layout: Arc<Layout<K>> = first.layout.clone();
    let setting = Setting { layout: &layout, order, budget };
    // lexicographic bases of finitely many points come from degree bases
    if order == Order::Lexicographic && polynomials.iter().any(|p| p.len() > 1) {
        let inner = Setting { order: Order::DegreeReverse, ..setting };
        let mut run = Modular::new(inner, &polynomials);
        let p = run.next_prime()?;
        if let Some(image) = run.image(p)?
            && fglm::is_zero_dimensional(&inner, &image)
        {
            return reconstruct(&mut run, |p, image| {
                fglm::convert(&inner, Field::new(p), image, order)
            });
        }
    }
    let mut run = Modular::new(setting, &polynomials);
    reconstruct(&mut run, |_, image| Ok(Some(image)))
}

/// Images modulo primes, the first recorded.
struct Modular<'s, K> {
    setting: Setting<'s, K>,
    polynomials: &'s [Polynomial<K>],
    trace: Option<f4::Trace<K>>,
    prime: u64,
    failures: usize,
}

impl<'s, K: Key> Modular<'s, K> {
    fn new(setting: Setting<'s, K>, polynomials: &'s [Polynomial<K>]) -> Modular<'s, K> {
        Modular { setting, polynomials, trace: None, prime: (1 << 31) + 1, failures: 0 }
    }

    /// The next prime that divides no coefficient.
    fn next_prime(&mut self) -> Result<u64> {
        loop {
            self.prime = prime_below(self.prime);
            if self.prime < 1 << 30 {
                return Err(RingError::Stopped(Stop::Fuel));
            }
            let field = Field::new(self.prime);
            if self
                .polynomials
                .iter()
                .all(|p| p.terms.iter().all(|term| field.from_integer(&term.1) != 0))
            {
                return Ok(self.prime);
            }
        }
    }

    /// The reduced basis modulo p; `None` when the prime behaves unlike the first.
    fn image(&mut self, p: u64) -> Result<Option<Vec<Terms<K>>>> {
        let field = Field::new(p);
        let input: Vec<Terms<K>> = self
            .polynomials
            .iter()
            .map(|polynomial| {
                let mut terms: Terms<K> = polynomial
                    .terms
                    .iter()
                    .map(|(key, c)| (*key, field.to_u64(field.from_integer(c)) as u32))
                    .collect();
                terms.sort_by(|a, b| self.setting.order.compare(self.setting.layout, b.0, a.0));
                terms
            })
            .collect();
        if let Some(trace) = &self.trace {
            if let Some(basis) = f4::replay(&self.setting, p as u32, &input, trace)? {
                return Ok(Some(basis));
            }
            self.failures += 1;
            if self.failures < 3 {
                return Ok(None);
            }
            // the recorded prime was the unlucky one
            self.failures = 0;
        }
        let (basis, trace) = f4::learn(&self.setting, p as u32, &input)?;
        self.trace = Some(trace);
        Ok(Some(basis))
    }
}

/// Joins images until the fractions that they are the residues of agree with further images.
fn reconstruct<'s, K: Key>(
    run: &mut Modular<'s, K>,
    mut finish: impl FnMut(u64, Vec<Terms<K>>) -> Result<Option<Vec<Terms<K>>>>,
) -> Result<Basis<K>> {
    let mut shape: Vec<Vec<K>> = Vec::new();
    let mut residues: Vec<Vec<Integer>> = Vec::new();
    let mut modulus = Integer::ONE;
    let mut candidate: Option<Basis<K>> = None;
    let (mut agreed, mut count, mut next_attempt) = (0, 0u64, 1u64);
    loop {
        let p = run.next_prime()?;
        let Some(image) = run.image(p)? else { continue };
        let Some(image) = finish(p, image)? else { continue };
        let field = Field::new(p);
        if let Some(known) = &candidate {
            if matches(&field, known, &image) {
                agreed += 1;
                if agreed == CONFIRMATIONS {
                    return candidate.ok_or(RingError::Widen);
                }
                continue;
            }
            (candidate, agreed) = (None, 0);
        }
        let own: Vec<Vec<K>> =
            image.iter().map(|f| f.iter().map(|term| term.0).collect()).collect();
        if own != shape {
            // start anew from what most primes will show: the first shape seen twice stays
            if count > 0
                && shape.iter().map(Vec::len).sum::<usize>()
                    > own.iter().map(Vec::len).sum::<usize>()
            {
                continue;
            }
            residues = own.iter().map(|f| vec![Integer::ZERO; f.len()]).collect();
            (shape, modulus, count, next_attempt) = (own, Integer::ONE, 0, 1);
        }
        let inverse = field.inverse(field.from_integer(&modulus));
        for (known, f) in residues.iter_mut().zip(&image) {
            for (value, &(_, c)) in known.iter_mut().zip(f) {
                *value = garner(&field, value, &modulus, inverse, i64::from(c));
            }
        }
        modulus = &modulus * &Integer::from(p);
        count += 1;
        if count >= next_attempt {
            next_attempt = count + (count / 3).max(1);
            candidate = fractions(&shape, &residues, &modulus, run.setting.budget)?;
        }
    }
}

/// Further primes that must agree.
const CONFIRMATIONS: usize = 2;

fn fractions<K: Key>(
    shape: &[Vec<K>],
    residues: &[Vec<Integer>],
    modulus: &Integer,
    budget: &Budget,
) -> Result<Option<Basis<K>>> {
    let half = modulus.div_mod_floor(&Integer::from(2i64));
    let bound = half.and_then(|pair| pair.0.root_floor(2)).unwrap_or(Integer::ZERO);
    let mut basis = Vec::new();
    for (keys, values) in shape.iter().zip(residues) {
        let mut common = Integer::ONE;
        let mut terms = Vec::new();
        for (key, value) in keys.iter().zip(values) {
            let scaled = crate::dense::hensel::residue(&(value * &common), modulus);
            if scaled.abs() <= bound && common <= bound {
                terms.extend(Rational::new(&scaled, &common).map(|fraction| (*key, fraction)));
                continue;
            }
            let Some(value) = rational_reconstruction(value, modulus, budget)? else {
                return Ok(None);
            };
            let denominator = value.denominator();
            let factor = denominator.exact_div(&common.gcd(&denominator));
            common = &common * &factor.unwrap_or(Integer::ONE);
            terms.push((*key, value));
        }
        basis.push(terms);
    }
    Ok(Some(basis))
}

/// Whether the image of the basis is this one.
fn matches<K: Key>(field: &Field, basis: &Basis<K>, image: &[Terms<K>]) -> bool {
    basis.len() == image.len()
        && basis.iter().zip(image).all(|(f, g)| {
            f.len() == g.len()
                && f.iter().zip(g).all(|((key, value), &(other, c))| {
                    let denominator = field.from_integer(&value.denominator());
                    *key == other
                        && denominator != 0
                        && field.from_integer(&value.numerator())
                            == field.mul(denominator, field.from_u64(c.into()))
                })
        })
}

/// The remainder of a polynomial by a Groebner basis: zero exactly for members of the ideal.
/// Computed with exact fractions.
///
/// # Errors
/// The budget's stop.
pub fn normal_form<K: Key>(
    f: &[(K, Rational)],
    basis: &Basis<K>,
    layout: &Layout<K>,
    order: Order,
    budget: &Budget,
) -> Result<Vec<(K, Rational)>> {
    let mut rest: Vec<(K, Rational)> = f.to_vec();
    rest.sort_by(|a, b| order.compare(layout, b.0, a.0));
    let mut remainder = Vec::new();
    while let Some((lead, c)) = rest.first().cloned() {
        budget.spend(rest.len() as u64)?;
        let reducer = basis.iter().find_map(|g| Some((layout.quotient(lead, g.first()?.0)?, g)));
        let Some((shift, g)) = reducer else {
            remainder.push(rest.remove(0));
            continue;
        };
        let mut joined = Vec::with_capacity(rest.len() + g.len());
        let (mut i, mut j) = (1, 1);
        while i < rest.len() || j < g.len() {
            let right = g.get(j).map(|(key, value)| (key.plus(shift), value));
            if right.as_ref().is_some_and(|term| !layout.fits(term.0)) {
                return Err(RingError::Widen);
            }
            let compared = match (rest.get(i), &right) {
                (Some(a), Some(b)) => order.compare(layout, a.0, b.0),
                (Some(_), None) => Ordering::Greater,
                _ => Ordering::Less,
            };
            if compared == Ordering::Greater {
                joined.push(rest[i].clone());
                i += 1;
                continue;
            }
            let Some((key, value)) = right else { break };
            let product = value * &c;
            let difference =
                if compared == Ordering::Equal { &rest[i].1 - &product } else { -&product };
            if !difference.is_zero() {
                joined.push((key, difference));
            }
            i += usize::from(compared == Ordering::Equal);
            j += 1;
        }
        rest = joined;
    }
    Ok(remainder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(layout: &Arc<Layout<u64>>, terms: &[(&[u32], i64)]) -> Polynomial<u64> {
        Polynomial::from_terms(
            terms.iter().map(|(e, c)| (layout.pack(e), Integer::from(*c))).collect(),
            layout,
        )
    }

    fn cyclic(n: usize) -> (Arc<Layout<u64>>, Vec<Polynomial<u64>>) {
        let layout: Arc<Layout<u64>> =
            Layout::new(n, 100).map(Arc::new).unwrap_or_else(|| unreachable!());
        let mut all = Vec::new();
        for d in 1..n {
            let term = |i: usize| {
                let mut e = vec![0u32; n];
                (0..d).for_each(|j| e[(i + j) % n] += 1);
                (layout.pack(&e), Integer::ONE)
            };
            all.push(Polynomial::from_terms((0..n).map(term).collect(), &layout));
        }
        let product = (layout.pack(&vec![1; n]), Integer::ONE);
        all.push(Polynomial::from_terms(vec![product, (0, Integer::from(-1i64))], &layout));
        (layout, all)
    }

    fn rational(p: &Polynomial<u64>) -> Vec<(u64, Rational)> {
        p.terms.iter().map(|(key, c)| (*key, Rational::from(c.clone()))).collect()
    }

    #[test]
    fn primes_follow_one_another() {
        let searched = (0..).map(|k| (1u64 << 31) - 1 - 2 * k).filter(|&n| is_prime_u64(n)).take(9);
        let listed =
            std::iter::successors(Some(prime_below((1 << 31) + 1)), |&p| Some(prime_below(p)))
                .take(9);
        assert!(searched.eq(listed));
    }

    #[test]
    fn cyclic_systems_have_bases_of_known_size_that_contain_them() {
        let budget = Budget::default();
        for (n, size) in [(3, 3), (4, 7), (5, 20)] {
            let (layout, system) = cyclic(n);
            let basis = groebner(&system, Order::DegreeReverse, &budget).unwrap_or_default();
            assert_eq!(basis.len(), size);
            // no term is a multiple of another element's leading power product
            for f in &basis {
                let reducible = |key: u64| {
                    basis.iter().any(|g| g[0].0 != f[0].0 && layout.quotient(key, g[0].0).is_some())
                };
                assert!(f.iter().all(|term| !reducible(term.0)));
            }
            for p in &system {
                assert_eq!(
                    normal_form(&rational(p), &basis, &layout, Order::DegreeReverse, &budget),
                    Ok(Vec::new())
                );
            }
            // Buchberger's criterion, in exact arithmetic
            for (i, f) in basis.iter().enumerate() {
                for g in &basis[..i] {
                    let lcm = layout.lcm(f[0].0, g[0].0);
                    let (s, t) = (lcm - f[0].0, lcm - g[0].0);
                    let mut terms: Vec<(u64, Rational)> =
                        f[1..].iter().map(|(key, c)| (key + s, c.clone())).collect();
                    for (key, c) in &g[1..] {
                        match terms.iter_mut().find(|term| term.0 == key + t) {
                            Some(term) => term.1 = &term.1 - c,
                            None => terms.push((key + t, -c)),
                        }
                    }
                    terms.retain(|term| !term.1.is_zero());
                    if n < 5 {
                        assert_eq!(
                            normal_form(&terms, &basis, &layout, Order::DegreeReverse, &budget),
                            Ok(Vec::new())
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn tails_are_reduced_by_elements_with_the_same_degree() {
        let layout: Arc<Layout<u64>> =
            Layout::new(2, 100).map(Arc::new).unwrap_or_else(|| unreachable!());
        let f = parse(&layout, &[(&[1, 1], 5), (&[0, 2], 4), (&[1, 0], 5), (&[0, 0], 1)]);
        let g = parse(&layout, &[(&[0, 1], -2), (&[1, 1], 4), (&[0, 0], -2)]);
        let basis = groebner(&[f, g], Order::Lexicographic, &Budget::default()).unwrap_or_default();
        // y^3 + 5/8 y^2 + 3/2 y + 5/8
        let expected = [(1, 1), (5, 8), (3, 2), (5, 8)];
        let own: Vec<Rational> = basis[0].iter().map(|term| term.1.clone()).collect();
        let fraction = |p: i64, q: i64| {
            Rational::new(&Integer::from(p), &Integer::from(q)).unwrap_or(Rational::ZERO)
        };
        assert_eq!(own, expected.map(|(p, q)| fraction(p, q)));
    }

    #[test]
    fn lexicographic_and_elimination_bases_eliminate() {
        let budget = Budget::default();
        let layout: Arc<Layout<u64>> =
            Layout::new(3, 100).map(Arc::new).unwrap_or_else(|| unreachable!());
        // the circle and the line x = y: 2 y^2 - 1
        let circle = parse(&layout, &[(&[2, 0, 0], 1), (&[0, 2, 0], 1), (&[0, 0, 0], -1)]);
        let line = parse(&layout, &[(&[1, 0, 0], 1), (&[0, 1, 0], -1)]);
        let third = parse(&layout, &[(&[0, 0, 1], 1), (&[1, 0, 0], -3)]);
        for order in [Order::Lexicographic, Order::Elimination(1)] {
            let basis = groebner(&[circle.clone(), line.clone(), third.clone()], order, &budget)
                .unwrap_or_default();
            assert!(basis.iter().any(|f| f.iter().all(|term| layout.exponent(term.0, 0) == 0)));
        }
        // inconsistent systems
        let one = parse(&layout, &[(&[1, 0, 0], 1), (&[0, 1, 0], -1), (&[0, 0, 0], 1)]);
        let basis = groebner(&[line, one], Order::DegreeReverse, &budget).unwrap_or_default();
        assert_eq!(basis, vec![vec![(0, Rational::ONE)]]);
        // the twisted cubic has no finite number of points: lexicographic by F4 itself
        let cubic = [
            parse(&layout, &[(&[0, 1, 0], 1), (&[2, 0, 0], -1)]),
            parse(&layout, &[(&[0, 0, 1], 1), (&[3, 0, 0], -1)]),
        ];
        let basis = groebner(&cubic, Order::Lexicographic, &budget).unwrap_or_default();
        assert_eq!(basis.len(), 4);
    }
}
