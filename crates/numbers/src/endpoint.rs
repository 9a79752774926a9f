//! Endpoints of intervals: the few directed-rounding operations that every enclosure is built from,
//! over doubles (always) and MPFR floats (feature `mpfr`).

use crate::integer::Integer;
use crate::rational::Rational;
use std::fmt::Debug;

/// Direction of rounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    Down,
    Up,
}

/// Real functions of one argument that endpoints evaluate with directed rounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elementary {
    Sqrt,
    Cbrt,
    Exp,
    Log,
    Sin,
    Cos,
    Tan,
    Asin,
    Acos,
    Atan,
    Sinh,
    Cosh,
    Tanh,
    Asinh,
    Acosh,
    Atanh,
    Erf,
    Erfc,
    Gamma,
    LogGamma,
    Digamma,
    Zeta,
    ExponentialIntegral,
    BesselJ0,
    BesselJ1,
    BesselY0,
    BesselY1,
}

/// A number type whose operations round in a stated direction. A result that cannot be bounded is a
/// NaN of the type, which [`crate::Interval`] turns into "undetermined".
pub trait Endpoint: Clone + PartialOrd + Debug + 'static {
    /// `bits` of precision; ignored by types of fixed precision.
    fn from_rational(value: &Rational, bits: u32, round: Round) -> Self;
    fn from_f64(value: f64, bits: u32) -> Self;
    fn to_f64(&self, round: Round) -> f64;
    /// The exact value; `None` for infinities and NaN.
    fn to_rational(&self) -> Option<Rational>;
    fn precision(&self) -> u32;
    fn pi(bits: u32, round: Round) -> Self;
    fn infinity(bits: u32) -> Self;
    fn neg(&self) -> Self;
    fn add(&self, other: &Self, round: Round) -> Self;
    fn sub(&self, other: &Self, round: Round) -> Self;
    fn mul(&self, other: &Self, round: Round) -> Self;
    fn div(&self, other: &Self, round: Round) -> Self;
    fn atan2(&self, x: &Self, round: Round) -> Self;
    fn elementary(&self, function: Elementary, round: Round) -> Self;
    fn floor(&self) -> Option<Integer>;
    fn signum(&self) -> i8;
    fn is_nan(&self) -> bool;
    fn is_finite(&self) -> bool;
}

/// Moves a double outward by `steps` representable values.
fn widen(value: f64, steps: u32, round: Round) -> f64 {
    (0..steps).fold(value, |v, _| match round {
        Round::Down => v.next_down(),
        Round::Up => v.next_up(),
    })
}

