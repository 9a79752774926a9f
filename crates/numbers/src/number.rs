//! `Number`: what a numeric leaf of a term holds. Real and imaginary part, each an exact rational
//! or a decimal float; floats are contagious within a part.

use crate::decimal::Decimal;
use crate::integer::{Integer, TooLarge};
use crate::rational::Rational;
use std::cmp::Ordering;
use std::fmt;

/// A real number as a term holds it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Real {
    Exact(Rational),
    Float(Decimal),
}

impl Real {
    pub fn is_zero(&self) -> bool {
        self.signum() == 0
    }

    pub fn signum(&self) -> i64 {
        match self {
            Real::Exact(r) => r.signum(),
            Real::Float(d) => d.signum(),
        }
    }

    /// The exact value (of a float: the rational it stands for).
    pub fn to_rational(&self) -> Result<Rational, TooLarge> {
        match self {
            Real::Exact(r) => Ok(r.clone()),
            Real::Float(d) => d.to_rational(),
        }
    }

    /// Combines two parts by an exact operation, rounded to the smaller float precision involved.
    fn combine(
        &self,
        other: &Real,
        f: impl Fn(&Rational, &Rational) -> Result<Rational, TooLarge>,
    ) -> Result<Real, TooLarge> {
        let digits = match (self, other) {
            (Real::Exact(a), Real::Exact(b)) => return f(a, b).map(Real::Exact),
            (Real::Float(a), Real::Float(b)) => a.digits().min(b.digits()),
            (Real::Float(a), _) | (_, Real::Float(a)) => a.digits(),
        };
        Decimal::from_rational(&f(&self.to_rational()?, &other.to_rational()?)?, digits)
            .map(Real::Float)
    }

    fn add(&self, other: &Real) -> Result<Real, TooLarge> {
        // an exact zero leaves a float as it is
        match (self, other) {
            (Real::Exact(a), b) | (b, Real::Exact(a)) if a.is_zero() => Ok(b.clone()),
            _ => self.combine(other, |a, b| Ok(a + b)),
        }
    }

    fn mul(&self, other: &Real) -> Result<Real, TooLarge> {
        match (self, other) {
            (Real::Exact(a), b) | (b, Real::Exact(a)) if a.is_one() => Ok(b.clone()),
            // an exact zero annihilates a float
            (Real::Exact(a), _) | (_, Real::Exact(a)) if a.is_zero() => {
                Ok(Real::Exact(Rational::ZERO))
            }
            _ => self.combine(other, Rational::checked_mul),
        }
    }

    fn neg(&self) -> Real {
        match self {
            Real::Exact(r) => Real::Exact(-r),
            Real::Float(d) => Real::Float(d.neg()),
        }
    }
}

/// An exact or floating, real or complex constant. The imaginary part is absent for reals.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Number {
    Real(Real),
    /// Real and imaginary part; the imaginary part is not an exact zero.
    Complex(Box<(Real, Real)>),
}

static ZERO_PART: Real = Real::Exact(Rational::ZERO);

impl Number {
    pub const ZERO: Number = Number::Real(Real::Exact(Rational::ZERO));
    pub const ONE: Number = Number::Real(Real::Exact(Rational::ONE));
    pub const MINUS_ONE: Number = Number::Real(Real::Exact(Rational::MINUS_ONE));

    pub fn integer(n: i64) -> Number {
        Rational::integer(n).into()
    }

    /// `re + im*I`; becomes real when `im` is an exact zero.
    pub fn complex(re: Real, im: Real) -> Number {
        if matches!(&im, Real::Exact(r) if r.is_zero()) {
            Number::Real(re)
        } else {
            Number::Complex(Box::new((re, im)))
        }
    }

    /// The imaginary unit.
    pub fn i() -> Number {
        Number::complex(Real::Exact(Rational::ZERO), Real::Exact(Rational::ONE))
    }

    pub fn re(&self) -> &Real {
        match self {
            Number::Real(re) => re,
            Number::Complex(parts) => &parts.0,
        }
    }

    pub fn im(&self) -> &Real {
        match self {
            Number::Real(_) => &ZERO_PART,
            Number::Complex(parts) => &parts.1,
        }
    }

    /// The rational value, when the number is exact and real.
    pub fn as_rational(&self) -> Option<&Rational> {
        match self {
            Number::Real(Real::Exact(r)) => Some(r),
            _ => None,
        }
    }

    pub fn as_integer(&self) -> Option<Integer> {
        self.as_rational().and_then(Rational::to_integer)
    }

    pub fn to_i64(&self) -> Option<i64> {
        self.as_rational().and_then(Rational::to_i64)
    }

    pub fn is_exact(&self) -> bool {
        matches!((self.re(), self.im()), (Real::Exact(_), Real::Exact(_)))
    }

    pub fn is_zero(&self) -> bool {
        self.re().is_zero() && self.im().is_zero()
    }

    pub fn is_one(&self) -> bool {
        *self == Number::ONE
    }

    pub fn is_real(&self) -> bool {
        matches!(self, Number::Real(_))
    }

    /// Sign of a real number; `None` for a complex one.
    pub fn signum(&self) -> Option<i64> {
        match self {
            Number::Real(re) => Some(re.signum()),
            Number::Complex(_) => None,
        }
    }

