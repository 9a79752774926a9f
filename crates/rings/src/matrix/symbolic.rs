//! Matrices of polynomials: determinants by minors where these share work, else by fraction-free
//! elimination (E. Bareiss, Math. Comp. 22 (1968)), which also solves systems.

use crate::key::Key;
use crate::polynomial::Polynomial;
use crate::{MAX_TERMS, Result, RingError};
use rustc_hash::FxHashMap;
use viete_numbers::{Budget, Integer};

pub type PolynomialMatrix<K> = Vec<Vec<Polynomial<K>>>;

/// Up to this size determinants are expanded by minors: 2^n of them at most.
const MINORS: usize = 12;

/// The determinant of a square matrix.
///
/// # Errors
/// A result too large, or the budget's stop.
pub fn determinant<K: Key>(rows: &PolynomialMatrix<K>, budget: &Budget) -> Result<Polynomial<K>> {
    let n = rows.len();
    let many_variables = rows.iter().flatten().map(|p| p.degrees()).fold(
        Vec::new(),
        |mut used: Vec<bool>, degrees| {
            used.resize(degrees.len(), false);
            used.iter_mut().zip(degrees).for_each(|(u, d)| *u |= d > 0);
            used
        },
    );
    let variables = many_variables.iter().filter(|used| **used).count();
    let zeros = rows.iter().flatten().filter(|p| p.is_zero()).count();
    // few variables: minors are as large as the result, and elimination makes fewer
    if n <= MINORS && (variables > 2 || n <= 4 || 2 * zeros > n * n) {
        return minors(rows, budget);
    }
    let mut work = rows.clone();
    let layout = rows[0][0].layout().clone();
    Ok(match eliminate(&mut work, n, budget)? {
        Some(sign) if sign < 0 => work[n - 1][n - 1].negate(),
        Some(_) => work[n - 1][n - 1].clone(),
        None => Polynomial::zero(&layout),
    })
}

/// Laplace's expansion, rows from the bottom, each minor (a set of columns) once.
fn minors<K: Key>(rows: &PolynomialMatrix<K>, budget: &Budget) -> Result<Polynomial<K>> {
    let n = rows.len();
    let Some(layout) = rows.first().and_then(|row| row.first()).map(|p| p.layout().clone()) else {
        return Err(RingError::Widen);
    };
    predict_minors(rows, budget)?;
    let mut known: FxHashMap<u32, Polynomial<K>> = FxHashMap::default();
    known.insert(0, Polynomial::constant(Integer::ONE, &layout));
    for row in rows.iter().rev() {
        let mut next: FxHashMap<u32, Vec<(K, Integer)>> = FxHashMap::default();
        for (&columns, minor) in &known {
            if minor.is_zero() {
                continue;
            }
            for (j, entry) in row
                .iter()
                .enumerate()
                .filter(|(j, entry)| columns >> j & 1 == 0 && !entry.is_zero())
            {
                // the sign of the entry's place among the columns of the larger minor
                let before = (columns & ((1 << j) - 1)).count_ones();
                let product = entry.multiply(minor, budget)?;
                budget.spend(product.len() as u64)?;
                let signed = if before % 2 == 1 { product.negate() } else { product };
                next.entry(columns | 1 << j).or_default().extend(signed.terms);
            }
        }
        known = next
            .into_iter()
            .map(|(columns, terms)| (columns, Polynomial::from_terms(terms, &layout)))
            .collect();
    }
    Ok(known.remove(&((1u32 << n) - 1)).unwrap_or_else(|| Polynomial::zero(&layout)))
}

