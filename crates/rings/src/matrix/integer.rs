//! Matrices of whole numbers: determinants and characteristic polynomials from images modulo word
//! primes under proved bounds, systems by p-adic lifting (J. Dixon, Numer. Math. 40 (1982)),
//! kernels and ranks with a check.

use super::modular::{self, Rows};
use crate::gcd::garner;
use crate::number::rational_reconstruction;
use crate::word::{Field, word_primes};
use crate::{Result, RingError};
use viete_numbers::{Budget, Integer, MAX_BITS, Rational, TooLarge};

pub type IntegerMatrix = Vec<Vec<Integer>>;

fn image(field: &Field, rows: &IntegerMatrix) -> Rows {
    rows.iter().map(|row| row.iter().map(|c| field.from_integer(c)).collect()).collect()
}

/// Bits of Hadamard's bound: the product of the rows' Euclidean lengths.
fn hadamard_bits(rows: &IntegerMatrix) -> u64 {
    let row = |row: &Vec<Integer>| {
        let square = row.iter().fold(Integer::ZERO, |sum, c| &sum + &(c * c));
        square.bits().div_ceil(2)
    };
    rows.iter().map(row).sum::<u64>() + 1
}

/// The determinant of a square matrix.
///
/// # Errors
/// A result too large, or the budget's stop.
pub fn determinant(rows: &IntegerMatrix, budget: &Budget) -> Result<Integer> {
    let bits = hadamard_bits(rows);
    if bits > MAX_BITS {
        return Err(TooLarge.into());
    }
    let (mut value, mut modulus) = (Integer::ZERO, Integer::ONE);
    for p in word_primes() {
        if modulus.bits() > bits + 1 {
            break;
        }
        let field = Field::new(p);
        let image = modular::determinant(&field, image(&field, rows), budget)?;
        let inverse = field.inverse(field.from_integer(&modulus));
        value = garner(&field, &value, &modulus, inverse, field.to_i64(image));
        modulus = &modulus * &Integer::from(p);
    }
    Ok(value)
}

/// The coefficients of `det(x - A)`, lowest first.
///
/// # Errors
/// A result too large, or the budget's stop.
pub fn characteristic(rows: &IntegerMatrix, budget: &Budget) -> Result<Vec<Integer>> {
    let n = rows.len();
    // coefficients are sums of at most 2^n minors, each within the product of the rows' lengths
    // increased by one
    let lifted: IntegerMatrix =
        rows.iter().map(|row| row.iter().cloned().chain([Integer::ONE]).collect()).collect();
    let bits = hadamard_bits(&lifted) + n as u64;
    let (mut values, mut modulus) = (vec![Integer::ZERO; n + 1], Integer::ONE);
    for p in word_primes() {
        if modulus.bits() > bits + 1 {
            break;
        }
        let field = Field::new(p);
        let image = modular::characteristic(&field, image(&field, rows), budget)?;
        let inverse = field.inverse(field.from_integer(&modulus));
        for (value, c) in values.iter_mut().zip(&image) {
            *value = garner(&field, value, &modulus, inverse, field.to_i64(*c));
        }
        modulus = &modulus * &Integer::from(p);
    }
    Ok(values)
}

