//! Fractions of polynomials with factored denominators, and terms as one reduced fraction.

use crate::convert::with_keys;
use crate::frame::Frame;
use crate::reader::Reader;
use std::sync::Arc;
use viete_numbers::{Budget, Integer, Stop};
use viete_rings::{Key, Layout, Polynomial, Result, RingError};
use viete_term::{Store, Term};

/// `numerator / (content * product of factor^exponent)`. The content is positive, the factors have
/// content one and a positive leading coefficient; sums take the least common multiple of the
/// factors they see and stay as small as these show.
#[derive(Clone, Debug)]
pub(crate) struct Fraction<K> {
    pub numerator: Polynomial<K>,
    pub content: Integer,
    pub factors: Vec<(Polynomial<K>, u64)>,
}

/// A reduced term, and what the reduction took out of denominators: where one of `cancelled` is
/// zero the original has no value, the reduced term may have one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reduced {
    pub term: Term,
    pub cancelled: Vec<Term>,
}

/// What a refused computation means to those who can do without: nothing, unless the budget stopped
/// it.
pub(crate) fn attempt<T>(result: Result<Option<T>>) -> std::result::Result<Option<T>, Stop> {
    match result {
        Ok(value) => Ok(value),
        Err(RingError::Stopped(stop)) => Err(stop),
        Err(_) => Ok(None),
    }
}

/// The term as one fraction in lowest terms, numerator and denominator multiplied out. `None` when
/// it is no rational expression, or one with polynomials of more than `limit` monomials.
///
/// # Errors
/// The budget's stop.
pub fn reduce(
    store: &mut Store,
    term: Term,
    limit: usize,
    budget: &Budget,
) -> std::result::Result<Option<Reduced>, Stop> {
    let Some(frame) = Frame::over(store, &[term]) else { return Ok(None) };
    attempt(with_keys!(frame.generators.len(), 1u32, |layout| reduce_over(
        store, &frame, &layout, term, limit, budget
    )))
}

fn reduce_over<K: Key>(
    store: &mut Store,
    frame: &Frame,
    layout: &Arc<Layout<K>>,
    term: Term,
    limit: usize,
    budget: &Budget,
) -> Result<Option<Reduced>> {
    let mut reader = Reader::new(store, frame, layout, limit, budget);
    let Some(fraction) = reader.read(term)? else { return Ok(None) };
    let fraction = fraction.lowest_terms(budget)?;
    let cancelled = reader.cancelled(&fraction)?;
    let term = reader.quotient(&fraction)?;
    Ok(Some(Reduced { term, cancelled }))
}

/// The greatest common divisor of polynomials with integer coefficients, up to sign; rational
/// coefficients are made integers first. `None` when they are no polynomials, or too large.
///
/// # Errors
/// The budget's stop.
pub fn common_divisor(
    store: &mut Store,
    a: Term,
    b: Term,
    limit: usize,
    budget: &Budget,
) -> std::result::Result<Option<Term>, Stop> {
    let Some(frame) = Frame::over(store, &[a, b]) else { return Ok(None) };
    attempt(with_keys!(frame.generators.len(), 1u32, |layout| {
        let mut reader = Reader::new(store, &frame, &layout, limit, budget);
        let mut found = || {
            let (Some((x, _)), Some((y, _))) = (reader.polynomial(a)?, reader.polynomial(b)?)
            else {
                return Ok(None);
            };
            let common = x.gcd(&y, budget)?;
            Ok(Some(reader.term(&common)))
        };
        found()
    }))
}

impl<K: Key> Fraction<K> {
    pub fn whole(numerator: Polynomial<K>) -> Fraction<K> {
        Fraction { numerator, content: Integer::ONE, factors: Vec::new() }
    }

    /// The denominator multiplied out.
    pub fn denominator(&self, budget: &Budget) -> Result<Polynomial<K>> {
        let mut product = Polynomial::constant(self.content.clone(), self.numerator.layout());
        for (factor, exponent) in &self.factors {
            product = product.multiply(&factor.power(*exponent, budget)?, budget)?;
        }
        Ok(product)
    }