impl Endpoint for f64 {
    fn from_rational(value: &Rational, _bits: u32, round: Round) -> f64 {
        let nearest = value.to_f64();
        // in lowest terms a quotient is a double only if its denominator is a power of two
        if let Some(exact) = value.is_small_dyadic() {
            return if exact { nearest } else { widen(nearest, 1, round) };
        }
        match Rational::from_f64(nearest) {
            Some(exact) if exact == *value => nearest,
            _ => widen(nearest, 2, round),
        }
    }
    fn from_f64(value: f64, _bits: u32) -> f64 {
        value
    }
    fn to_f64(&self, _round: Round) -> f64 {
        *self
    }
    fn to_rational(&self) -> Option<Rational> {
        Rational::from_f64(*self)
    }
    fn precision(&self) -> u32 {
        53
    }
    fn pi(_bits: u32, round: Round) -> f64 {
        match round {
            Round::Down => std::f64::consts::PI,
            Round::Up => std::f64::consts::PI.next_up(),
        }
    }
    fn infinity(_bits: u32) -> f64 {
        f64::INFINITY
    }
    fn neg(&self) -> f64 {
        -self
    }
    fn add(&self, other: &f64, round: Round) -> f64 {
        // the rounding error of a sum is a double (Knuth, TAOCP 2, 4.2.2): where it is zero the sum
        // is exact
        let sum = self + other;
        let part = sum - self;
        let error = (self - (sum - part)) + (other - part);
        if error == 0.0 { sum } else { widen(sum, 1, round) }
    }
    fn sub(&self, other: &f64, round: Round) -> f64 {
        Endpoint::add(self, &-other, round)
    }
    fn mul(&self, other: &f64, round: Round) -> f64 {
        // zero times anything is zero: an endpoint's infinity only says "unbounded"
        if *self == 0.0 || *other == 0.0 {
            return 0.0;
        }
        let product = self * other;
        let exact = product.abs() > 1e-290 && self.mul_add(*other, -product) == 0.0;
        if exact { product } else { widen(product, 1, round) }
    }
    fn div(&self, other: &f64, round: Round) -> f64 {
        if *self == 0.0 { 0.0 } else { widen(self / other, 1, round) }
    }
    fn atan2(&self, x: &f64, round: Round) -> f64 {
        widen(libm::atan2(*self, *x), 4, round)
    }
    /// Results of the `libm` crate, whose errors stay below 1 to 2 ulps for the elementary
    /// functions, moved outward by 4; where no bound is known (Bessel, gamma families) the result
    /// is NaN, "undetermined".
    fn elementary(&self, function: Elementary, round: Round) -> f64 {
        let x = *self;
        let exact_at = |point: f64, value: f64, f: fn(f64) -> f64| {
            if x == point { value } else { widen(f(x), 4, round) }
        };
        match function {
            Elementary::Sqrt => {
                if x == 0.0 {
                    0.0
                } else {
                    widen(x.sqrt(), 1, round)
                }
            }
            Elementary::Cbrt => exact_at(0.0, 0.0, libm::cbrt),
            Elementary::Exp if x == f64::NEG_INFINITY => 0.0,
            Elementary::Exp => exact_at(0.0, 1.0, libm::exp).max(0.0),
            Elementary::Log => exact_at(1.0, 0.0, libm::log),
            Elementary::Sin => exact_at(0.0, 0.0, libm::sin).clamp(-1.0, 1.0),
            Elementary::Cos => exact_at(0.0, 1.0, libm::cos).clamp(-1.0, 1.0),
            Elementary::Tan => exact_at(0.0, 0.0, libm::tan),
            Elementary::Asin => exact_at(0.0, 0.0, libm::asin),
            Elementary::Acos => exact_at(1.0, 0.0, libm::acos),
            Elementary::Atan => exact_at(0.0, 0.0, libm::atan),
            Elementary::Sinh => exact_at(0.0, 0.0, libm::sinh),
            Elementary::Cosh => exact_at(0.0, 1.0, libm::cosh).max(1.0),
            Elementary::Tanh => exact_at(0.0, 0.0, libm::tanh).clamp(-1.0, 1.0),
            Elementary::Asinh => exact_at(0.0, 0.0, libm::asinh),
            Elementary::Acosh => exact_at(1.0, 0.0, libm::acosh),
            Elementary::Atanh => exact_at(0.0, 0.0, libm::atanh),
            Elementary::Erf => exact_at(0.0, 0.0, libm::erf).clamp(-1.0, 1.0),
            Elementary::Erfc => exact_at(0.0, 1.0, libm::erfc).max(0.0),
            _ => f64::NAN,
        }
    }
    fn floor(&self) -> Option<Integer> {
        if self.abs() < 9e15 {
            return Some(Integer::from(f64::floor(*self) as i64));
        }
        Rational::from_f64(*self).map(|r| r.floor())
    }
    fn signum(&self) -> i8 {
        if *self > 0.0 {
            1
        } else if *self < 0.0 {
            -1
        } else {
            0
        }
    }
    fn is_nan(&self) -> bool {
        f64::is_nan(*self)
    }
    fn is_finite(&self) -> bool {
        f64::is_finite(*self)
    }
}

/// The widest endpoint type compiled in: MPFR floats with the feature `mpfr`, doubles without.
#[cfg(feature = "mpfr")]
pub type Big = rug::Float;
#[cfg(not(feature = "mpfr"))]
pub type Big = f64;

#[cfg(feature = "mpfr")]
mod big {
    //! MPFR rounds every one of these functions correctly, so directed rounding is one call.
    use super::{Elementary, Endpoint, Integer, Rational, Round};
    use crate::integer::to_gmp;
    use num_bigint::{BigInt, Sign};
    use rug::float::{Constant, Round as Direction, Special};
    use rug::ops::{AddAssignRound, DivAssignRound, MulAssignRound, SubAssignRound};
    use rug::{Assign, Float};

    fn direction(round: Round) -> Direction {
        match round {
            Round::Down => Direction::Down,
            Round::Up => Direction::Up,
        }
    }

    fn wider(a: &Float, b: &Float) -> Float {
        Float::with_val(a.prec().max(b.prec()), a)
    }

    fn from_gmp(n: &rug::Integer) -> Integer {
        let digits: Vec<u32> = n.to_digits(rug::integer::Order::Lsf);
        BigInt::from_slice(if n.is_negative() { Sign::Minus } else { Sign::Plus }, &digits).into()
    }

