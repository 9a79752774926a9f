//! The elliptic curve method for factors of up to some 25 digits of long numbers (H. Lenstra, Ann.
//! of Math. 126 (1987)), on Montgomery's curves with Suyama's parameters (P. Montgomery, Math.
//! Comp. 48 (1987)).

use super::primes::primes_below;
use crate::Result;
use crate::word::Stream;
use viete_numbers::{Budget, Integer};

/// A point in projective coordinates x : z.
type Point = (Integer, Integer);

struct Curve<'n> {
    n: &'n Integer,
    /// (a + 2)/4.
    quarter: Integer,
}

impl Curve<'_> {
    fn reduce(&self, x: &Integer) -> Integer {
        x.div_mod_floor(self.n).map_or(Integer::ZERO, |pair| pair.1)
    }

    fn mul(&self, x: &Integer, y: &Integer) -> Integer {
        self.reduce(&(x * y))
    }

    fn double(&self, (x, z): &Point) -> Point {
        let (sum, difference) = (x + z, x - z);
        let (plus, minus) = (self.mul(&sum, &sum), self.mul(&difference, &difference));
        let gap = &plus - &minus;
        let inner = &minus + &self.mul(&self.quarter, &gap);
        (self.mul(&plus, &minus), self.mul(&gap, &inner))
    }

    /// The sum of two points whose difference is known.
    fn add(&self, p: &Point, q: &Point, difference: &Point) -> Point {
        let u = self.mul(&(&p.0 - &p.1), &(&q.0 + &q.1));
        let v = self.mul(&(&p.0 + &p.1), &(&q.0 - &q.1));
        let (sum, gap) = (&u + &v, &u - &v);
        (
            self.mul(&difference.1, &self.mul(&sum, &sum)),
            self.mul(&difference.0, &self.mul(&gap, &gap)),
        )
    }

    /// Montgomery's ladder.
    fn multiple(&self, k: u64, p: &Point) -> Point {
        let (mut low, mut high) = (p.clone(), self.double(p));
        if k < 2 {
            return low;
        }
        for bit in (0..k.ilog2()).rev() {
            let sum = self.add(&low, &high, p);
            if k >> bit & 1 == 1 {
                (low, high) = (sum, self.double(&high));
            } else {
                (low, high) = (self.double(&low), sum);
            }
        }
        low
    }
}

/// A proper divisor found on one of so many curves, with primes up to `bound` in the first stage
/// and fifty times that in the second.
///
/// # Errors
/// The budget's stop.
pub(super) fn divisor(
    n: &Integer,
    bound: u32,
    curves: u64,
    budget: &Budget,
) -> Result<Option<Integer>> {
    let primes = primes_below(bound.saturating_mul(50));
    let first = primes.partition_point(|&p| p <= bound);
    let cost = 1 + n.bits() * n.bits() / 4096;
    let proper = |d: Integer| (d != Integer::ONE && d != *n).then_some(d);
    let mut stream = Stream::new(u64::from(bound));
    for _ in 0..curves {
        let sigma = Integer::from(6 + (stream.next_u64() >> 33));
        let Some((curve, mut point)) = suyama(n, &sigma, budget)? else { continue };
        for &p in &primes[..first] {
            budget.spend(20 * cost)?;
            let mut power = u64::from(p);
            while power * u64::from(p) <= u64::from(bound) {
                power *= u64::from(p);
            }
            point = curve.multiple(power, &point);
        }
        if let Some(divisor) = proper(point.1.gcd(n)) {
            return Ok(Some(divisor));
        }
        // second stage: one more prime
        let doubled = curve.double(&point);
        let Some(&start) = primes.get(first) else { continue };
        let mut last = u64::from(start);
        let mut current = curve.multiple(last, &point);
        let mut before = curve.multiple(last - 2, &point);
        let mut product = current.1.clone();
        for &p in primes.iter().skip(first + 1) {
            budget.spend(cost)?;
            // steps of two along odd multiples: current = last * point, before = (last - 2) * point
            while last < u64::from(p) {
                let next = curve.add(&current, &doubled, &before);
                before = std::mem::replace(&mut current, next);
                last += 2;
            }
            product = curve.mul(&product, &current.1);
        }
        if let Some(divisor) = proper(product.gcd(n)) {
            return Ok(Some(divisor));
        }
    }
    Ok(None)
}

/// A curve of order divisible by 12 with a point on it; `None` when an inverse fails to exist.
fn suyama<'n>(
    n: &'n Integer,
    sigma: &Integer,
    budget: &Budget,
) -> Result<Option<(Curve<'n>, Point)>> {
    let reduce = |x: &Integer| x.div_mod_floor(n).map_or(Integer::ZERO, |pair| pair.1);
    let number = |k: i64| Integer::from(k);
    let u = reduce(&(&(sigma * sigma) - &number(5)));
    let v = reduce(&(&number(4) * sigma));
    let cube = |x: &Integer| reduce(&(&(x * x) * x));
    let (u3, v3) = (cube(&u), cube(&v));
    let gap = &v - &u;
    let above = reduce(&(&cube(&gap) * &(&(&number(3) * &u) + &v)));
    let below = reduce(&(&(&number(16) * &u3) * &v));
    let Some(inverse) = below.inverse_mod(n, budget)? else { return Ok(None) };
    let quarter = reduce(&(&above * &inverse));
    Ok(Some((Curve { n, quarter }, (u3, v3))))
}
