//! The factorization `P A = L U` of a square matrix by Gauss's elimination, over whatever can
//! divide: a field, or terms that a higher floor keeps in lowest terms.
//!
//! The first pivot that is not zero is taken: entries are exact, so its size does not matter.
//! O(n^3) steps.

use crate::RingError;
use crate::univariate::ScalarField;

/// What an elimination does to entries.
pub trait Elimination {
    /// An entry.
    type Entry: Clone;
    /// Why a step is refused.
    type Error;
    /// The entry zero.
    fn zero(&mut self) -> Self::Entry;
    /// The entry one.
    fn one(&mut self) -> Self::Entry;
    /// Whether an entry is zero.
    fn is_zero(&mut self, a: &Self::Entry) -> bool;
    /// `a / b` for an entry b that is not zero.
    ///
    /// # Errors
    /// Too large, or the budget's stop.
    fn quotient(&mut self, a: &Self::Entry, b: &Self::Entry) -> Result<Self::Entry, Self::Error>;
    /// `a - factor b`.
    ///
    /// # Errors
    /// Too large, or the budget's stop.
    fn subtract_product(
        &mut self,
        a: &Self::Entry,
        factor: &Self::Entry,
        b: &Self::Entry,
    ) -> Result<Self::Entry, Self::Error>;
}

/// Elimination over a field.
#[derive(Clone, Copy, Debug)]
pub struct OverField<'f, F>(pub &'f F);

impl<F: ScalarField> Elimination for OverField<'_, F> {
    type Entry = F::E;
    type Error = RingError;
    fn zero(&mut self) -> F::E {
        let one = self.0.one();
        let minus_one = self.0.negate(&one);
        self.0.add(&one, &minus_one).unwrap_or(one)
    }
    fn one(&mut self) -> F::E {
        self.0.one()
    }
    fn is_zero(&mut self, a: &F::E) -> bool {
        self.0.is_zero(a)
    }
    fn quotient(&mut self, a: &F::E, b: &F::E) -> Result<F::E, RingError> {
        self.0.multiply(a, &self.0.inverse(b)?)
    }
    fn subtract_product(&mut self, a: &F::E, factor: &F::E, b: &F::E) -> Result<F::E, RingError> {
        self.0.add(a, &self.0.negate(&self.0.multiply(factor, b)?))
    }
}

/// `P A = L U`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LowerUpper<E> {
    /// The row of A that stands in each row of `P A`.
    pub rows: Vec<usize>,
    /// Unit lower triangular.
    pub lower: Vec<Vec<E>>,
    /// Upper triangular.
    pub upper: Vec<Vec<E>>,
}

/// Factors a square matrix; a column without pivot is left as it is.
///
/// # Errors
/// What the arithmetic refuses.
pub fn lower_upper<A: Elimination>(
    arithmetic: &mut A,
    matrix: &[Vec<A::Entry>],
) -> Result<LowerUpper<A::Entry>, A::Error> {
    let n = matrix.len();
    let (zero, one) = (arithmetic.zero(), arithmetic.one());
    let mut upper = matrix.to_vec();
    let mut lower = vec![vec![zero.clone(); n]; n];
    lower.iter_mut().enumerate().for_each(|(i, row)| row[i] = one.clone());
    let mut rows: Vec<usize> = (0..n).collect();
    for k in 0..n {
        let Some(pivot) = (k..n).find(|&i| !arithmetic.is_zero(&upper[i][k])) else { continue };
        upper.swap(k, pivot);
        rows.swap(k, pivot);
        // the part of the lower matrix that is known moves along
        let (above, below) = lower.split_at_mut(pivot);
        if pivot > k {
            above[k][..k].swap_with_slice(&mut below[0][..k]);
        }
        let head = upper[k].clone();
        for i in k + 1..n {
            let factor = arithmetic.quotient(&upper[i][k], &head[k])?;
            upper[i][k] = zero.clone();
            for j in k + 1..n {
                upper[i][j] = arithmetic.subtract_product(&upper[i][j], &factor, &head[j])?;
            }
            lower[i][k] = factor;
        }
    }
    Ok(LowerUpper { rows, lower, upper })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NumberField;
    use crate::univariate::RationalField;
    use viete_numbers::{Integer, Rational};

    /// Whether `P A = L U`.
    fn is_factored<F: ScalarField>(field: &F, a: &[Vec<F::E>], factors: &LowerUpper<F::E>) -> bool {
        let mut arithmetic = OverField(field);
        (0..a.len()).all(|i| {
            (0..a.len()).all(|j| {
                let mut rest = a[factors.rows[i]][j].clone();
                for k in 0..a.len() {
                    let (x, y) = (&factors.lower[i][k], &factors.upper[k][j]);
                    rest = arithmetic.subtract_product(&rest, x, y).unwrap_or_else(|_| field.one());
                }
                field.is_zero(&rest) && (j >= i || field.is_zero(&factors.upper[i][j]))
            })
        })
    }

    #[test]
    fn rows_move_where_a_pivot_is_zero() {
        let matrix = [[0, 1, 2, 5], [3, 0, 1, 1], [3, 0, 2, 7], [6, 2, 9, 9]];
        let matrix: Vec<Vec<Rational>> =
            matrix.iter().map(|row| row.iter().map(|&c| Rational::integer(c)).collect()).collect();
        let factors = lower_upper(&mut OverField(&RationalField), &matrix);
        assert!(factors.is_ok_and(|factors| is_factored(&RationalField, &matrix, &factors)));
        let singular = vec![vec![Rational::ZERO; 2]; 2];
        let factors = lower_upper(&mut OverField(&RationalField), &singular);
        assert!(factors.is_ok_and(|factors| factors.upper == singular));
    }

    #[test]
    fn a_number_field_does_as_well() {
        let minimal = [-2i64, 0, 1].map(Integer::from);
        let field = NumberField::new(&minimal).unwrap_or_else(|| unreachable!());
        let root = field.generator().unwrap_or_default();
        let double = root.scaled(&Rational::integer(2));
        let matrix = vec![vec![root.clone(), field.one()], vec![double.clone(), root]];
        let factors = lower_upper(&mut OverField(&field), &matrix);
        assert!(factors.is_ok_and(|factors| is_factored(&field, &matrix, &factors)));
    }
}
