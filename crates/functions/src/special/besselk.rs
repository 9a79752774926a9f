//! Modified Bessel function of the second kind.

use super::besselj::natural_order;
use crate::range::RealDomain;
use crate::row::{Enclosing, Function, Kernels, Native};
use crate::series::{euler_gamma, fraction, hypergeometric, weighted};
use viete_numbers::{Enclosure, Endpoint, Rational};

pub(crate) const BESSELK: Function = Function {
    name: "besselk",
    arguments: &["n", "x"],
    chapter: "special",
    second_bits: 3500,
    summary: "modified Bessel function of the second kind",
    text: r"$\int_0^\infty e^{-x\cosh t}\cosh(nt)\,dt$",
    reference: "DLMF 10.25.3",
    latex: r"K_{#n}\left(#x\right)",
    examples: &[("diff(besselk(0, x), x)", "-1/2*besselk(-1, x) - 1/2*besselk(1, x)")],
    real_domain: RealDomain::of("x > 0"),
    derivative: &["", "-(besselk(n - 1, x) + besselk(n + 1, x))/2"],
    real: true,
    kernels: Kernels {
        f64: Native::Binary(besselk_f64),
        enclosure: Some(Enclosing { double: besselk_enclosure, big: besselk_enclosure }),
        ..Kernels::UNSTATED
    },
    max_ulps: 100.0,
    region: &[(0.0, 0.0), (0.1, 20.0)],
    ..Function::UNSTATED
};

/// The trapezoidal rule on DLMF 10.32.9, which converges doubly exponentially; positive arguments
/// only.
extern "C" fn besselk_f64(n: f64, x: f64) -> f64 {
    if x.is_nan() || x <= 0.0 {
        return f64::NAN;
    }
    let step = 1.0 / 32.0;
    let mut sum = 0.5;
    let mut t = 0.0;
    loop {
        t += step;
        // relative to exp(-x): cosh t - 1 = 2 sinh^2(t/2) keeps small arguments exact
        let half = libm::sinh(0.5 * t);
        let term = libm::exp(-2.0 * x * half * half) * libm::cosh(n * t);
        sum += term;
        if term <= sum * 1e-18 || t > 800.0 {
            return sum * step * libm::exp(-x);
        }
    }
}

/// DLMF 10.31.1 for order 0: `K_0(z) = -(log(z/2) + gamma) I_0(z) + sum H_k (z^2/4)^k / k!^2`.
fn besselk_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    let [order, z] = a else {
        return Enclosure::undetermined(64);
    };
    let bits = z.precision();
    if natural_order(order) != Some(0) || z.contains_zero() {
        return Enclosure::undetermined(bits);
    }
    let (one, square) = (Enclosure::from_i64(1, bits), z.mul(z));
    let ratio = |k: i64| fraction(1, 4 * (k + 1) * (k + 1));
    let first = hypergeometric(&one, &square, ratio);
    let mut harmonic = Rational::ZERO;
    let second = weighted(&one, &square, ratio, |k| {
        if k > 0 {
            harmonic = &harmonic + &fraction(1, k);
        }
        harmonic.clone()
    });
    let logarithm =
        z.mul(&Enclosure::from_rational(&Rational::HALF, bits)).log().add(&euler_gamma(bits));
    second.sub(&logarithm.mul(&first))
}
