//! Algebraic numbers: the values of `rootof([c0, c1, ...], k)`, the k-th root of `c0 + c1 x + ...`,
//! and minimal polynomials of expressions of roots, radicals and rational numbers.
//!
//! Roots are counted as [`viete_rings::roots::all_roots`] orders them: real ones first, ascending,
//! then conjugate pairs by real part, the lower one first.

use crate::value::evaluate;
use rustc_hash::FxHashMap;
use std::sync::Arc;
use viete_functions::Domain;
use viete_numbers::{Big, Budget, Enclosure, HAS_BIG_FLOATS, Integer, Number, Rational};
use viete_rings::dense::{self, factor};
use viete_rings::{Layout, Polynomial, Result, RingError, roots};
use viete_syntax::Library;
use viete_term::{Form, Kind, Store, Term};

/// The name of roots of polynomials.
pub const ROOT: &str = "rootof";
/// Largest degree of a minimal polynomial that is searched.
const MAX_DEGREE: usize = 120;
/// Precision up to which factors are told apart.
const MAX_BITS: u32 = 1 << 14;

/// The coefficients, lowest first, and the place of a term `rootof([c0, c1, ...], k)`.
pub fn as_root(store: &Store, term: Term) -> Option<(Vec<Integer>, usize)> {
    let (Kind::Call(name), &[list, place]) = (store.kind(term), store.children(term)) else {
        return None;
    };
    if store.text(name) != ROOT {
        return None;
    }
    let coefficient = |&c: &Term| store.as_number(c).and_then(Number::as_integer);
    let coefficients: Vec<Integer> =
        store.as_form(list, Form::List)?.iter().map(coefficient).collect::<Option<_>>()?;
    let place = usize::try_from(store.as_i64(place)?).ok()?;
    (1..coefficients.len()).contains(&place).then_some((coefficients, place))
}

/// The value of a root in a domain.
pub(crate) fn root_value<D: Domain>(
    store: &Store,
    term: Term,
    bits: u32,
    budget: &Budget,
) -> Option<D> {
    let (coefficients, place) = as_root(store, term)?;
    let discs = roots::all_roots(&coefficients, u64::from(bits) + 8, budget).ok()?;
    let disc = discs.get(place - 1)?;
    let scale = Integer::from(2i64).checked_pow(disc.scale).ok()?;
    let ends = |center: &Integer, radius: &Integer| {
        Some((
            Rational::new(&(center - radius), &scale)?,
            Rational::new(&(center + radius), &scale)?,
        ))
    };
    let (low, high) = ends(&disc.re, &disc.radius)?;
    let flat = if disc.real { Integer::ZERO } else { disc.radius.clone() };
    let (below, above) = ends(&disc.im, &flat)?;
    Some(D::within([&low, &high], [&below, &above], bits))
}

/// The primitive irreducible polynomial of an algebraic number, its coefficients lowest first;
/// `None` when the term is not made of rational numbers, radicals and roots by arithmetic, or the
/// degree is too large.
///
/// # Errors
/// The budget's stop.
pub fn minimal_polynomial(
    store: &mut Store,
    library: &Library,
    term: Term,
    budget: &Budget,
) -> Result<Option<Vec<Integer>>> {
    if !store.symbols(term).is_empty() {
        return Ok(None);
    }
    let mut known: FxHashMap<Term, Vec<Integer>> = FxHashMap::default();
    for part in store.reachable(&[term]) {
        if matches!(store.kind(part), Kind::Form(_)) || known.contains_key(&part) {
            continue;
        }
        let mut search = Search { store, library, budget };
        match search.node(part, &known)? {
            Some(found) => {
                known.insert(part, found);
            }
            None if part == term => return Ok(None),
            None => {}
        }
    }
    Ok(known.remove(&term))
}

struct Search<'s> {
    store: &'s mut Store,
    library: &'s Library,
    budget: &'s Budget,
}

