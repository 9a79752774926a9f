//! Prime factors: trial division, Pollard's rho for words, the quadratic sieve beyond, elliptic
//! curves first for long numbers.

use super::primes::{is_prime, primes_below};
use super::{curves, sieve};
use crate::Result;
use crate::word::Field;
use viete_numbers::{Budget, Integer};

const TRIAL: u32 = 1 << 12;

/// The prime factors of `|n|` with exponents, ascending; none for 0 and 1.
///
/// # Errors
/// The budget's stop: beyond about 60 digits without small factors the sieve takes long.
///
/// # Example
/// 360 has the factors 2^3, 3^2, 5.
pub fn factor(n: &Integer, budget: &Budget) -> Result<Vec<(Integer, u64)>> {
    let mut rest = n.abs();
    let mut factors: Vec<Integer> = Vec::new();
    if rest.is_zero() {
        return Ok(Vec::new());
    }
    // twos are a matter of shifting
    if let Integer::Big(big) = &rest {
        let twos = big.trailing_zeros().unwrap_or(0);
        budget.fits_array::<Integer>(twos)?;
        factors.extend((0..twos).map(|_| Integer::from(2i64)));
        rest = (&**big >> twos).into();
    }
    let bound = match rest.bits() {
        bits @ 0..24 => 1 << bits.div_ceil(2).max(2),
        24..LONG => TRIAL,
        bits => TRIAL.max((bits * 16).min(1 << 17) as u32),
    };
    for p in primes_below(bound) {
        budget.spend(1 + rest.bits() / 512)?;
        let p = Integer::from(u64::from(p));
        if rest.bits() > LONG && rest.gcd(&p) == Integer::ONE {
            continue;
        }
        let (left, count) = without(rest, &p, budget)?;
        rest = left;
        factors.extend((0..count).map(|_| p.clone()));
    }
    let mut pending = vec![rest];
    while let Some(part) = pending.pop() {
        if part == Integer::ONE {
            continue;
        }
        if is_prime(&part, budget)? {
            factors.push(part);
            continue;
        }
        let divisor = match part.to_i64() {
            Some(word) if word < 1 << 61 => Integer::from(rho(word as u64, budget)?),
            _ => match perfect_power(&part, budget)? {
                Some(root) => root,
                None => match on_curves(&part, budget)? {
                    Some(divisor) => divisor,
                    None => sieve::divisor(&part, budget)?,
                },
            },
        };
        pending.extend(part.exact_div(&divisor));
        pending.push(divisor);
    }
    factors.sort();
    let mut counted: Vec<(Integer, u64)> = Vec::new();
    for factor in factors {
        match counted.last_mut() {
            Some((last, count)) if *last == factor => *count += 1,
            _ => counted.push((factor, 1)),
        }
    }
    Ok(counted)
}

/// Numbers of more bits are searched for factors of moderate size before they are sieved.
const LONG: u64 = 190;

/// A divisor of moderate size of a long number: bounds and numbers of curves for factors of 15, 20
/// and, where the sieve would take hours, 25 and 30 digits.
fn on_curves(n: &Integer, budget: &Budget) -> Result<Option<Integer>> {
    let stages: &[(u32, u64)] = match n.bits() {
        0..LONG => &[],
        LONG..240 => &[(2000, 25)],
        240..280 => &[(2000, 25), (11_000, 90)],
        _ => &[(2000, 25), (11_000, 90), (50_000, 300), (250_000, 500)],
    };
    for &(bound, curves) in stages {
        if let Some(divisor) = curves::divisor(n, bound, curves, budget)? {
            return Ok(Some(divisor));
        }
    }
    Ok(None)
}

/// The number without its factors p, and how many there were: by squares of p, so that high powers
/// cost few divisions.
fn without(n: Integer, p: &Integer, budget: &Budget) -> Result<(Integer, u64)> {
    let (mut powers, mut rest) = (vec![p.clone()], n);
    let mut count = 0;
    // up by squares while they divide, then down again
    while let Some(quotient) = powers.last().and_then(|power| rest.exact_div(power)) {
        budget.spend(1 + quotient.bits() / 64)?;
        budget.check_clock()?;
        count += 1 << (powers.len() - 1);
        rest = quotient;
        let next = &powers[powers.len() - 1] * &powers[powers.len() - 1];
        if next.bits() > rest.bits() {
            break;
        }
        powers.push(next);
    }
    for (k, power) in powers.iter().enumerate().rev() {
        budget.spend(1 + rest.bits() / 64)?;
        while let Some(quotient) = rest.exact_div(power) {
            budget.check_clock()?;
            count += 1 << k;
            rest = quotient;
        }
    }
    Ok((rest, count))
}

