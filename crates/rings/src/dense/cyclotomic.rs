//! Binomials `a x^n - b` and cyclotomic polynomials.

use super::{exact_quotient, primitive};
use crate::Result;
use viete_numbers::{Budget, Integer};

/// The n-th cyclotomic polynomial, as a quotient of products of `x^d - 1` (Moebius inversion), in
/// power series up to half the degree's symmetry. O(divisors times degree) additions.
pub fn cyclotomic(n: u64) -> Vec<Integer> {
    let primes = prime_divisors(n);
    // Phi_n(x) = Phi_m(x^(n/m)) for the product m of the primes of n
    let radical: u64 = primes.iter().product();
    let degree: u64 = primes.iter().map(|p| p - 1).product();
    let size = degree as usize + 1;
    let mut series = vec![0i64; size];
    series[0] = 1;
    if radical == 1 {
        return vec![Integer::from(-1i64), Integer::ONE];
    }
    // products of (1 - x^(m/d))^(mu(d)) over subsets d of the primes; the sign is right for m > 1
    for subset in 0..1u32 << primes.len() {
        let d: u64 = primes
            .iter()
            .enumerate()
            .filter(|(i, _)| subset >> i & 1 == 1)
            .map(|(_, p)| p)
            .product();
        let step = (radical / d) as usize;
        if subset.count_ones() % 2 == 0 {
            for i in (step..size).rev() {
                series[i] = series[i].wrapping_sub(series[i - step]);
            }
        } else {
            for i in step..size {
                series[i] = series[i].wrapping_add(series[i - step]);
            }
        }
    }
    let stretch = (n / radical) as usize;
    let mut result = vec![Integer::ZERO; degree as usize * stretch + 1];
    series.into_iter().enumerate().for_each(|(i, c)| result[i * stretch] = Integer::from(c));
    result
}

fn prime_divisors(mut n: u64) -> Vec<u64> {
    let mut primes = Vec::new();
    let mut p = 2;
    while p * p <= n {
        if n.is_multiple_of(p) {
            primes.push(p);
            while n.is_multiple_of(p) {
                n /= p;
            }
        }
        p += 1;
    }
    if n > 1 {
        primes.push(n);
    }
    primes
}

fn divisors(n: u64) -> Vec<u64> {
    let mut all: Vec<u64> =
        (1..).take_while(|d| d * d <= n).filter(|&d| n.is_multiple_of(d)).collect();
    let large: Vec<u64> = all.iter().rev().map(|d| n / d).collect();
    all.extend(large);
    all.dedup();
    all
}

/// The factors of `a x^n - b` and `a x^n + b`, when a and b have integer roots that make it `y^m -+
/// 1` in disguise; `None` for other polynomials. With `a = u^m`, `b = v^m` the factors are `v^d
/// Phi(u x^k/v)`.
pub(super) fn binomial_factors(
    f: &[Integer],
    budget: &Budget,
) -> Result<Option<Vec<Vec<Integer>>>> {
    let n = f.len() - 1;
    if n < 2 || f[1..n].iter().any(|c| !c.is_zero()) {
        return Ok(None);
    }
    let (a, b) = (&f[n], &f[0]);
    let root = |c: &Integer, m: u64| {
        let magnitude = c.abs();
        let root = magnitude.root_floor(u32::try_from(m).ok()?)?;
        (root.checked_pow(m).ok()? == magnitude).then_some(root)
    };
    // only a full set of roots gives all irreducible factors by this formula
    let (Some(u), Some(v)) = (root(a, n as u64), root(b, n as u64)) else { return Ok(None) };
    let minus = a.signum() * b.signum() < 0;
    // x^n + 1 is the product of Phi_d over the divisors of 2 n that do not divide n
    let orders = if minus {
        divisors(n as u64)
    } else {
        divisors(2 * n as u64).into_iter().filter(|d| !(n as u64).is_multiple_of(*d)).collect()
    };
    let mut factors = Vec::new();
    for d in orders {
        let plain = cyclotomic(d);
        budget.spend(plain.len() as u64)?;
        let degree = plain.len() - 1;
        let mut scaled = Vec::with_capacity(plain.len());
        for (i, c) in plain.iter().enumerate() {
            scaled.push(match (&u, &v) {
                (Integer::Small(1), Integer::Small(1)) => c.clone(),
                _ => &(c * &u.checked_pow(i as u64)?) * &v.checked_pow((degree - i) as u64)?,
            });
        }
        factors.push(primitive(&scaled));
    }
    debug_assert!(factors.iter().all(|factor| exact_quotient(f, factor, budget) != Ok(None)));
    Ok(Some(factors))
}
