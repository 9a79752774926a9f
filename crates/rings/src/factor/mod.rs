//! Factoring over the integers in several variables: contents and squarefree parts by gcds, one
//! variable by [`crate::dense::factor`], several by lifting a factorization at integer values
//! (`lift`), with the leading coefficients distributed beforehand (P. Wang, Math. Comp. 32 (1978);
//! `leading`). Every factor is shown to divide before it is returned.

mod bivariate;
mod leading;
mod lift;

use crate::dense::factor as univariate;
use crate::key::Key;
use crate::polynomial::Polynomial;
use crate::word::Stream;
use crate::{Result, RingError};
use viete_numbers::{Budget, Integer, Stop};

/// A number, and irreducible factors with multiplicities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factorization<K> {
    pub content: Integer,
    /// Primitive, with positive leading coefficients.
    pub factors: Vec<(Polynomial<K>, u64)>,
}

/// Sets of integer values tried, of growing size.
const ATTEMPTS: usize = 60;

impl<K: Key> Polynomial<K> {
    /// The irreducible factors over the rational numbers; zero has content 0 and none.
    ///
    /// # Errors
    /// Coefficients too large, or the budget's stop.
    pub fn factor(&self, budget: &Budget) -> Result<Factorization<K>> {
        let (content, primitive) = self.primitive();
        if self.is_zero() {
            return Ok(Factorization { content: Integer::ZERO, factors: Vec::new() });
        }
        let mut factors = Vec::new();
        let power = primitive.common_power();
        for variable in 0..self.layout.variables() {
            let exponent = self.layout.exponent(power, variable);
            if exponent > 0 {
                factors.push((Polynomial::variable(variable, &self.layout), exponent));
            }
        }
        // parts without content, to be split at their main variable
        let mut pending = vec![(primitive.divide_power(power), 1u64)];
        while let Some((part, multiplicity)) = pending.pop() {
            if part.as_constant().is_some() {
                continue;
            }
            if let Some((variable, coefficients)) = part.univariate(budget)? {
                let (_, found) = univariate::factor(&coefficients, budget)?;
                let lifted = found.into_iter().map(|(f, n)| {
                    (Polynomial::from_univariate(&f, variable, &self.layout), n * multiplicity)
                });
                factors.extend(lifted);
                continue;
            }
            if let Some(found) = part.factor_homogeneous(budget)? {
                factors.extend(found.into_iter().map(|(f, n)| (f, n * multiplicity)));
                continue;
            }
            let x = part.main_variable();
            let common = content_in(&part, x, budget)?;
            if common.as_constant().is_none() {
                let rest = part.exact_quotient(&common, budget)?.ok_or(RingError::Widen)?;
                pending.push((common, multiplicity));
                pending.push((rest, multiplicity));
                continue;
            }
            for (square_free, n) in squarefree(&part, x, budget)? {
                for factor in square_free.split(x, budget)? {
                    factors.push((factor, n * multiplicity));
                }
            }
        }
        factors.sort_by(|a, b| {
            let shape =
                |p: &Polynomial<K>| (p.len(), p.leading().map_or(0, |term| p.layout.total(term.0)));
            (shape(&a.0), a.1).cmp(&(shape(&b.0), b.1)).then_with(|| a.0.terms.cmp(&b.0.terms))
        });
        Ok(Factorization { content, factors })
    }

    /// The variable with the simplest leading coefficient, then the least degree.
    fn main_variable(&self) -> usize {
        let degrees = self.degrees();
        let cost = |v: &usize| {
            let top = self
                .terms
                .iter()
                .filter(|term| self.layout.exponent(term.0, *v) == degrees[*v])
                .count();
            (top, degrees[*v])
        };
        (0..degrees.len()).filter(|&v| degrees[v] > 0).min_by_key(cost).unwrap_or(0)
    }

    /// The leading coefficient as a polynomial in the other variables.
    fn leading_in(&self, x: usize) -> Polynomial<K> {
        let degree = self.degree(x);
        let top = self.terms.iter().filter(|term| self.layout.exponent(term.0, x) == degree);
        Polynomial {
            layout: self.layout.clone(),
            terms: top.map(|(key, c)| (self.layout.without(*key, x), c.clone())).collect(),
        }
    }

