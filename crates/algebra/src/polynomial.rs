//! Sparse distributed polynomials: monomials as sorted (generator, exponent) lists, exact
//! coefficients.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use viete_numbers::{Budget, Number, Stop, TooLarge};
use viete_term::{Store, Term};

/// A power product: generators in increasing id, with positive exponents.
pub type Monomial = SmallVec<[(Term, u32); 4]>;

/// A polynomial in generators that are terms.
#[derive(Clone, Debug, Default)]
pub struct Polynomial {
    pub(crate) terms: FxHashMap<Monomial, Number>,
}

/// Why an operation on polynomials ended early.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolynomialError {
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    #[error(transparent)]
    Stopped(#[from] Stop),
}

impl Polynomial {
    pub fn constant(value: Number) -> Polynomial {
        let mut polynomial = Polynomial::default();
        if !value.is_zero() {
            polynomial.terms.insert(Monomial::new(), value);
        }
        polynomial
    }

    pub fn generator(generator: Term, exponent: u32) -> Polynomial {
        let mut polynomial = Polynomial::default();
        polynomial.terms.insert(SmallVec::from_slice(&[(generator, exponent)]), Number::ONE);
        polynomial
    }

    /// Number of monomials.
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    fn add_term(&mut self, monomial: Monomial, coefficient: &Number) -> Result<(), TooLarge> {
        use std::collections::hash_map::Entry;
        match self.terms.entry(monomial) {
            Entry::Vacant(entry) => {
                entry.insert(coefficient.clone());
            }
            Entry::Occupied(mut entry) => {
                let sum = entry.get().add(coefficient)?;
                if sum.is_zero() {
                    entry.remove();
                } else {
                    entry.insert(sum);
                }
            }
        }
        Ok(())
    }

    /// Adds `other` into this polynomial.
    ///
    /// # Errors
    /// A coefficient too large.
    pub fn add_assign(&mut self, other: &Polynomial) -> Result<(), TooLarge> {
        other
            .terms
            .iter()
            .try_for_each(|(monomial, coefficient)| self.add_term(monomial.clone(), coefficient))
    }

    /// The product, term by term: O(n m) coefficient operations, paid from the budget.
    ///
    /// # Errors
    /// A coefficient too large, or the budget's stop.
    pub fn multiply(
        &self,
        other: &Polynomial,
        budget: &Budget,
    ) -> Result<Polynomial, PolynomialError> {
        let mut product = Polynomial::default();
        for (a, x) in &self.terms {
            budget.spend(4 * other.terms.len() as u64)?;
            for (b, y) in &other.terms {
                product.add_term(merge(a, b), &x.mul(y)?)?;
            }
        }
        Ok(product)
    }

    /// The term: a canonical sum of products.
    pub fn to_term(&self, store: &mut Store) -> Term {
        let mut addends = Vec::with_capacity(self.terms.len());
        for (monomial, coefficient) in &self.terms {
            let mut factors = vec![store.number(coefficient.clone())];
            for &(generator, exponent) in monomial {
                let exponent = store.integer(exponent.into());
                factors.push(store.power(generator, exponent));
            }
            addends.push(store.product(&factors));
        }
        store.sum(&addends)
    }
}

fn merge(a: &Monomial, b: &Monomial) -> Monomial {
    let mut merged = Monomial::new();
    let (mut left, mut right) = (a.iter().peekable(), b.iter().peekable());
    loop {
        match (left.peek(), right.peek()) {
            (Some(&&(x, m)), Some(&&(y, n))) if x == y => {
                merged.push((x, m.saturating_add(n)));
                left.next();
                right.next();
            }
            (Some(&&(x, m)), Some(&&(y, _))) if x < y => {
                merged.push((x, m));
                left.next();
            }
            (_, Some(&&pair)) => {
                merged.push(pair);
                right.next();
            }
            (Some(&&pair), None) => {
                merged.push(pair);
                left.next();
            }
            (None, None) => return merged,
        }
    }
}
