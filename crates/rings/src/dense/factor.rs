//! Factoring in Z\[x\]: squarefree parts (D. Yun, 1976), a factorization modulo a small prime, Hensel lifting, and the
//! recombination of the modular factors: by subsets where they are few (H. Zassenhaus, 1969), by a lattice of
//! logarithmic derivatives where they are many (M. van Hoeij, J. Number Theory 95 (2002); bounds as in K. Belabas,
//! M. van Hoeij, J. Klüners, A. Steel, 2009). Every factor is shown to divide before it is returned.

use super::hensel::{Lift, multiply_mod, reduce, residue};
use super::modular as image;
use super::{cyclotomic, degree, derivative, exact_quotient, multiply, primitive, scale, split};
use crate::Result;
use crate::gcd::dense_gcd;
use crate::lattice::{Vector, reduce_in_doubles};
use crate::word::{Field, Stream, is_prime_u64};
use viete_numbers::{Budget, Integer};

/// Irreducible factors with multiplicities.
pub type Factors = Vec<(Vec<Integer>, u64)>;

/// Suitable primes compared.
const PRIMES: usize = 3;
/// Up to this many modular factors are recombined by subsets.
const SUBSETS: usize = 9;

/// The content with the sign, and the primitive irreducible factors with positive leading coefficients.
///
/// # Errors
/// Coefficients too large, or the budget's stop.
///
/// # Example
/// `12 x^4 - 12` has content 12 and the factors `x - 1`, `x + 1`, `x^2 + 1`.
pub fn factor(f: &[Integer], budget: &Budget) -> Result<(Integer, Factors)> {
    let content = super::content(f);
    let mut factors = Factors::new();
    if f.len() > 1 {
        for (part, multiplicity) in squarefree(&primitive(f), budget)? {
            factors.extend(squarefree_factors(&part, budget)?.into_iter().map(|factor| (factor, multiplicity)));
        }
    }
    factors.sort_by(|a, b| {
        (a.0.len(), a.1, a.0.iter().rev().map(Integer::abs).collect::<Vec<_>>(), &a.0).cmp(&(
            b.0.len(),
            b.1,
            b.0.iter().rev().map(Integer::abs).collect::<Vec<_>>(),
            &b.0,
        ))
    });
    Ok((content, factors))
}

/// Primitive squarefree parts with their multiplicities, by Yun's algorithm.
///
/// # Errors
/// The budget's stop.
pub fn squarefree(f: &[Integer], budget: &Budget) -> Result<Factors> {
    let divided = |a: &[Integer], b: &[Integer]| Ok::<_, crate::RingError>(exact_quotient(a, b, budget)?.unwrap_or_default());
    let slope = derivative(f);
    let common = dense_gcd(f, &slope, budget)?;
    if common.len() == 1 {
        return Ok(vec![(f.to_vec(), 1)]);
    }
    let (mut single, mut rest) = (divided(f, &common)?, divided(&slope, &common)?);
    let mut parts = Factors::new();
    let mut multiplicity = 1;
    while single.len() > 1 {
        let difference = super::subtract(&rest, &derivative(&single));
        let part = if difference.is_empty() { primitive(&single) } else { primitive(&dense_gcd(&single, &difference, budget)?) };
        rest = divided(&difference, &part)?;
        single = divided(&single, &part)?;
        if part.len() > 1 {
            parts.push((part, multiplicity));
        }
        multiplicity += 1;
    }
    Ok(parts)
}

