//! Hermite's and Smith's normal forms over the integers, by unimodular row and column operations
//! that keep the entries small by taking the least pivot (H. Cohen, A Course in Computational
//! Algebraic Number Theory, 2.4).

use super::integer::IntegerMatrix;
use crate::Result;
use viete_numbers::{Budget, Integer};

/// The row-style Hermite normal form without zero rows: an echelon form with positive pivots and
/// the entries above each pivot reduced. Rows with equal forms span the same lattice.
///
/// # Errors
/// The budget's stop.
pub fn hermite(rows: &IntegerMatrix, budget: &Budget) -> Result<IntegerMatrix> {
    let mut rows = rows.clone();
    let width = rows.first().map_or(0, Vec::len);
    let mut top = 0;
    for column in 0..width {
        while let Some(pivot) = least(&rows, top, column) {
            budget.spend((rows.len() * width) as u64)?;
            rows.swap(top, pivot);
            let (head, tail) = rows.split_at_mut(top + 1);
            let lead = &head[top];
            tail.iter_mut().for_each(|row| subtract_quotient(row, lead, column));
            if tail.iter().all(|row| row[column].is_zero()) {
                if rows[top][column].signum() < 0 {
                    rows[top].iter_mut().for_each(|x| *x = -&*x);
                }
                let lead = rows[top].clone();
                rows[..top].iter_mut().for_each(|row| subtract_quotient(row, &lead, column));
                top += 1;
                break;
            }
        }
    }
    rows.truncate(top);
    Ok(rows)
}

/// The row with the least entry of the column, zeros left out.
fn least(rows: &IntegerMatrix, top: usize, column: usize) -> Option<usize> {
    (top..rows.len()).filter(|&i| !rows[i][column].is_zero()).min_by_key(|&i| rows[i][column].abs())
}

fn subtract_quotient(row: &mut [Integer], lead: &[Integer], column: usize) {
    let Some((q, _)) = row[column].div_mod_floor(&lead[column]) else { return };
    if !q.is_zero() {
        row.iter_mut().zip(lead).for_each(|(x, y)| *x = &*x - &(&q * y));
    }
}

/// The invariant factors: the nonzero diagonal of Smith's normal form, each dividing the next.
///
/// # Errors
/// The budget's stop.
pub fn smith(rows: &IntegerMatrix, budget: &Budget) -> Result<Vec<Integer>> {
    let mut rows = hermite(rows, budget)?;
    // rows and columns in turn until the matrix is diagonal
    loop {
        let transposed = transpose(&rows);
        let next = hermite(&transposed, budget)?;
        let diagonal = next
            .iter()
            .enumerate()
            .all(|(i, row)| row.iter().enumerate().all(|(j, x)| i == j || x.is_zero()));
        rows = next;
        if diagonal {
            break;
        }
    }
    let mut factors: Vec<Integer> = rows.iter().enumerate().map(|(i, row)| row[i].abs()).collect();
    // each divides the next: diag(a, b) ~ diag(gcd, lcm)
    for i in 0..factors.len() {
        for j in i + 1..factors.len() {
            let common = factors[i].gcd(&factors[j]);
            if let Some(rest) = factors[j].exact_div(&common) {
                factors[j] = &rest * &factors[i];
                factors[i] = common;
            }
        }
    }
    Ok(factors)
}

pub fn transpose(rows: &IntegerMatrix) -> IntegerMatrix {
    let width = rows.first().map_or(0, Vec::len);
    (0..width).map(|j| rows.iter().map(|row| row[j].clone()).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(rows: &[&[i64]]) -> IntegerMatrix {
        rows.iter().map(|row| row.iter().map(|&c| Integer::from(c)).collect()).collect()
    }

    #[test]
    fn normal_forms_of_known_lattices() {
        let budget = Budget::default();
        let a = matrix(&[&[2, 4, 4], &[-6, 6, 12], &[10, 4, 16]]);
        assert_eq!(smith(&a, &budget), Ok([2i64, 2, 156].map(Integer::from).to_vec()));
        assert_eq!(hermite(&matrix(&[&[3, 1], &[1, 1]]), &budget), Ok(matrix(&[&[1, 1], &[0, 2]])));
        assert_eq!(hermite(&matrix(&[&[2, 4], &[1, 2]]), &budget), Ok(matrix(&[&[1, 2]])));
        assert_eq!(smith(&matrix(&[&[0, 0], &[0, 0]]), &budget), Ok(Vec::new()));
        assert_eq!(
            smith(&matrix(&[&[0, 6, 0], &[0, 0, 4]]), &budget),
            Ok([2i64, 12].map(Integer::from).to_vec())
        );
    }
}