    /// The factors of a homogeneous polynomial, by way of its values where the last variable is 1.
    fn factor_homogeneous(&self, budget: &Budget) -> Result<Option<Vec<(Polynomial<K>, u64)>>> {
        let total = self.terms.first().map_or(0, |term| self.layout.total(term.0));
        if self.terms.iter().any(|term| self.layout.total(term.0) != total) {
            return Ok(None);
        }
        let Some(last) = self.degrees().iter().rposition(|&d| d > 0) else { return Ok(None) };
        let lowered = self.evaluate(last, &Integer::ONE)?;
        let raise = |f: &Polynomial<K>| {
            let total = f.terms.iter().map(|term| self.layout.total(term.0)).max().unwrap_or(0);
            let raised = f.terms.iter().map(|(key, c)| {
                (key.plus(self.layout.power(last, total - self.layout.total(*key))), c.clone())
            });
            Polynomial::from_terms(raised.collect(), &self.layout).primitive().1
        };
        Ok(Some(lowered.factor(budget)?.factors.iter().map(|(f, n)| (raise(f), *n)).collect()))
    }

    /// The factors of a squarefree polynomial without content in `x`.
    fn split(&self, x: usize, budget: &Budget) -> Result<Vec<Polynomial<K>>> {
        if self.degree(x) == 1 {
            return Ok(vec![self.primitive().1]);
        }
        let leading = leading::Leading::new(&self.leading_in(x), budget)?;
        let mut stream = Stream::new(23);
        let mut fewest = usize::MAX;
        for attempt in 0..ATTEMPTS {
            budget.spend(100)?;
            let size = 3 + attempt as u64 * (1 + attempt as u64 / 4);
            let Some(image) = lift::Image::new(self, x, size, &mut stream, budget)? else {
                continue;
            };
            if image.factors.len() == 1 {
                return Ok(vec![self.primitive().1]);
            }
            // more than two factors: see another point first, for the fewest are the likeliest
            fewest = fewest.min(image.factors.len());
            if image.factors.len() > fewest || (attempt == 0 && fewest > 2) {
                continue;
            }
            let Some(leads) = leading.distribute(&image) else { continue };
            if let Some(factors) = lift::lift(self, x, &image, &leads, &mut stream, budget)? {
                return Ok(factors);
            }
        }
        Err(RingError::Stopped(Stop::Fuel))
    }
}

/// The gcd of the coefficients of powers of `x`.
pub(crate) fn content_in<K: Key>(
    f: &Polynomial<K>,
    x: usize,
    budget: &Budget,
) -> Result<Polynomial<K>> {
    let mut parts: Vec<Polynomial<K>> = f.powers(x).into_values().collect();
    parts.sort_by_key(Polynomial::len);
    let mut common = Polynomial::zero(&f.layout);
    for part in parts {
        common = common.gcd(&part, budget)?;
        if common.as_constant().is_some() {
            return Ok(Polynomial::constant(Integer::ONE, &f.layout));
        }
    }
    Ok(common.primitive().1)
}