fn squarefree_factors(f: &[Integer], budget: &Budget) -> Result<Vec<Vec<Integer>>> {
    if f[0].is_zero() {
        let mut factors = squarefree_factors(&f[1..], budget)?;
        factors.push(vec![Integer::ZERO, Integer::ONE]);
        return Ok(factors);
    }
    if f.len() <= 2 {
        return Ok(if f.len() == 2 { vec![f.to_vec()] } else { Vec::new() });
    }
    if let Some(factors) = cyclotomic::binomial_factors(f, budget)? {
        return Ok(factors);
    }
    // f(x) = g(x^k): factors of g first
    let step = f.iter().enumerate().filter(|(_, c)| !c.is_zero()).fold(0, |step, (n, _)| num_integer::gcd(step, n));
    if step > 1 {
        let inner: Vec<Integer> = f.iter().step_by(step).cloned().collect();
        let parts = squarefree_factors(&inner, budget)?;
        if parts.len() > 1 {
            let mut factors = Vec::new();
            for part in parts {
                let mut whole = vec![Integer::ZERO; degree(&part) * step + 1];
                part.into_iter().enumerate().for_each(|(n, c)| whole[n * step] = c);
                factors.extend(squarefree_factors(&whole, budget)?);
            }
            return Ok(factors);
        }
    }
    modular_factors(f, budget)
}

/// By way of a prime for which the image has few factors.
fn modular_factors(f: &[Integer], budget: &Budget) -> Result<Vec<Vec<Integer>>> {
    let n = degree(f);
    let mut best: Option<(usize, Field, Vec<(usize, image::Dense)>)> = None;
    // degrees that a factor may have, by every prime tried: bit d
    let mut possible = vec![true; n + 1];
    let mut tried = 0;
    for p in (101u64..1 << 23).filter(|&p| is_prime_u64(p)) {
        budget.spend(n as u64)?;
        let field = Field::new(p);
        let reduced = image::image(&field, f);
        if reduced.len() != f.len() {
            continue;
        }
        let monic = image::monic(&field, &reduced);
        if !split::is_squarefree(&field, &monic, budget)? {
            continue;
        }
        let parts = split::distinct_degrees(&field, &monic, budget)?;
        let mut sums = vec![false; n + 1];
        sums[0] = true;
        let mut count = 0;
        for (d, part) in &parts {
            for _ in 0..degree_of(part) / d {
                count += 1;
                for sum in (*d..=n).rev() {
                    sums[sum] |= sums[sum - d];
                }
            }
        }
        possible.iter_mut().zip(&sums).for_each(|(a, &b)| *a &= b);
        if (1..n).all(|d| !possible[d]) {
            return Ok(vec![f.to_vec()]);
        }
        if best.as_ref().is_none_or(|known| count < known.0) {
            best = Some((count, field, parts));
        }
        tried += 1;
        if tried == PRIMES || count <= 2 {
            break;
        }
    }
    let Some((_, field, parts)) = best else { return Ok(vec![f.to_vec()]) };
    let mut stream = Stream::new(11);
    let mut factors = Vec::new();
    for (d, part) in &parts {
        factors.extend(split::equal_degrees(&field, part, *d, &mut stream, budget)?);
    }
    let lift = Lift::new(&field, &factors);
    if factors.len() <= SUBSETS { subsets(f, lift, &possible, budget) } else { knapsack(f, lift, budget) }
}

fn degree_of(p: &[u64]) -> usize {
    p.len() - 1
}

/// A bound for the coefficients of factors of f: 2^n times the Euclidean norm (M. Mignotte, 1974).
fn mignotte_bits(f: &[Integer]) -> u64 {
    let square = f.iter().fold(Integer::ZERO, |sum, c| &sum + &(c * c));
    degree(f) as u64 + square.bits() / 2 + 1
}

/// The primitive polynomial proportional to `lead * product` modulo m.
fn candidate(lead: &Integer, parts: &[&Vec<Integer>], m: &Integer, budget: &Budget) -> Result<Vec<Integer>> {
    let mut product = vec![residue(lead, m)];
    for part in parts {
        product = multiply_mod(&product, part, m, budget)?;
    }
    Ok(primitive(&product))
}

