//! Factoring in Z\[x\]: squarefree parts (D. Yun, 1976), a factorization modulo a small prime,
//! Hensel lifting, and the recombination of the modular factors: by subsets where they are few (H.
//! Zassenhaus, 1969), by a lattice of logarithmic derivatives where they are many (M. van Hoeij, J.
//! Number Theory 95 (2002); bounds as in K. Belabas, M. van Hoeij, J. Klüners, A. Steel, 2009).
//! Every factor is shown to divide before it is returned.

use super::hensel::{Lift, multiply_mod, residue};
use super::modular as image;
use super::{
    cyclotomic, degree, derivative, exact_quotient, knapsack, multiply, primitive, scale, split,
};
use crate::Result;
use crate::gcd::dense_gcd;
use crate::word::{Field, Stream, is_prime_u64};
use viete_numbers::{Budget, Integer};

/// Irreducible factors with multiplicities.
pub type Factors = Vec<(Vec<Integer>, u64)>;

/// Suitable primes compared.
const PRIMES: usize = 3;
/// Up to this many modular factors are recombined by subsets.
const SUBSETS: usize = 9;

/// The content with the sign, and the primitive irreducible factors with positive leading
/// coefficients.
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
            factors.extend(
                squarefree_factors(&part, budget)?.into_iter().map(|factor| (factor, multiplicity)),
            );
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
    let divided = |a: &[Integer], b: &[Integer]| {
        Ok::<_, crate::RingError>(exact_quotient(a, b, budget)?.unwrap_or_default())
    };
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
        let part = if difference.is_empty() {
            primitive(&single)
        } else {
            primitive(&dense_gcd(&single, &difference, budget)?)
        };
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
    let step = f
        .iter()
        .enumerate()
        .filter(|(_, c)| !c.is_zero())
        .fold(0, |step, (n, _)| num_integer::gcd(step, n));
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
    if factors.len() <= SUBSETS {
        subsets(f, lift, &possible, budget)
    } else {
        knapsack::recombine(f, lift, budget)
    }
}

fn degree_of(p: &[u64]) -> usize {
    p.len() - 1
}

/// A bound for the coefficients of factors of f: 2^n times the Euclidean norm (M. Mignotte, 1974).
pub(super) fn mignotte_bits(f: &[Integer]) -> u64 {
    let square = f.iter().fold(Integer::ZERO, |sum, c| &sum + &(c * c));
    degree(f) as u64 + square.bits() / 2 + 1
}

/// The primitive polynomial proportional to `lead * product` modulo m.
fn candidate(
    lead: &Integer,
    parts: &[&Vec<Integer>],
    m: &Integer,
    budget: &Budget,
) -> Result<Vec<Integer>> {
    let mut product = vec![residue(lead, m)];
    for part in parts {
        product = multiply_mod(&product, part, m, budget)?;
    }
    Ok(primitive(&product))
}

fn subsets(
    f: &[Integer],
    mut lift: Lift,
    possible: &[bool],
    budget: &Budget,
) -> Result<Vec<Vec<Integer>>> {
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
            // the constant term first: lead * product of constants divides lead * constant of the
            // rest
            let constant = chosen
                .iter()
                .fold(residue(&lead, &m), |product, &i| residue(&(&product * &parts[i][0]), &m));
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

/// The factors that the groups of modular factors give, if all divide.
pub(super) fn verify(
    f: &[Integer],
    lift: &Lift,
    groups: &[Vec<usize>],
    budget: &Budget,
) -> Result<Option<Vec<Vec<Integer>>>> {
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
                    let binomial = Integer::binomial(&Integer::from(k as u64), j as u64)
                        .unwrap_or(Integer::ZERO);
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
                let f: Vec<Integer> = (0..=size)
                    .map(|i| {
                        if i == size {
                            1 + (stream.next_u64() % 4) as i64
                        } else {
                            (stream.next_u64() as i64) >> (63 - bits)
                        }
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
        let product = multiply(&swinnerton_dyer(4), &swinnerton_dyer(5), &Budget::default())
            .unwrap_or_default();
        assert_eq!(factored(&product).1.len(), 2);
    }

    #[test]
    fn repeated_factors_contents_and_binomials_are_told() {
        let cube = multiply(
            &whole(&[1, 2]),
            &multiply(&whole(&[1, 2]), &whole(&[2, 4]), &Budget::default()).unwrap_or_default(),
            &Budget::default(),
        );
        assert_eq!(
            factored(&cube.unwrap_or_default()),
            (Integer::from(2i64), vec![(whole(&[1, 2]), 3)])
        );
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
        assert_eq!(
            factor(&whole(&[-5]), &Budget::default()),
            Ok((Integer::from(-5i64), Vec::new()))
        );
    }
}
