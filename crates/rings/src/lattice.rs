//! Lattice basis reduction (A. Lenstra, H. Lenstra, L. Lovász, 1982): in doubles first (C. Schnorr,
//! M. Euchner, 1994), then, where a proof is wanted, in whole numbers (B. de Weger, 1989; H. Cohen,
//! A Course in Computational Algebraic Number Theory, 2.6.7).

use crate::Result;
use num_traits::ToPrimitive;
use viete_numbers::{Budget, Integer};

pub type Vector = Vec<Integer>;

fn dot(a: &[Integer], b: &[Integer]) -> Integer {
    a.iter()
        .zip(b)
        .filter(|(x, y)| !x.is_zero() && !y.is_zero())
        .fold(Integer::ZERO, |sum, (x, y)| &sum + &(x * y))
}

fn subtract_multiple(a: &mut [Integer], factor: &Integer, b: &[Integer]) {
    for (x, y) in a.iter_mut().zip(b).filter(|(_, y)| !y.is_zero()) {
        *x = &*x - &(factor * y);
    }
}

/// The whole number nearest to a double.
fn whole(x: f64) -> Integer {
    let rounded = x.round();
    if rounded.abs() < 9e18 {
        return Integer::from(rounded as i64);
    }
    let exponent = rounded.abs().log2() as i32 - 60;
    let scaled = Integer::from((rounded / 2f64.powi(exponent)) as i64);
    Integer::from(2i64).checked_pow(exponent as u64).map_or(Integer::ZERO, |power| &scaled * &power)
}

fn to_f64(n: &Integer) -> f64 {
    match n {
        Integer::Small(n) => *n as f64,
        Integer::Big(n) => n.to_f64().unwrap_or(0.0),
    }
}

/// Gram-Schmidt data in doubles.
struct Floats {
    rows: Vec<Vec<f64>>,
    /// Squared lengths of the rows.
    lengths: Vec<f64>,
    /// Products of a row with the orthogonalized ones; the diagonal holds their squared lengths.
    r: Vec<Vec<f64>>,
    mu: Vec<Vec<f64>>,
}

impl Floats {
    fn new(basis: &[Vector]) -> Floats {
        let n = basis.len();
        let rows: Vec<Vec<f64>> =
            basis.iter().map(|row| row.iter().map(to_f64).collect()).collect();
        let lengths = rows.iter().map(|row| product(row, row)).collect();
        Floats { rows, lengths, r: vec![vec![0.0; n]; n], mu: vec![vec![0.0; n]; n] }
    }

    fn refresh(&mut self, basis: &[Vector], k: usize) {
        self.rows[k] = basis[k].iter().map(to_f64).collect();
        self.lengths[k] = product(&self.rows[k], &self.rows[k]);
    }

    fn swap(&mut self, i: usize, j: usize) {
        self.rows.swap(i, j);
        self.lengths.swap(i, j);
    }

    /// The coefficients of row `k` against the rows before it.
    fn orthogonalize(&mut self, basis: &[Vector], k: usize) {
        let own = self.lengths[k];
        for j in 0..=k {
            let mut dotted = product(&self.rows[k], &self.rows[j]);
            // cancellation: the exact product
            if dotted * dotted < 1e-14 * own * self.lengths[j] {
                dotted = to_f64(&dot(&basis[k], &basis[j]));
            }
            let value = dotted - product(&self.mu[j][..j], &self.r[k][..j]);
            self.r[k][j] = value;
            if j < k {
                self.mu[k][j] = value / self.r[j][j];
            }
        }
    }
}

/// The scalar product, in eight sums.
fn product(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 8];
    let (left, right) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f64 = left.remainder().iter().zip(right.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in left.zip(right) {
        for lane in 0..8 {
            sums[lane] += x[lane] * y[lane];
        }
    }
    sums.iter().sum::<f64>() + rest
}

