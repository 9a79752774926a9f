//! Primality: trial division, then strong tests. Below 3.3 10^24 the first thirteen primes as bases
//! decide (J. Sorenson, J. Webster, Math. Comp. 86 (2017)); above, the strong test to base 2 and an
//! extra strong Lucas test together (R. Baillie, S. Wagstaff, Math. Comp. 35 (1980)), which no known
//! composite number passes. All of it is made of products that ask the budget one by one.

use super::residues::jacobi;
use crate::Result;
use crate::word::is_prime_u64;
use viete_numbers::{Budget, Integer, Residues};

/// All primes below `bound`, by the sieve of Eratosthenes over odd numbers.
pub fn primes_below(bound: u32) -> Vec<u32> {
    let mut composite = vec![false; bound as usize / 2];
    let mut primes = if bound > 2 { vec![2] } else { Vec::new() };
    for half in 1..composite.len() {
        if !composite[half] {
            let p = 2 * half + 1;
            primes.push(p as u32);
            (p * p / 2..composite.len()).step_by(p).for_each(|multiple| composite[multiple] = true);
        }
    }
    // for an even bound the last odd number is below it; for an odd one too
    primes.retain(|&p| p < bound);
    primes
}

/// Whether `n` is prime.
///
/// # Errors
/// The budget's stop: a test of more than some ten thousand digits takes long.
pub fn is_prime(n: &Integer, budget: &Budget) -> Result<bool> {
    match n {
        Integer::Small(n) => Ok(*n > 1 && is_prime_u64(*n as u64)),
        Integer::Big(big) if big.bits() <= 64 => {
            Ok(n.signum() > 0 && big.iter_u64_digits().next().is_some_and(is_prime_u64))
        }
        Integer::Big(_) => {
            Ok(n.signum() > 0 && !has_small_divisor(n, budget)? && passes(n, budget)?)
        }
    }
}

/// Whether a small prime divides a long number. Primes are taken up to a few times the number of
/// bits, which costs little beside one strong test; as many as fit a word share one division.
fn has_small_divisor(n: &Integer, budget: &Budget) -> Result<bool> {
    const FIRST: [i64; 3] = [
        3 * 5 * 7 * 11 * 13 * 17 * 19 * 23 * 29 * 31 * 37 * 41 * 43,
        47 * 53 * 59 * 61 * 67 * 71 * 73 * 79 * 83,
        89 * 97 * 101 * 103 * 107 * 109 * 113,
    ];
    if n.is_even() || FIRST.iter().any(|&product| n.gcd(&Integer::from(product)) != Integer::ONE) {
        return Ok(true);
    }
    if n.bits() < 512 {
        return Ok(false);
    }
    let mut product = 1u64;
    for p in primes_below((3 * n.bits()).min(1 << 20) as u32).into_iter().skip(30) {
        match product.checked_mul(u64::from(p)).filter(|&product| product < 1 << 63) {
            Some(next) => product = next,
            None => {
                budget.spend(1 + n.bits() / 256)?;
                if n.gcd(&Integer::from(product)) != Integer::ONE {
                    return Ok(true);
                }
                product = u64::from(p);
            }
        }
    }
    Ok(n.gcd(&Integer::from(product)) != Integer::ONE)
}

