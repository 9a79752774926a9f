//! Complex enclosures: rectangles of two real intervals, with principal branches.
//!
//! Real values keep an imaginary part that is exactly zero, so the branch on a cut is decided: on
//! the negative axis `log` and `sqrt` take the value from above. A rectangle that crosses a cut
//! yields the hull of both sides. The inverse functions follow the logarithmic definitions of DLMF
//! 4.23 and 4.37.

mod elementary;

use crate::endpoint::{Endpoint, Round};
use crate::integer::Integer;
use crate::interval::Interval;
use crate::number::{Number, Real};
use crate::rational::Rational;

/// A rectangle that contains the complex value it stands for.
#[derive(Clone, Debug)]
pub struct Enclosure<F> {
    pub re: Interval<F>,
    pub im: Interval<F>,
}

impl<F: Endpoint> Enclosure<F> {
    pub fn real(re: Interval<F>) -> Self {
        let bits = re.precision();
        Enclosure { re, im: Interval::from_i64(0, bits) }
    }

    pub fn from_i64(value: i64, bits: u32) -> Self {
        Enclosure::real(Interval::from_i64(value, bits))
    }

    pub fn from_rational(value: &Rational, bits: u32) -> Self {
        Enclosure::real(Interval::from_rational(value, bits))
    }

    /// Encloses a constant; a decimal float is taken as the rational it prints.
    pub fn from_number(value: &Number, bits: u32) -> Self {
        let part = |part: &Real| match part.to_rational() {
            Ok(r) => Interval::from_rational(&r, bits),
            Err(_) => Interval::undetermined(bits),
        };
        Enclosure { re: part(value.re()), im: part(value.im()) }
    }

    pub fn pi(bits: u32) -> Self {
        Enclosure::real(Interval::pi(bits))
    }

    pub fn i(bits: u32) -> Self {
        Enclosure { re: Interval::from_i64(0, bits), im: Interval::from_i64(1, bits) }
    }

    pub fn undetermined(bits: u32) -> Self {
        Enclosure { re: Interval::undetermined(bits), im: Interval::undetermined(bits) }
    }

    pub fn precision(&self) -> u32 {
        self.re.precision()
    }

    pub fn is_finite(&self) -> bool {
        self.re.is_finite() && self.im.is_finite()
    }

    pub fn is_real(&self) -> bool {
        self.im.is_exact_zero()
    }

    pub fn contains_zero(&self) -> bool {
        self.re.contains_zero() && self.im.contains_zero()
    }

    pub fn is_exact_zero(&self) -> bool {
        self.re.is_exact_zero() && self.im.is_exact_zero()
    }

    pub fn overlaps(&self, other: &Self) -> bool {
        self.re.overlaps(&other.re) && self.im.overlaps(&other.im)
    }

    pub fn neg(&self) -> Self {
        Enclosure { re: self.re.neg(), im: self.im.neg() }
    }

    pub fn conj(&self) -> Self {
        Enclosure { re: self.re.clone(), im: self.im.neg() }
    }

    pub fn add(&self, other: &Self) -> Self {
        Enclosure { re: self.re.add(&other.re), im: self.im.add(&other.im) }
    }

    pub fn sub(&self, other: &Self) -> Self {
        Enclosure { re: self.re.sub(&other.re), im: self.im.sub(&other.im) }
    }

    pub fn mul(&self, other: &Self) -> Self {
        if self.is_real() && other.is_real() {
            return Enclosure::real(self.re.mul(&other.re));
        }
        let (a, b, c, d) = (&self.re, &self.im, &other.re, &other.im);
        Enclosure { re: a.mul(c).sub(&b.mul(d)), im: a.mul(d).add(&b.mul(c)) }
    }

    /// `1 / self`; undetermined when the rectangle touches zero.
    pub fn recip(&self) -> Self {
        if self.is_real() {
            return Enclosure::real(self.re.recip());
        }
        let inverse = self.re.square().add(&self.im.square()).recip();
        Enclosure { re: self.re.mul(&inverse), im: self.im.neg().mul(&inverse) }
    }