/// The solution of `A X = B` for a regular square matrix, column by column; `None` when A is
/// singular.
///
/// # Errors
/// A result too large, or the budget's stop.
pub fn solve(
    a: &IntegerMatrix,
    b: &IntegerMatrix,
    budget: &Budget,
) -> Result<Option<Vec<Vec<Rational>>>> {
    let n = a.len();
    let columns = b.first().map_or(0, Vec::len);
    let mut found = None;
    for p in word_primes().take(4) {
        let field = Field::new(p);
        if let Some(inverse) = modular::inverse(&field, &image(&field, a), budget)? {
            found = Some((field, inverse));
            break;
        }
    }
    let Some((field, inverse)) = found else {
        // singular modulo four primes: exactly singular, or a determinant with all of them as
        // divisors
        return if determinant(a, budget)?.is_zero() {
            Ok(None)
        } else {
            Err(RingError::TooLarge(TooLarge))
        };
    };
    let length = |vector: &mut dyn Iterator<Item = &Integer>| {
        vector.fold(Integer::ZERO, |sum, c| &sum + &(c * c)).bits().div_ceil(2) + 1
    };
    let bits = hadamard_bits(a);
    let mut solution = vec![Vec::with_capacity(columns); n];
    for column in 0..columns {
        let right: Vec<Integer> = b.iter().map(|row| row[column].clone()).collect();
        // Cramer: numerators and denominators are determinants
        let needed = 2 * (bits + length(&mut right.iter())) + 2;
        let residues = lift(a, &field, &inverse, right, needed, budget)?;
        for (row, value) in solution.iter_mut().zip(fractions(&residues.0, &residues.1, budget)?) {
            row.push(value);
        }
    }
    Ok(Some(solution))
}

/// The solution modulo a power of p of more than so many bits.
fn lift(
    a: &IntegerMatrix,
    field: &Field,
    inverse: &Rows,
    right: Vec<Integer>,
    bits: u64,
    budget: &Budget,
) -> Result<(Vec<Integer>, Integer)> {
    let p = Integer::from(field.characteristic());
    let words: Option<Vec<Vec<i64>>> =
        a.iter().map(|row| row.iter().map(Integer::to_i64).collect()).collect();
    let n = a.len() as u64;
    // room for sums of n products of digits below 2^62 in 128 bits
    let words = words.filter(|rows| {
        rows.iter().flatten().all(|c| c.unsigned_abs() < (1 << 62) / (4 * n.max(1)))
    });
    let mut rest = right;
    let mut digits: Vec<Vec<i64>> = Vec::new();
    let mut known = 0.0;
    while known <= bits as f64 {
        budget.spend(n * n / 8 + 1)?;
        let at: Vec<u64> = rest.iter().map(|c| field.from_integer(c)).collect();
        let digit: Vec<i64> = inverse
            .iter()
            .map(|row| {
                field.to_i64(field.reduce(
                    row.iter().zip(&at).fold(0, |sum, (&x, &y)| field.accumulate(sum, x, y)),
                ))
            })
            .collect();
        for (i, value) in rest.iter_mut().enumerate() {
            *value = match (&words, &*value) {
                (Some(rows), Integer::Small(small)) => {
                    let product: i128 = rows[i]
                        .iter()
                        .zip(&digit)
                        .map(|(&x, &y)| i128::from(x).wrapping_mul(i128::from(y)))
                        .sum();
                    ((i128::from(*small) - product) / i128::from(field.characteristic())).into()
                }
                _ => {
                    let product = a[i]
                        .iter()
                        .zip(&digit)
                        .fold(Integer::ZERO, |sum, (x, &y)| &sum + &(x * &Integer::from(y)));
                    (&*value - &product).exact_div(&p).unwrap_or(Integer::ZERO)
                }
            };
        }
        digits.push(digit);
        known += (field.characteristic() as f64).log2();
    }
    let values = (0..a.len()).map(|i| join(&digits, i, &p)).collect::<Vec<_>>();
    Ok((values, p.checked_pow(digits.len() as u64)?))
}

/// `sum_k digits[k][i] p^k`, by halving.
fn join(digits: &[Vec<i64>], i: usize, p: &Integer) -> Integer {
    let mut values: Vec<Integer> = digits.iter().map(|digit| Integer::from(digit[i])).collect();
    let mut base = p.clone();
    while values.len() > 1 {
        values = values
            .chunks(2)
            .map(|pair| match pair {
                [low, high] => low + &(high * &base),
                rest => rest[0].clone(),
            })
            .collect();
        base = &base * &base;
    }
    values.pop().unwrap_or(Integer::ZERO)
}