    pub fn neg(&self) -> Number {
        match self {
            Number::Real(re) => Number::Real(re.neg()),
            Number::Complex(parts) => Number::complex(parts.0.neg(), parts.1.neg()),
        }
    }

    pub fn conj(&self) -> Number {
        Number::complex(self.re().clone(), self.im().neg())
    }

    pub fn add(&self, other: &Number) -> Result<Number, TooLarge> {
        if let (Number::Real(a), Number::Real(b)) = (self, other) {
            return a.add(b).map(Number::Real);
        }
        Ok(Number::complex(self.re().add(other.re())?, self.im().add(other.im())?))
    }

    pub fn mul(&self, other: &Number) -> Result<Number, TooLarge> {
        if let (Number::Real(a), Number::Real(b)) = (self, other) {
            return a.mul(b).map(Number::Real);
        }
        let (a, b, c, d) = (self.re(), self.im(), other.re(), other.im());
        Ok(Number::complex(a.mul(c)?.add(&b.mul(d)?.neg())?, a.mul(d)?.add(&b.mul(c)?)?))
    }

    /// `1 / self`; `None` for zero.
    pub fn recip(&self) -> Result<Option<Number>, TooLarge> {
        if self.is_zero() {
            return Ok(None);
        }
        let norm = self.mul(&self.conj())?;
        let inverse = norm.re().to_rational()?.recip().unwrap_or(Rational::ONE);
        let factor = match norm.re() {
            Real::Exact(_) => Real::Exact(inverse),
            Real::Float(d) => Real::Float(Decimal::from_rational(&inverse, d.digits())?),
        };
        self.conj().mul(&Number::Real(factor)).map(Some)
    }

    /// `self^exponent` for an exact integer exponent; `Ok(None)` for a negative power of zero.
    pub fn checked_pow(&self, exponent: &Integer) -> Result<Option<Number>, TooLarge> {
        if let Some(r) = self.as_rational() {
            return Ok(r.checked_pow(exponent)?.map(Into::into));
        }
        if *self == Number::i() {
            let remainder = exponent.div_mod_floor(&4i64.into()).and_then(|p| p.1.to_i64());
            return Ok(Some(match remainder {
                Some(1) => Number::i(),
                Some(2) => Number::MINUS_ONE,
                Some(3) => Number::i().neg(),
                _ => Number::ONE,
            }));
        }
        if exponent.signum() < 0 {
            return match self.recip()? {
                None => Ok(None),
                Some(inverse) => inverse.checked_pow(&-exponent),
            };
        }
        let mut remaining = exponent.to_i64().ok_or(TooLarge)?;
        if self.is_exact() {
            // bits of the result: a lower estimate from the norm |z|^2
            let bits = self.mul(&self.conj())?.as_rational().map_or(1, Rational::bits);
            if bits.max(2).saturating_mul(remaining.unsigned_abs()) > crate::integer::MAX_BITS {
                return Err(TooLarge);
            }
        }
        let (mut result, mut square) = (Number::ONE, self.clone());
        while remaining > 0 {
            if remaining & 1 == 1 {
                result = result.mul(&square)?;
            }
            remaining >>= 1;
            if remaining > 0 {
                square = square.mul(&square)?;
            }
        }
        Ok(Some(result))
    }

    /// Total order for canonical sorting: real part, imaginary part, exact before float.
    pub fn canonical_cmp(&self, other: &Number) -> Ordering {
        let part = |a: &Real, b: &Real| match (a, b) {
            (Real::Exact(a), Real::Exact(b)) => a.cmp(b),
            (Real::Exact(_), Real::Float(_)) => Ordering::Less,
            (Real::Float(_), Real::Exact(_)) => Ordering::Greater,
            (Real::Float(a), Real::Float(b)) => match (a.to_rational(), b.to_rational()) {
                (Ok(x), Ok(y)) => x.cmp(&y).then(a.digits().cmp(&b.digits())),
                _ => a.to_string().cmp(&b.to_string()),
            },
        };
        part(self.re(), other.re()).then_with(|| part(self.im(), other.im()))
    }
}

impl From<Rational> for Number {
    fn from(r: Rational) -> Self {
        Number::Real(Real::Exact(r))
    }
}

impl From<Integer> for Number {
    fn from(n: Integer) -> Self {
        Rational::from(n).into()
    }
}

impl From<i64> for Number {
    fn from(n: i64) -> Self {
        Number::integer(n)
    }
}

impl fmt::Display for Real {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Real::Exact(r) => r.fmt(f),
            Real::Float(d) => d.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaussian_arithmetic_is_exact() {
        let z = Number::complex(Real::Exact(1.into()), Real::Exact(2.into()));
        let product = z.recip().ok().flatten().and_then(|w| z.mul(&w).ok());
        assert_eq!(product, Some(Number::ONE));
        assert_eq!(Number::i().checked_pow(&1_000_003i64.into()), Ok(Some(Number::i().neg())));
        assert_eq!(Number::ZERO.recip(), Ok(None));
    }

    #[test]
    fn powers_of_gaussian_integers_are_size_checked() {
        let z = Number::complex(Real::Exact(1.into()), Real::Exact(1.into()));
        assert_eq!(z.checked_pow(&i64::MAX.into()), Err(TooLarge));
        assert_eq!(z.checked_pow(&8i64.into()), Ok(Some(Number::integer(16))));
    }
}