    /// Whether a polynomial divides the denominator, up to content.
    pub fn denominator_has(&self, pole: &Polynomial<K>, budget: &Budget) -> Result<bool> {
        let (_, pole) = pole.primitive();
        if self.factors.iter().any(|(factor, _)| *factor == pole) {
            return Ok(true);
        }
        Ok(self.denominator(budget)?.exact_quotient(&pole, budget)?.is_some())
    }

    pub fn multiply(&self, other: &Fraction<K>, budget: &Budget) -> Result<Fraction<K>> {
        let mut factors = self.factors.clone();
        for (factor, exponent) in &other.factors {
            match factors.iter_mut().find(|own| own.0 == *factor) {
                Some(own) => own.1 += exponent,
                None => factors.push((factor.clone(), *exponent)),
            }
        }
        Ok(Fraction {
            numerator: self.numerator.multiply(&other.numerator, budget)?,
            content: self.content.checked_mul(&other.content)?,
            factors,
        })
    }

    pub fn power(&self, exponent: u64, budget: &Budget) -> Result<Fraction<K>> {
        Ok(Fraction {
            numerator: self.numerator.power(exponent, budget)?,
            content: self.content.checked_pow(exponent)?,
            factors: self
                .factors
                .iter()
                .map(|(factor, n)| (factor.clone(), n * exponent))
                .collect(),
        })
    }

    /// The inverse of a fraction that is not zero.
    pub fn inverse(&self, budget: &Budget) -> Result<Fraction<K>> {
        let mut numerator = Polynomial::constant(self.content.clone(), self.numerator.layout());
        for (factor, exponent) in &self.factors {
            numerator = numerator.multiply(&factor.power(*exponent, budget)?, budget)?;
        }
        let (content, primitive) = self.numerator.primitive();
        if content.signum() < 0 {
            numerator = numerator.negate();
        }
        // a power product is a product of variables
        let power = primitive.common_power();
        let layout = primitive.layout().clone();
        let mut factors: Vec<(Polynomial<K>, u64)> = (0..layout.variables())
            .map(|variable| {
                (Polynomial::variable(variable, &layout), layout.exponent(power, variable))
            })
            .filter(|factor| factor.1 > 0)
            .collect();
        let rest = primitive.divide_power(power);
        if rest.as_constant().is_none() {
            factors.push((rest, 1));
        }
        Ok(Fraction { numerator, content: content.abs(), factors })
    }

    pub fn add(&self, other: &Fraction<K>, budget: &Budget) -> Result<Fraction<K>> {
        if self.numerator.is_zero() || other.numerator.is_zero() {
            return Ok(if self.numerator.is_zero() { other.clone() } else { self.clone() });
        }
        let (mut left, mut right) = (self.factors.clone(), other.factors.clone());
        split_common(&mut left, &mut right, budget)?;
        let missing = |from: &[(Polynomial<K>, u64)],
                       into: &[(Polynomial<K>, u64)]|
         -> Vec<(Polynomial<K>, u64)> {
            let short = from.iter().map(|(factor, n)| {
                let own = into.iter().find(|own| own.0 == *factor).map_or(0, |own| own.1);
                (factor.clone(), n.saturating_sub(own))
            });
            short.filter(|factor| factor.1 > 0).collect()
        };
        let (to_left, to_right) = (missing(&right, &left), missing(&left, &right));
        let common = self.content.gcd(&other.content);
        let quotient = |content: &Integer| content.exact_div(&common).unwrap_or(Integer::ONE);
        let (scale_left, scale_right) = (quotient(&other.content), quotient(&self.content));
        let lifted = |numerator: &Polynomial<K>, by: &[(Polynomial<K>, u64)], scale: &Integer| {
            let mut product = numerator.scale(scale)?;
            for (factor, n) in by {
                product = product.multiply(&factor.power(*n, budget)?, budget)?;
            }
            Ok::<_, RingError>(product)
        };
        let numerator = lifted(&self.numerator, &to_left, &scale_left)?.add(&lifted(
            &other.numerator,
            &to_right,
            &scale_right,
        )?);
        for (factor, n) in to_left {
            match left.iter_mut().find(|own| own.0 == factor) {
                Some(own) => own.1 += n,
                None => left.push((factor, n)),
            }
        }
        Ok(Fraction { numerator, content: self.content.checked_mul(&scale_left)?, factors: left })
    }