/// The fractions with these residues. Denominators found are tried on the residues that follow.
fn fractions(residues: &[Integer], modulus: &Integer, budget: &Budget) -> Result<Vec<Rational>> {
    let mut common = Integer::ONE;
    let bound = modulus
        .div_mod_floor(&Integer::from(2i64))
        .and_then(|pair| pair.0.root_floor(2))
        .unwrap_or(Integer::ZERO);
    let mut values = Vec::with_capacity(residues.len());
    for residue in residues {
        let scaled = crate::dense::hensel::residue(&(residue * &common), modulus);
        if scaled.abs() <= bound && common <= bound {
            values.extend(Rational::new(&scaled, &common));
            continue;
        }
        let value = rational_reconstruction(residue, modulus, budget)?
            .ok_or(RingError::TooLarge(TooLarge))?;
        let denominator = value.denominator();
        common =
            &common * &denominator.exact_div(&common.gcd(&denominator)).unwrap_or(Integer::ONE);
        values.push(value);
    }
    Ok(values)
}

/// The reduced row echelon form over the rationals: pivots, and for each pivot row its entries in
/// the other columns. Modulo a prime, then checked: the kernel it gives is one, and the rank modulo
/// a prime is no greater than the true one.
pub struct Echelon {
    pub pivots: Vec<usize>,
    /// Pivot rows, all columns.
    pub rows: Vec<Vec<Rational>>,
}

/// The reduced row echelon form over the rationals.
///
/// # Errors
/// A result too large, or the budget's stop.
pub fn echelon(rows: &IntegerMatrix, budget: &Budget) -> Result<Echelon> {
    let width = rows.first().map_or(0, Vec::len);
    let field = Field::new(word_primes().next().unwrap_or(3));
    let image = image(&field, rows);
    let found = modular::echelon(&field, image.clone(), budget)?;
    let rank = found.pivots.len();
    if rank == 0 {
        return Ok(Echelon { pivots: Vec::new(), rows: Vec::new() });
    }
    // independent rows: pivots of the transposed matrix
    let transposed: Rows = (0..width).map(|j| image.iter().map(|row| row[j]).collect()).collect();
    let independent = modular::echelon(&field, transposed, budget)?.pivots;
    let free: Vec<usize> = (0..width).filter(|j| !found.pivots.contains(j)).collect();
    let pick = |columns: &[usize]| -> IntegerMatrix {
        independent.iter().map(|&i| columns.iter().map(|&j| rows[i][j].clone()).collect()).collect()
    };
    let Some(solution) = solve(&pick(&found.pivots), &pick(&free), budget)? else {
        return Err(RingError::TooLarge(TooLarge));
    };
    let mut result = vec![vec![Rational::ZERO; width]; rank];
    for (k, row) in result.iter_mut().enumerate() {
        row[found.pivots[k]] = Rational::ONE;
        for (place, &j) in free.iter().enumerate() {
            row[j] = solution[k][place].clone();
        }
    }
    // every row of the matrix is the combination of the pivot rows that its pivot columns say; if
    // not, the rank modulo p was too small, and exact elimination decides
    for row in rows {
        for &j in &free {
            let combined =
                found.pivots.iter().zip(&result).fold(Rational::ZERO, |sum, (&pivot, base)| {
                    &sum + &(&Rational::from(row[pivot].clone()) * &base[j])
                });
            if combined != Rational::from(row[j].clone()) {
                return eliminate(rows);
            }
        }
    }
    Ok(Echelon { pivots: found.pivots, rows: result })
}