fn passes(n: &Integer, budget: &Budget) -> Result<bool> {
    const BASES: [i64; 13] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41];
    let ring = Residues::new(n, budget);
    if n.bits() > 81 {
        return Ok(strong_test(n, &ring, 2)? && strong_lucas_test(n, &ring)?);
    }
    for base in BASES {
        if !strong_test(n, &ring, base)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The strong test of Miller and Rabin.
fn strong_test(n: &Integer, ring: &Residues<'_>, base: i64) -> Result<bool> {
    let below = n - &Integer::ONE;
    let twos = trailing_zeros(&below);
    let (one, minus_one) = (ring.residue(&Integer::ONE), ring.residue(&below));
    let mut power = ring.power(&ring.residue(&Integer::from(base)), &shifted(&below, twos))?;
    if power == one || power == minus_one {
        return Ok(true);
    }
    for _ in 1..twos {
        power = ring.multiply(&power, &power)?;
        if power == minus_one {
            return Ok(true);
        }
    }
    Ok(false)
}

fn trailing_zeros(n: &Integer) -> u64 {
    match n {
        Integer::Small(n) => n.trailing_zeros().into(),
        Integer::Big(n) => n.trailing_zeros().unwrap_or(0),
    }
}

fn shifted(n: &Integer, bits: u64) -> Integer {
    (n.to_big() >> bits).into()
}

/// The extra strong Lucas test (J. Grantham, Math. Comp. 70 (2001), 3): the Lucas sequences of
/// x^2 - P x + 1 with the least P >= 3 whose discriminant is no square modulo n. Only V is carried
/// along, two products for each bit: `D U_k = 2 V_(k+1) - P V_k`.
fn strong_lucas_test(n: &Integer, ring: &Residues<'_>) -> Result<bool> {
    if n.root_floor(2).is_some_and(|root| &root * &root == *n) {
        return Ok(false);
    }
    let mut p = 3i64;
    loop {
        match jacobi_of_word(p * p - 4, n) {
            -1 => break,
            // a divisor of the discriminant, which is far below n
            0 => return Ok(false),
            _ => p += 1,
        }
    }
    let next = n + &Integer::ONE;
    let twos = trailing_zeros(&next);
    let exponent = shifted(&next, twos).to_big();
    let (p, two) = (ring.residue(&Integer::from(p)), ring.residue(&Integer::from(2i64)));
    // V_k and V_(k+1) for the leading bits k of the exponent
    let (mut v, mut above) = (two.clone(), p.clone());
    for bit in (0..exponent.bits()).rev() {
        let middle = ring.subtract(&ring.multiply(&v, &above)?, &p);
        if exponent.bit(bit) {
            above = ring.subtract(&ring.multiply(&above, &above)?, &two);
            v = middle;
        } else {
            v = ring.subtract(&ring.multiply(&v, &v)?, &two);
            above = middle;
        }
    }
    let minus_two = ring.residue(&Integer::from(-2i64));
    if v == two || v == minus_two {
        let scaled = ring.subtract(&ring.multiply(&two, &above)?, &ring.multiply(&p, &v)?);
        if ring.is_zero(&scaled) {
            return Ok(true);
        }
    }
    for _ in 1..twos {
        if ring.is_zero(&v) {
            return Ok(true);
        }
        v = ring.subtract(&ring.multiply(&v, &v)?, &two);
    }
    Ok(false)
}

/// The Jacobi symbol of a small positive number over a long odd one: one division, then words.
fn jacobi_of_word(a: i64, n: &Integer) -> i32 {
    let twos = a.trailing_zeros();
    let odd = a >> twos;
    let low =
        |m: i64| n.div_mod_floor(&Integer::from(m)).and_then(|pair| pair.1.to_i64()).unwrap_or(0);
    let mut sign = if twos % 2 == 1 && matches!(low(8), 3 | 5) { -1 } else { 1 };
    if odd == 1 {
        return sign;
    }
    if odd % 4 == 3 && low(4) == 3 {
        sign = -sign;
    }
    let (rest, odd) = (Integer::from(low(odd)), Integer::from(odd));
    sign * jacobi(&rest, &odd, &Budget::default()).unwrap_or(0)
}

/// The smallest prime above `n`.
///
/// # Errors
/// The budget's stop.
pub fn next_prime(n: &Integer, budget: &Budget) -> Result<Integer> {
    let two = Integer::from(2i64);
    if *n < two {
        return Ok(two);
    }
    let mut candidate = if n.is_even() { n + &Integer::ONE } else { n + &two };
    // a window of odd numbers, sieved by small primes
    let primes = primes_below(if n.bits() > 200 { 20_000 } else { 1000 });
    let window = (n.bits() as usize * 4).clamp(64, 1 << 14);
    loop {
        let mut composite = vec![false; window];
        if candidate.bits() > 40 {
            for &p in primes.iter().skip(1) {
                let p = u64::from(p);
                budget.spend(1 + n.bits() / 256)?;
                let rest = candidate
                    .div_mod_floor(&Integer::from(p))
                    .and_then(|pair| pair.1.to_i64())
                    .unwrap_or(0) as u64;
                // candidate + 2 i = 0 mod p
                let first = (p - rest) % p * p.div_ceil(2) % p;
                (first as usize..window)
                    .step_by(p as usize)
                    .for_each(|place| composite[place] = true);
            }
        }
        for (place, _) in composite.iter().enumerate().filter(|(_, composite)| !**composite) {
            budget.spend(1 + n.bits() / 64)?;
            let number = &candidate + &Integer::from(2 * place as u64);
            if is_prime(&number, budget)? {
                return Ok(number);
            }
        }
        candidate = &candidate + &Integer::from(2 * window as u64);
    }
}
