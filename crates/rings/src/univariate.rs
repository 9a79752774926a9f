//! Polynomials in one variable over any field, as lists of coefficients, lowest first; the rational
//! numbers as such a field. Fields whose arithmetic is worth more care have modules of their own:
//! [`crate::dense`] over the integers and modulo primes.

use crate::{Result, RingError};
use viete_numbers::{Budget, Integer, Rational};

/// A field whose elements need a context: a modulus, a layout, a budget.
pub trait ScalarField {
    /// An element.
    type E: Clone;
    /// The neutral element of the product.
    fn one(&self) -> Self::E;
    /// Whether an element is zero.
    fn is_zero(&self, a: &Self::E) -> bool;
    /// `a + b`.
    ///
    /// # Errors
    /// A number too large, or the budget's stop.
    fn add(&self, a: &Self::E, b: &Self::E) -> Result<Self::E>;
    /// `-a`.
    fn negate(&self, a: &Self::E) -> Self::E;
    /// `a b`.
    ///
    /// # Errors
    /// A number too large, or the budget's stop.
    fn multiply(&self, a: &Self::E, b: &Self::E) -> Result<Self::E>;
    /// `1/a` of an element that is not zero.
    ///
    /// # Errors
    /// A number too large, or the budget's stop.
    fn inverse(&self, a: &Self::E) -> Result<Self::E>;
    /// Pays for so many operations, where the field has a budget and its operations do not.
    ///
    /// # Errors
    /// The budget's stop.
    fn pay(&self, _operations: usize) -> Result<()> {
        Ok(())
    }
}

/// The rational numbers.
#[derive(Clone, Copy, Debug)]
pub struct RationalField;

impl ScalarField for RationalField {
    type E = Rational;
    fn one(&self) -> Rational {
        Rational::ONE
    }
    fn is_zero(&self, a: &Rational) -> bool {
        a.is_zero()
    }
    fn add(&self, a: &Rational, b: &Rational) -> Result<Rational> {
        Ok(a + b)
    }
    fn negate(&self, a: &Rational) -> Rational {
        -a
    }
    fn multiply(&self, a: &Rational, b: &Rational) -> Result<Rational> {
        Ok(a.checked_mul(b)?)
    }
    fn inverse(&self, a: &Rational) -> Result<Rational> {
        a.recip().ok_or(RingError::Widen)
    }
}

/// The rational numbers, with a budget for what is done with many of them.
#[derive(Clone, Copy, Debug)]
pub struct PaidRationals<'f>(pub &'f Budget);

impl ScalarField for PaidRationals<'_> {
    type E = Rational;
    fn one(&self) -> Rational {
        Rational::ONE
    }
    fn is_zero(&self, a: &Rational) -> bool {
        a.is_zero()
    }
    fn add(&self, a: &Rational, b: &Rational) -> Result<Rational> {
        RationalField.add(a, b)
    }
    fn negate(&self, a: &Rational) -> Rational {
        -a
    }
    fn multiply(&self, a: &Rational, b: &Rational) -> Result<Rational> {
        RationalField.multiply(a, b)
    }
    fn inverse(&self, a: &Rational) -> Result<Rational> {
        RationalField.inverse(a)
    }
    fn pay(&self, operations: usize) -> Result<()> {
        Ok(self.0.spend(2 * operations as u64 + 1)?)
    }
}

/// Drops leading coefficients that are zero.
pub fn trim<F: ScalarField>(field: &F, p: &mut Vec<F::E>) {
    while p.last().is_some_and(|c| field.is_zero(c)) {
        p.pop();
    }
}

/// The product.
///
/// # Errors
/// What the field refuses.
pub fn multiply<F: ScalarField>(field: &F, a: &[F::E], b: &[F::E]) -> Result<Vec<F::E>> {
    let mut product: Vec<Option<F::E>> = vec![None; (a.len() + b.len()).saturating_sub(1)];
    for (i, x) in a.iter().enumerate() {
        field.pay(b.len())?;
        for (slot, y) in product.iter_mut().skip(i).zip(b) {
            let term = field.multiply(x, y)?;
            *slot = Some(match slot.take() {
                Some(sum) => field.add(&sum, &term)?,
                None => term,
            });
        }
    }
    if a.is_empty() || b.is_empty() {
        return Ok(Vec::new());
    }
    let mut product: Vec<F::E> = product.into_iter().flatten().collect();
    trim(field, &mut product);
    Ok(product)
}

