//! Rational functions as a field of coefficients.

use crate::fraction::Fraction;
use std::sync::Arc;
use viete_numbers::{Budget, Integer};
use viete_rings::univariate::ScalarField;
use viete_rings::{Key, Layout, Polynomial, Result};

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