/// Reduces independent rows in place, with Lovász's constant 0.99 as far as doubles can tell.
/// Answers the squared lengths of the orthogonalized rows.
///
/// # Errors
/// The budget's stop.
pub fn reduce_in_doubles(basis: &mut [Vector], budget: &Budget) -> Result<Vec<f64>> {
    let n = basis.len();
    let mut floats = Floats::new(basis);
    let mut k = 0;
    let mut steps = 0u64;
    while k < n {
        budget.spend((n * basis[k].len()) as u64 / 4 + 1)?;
        steps += 1;
        if steps > 200 * (n as u64 + 10) * (n as u64 + 10) {
            break;
        }
        for _ in 0..50 {
            floats.orthogonalize(basis, k);
            let mut changed = false;
            let mut large = false;
            for j in (0..k).rev() {
                let factor = floats.mu[k][j].round();
                if factor == 0.0 || floats.mu[k][j].abs() <= 0.51 || !factor.is_finite() {
                    continue;
                }
                changed = true;
                large |= factor.abs() > 1e6;
                let (before, from) = basis.split_at_mut(k);
                subtract_multiple(&mut from[0], &whole(factor), &before[j]);
                let (before, from) = floats.mu.split_at_mut(k);
                from[0][..j].iter_mut().zip(&before[j]).for_each(|(x, y)| *x -= factor * y);
                from[0][j] -= factor;
            }
            if changed {
                floats.refresh(basis, k);
            }
            if !changed || (!large && k == 0) {
                break;
            }
        }
        if k == 0 {
            k = 1;
            continue;
        }
        let (previous, mu) = (floats.r[k - 1][k - 1], floats.mu[k][k - 1]);
        if floats.r[k][k] + mu * mu * previous >= 0.99 * previous {
            k += 1;
        } else {
            basis.swap(k, k - 1);
            floats.swap(k, k - 1);
            floats.orthogonalize(basis, k - 1);
            k -= 1;
        }
    }
    Ok((0..n).map(|k| floats.r[k][k]).collect())
}

/// An LLL-reduced basis (constant 3/4) of the lattice of independent rows, proved by exact
/// arithmetic; `None` when the rows are dependent.
///
/// # Errors
/// The budget's stop.
pub fn reduce(rows: &[Vector], budget: &Budget) -> Result<Option<Vec<Vector>>> {
    let mut basis = rows.to_vec();
    if basis.iter().all(|row| row.iter().all(|x| x.bits() < 900)) {
        reduce_in_doubles(&mut basis, budget)?;
    }
    let n = basis.len();
    // d[i]: Gram determinants; lambda[i][j] = d[j + 1] mu_ij
    let mut d = vec![Integer::ONE; n + 1];
    let mut lambda = vec![vec![Integer::ZERO; n]; n];
    let (mut k, mut known) = (0, 0);
    while k < n {
        budget.spend((n * 20) as u64)?;
        if k >= known {
            known = k + 1;
            for j in 0..=k {
                let mut u = dot(&basis[k], &basis[j]);
                for i in 0..j {
                    let difference = &(&d[i + 1] * &u) - &(&lambda[k][i] * &lambda[j][i]);
                    u = difference.exact_div(&d[i]).unwrap_or(Integer::ZERO);
                }
                if j < k {
                    lambda[k][j] = u;
                } else if u.is_zero() {
                    return Ok(None);
                } else {
                    d[k + 1] = u;
                }
            }
        }
        if k == 0 {
            k = 1;
            continue;
        }
        size_reduce(&mut basis, &mut lambda, &d, k, k - 1);
        // 4 d[k+1] d[k-1] < 3 d[k]^2 - 4 lambda^2: exchange
        let (four, three) = (Integer::from(4i64), Integer::from(3i64));
        let left = &four * &(&d[k + 1] * &d[k - 1]);
        let right =
            &(&three * &(&d[k] * &d[k])) - &(&four * &(&lambda[k][k - 1] * &lambda[k][k - 1]));
        if left < right {
            exchange(&mut basis, &mut lambda, &mut d, k, known);
            k -= 1;
        } else {
            for j in (0..k - 1).rev() {
                size_reduce(&mut basis, &mut lambda, &d, k, j);
            }
            k += 1;
        }
    }
    Ok(Some(basis))
}