/// The root when the number, free of primes below [`TRIAL`] unless it is short, is a power.
fn perfect_power(n: &Integer, budget: &Budget) -> Result<Option<Integer>> {
    let largest = if n.bits() < LONG { n.bits() } else { n.bits() / u64::from(TRIAL.ilog2()) };
    for k in primes_below(largest as u32 + 1) {
        budget.spend(1 + n.bits() / 64)?;
        if n.bits() > 1 << 16 {
            budget.check_clock()?;
        }
        let root = n.root_floor(k);
        if let Some(root) = root.filter(|root| root.checked_pow(k.into()).as_ref() == Ok(n)) {
            return Ok(Some(root));
        }
    }
    Ok(None)
}

/// A proper divisor of an odd composite word, by R. Brent's form of Pollard's rho method (BIT 20
/// (1980)).
fn rho(n: u64, budget: &Budget) -> Result<u64> {
    // Montgomery's arithmetic needs no prime
    let ring = Field::new(n);
    for constant in 1.. {
        let step = |x: u64| ring.add(ring.mul(x, x), ring.from_u64(constant));
        let mut y = ring.from_u64(2);
        let (mut x, mut checkpoint, mut product, mut length) = (y, y, ring.one(), 1u64);
        let mut divisor = 1;
        while divisor == 1 {
            x = y;
            (0..length).for_each(|_| y = step(y));
            let mut done = 0;
            while done < length && divisor == 1 {
                checkpoint = y;
                let batch = (length - done).min(128);
                budget.spend(batch / 4 + 1)?;
                for _ in 0..batch {
                    y = step(y);
                    product = ring.mul(product, ring.sub(x, y));
                }
                divisor = num_integer::gcd(product, n);
                done += batch;
            }
            length *= 2;
        }
        if divisor == n {
            // several at once: again, one by one
            divisor = 1;
            while divisor == 1 {
                checkpoint = step(checkpoint);
                divisor = num_integer::gcd(ring.sub(x, checkpoint), n);
            }
        }
        if divisor != n {
            return Ok(divisor);
        }
    }
    Ok(n)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word::Stream;

    #[test]
    fn factors_are_prime_and_multiply_back() {
        let (mut stream, budget) = (Stream::new(12), Budget::default());
        let mut numbers: Vec<Integer> = (0..400i64).map(Integer::from).collect();
        for bits in [20, 40, 60, 61, 62, 63] {
            numbers
                .extend((0..10).map(|_| Integer::from((stream.next_u64() >> (64 - bits)) as i64)));
        }
        for text in [
            "1000000016000000063",
            "18446744073709551617",
            "123456789012345678901234567890",
            "340282366920938463463374607431768211457",
            "1267650600228229401496703205375",
        ] {
            numbers.extend(Integer::from_decimal(text));
        }
        for n in numbers {
            let factors = factor(&n, &budget).unwrap_or_default();
            let product = factors.iter().fold(Integer::ONE, |product, (p, e)| {
                &product * &p.checked_pow(*e).unwrap_or(Integer::ZERO)
            });
            assert!(n.is_zero() || product == n, "{n}");
            assert!(factors.iter().all(|(p, _)| is_prime(p, &budget) == Ok(true)), "{n}");
        }
    }

    #[test]
    fn moderate_factors_of_long_numbers_are_found_on_curves() {
        let n = Integer::from_decimal(
            "100000000000031000000000000000000000000000000000000000000000700000000000217",
        )
        .unwrap_or(Integer::ZERO);
        let factors = factor(&n, &Budget::default()).unwrap_or_default();
        assert_eq!(factors.first().map(|f| f.0.to_string()).as_deref(), Some("100000000000031"));
        assert_eq!(factors.len(), 2);
    }
}
