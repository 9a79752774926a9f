//! Polynomials over the integers with dense exponent vectors: exact division and greatest common divisors.
//!
//! The gcd is the heuristic one of Char, Geddes and Gonnet (Geddes, Czapor, Labahn, Algorithms for Computer Algebra,
//! section 7.7): evaluate at a large integer, take the gcd there, read the polynomial off the digits, and accept it
//! only if it divides both. It answers `None` rather than guess, for inputs too large for it.

use num_bigint::BigInt;
use num_integer::Integer as _;
use num_traits::{One, Signed, Zero};
use smallvec::SmallVec;
use std::collections::BTreeMap;
use viete_numbers::{Budget, Stop};

/// One exponent for each generator.
pub type Exponents = SmallVec<[u32; 6]>;

/// A polynomial over the integers, monomials in lexicographic order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IntegerPolynomial {
    terms: BTreeMap<Exponents, BigInt>,
}

/// Largest number of bits of an evaluation point's power.
const MAX_BITS: u64 = 400_000;
/// Evaluation points tried.
const ATTEMPTS: usize = 6;

impl IntegerPolynomial {
    pub fn constant(value: BigInt, generators: usize) -> IntegerPolynomial {
        let mut result = IntegerPolynomial::default();
        result.add_term(SmallVec::from_elem(0, generators), value);
        result
    }

    pub fn add_term(&mut self, exponents: Exponents, coefficient: BigInt) {
        if coefficient.is_zero() {
            return;
        }
        match self.terms.entry(exponents) {
            std::collections::btree_map::Entry::Vacant(entry) => {
                entry.insert(coefficient);
            }
            std::collections::btree_map::Entry::Occupied(mut entry) => {
                *entry.get_mut() += coefficient;
                if entry.get().is_zero() {
                    entry.remove();
                }
            }
        }
    }

    pub fn is_zero(&self) -> bool {
        self.terms.is_empty()
    }

    /// True for 1 and -1.
    pub fn is_unit(&self) -> bool {
        self.is_constant() && self.terms.values().all(|c| c.abs().is_one())
    }

    pub fn is_constant(&self) -> bool {
        self.terms.len() == 1 && self.terms.keys().all(|e| e.iter().all(|&n| n == 0))
    }

    pub fn terms(&self) -> impl Iterator<Item = (&Exponents, &BigInt)> {
        self.terms.iter()
    }

    /// Number of monomials.
    pub fn count(&self) -> usize {
        self.terms.len()
    }

    /// The leading coefficient's sign.
    pub fn is_negative(&self) -> bool {
        self.terms.values().next_back().is_some_and(Signed::is_negative)
    }

    pub fn negate(&self) -> IntegerPolynomial {
        self.scale(&-BigInt::one())
    }

    fn scale(&self, factor: &BigInt) -> IntegerPolynomial {
        IntegerPolynomial { terms: self.terms.iter().map(|(e, c)| (e.clone(), c * factor)).collect() }
    }

    pub fn add(&self, other: &IntegerPolynomial) -> IntegerPolynomial {
        let mut sum = self.clone();
        other.terms.iter().for_each(|(e, c)| sum.add_term(e.clone(), c.clone()));
        sum
    }

    /// The product, term by term.
    ///
    /// # Errors
    /// The budget's stop.
    pub fn multiply(&self, other: &IntegerPolynomial, budget: &Budget) -> Result<IntegerPolynomial, Stop> {
        let mut product = IntegerPolynomial::default();
        for (a, x) in &self.terms {
            budget.spend(4 * other.count() as u64)?;
            for (b, y) in &other.terms {
                product.add_term(a.iter().zip(b).map(|(m, n)| m.saturating_add(*n)).collect(), x * y);
            }
        }
        Ok(product)
    }

    /// The quotient, when the division leaves nothing.
    ///
    /// # Errors
    /// The budget's stop.
    pub fn exact_divide(&self, divisor: &IntegerPolynomial, budget: &Budget) -> Result<Option<IntegerPolynomial>, Stop> {
        let Some((lead, first)) = divisor.terms.iter().next_back() else { return Ok(None) };
        let (mut rest, mut quotient) = (self.clone(), IntegerPolynomial::default());
        while let Some((exponents, coefficient)) = rest.terms.iter().next_back() {
            budget.spend(4 * divisor.count() as u64)?;
            let difference: Option<Exponents> = exponents.iter().zip(lead).map(|(m, n)| m.checked_sub(*n)).collect();
            let (Some(shift), (factor, zero)) = (difference, coefficient.div_rem(first)) else { return Ok(None) };
            if !zero.is_zero() {
                return Ok(None);
            }
            for (e, c) in &divisor.terms {
                rest.add_term(e.iter().zip(&shift).map(|(m, n)| m.saturating_add(*n)).collect(), -(c * &factor));
            }
            quotient.add_term(shift, factor);
        }
        Ok(Some(quotient))
    }

    /// The gcd of the coefficients.
    fn content(&self) -> BigInt {
        self.terms.values().fold(BigInt::zero(), |content, c| content.gcd(c))
    }

    fn divide_content(&self, content: &BigInt) -> IntegerPolynomial {
        IntegerPolynomial { terms: self.terms.iter().map(|(e, c)| (e.clone(), c / content)).collect() }
    }

    /// Without the content.
    pub(crate) fn primitive(&self) -> IntegerPolynomial {
        if self.is_zero() { self.clone() } else { self.divide_content(&self.content()) }
    }

    fn largest(&self) -> BigInt {
        self.terms.values().map(Signed::abs).max().unwrap_or_default()
    }