/// Refuses minors that have too many terms or need too much memory: a minor has at most as many
/// terms as the products of its entries' terms, and as its degrees allow.
fn predict_minors<K: Key>(rows: &PolynomialMatrix<K>, budget: &Budget) -> Result<()> {
    let variables = rows.first().and_then(|row| row.first()).map_or(0, |p| p.degrees().len());
    let mut degrees = vec![0u64; variables];
    let mut known: FxHashMap<u32, u64> = FxHashMap::default();
    known.insert(0, 1);
    for row in rows.iter().rev() {
        let mut highest = vec![0u64; variables];
        for entry in row {
            highest.iter_mut().zip(entry.degrees()).for_each(|(top, d)| *top = d.max(*top));
        }
        degrees.iter_mut().zip(highest).for_each(|(sum, d)| *sum += d);
        let room = degrees.iter().fold(1u64, |size, d| size.saturating_mul(d + 1));
        let mut next: FxHashMap<u32, u64> = FxHashMap::default();
        for (&columns, &terms) in &known {
            budget.spend(row.len() as u64)?;
            for (j, entry) in row.iter().enumerate().filter(|(j, _)| columns >> j & 1 == 0) {
                let count = next.entry(columns | 1 << j).or_default();
                *count = count.saturating_add(terms.saturating_mul(entry.len() as u64));
            }
        }
        next.values_mut().for_each(|count| *count = room.min(*count));
        let largest = next.values().copied().max().unwrap_or(0);
        if largest > MAX_TERMS {
            return Err(RingError::TooManyTerms(largest));
        }
        let all = next.values().fold(0u64, |sum, &count| sum.saturating_add(count));
        budget.fits_array::<(K, Integer)>(all.saturating_mul(2))?;
        known = next;
    }
    Ok(())
}

/// Fraction-free elimination on the first n columns: afterwards `rows[i][i]` is the leading minor
/// of size i + 1 up to the sign answered, and the columns beyond are what Cramer's rule needs after
/// back substitution. `None` for singular matrices.
fn eliminate<K: Key>(
    rows: &mut PolynomialMatrix<K>,
    n: usize,
    budget: &Budget,
) -> Result<Option<i32>> {
    let mut previous: Option<Polynomial<K>> = None;
    let mut sign = 1;
    for k in 0..n {
        // the shortest pivot
        let Some(pivot) =
            (k..n).filter(|&i| !rows[i][k].is_zero()).min_by_key(|&i| rows[i][k].len())
        else {
            return Ok(None);
        };
        if pivot != k {
            rows.swap(pivot, k);
            sign = -sign;
        }
        let (head, tail) = rows.split_at_mut(k + 1);
        let lead = &head[k];
        for row in tail {
            let first = row[k].clone();
            for j in k + 1..row.len() {
                let cross =
                    row[j].multiply(&lead[k], budget)?.subtract(&first.multiply(&lead[j], budget)?);
                row[j] = match &previous {
                    Some(divisor) => {
                        cross.exact_quotient(divisor, budget)?.ok_or(RingError::Widen)?
                    }
                    None => cross,
                };
            }
            row[k] = Polynomial::zero(first.layout());
        }
        previous = Some(rows[k][k].clone());
    }
    Ok(Some(sign))
}

/// Numerators `N` and the common denominator d with `A N = d B`, for a regular square matrix;
/// `None` when A is singular.
///
/// # Errors
/// A result too large, or the budget's stop.
pub fn solve<K: Key>(
    a: &PolynomialMatrix<K>,
    b: &PolynomialMatrix<K>,
    budget: &Budget,
) -> Result<Option<(PolynomialMatrix<K>, Polynomial<K>)>> {
    let n = a.len();
    let mut rows: PolynomialMatrix<K> =
        a.iter().zip(b).map(|(left, right)| left.iter().chain(right).cloned().collect()).collect();
    if eliminate(&mut rows, n, budget)?.is_none() {
        return Ok(None);
    }
    let determinant = rows[n - 1][n - 1].clone();
    let columns = b.first().map_or(0, Vec::len);
    let mut numerators: PolynomialMatrix<K> = vec![Vec::new(); n];
    for column in 0..columns {
        for i in (0..n).rev() {
            // d b_i - sum over solved unknowns, divided by the pivot
            let mut sum = rows[i][n + column].multiply(&determinant, budget)?;
            for j in i + 1..n {
                sum = sum.subtract(&rows[i][j].multiply(&numerators[j][column], budget)?);
            }
            let value = sum.exact_quotient(&rows[i][i], budget)?.ok_or(RingError::Widen)?;
            numerators[i].push(value);
        }
    }
    Ok(Some((numerators, determinant)))
}

