//! Real intervals `[lower, upper]` with outward rounding over any [`Endpoint`] type.
//!
//! An interval that cannot be bounded is `[-oo, oo]`, "undetermined"; it never excludes a value.
//! Reference: IEEE 1788-2015; Moore, Kearfott, Cloud, Introduction to Interval Analysis, 2009.

use crate::endpoint::{Elementary, Endpoint, Round};
use crate::integer::Integer;
use crate::rational::Rational;
use crate::truth::Truth;

/// A closed interval that contains the real value it stands for.
#[derive(Clone, Debug)]
pub struct Interval<F> {
    pub lower: F,
    pub upper: F,
}

fn smaller<F: Endpoint>(a: F, b: F) -> F {
    if b < a { b } else { a }
}

fn larger<F: Endpoint>(a: F, b: F) -> F {
    if b > a { b } else { a }
}

impl<F: Endpoint> Interval<F> {
    /// The smallest enclosure of a rational at the given precision.
    pub fn from_rational(value: &Rational, bits: u32) -> Self {
        Interval {
            lower: F::from_rational(value, bits, Round::Down),
            upper: F::from_rational(value, bits, Round::Up),
        }
    }

    pub fn from_i64(value: i64, bits: u32) -> Self {
        Interval::from_rational(&Rational::integer(value), bits)
    }

    pub fn point(value: F) -> Self {
        Interval { lower: value.clone(), upper: value }
    }

    pub fn pi(bits: u32) -> Self {
        Interval { lower: F::pi(bits, Round::Down), upper: F::pi(bits, Round::Up) }
    }

    /// `[-oo, oo]`.
    pub fn undetermined(bits: u32) -> Self {
        Interval { lower: F::infinity(bits).neg(), upper: F::infinity(bits) }
    }

    fn is_undetermined(&self) -> bool {
        !self.lower.is_finite() && !self.upper.is_finite()
    }

    /// Turns NaN endpoints into "undetermined".
    fn checked(lower: F, upper: F) -> Self {
        if lower.is_nan() || upper.is_nan() || lower > upper {
            Interval::undetermined(lower.precision())
        } else {
            Interval { lower, upper }
        }
    }

    /// Undetermined when an endpoint is NaN or the ends are out of order.
    pub fn sanitized(self) -> Self {
        Interval::checked(self.lower, self.upper)
    }

    pub fn precision(&self) -> u32 {
        self.lower.precision().max(self.upper.precision())
    }

    pub fn is_finite(&self) -> bool {
        self.lower.is_finite() && self.upper.is_finite()
    }

    /// True when the interval is the single point zero.
    pub fn is_exact_zero(&self) -> bool {
        self.lower.signum() == 0 && self.upper.signum() == 0 && self.is_finite()
    }

    pub fn contains_zero(&self) -> bool {
        self.lower.signum() <= 0 && self.upper.signum() >= 0
    }

    pub fn is_positive(&self) -> Truth {
        if self.lower.signum() > 0 {
            Truth::True
        } else if self.upper.signum() <= 0 {
            Truth::False
        } else {
            Truth::Unknown
        }
    }

    pub fn overlaps(&self, other: &Self) -> bool {
        self.lower <= other.upper && other.lower <= self.upper
    }

    /// The smallest interval containing both.
    pub fn hull(&self, other: &Self) -> Self {
        Interval {
            lower: smaller(self.lower.clone(), other.lower.clone()),
            upper: larger(self.upper.clone(), other.upper.clone()),
        }
    }

    pub fn neg(&self) -> Self {
        Interval { lower: self.upper.neg(), upper: self.lower.neg() }
    }

    pub fn add(&self, other: &Self) -> Self {
        Interval::checked(
            self.lower.add(&other.lower, Round::Down),
            self.upper.add(&other.upper, Round::Up),
        )
    }

    pub fn sub(&self, other: &Self) -> Self {
        Interval::checked(
            self.lower.sub(&other.upper, Round::Down),
            self.upper.sub(&other.lower, Round::Up),
        )
    }

    pub fn mul(&self, other: &Self) -> Self {
        // an undetermined factor may have no value at all, so not even zero times it is known
        if self.is_undetermined() || other.is_undetermined() {
            return Interval::undetermined(self.precision().max(other.precision()));
        }
        let (a, b, c, d) = (&self.lower, &self.upper, &other.lower, &other.upper);
        if a.signum() >= 0 && c.signum() >= 0 {
            return Interval::checked(a.mul(c, Round::Down), b.mul(d, Round::Up));
        }
        let low = |x: &F, y: &F| x.mul(y, Round::Down);
        let high = |x: &F, y: &F| x.mul(y, Round::Up);
        let lower = smaller(smaller(low(a, c), low(a, d)), smaller(low(b, c), low(b, d)));
        let upper = larger(larger(high(a, c), high(a, d)), larger(high(b, c), high(b, d)));
        Interval::checked(lower, upper)
    }

    /// The square: never negative.
    pub fn square(&self) -> Self {
        let magnitude = self.abs();
        magnitude.mul(&magnitude)
    }

    /// `1 / self`; undetermined when the interval touches zero.
    pub fn recip(&self) -> Self {
        if self.contains_zero() {
            return Interval::undetermined(self.precision());
        }
        let one = F::from_f64(1.0, self.precision());
        Interval::checked(one.div(&self.upper, Round::Down), one.div(&self.lower, Round::Up))
    }

