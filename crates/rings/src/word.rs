//! Z/p for odd primes p below 2^62: one machine word an element, in Montgomery form.
//!
//! P. Montgomery, "Modular multiplication without trial division", Math. Comp. 44 (1985).

use viete_numbers::Integer;

/// The field Z/p. Elements are residues times 2^64, below p; zero is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    p: u64,
    /// `p^-1` modulo 2^64.
    inverse: u64,
    /// 2^64 mod p: the element one.
    one: u64,
    /// 2^128 mod p.
    square: u64,
}

impl Field {
    /// The field with `p` elements; `p` must be an odd prime below 2^62.
    pub fn new(p: u64) -> Field {
        debug_assert!(p % 2 == 1 && p < 1 << 62);
        // Newton's iteration doubles the number of right bits
        let mut inverse = p;
        for _ in 0..5 {
            inverse = inverse.wrapping_mul(2u64.wrapping_sub(p.wrapping_mul(inverse)));
        }
        let one = ((1u128 << 64) % u128::from(p)) as u64;
        let square = (u128::from(one) * u128::from(one) % u128::from(p)) as u64;
        Field { p, inverse, one, square }
    }

    /// Number of elements.
    pub fn characteristic(&self) -> u64 {
        self.p
    }

    pub fn one(&self) -> u64 {
        self.one
    }

    /// Whether 2^16 products of elements sum to less than 2^64.
    #[inline(always)]
    pub(crate) fn is_tiny(&self) -> bool {
        self.p < 1 << 24
    }

    /// The element congruent to a word.
    #[inline(always)]
    pub(crate) fn settle(&self, a: u64) -> u64 {
        self.mul(self.reduce(u128::from(a)), self.square)
    }

    /// The element of the residue class of `n`.
    #[inline]
    pub fn from_u64(&self, n: u64) -> u64 {
        self.reduce(u128::from(n % self.p) * u128::from(self.square))
    }

    #[inline]
    pub fn from_i64(&self, n: i64) -> u64 {
        let residue = self.from_u64(n.unsigned_abs());
        if n < 0 { self.negate(residue) } else { residue }
    }

    pub fn from_integer(&self, n: &Integer) -> u64 {
        match n {
            Integer::Small(n) => self.from_i64(*n),
            Integer::Big(big) => {
                // Horner's rule in the digits; an element times 2^64 is one Montgomery product by
                // 2^128
                let mut value = 0;
                for digit in big.iter_u64_digits().rev() {
                    value = self.add(self.mul(value, self.square), self.from_u64(digit));
                }
                if big.sign() == num_bigint::Sign::Minus { self.negate(value) } else { value }
            }
        }
    }

    /// The residue in `0..p`.
    #[inline]
    pub fn to_u64(&self, a: u64) -> u64 {
        self.reduce(u128::from(a))
    }

    /// The residue of least magnitude.
    pub fn to_i64(&self, a: u64) -> i64 {
        let residue = self.to_u64(a);
        if residue > self.p / 2 { residue as i64 - self.p as i64 } else { residue as i64 }
    }

    /// `t / 2^64` modulo p, for `t < p 2^64`.
    #[inline(always)]
    pub(crate) fn reduce(&self, t: u128) -> u64 {
        let multiple = (t as u64).wrapping_mul(self.inverse);
        let correction = ((u128::from(multiple) * u128::from(self.p)) >> 64) as u64;
        let high = (t >> 64) as u64;
        let (difference, borrow) = high.overflowing_sub(correction);
        if borrow { difference.wrapping_add(self.p) } else { difference }
    }

    /// The element times 2^64, unreduced in effect: added to a product before its reduction it adds
    /// the element.
    #[inline(always)]
    pub(crate) fn raised(a: u64) -> u128 {
        u128::from(a) << 64
    }

    /// `acc + a b`, kept below `p 2^64`: sums of products are reduced once, by [`Field::reduce`].
    #[inline(always)]
    pub(crate) fn accumulate(&self, acc: u128, a: u64, b: u64) -> u128 {
        let sum = acc.wrapping_add(u128::from(a).wrapping_mul(u128::from(b)));
        let bound = u128::from(self.p) << 64;
        if sum >= bound { sum.wrapping_sub(bound) } else { sum }
    }

    #[inline(always)]
    pub fn add(&self, a: u64, b: u64) -> u64 {
        let sum = a.wrapping_add(b);
        if sum >= self.p { sum.wrapping_sub(self.p) } else { sum }
    }

    #[inline(always)]
    pub fn sub(&self, a: u64, b: u64) -> u64 {
        let difference = a.wrapping_sub(b);
        if a < b { difference.wrapping_add(self.p) } else { difference }
    }

    #[inline(always)]
    pub fn negate(&self, a: u64) -> u64 {
        if a == 0 { 0 } else { self.p.wrapping_sub(a) }
    }

    #[inline(always)]
    pub fn mul(&self, a: u64, b: u64) -> u64 {
        self.reduce(u128::from(a).wrapping_mul(u128::from(b)))
    }

    pub fn pow(&self, base: u64, mut exponent: u64) -> u64 {
        let (mut square, mut result) = (base, self.one);
        while exponent > 0 {
            if exponent & 1 == 1 {
                result = self.mul(result, square);
            }
            square = self.mul(square, square);
            exponent >>= 1;
        }
        result
    }