/// The coefficients of `det(x - A)`, lowest first, without division (S. Berkowitz, Inf. Process.
/// Lett. 18 (1984)).
///
/// # Errors
/// A result too large, or the budget's stop.
pub fn characteristic<K: Key>(
    a: &PolynomialMatrix<K>,
    budget: &Budget,
) -> Result<Vec<Polynomial<K>>> {
    let n = a.len();
    let layout = a[0][0].layout().clone();
    let one = Polynomial::constant(Integer::ONE, &layout);
    let dot = |x: &[Polynomial<K>], y: &[Polynomial<K>]| {
        let mut sum = Polynomial::zero(&layout);
        for (p, q) in x.iter().zip(y) {
            sum = sum.add(&p.multiply(q, budget)?);
        }
        Ok::<_, RingError>(sum)
    };
    // highest coefficient first, for the leading submatrices
    let mut polynomial = vec![one.clone(), a[0][0].negate()];
    for r in 1..n {
        let row = &a[r][..r];
        let mut column: Vec<Polynomial<K>> = (0..r).map(|i| a[i][r].clone()).collect();
        // the Toeplitz matrix's first column: 1, -a_rr, -R S, -R M S, -R M^2 S, ...
        let mut toeplitz = vec![one.clone(), a[r][r].negate()];
        for _ in 0..r {
            toeplitz.push(dot(row, &column)?.negate());
            column = (0..r).map(|i| dot(&a[i][..r], &column)).collect::<Result<_>>()?;
        }
        let mut next = Vec::with_capacity(r + 2);
        for i in 0..r + 2 {
            let mut sum = Polynomial::zero(&layout);
            for (j, c) in polynomial.iter().enumerate().take(i + 1) {
                if let Some(t) = toeplitz.get(i - j) {
                    sum = sum.add(&t.multiply(c, budget)?);
                }
            }
            next.push(sum);
        }
        polynomial = next;
    }
    polynomial.reverse();
    Ok(polynomial)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Layout;
    use crate::word::Stream;
    use std::sync::Arc;

    #[test]
    fn minors_elimination_and_characteristic_polynomials_agree() {
        let layout: Arc<Layout<u64>> =
            Layout::new(3, 60).map(Arc::new).unwrap_or_else(|| unreachable!());
        let (mut stream, budget) = (Stream::new(16), Budget::default());
        for n in 1..=5 {
            let mut entry = || {
                let terms = (0..2).map(|_| {
                    let exponents: Vec<u32> =
                        (0..3).map(|_| (stream.next_u64() % 2) as u32).collect();
                    (layout.pack(&exponents), Integer::from((stream.next_u64() % 9) as i64 - 4))
                });
                Polynomial::from_terms(terms.collect(), &layout)
            };
            let a: PolynomialMatrix<u64> =
                (0..n).map(|_| (0..n).map(|_| entry()).collect()).collect();
            let b: PolynomialMatrix<u64> = (0..n).map(|_| vec![entry()]).collect();
            let by_minors = minors(&a, &budget).unwrap_or_else(|_| unreachable!());
            let mut work = a.clone();
            let by_elimination = match eliminate(&mut work, n, &budget) {
                Ok(Some(sign)) if sign < 0 => work[n - 1][n - 1].negate(),
                Ok(Some(_)) => work[n - 1][n - 1].clone(),
                _ => Polynomial::zero(&layout),
            };
            assert_eq!(by_minors, by_elimination);
            let constant = characteristic(&a, &budget)
                .map(|c| c[0].clone())
                .unwrap_or_else(|_| unreachable!());
            assert_eq!(if n % 2 == 1 { constant.negate() } else { constant }, by_minors);
            if let Ok(Some((x, d))) = solve(&a, &b, &budget) {
                for (row, right) in a.iter().zip(&b) {
                    let sum = row.iter().zip(&x).fold(Polynomial::zero(&layout), |sum, (p, q)| {
                        sum.add(&p.multiply(&q[0], &budget).unwrap_or_else(|_| unreachable!()))
                    });
                    assert_eq!(Ok(sum), right[0].multiply(&d, &budget));
                }
            } else {
                assert!(by_minors.is_zero());
            }
        }
    }
}