    /// Without common factors.
    pub fn lowest_terms(&self, budget: &Budget) -> Result<Fraction<K>> {
        if self.numerator.is_zero() {
            return Ok(Fraction::whole(self.numerator.clone()));
        }
        let mut numerator = self.numerator.clone();
        let mut factors = Vec::new();
        let mut pending = self.factors.clone();
        while let Some((factor, exponent)) = pending.pop() {
            if factor.as_constant().is_some() || exponent == 0 {
                continue;
            }
            let common = numerator.gcd(&factor, budget)?.primitive().1;
            match (
                numerator.exact_quotient(&common, budget)?,
                factor.exact_quotient(&common, budget)?,
            ) {
                (Some(over), Some(rest)) if common.as_constant().is_none() => {
                    numerator = over;
                    // factor^n / common = factor^(n - 1) rest
                    pending.push((factor, exponent - 1));
                    pending.push((rest, 1));
                }
                _ => factors.push((factor, exponent)),
            }
        }
        factors.reverse();
        let mut collected: Vec<(Polynomial<K>, u64)> = Vec::new();
        for (factor, exponent) in factors {
            match collected.iter_mut().find(|own| own.0 == factor) {
                Some(own) => own.1 += exponent,
                None => collected.push((factor, exponent)),
            }
        }
        let common = numerator.content().gcd(&self.content);
        let numerator = numerator.divide_by(&common).unwrap_or(numerator);
        let content = self.content.exact_div(&common).unwrap_or(Integer::ONE);
        Ok(Fraction { numerator, content, factors: collected })
    }
}

/// Splits factors of the two lists until any two of different lists are equal or coprime.
fn split_common<K: Key>(
    left: &mut Vec<(Polynomial<K>, u64)>,
    right: &mut Vec<(Polynomial<K>, u64)>,
    budget: &Budget,
) -> Result<()> {
    let mut i = 0;
    while i < left.len() {
        let mut j = 0;
        while let (Some((a, m)), Some((b, n))) = (left.get(i).cloned(), right.get(j).cloned()) {
            j += 1;
            if a == b {
                continue;
            }
            let common = a.gcd(&b, budget)?;
            if common.as_constant().is_some() {
                continue;
            }
            for (list, place, whole, exponent) in
                [(&mut *left, i, &a, m), (&mut *right, j - 1, &b, n)]
            {
                let rest = whole
                    .exact_quotient(&common, budget)?
                    .filter(|rest| rest.as_constant().is_none());
                if let Some(slot) = list.get_mut(place) {
                    *slot = (common.clone(), exponent);
                }
                list.extend(rest.map(|rest| (rest, exponent)));
            }
        }
        i += 1;
    }
    for list in [left, right] {
        let mut collected: Vec<(Polynomial<K>, u64)> = Vec::new();
        for (factor, exponent) in std::mem::take(list) {
            match collected.iter_mut().find(|own| own.0 == factor) {
                Some(own) => own.1 += exponent,
                None => collected.push((factor, exponent)),
            }
        }
        *list = collected;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_common_factor_is_cancelled_and_reported() {
        let mut s = Store::new();
        let (x, one, two) = (s.symbol("x"), s.one(), s.integer(2));
        let square = s.power(x, two);
        let (minus, over) = (s.minus_one(), s.subtract(square, one));
        let under = s.subtract(x, one);
        let inverse = s.power(under, minus);
        let quotient = s.product(&[over, inverse]);
        let sum = s.sum(&[x, one]);
        assert_eq!(
            reduce(&mut s, quotient, 100, &Budget::default()),
            Ok(Some(Reduced { term: sum, cancelled: vec![under] }))
        );
    }
}