/// Elimination with exact fractions, for matrices with an unlucky prime.
fn eliminate(rows: &IntegerMatrix) -> Result<Echelon> {
    let mut rows: Vec<Vec<Rational>> =
        rows.iter().map(|row| row.iter().cloned().map(Rational::from).collect()).collect();
    let width = rows.first().map_or(0, Vec::len);
    let mut pivots = Vec::new();
    for column in 0..width {
        let top = pivots.len();
        let Some(found) = (top..rows.len()).find(|&i| !rows[i][column].is_zero()) else { continue };
        rows.swap(found, top);
        let Some(inverse) = rows[top][column].recip() else { continue };
        let pivot: Vec<Rational> = rows[top].iter().map(|x| x * &inverse).collect();
        for (i, row) in rows.iter_mut().enumerate() {
            let factor = row[column].clone();
            if i != top && !factor.is_zero() {
                row.iter_mut().zip(&pivot).for_each(|(x, y)| *x = &*x - &(&factor * y));
            }
        }
        rows[top] = pivot;
        pivots.push(column);
    }
    rows.truncate(pivots.len());
    Ok(Echelon { pivots, rows })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word::Stream;

    fn random(stream: &mut Stream, rows: usize, columns: usize, bits: u32) -> IntegerMatrix {
        (0..rows)
            .map(|_| {
                (0..columns)
                    .map(|_| Integer::from((stream.next_u64() as i64) >> (63 - bits)))
                    .collect()
            })
            .collect()
    }

    fn multiply(a: &IntegerMatrix, b: &IntegerMatrix) -> IntegerMatrix {
        let width = b.first().map_or(0, Vec::len);
        a.iter()
            .map(|row| {
                (0..width)
                    .map(|j| row.iter().zip(b).fold(Integer::ZERO, |s, (x, y)| &s + &(x * &y[j])))
                    .collect()
            })
            .collect()
    }

    #[test]
    fn determinants_multiply_solutions_solve_and_cayley_hamilton_holds() {
        let (mut stream, budget) = (Stream::new(14), Budget::default());
        for (n, bits) in [(1, 5), (2, 62), (5, 10), (12, 40), (20, 7)] {
            let (a, b) = (random(&mut stream, n, n, bits), random(&mut stream, n, n, bits));
            let det = |m: &IntegerMatrix| determinant(m, &budget).unwrap_or(Integer::ZERO);
            assert_eq!(det(&multiply(&a, &b)), &det(&a) * &det(&b));
            let x = solve(&a, &b, &budget).ok().flatten().unwrap_or_default();
            for (row, right) in a.iter().zip(&b) {
                for j in 0..n {
                    let sum = row.iter().zip(&x).fold(Rational::ZERO, |s, (c, xs)| {
                        &s + &(&Rational::from(c.clone()) * &xs[j])
                    });
                    assert_eq!(sum, Rational::from(right[j].clone()));
                }
            }
            let polynomial = characteristic(&a, &budget).unwrap_or_default();
            let mut sum: IntegerMatrix = vec![vec![Integer::ZERO; n]; n];
            for c in polynomial.iter().rev() {
                sum = multiply(&sum, &a);
                (0..n).for_each(|i| sum[i][i] = &sum[i][i] + c);
            }
            assert!(sum.iter().flatten().all(Integer::is_zero), "{n} {bits}");
        }
        assert_eq!(
            solve(&vec![vec![Integer::ONE; 2]; 2], &vec![vec![Integer::ONE]; 2], &budget),
            Ok(None)
        );
    }

    #[test]
    fn echelon_forms_have_the_row_space_of_the_matrix() {
        let (mut stream, budget) = (Stream::new(15), Budget::default());
        for (rows, columns, rank) in [(3, 5, 2), (6, 4, 4), (8, 8, 3), (1, 4, 1), (4, 1, 0)] {
            let a = multiply(
                &random(&mut stream, rows, rank.max(1), 6),
                &random(&mut stream, rank.max(1), columns, 6),
            );
            let a = if rank == 0 { vec![vec![Integer::ZERO; columns]; rows] } else { a };
            let found =
                echelon(&a, &budget).unwrap_or(Echelon { pivots: vec![99], rows: Vec::new() });
            assert_eq!(found.pivots.len(), rank);
            let exact = eliminate(&a).unwrap_or(Echelon { pivots: vec![99], rows: Vec::new() });
            assert_eq!((found.pivots, found.rows), (exact.pivots, exact.rows));
        }
    }
}
