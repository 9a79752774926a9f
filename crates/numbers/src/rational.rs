//! Exact rationals: two machine words inline, `num-rational` beyond.
//!
//! Always in lowest terms with a positive denominator, so equality is structural.

use crate::integer::{Integer, MAX_BITS, TooLarge};
use num_bigint::BigInt;
use num_integer::Integer as _;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// An exact rational number. `Big` never holds a value that fits `Small`.
#[derive(Clone, Debug)]
pub enum Rational {
    Small { numerator: i64, denominator: i64 },
    Big(Box<BigRational>),
}

/// By parts: `num-rational` compares and hashes by continued fractions, a recursion as deep as the
/// number is long.
impl PartialEq for Rational {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Rational::Small { numerator: a, denominator: b },
                Rational::Small { numerator: c, denominator: d },
            ) => (a, b) == (c, d),
            (Rational::Big(a), Rational::Big(b)) => {
                a.numer() == b.numer() && a.denom() == b.denom()
            }
            _ => false,
        }
    }
}

impl Eq for Rational {}

impl Hash for Rational {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Rational::Small { numerator, denominator } => (numerator, denominator).hash(state),
            Rational::Big(r) => (r.numer(), r.denom()).hash(state),
        }
    }
}

impl Rational {
    pub const ZERO: Rational = Rational::integer(0);
    pub const ONE: Rational = Rational::integer(1);
    pub const MINUS_ONE: Rational = Rational::integer(-1);
    pub const HALF: Rational = Rational::Small { numerator: 1, denominator: 2 };

    pub const fn integer(n: i64) -> Rational {
        Rational::Small { numerator: n, denominator: 1 }
    }

    /// `numerator / denominator` in lowest terms; `None` when the denominator is zero.
    pub fn new(numerator: &Integer, denominator: &Integer) -> Option<Rational> {
        if denominator.is_zero() {
            return None;
        }
        Some(match (numerator, denominator) {
            (Integer::Small(n), Integer::Small(d)) => {
                Rational::reduced(i128::from(*n), i128::from(*d))
            }
            _ => {
                let divisor = numerator.gcd(denominator);
                let divisor = if denominator.signum() < 0 { -&divisor } else { divisor };
                Rational::coprime(
                    &numerator.divided_exactly(&divisor),
                    &denominator.divided_exactly(&divisor),
                )
            }
        })
    }

    /// `numerator / denominator`, which are coprime, the denominator positive.
    fn coprime(numerator: &Integer, denominator: &Integer) -> Rational {
        BigRational::new_raw(numerator.to_big(), denominator.to_big()).into()
    }

    fn reduced(numerator: i128, denominator: i128) -> Rational {
        let divisor = numerator.gcd(&denominator) * denominator.signum();
        let (n, d) = (numerator / divisor, denominator / divisor);
        match (i64::try_from(n), i64::try_from(d)) {
            (Ok(numerator), Ok(denominator)) => Rational::Small { numerator, denominator },
            _ => Rational::Big(Box::new(BigRational::new_raw(n.into(), d.into()))),
        }
    }

    fn to_big(&self) -> BigRational {
        match self {
            Rational::Small { numerator, denominator } => {
                BigRational::new_raw((*numerator).into(), (*denominator).into())
            }
            Rational::Big(r) => (**r).clone(),
        }
    }

    pub fn numerator(&self) -> Integer {
        match self {
            Rational::Small { numerator, .. } => Integer::Small(*numerator),
            Rational::Big(r) => r.numer().clone().into(),
        }
    }

    pub fn denominator(&self) -> Integer {
        match self {
            Rational::Small { denominator, .. } => Integer::Small(*denominator),
            Rational::Big(r) => r.denom().clone().into(),
        }
    }

    pub fn is_integer(&self) -> bool {
        match self {
            Rational::Small { denominator, .. } => *denominator == 1,
            Rational::Big(r) => r.is_integer(),
        }
    }

    /// The integer value, when there is one.
    pub fn to_integer(&self) -> Option<Integer> {
        self.is_integer().then(|| self.numerator())
    }

    /// The integer value as a machine word, when there is one.
    pub fn to_i64(&self) -> Option<i64> {
        match self {
            Rational::Small { numerator, denominator: 1 } => Some(*numerator),
            _ => None,
        }
    }

