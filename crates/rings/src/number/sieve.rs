//! The self-initializing quadratic sieve with one large prime (C. Pomerance; R. Silverman, Math.
//! Comp. 48 (1987); S. Contini, 1997): relations `(a x + b)^2 = a Q(x) mod n` with smooth Q, a
//! dependency over GF(2), a difference of squares.

use super::primes::primes_below;
use super::residues::square_root_mod;
use crate::Result;
use crate::word::Stream;
use num_traits::ToPrimitive;
use rustc_hash::FxHashMap;
use viete_numbers::{Budget, Integer};

/// Half the sieve interval by bits of the number.
fn half_interval(bits: u64) -> usize {
    match bits {
        0..75 => 1 << 13,
        75..90 => 1 << 12,
        90..105 => 1 << 13,
        105..125 => 1 << 14,
        _ => 1 << 15,
    }
}

/// Primes of the factor base by bits of the number.
fn base_size(bits: u64) -> usize {
    const TABLE: [(u64, usize); 11] = [
        (60, 50),
        (70, 70),
        (85, 120),
        (100, 180),
        (117, 330),
        (133, 550),
        (150, 1000),
        (166, 1800),
        (183, 3200),
        (200, 5500),
        (240, 14000),
    ];
    let above = TABLE.iter().position(|entry| entry.0 >= bits).unwrap_or(TABLE.len() - 1).max(1);
    let ((low, from), (high, to)) = (TABLE[above - 1], TABLE[above]);
    let t = (bits.max(low) - low) as f64 / (high - low) as f64;
    (from as f64 * (to as f64 / from as f64).powf(t)) as usize
}

struct Prime {
    p: u32,
    /// A square root of k n.
    root: u32,
    log: u8,
}

/// A relation: `x^2 = product of the base's primes (with multiplicity, -1 first) times large^2 mod
/// n`.
struct Relation {
    x: Integer,
    factors: Vec<u32>,
    large: u64,
}

/// A proper divisor of an odd composite number that is no perfect power and has no tiny factor.
///
/// # Errors
/// The budget's stop.
pub(super) fn divisor(n: &Integer, budget: &Budget) -> Result<Integer> {
    let mut size = base_size(n.bits());
    loop {
        let mut sieve = Sieve::new(n, size);
        if let Some(divisor) = sieve.shared_prime() {
            return Ok(divisor);
        }
        if let Some(divisor) = sieve.run(budget)? {
            return Ok(divisor);
        }
        size += size / 2;
    }
}

struct Sieve {
    n: Integer,
    /// k n for the multiplier k.
    target: Integer,
    base: Vec<Prime>,
    half: usize,
    relations: Vec<Relation>,
    partial: FxHashMap<u64, Relation>,
    seen: std::collections::BTreeSet<Vec<usize>>,
}

fn rest(n: &Integer, p: u64) -> u64 {
    match n {
        Integer::Small(n) => n.rem_euclid(p as i64) as u64,
        Integer::Big(big) => {
            let rest = big.iter_u64_digits().rev().fold(0, |rest, digit| {
                ((u128::from(rest) << 64 | u128::from(digit)) % u128::from(p)) as u64
            });
            if n.signum() < 0 && rest > 0 { p - rest } else { rest }
        }
    }
}

/// Euler's criterion.
fn is_residue(a: u64, p: u64) -> bool {
    let (mut result, mut base, mut exponent) = (1, a, (p - 1) / 2);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * base % p;
        }
        base = base * base % p;
        exponent >>= 1;
    }
    result == 1
}

/// The multiplier that makes small primes most useful (D. Knuth, R. Schroeppel).
fn multiplier(n: &Integer, primes: &[u32]) -> u64 {
    let score = |k: u64| {
        let kn = &Integer::from(k) * n;
        let two = match rest(&kn, 8) {
            1 => 2.0,
            5 => 1.0,
            3 | 7 => 0.5,
            _ => 0.0,
        };
        let odd: f64 = primes
            .iter()
            .skip(1)
            .take(30)
            .map(|&p| {
                let (p, weight) = (u64::from(p), f64::from(p).log2() / f64::from(p - 1));
                match rest(&kn, p) {
                    0 => weight,
                    r if is_residue(r, p) => 2.0 * weight,
                    _ => 0.0,
                }
            })
            .sum();
        two + odd - 0.5 * (k as f64).log2()
    };
    let squarefree = |k: &u64| (2..8).all(|d| !k.is_multiple_of(d * d));
    (1..72)
        .filter(squarefree)
        .map(|k| (k, score(k)))
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map_or(1, |best| best.0)
}

