//! The factorization `P A = L U` of matrices of terms, and matrices made without arithmetic.
//!
//! Entries that are rational numbers are factored as such; others are kept as reduced fractions
//! where they are rational expressions of moderate size, and as they are where not (floats, for
//! example), which the elimination of [`crate::matrices`] refuses.

use crate::expand::AlgebraError;
use crate::fraction::reduce;
use crate::matrices::{TermMatrix, rationals};
use crate::operations::Answer;
use viete_numbers::{Budget, Number};
use viete_rings::RingError;
use viete_rings::matrix::lower_upper::{self, Elimination, LowerUpper, OverField};
use viete_rings::univariate::RationalField;
use viete_term::{Store, Term};

/// Monomials of an entry.
const LIMIT: usize = 100_000;

/// Entries as reduced fractions.
struct ReducedTerms<'p> {
    store: &'p mut Store,
    budget: &'p Budget,
}

impl ReducedTerms<'_> {
    fn reduced(&mut self, term: Term) -> Answer<Term> {
        let reduced = reduce(self.store, term, LIMIT, self.budget).map_err(RingError::from)?;
        Ok(reduced.map_or(term, |reduced| reduced.term))
    }
}

impl Elimination for ReducedTerms<'_> {
    type Entry = Term;
    type Error = AlgebraError;
    fn zero(&mut self) -> Term {
        self.store.zero()
    }
    fn one(&mut self) -> Term {
        self.store.one()
    }
    fn is_zero(&mut self, a: &Term) -> bool {
        *a == self.store.zero()
    }
    fn quotient(&mut self, &a: &Term, &b: &Term) -> Answer<Term> {
        let quotient = self.store.divide(a, b);
        self.reduced(quotient)
    }
    fn subtract_product(&mut self, &a: &Term, &factor: &Term, &b: &Term) -> Answer<Term> {
        let product = self.store.product(&[factor, b]);
        let difference = self.store.subtract(a, product);
        self.reduced(difference)
    }
}

/// A permutation, a unit lower and an upper triangular matrix with `P A = L U`, by Gauss's
/// elimination with the first pivot that is not zero.
///
/// # Errors
/// The budget's stop.
pub fn lower_upper(
    store: &mut Store,
    rows: &TermMatrix,
    budget: &Budget,
) -> Answer<[TermMatrix; 3]> {
    let factors = match rationals(store, rows) {
        Some(entries) => {
            let found = lower_upper::lower_upper(&mut OverField(&RationalField), &entries)?;
            let mut terms = |rows: Vec<Vec<_>>| -> TermMatrix {
                let mut number = |x| store.number(Number::from(x));
                rows.into_iter().map(|row| row.into_iter().map(&mut number).collect()).collect()
            };
            LowerUpper { rows: found.rows, lower: terms(found.lower), upper: terms(found.upper) }
        }
        None => lower_upper::lower_upper(&mut ReducedTerms { store, budget }, rows)?,
    };
    let unit = identity(store, rows.len());
    let permutation = factors.rows.iter().filter_map(|&row| unit.get(row).cloned()).collect();
    Ok([permutation, factors.lower, factors.upper])
}

/// The identity matrix.
pub fn identity(store: &Store, n: usize) -> TermMatrix {
    let entry = |i: usize, j: usize| if i == j { store.one() } else { store.zero() };
    (0..n).map(|i| (0..n).map(|j| entry(i, j)).collect()).collect()
}

/// Rows and columns exchanged.
pub fn transpose(rows: &TermMatrix) -> TermMatrix {
    let width = rows.first().map_or(0, Vec::len);
    (0..width).map(|j| rows.iter().filter_map(|row| row.get(j).copied()).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_symbols_are_factored_alike() {
        let (mut store, budget) = (Store::new(), Budget::default());
        let numbers = [0, 2, 3, 4].map(|n| store.integer(n));
        let [zero, two, three, four] = numbers;
        let factors = lower_upper(&mut store, &vec![vec![zero, two], vec![three, four]], &budget);
        let (unit, upper) = (identity(&store, 2), vec![vec![three, four], vec![zero, two]]);
        let swapped = unit.iter().rev().cloned().collect();
        assert_eq!(factors, Ok([swapped, unit.clone(), upper]));
        // [x, 1; x, 2] = [1, 0; 1, 1] [x, 1; 0, 1]
        let (x, one) = (store.symbol("x"), store.one());
        let matrix = vec![vec![x, one], vec![x, two]];
        let factors = lower_upper(&mut store, &matrix, &budget);
        let lower = vec![vec![one, zero], vec![one, one]];
        assert_eq!(factors, Ok([unit, lower, vec![vec![x, one], vec![zero, one]]]));
        assert_eq!(transpose(&matrix), [[x, x], [one, two]]);
    }
}
