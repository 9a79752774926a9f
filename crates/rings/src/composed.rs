//! Polynomials whose roots are the sums, products or powers of the roots of others, as resultants
//! (composed sums and products; A. Bostan, P. Flajolet, B. Salvy, É. Schost, J. Symbolic Comput. 41
//! (2006), give faster ways).
//!
//! They need not be irreducible or squarefree: which factor belongs to a number that is meant is
//! decided where its value is known.

use crate::{Layout, Polynomial, Result, RingError};
use std::sync::Arc;
use viete_numbers::{Budget, Integer};

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

/// A polynomial with all sums of a root of `f` and a root of `g` among its roots: the resultant in
/// y of `f(y)` and `g(x - y)`.
///
/// # Errors
/// Too large, or the budget's stop.
pub fn composed_sum(f: &[Integer], g: &[Integer], budget: &Budget) -> Result<Vec<Integer>> {
    let layout = layout()?;
    let mut right = Polynomial::zero(&layout);
    for (k, c) in g.iter().enumerate() {
        let difference =
            bivariate(&layout, [(1, 0, Integer::ONE), (0, 1, Integer::from(-1i64))].into_iter());
        right = right.add(&difference.power(k as u64, budget)?.scale(c)?);
    }
    eliminated(f, &right, &layout, budget)
}

/// A polynomial with all products of a root of `f` and a root of `g` among its roots: the resultant
/// in y of `f(y)` and `y^n g(x/y)`.
///
/// # Errors
/// Too large, or the budget's stop.
pub fn composed_product(f: &[Integer], g: &[Integer], budget: &Budget) -> Result<Vec<Integer>> {
    let layout = layout()?;
    let n = g.len().saturating_sub(1) as u64;
    let terms = g.iter().enumerate().map(|(k, c)| (k as u64, n - k as u64, c.clone()));
    eliminated(f, &bivariate(&layout, terms), &layout, budget)
}

/// A polynomial with the p-th powers of the roots of `f` as roots.
///
/// # Errors
/// Too large, or the budget's stop.
pub fn root_powers(f: &[Integer], p: usize, budget: &Budget) -> Result<Vec<Integer>> {
    if p == 1 {
        return Ok(f.to_vec());
    }
    let layout = layout()?;
    let right =
        bivariate(&layout, [(1, 0, Integer::ONE), (0, p as u64, Integer::from(-1i64))].into_iter());
    eliminated(f, &right, &layout, budget)
}

/// The resultant in y of `f(y)` and a polynomial in x and y.
fn eliminated(
    f: &[Integer],
    right: &Polynomial<u64>,
    layout: &Arc<Layout<u64>>,
    budget: &Budget,
) -> Result<Vec<Integer>> {
    let left = bivariate(layout, f.iter().enumerate().map(|(i, c)| (0, i as u64, c.clone())));
    let resultant = left.resultant(right, 1, budget)?;
    match resultant.univariate(budget)? {
        Some((_, coefficients)) => Ok(coefficients),
        None => resultant.as_constant().map(|c| vec![c]).ok_or(RingError::Widen),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dense::primitive;

    fn whole(coefficients: &[i64]) -> Vec<Integer> {
        coefficients.iter().map(|&c| Integer::from(c)).collect()
    }

    #[test]
    fn sums_products_and_powers_of_square_roots() {
        let budget = Budget::default();
        let (two, three) = (whole(&[-2, 0, 1]), whole(&[-3, 0, 1]));
        let sum = composed_sum(&two, &three, &budget).map(|p| primitive(&p));
        assert_eq!(sum, Ok(whole(&[1, 0, -10, 0, 1])));
        // both sqrt(6) and -sqrt(6) twice
        let product = composed_product(&two, &three, &budget).map(|p| primitive(&p));
        assert_eq!(product, Ok(whole(&[36, 0, -12, 0, 1])));
        let square = root_powers(&two, 2, &budget).map(|p| primitive(&p));
        assert_eq!(square, Ok(whole(&[4, -4, 1])));
    }
}