fn subsets(f: &[Integer], mut lift: Lift, possible: &[bool], budget: &Budget) -> Result<Vec<Vec<Integer>>> {
    let lead = f[f.len() - 1].clone();
    let bits = mignotte_bits(f) + lead.bits() + 2;
    lift.raise(f, bits, budget)?;
    let m = lift.modulus.clone();
    let (mut rest, mut parts, mut found) = (f.to_vec(), lift.factors(), Vec::new());
    let mut size = 1;
    while 2 * size <= parts.len() {
        let mut hit = None;
        let mut chosen: Vec<usize> = (0..size).collect();
        loop {
            budget.spend(size as u64)?;
            let lead = rest[rest.len() - 1].clone();
            let total: usize = chosen.iter().map(|&i| degree(&parts[i])).sum();
            // the constant term first: lead * product of constants divides lead * constant of the rest
            let constant = chosen.iter().fold(residue(&lead, &m), |product, &i| residue(&(&product * &parts[i][0]), &m));
            if possible[total] && (&lead * &rest[0]).exact_div(&constant).is_some() {
                let choice: Vec<&Vec<Integer>> = chosen.iter().map(|&i| &parts[i]).collect();
                let factor = candidate(&lead, &choice, &m, budget)?;
                if let Some(quotient) = exact_quotient(&rest, &factor, budget)? {
                    hit = Some((factor, quotient));
                    break;
                }
            }
            if !next_subset(&mut chosen, parts.len()) {
                break;
            }
        }
        match hit {
            Some((factor, quotient)) => {
                found.push(factor);
                rest = quotient;
                chosen.iter().rev().for_each(|&i| {
                    parts.remove(i);
                });
            }
            None => size += 1,
        }
    }
    if rest.len() > 1 {
        found.push(primitive(&rest));
    }
    Ok(found)
}

/// The next subset of the same size in lexicographic order.
fn next_subset(chosen: &mut [usize], count: usize) -> bool {
    let size = chosen.len();
    let Some(place) = (0..size).rev().find(|&i| chosen[i] < count - size + i) else { return false };
    chosen[place] += 1;
    for i in place + 1..size {
        chosen[i] = chosen[i - 1] + 1;
    }
    true
}

