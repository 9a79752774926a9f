//! Primality: trial division, then strong tests. Below 3.3 10^24 the first thirteen primes as bases
//! decide (J. Sorenson, J. Webster, Math. Comp. 86 (2017)); above, the strong test to base 2 and a
//! strong Lucas test together (R. Baillie, S. Wagstaff, Math. Comp. 35 (1980)), which no known
//! composite number passes.

use super::residues::jacobi;
use crate::Result;
use crate::word::is_prime_u64;
use viete_numbers::{Budget, Integer};

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
pub fn is_prime(n: &Integer) -> bool {
    match n {
        Integer::Small(n) => *n > 1 && is_prime_u64(*n as u64),
        Integer::Big(big) if big.bits() <= 64 => {
            n.signum() > 0 && big.iter_u64_digits().next().is_some_and(is_prime_u64)
        }
        Integer::Big(_) => n.signum() > 0 && !has_small_divisor(n) && passes(n),
    }
}

/// Products of small primes that fit a word, tested by one division each.
fn has_small_divisor(n: &Integer) -> bool {
    const PRODUCTS: [i64; 3] = [
        3 * 5 * 7 * 11 * 13 * 17 * 19 * 23 * 29 * 31 * 37 * 41 * 43,
        47 * 53 * 59 * 61 * 67 * 71 * 73 * 79 * 83,
        89 * 97 * 101 * 103 * 107 * 109 * 113,
    ];
    n.is_even() || PRODUCTS.iter().any(|&product| n.gcd(&Integer::from(product)) != Integer::ONE)
}

fn passes(n: &Integer) -> bool {
    const BASES: [i64; 13] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41];
    if n.bits() <= 81 {
        return BASES.iter().all(|&base| strong_test(n, base));
    }
    strong_test(n, 2) && strong_lucas_test(n)
}

/// The strong test of Miller and Rabin.
fn strong_test(n: &Integer, base: i64) -> bool {
    let minus_one = n - &Integer::ONE;
    let twos = trailing_zeros(&minus_one);
    let mut power = Integer::from(base).pow_mod(&shifted(&minus_one, twos), n);
    if power == Integer::ONE || power == minus_one {
        return true;
    }
    for _ in 1..twos {
        power = (&power * &power).div_mod_floor(n).map_or(Integer::ZERO, |pair| pair.1);
        if power == minus_one {
            return true;
        }
    }
    false
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

/// The strong Lucas test with Selfridge's parameters.
fn strong_lucas_test(n: &Integer) -> bool {
    if n.root_floor(2).is_some_and(|root| &root * &root == *n) {
        return false;
    }
    let mut d = 5i64;
    while jacobi(&Integer::from(d), n) != -1 {
        d = if d > 0 { -(d + 2) } else { 2 - d };
    }
    let q = Integer::from((1 - d) / 4);
    let reduce = |x: Integer| x.div_mod_floor(n).map_or(Integer::ZERO, |pair| pair.1);
    let half = |x: Integer| {
        let even = if x.is_even() { x } else { &x + n };
        shifted(&even, 1)
    };
    let next = n + &Integer::ONE;
    let twos = trailing_zeros(&next);
    let exponent = shifted(&next, twos).to_big();
    // U_k, V_k, Q^k for the leading bits of the exponent
    let (mut u, mut v, mut power) = (Integer::ONE, Integer::ONE, reduce(q.clone()));
    let d = Integer::from(d);
    for bit in (0..exponent.bits() - 1).rev() {
        u = reduce(&u * &v);
        v = reduce(&(&v * &v) - &(&power + &power));
        power = reduce(&power * &power);
        if exponent.bit(bit) {
            let sum = half(reduce(&u + &v));
            v = half(reduce(&(&d * &u) + &v));
            u = sum;
            power = reduce(&power * &q);
        }
    }
    if u.is_zero() || v.is_zero() {
        return true;
    }
    for _ in 1..twos {
        v = reduce(&(&v * &v) - &(&power + &power));
        power = reduce(&power * &power);
        if v.is_zero() {
            return true;
        }
    }
    false
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
            budget.spend(1 + n.bits() * n.bits() / 1000)?;
            let number = &candidate + &Integer::from(2 * place as u64);
            if is_prime(&number) {
                return Ok(number);
            }
        }
        candidate = &candidate + &Integer::from(2 * window as u64);
    }
}