    impl Endpoint for Float {
        fn from_rational(value: &Rational, bits: u32, round: Round) -> Float {
            let numerator = to_gmp(&value.numerator().to_big());
            if value.is_integer() {
                return Float::with_val_round(bits, &numerator, direction(round)).0;
            }
            // an exact numerator divided by an exact denominator: one rounding
            let exact = |n: &rug::Integer| Float::with_val(n.significant_bits().max(bits), n);
            let denominator = exact(&to_gmp(&value.denominator().to_big()));
            Float::with_val_round(bits, &exact(&numerator) / &denominator, direction(round)).0
        }
        fn from_f64(value: f64, bits: u32) -> Float {
            Float::with_val(bits.max(53), value)
        }
        fn to_f64(&self, round: Round) -> f64 {
            self.to_f64_round(direction(round))
        }
        fn to_rational(&self) -> Option<Rational> {
            if self.is_zero() {
                // MPFR gives zero the smallest exponent there is
                return Some(Rational::ZERO);
            }
            let (mantissa, exponent) = self.to_integer_exp()?;
            let power = Integer::from(2i64).checked_pow(u64::from(exponent.unsigned_abs())).ok()?;
            let mantissa = from_gmp(&mantissa);
            if exponent >= 0 {
                Some((&mantissa * &power).into())
            } else {
                Rational::new(&mantissa, &power)
            }
        }
        fn precision(&self) -> u32 {
            self.prec()
        }
        fn pi(bits: u32, round: Round) -> Float {
            Float::with_val_round(bits, Constant::Pi, direction(round)).0
        }
        fn infinity(bits: u32) -> Float {
            Float::with_val(bits, Special::Infinity)
        }
        fn neg(&self) -> Float {
            -self.clone()
        }
        fn add(&self, other: &Float, round: Round) -> Float {
            let mut result = wider(self, other);
            result.add_assign_round(other, direction(round));
            result
        }
        fn sub(&self, other: &Float, round: Round) -> Float {
            let mut result = wider(self, other);
            result.sub_assign_round(other, direction(round));
            result
        }
        fn mul(&self, other: &Float, round: Round) -> Float {
            let mut result = wider(self, other);
            if self.is_zero() || other.is_zero() {
                result.assign(0);
            } else {
                result.mul_assign_round(other, direction(round));
            }
            result
        }
        fn div(&self, other: &Float, round: Round) -> Float {
            let mut result = wider(self, other);
            if !self.is_zero() {
                result.div_assign_round(other, direction(round));
            }
            result
        }
        fn atan2(&self, x: &Float, round: Round) -> Float {
            let mut result = wider(self, x);
            result.atan2_round(x, direction(round));
            result
        }
        fn elementary(&self, function: Elementary, round: Round) -> Float {
            let (mut x, d) = (self.clone(), direction(round));
            match function {
                Elementary::Sqrt => x.sqrt_round(d),
                Elementary::Cbrt => x.cbrt_round(d),
                Elementary::Exp => x.exp_round(d),
                Elementary::Log => x.ln_round(d),
                Elementary::Sin => x.sin_round(d),
                Elementary::Cos => x.cos_round(d),
                Elementary::Tan => x.tan_round(d),
                Elementary::Asin => x.asin_round(d),
                Elementary::Acos => x.acos_round(d),
                Elementary::Atan => x.atan_round(d),
                Elementary::Sinh => x.sinh_round(d),
                Elementary::Cosh => x.cosh_round(d),
                Elementary::Tanh => x.tanh_round(d),
                Elementary::Asinh => x.asinh_round(d),
                Elementary::Acosh => x.acosh_round(d),
                Elementary::Atanh => x.atanh_round(d),
                Elementary::Erf => x.erf_round(d),
                Elementary::Erfc => x.erfc_round(d),
                Elementary::Gamma => x.gamma_round(d),
                Elementary::LogGamma => x.ln_abs_gamma_round(d).1,
                Elementary::Digamma => x.digamma_round(d),
                Elementary::Zeta => x.zeta_round(d),
                Elementary::ExponentialIntegral => x.eint_round(d),
                Elementary::BesselJ0 => x.j0_round(d),
                Elementary::BesselJ1 => x.j1_round(d),
                Elementary::BesselY0 => x.y0_round(d),
                Elementary::BesselY1 => x.y1_round(d),
            };
            x
        }
        fn floor(&self) -> Option<Integer> {
            // an exponent beyond a million bits has no use as an integer here
            if self.get_exp().is_some_and(|e| e > 1_000_000) {
                return None;
            }
            self.to_integer_round(Direction::Down).map(|(n, _)| from_gmp(&n))
        }
        fn signum(&self) -> i8 {
            match self.cmp0() {
                Some(std::cmp::Ordering::Less) => -1,
                Some(std::cmp::Ordering::Greater) => 1,
                _ => 0,
            }
        }
        fn is_nan(&self) -> bool {
            Float::is_nan(self)
        }
        fn is_finite(&self) -> bool {
            Float::is_finite(self)
        }
    }
}