    pub fn abs(&self) -> Self {
        if self.lower.signum() >= 0 {
            self.clone()
        } else if self.upper.signum() <= 0 {
            self.neg()
        } else {
            let zero = F::from_f64(0.0, self.precision());
            Interval { lower: zero, upper: larger(self.lower.neg(), self.upper.clone()) }
        }
    }

    /// `self^n` for a natural number by repeated squaring of magnitudes.
    pub fn power(&self, exponent: u64) -> Self {
        let base = if exponent.is_multiple_of(2) { self.abs() } else { self.clone() };
        let one = Interval::from_i64(1, self.precision());
        if exponent % 2 == 1 && base.contains_zero() {
            // odd powers are increasing: bound by the endpoints' powers
            let low = Interval::point(base.lower.neg()).abs().power_positive(exponent);
            let high = Interval::point(base.upper.clone()).abs().power_positive(exponent);
            return Interval::checked(low.upper.neg(), high.upper);
        }
        if exponent == 0 {
            one
        } else if base.lower.signum() < 0 {
            base.neg().power_positive(exponent).neg()
        } else {
            base.power_positive(exponent)
        }
    }

    fn power_positive(&self, mut exponent: u64) -> Self {
        let (mut result, mut square) = (Interval::from_i64(1, self.precision()), self.clone());
        while exponent > 0 {
            if exponent & 1 == 1 {
                result = result.mul(&square);
            }
            exponent >>= 1;
            if exponent > 0 {
                square = square.mul(&square);
            }
        }
        result
    }

    /// An increasing function whose whole domain contains the interval.
    pub fn increasing(&self, function: Elementary) -> Self {
        Interval::checked(
            self.lower.elementary(function, Round::Down),
            self.upper.elementary(function, Round::Up),
        )
    }

    /// A decreasing function whose whole domain contains the interval.
    pub fn decreasing(&self, function: Elementary) -> Self {
        Interval::checked(
            self.upper.elementary(function, Round::Down),
            self.lower.elementary(function, Round::Up),
        )
    }

    /// A function with `|f'| <= slope` everywhere on the interval: value at the midpoint, widened
    /// by the mean value theorem.
    pub fn lipschitz(&self, function: Elementary, slope: f64) -> Self {
        let half = F::from_f64(0.5, self.precision());
        let middle = self.lower.add(&self.upper, Round::Down).mul(&half, Round::Down);
        let reach = self.upper.sub(&middle, Round::Up);
        let back = middle.sub(&self.lower, Round::Up);
        let radius = larger(reach, back).mul(&F::from_f64(slope, self.precision()), Round::Up);
        let (low, high) =
            (middle.elementary(function, Round::Down), middle.elementary(function, Round::Up));
        Interval::checked(low.sub(&radius, Round::Down), high.add(&radius, Round::Up))
    }

    pub fn sqrt(&self) -> Self {
        if self.lower.signum() < 0 {
            Interval::undetermined(self.precision())
        } else {
            self.increasing(Elementary::Sqrt)
        }
    }

    pub fn exp(&self) -> Self {
        self.increasing(Elementary::Exp)
    }

    /// Natural logarithm; undetermined unless the interval is positive.
    pub fn log(&self) -> Self {
        if self.lower.signum() <= 0 {
            Interval::undetermined(self.precision())
        } else {
            self.increasing(Elementary::Log)
        }
    }

    pub fn cos(&self) -> Self {
        self.wave(Elementary::Cos, 0)
    }

    pub fn sin(&self) -> Self {
        self.wave(Elementary::Sin, 1)
    }

    /// Sine or cosine: extrema lie at `(k + shift/2) pi`, maxima at even `k`.
    fn wave(&self, function: Elementary, shift: i64) -> Self {
        let bits = self.precision();
        let unit = Interval { lower: F::from_f64(-1.0, bits), upper: F::from_f64(1.0, bits) };
        let offset = Interval::from_rational(&(&Rational::HALF * &Rational::integer(shift)), bits);
        let turns = self.mul(&Interval::pi(bits).recip()).sub(&offset);
        let (Some(first), Some(last)) =
            (turns.lower.neg().floor().map(|n| -&n), turns.upper.floor())
        else {
            return unit;
        };
        let ends = Interval::checked(
            smaller(
                self.lower.elementary(function, Round::Down),
                self.upper.elementary(function, Round::Down),
            ),
            larger(
                self.lower.elementary(function, Round::Up),
                self.upper.elementary(function, Round::Up),
            ),
        );
        match (&last - &first).to_i64() {
            Some(n) if n < 0 => ends,
            Some(0) if first.is_even() => Interval { lower: ends.lower, upper: unit.upper },
            Some(0) => Interval { lower: unit.lower, upper: ends.upper },
            _ => unit,
        }
    }

    /// The common floor of all points, when there is one.
    pub fn floor(&self) -> Option<Integer> {
        let (low, high) = (self.lower.floor()?, self.upper.floor()?);
        (low == high).then_some(low)
    }

    /// The rational value, when the interval is a single point.
    pub fn exact(&self) -> Option<Rational> {
        if self.lower == self.upper { self.lower.to_rational() } else { None }
    }

    /// A double near the middle.
    pub fn midpoint(&self) -> f64 {
        let (low, high) = (self.lower.to_f64(Round::Down), self.upper.to_f64(Round::Up));
        if low == high { low } else { low / 2.0 + high / 2.0 }
    }
}
