//! Number fields `Q(a) = Q[x]/m`: arithmetic modulo the minimal polynomial m of a, coordinates by
//! another basis, and polynomials over the field (`polynomials.rs`): greatest common divisors and
//! factors.
//!
//! An element is the list of its coordinates by 1, a, a^2, ...; products cost O(n^2)
//! multiplications of rational numbers in degree n. Which root of m the generator is does not matter here: who
//! needs to know (signs, enclosures) keeps it beside the field.

mod polynomials;

use crate::matrix::integer;
use crate::univariate::{
    RationalField, ScalarField, common_denominator, divide, inverse_modulo, multiply, trim,
};
use crate::{Result, RingError};
use viete_numbers::{Budget, Integer, Rational};

/// The field Q(a) of a root a of an irreducible polynomial.
#[derive(Clone, Debug)]
pub struct NumberField {
    /// Monic, the lowest coefficient first.
    modulus: Vec<Rational>,
}

/// An element of a [`NumberField`]: the coordinates by 1, a, a^2, ... up to the last that is not
/// zero.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NumberFieldElement(Vec<Rational>);

impl NumberFieldElement {
    /// An element that is a rational number.
    pub fn rational(value: Rational) -> NumberFieldElement {
        NumberFieldElement::trimmed(vec![value])
    }

    fn trimmed(mut coordinates: Vec<Rational>) -> NumberFieldElement {
        trim(&RationalField, &mut coordinates);
        NumberFieldElement(coordinates)
    }

    /// The coordinates by 1, a, a^2, ... without zeros at the end.
    pub fn coordinates(&self) -> &[Rational] {
        &self.0
    }

    /// The coordinate by `a^k`.
    pub fn coordinate(&self, k: usize) -> Rational {
        self.0.get(k).cloned().unwrap_or(Rational::ZERO)
    }

    /// The value, when it is a rational number.
    pub fn as_rational(&self) -> Option<Rational> {
        (self.0.len() <= 1).then(|| self.coordinate(0))
    }

    /// The product with a rational number.
    #[must_use]
    pub fn scaled(&self, factor: &Rational) -> NumberFieldElement {
        NumberFieldElement::trimmed(self.0.iter().map(|c| c * factor).collect())
    }
}

impl ScalarField for NumberField {
    type E = NumberFieldElement;
    fn one(&self) -> NumberFieldElement {
        NumberFieldElement(vec![Rational::ONE])
    }
    fn is_zero(&self, a: &NumberFieldElement) -> bool {
        a.0.iter().all(Rational::is_zero)
    }
    fn add(&self, a: &NumberFieldElement, b: &NumberFieldElement) -> Result<NumberFieldElement> {
        let (short, long) = if a.0.len() <= b.0.len() { (a, b) } else { (b, a) };
        let mut sum = long.0.clone();
        sum.iter_mut().zip(&short.0).for_each(|(x, y)| *x = &*x + y);
        Ok(NumberFieldElement::trimmed(sum))
    }
    fn negate(&self, a: &NumberFieldElement) -> NumberFieldElement {
        NumberFieldElement(a.0.iter().map(|x| -x).collect())
    }
    fn multiply(
        &self,
        a: &NumberFieldElement,
        b: &NumberFieldElement,
    ) -> Result<NumberFieldElement> {
        self.reduce(&multiply(&RationalField, &a.0, &b.0)?)
    }
    fn inverse(&self, a: &NumberFieldElement) -> Result<NumberFieldElement> {
        let inverse = inverse_modulo(&RationalField, &a.0, &self.modulus)?;
        inverse.map(NumberFieldElement).ok_or(RingError::Widen)
    }
}

impl NumberField {
    /// By the minimal polynomial of a, with integer coefficients, lowest first; `None` for a
    /// constant.
    pub fn new(minimal: &[Integer]) -> Option<NumberField> {
        let lead = Rational::from(minimal.last()?.clone()).recip()?;
        (minimal.len() > 1).then(|| NumberField {
            modulus: minimal.iter().map(|c| &Rational::from(c.clone()) * &lead).collect(),
        })
    }

    /// The degree of the field over the rational numbers.
    pub fn degree(&self) -> usize {
        self.modulus.len() - 1
    }

    /// The residue of a polynomial in a, whose coefficients are given lowest first.
    ///
    /// # Errors
    /// A coefficient too large.
    pub fn reduce(&self, a: &[Rational]) -> Result<NumberFieldElement> {
        Ok(NumberFieldElement(divide(&RationalField, a, &self.modulus)?.1))
    }