    pub fn div(&self, other: &Self) -> Self {
        self.mul(&other.recip())
    }

    fn scale(&self, factor: &Interval<F>) -> Self {
        Enclosure { re: self.re.mul(factor), im: self.im.mul(factor) }
    }

    fn half(&self) -> Self {
        self.scale(&Interval::from_rational(&Rational::HALF, self.precision()))
    }

    fn times_i(&self) -> Self {
        Enclosure { re: self.im.neg(), im: self.re.clone() }
    }

    fn over_i(&self) -> Self {
        Enclosure { re: self.im.clone(), im: self.re.neg() }
    }

    fn one(&self) -> Self {
        Enclosure::from_i64(1, self.precision())
    }

    /// The modulus, a real enclosure.
    pub fn abs(&self) -> Self {
        if self.is_real() {
            return Enclosure::real(self.re.abs());
        }
        Enclosure::real(self.re.square().add(&self.im.square()).sqrt())
    }

    /// The argument in `(-pi, pi]`, a real enclosure. At zero it is 0 by convention.
    pub fn arg(&self) -> Self {
        let bits = self.precision();
        let (x, y) = (&self.re, &self.im);
        let pi = Interval::<F>::pi(bits);
        if self.is_real() && x.lower.signum() >= 0 {
            return Enclosure::from_i64(0, bits);
        }
        if self.is_real() && x.upper.signum() < 0 {
            return Enclosure::real(pi);
        }
        if (y.lower.signum() < 0 && y.upper.signum() >= 0 && x.lower.signum() < 0)
            || self.contains_zero()
        {
            return Enclosure::real(pi.neg().hull(&pi));
        }
        // no cut, no origin inside: the argument is extreme at corners
        let corner = |y: &F, x: &F| Interval {
            lower: y.atan2(x, Round::Down),
            upper: y.atan2(x, Round::Up),
        };
        let corners = [
            (&y.lower, &x.lower),
            (&y.lower, &x.upper),
            (&y.upper, &x.lower),
            (&y.upper, &x.upper),
        ];
        let mut hull = corner(&y.lower, &x.lower);
        for (y, x) in corners {
            hull = hull.hull(&corner(y, x));
        }
        Enclosure::real(hull)
    }

    pub fn exp(&self) -> Self {
        let modulus = self.re.exp();
        if self.is_real() {
            return Enclosure::real(modulus);
        }
        Enclosure { re: self.im.cos(), im: self.im.sin() }.scale(&modulus)
    }

    /// Principal logarithm; undetermined when the rectangle touches zero.
    pub fn log(&self) -> Self {
        if self.contains_zero() {
            return Enclosure::undetermined(self.precision());
        }
        Enclosure { re: self.abs().re.log(), im: self.arg().re }
    }

    pub fn sqrt(&self) -> Self {
        let bits = self.precision();
        if self.is_real() && self.re.lower.signum() >= 0 {
            return Enclosure::real(self.re.sqrt());
        }
        if self.is_real() && self.re.upper.signum() <= 0 {
            return Enclosure { re: Interval::from_i64(0, bits), im: self.re.neg().sqrt() };
        }
        if self.contains_zero() {
            // |sqrt z| <= sqrt |z|, real part never negative
            let radius = self.abs().re.sqrt();
            let zero = Interval::from_i64(0, bits);
            return Enclosure { re: zero.hull(&radius), im: radius.neg().hull(&radius) };
        }
        self.log().half().exp()
    }

    /// `self^n` for an integer exponent.
    pub fn power_integer(&self, exponent: &Integer) -> Self {
        let Some(n) = exponent.to_i64() else {
            return self
                .log()
                .scale(&Interval::from_rational(&exponent.clone().into(), self.precision()))
                .exp();
        };
        if n < 0 {
            return self.power_integer(&-exponent).recip();
        }
        if self.is_real() {
            return Enclosure::real(self.re.power(n.unsigned_abs()));
        }
        let (mut result, mut square, mut n) = (self.one(), self.clone(), n);
        while n > 0 {
            if n & 1 == 1 {
                result = result.mul(&square);
            }
            n >>= 1;
            if n > 0 {
                square = square.mul(&square);
            }
        }
        result
    }

