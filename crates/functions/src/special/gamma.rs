//! Gamma function.

use crate::code::{Code, lanes};
use crate::range::RealDomain;
use crate::row::{Enclosing, Function, Kernels, Native};
use viete_elementary::{Unary, apply};
use viete_numbers::{Elementary, Enclosure, Endpoint, Integer, Interval, Number};

pub(crate) const GAMMA: Function = Function {
    name: "gamma",
    chapter: "special",
    second_bits: 10_700,
    summary: "gamma function",
    text: r"$\int_0^\infty t^{x-1}e^{-t}\,dt$",
    reference: "DLMF 5.2.1",
    latex: r"\Gamma\left(#x\right)",
    examples: &[("gamma(5)", "24"), ("gamma(1/2)", "sqrt(pi)")],
    real_domain: RealDomain::of("x > 0"),
    values: &[
        ("1/2", "sqrt(pi)"),
        ("3/2", "sqrt(pi)/2"),
        ("-1/2", "-2*sqrt(pi)"),
        ("5/2", "3*sqrt(pi)/4"),
    ],
    derivative: &["gamma(x)*digamma(x)"],
    real: true,
    exact: Some(gamma_exact),
    kernels: Kernels {
        f64: Native::Unary(gamma_f64),
        enclosure: Some(Enclosing { double: gamma_enclosure, big: gamma_enclosure }),
        ..Kernels::UNSTATED
    },
    max_ulps: 10.0,
    region: &[(0.01, 100.0)],
    code: Code {
        lanes: lanes(Unary::Gamma),
        source: &[("c", "tgamma"), ("fortran", "gamma")],
        nanoseconds: Some(7.337),
        ..Code::UNSTATED
    },
    ..Function::UNSTATED
};

extern "C" fn gamma_f64(x: f64) -> f64 {
    apply(Unary::Gamma, x)
}

fn gamma_exact(a: &[Number]) -> Option<Number> {
    let n = a.first()?.to_i64()?;
    Integer::factorial(u64::try_from(n.checked_sub(1)?).ok()?).ok().map(Into::into)
}

/// Monotone on both sides of its minimum 1.4616...; reflection (DLMF 5.5.3) on the left.
fn gamma_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => x.on_reals(positive_or_reflected),
        _ => Enclosure::undetermined(64),
    }
}

fn positive_or_reflected<F: Endpoint>(x: &Interval<F>) -> Interval<F> {
    let bits = x.precision();
    if x.lower.signum() > 0 {
        if x.lower >= F::from_f64(1.4617, bits) {
            return x.increasing(Elementary::Gamma);
        }
        if x.upper <= F::from_f64(1.4616, bits) {
            return x.decreasing(Elementary::Gamma);
        }
        // across the minimum 0.8856...
        let ends = Interval::point(x.lower.clone())
            .increasing(Elementary::Gamma)
            .hull(&Interval::point(x.upper.clone()).increasing(Elementary::Gamma));
        return ends.hull(&Interval::point(F::from_f64(0.885, bits)));
    }
    if x.upper.signum() >= 0 {
        return Interval::undetermined(bits);
    }
    let pi = Interval::pi(bits);
    let mirrored = positive_or_reflected(&Interval::from_i64(1, bits).sub(x));
    pi.mul(&pi.mul(x).sin().mul(&mirrored).recip())
}
