//! Guesses from digits by short vectors of lattices (A. Lenstra, H. Lenstra, L. Lovász, 1982):
//! integer relations between numbers, and the algebraic number that a decimal stands for.
//!
//! A guess counts only when its coefficients carry well less information than the digits that went
//! in; nothing here is a proof.

use crate::separation::{NumberedRoot, numbered_roots};
use crate::{Result, dense, lattice};
use viete_numbers::{Budget, Integer, Rational};

/// Largest degree that [`identify`] tries.
pub const IDENTIFIED_DEGREE: usize = 6;

/// What [`integer_relation`] finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IntegerRelation {
    /// Coefficients, the first that is not zero positive.
    Found(Vec<Integer>),
    /// The shortest relation has as many digits as went in, so it says nothing.
    TooLong,
    /// There are no numbers to relate.
    Absent,
}

/// Small whole numbers c with `c1 x1 + c2 x2 + ...` zero to so many decimal digits.
///
/// # Errors
/// The budget's stop.
pub fn integer_relation(
    values: &[Rational],
    digits: u32,
    budget: &Budget,
) -> Result<IntegerRelation> {
    let unit = Rational::from(Integer::from(10i64).checked_pow(digits.into())?);
    let mut rows = Vec::new();
    for (i, value) in values.iter().enumerate() {
        let mut row: Vec<Integer> =
            (0..values.len()).map(|j| Integer::from(i64::from(i == j))).collect();
        row.push((value * &unit).floor());
        rows.push(row);
    }
    let reduced = lattice::reduce(&rows, budget)?;
    let Some(mut relation) = reduced.and_then(|rows| rows.into_iter().next()) else {
        return Ok(IntegerRelation::Absent);
    };
    relation.pop();
    // as many digits in the relation as went in say nothing
    if 10 * information(&relation) > 25 * u64::from(digits) {
        return Ok(IntegerRelation::TooLong);
    }
    if relation.iter().find(|c| !c.is_zero()).is_some_and(|c| c.signum() < 0) {
        relation.iter_mut().for_each(|c| *c = -&*c);
    }
    Ok(IntegerRelation::Found(relation))
}

/// Bits of the coefficients, signs included.
fn information(coefficients: &[Integer]) -> u64 {
    coefficients.iter().map(|c| c.bits() + 1).sum()
}

/// The real root with short coefficients and degree up to [`IDENTIFIED_DEGREE`] that has these
/// decimal digits.
///
/// # Errors
/// The budget's stop.
pub fn identify(value: &Rational, digits: u64, budget: &Budget) -> Result<Option<NumberedRoot>> {
    let bits = digits * 10 / 3;
    let unit = Integer::from(2i64).checked_pow(bits)?;
    for degree in 1..=IDENTIFIED_DEGREE {
        // rows: a unit vector and the power, scaled: short vectors are polynomials with small
        // values
        let mut rows: Vec<Vec<Integer>> = Vec::new();
        let mut power = Rational::ONE;
        for i in 0..=degree {
            let mut row = vec![Integer::ZERO; degree + 2];
            row[i] = Integer::ONE;
            row[degree + 1] = (&power * &Rational::from(unit.clone())).floor();
            rows.push(row);
            power = power.checked_mul(value)?;
        }
        let Some(reduced) = lattice::reduce(&rows, budget)? else { continue };
        let Some(mut p) = reduced.into_iter().next() else { continue };
        p.pop();
        dense::trim(&mut p);
        // the information in the coefficients must be well below that in the digits
        if p.len() < 2 || 10 * information(&p) > 8 * bits {
            continue;
        }
        let (mut best, mut distance) = (None, Rational::ONE);
        for root in numbered_roots(&dense::primitive(&p), bits + 10, budget)? {
            if !root.disc.real {
                continue;
            }
            let scale = Integer::from(2i64).checked_pow(root.disc.scale)?;
            let center = Rational::new(&root.disc.re, &scale).unwrap_or(Rational::ZERO);
            let gap = (&center - value).abs();
            if gap < distance {
                (best, distance) = (Some(root), gap);
            }
        }
        let allowed = Rational::new(&Integer::from(64i64), &unit).unwrap_or(Rational::ZERO);
        if best.is_some() && distance <= allowed {
            return Ok(best);
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(digits: &str, places: u64) -> Rational {
        let unit = Integer::from(10i64).checked_pow(places).unwrap_or(Integer::ONE);
        let mantissa = Integer::from_decimal(digits).unwrap_or(Integer::ZERO);
        Rational::new(&mantissa, &unit).unwrap_or(Rational::ZERO)
    }

    #[test]
    fn a_square_root_is_recognised_by_its_digits() {
        let root = identify(&decimal("14142135623730950488", 19), 20, &Budget::default());
        let polynomial = [-2, 0, 1].map(|c: i64| Integer::from(c)).to_vec();
        assert!(
            matches!(root, Ok(Some(root)) if root.polynomial == polynomial && root.number == 1)
        );
        let noise = decimal("31415926535897932385", 19);
        assert_eq!(identify(&noise, 20, &Budget::default()), Ok(None));
    }

    #[test]
    fn relations_are_found_or_said_to_be_too_long() {
        let (budget, third) = (Budget::default(), decimal("33333333333333333333", 20));
        let relation = integer_relation(&[Rational::ONE, third.clone()], 18, &budget);
        let found = [1, -3].map(|c: i64| Integer::from(c)).to_vec();
        assert_eq!(relation, Ok(IntegerRelation::Found(found)));
        let pi = decimal("31415926535897932385", 19);
        let relation = integer_relation(&[Rational::ONE, pi], 18, &budget);
        assert_eq!(relation, Ok(IntegerRelation::TooLong));
        assert_eq!(integer_relation(&[], 18, &budget), Ok(IntegerRelation::Absent));
    }
}