/// Quotient and remainder by a polynomial that is not zero.
///
/// # Errors
/// What the field refuses.
pub fn divide<F: ScalarField>(field: &F, a: &[F::E], b: &[F::E]) -> Result<(Vec<F::E>, Vec<F::E>)> {
    let mut rest = a.to_vec();
    trim(field, &mut rest);
    let Some(lead) = b.last() else { return Err(RingError::Widen) };
    let inverse = field.inverse(lead)?;
    let mut quotient = Vec::new();
    while rest.len() >= b.len() {
        let place = rest.len() - b.len();
        let Some(top) = rest.pop() else { break };
        if field.is_zero(&top) {
            quotient.push(top);
            continue;
        }
        field.pay(b.len())?;
        let factor = field.multiply(&top, &inverse)?;
        let minus = field.negate(&factor);
        for (x, y) in rest.iter_mut().skip(place).zip(b) {
            *x = field.add(x, &field.multiply(&minus, y)?)?;
        }
        quotient.push(factor);
    }
    quotient.reverse();
    trim(field, &mut quotient);
    trim(field, &mut rest);
    Ok((quotient, rest))
}

/// The inverse modulo a polynomial, when they are coprime.
///
/// # Errors
/// What the field refuses.
pub fn inverse_modulo<F: ScalarField>(
    field: &F,
    a: &[F::E],
    modulus: &[F::E],
) -> Result<Option<Vec<F::E>>> {
    let (mut r0, mut r1) = (modulus.to_vec(), divide(field, a, modulus)?.1);
    let (mut t0, mut t1) = (Vec::new(), vec![field.one()]);
    while r1.len() > 1 {
        let (quotient, rest) = divide(field, &r0, &r1)?;
        let product = multiply(field, &quotient, &t1)?;
        let mut next: Vec<F::E> = Vec::new();
        for i in 0..product.len().max(t0.len()) {
            next.push(match (t0.get(i), product.get(i)) {
                (Some(x), Some(y)) => field.add(x, &field.negate(y))?,
                (Some(x), None) => x.clone(),
                (None, y) => y.map_or_else(|| field.one(), |y| field.negate(y)),
            });
        }
        trim(field, &mut next);
        (r0, r1) = (r1, rest);
        (t0, t1) = (t1, next);
    }
    let Some(value) = r1.first().filter(|value| !field.is_zero(value)) else { return Ok(None) };
    let factor = field.inverse(value)?;
    t1.iter().map(|c| field.multiply(c, &factor)).collect::<Result<Vec<_>>>().map(Some)
}

/// The least common multiple of the denominators.
///
/// # Errors
/// When it is too large.
pub fn common_denominator<'r>(values: impl IntoIterator<Item = &'r Rational>) -> Result<Integer> {
    let mut common = Integer::ONE;
    for value in values {
        let denominator = value.denominator();
        let missing = denominator.exact_div(&common.gcd(&denominator)).unwrap_or(Integer::ONE);
        common = common.checked_mul(&missing)?;
    }
    Ok(common)
}

/// The polynomial times the common denominator of its coefficients, without leading zeros.
///
/// # Errors
/// When the common denominator is too large.
pub fn cleared(polynomial: &[Rational]) -> Result<Vec<Integer>> {
    let common = common_denominator(polynomial)?;
    let mut whole: Vec<Integer> = polynomial
        .iter()
        .map(|c| &c.numerator() * &common.exact_div(&c.denominator()).unwrap_or(Integer::ONE))
        .collect();
    crate::dense::trim(&mut whole);
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn polynomial(coefficients: &[i64]) -> Vec<Rational> {
        coefficients.iter().map(|&c| Rational::integer(c)).collect()
    }

    #[test]
    fn quotient_times_divisor_and_remainder_give_the_dividend() {
        let (a, b) = (polynomial(&[5, 0, -1, 2, 7]), polynomial(&[1, 3, 2]));
        let product = |(quotient, remainder): (Vec<Rational>, Vec<Rational>)| {
            let mut sum = multiply(&RationalField, &quotient, &b)?;
            sum.iter_mut().zip(&remainder).for_each(|(x, y)| *x = &*x + y);
            Ok(sum)
        };
        assert_eq!(divide(&RationalField, &a, &b).and_then(product), Ok(a));
    }

    #[test]
    fn only_coprime_polynomials_have_an_inverse() {
        let modulus = polynomial(&[-1, 0, 1]);
        assert_eq!(inverse_modulo(&RationalField, &polynomial(&[1, 1]), &modulus), Ok(None));
        // 1/x = x modulo x^2 - 1
        let x = polynomial(&[0, 1]);
        assert_eq!(inverse_modulo(&RationalField, &x, &modulus), Ok(Some(x)));
    }
    #[test]
    fn denominators_are_cleared_by_their_least_common_multiple() {
        let fraction = |a: i64, b: i64| {
            Rational::new(&Integer::from(a), &Integer::from(b)).unwrap_or(Rational::ZERO)
        };
        let whole = [2, -3, 12].map(|c: i64| Integer::from(c)).to_vec();
        let coefficients = [fraction(1, 6), fraction(-1, 4), Rational::ONE, Rational::ZERO];
        assert_eq!(cleared(&coefficients), Ok(whole));
    }
}