    /// The generator a.
    ///
    /// # Errors
    /// A coefficient too large.
    pub fn generator(&self) -> Result<NumberFieldElement> {
        self.reduce(&[Rational::ZERO, Rational::ONE])
    }

    /// A polynomial with rational coefficients at an element: the image of an element of another
    /// field when `b` is that of its generator.
    ///
    /// # Errors
    /// A coefficient too large.
    pub fn substituted(
        &self,
        p: &NumberFieldElement,
        b: &NumberFieldElement,
    ) -> Result<NumberFieldElement> {
        let lifted: Vec<_> = p.0.iter().cloned().map(NumberFieldElement::rational).collect();
        self.value(&lifted, b)
    }

    /// The coordinates of 1, a, a^2, ... by other elements, one row for each power; `None` when
    /// these are no basis.
    ///
    /// # Errors
    /// A coefficient too large, or the budget's stop.
    pub fn powers_by_basis(
        &self,
        basis: &[NumberFieldElement],
        budget: &Budget,
    ) -> Result<Option<Vec<Vec<Rational>>>> {
        let n = self.degree();
        if basis.len() != n {
            return Ok(None);
        }
        // columns are the elements; solve for the powers
        let common = common_denominator(basis.iter().flat_map(|element| &element.0))?;
        let whole = |c: &Rational| {
            (c * &Rational::from(common.clone())).to_integer().unwrap_or(Integer::ZERO)
        };
        let rows: integer::IntegerMatrix = (0..n)
            .map(|i| basis.iter().map(|element| whole(&element.coordinate(i))).collect())
            .collect();
        let right: integer::IntegerMatrix = (0..n)
            .map(|i| (0..n).map(|j| if i == j { common.clone() } else { Integer::ZERO }).collect())
            .collect();
        let Some(solution) = integer::solve(&rows, &right, budget)? else { return Ok(None) };
        let powers = (0..n)
            .map(|j| solution.iter().filter_map(|row| row.get(j).cloned()).collect())
            .collect();
        Ok(Some(powers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(minimal: &[i64]) -> NumberField {
        let minimal: Vec<Integer> = minimal.iter().map(|&c| Integer::from(c)).collect();
        NumberField::new(&minimal).unwrap_or_else(|| unreachable!())
    }

    #[test]
    fn inverses_of_elements_multiply_to_one() {
        let cubic = field(&[-2, 0, 0, 1]);
        let coordinates = [3, -1, 5].map(Rational::integer);
        let element = cubic.reduce(&coordinates).unwrap_or_default();
        let product =
            cubic.inverse(&element).and_then(|inverse| cubic.multiply(&element, &inverse));
        assert_eq!(product, Ok(cubic.one()));
        // a^3 = 2
        let a = cubic.generator().unwrap_or_default();
        let cube = cubic.multiply(&a, &a).and_then(|square| cubic.multiply(&square, &a));
        assert_eq!(cube.map(|cube| cube.as_rational()), Ok(Some(Rational::integer(2))));
    }

    #[test]
    fn powers_are_written_by_another_basis() {
        // a = sqrt(2) + sqrt(3): sqrt(2) = (a^3 - 9 a)/2, sqrt(3) = (11 a - a^3)/2
        let quartic = field(&[1, 0, -10, 0, 1]);
        let half = |c: [i64; 4]| {
            let coordinates = c.map(|c| &Rational::integer(c) * &Rational::HALF);
            quartic.reduce(&coordinates).unwrap_or_default()
        };
        let (two, three) = (half([0, -9, 0, 1]), half([0, 11, 0, -1]));
        let six = quartic.multiply(&two, &three).unwrap_or_default();
        let budget = Budget::default();
        let powers = quartic.powers_by_basis(&[quartic.one(), two, three, six], &budget);
        // a = sqrt(2) + sqrt(3), a^2 = 5 + 2 sqrt(6), a^3 = 11 sqrt(2) + 9 sqrt(3)
        let rows = [[1, 0, 0, 0], [0, 1, 1, 0], [5, 0, 0, 2], [0, 11, 9, 0]];
        let rows: Vec<Vec<Rational>> =
            rows.iter().map(|row| row.iter().map(|&c| Rational::integer(c)).collect()).collect();
        assert_eq!(powers, Ok(Some(rows)));
        assert_eq!(quartic.powers_by_basis(&[quartic.one()], &budget), Ok(None));
    }
}