    /// The nearest double.
    pub fn to_f64(&self) -> f64 {
        match self {
            // both exactly representable: one correctly rounded division
            Rational::Small { numerator, denominator }
                if numerator.unsigned_abs() < 1 << 53 && *denominator < 1 << 53 =>
            {
                *numerator as f64 / *denominator as f64
            }
            _ => self.to_big().to_f64().unwrap_or(f64::NAN),
        }
    }

    /// The exact value of a finite double.
    pub fn from_f64(x: f64) -> Option<Rational> {
        BigRational::from_float(x).map(Into::into)
    }

    /// -1, 0 or 1.
    /// For parts below 2^53, where [`Rational::to_f64`] is one rounding: whether it is none.
    pub(crate) fn is_small_dyadic(&self) -> Option<bool> {
        match self {
            Rational::Small { numerator, denominator }
                if numerator.unsigned_abs() < 1 << 53 && *denominator < 1 << 53 =>
            {
                Some(denominator & (denominator - 1) == 0)
            }
            _ => None,
        }
    }

    pub fn signum(&self) -> i64 {
        match self {
            Rational::Small { numerator, .. } => numerator.signum(),
            Rational::Big(r) => {
                if r.is_negative() {
                    -1
                } else {
                    1
                }
            }
        }
    }

    pub fn is_zero(&self) -> bool {
        self.signum() == 0
    }

    pub fn is_one(&self) -> bool {
        *self == Rational::ONE
    }

    pub fn abs(&self) -> Rational {
        if self.signum() < 0 { -self } else { self.clone() }
    }

    /// Bits of numerator and denominator together.
    pub fn bits(&self) -> u64 {
        self.numerator().bits() + self.denominator().bits()
    }

    /// `1 / self`; `None` for zero.
    pub fn recip(&self) -> Option<Rational> {
        match self.signum() {
            0 => None,
            1 => Some(Rational::coprime(&self.denominator(), &self.numerator())),
            _ => Some(Rational::coprime(&-&self.denominator(), &-&self.numerator())),
        }
    }

    pub fn floor(&self) -> Integer {
        self.numerator().div_mod_floor(&self.denominator()).map_or(Integer::ZERO, |p| p.0)
    }

    /// `self * other`, or [`TooLarge`] by prediction.
    pub fn checked_mul(&self, other: &Rational) -> Result<Rational, TooLarge> {
        if self.bits() + other.bits() > MAX_BITS { Err(TooLarge) } else { Ok(self * other) }
    }

    /// `self^exponent`; `Ok(None)` for a negative power of zero, [`TooLarge`] by prediction.
    pub fn checked_pow(&self, exponent: &Integer) -> Result<Option<Rational>, TooLarge> {
        if exponent.signum() < 0 {
            return match self.recip() {
                None => Ok(None),
                Some(inverse) => inverse.checked_pow(&-exponent),
            };
        }
        if *self == Rational::MINUS_ONE {
            return Ok(Some(if exponent.is_even() { Rational::ONE } else { Rational::MINUS_ONE }));
        }
        if exponent.is_zero() || self.is_one() {
            return Ok(Some(Rational::ONE));
        }
        if self.is_zero() {
            return Ok(Some(Rational::ZERO));
        }
        let exponent = exponent.to_i64().and_then(|n| u64::try_from(n).ok()).ok_or(TooLarge)?;
        let numerator = self.numerator().checked_pow(exponent)?;
        let denominator = self.denominator().checked_pow(exponent)?;
        Ok(Some(match (numerator, denominator) {
            (Integer::Small(numerator), Integer::Small(denominator)) => {
                Rational::Small { numerator, denominator }
            }
            (n, d) => Rational::coprime(&n, &d),
        }))
    }
}

impl From<BigRational> for Rational {
    fn from(r: BigRational) -> Self {
        match (r.numer().to_i64(), r.denom().to_i64()) {
            (Some(numerator), Some(denominator)) => Rational::Small { numerator, denominator },
            _ => Rational::Big(Box::new(r)),
        }
    }
}

impl From<Integer> for Rational {
    fn from(n: Integer) -> Self {
        match n {
            Integer::Small(n) => Rational::integer(n),
            Integer::Big(n) => Rational::Big(Box::new(BigRational::from_integer(*n))),
        }
    }
}

impl From<i64> for Rational {
    fn from(n: i64) -> Self {
        Rational::integer(n)
    }
}