fn size_reduce(
    basis: &mut [Vector],
    lambda: &mut [Vec<Integer>],
    d: &[Integer],
    k: usize,
    j: usize,
) {
    let two = Integer::from(2i64);
    if &two * &lambda[k][j].abs() <= d[j + 1] {
        return;
    }
    // the nearest whole number to lambda / d
    let numerator = &(&two * &lambda[k][j]) + &d[j + 1];
    let Some((q, _)) = numerator.div_mod_floor(&(&two * &d[j + 1])) else { return };
    let (before, from) = basis.split_at_mut(k);
    subtract_multiple(&mut from[0], &q, &before[j]);
    let (before, from) = lambda.split_at_mut(k);
    from[0][j] = &from[0][j] - &(&q * &d[j + 1]);
    for i in 0..j {
        from[0][i] = &from[0][i] - &(&q * &before[j][i]);
    }
}

fn exchange(
    basis: &mut [Vector],
    lambda: &mut [Vec<Integer>],
    d: &mut [Integer],
    k: usize,
    known: usize,
) {
    basis.swap(k, k - 1);
    for j in 0..k - 1 {
        let (before, from) = lambda.split_at_mut(k);
        std::mem::swap(&mut from[0][j], &mut before[k - 1][j]);
    }
    let old = lambda[k][k - 1].clone();
    let sum = &(&d[k - 1] * &d[k + 1]) + &(&old * &old);
    let next = sum.exact_div(&d[k]).unwrap_or(Integer::ONE);
    for row in lambda.iter_mut().take(known).skip(k + 1) {
        let t = row[k].clone();
        let difference = &(&d[k + 1] * &row[k - 1]) - &(&old * &t);
        row[k] = difference.exact_div(&d[k]).unwrap_or(Integer::ZERO);
        let sum = &(&next * &t) + &(&old * &row[k]);
        row[k - 1] = sum.exact_div(&d[k + 1]).unwrap_or(Integer::ZERO);
    }
    d[k] = next;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word::Stream;

    #[test]
    fn a_planted_relation_is_the_first_vector() {
        // sqrt(2) + sqrt(3) is a root of x^4 - 10 x^2 + 1: powers times 10^20, rounded
        let powers = [
            "100000000000000000000",
            "314626436994197234233",
            "989897948556635619639",
            "3114481663963945714613",
            "9798979485566356196395",
        ];
        let rows: Vec<Vector> = (0..5)
            .map(|i| {
                let mut row = vec![Integer::ZERO; 6];
                row[i] = Integer::ONE;
                row[5] = Integer::from_decimal(powers[i]).unwrap_or(Integer::ZERO);
                row
            })
            .collect();
        let reduced = reduce(&rows, &Budget::default()).ok().flatten().unwrap_or_default();
        let first: Vec<Option<i64>> = reduced[0][..5].iter().map(Integer::to_i64).collect();
        let sign = first[4].unwrap_or(0);
        assert_eq!(first, [1, 0, -10, 0, 1].map(|c| Some(c * sign)));
    }

    #[test]
    fn reduction_keeps_the_lattice() {
        let mut stream = Stream::new(4);
        for n in [1, 2, 5, 9] {
            let mut entry = || Integer::from((stream.next_u64() % 2_000_001) as i64 - 1_000_000);
            let rows: Vec<Vector> = (0..n).map(|_| (0..n).map(|_| entry()).collect()).collect();
            let reduced = reduce(&rows, &Budget::default()).ok().flatten().unwrap_or_default();
            // Gram determinants of equal lattices are equal; reducing again changes nothing
            let again = reduce(&reduced, &Budget::default()).ok().flatten();
            assert_eq!(again.as_ref().map(Vec::len), Some(n));
            let length = |rows: &[Vector]| dot(&rows[0], &rows[0]);
            assert!(length(&reduced) <= length(&rows));
        }
        let dependent =
            vec![vec![Integer::ONE, Integer::ONE], vec![Integer::from(2i64), Integer::from(2i64)]];
        assert_eq!(reduce(&dependent, &Budget::default()), Ok(None));
    }
}
