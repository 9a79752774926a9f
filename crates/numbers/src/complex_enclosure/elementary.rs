//! Trigonometric and hyperbolic functions of complex enclosures and their inverses.

use super::Enclosure;
use crate::endpoint::{Elementary, Endpoint};
use crate::interval::Interval;

impl<F: Endpoint> Enclosure<F> {
    pub fn sin(&self) -> Self {
        if self.is_real() {
            return Enclosure::real(self.re.sin());
        }
        let (hyperbolic_cos, hyperbolic_sin) =
            (real_cosh(&self.im), self.im.increasing(Elementary::Sinh));
        Enclosure { re: self.re.sin().mul(&hyperbolic_cos), im: self.re.cos().mul(&hyperbolic_sin) }
    }

    pub fn cos(&self) -> Self {
        if self.is_real() {
            return Enclosure::real(self.re.cos());
        }
        let (hyperbolic_cos, hyperbolic_sin) =
            (real_cosh(&self.im), self.im.increasing(Elementary::Sinh));
        Enclosure {
            re: self.re.cos().mul(&hyperbolic_cos),
            im: self.re.sin().mul(&hyperbolic_sin).neg(),
        }
    }

    pub fn tan(&self) -> Self {
        self.sin().div(&self.cos())
    }

    pub fn sinh(&self) -> Self {
        if self.is_real() {
            return Enclosure::real(self.re.increasing(Elementary::Sinh));
        }
        self.times_i().sin().over_i()
    }

    pub fn cosh(&self) -> Self {
        if self.is_real() { Enclosure::real(real_cosh(&self.re)) } else { self.times_i().cos() }
    }

    pub fn tanh(&self) -> Self {
        if self.is_real() {
            return Enclosure::real(self.re.increasing(Elementary::Tanh));
        }
        self.sinh().div(&self.cosh())
    }

    /// True when the value is real and lies within `[-1, 1]`.
    fn in_unit(&self) -> bool {
        let one = F::from_f64(1.0, self.precision());
        self.is_real() && self.re.lower >= one.neg() && self.re.upper <= one
    }

    /// True when the real part is exactly zero.
    fn is_imaginary(&self) -> bool {
        self.re.is_exact_zero()
    }

    /// The real value beyond 1 or below -1, made positive; whether it was negative.
    fn beyond_unit(&self) -> Option<(Interval<F>, bool)> {
        let one = F::from_f64(1.0, self.precision());
        if !self.is_real() {
            None
        } else if self.re.lower >= one {
            Some((self.re.clone(), false))
        } else {
            (self.re.upper <= one.neg()).then(|| (self.re.neg(), true))
        }
    }

    pub fn asin(&self) -> Self {
        if self.in_unit() {
            return Enclosure::real(self.re.increasing(Elementary::Asin));
        }
        // -i log(i z + sqrt(1 - z^2)), DLMF 4.23.19
        let root = self.one().sub(&self.mul(self)).sqrt();
        self.times_i().add(&root).log().over_i()
    }

    pub fn acos(&self) -> Self {
        if self.in_unit() {
            return Enclosure::real(self.re.decreasing(Elementary::Acos));
        }
        // on the cuts acos(x) = i acosh(x), acos(-x) = pi - i acosh(x), DLMF 4.23.24 and 4.23.25
        if let Some((size, negative)) = self.beyond_unit() {
            let turned = Enclosure::real(size.increasing(Elementary::Acosh)).times_i();
            return if negative { Enclosure::pi(self.precision()).sub(&turned) } else { turned };
        }
        Enclosure::pi(self.precision()).half().sub(&self.asin())
    }

    pub fn atan(&self) -> Self {
        if self.is_real() {
            return Enclosure::real(self.re.increasing(Elementary::Atan));
        }
        if self.is_imaginary() {
            return Enclosure::real(self.im.clone()).atanh().times_i();
        }
        // i/2 (log(1 - i z) - log(1 + i z)), DLMF 4.23.26
        let turned = self.times_i();
        self.one().sub(&turned).log().sub(&self.one().add(&turned).log()).times_i().half()
    }

    pub fn asinh(&self) -> Self {
        if self.is_real() {
            return Enclosure::real(self.re.increasing(Elementary::Asinh));
        }
        if self.is_imaginary() {
            let turned = Enclosure::real(self.im.clone());
            if turned.in_unit() {
                return turned.asin().times_i();
            }
        }
        // log(z + sqrt(z^2 + 1)), DLMF 4.37.16
        self.add(&self.mul(self).add(&self.one()).sqrt()).log()
    }

    pub fn acosh(&self) -> Self {
        if self.is_real() && self.re.lower >= F::from_f64(1.0, self.precision()) {
            return Enclosure::real(self.re.increasing(Elementary::Acosh));
        }
        if self.in_unit() {
            return Enclosure::real(self.re.decreasing(Elementary::Acos)).times_i();
        }
        // log(z + sqrt(z + 1) sqrt(z - 1)), DLMF 4.37.21
        let roots = self.add(&self.one()).sqrt().mul(&self.sub(&self.one()).sqrt());
        self.add(&roots).log()
    }

    pub fn atanh(&self) -> Self {
        let one = F::from_f64(1.0, self.precision());
        if self.in_unit() && self.re.lower > one.neg() && self.re.upper < one {
            return Enclosure::real(self.re.increasing(Elementary::Atanh));
        }
        if self.is_imaginary() && !self.im.is_exact_zero() {
            return Enclosure::real(self.im.increasing(Elementary::Atan)).times_i();
        }
        // (log(1 + z) - log(1 - z)) / 2, DLMF 4.37.24
        self.one().add(self).log().sub(&self.one().sub(self).log()).half()
    }
}

/// `cosh` of a real interval: even, with its minimum at zero.
fn real_cosh<F: Endpoint>(x: &Interval<F>) -> Interval<F> {
    x.abs().increasing(Elementary::Cosh)
}