/// Bits of a bound for the coefficient of `x^j` in `f g'/g`, for any factor g of f: that of `f/(x - a)` is
/// `sum_{i > j} f_i a^(i-j-1)` and also `-sum_{i <= j} f_i a^(i-j-1)`, so n times the larger of the two sums of magnitudes at any r > 0.
fn derivative_bound_bits(f: &[Integer], j: usize) -> u64 {
    let n = degree(f);
    let logs: Vec<f64> = f.iter().map(|c| if c.is_zero() { f64::NEG_INFINITY } else { log2(c) }).collect();
    let sum = |r: f64, low: bool| {
        let range = if low { 0..j + 1 } else { j + 1..n + 1 };
        let terms: Vec<f64> = range.map(|i| logs[i] + r * (i as f64 - j as f64 - 1.0)).collect();
        let top = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if top == f64::NEG_INFINITY { top } else { top + terms.iter().map(|t| (t - top).exp2()).sum::<f64>().log2() }
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

/// Columns tried from either end.
const COLUMNS: usize = 40;

/// Recombination by lattice reduction.
fn knapsack(f: &[Integer], mut lift: Lift, budget: &Budget) -> Result<Vec<Vec<Integer>>> {
    let n = degree(f);
    let lead = f[n].clone();
    let enough = mignotte_bits(f) + lead.bits() + 2;
    // columns from both ends have the lowest bounds
    let ends = (0..n).filter(|&j| j < COLUMNS || j + COLUMNS >= n);
    let mut columns: Vec<(u64, usize)> = ends.map(|j| (derivative_bound_bits(f, j), j)).collect();
    columns.sort_unstable();
    let count = lift.factors().len();
    let mut wanted = columns.get(3).map_or(enough, |column| column.0).min(enough) + 2 * count as u64 + 16;
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
            if let Some(groups) = lattice.partition()
                && let Some(factors) = verify(f, &lift, &groups, budget)?
            {
                return Ok(factors);
            }
        }
        // more than enough precision would make every column tell the truth: only then more columns cannot help
        wanted = lift.modulus.bits() * 2;
    }
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
        Logarithmic { f: reduce(f, &lift.modulus), factors, modulus: &lift.modulus, low: empty.clone(), high: empty }
    }

    /// The coefficients of `x^j`.
    fn column(&mut self, j: usize) -> Option<Vec<Integer>> {
        let n = degree(&self.f);
        let from_top = n - 1 - j;
        let mut column = Vec::with_capacity(self.factors.len());
        for (i, factor) in self.factors.iter().enumerate() {
            let mut sum = Integer::ZERO;
            if j <= from_top {
                extend_quotient(&mut self.low[i], &derivative(factor), factor, j + 1, self.modulus)?;
                for (k, c) in self.low[i][..=j].iter().enumerate() {
                    sum = &sum + &(c * &self.f[j - k]);
                }
            } else {
                // in 1/x: the reversed polynomials
                let reversed = |p: &[Integer]| -> Vec<Integer> { p.iter().rev().cloned().collect() };
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

/// The power series `a/b` modulo m to so many terms, from those known; `None` when b has no inverse.
fn extend_quotient(known: &mut Vec<Integer>, a: &[Integer], b: &[Integer], count: usize, m: &Integer) -> Option<()> {
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

/// A lattice that holds the incidence vectors of all true factors, weighted, and what columns say of them.
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
        // a true vector's coordinates are at most 1 in the incidence part and count/2 + 2 in the columns: made alike in length
        let weight = Integer::from(((count as f64 / 2.0 + 2.0) / (count as f64).sqrt()).ceil() as i64);
        let unit = |i: usize| (0..count).map(|j| if i == j { weight.clone() } else { Integer::ZERO }).collect();
        Knapsack { rows: (0..count).map(unit).collect(), count, columns: 0, weight }
    }

    /// Cuts the lattice down to vectors for which the column's sum is within its bound.
    fn add_column(&mut self, column: &[Integer], bound: u64, modulus: &Integer, budget: &Budget) -> Result<()> {
        let two = Integer::from(2i64);
        // sums of true factors are below 2^bound. Low bits are cut off, those and as many as leave the window; then a
        // true sum is at most one, and rounding errors of one half, of the modulus as well
        let shift = bound.max(modulus.bits().saturating_sub(WINDOW));
        let (unit, half) = (two.checked_pow(shift)?, two.checked_pow(shift - 1)?);
        let cut = |x: &Integer| (x + &half).div_mod_floor(&unit).map_or(Integer::ZERO, |pair| pair.0);
        let values: Vec<Integer> = column.iter().map(cut).collect();
        let limit = cut(modulus);
        for row in &mut self.rows {
            let pairs = row.iter().zip(&values).filter(|(x, _)| !x.is_zero());
            let sum = pairs.fold(Integer::ZERO, |sum, (x, y)| &sum + &(&x.exact_div(&self.weight).unwrap_or(Integer::ZERO) * y));
            row.push(residue(&sum, &limit));
        }
        self.columns += 1;
        let mut last = vec![Integer::ZERO; self.count + self.columns - 1];
        last.push(limit);
        self.rows.push(last);
        let lengths = reduce_in_doubles(&mut self.rows, budget)?;
        let (w, count, error) = (self.weight.to_f64(), self.count as f64, self.count as f64 / 2.0 + 2.0);
        let bound = (w * w * count + self.columns as f64 * error * error) * 1.01 + 1.0;
        let kept = lengths.iter().rposition(|&length| length <= bound).map_or(0, |place| place + 1);
        self.rows.truncate(kept);
        Ok(())
    }

    /// A basis of the incidence vectors.
    fn incidence(&self) -> Vec<Vector> {
        let strip = |row: &Vector| row[..self.count].iter().map(|x| x.exact_div(&self.weight).unwrap_or(Integer::ZERO)).collect();
        echelon(self.rows.iter().map(strip).collect())
    }

    /// The sets of modular factors, when the lattice is spanned by disjoint incidence vectors.
    fn partition(&self) -> Option<Vec<Vec<usize>>> {
        let mut seen = vec![false; self.count];
        let mut groups = Vec::new();
        for row in &self.incidence() {
            let mut group = Vec::new();
            for (i, x) in row.iter().enumerate() {
                match x.to_i64() {
                    Some(0) => {}
                    Some(1) if !seen[i] => {
                        seen[i] = true;
                        group.push(i);
                    }
                    _ => return None,
                }
            }
            groups.push(group);
        }
        seen.iter().all(|&s| s).then_some(groups)
    }
}

/// A basis of the rows' lattice in reduced echelon form (Hermite's).
fn echelon(mut rows: Vec<Vector>) -> Vec<Vector> {
    let width = rows.first().map_or(0, Vec::len);
    let mut top = 0;
    for column in 0..width {
        loop {
            // Euclid among the entries of the column
            let candidates = (top..rows.len()).filter(|&i| !rows[i][column].is_zero());
            let Some(pivot) = candidates.min_by_key(|&i| rows[i][column].abs()) else { break };
            rows.swap(top, pivot);
            let (head, tail) = rows.split_at_mut(top + 1);
            let lead = &head[top];
            let mut done = true;
            for row in tail.iter_mut().filter(|row| !row[column].is_zero()) {
                let q = row[column].div_mod_floor(&lead[column]).map_or(Integer::ZERO, |pair| pair.0);
                row.iter_mut().zip(lead).for_each(|(x, y)| *x = &*x - &(&q * y));
                done &= row[column].is_zero();
            }
            if done {
                if rows[top][column].signum() < 0 {
                    rows[top].iter_mut().for_each(|x| *x = -&*x);
                }
                let lead = rows[top].clone();
                for row in rows[..top].iter_mut() {
                    let q = row[column].div_mod_floor(&lead[column]).map_or(Integer::ZERO, |pair| pair.0);
                    if !q.is_zero() {
                        row.iter_mut().zip(&lead).for_each(|(x, y)| *x = &*x - &(&q * y));
                    }
                }
                top += 1;
                break;
            }
        }
    }
    rows.truncate(top);
    rows
}

/// The factors that the groups of modular factors give, if all divide.
fn verify(f: &[Integer], lift: &Lift, groups: &[Vec<usize>], budget: &Budget) -> Result<Option<Vec<Vec<Integer>>>> {
    let parts = lift.factors();
    let (mut rest, mut found) = (f.to_vec(), Vec::new());
    for group in groups {
        let choice: Vec<&Vec<Integer>> = group.iter().map(|&i| &parts[i]).collect();
        let factor = candidate(&rest[rest.len() - 1], &choice, &lift.modulus, budget)?;
        let Some(quotient) = exact_quotient(&rest, &factor, budget)? else { return Ok(None) };
        found.push(factor);
        rest = quotient;
    }
    Ok((rest.len() == 1).then_some(found))
}

/// The product of the powers of factors.
///
/// # Errors
/// Coefficients too large, or the budget's stop.
pub fn expand(content: &Integer, factors: &Factors, budget: &Budget) -> Result<Vec<Integer>> {
    let mut product = vec![content.clone()];
    for (factor, n) in factors {
        for _ in 0..*n {
            product = multiply(&product, factor, budget)?;
        }
    }
    Ok(scale(&product, &Integer::ONE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dense::{add, subtract};

    fn whole(c: &[i64]) -> Vec<Integer> {
        c.iter().map(|&c| Integer::from(c)).collect()
    }

    fn factored(f: &[Integer]) -> (Integer, Factors) {
        let budget = Budget::default();
        let (content, factors) = factor(f, &budget).unwrap_or_else(|e| unreachable!("{e}"));
        assert_eq!(expand(&content, &factors, &budget).as_deref(), Ok(f));
        (content, factors)
    }

    /// The minimal polynomial of the sum of the roots of the first n primes.
    fn swinnerton_dyer(n: usize) -> Vec<Integer> {
        let budget = Budget::default();
        let mut f = whole(&[0, 1]);
        for p in [2i64, 3, 5, 7, 11, 13, 17].into_iter().take(n) {
            // f(x + s) f(x - s) = a^2 - p b^2 for f(x + s) = a + s b, s^2 = p
            let (mut a, mut b) = (vec![Integer::ZERO; f.len()], vec![Integer::ZERO; f.len()]);
            for (k, c) in f.iter().enumerate() {
                for j in 0..=k {
                    let binomial = Integer::binomial(&Integer::from(k as u64), j as u64).unwrap_or(Integer::ZERO);
                    let power = Integer::from(p).checked_pow(j as u64 / 2).unwrap_or(Integer::ZERO);
                    let value = &(c * &binomial) * &power;
                    let side = if j % 2 == 1 { &mut b } else { &mut a };
                    side[k - j] = &side[k - j] + &value;
                }
            }
            let square = |x: &[Integer]| multiply(x, x, &budget).unwrap_or_default();
            f = subtract(&square(&a), &scale(&square(&b), &Integer::from(p)));
        }
        f
    }

    #[test]
    fn random_products_fall_apart_into_what_they_were_made_of() {
        let mut stream = Stream::new(8);
        for (count, size, bits) in [(2, 3, 3), (3, 5, 10), (4, 4, 40), (8, 6, 6), (14, 10, 6)] {
            let mut product = whole(&[6]);
            for _ in 0..count {
                let f: Vec<Integer> =
                    (0..=size)
                        .map(|i| {
                            if i == size { 1 + (stream.next_u64() % 4) as i64 } else { (stream.next_u64() as i64) >> (63 - bits) }
                        })
                        .map(Integer::from)
                        .collect();
                product = multiply(&product, &f, &Budget::default()).unwrap_or_default();
            }
            let (_, factors) = factored(&product);
            assert!(factors.iter().map(|f| f.1).sum::<u64>() >= count, "{count} {size} {bits}");
            // factors are irreducible: factoring them again changes nothing
            for (irreducible, _) in &factors {
                assert_eq!(factored(irreducible).1, vec![(irreducible.clone(), 1)]);
            }
        }
    }

    #[test]
    fn polynomials_that_split_modulo_every_prime_are_irreducible() {
        for n in 2..=6 {
            let f = swinnerton_dyer(n);
            assert_eq!(factored(&f).1, vec![(f.clone(), 1)], "{n}");
        }
        let product = multiply(&swinnerton_dyer(4), &swinnerton_dyer(5), &Budget::default()).unwrap_or_default();
        assert_eq!(factored(&product).1.len(), 2);
    }

    #[test]
    fn repeated_factors_contents_and_binomials_are_told() {
        let cube = multiply(
            &whole(&[1, 2]),
            &multiply(&whole(&[1, 2]), &whole(&[2, 4]), &Budget::default()).unwrap_or_default(),
            &Budget::default(),
        );
        assert_eq!(factored(&cube.unwrap_or_default()), (Integer::from(2i64), vec![(whole(&[1, 2]), 3)]));
        for (n, count) in [(1, 1), (2, 2), (12, 6), (60, 12), (105, 8), (210, 16)] {
            let mut f = vec![Integer::ZERO; n + 1];
            (f[0], f[n]) = (Integer::from(-1i64), Integer::ONE);
            assert_eq!(factored(&f).1.len(), count, "x^{n} - 1");
        }
        // 4 x^4 + 1 has the factors of Sophie Germain
        assert_eq!(factored(&whole(&[1, 0, 0, 0, 4])).1.len(), 2);
        assert_eq!(factored(&whole(&[64, 0, 0, 0, 0, 0, 1])).1.len(), 2);
        assert_eq!(factored(&whole(&[-64, 0, 0, 0, 0, 0, 729])).1.len(), 4);
        let shifted = add(&whole(&[0, 0, 0, 1]), &whole(&[0, -1]));
        assert_eq!(factored(&shifted).1.len(), 3);
        assert_eq!(factor(&whole(&[-5]), &Budget::default()), Ok((Integer::from(-5i64), Vec::new())));
    }
}