    /// The inverse by Euclid's algorithm; zero for zero.
    pub fn inverse(&self, a: u64) -> u64 {
        let (mut r, mut s) = (self.p as i64, self.to_u64(a) as i64);
        let (mut u, mut v) = (0i64, 1i64);
        while s != 0 {
            let q = r / s;
            (r, s) = (s, r - q * s);
            (u, v) = (v, u - q * v);
        }
        if r == 1 { self.from_i64(u) } else { 0 }
    }

    pub fn div(&self, a: u64, b: u64) -> u64 {
        self.mul(a, self.inverse(b))
    }
}

/// The largest primes below 2^62, in descending order.
pub fn word_primes() -> impl Iterator<Item = u64> {
    // the first few as offsets from 2^62, so that one prime costs no search
    const FIRST: [u64; 4] = [57, 87, 117, 143];
    let rest = (FIRST[3] / 2 + 1..1u64 << 61)
        .map(|k| 2 * k + 1)
        .filter(|offset| is_prime_u64((1 << 62) - offset));
    FIRST.into_iter().chain(rest).map(|offset| (1 << 62) - offset)
}

/// Whether `n` is prime: the Miller-Rabin test with the first twelve primes, which decides below
/// 3.3 10^24 (J. Sorenson, J. Webster, Math. Comp. 86 (2017)).
pub fn is_prime_u64(n: u64) -> bool {
    const SMALL: [u64; 12] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37];
    if let Some(&p) = SMALL.iter().find(|&&p| n.is_multiple_of(p)) {
        return n == p;
    }
    if n < 41 * 41 {
        return n > 1;
    }
    if n >= 1 << 62 {
        let mul = |a: u64, b: u64| (u128::from(a) * u128::from(b) % u128::from(n)) as u64;
        return strong_test(n, &SMALL, 1, n - 1, &mul, &|a| a);
    }
    // the field's arithmetic needs only that n is odd
    let ring = Field::new(n);
    strong_test(n, &SMALL, ring.one, ring.negate(ring.one), &|a, b| ring.mul(a, b), &|a| {
        ring.from_u64(a)
    })
}

/// Whether all bases pass: base^d = 1 or base^(2^k d) = -1, for n - 1 = 2^s d and some k < s.
fn strong_test(
    n: u64,
    bases: &[u64],
    one: u64,
    minus_one: u64,
    mul: &impl Fn(u64, u64) -> u64,
    element: &impl Fn(u64) -> u64,
) -> bool {
    let twos = (n - 1).trailing_zeros();
    bases.iter().all(|&base| {
        let (mut power, mut square, mut exponent) = (one, element(base), (n - 1) >> twos);
        while exponent > 0 {
            if exponent & 1 == 1 {
                power = mul(power, square);
            }
            square = mul(square, square);
            exponent >>= 1;
        }
        power == one
            || (0..twos).any(|_| {
                let hit = power == minus_one;
                power = mul(power, power);
                hit
            })
    })
}

/// A reproducible stream of numbers for random choices inside exact algorithms (S. Vigna's
/// splitmix64).
#[derive(Clone, Debug)]
pub struct Stream(u64);

impl Stream {
    pub fn new(seed: u64) -> Stream {
        Stream(seed)
    }

    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A random element.
    pub fn element(&mut self, field: &Field) -> u64 {
        self.next_u64() % field.characteristic()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_laws_hold_for_random_elements_of_several_primes() {
        let mut stream = Stream::new(1);
        for p in [3, 5, 65_537, 2_147_483_647].into_iter().chain(word_primes().take(3)) {
            let f = Field::new(p);
            for _ in 0..200 {
                let (a, b, c) = (stream.element(&f), stream.element(&f), stream.element(&f));
                assert_eq!(f.mul(a, f.add(b, c)), f.add(f.mul(a, b), f.mul(a, c)));
                assert_eq!(f.sub(f.add(a, b), b), a);
                assert_eq!(
                    f.reduce(f.accumulate(f.accumulate(0, a, b), a, c)),
                    f.mul(a, f.add(b, c))
                );
                assert_eq!(f.from_u64(f.to_u64(a)), a);
                if a != 0 {
                    assert_eq!(f.mul(a, f.inverse(a)), f.one());
                    assert_eq!(f.pow(a, p - 1), f.one());
                }
            }
        }
    }

    #[test]
    fn whole_numbers_map_to_their_residues() {
        let f = Field::new(1_000_003);
        for text in ["0", "-1", "123456789012345678901234567890", "-98765432109876543210"] {
            let n = Integer::from_decimal(text.trim_start_matches('-'))
                .map(|n| if text.starts_with('-') { -&n } else { n });
            let n = n.unwrap_or(Integer::ZERO);
            let residue =
                n.div_mod_floor(&Integer::from(1_000_003i64)).map_or(Integer::ZERO, |pair| pair.1);
            assert_eq!(Integer::from(f.to_u64(f.from_integer(&n))), residue);
        }
    }

    #[test]
    fn word_primes_are_the_largest_below_the_bound() {
        let all: Vec<u64> =
            (1..200u64).map(|k| (1 << 62) - (2 * k - 1)).filter(|&n| is_prime_u64(n)).collect();
        assert_eq!(word_primes().take(all.len()).collect::<Vec<_>>(), all);
    }

    #[test]
    fn primes_are_told_from_strong_pseudoprimes() {
        for n in [2, 3, 37, 41, 1_000_000_007, 4_611_686_018_427_387_847] {
            assert!(is_prime_u64(n), "{n}");
        }
        for n in
            [0, 1, 4, 1681, 3_215_031_751, 3_825_123_056_546_413_051, 4_611_686_018_427_387_845]
        {
            assert!(!is_prime_u64(n), "{n}");
        }
    }
}