    pub(crate) fn degree(&self, generator: usize) -> u32 {
        self.terms.keys().filter_map(|e| e.get(generator)).copied().max().unwrap_or(0)
    }

    /// The value at `point` of the generator `generator`, whose exponents become 0.
    fn evaluate(&self, generator: usize, point: &BigInt) -> IntegerPolynomial {
        let mut result = IntegerPolynomial::default();
        for (exponents, coefficient) in &self.terms {
            let mut reduced = exponents.clone();
            let power = reduced.get_mut(generator).map_or(0, std::mem::take);
            result.add_term(reduced, coefficient * point.pow(power));
        }
        result
    }

    /// The inverse of [`IntegerPolynomial::evaluate`]: the polynomial whose digits to the base `point` these are.
    fn interpolate(&self, generator: usize, point: &BigInt) -> IntegerPolynomial {
        let half = point / 2;
        let mut result = IntegerPolynomial::default();
        for (exponents, coefficient) in &self.terms {
            let (mut rest, mut power) = (coefficient.clone(), 0);
            while !rest.is_zero() {
                let mut digit = rest.mod_floor(point);
                if digit > half {
                    digit -= point;
                }
                rest = (rest - &digit) / point;
                let mut with = exponents.clone();
                if let Some(slot) = with.get_mut(generator) {
                    *slot = power;
                }
                result.add_term(with, digit);
                power += 1;
            }
        }
        result
    }
}

/// The greatest common divisor with positive leading coefficient; `None` when the heuristic gives up.
///
/// # Errors
/// The budget's stop.
pub fn gcd(a: &IntegerPolynomial, b: &IntegerPolynomial, budget: &Budget) -> Result<Option<IntegerPolynomial>, Stop> {
    if a.is_zero() || b.is_zero() {
        let other = if a.is_zero() { b } else { a };
        return Ok(Some(if other.is_negative() { other.negate() } else { other.clone() }));
    }
    let (first, second) = (a.content(), b.content());
    let common = first.gcd(&second);
    let (a, b) = (a.divide_content(&first), b.divide_content(&second));
    let count = a.terms.keys().next().map_or(0, SmallVec::len);
    let Some(generator) = (0..count).rev().find(|&g| a.degree(g) > 0 || b.degree(g) > 0) else {
        return Ok(Some(IntegerPolynomial::constant(common, count)));
    };
    let mut point: BigInt = a.largest().min(b.largest()) * 2 + 29;
    for _ in 0..ATTEMPTS {
        budget.spend(200)?;
        if point.bits() * u64::from(a.degree(generator).max(b.degree(generator)) + 1) > MAX_BITS {
            return Ok(None);
        }
        let (at_a, at_b) = (a.evaluate(generator, &point), b.evaluate(generator, &point));
        if !at_a.is_zero() && !at_b.is_zero() {
            let Some(image) = gcd(&at_a, &at_b, budget)? else { return Ok(None) };
            let candidate = image.interpolate(generator, &point);
            let candidate = candidate.divide_content(&candidate.content());
            if a.exact_divide(&candidate, budget)?.is_some() && b.exact_divide(&candidate, budget)?.is_some() {
                let candidate = if candidate.is_negative() { candidate.negate() } else { candidate };
                return Ok(Some(candidate.scale(&common)));
            }
        }
        point = &point * 73794 * point.sqrt().sqrt() / 27011;
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn polynomial(terms: &[(&[u32], i64)]) -> IntegerPolynomial {
        let mut result = IntegerPolynomial::default();
        terms.iter().for_each(|(e, c)| result.add_term(SmallVec::from_slice(e), BigInt::from(*c)));
        result
    }

    #[test]
    fn common_factors_are_found() {
        let budget = Budget::default();
        // x^2 - y^2 and x^2 + 2 x y + y^2 share x + y
        let a = polynomial(&[(&[2, 0], 1), (&[0, 2], -1)]);
        let b = polynomial(&[(&[2, 0], 1), (&[1, 1], 2), (&[0, 2], 1)]);
        let expected = polynomial(&[(&[1, 0], 1), (&[0, 1], 1)]);
        assert_eq!(gcd(&a, &b, &budget), Ok(Some(expected)));
        // 6 x and 4 share 2
        let common = gcd(&polynomial(&[(&[1, 0], 6)]), &polynomial(&[(&[0, 0], 4)]), &budget);
        assert_eq!(common, Ok(Some(polynomial(&[(&[0, 0], 2)]))));
    }

    #[test]
    fn products_with_a_known_factor_keep_it() {
        let budget = Budget::default();
        for seed in 0..40i64 {
            let coefficient = |k: i64| (seed * 7 + k * 13) % 11 - 5;
            let random = |k: i64| {
                polynomial(&[
                    (&[2, 1], coefficient(k) * 2 + 1),
                    (&[1, 0], coefficient(k + 1)),
                    (&[0, 1], coefficient(k + 2)),
                    (&[0, 0], 3),
                ])
            };
            let (f, g, h) = (random(seed), random(seed + 3), random(seed + 8));
            let product = |a: &IntegerPolynomial, b: &IntegerPolynomial| a.multiply(b, &budget);
            let (Ok(fh), Ok(gh)) = (product(&f, &h), product(&g, &h)) else { panic!("budget") };
            let Ok(Some(common)) = gcd(&fh, &gh, &budget) else { panic!("gave up at {seed}") };
            assert!(matches!(common.exact_divide(&h.divide_content(&h.content()), &budget), Ok(Some(_))), "{seed}");
        }
    }
}