/// Squarefree parts with multiplicities of a polynomial without content in `x`, by Yun's algorithm.
pub(crate) fn squarefree<K: Key>(
    f: &Polynomial<K>,
    x: usize,
    budget: &Budget,
) -> Result<Vec<(Polynomial<K>, u64)>> {
    let divided =
        |a: &Polynomial<K>, b: &Polynomial<K>| a.exact_quotient(b, budget)?.ok_or(RingError::Widen);
    let slope = f.derivative(x);
    let common = f.gcd(&slope, budget)?;
    if common.as_constant().is_some() {
        return Ok(vec![(f.clone(), 1)]);
    }
    let (mut single, mut rest) = (divided(f, &common)?, divided(&slope, &common)?);
    let mut parts = Vec::new();
    let mut multiplicity = 1;
    while single.degree(x) > 0 {
        let difference = rest.subtract(&single.derivative(x));
        let part =
            if difference.is_zero() { single.clone() } else { single.gcd(&difference, budget)? };
        let part = part.primitive().1;
        rest = divided(&difference, &part)?;
        single = divided(&single, &part)?;
        if part.as_constant().is_none() {
            parts.push((part, multiplicity));
        }
        multiplicity += 1;
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Layout, Wide};
    use std::sync::Arc;

    fn random<K: Key>(
        stream: &mut Stream,
        layout: &Arc<Layout<K>>,
        terms: usize,
        degree: u64,
        bits: u32,
    ) -> Polynomial<K> {
        let mut term = || {
            let exponents: Vec<u32> = (0..layout.variables())
                .map(|_| (stream.next_u64() % (degree + 1)) as u32)
                .collect();
            (layout.pack(&exponents), Integer::from((stream.next_u64() as i64) >> (63 - bits)))
        };
        let mut terms: Vec<_> = (0..terms).map(|_| term()).collect();
        terms.push((K::default(), Integer::ONE));
        Polynomial::from_terms(terms, layout)
    }

    fn product<K: Key>(found: &Factorization<K>, layout: &Arc<Layout<K>>) -> Polynomial<K> {
        let budget = Budget::default();
        found.factors.iter().fold(
            Polynomial::constant(found.content.clone(), layout),
            |product, (f, n)| {
                product
                    .multiply(&f.power(*n, &budget).unwrap_or_else(|_| unreachable!()), &budget)
                    .unwrap_or_else(|_| unreachable!())
            },
        )
    }

    fn products_fall_apart<K: Key>(variables: usize, problems: &[(usize, usize, u64, u32)]) {
        let layout: Arc<Layout<K>> =
            Layout::new(variables, 100).map(Arc::new).unwrap_or_else(|| unreachable!());
        let (mut stream, budget) = (Stream::new(40 + variables as u64), Budget::default());
        for &(count, terms, degree, bits) in problems {
            let mut whole = Polynomial::constant(Integer::from(-6i64), &layout);
            for _ in 0..count {
                let factor = random(&mut stream, &layout, terms, degree, bits);
                whole = whole.multiply(&factor, &budget).unwrap_or_else(|_| unreachable!());
            }
            let found = whole
                .factor(&budget)
                .unwrap_or_else(|e| unreachable!("{e} {count} {terms} {degree} {bits}"));
            assert_eq!(product(&found, &layout), whole);
            assert!(
                found.factors.iter().map(|f| f.1).sum::<u64>() >= count as u64,
                "{count} {terms} {degree} {bits}"
            );
            for (factor, _) in &found.factors {
                let again = factor.factor(&budget).unwrap_or_else(|_| unreachable!());
                assert_eq!(again.factors, vec![(factor.clone(), 1)]);
            }
            let square = whole.multiply(&whole, &budget).unwrap_or_else(|_| unreachable!());
            let doubled = square.factor(&budget).unwrap_or_else(|_| unreachable!());
            assert!(doubled.factors.iter().zip(&found.factors).all(|(a, b)| a.1 == 2 * b.1));
        }
    }

    #[test]
    fn random_products_fall_apart_in_several_variables() {
        products_fall_apart::<u64>(
            2,
            &[(2, 3, 2, 3), (3, 6, 4, 8), (2, 20, 6, 30), (4, 4, 3, 5), (2, 5, 3, 62)],
        );
        products_fall_apart::<u64>(3, &[(2, 3, 2, 3), (3, 5, 4, 5), (3, 10, 6, 5), (2, 30, 3, 20)]);
        products_fall_apart::<u128>(5, &[(2, 4, 3, 5), (3, 6, 4, 5)]);
        products_fall_apart::<Wide>(8, &[(2, 4, 3, 5)]);
    }

    #[test]
    fn homogeneous_polynomials_split_as_their_values_do() {
        let layout: Arc<Layout<u64>> =
            Layout::new(2, 100).map(Arc::new).unwrap_or_else(|| unreachable!());
        let power =
            |variable, n| Polynomial::monomial(layout.power(variable, n), Integer::ONE, &layout);
        let difference = power(0, 12).subtract(&power(1, 12));
        let found = difference.factor(&Budget::default()).unwrap_or_else(|_| unreachable!());
        assert_eq!(found.factors.len(), 6);
        assert_eq!(product(&found, &layout), difference);
    }
}
