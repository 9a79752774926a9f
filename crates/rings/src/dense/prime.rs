//! Factors modulo a prime of polynomials with rational coefficients.

use super::{modular, split};
use crate::Result;
use crate::word::{Field, is_prime_u64};
use viete_numbers::{Budget, Integer, Rational};

/// Whether polynomials are factored modulo this number: an odd prime below 2^62.
pub fn is_word_prime(p: u64) -> bool {
    p > 2 && p < 1 << 62 && is_prime_u64(p)
}

/// The leading coefficient when it is not one, then the monic irreducible factors with their
/// exponents, by degree; coefficients lie between `-p/2` and `p/2`. Empty for zero, `None` when a
/// denominator is divisible by the prime, for which [`is_word_prime`] must hold.
///
/// # Errors
/// The budget's stop.
pub fn factor_modulo(
    polynomial: &[Rational],
    prime: u64,
    budget: &Budget,
) -> Result<Option<Vec<(Vec<Integer>, u64)>>> {
    let field = Field::new(prime);
    let mut image = Vec::new();
    for c in polynomial {
        let denominator = field.from_integer(&c.denominator());
        if denominator == 0 {
            return Ok(None);
        }
        image.push(field.div(field.from_integer(&c.numerator()), denominator));
    }
    modular::trim(&mut image);
    let Some(&lead) = image.last() else { return Ok(Some(Vec::new())) };
    let constant = (lead != field.one()).then(|| (vec![Integer::from(field.to_i64(lead))], 1));
    let found = split::factor(&field, &image, budget)?;
    let lifted = found.into_iter().map(|(factor, n)| (modular::lift(&field, &factor), n));
    let mut all: Vec<(Vec<Integer>, u64)> = constant.into_iter().chain(lifted).collect();
    all.sort_by(|a, b| (a.0.len(), &a.0).cmp(&(b.0.len(), &b.0)));
    Ok(Some(all))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_leading_coefficient_comes_first() {
        let p = [3, 0, 3].map(Rational::integer);
        let whole = |c: &[i64]| -> Vec<Integer> { c.iter().map(|&c| Integer::from(c)).collect() };
        // 3 x^2 + 3 = 3 (x - 2) (x + 2) modulo 5, and 3 = -2
        let factors = vec![(whole(&[-2]), 1), (whole(&[-2, 1]), 1), (whole(&[2, 1]), 1)];
        assert_eq!(factor_modulo(&p, 5, &Budget::default()), Ok(Some(factors)));
        let fifth = [Rational::integer(5).recip().unwrap_or(Rational::ZERO)];
        assert_eq!(factor_modulo(&fifth, 5, &Budget::default()), Ok(None));
        assert!(is_word_prime(5) && !is_word_prime(2) && !is_word_prime(9));
    }
}
