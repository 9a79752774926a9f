//! Exact integers: a machine word inline, `num-bigint` beyond, GMP for huge operations.
//!
//! Every operation that can grow without bound predicts the size of its result first and says
//! [`TooLarge`] instead of exhausting the machine. Number theory beyond gcd lives in `algebra`.

#[cfg(feature = "mpfr")]
pub(crate) mod gmp;
mod operators;
#[cfg(not(feature = "mpfr"))]
pub(crate) mod pure;

#[cfg(feature = "mpfr")]
pub(crate) use gmp as huge;
#[cfg(not(feature = "mpfr"))]
pub(crate) use pure as huge;

#[cfg(feature = "mpfr")]
pub(crate) use huge::to_gmp;
use huge::{big_div_mod, big_factorial, big_gcd, big_mul, big_pow, big_root, parse_big, print_big};

use num_bigint::{BigInt, BigUint};
use num_integer::Integer as _;
use num_traits::{Signed, ToPrimitive};

/// Results above this many bits (20 million decimal digits with GMP, 300 000 without, where
/// division and gcd take quadratic time) are refused.
pub const MAX_BITS: u64 = if cfg!(feature = "mpfr") { 1 << 26 } else { 1 << 20 };
/// Above this many bits GMP's multiplication, division, gcd and printing are faster than
/// num-bigint's.
#[cfg(feature = "mpfr")]
const GMP_BITS: u64 = 4096;

/// The result of an exact operation would exceed [`MAX_BITS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("resource limit: the exact number would have more than {MAX_BITS} bits")]
pub struct TooLarge;

/// An exact integer. `Big` never holds a value that fits `Small`, so equality is structural.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Integer {
    Small(i64),
    Big(Box<BigInt>),
}

impl Integer {
    pub const ZERO: Integer = Integer::Small(0);
    pub const ONE: Integer = Integer::Small(1);

    /// The value as a `BigInt`.
    pub fn to_big(&self) -> BigInt {
        match self {
            Integer::Small(n) => BigInt::from(*n),
            Integer::Big(n) => (**n).clone(),
        }
    }

    pub fn to_i64(&self) -> Option<i64> {
        match self {
            Integer::Small(n) => Some(*n),
            Integer::Big(_) => None,
        }
    }

    /// The nearest double (infinite when out of range).
    pub fn to_f64(&self) -> f64 {
        match self {
            Integer::Small(n) => *n as f64,
            Integer::Big(n) => n.to_f64().unwrap_or(f64::INFINITY),
        }
    }

    pub fn is_zero(&self) -> bool {
        matches!(self, Integer::Small(0))
    }

    pub fn is_even(&self) -> bool {
        match self {
            Integer::Small(n) => n % 2 == 0,
            Integer::Big(n) => n.is_even(),
        }
    }

    /// -1, 0 or 1.
    pub fn signum(&self) -> i64 {
        match self {
            Integer::Small(n) => n.signum(),
            Integer::Big(n) => {
                if n.is_negative() {
                    -1
                } else {
                    1
                }
            }
        }
    }

    pub fn abs(&self) -> Integer {
        if self.signum() < 0 { -self } else { self.clone() }
    }

    /// Number of bits of the magnitude.
    pub fn bits(&self) -> u64 {
        match self {
            Integer::Small(n) => u64::from(64 - n.unsigned_abs().leading_zeros()),
            Integer::Big(n) => n.bits(),
        }
    }

    pub fn gcd(&self, other: &Integer) -> Integer {
        match (self, other) {
            (Integer::Small(a), Integer::Small(b)) => {
                gcd_u64(a.unsigned_abs(), b.unsigned_abs()).into()
            }
            _ if self.bits() == 1 || other.bits() == 1 => Integer::ONE,
            (Integer::Small(small), Integer::Big(big))
            | (Integer::Big(big), Integer::Small(small)) => match small.unsigned_abs() {
                0 => self.abs().max(other.abs()),
                word => gcd_u64((big.magnitude() % word).to_u64().unwrap_or(0), word).into(),
            },
            (Integer::Big(a), Integer::Big(b)) => {
                match (a.magnitude().to_u128(), b.magnitude().to_u128()) {
                    (Some(a), Some(b)) => BigInt::from(a.gcd(&b)).into(),
                    _ => big_gcd(a, b).into(),
                }
            }
        }
    }

