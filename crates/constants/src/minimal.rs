//! Minimal polynomials of expressions made of rational numbers, radicals and roots by arithmetic.
//!
//! From the parts upwards, a resultant has the value among its roots; which irreducible factor is
//! the one is told by enclosures at rising precision.

use rustc_hash::FxHashMap;
use viete_evaluate::{as_root, evaluate};
use viete_numbers::{Big, Budget, Enclosure, HAS_BIG_FLOATS, Integer, Number, Rational};
use viete_rings::Result;
use viete_rings::composed::{composed_product, composed_sum, root_powers};
use viete_rings::dense::{self, factor};
use viete_syntax::Library;
use viete_term::{Kind, Store, Term};

/// Largest degree of a minimal polynomial that is searched.
const MAX_DEGREE: usize = 120;
/// Precision up to which factors are told apart.
const MAX_BITS: u32 = 1 << 14;

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
                    let combined = if kind == Kind::Sum {
                        composed_sum(&polynomial, other, self.budget)?
                    } else {
                        composed_product(&polynomial, other, self.budget)?
                    };
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
                let raised = root_powers(&spread, p, self.budget)?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::with_terms;

    #[test]
    fn sums_of_radicals_have_the_polynomial_of_their_degree() {
        let texts = ["sqrt(2) + sqrt(3)", "2^(1/3) - 2", "rootof([-1, -1, 0, 1], 1)^2", "pi", "x"];
        with_terms(texts, |store, library, terms| {
            let found = terms.map(|term| {
                let p = minimal_polynomial(store, library, term, &Budget::default());
                let p = p.ok().flatten()?;
                p.iter().map(Integer::to_i64).collect::<Option<Vec<i64>>>()
            });
            let polynomial = |c: &[i64]| Some(c.to_vec());
            let expected = [
                polynomial(&[1, 0, -10, 0, 1]),
                polynomial(&[6, 12, 6, 1]),
                polynomial(&[-1, 1, -2, 1]),
                None,
                None,
            ];
            assert_eq!(found, expected);
        });
    }
}
