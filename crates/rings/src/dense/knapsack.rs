//! Recombination of modular factors by lattice reduction (M. van Hoeij, J. Number Theory 95
//! (2002)): sums of the logarithmic derivatives `f g'/g` of true factors g have small coefficients
//! (bounds after K. Belabas, M. van Hoeij, J. Klueners, A. Steel, 2009), which singles out the sets
//! of modular factors that belong together.

use super::factor::{mignotte_bits, verify};
use super::hensel::{Lift, reduce, residue};
use super::{degree, derivative};
use crate::Result;
use crate::lattice::{Vector, reduce_in_doubles};
use crate::matrix::normal::hermite;
use viete_numbers::{Budget, Integer};

/// Columns tried from either end.
const COLUMNS: usize = 40;

/// Recombination by lattice reduction.
pub(super) fn recombine(
    f: &[Integer],
    mut lift: Lift,
    budget: &Budget,
) -> Result<Vec<Vec<Integer>>> {
    let n = degree(f);
    let lead = f[n].clone();
    let enough = mignotte_bits(f) + lead.bits() + 2;
    // columns from both ends have the lowest bounds
    let ends = (0..n).filter(|&j| j < COLUMNS || j + COLUMNS >= n);
    let mut columns: Vec<(u64, usize)> = ends.map(|j| (derivative_bound_bits(f, j), j)).collect();
    columns.sort_unstable();
    let count = lift.factors().len();
    let mut wanted =
        columns.get(3).map_or(enough, |column| column.0).min(enough) + 2 * count as u64 + 16;
    loop {
        lift.raise(f, wanted, budget)?;
        let mut lattice = Knapsack::new(count);
        let mut logarithmic = Logarithmic::new(f, &lift);
        for &(bound, j) in &columns {
            if bound + 10 > lift.modulus.bits() {
                continue;
            }
            let Some(column) = logarithmic.column(j) else { continue };
            lattice.add_column(&column, bound, &lift.modulus, budget)?;
            if lattice.rows.len() == 1 {
                return Ok(vec![f.to_vec()]);
            }
            if let Some(groups) = lattice.partition(budget)?
                && let Some(factors) = verify(f, &lift, &groups, budget)?
            {
                return Ok(factors);
            }
        }
        // more than enough precision would make every column tell the truth: only then more columns
        // cannot help
        wanted = lift.modulus.bits() * 2;
    }
}

/// Bits of a bound for the coefficient of `x^j` in `f g'/g`, for any factor g of f: that of `f/(x -
/// a)` is `sum_{i > j} f_i a^(i-j-1)` and also `-sum_{i <= j} f_i a^(i-j-1)`, so n times the larger
/// of the two sums of magnitudes at any r > 0.
fn derivative_bound_bits(f: &[Integer], j: usize) -> u64 {
    let n = degree(f);
    let logs: Vec<f64> =
        f.iter().map(|c| if c.is_zero() { f64::NEG_INFINITY } else { log2(c) }).collect();
    let sum = |r: f64, low: bool| {
        let range = if low { 0..j + 1 } else { j + 1..n + 1 };
        let terms: Vec<f64> = range.map(|i| logs[i] + r * (i as f64 - j as f64 - 1.0)).collect();
        let top = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if top == f64::NEG_INFINITY {
            top
        } else {
            top + terms.iter().map(|t| (t - top).exp2()).sum::<f64>().log2()
        }
    };
    // the first falls and the second rises with r = 2^rho: meet in the middle
    let (mut low, mut high) = (-2000.0, 2000.0);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if sum(middle, true) > sum(middle, false) { low = middle } else { high = middle }
    }
    let bound = sum(low, true).max(sum(low, false)).min(sum(high, true).max(sum(high, false)));
    (bound + (n as f64).log2()).max(0.0) as u64 + 2
}

fn log2(c: &Integer) -> f64 {
    let bits = c.bits();
    if bits <= 1000 { c.to_f64().abs().log2() } else { bits as f64 }
}

/// Coefficients of the polynomials `f f_i'/f_i`, one for each modular factor, from either end.
struct Logarithmic<'f> {
    f: Vec<Integer>,
    factors: Vec<Vec<Integer>>,
    modulus: &'f Integer,
    /// Power series of `f_i'/f_i` in x, and in 1/x, as far as known.
    low: Vec<Vec<Integer>>,
    high: Vec<Vec<Integer>>,
}