    /// Principal power `exp(b log a)`, with `0^0 = 1` and `0^b = 0` for positive `b`.
    pub fn power(&self, exponent: &Self) -> Self {
        if exponent.is_real() {
            if let Some(value) = exponent.re.exact() {
                if let Some(n) = value.to_integer() {
                    return self.power_integer(&n);
                }
                if value.denominator() == Integer::from(2i64) {
                    return self.sqrt().power_integer(&value.numerator());
                }
            }
            if self.is_exact_zero() && exponent.re.lower.signum() > 0 {
                return self.clone();
            }
            if self.is_real()
                && self.re.lower.signum() >= 0
                && exponent.re.lower.signum() > 0
                && self.re.lower.signum() == 0
            {
                // [0, u]^b for positive b: increasing in the base
                let top = Enclosure::real(Interval::point(self.re.upper.clone()));
                let reach = if top.contains_zero() { top } else { top.power(exponent) };
                return Enclosure::real(Interval {
                    lower: self.re.lower.clone(),
                    upper: reach.re.upper,
                });
            }
        }
        self.log().mul(exponent).exp()
    }

    /// A kernel that knows real arguments only: `f` of the real part, undetermined elsewhere.
    pub fn on_reals(&self, f: impl FnOnce(&Interval<F>) -> Interval<F>) -> Self {
        if self.is_real() {
            Enclosure::real(f(&self.re))
        } else {
            Enclosure::undetermined(self.precision())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::Big;

    fn at(re: i64, im: i64) -> Enclosure<Big> {
        Enclosure { re: Interval::from_i64(re, 80), im: Interval::from_i64(im, 80) }
    }

    fn near(value: &Enclosure<Big>, re: f64, im: f64) -> bool {
        (value.re.midpoint() - re).abs() < 1e-12 && (value.im.midpoint() - im).abs() < 1e-12
    }

    #[test]
    fn principal_branches_on_the_cuts() {
        assert!(near(&at(-1, 0).log(), 0.0, std::f64::consts::PI));
        assert!(near(&at(-4, 0).sqrt(), 0.0, 2.0));
        assert!(near(&at(2, 0).asin(), std::f64::consts::FRAC_PI_2, -(2.0 + 3f64.sqrt()).ln()));
        assert!(near(
            &at(-8, 0).power(&Enclosure::from_rational(
                &Rational::new(&1i64.into(), &3i64.into()).unwrap_or(Rational::ZERO),
                80
            )),
            1.0,
            3f64.sqrt()
        ));
        assert!(
            near(&at(2, 0).acos(), 0.0, (2.0 + 3f64.sqrt()).ln())
                && at(2, 0).acos().re.is_exact_zero()
        );
        assert!(near(&at(-2, 0).acos(), std::f64::consts::PI, -(2.0 + 3f64.sqrt()).ln()));
        assert!(
            near(&at(0, 0).acosh(), 0.0, std::f64::consts::FRAC_PI_2)
                && at(0, 0).acosh().re.is_exact_zero()
        );
        assert!(near(&at(0, 5).atanh(), 0.0, 5f64.atan()) && at(0, 5).atanh().re.is_exact_zero());
        assert!(near(&at(0, 2).atan(), std::f64::consts::FRAC_PI_2, 0.5 * 3f64.ln()));
    }

    #[test]
    fn enclosures_contain_extrema() {
        let wide = Interval::<f64> { lower: 1.0, upper: 2.0 }.sin();
        assert!(wide.upper == 1.0 && wide.lower < 0.842 && wide.lower > 0.84);
        let odd = Interval::<f64> { lower: -2.0, upper: 1.0 }.power(3);
        assert!(odd.lower <= -8.0 && odd.lower > -8.1 && odd.upper >= 1.0 && odd.upper < 1.1);
        assert!(!Interval::<f64> { lower: -1.0, upper: 1.0 }.recip().is_finite());
    }
}
