//! Hensel lifting of a factorization modulo `y` to one modulo a power of `y`, over Z/p, the leading
//! coefficients given.

use crate::Result;
use crate::dense::modular as dense;
use crate::word::Field;
use viete_numbers::Budget;

/// Polynomials in x, by power of y.
pub(super) type Series = Vec<Vec<u64>>;

/// `p(x, y + shift)`.
pub(super) fn shifted(field: &Field, p: &[Vec<u64>], shift: u64) -> Series {
    let mut result = p.to_vec();
    for low in 0..result.len() {
        for place in (low..result.len().saturating_sub(1)).rev() {
            let added = dense::scale(field, &result[place + 1], shift);
            result[place] = dense::add(field, &result[place], &added);
        }
    }
    result
}

/// The factors of `f` that are `factors` at y = 0 and have the leading coefficients `leads` in x,
/// up to the degree of f in y; `None` when the factors are not coprime.
pub(super) fn lift(
    field: &Field,
    f: &[Vec<u64>],
    factors: &[Vec<u64>],
    leads: &[Vec<u64>],
    budget: &Budget,
) -> Result<Option<Vec<Series>>> {
    let count = factors.len();
    // inverses of the cofactors
    let mut inverses = Vec::with_capacity(count);
    for (i, factor) in factors.iter().enumerate() {
        let mut cofactor = vec![field.one()];
        for (_, other) in factors.iter().enumerate().filter(|(j, _)| *j != i) {
            cofactor = dense::remainder(field, &dense::multiply(field, &cofactor, other), factor);
        }
        let (common, inverse, _) = dense::extended_gcd(field, &cofactor, factor);
        if common.len() != 1 {
            return Ok(None);
        }
        inverses.push(inverse);
    }
    let top = |i: usize| factors[i].len() - 1;
    let mut lifted: Vec<Series> = factors.iter().map(|factor| vec![factor.clone()]).collect();
    // products of the first m factors, by power of y
    let mut products: Vec<Series> = Vec::new();
    let mut product = factors[0].clone();
    products.push(vec![product.clone()]);
    for factor in &factors[1..] {
        product = dense::multiply(field, &product, factor);
        products.push(vec![product.clone()]);
    }
    for power in 1..f.len() {
        budget.spend((power * count * product.len()) as u64 / 4 + 1)?;
        for (i, series) in lifted.iter_mut().enumerate() {
            let mut next = vec![0; top(i) + 1];
            next[top(i)] = leads[i].get(power).copied().unwrap_or(0);
            dense::trim(&mut next);
            series.push(next);
        }
        products[0].push(lifted[0][power].clone());
        for m in 1..count {
            let mut sum = Vec::new();
            for k in 0..=power {
                sum = dense::add(
                    field,
                    &sum,
                    &dense::multiply(field, &products[m - 1][k], &lifted[m][power - k]),
                );
            }
            products[m].push(sum);
        }
        let error = dense::subtract(field, &f[power], &products[count - 1][power]);
        if error.is_empty() {
            continue;
        }
        let mut change: Vec<u64> = Vec::new();
        for i in 0..count {
            let step =
                dense::remainder(field, &dense::multiply(field, &error, &inverses[i]), &factors[i]);
            lifted[i][power] = dense::add(field, &lifted[i][power], &step);
            change = if i == 0 {
                step
            } else {
                let left = dense::multiply(field, &change, &factors[i]);
                dense::add(field, &left, &dense::multiply(field, &products[i - 1][0], &step))
            };
            products[i][power] = dense::add(field, &products[i][power], &change);
        }
    }
    Ok(Some(lifted))
}