impl<'f> Logarithmic<'f> {
    fn new(f: &[Integer], lift: &'f Lift) -> Logarithmic<'f> {
        let factors = lift.factors();
        let empty = vec![Vec::new(); factors.len()];
        Logarithmic {
            f: reduce(f, &lift.modulus),
            factors,
            modulus: &lift.modulus,
            low: empty.clone(),
            high: empty,
        }
    }

    /// The coefficients of `x^j`.
    fn column(&mut self, j: usize) -> Option<Vec<Integer>> {
        let n = degree(&self.f);
        let from_top = n - 1 - j;
        let mut column = Vec::with_capacity(self.factors.len());
        for (i, factor) in self.factors.iter().enumerate() {
            let mut sum = Integer::ZERO;
            if j <= from_top {
                extend_quotient(
                    &mut self.low[i],
                    &derivative(factor),
                    factor,
                    j + 1,
                    self.modulus,
                )?;
                for (k, c) in self.low[i][..=j].iter().enumerate() {
                    sum = &sum + &(c * &self.f[j - k]);
                }
            } else {
                // in 1/x: the reversed polynomials
                let reversed =
                    |p: &[Integer]| -> Vec<Integer> { p.iter().rev().cloned().collect() };
                extend_quotient(
                    &mut self.high[i],
                    &reversed(&derivative(factor)),
                    &reversed(factor),
                    from_top + 1,
                    self.modulus,
                )?;
                for (k, c) in self.high[i][..=from_top].iter().enumerate() {
                    sum = &sum + &(c * &self.f[n - (from_top - k)]);
                }
            }
            column.push(residue(&sum, self.modulus));
        }
        Some(column)
    }
}

/// The power series `a/b` modulo m to so many terms, from those known; `None` when b has no
/// inverse.
fn extend_quotient(
    known: &mut Vec<Integer>,
    a: &[Integer],
    b: &[Integer],
    count: usize,
    m: &Integer,
) -> Option<()> {
    if known.len() >= count {
        return Some(());
    }
    let inverse = super::hensel::inverse_mod(b.first()?, m)?;
    while known.len() < count {
        let place = known.len();
        let mut sum = a.get(place).cloned().unwrap_or(Integer::ZERO);
        for (k, c) in b.iter().enumerate().skip(1).take(place) {
            sum = &sum - &(c * &known[place - k]);
        }
        known.push(residue(&(&residue(&sum, m) * &inverse), m));
    }
    Some(())
}

/// A bound for a true vector's entry in a column: the sum itself is below 1; every column value
/// that it takes is rounded by at most 1/2, and so is the modulus, which is subtracted at most
/// count/2 + 1 times.
fn error(count: usize) -> f64 {
    0.75 * count as f64 + 1.5
}

/// Lengths of orthogonalized rows are known in doubles only: a row is dropped when it is longer by
/// this factor (of squares).
const SLACK: f64 = 1.5;

/// A lattice that holds the incidence vectors of all true factors, weighted, and what columns say
/// of them.
struct Knapsack {
    rows: Vec<Vector>,
    count: usize,
    columns: usize,
    weight: Integer,
}

/// Bits of a column that one reduction looks at.
const WINDOW: u64 = 100;

impl Knapsack {
    fn new(count: usize) -> Knapsack {
        // a true vector's coordinates are at most 1 in the incidence part and [`error`] in the
        // columns: made alike in length
        let weight = Integer::from((error(count) / (count as f64).sqrt()).ceil() as i64);
        let unit = |i: usize| {
            (0..count).map(|j| if i == j { weight.clone() } else { Integer::ZERO }).collect()
        };
        Knapsack { rows: (0..count).map(unit).collect(), count, columns: 0, weight }
    }

    /// Cuts the lattice down to vectors for which the column's sum is within its bound.
    fn add_column(
        &mut self,
        column: &[Integer],
        bound: u64,
        modulus: &Integer,
        budget: &Budget,
    ) -> Result<()> {
        let two = Integer::from(2i64);
        // sums of true factors are below 2^bound. Low bits are cut off, those and as many as leave
        // the window; then a true sum is at most one, and rounding errors of one half, of the
        // modulus as well
        let shift = bound.max(modulus.bits().saturating_sub(WINDOW));
        let (unit, half) = (two.checked_pow(shift)?, two.checked_pow(shift - 1)?);
        let cut =
            |x: &Integer| (x + &half).div_mod_floor(&unit).map_or(Integer::ZERO, |pair| pair.0);
        let values: Vec<Integer> = column.iter().map(cut).collect();
        let limit = cut(modulus);
        for row in &mut self.rows {
            let pairs = row.iter().zip(&values).filter(|(x, _)| !x.is_zero());
            let sum = pairs.fold(Integer::ZERO, |sum, (x, y)| {
                &sum + &(&x.exact_div(&self.weight).unwrap_or(Integer::ZERO) * y)
            });
            row.push(residue(&sum, &limit));
        }
        self.columns += 1;
        let mut last = vec![Integer::ZERO; self.count + self.columns - 1];
        last.push(limit);
        self.rows.push(last);
        let lengths = reduce_in_doubles(&mut self.rows, budget)?;
        let (w, count, error) = (self.weight.to_f64(), self.count as f64, error(self.count));
        let bound = (w * w * count + self.columns as f64 * error * error) * SLACK;
        let kept = lengths.iter().rposition(|&length| length <= bound).map_or(0, |place| place + 1);
        self.rows.truncate(kept);
        Ok(())
    }

    /// A basis of the incidence vectors.
    fn incidence(&self, budget: &Budget) -> Result<Vec<Vector>> {
        let strip = |row: &Vector| {
            row[..self.count]
                .iter()
                .map(|x| x.exact_div(&self.weight).unwrap_or(Integer::ZERO))
                .collect()
        };
        hermite(&self.rows.iter().map(strip).collect(), budget)
    }

    /// The sets of modular factors, when the lattice is spanned by disjoint incidence vectors.
    fn partition(&self, budget: &Budget) -> Result<Option<Vec<Vec<usize>>>> {
        let mut seen = vec![false; self.count];
        let mut groups = Vec::new();
        for row in &self.incidence(budget)? {
            let mut group = Vec::new();
            for (i, x) in row.iter().enumerate() {
                match x.to_i64() {
                    Some(0) => {}
                    Some(1) if !seen[i] => {
                        seen[i] = true;
                        group.push(i);
                    }
                    _ => return Ok(None),
                }
            }
            groups.push(group);
        }
        Ok(seen.iter().all(|&s| s).then_some(groups))
    }
}