    /// Quotient rounded towards minus infinity and the remainder with the divisor's sign; `None`
    /// for a zero divisor.
    pub fn div_mod_floor(&self, other: &Integer) -> Option<(Integer, Integer)> {
        if other.is_zero() {
            return None;
        }
        if let (Integer::Small(a), Integer::Small(b)) = (self, other)
            && *b != -1
        {
            return Some((Integer::Small(a.div_floor(b)), Integer::Small(a.mod_floor(b))));
        }
        let (quotient, remainder) = match (self, other) {
            (Integer::Big(a), Integer::Big(b))
                if a.bits() < b.bits() && !a.is_negative() && !b.is_negative() =>
            {
                return Some((Integer::ZERO, self.clone()));
            }
            (Integer::Big(a), Integer::Big(b)) => big_div_mod(a, b),
            _ => big_div_mod(&self.to_big(), &other.to_big()),
        };
        Some((quotient.into(), remainder.into()))
    }

    /// The exact quotient, when `other` divides `self`.
    pub fn exact_div(&self, other: &Integer) -> Option<Integer> {
        let (quotient, remainder) = self.div_mod_floor(other)?;
        remainder.is_zero().then_some(quotient)
    }

    /// `self / divisor`, known to leave no remainder; by one it is free.
    pub(crate) fn divided_exactly(&self, divisor: &Integer) -> Integer {
        if *divisor == Integer::ONE {
            self.clone()
        } else {
            self.div_mod_floor(divisor).map_or(Integer::ZERO, |pair| pair.0)
        }
    }

    /// `self * other`, or [`TooLarge`] by prediction.
    pub fn checked_mul(&self, other: &Integer) -> Result<Integer, TooLarge> {
        if self.bits() + other.bits() > MAX_BITS { Err(TooLarge) } else { Ok(self * other) }
    }

    /// `self^exponent` by repeated squaring, or [`TooLarge`] by prediction.
    pub fn checked_pow(&self, exponent: u64) -> Result<Integer, TooLarge> {
        match (self, exponent) {
            (_, 0) | (Integer::Small(1), _) => return Ok(Integer::ONE),
            (Integer::Small(0), _) => return Ok(Integer::ZERO),
            (Integer::Small(-1), _) => {
                return Ok(Integer::Small(if exponent.is_multiple_of(2) { 1 } else { -1 }));
            }
            _ => {}
        }
        // |self| >= 2^(bits-1), so the result has more than (bits-1)*exponent bits
        let predicted = (self.bits() - 1).max(1).checked_mul(exponent).ok_or(TooLarge)?;
        if predicted > MAX_BITS {
            return Err(TooLarge);
        }
        let exponent = u32::try_from(exponent).map_err(|_| TooLarge)?;
        if let Integer::Small(base) = self
            && let Some(result) = base.checked_pow(exponent)
        {
            return Ok(Integer::Small(result));
        }
        Ok(big_pow(&self.to_big(), exponent).into())
    }

    /// `n!`, or [`TooLarge`] by prediction from Stirling's formula (DLMF 5.11.3).
    pub fn factorial(n: u64) -> Result<Integer, TooLarge> {
        let x = n as f64;
        if n > 2 && x * (x / std::f64::consts::E).log2() > MAX_BITS as f64 {
            return Err(TooLarge);
        }
        Ok(big_factorial(u32::try_from(n).map_err(|_| TooLarge)?))
    }

    /// The binomial coefficient "n choose k" for non-negative `k`, or [`TooLarge`].
    pub fn binomial(n: &Integer, k: u64) -> Result<Integer, TooLarge> {
        if n.bits().saturating_mul(k) > MAX_BITS {
            return Err(TooLarge);
        }
        let falling = product(0, k, &|index| n - &Integer::from(index));
        Ok(falling.divided_exactly(&Integer::factorial(k)?))
    }

