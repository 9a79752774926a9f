//! Polynomials in one variable over a field of rational numbers or rational functions, as lists of
//! coefficients, lowest first.

use crate::fraction::Fraction;
use std::sync::Arc;
use viete_numbers::{Budget, Integer, Rational};
use viete_rings::{Key, Layout, Polynomial, Result, RingError};

/// A field whose elements need a context.
pub(crate) trait ScalarField {
    type E: Clone;
    fn one(&self) -> Self::E;
    fn is_zero(&self, a: &Self::E) -> bool;
    fn add(&self, a: &Self::E, b: &Self::E) -> Result<Self::E>;
    fn negate(&self, a: &Self::E) -> Self::E;
    fn multiply(&self, a: &Self::E, b: &Self::E) -> Result<Self::E>;
    /// Of an element that is not zero.
    fn inverse(&self, a: &Self::E) -> Result<Self::E>;
    /// Pays for so many operations, where the field has a budget and its operations do not.
    fn pay(&self, _operations: usize) -> Result<()> {
        Ok(())
    }
}

pub(crate) struct RationalField;

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
pub(crate) struct PaidRationals<'f>(pub &'f Budget);

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

/// Rational functions in lowest terms.
pub(crate) struct FractionField<'f, K> {
    pub layout: &'f Arc<Layout<K>>,
    pub budget: &'f Budget,
}

impl<K: Key> ScalarField for FractionField<'_, K> {
    type E = Fraction<K>;
    fn one(&self) -> Fraction<K> {
        Fraction::whole(Polynomial::constant(Integer::ONE, self.layout))
    }
    fn is_zero(&self, a: &Fraction<K>) -> bool {
        a.numerator.is_zero()
    }
    fn add(&self, a: &Fraction<K>, b: &Fraction<K>) -> Result<Fraction<K>> {
        a.add(b, self.budget)?.lowest_terms(self.budget)
    }
    fn negate(&self, a: &Fraction<K>) -> Fraction<K> {
        Fraction { numerator: a.numerator.negate(), ..a.clone() }
    }
    fn multiply(&self, a: &Fraction<K>, b: &Fraction<K>) -> Result<Fraction<K>> {
        a.multiply(b, self.budget)?.lowest_terms(self.budget)
    }
    fn inverse(&self, a: &Fraction<K>) -> Result<Fraction<K>> {
        a.inverse(self.budget)
    }
}

pub(crate) fn trim<F: ScalarField>(field: &F, p: &mut Vec<F::E>) {
    while p.last().is_some_and(|c| field.is_zero(c)) {
        p.pop();
    }
}

pub(crate) fn multiply<F: ScalarField>(field: &F, a: &[F::E], b: &[F::E]) -> Result<Vec<F::E>> {
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
pub(crate) fn divide<F: ScalarField>(
    field: &F,
    a: &[F::E],
    b: &[F::E],
) -> Result<(Vec<F::E>, Vec<F::E>)> {
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
pub(crate) fn inverse_modulo<F: ScalarField>(
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