impl std::ops::Add for &Rational {
    type Output = Rational;
    fn add(self, other: &Rational) -> Rational {
        if let (
            Rational::Small { numerator: a, denominator: b },
            Rational::Small { numerator: c, denominator: d },
        ) = (self, other)
        {
            let (a, b, c, d) = (i128::from(*a), i128::from(*b), i128::from(*c), i128::from(*d));
            if let Some(numerator) = (a * d).checked_add(c * b) {
                return Rational::reduced(numerator, b * d);
            }
        }
        let (b, d) = (self.denominator(), other.denominator());
        let common = b.gcd(&d);
        let (b_rest, d_rest) = (b.divided_exactly(&common), d.divided_exactly(&common));
        let numerator = &(&self.numerator() * &d_rest) + &(&other.numerator() * &b_rest);
        // a common divisor of the sum's numerator and denominator divides `common` (Knuth, TAOCP 2,
        // 4.5.1)
        let left = numerator.gcd(&common);
        Rational::coprime(&numerator.divided_exactly(&left), &(&b_rest * &d.divided_exactly(&left)))
    }
}

impl std::ops::Sub for &Rational {
    type Output = Rational;
    fn sub(self, other: &Rational) -> Rational {
        self + &-other
    }
}

impl std::ops::Mul for &Rational {
    type Output = Rational;
    fn mul(self, other: &Rational) -> Rational {
        match (self, other) {
            (
                Rational::Small { numerator: a, denominator: b },
                Rational::Small { numerator: c, denominator: d },
            ) => {
                Rational::reduced(i128::from(*a) * i128::from(*c), i128::from(*b) * i128::from(*d))
            }
            _ => {
                let ((a, b), (c, d)) = (
                    (self.numerator(), self.denominator()),
                    (other.numerator(), other.denominator()),
                );
                let (left, right) = (a.gcd(&d), c.gcd(&b));
                let numerator = &a.divided_exactly(&left) * &c.divided_exactly(&right);
                Rational::coprime(
                    &numerator,
                    &(&b.divided_exactly(&right) * &d.divided_exactly(&left)),
                )
            }
        }
    }
}

impl std::ops::Neg for &Rational {
    type Output = Rational;
    fn neg(self) -> Rational {
        match self {
            Rational::Small { numerator, denominator } if *numerator != i64::MIN => {
                Rational::Small { numerator: -numerator, denominator: *denominator }
            }
            _ => (-self.to_big()).into(),
        }
    }
}

impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Rational {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (
                Rational::Small { numerator: a, denominator: b },
                Rational::Small { numerator: c, denominator: d },
            ) => (i128::from(*a) * i128::from(*d)).cmp(&(i128::from(*c) * i128::from(*b))),
            _ => match self.signum().cmp(&other.signum()) {
                Ordering::Equal => (&self.numerator() * &other.denominator())
                    .cmp(&(&other.numerator() * &self.denominator())),
                different => different,
            },
        }
    }
}

impl fmt::Display for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_integer() {
            Some(n) => write!(f, "{n}"),
            None => write!(f, "{}/{}", self.numerator(), self.denominator()),
        }
    }
}

/// `mantissa * 10^exponent` as an exact rational, or [`TooLarge`].
pub fn scaled_by_ten(mantissa: &Integer, exponent: i64) -> Result<Rational, TooLarge> {
    let power = Integer::from(10i64).checked_pow(exponent.unsigned_abs())?;
    if exponent >= 0 {
        return Ok(mantissa.checked_mul(&power)?.into());
    }
    Ok(Rational::new(mantissa, &power).unwrap_or(Rational::ZERO))
}

impl From<BigInt> for Rational {
    fn from(n: BigInt) -> Self {
        Integer::from(n).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lowest_terms_and_overflow_to_big() {
        let third = Rational::new(&(-2i64).into(), &(-6i64).into()).unwrap_or(Rational::ZERO);
        assert_eq!(third.to_string(), "1/3");
        let large = Rational::integer(i64::MAX);
        assert_eq!((&large * &large).to_string(), "85070591730234615847396907784232501249");
        assert_eq!(&(&large * &large) - &(&large * &large), Rational::ZERO);
        assert_eq!((-&Rational::integer(i64::MIN)).to_string(), "9223372036854775808");
    }

    #[test]
    fn powers_of_zero_and_minus_one() {
        assert_eq!(Rational::ZERO.checked_pow(&(-1i64).into()), Ok(None));
        let huge = Integer::from(10i64).checked_pow(30).unwrap_or(Integer::ZERO);
        assert_eq!(Rational::MINUS_ONE.checked_pow(&huge), Ok(Some(Rational::ONE)));
    }
}