    /// `n!!`, the product of n, n - 2, n - 4 and so on (DLMF 5.4.2), or [`TooLarge`] by prediction.
    pub fn double_factorial(n: u64) -> Result<Integer, TooLarge> {
        let half = n / 2;
        let even =
            Integer::factorial(half)?.checked_mul(&Integer::from(2i64).checked_pow(half)?)?;
        // (2m + 1)!! (2m)!! = (2m + 1)!
        if n.is_multiple_of(2) {
            Ok(even)
        } else {
            Ok(Integer::factorial(n)?.divided_exactly(&even))
        }
    }

    /// The largest `root` with `root^k <= self` for non-negative `self`.
    pub fn root_floor(&self, k: u32) -> Option<Integer> {
        (self.signum() >= 0 && k > 0).then(|| big_root(&self.to_big(), k).into())
    }

    /// Reads decimal digits (no sign); `None` when a character is not a digit.
    pub fn from_decimal(digits: &str) -> Option<Integer> {
        Integer::from_radix(digits, 10)
    }

    /// Reads digits in base 2, 10 or 16.
    pub fn from_radix(digits: &str, radix: u32) -> Option<Integer> {
        if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
            return None;
        }
        if let Ok(small) = i64::from_str_radix(digits, radix) {
            return Some(Integer::Small(small));
        }
        parse_big(digits, radix).map(Into::into)
    }
}

/// The product of `factor(index)` for `low <= index < high`, by halving, so that factors stay
/// balanced.
fn product(low: u64, high: u64, factor: &impl Fn(u64) -> Integer) -> Integer {
    if high - low < 8 {
        return (low..high).fold(Integer::ONE, |product, index| &product * &factor(index));
    }
    let middle = low.midpoint(high);
    &product(low, middle, factor) * &product(middle, high, factor)
}

fn gcd_u64(a: u64, b: u64) -> u64 {
    a.gcd(&b)
}

/// The product of two natural numbers given by 64-bit digits, lowest first.
pub fn multiply_words(a: &[u64], b: &[u64]) -> Vec<u64> {
    huge::multiply_words(a, b)
}

/// The greatest common divisor of two positive numbers given by 64-bit digits, lowest first; `None`
/// without GMP, whose subquadratic algorithm is the point.
pub fn gcd_words(a: &[u64], b: &[u64]) -> Option<Vec<u64>> {
    huge::gcd_words(a, b)
}

/// The quotient of two positive numbers given by 64-bit digits, when the division leaves nothing;
/// `None` without GMP.
pub fn divide_words(a: &[u64], b: &[u64]) -> Option<Vec<u64>> {
    huge::divide_words(a, b)
}

fn multiply_words_purely(a: &[u64], b: &[u64]) -> Vec<u64> {
    let read = |words: &[u64]| {
        BigUint::new(words.iter().flat_map(|w| [*w as u32, (w >> 32) as u32]).collect())
    };
    (read(a) * read(b)).to_u64_digits()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_predicted_before_they_are_computed() {
        assert_eq!(Integer::from(9i64).checked_pow(387_420_489), Err(TooLarge));
        assert_eq!(Integer::from(-1i64).checked_pow(u64::MAX), Ok(Integer::from(-1i64)));
        assert_eq!(Integer::factorial(u64::MAX), Err(TooLarge));
        assert_eq!(
            Integer::from(2i64).checked_pow(100_000).map(|n| n.to_string().len()),
            Ok(30_103)
        );
    }

    #[test]
    fn word_boundaries_are_exact() {
        let least = Integer::from(i64::MIN);
        assert_eq!((-&least).to_string(), "9223372036854775808");
        assert_eq!(-&(-&least), least);
        assert_eq!(
            least.div_mod_floor(&Integer::from(-1i64)).map(|p| p.0.to_string()).as_deref(),
            Some("9223372036854775808")
        );
        assert_eq!(Integer::from(i64::MAX) + Integer::ONE, -&least);
    }

    #[test]
    fn factorial_and_binomial_agree() {
        let f = |n| Integer::factorial(n).unwrap_or(Integer::ZERO);
        assert_eq!(f(20).to_string(), "2432902008176640000");
        assert_eq!(
            Integer::binomial(&Integer::from(60i64), 30).map(|b| &b * &(&f(30) * &f(30))),
            Ok(f(60))
        );
    }
}