impl Sieve {
    fn new(n: &Integer, size: usize) -> Sieve {
        let primes = primes_below((size as u32 * 40).max(2000));
        let k = multiplier(n, &primes);
        let target = &Integer::from(k) * n;
        let usable = primes.iter().filter_map(|&p| {
            let root = square_root_mod(rest(&target, p.into()), p.into())? as u32;
            Some(Prime { p, root, log: f64::from(p).log2().round() as u8 })
        });
        let base = usable.take(size).collect();
        Sieve {
            n: n.clone(),
            target,
            base,
            half: half_interval(n.bits()),
            relations: Vec::new(),
            partial: FxHashMap::default(),
            seen: Default::default(),
        }
    }

    /// A prime of the base that divides the number.
    fn shared_prime(&self) -> Option<Integer> {
        self.base
            .iter()
            .map(|prime| Integer::from(u64::from(prime.p)))
            .find(|p| self.n != *p && self.n.exact_div(p).is_some())
    }

    fn run(&mut self, budget: &Budget) -> Result<Option<Integer>> {
        let mut stream = Stream::new(31);
        let wanted = self.base.len() + 20;
        let (mut fruitless, mut tried) = (0, 0);
        while fruitless < 200 {
            let before = self.relations.len();
            let Some(leading) = self.choose(&mut stream) else { return Ok(None) };
            self.family(&leading, budget)?;
            fruitless = if self.relations.len() == before { fruitless + 1 } else { 0 };
            if self.relations.len() >= wanted + tried {
                if let Some(divisor) = self.solve(budget)? {
                    return Ok(Some(divisor));
                }
                tried += 20;
            }
        }
        Ok(None)
    }

    /// Primes whose product is near `sqrt(2 k n) / half`.
    fn choose(&mut self, stream: &mut Stream) -> Option<Vec<usize>> {
        let ideal = (log2(&self.target) + 1.0) / 2.0 - (self.half as f64).log2();
        // primes of about 11 bits where the number allows, fewer for small ones
        let largest = f64::from(self.base.last()?.p).log2();
        let count = (ideal / largest.clamp(5.0, 11.0)).round().max(2.0) as usize;
        let each = ideal / count as f64;
        let center = self
            .base
            .partition_point(|prime| f64::from(prime.p).log2() < each)
            .clamp(2, self.base.len() - 1);
        let spread = (center / 2).max(12).min(self.base.len() / 2);
        let (low, high) =
            (center.saturating_sub(spread).max(2), (center + spread).min(self.base.len() - 1));
        let mut best: Option<(f64, Vec<usize>)> = None;
        for _ in 0..60 {
            let mut chosen: Vec<usize> = Vec::new();
            let mut left = ideal;
            while chosen.len() + 1 < count {
                let index = low + (stream.next_u64() % (high - low) as u64) as usize;
                if !chosen.contains(&index) && self.target_free_of(index) {
                    left -= f64::from(self.base[index].p).log2();
                    chosen.push(index);
                }
            }
            // the last one fits best
            let near = self
                .base
                .partition_point(|prime| f64::from(prime.p).log2() < left)
                .clamp(2, self.base.len() - 1);
            let Some(index) = (near.saturating_sub(3).max(2)..(near + 4).min(self.base.len()))
                .filter(|index| !chosen.contains(index) && self.target_free_of(*index))
                .min_by_key(|&index| {
                    ((f64::from(self.base[index].p).log2() - left).abs() * 1e6) as u64
                })
            else {
                continue;
            };
            let error = (f64::from(self.base[index].p).log2() - left).abs();
            chosen.push(index);
            chosen.sort_unstable();
            if !self.seen.contains(&chosen) && best.as_ref().is_none_or(|known| error < known.0) {
                best = Some((error, chosen));
            }
            if best.as_ref().is_some_and(|known| known.0 < 0.1) {
                break;
            }
        }
        let (_, chosen) = best?;
        self.seen.insert(chosen.clone());
        Some(chosen)
    }

    fn target_free_of(&self, index: usize) -> bool {
        self.base[index].root != 0 && self.base[index].p > 2
    }