impl Search<'_> {
    fn node(
        &mut self,
        term: Term,
        known: &FxHashMap<Term, Vec<Integer>>,
    ) -> Result<Option<Vec<Integer>>> {
        if let Some((coefficients, _)) = as_root(self.store, term) {
            return self.choose(term, &coefficients);
        }
        let children = self.store.children(term).to_vec();
        match self.store.kind(term) {
            Kind::Number(_) => Ok(self.store.as_number(term).and_then(number)),
            kind @ (Kind::Sum | Kind::Product) => {
                let Some((&first, rest)) = children.split_first() else { return Ok(None) };
                let Some(mut polynomial) = known.get(&first).cloned() else { return Ok(None) };
                let mut value = first;
                for &next in rest {
                    let Some(other) = known.get(&next) else { return Ok(None) };
                    if (polynomial.len() - 1) * (other.len() - 1) > MAX_DEGREE {
                        return Ok(None);
                    }
                    value = if kind == Kind::Sum {
                        self.store.sum(&[value, next])
                    } else {
                        self.store.product(&[value, next])
                    };
                    let combined = combine(&polynomial, other, kind == Kind::Sum, self.budget)?;
                    let Some(chosen) = self.choose(value, &combined)? else { return Ok(None) };
                    polynomial = chosen;
                }
                Ok(Some(polynomial))
            }
            Kind::Power => {
                let &[base, exponent] = children.as_slice() else { return Ok(None) };
                let (Some(polynomial), Some(exponent)) = (
                    known.get(&base),
                    self.store.as_number(exponent).and_then(Number::as_rational).cloned(),
                ) else {
                    return Ok(None);
                };
                let (Some(p), Some(q)) =
                    (exponent.numerator().to_i64(), exponent.denominator().to_i64())
                else {
                    return Ok(None);
                };
                let mut polynomial = polynomial.clone();
                if p < 0 {
                    if polynomial.first().is_none_or(Integer::is_zero) {
                        return Ok(None);
                    }
                    polynomial.reverse();
                }
                let (p, q) = (p.unsigned_abs() as usize, q.unsigned_abs() as usize);
                if (polynomial.len() - 1).saturating_mul(q) > MAX_DEGREE || p > MAX_DEGREE {
                    return Ok(None);
                }
                // x^q runs over the powers; then the p-th powers of these
                let mut spread = vec![Integer::ZERO; (polynomial.len() - 1) * q + 1];
                polynomial.into_iter().enumerate().for_each(|(i, c)| {
                    if let Some(slot) = spread.get_mut(i * q) {
                        *slot = c;
                    }
                });
                let raised = powers(&spread, p, self.budget)?;
                self.choose(term, &raised)
            }
            _ => Ok(None),
        }
    }

    /// The irreducible factor that vanishes at the term's value.
    fn choose(&mut self, term: Term, polynomial: &[Integer]) -> Result<Option<Vec<Integer>>> {
        let (_, factors) = factor::factor(polynomial, self.budget)?;
        let mut candidates: Vec<Vec<Integer>> = factors.into_iter().map(|f| f.0).collect();
        let mut bits = 64;
        while candidates.len() > 1 {
            let value: Enclosure<Big> =
                evaluate(self.store, self.library, term, &FxHashMap::default(), bits);
            let vanishes = |p: &Vec<Integer>| {
                let zero = Enclosure::from_i64(0, bits);
                let sum = p.iter().rev().fold(zero, |sum, c| {
                    sum.mul(&value).add(&Enclosure::from_rational(&Rational::from(c.clone()), bits))
                });
                sum.contains_zero()
            };
            candidates.retain(vanishes);
            self.budget.spend(1000 + u64::from(bits))?;
            bits *= 2;
            if bits > MAX_BITS || !HAS_BIG_FLOATS {
                break;
            }
        }
        Ok(if candidates.len() == 1 { candidates.pop() } else { None })
    }
}

/// Of a rational or Gaussian number.
fn number(value: &Number) -> Option<Vec<Integer>> {
    if let Some(r) = value.as_rational() {
        return Some(vec![-&r.numerator(), r.denominator()]);
    }
    let (re, im) = (value.re().to_rational().ok()?, value.im().to_rational().ok()?);
    if !value.is_exact() {
        return None;
    }
    // (x - re)^2 + im^2
    let square = &(&re * &re) + &(&im * &im);
    let twice = &re + &re;
    let common = &square.denominator() * &twice.denominator();
    let scaled = |r: &Rational| (r * &Rational::from(common.clone())).to_integer();
    Some(dense::primitive(&[scaled(&square)?, -&scaled(&twice)?, common.clone()]))
}

/// A polynomial in y (the second of two variables), and in `x` by a substitution.
fn bivariate(
    layout: &Arc<Layout<u64>>,
    terms: impl Iterator<Item = (u64, u64, Integer)>,
) -> Polynomial<u64> {
    Polynomial::from_terms(
        terms.map(|(x, y, c)| (layout.power(0, x) + layout.power(1, y), c)).collect(),
        layout,
    )
}

fn layout() -> Result<Arc<Layout<u64>>> {
    Layout::new(2, 1 << 20).map(Arc::new).ok_or(RingError::Widen)
}

/// A polynomial with all sums (or products) of a root of one and a root of the other among its
/// roots: the resultant in y of `f(y)` and `g(x - y)`, or `y^n g(x/y)`.
fn combine(f: &[Integer], g: &[Integer], sum: bool, budget: &Budget) -> Result<Vec<Integer>> {
    let layout = layout()?;
    let left = bivariate(&layout, f.iter().enumerate().map(|(i, c)| (0, i as u64, c.clone())));
    let n = g.len() as u64 - 1;
    let mut right = Polynomial::zero(&layout);
    for (k, c) in g.iter().enumerate() {
        let k = k as u64;
        if !sum {
            right = right.add(&bivariate(&layout, std::iter::once((k, n - k, c.clone()))));
            continue;
        }
        let difference =
            bivariate(&layout, [(1, 0, Integer::ONE), (0, 1, Integer::from(-1i64))].into_iter());
        right = right.add(&difference.power(k, budget)?.scale(c)?);
    }
    univariate(&left.resultant(&right, 1, budget)?, budget)
}

/// A polynomial with the p-th powers of the roots as roots.
fn powers(f: &[Integer], p: usize, budget: &Budget) -> Result<Vec<Integer>> {
    if p == 1 {
        return Ok(f.to_vec());
    }
    let layout = layout()?;
    let left = bivariate(&layout, f.iter().enumerate().map(|(i, c)| (0, i as u64, c.clone())));
    let right =
        bivariate(&layout, [(1, 0, Integer::ONE), (0, p as u64, Integer::from(-1i64))].into_iter());
    univariate(&left.resultant(&right, 1, budget)?, budget)
}

fn univariate(p: &Polynomial<u64>, budget: &Budget) -> Result<Vec<Integer>> {
    match p.univariate(budget)? {
        Some((_, coefficients)) => Ok(coefficients),
        None => p.as_constant().map(|c| vec![c]).ok_or(RingError::Widen),
    }
}
