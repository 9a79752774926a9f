//! Decimal floats: what `N(e, digits)` returns. `mantissa * 10^exponent` with a stated number of
//! significant digits, so that printing is exact and every printed digit is one that was proved.
//!
//! Arithmetic rounds to the smaller precision of its operands (half to even). These are values for
//! people; fast floating point lives in `kernel`.

use crate::integer::{Integer, TooLarge};
use crate::rational::{Rational, scaled_by_ten};
use std::cmp::Ordering;
use std::fmt;

/// A decimal floating-point number; the mantissa has at most `digits` digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    mantissa: Integer,
    exponent: i64,
    digits: u32,
}

/// Number of decimal digits of a magnitude.
fn digit_count(n: &Integer) -> u64 {
    if n.is_zero() {
        return 0;
    }
    // 2^(bits-1) <= n < 2^bits bounds the count to two candidates; one comparison decides
    let low = ((n.bits() - 1) as f64 * std::f64::consts::LOG10_2) as u64;
    match Integer::from(10i64).checked_pow(low + 1) {
        Ok(power) if n.abs() >= power => low + 2,
        _ => low + 1,
    }
}

/// `n / d` rounded to the nearest integer, halves to even.
fn round_ratio(n: &Integer, d: &Integer) -> Integer {
    let Some((quotient, remainder)) = n.div_mod_floor(d) else {
        return Integer::ZERO;
    };
    match (&remainder + &remainder).cmp(d) {
        Ordering::Less => quotient,
        Ordering::Equal if quotient.is_even() => quotient,
        _ => &quotient + &Integer::ONE,
    }
}

impl Decimal {
    /// The decimal nearest to `value` with `digits` significant digits.
    ///
    /// # Errors
    /// [`TooLarge`] when the scaling power of ten would exceed the size limit.
    pub fn from_rational(value: &Rational, digits: u32) -> Result<Decimal, TooLarge> {
        let digits = digits.max(1);
        if value.is_zero() {
            return Ok(Decimal { mantissa: Integer::ZERO, exponent: 0, digits });
        }
        let magnitude =
            digit_count(&value.numerator()) as i64 - digit_count(&value.denominator()) as i64;
        // two tries: the estimate of the magnitude is right or one too small
        let mut exponent = magnitude - i64::from(digits);
        loop {
            let scaled = value.checked_mul(&scaled_by_ten(&Integer::ONE, -exponent)?)?;
            let mantissa = round_ratio(&scaled.numerator(), &scaled.denominator());
            if digit_count(&mantissa) <= u64::from(digits) {
                return Ok(Decimal { mantissa, exponent, digits }.trimmed());
            }
            exponent += 1;
        }
    }

    /// Drops trailing zeros of the mantissa, so that equal values are structurally equal.
    fn trimmed(mut self) -> Decimal {
        let ten = Integer::from(10i64);
        while !self.mantissa.is_zero()
            && let Some(shorter) = self.mantissa.exact_div(&ten)
        {
            self.mantissa = shorter;
            self.exponent += 1;
        }
        self
    }

    pub fn digits(&self) -> u32 {
        self.digits
    }

    pub fn is_zero(&self) -> bool {
        self.mantissa.is_zero()
    }

    pub fn signum(&self) -> i64 {
        self.mantissa.signum()
    }

    /// The exact value; [`TooLarge`] for absurd exponents.
    pub fn to_rational(&self) -> Result<Rational, TooLarge> {
        scaled_by_ten(&self.mantissa, self.exponent)
    }

    pub fn neg(&self) -> Decimal {
        Decimal { mantissa: -&self.mantissa, ..self.clone() }
    }
}

impl fmt::Display for Decimal {
    /// With a point or an exponent, always: `2.5`, `0.001`, `1.0e30`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.mantissa.signum() < 0 {
            f.write_str("-")?;
        }
        let text = self.mantissa.abs().to_string();
        let point = text.len() as i64 + self.exponent;
        if self.is_zero() {
            f.write_str("0.0")
        } else if point > i64::from(self.digits.max(16)) + 1 || point < -5 {
            let (first, rest) = text.split_at(1);
            write!(f, "{first}.{}e{}", if rest.is_empty() { "0" } else { rest }, point - 1)
        } else if point <= 0 {
            write!(f, "0.{}{text}", "0".repeat(point.unsigned_abs() as usize))
        } else if self.exponent >= 0 {
            write!(f, "{text}{}.0", "0".repeat(self.exponent as usize))
        } else {
            let (whole, fraction) = text.split_at(point as usize);
            write!(f, "{whole}.{fraction}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(n: i64, d: i64, digits: u32) -> String {
        Rational::new(&n.into(), &d.into())
            .and_then(|r| Decimal::from_rational(&r, digits).ok())
            .map_or_else(String::new, |d| d.to_string())
    }

    #[test]
    fn prints_with_a_point_or_an_exponent() {
        assert_eq!(decimal(1, 3, 5), "0.33333");
        assert_eq!(decimal(-5, 2, 5), "-2.5");
        assert_eq!(decimal(100, 1, 5), "100.0");
        assert_eq!(decimal(1, 10_000_000, 5), "1.0e-7");
        assert_eq!(decimal(999_999, 1, 3), "1000000.0");
        assert_eq!(decimal(0, 1, 3), "0.0");
    }
}