    /// Sieves all polynomials with this leading coefficient.
    fn family(&mut self, leading: &[usize], budget: &Budget) -> Result<()> {
        let a = leading
            .iter()
            .fold(Integer::ONE, |a, &index| &a * &Integer::from(u64::from(self.base[index].p)));
        // b = sum of +-b_i with b_i^2 = k n mod q_i and 0 modulo the others
        let mut parts: Vec<Integer> = Vec::new();
        for &index in leading {
            let (q, root) = (u64::from(self.base[index].p), u64::from(self.base[index].root));
            let Some(others) = a.exact_div(&Integer::from(q)) else { return Ok(()) };
            let factor = root * inverse(rest(&others, q), q) % q;
            parts.push(&others * &Integer::from(factor.min(q - factor)));
        }
        let count = self.base.len();
        // inverses of a, and the steps of the roots for each part
        let mut steps = vec![0u32; count * parts.len()];
        let mut roots = vec![(u32::MAX, u32::MAX); count];
        let mut b = parts.iter().fold(Integer::ZERO, |b, part| &b + part);
        for (index, prime) in self.base.iter().enumerate() {
            let p = u64::from(prime.p);
            let of_a = rest(&a, p);
            if of_a == 0 || p == 2 {
                continue;
            }
            let inverse = inverse(of_a, p);
            for (i, part) in parts.iter().enumerate() {
                steps[i * count + index] = (2 * rest(part, p) % p * inverse % p) as u32;
            }
            let (of_b, root) = (rest(&b, p), u64::from(prime.root));
            let place = |r: u64| ((r + p - of_b) % p * inverse % p + self.half as u64) % p;
            roots[index] = (place(root) as u32, place(p - root) as u32);
        }
        let mut array = vec![0u8; 2 * self.half];
        let families = 1u32 << (parts.len() - 1);
        for number in 1..=families {
            budget.spend(self.half as u64 / 128 + count as u64 / 32)?;
            self.sieve(&roots, &mut array);
            self.harvest(&a, &b, leading, &roots, &array);
            if number == families {
                break;
            }
            // Gray code: one sign changes
            let index = number.trailing_zeros() as usize;
            let up = (number >> (index + 1)) & 1 == 1;
            let part = &parts[index];
            b = if up { &b + &(part + part) } else { &b - &(part + part) };
            let row = &steps[index * count..(index + 1) * count];
            for ((prime, root), &step) in self.base.iter().zip(&mut roots).zip(row) {
                if root.0 == u32::MAX {
                    continue;
                }
                // a larger b moves the roots down
                let shift = if up { prime.p - step } else { step };
                let moved = |r: u32| {
                    let sum = r + shift;
                    if sum >= prime.p { sum - prime.p } else { sum }
                };
                *root = (moved(root.0), moved(root.1));
            }
        }
        Ok(())
    }

    fn sieve(&self, roots: &[(u32, u32)], array: &mut [u8]) {
        array.fill(0);
        let length = array.len();
        for (prime, &(first, second)) in self.base.iter().zip(roots) {
            if first == u32::MAX || prime.p < SMALLEST {
                continue;
            }
            let p = prime.p as usize;
            let (mut low, mut high) = (first.min(second) as usize, first.max(second) as usize);
            while high < length {
                array[low] = array[low].wrapping_add(prime.log);
                array[high] = array[high].wrapping_add(prime.log);
                low += p;
                high += p;
            }
            if low < length {
                array[low] = array[low].wrapping_add(prime.log);
            }
        }
    }

    /// Divides out the places where the logarithms add up.
    fn harvest(
        &mut self,
        a: &Integer,
        b: &Integer,
        leading: &[usize],
        roots: &[(u32, u32)],
        array: &[u8],
    ) {
        let largest = u64::from(self.base.last().map_or(2, |prime| prime.p));
        let bound = largest * 60;
        // |Q(x)| is about half * sqrt(k n / 2) over the interval
        let size = (log2(&self.target) - 1.0) / 2.0 + (self.half as f64).log2();
        let slack = 12.0 + (bound as f64).log2();
        let threshold = (size - slack).max(10.0) as u8;
        // c = (b^2 - k n) / a
        let Some(c) = (&(b * b) - &self.target).exact_div(a) else { return };
        for (place, _) in array.iter().enumerate().filter(|(_, log)| **log >= threshold) {
            let x = Integer::from(place as i64 - self.half as i64);
            let ax_b = &(a * &x) + b;
            // Q = a x^2 + 2 b x + c
            let mut value = &(&x * &(&ax_b + b)) + &c;
            let mut factors: Vec<u32> = leading.iter().map(|&index| index as u32 + 1).collect();
            if value.signum() < 0 {
                factors.push(0);
                value = -&value;
            }
            if value.is_zero() {
                continue;
            }
            for (index, (prime, &(first, second))) in self.base.iter().zip(roots).enumerate() {
                let p = u64::from(prime.p);
                if first != u32::MAX {
                    let at = (place as u64 % p) as u32;
                    if at != first && at != second {
                        continue;
                    }
                }
                if rest(&value, p) != 0 {
                    continue;
                }
                let divisor = Integer::from(p);
                while let Some(quotient) = value.exact_div(&divisor) {
                    value = quotient;
                    factors.push(index as u32 + 1);
                }
            }
            let Some(large) = value.to_i64().map(|left| left as u64).filter(|&left| left <= bound)
            else {
                continue;
            };
            let relation = Relation { x: ax_b, factors, large };
            if large == 1 {
                self.relations.push(relation);
            } else if let Some(other) = self.partial.get(&large) {
                if other.x != relation.x && other.x != -&relation.x {
                    let x = (&other.x * &relation.x)
                        .div_mod_floor(&self.n)
                        .map_or(Integer::ZERO, |pair| pair.1);
                    let factors = relation.factors.iter().chain(&other.factors).copied().collect();
                    self.relations.push(Relation { x, factors, large });
                }
            } else {
                self.partial.insert(large, relation);
            }
        }
    }

    /// Dependencies by elimination over GF(2); each gives a divisor with probability one half at
    /// least.
    fn solve(&self, budget: &Budget) -> Result<Option<Integer>> {
        let width = (self.base.len() + 1).div_ceil(64);
        let count = self.relations.len();
        let history = count.div_ceil(64);
        let mut rows: Vec<Vec<u64>> = self
            .relations
            .iter()
            .enumerate()
            .map(|(index, relation)| {
                let mut row = vec![0u64; width + history];
                relation.factors.iter().for_each(|&f| row[f as usize / 64] ^= 1 << (f % 64));
                row[width + index / 64] |= 1 << (index % 64);
                row
            })
            .collect();
        let mut top = 0;
        for column in 0..=self.base.len() {
            let (word, bit) = (column / 64, column % 64);
            let Some(pivot) = (top..count).find(|&row| rows[row][word] >> bit & 1 == 1) else {
                continue;
            };
            budget.spend((count * (width + history) / 256) as u64)?;
            rows.swap(top, pivot);
            let (head, tail) = rows.split_at_mut(top + 1);
            for row in tail.iter_mut().filter(|row| row[word] >> bit & 1 == 1) {
                row[word..].iter_mut().zip(&head[top][word..]).for_each(|(x, y)| *x ^= y);
            }
            top += 1;
        }
        for row in &rows[top..] {
            let chosen =
                (0..count).filter(|index| row[width + index / 64] >> (index % 64) & 1 == 1);
            if let Some(divisor) = self.divisor_of(chosen, budget)? {
                return Ok(Some(divisor));
            }
        }
        Ok(None)
    }

    fn divisor_of(
        &self,
        chosen: impl Iterator<Item = usize>,
        budget: &Budget,
    ) -> Result<Option<Integer>> {
        let reduce = |x: Integer| x.div_mod_floor(&self.n).map_or(Integer::ZERO, |pair| pair.1);
        let mut exponents = vec![0u64; self.base.len() + 1];
        let (mut x, mut y) = (Integer::ONE, Integer::ONE);
        for index in chosen {
            let relation = &self.relations[index];
            x = reduce(&x * &relation.x);
            y = reduce(&y * &Integer::from(relation.large));
            relation.factors.iter().for_each(|&f| exponents[f as usize] += 1);
        }
        for (prime, exponent) in self.base.iter().zip(&exponents[1..]) {
            let p = Integer::from(u64::from(prime.p));
            y = reduce(&y * &p.pow_mod(&Integer::from(exponent / 2), &self.n, budget)?);
        }
        let divisor = (&x - &y).gcd(&self.n);
        Ok((divisor != Integer::ONE && divisor != self.n).then_some(divisor))
    }
}

/// Smaller primes are not sieved; the slack of the threshold makes up for them.
const SMALLEST: u32 = 20;

fn inverse(a: u64, p: u64) -> u64 {
    let (mut r, mut s, mut u, mut v) = (p as i64, a as i64, 0i64, 1i64);
    while s != 0 {
        let q = r / s;
        (r, s) = (s, r - q * s);
        (u, v) = (v, u - q * v);
    }
    u.rem_euclid(p as i64) as u64
}

fn log2(n: &Integer) -> f64 {
    n.to_big().to_f64().map_or(n.bits() as f64, f64::log2)
}
