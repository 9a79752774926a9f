//! Logarithm of the gamma function, principal branch.

use crate::code::{Code, lanes};
use crate::range::RealDomain;
use crate::row::{Enclosing, Function, Kernels, Native};
use viete_elementary::{Unary, apply};
use viete_numbers::{Elementary, Enclosure, Endpoint, Interval};

pub(crate) const LGAMMA: Function = Function {
    name: "lgamma",
    aliases: &["loggamma"],
    chapter: "special",
    second_bits: 10_700,
    summary: "logarithm of the gamma function, principal branch",
    text: r"$\ln\Gamma(x)$; the real kernel knows $x>0$",
    reference: "DLMF 5.2.1",
    latex: r"\ln\Gamma\left(#x\right)",
    examples: &[("lgamma(1)", "0")],
    real_domain: RealDomain::of("x > 0"),
    values: &[("1", "0"), ("2", "0")],
    derivative: &["digamma(x)"],
    real: true,
    kernels: Kernels {
        f64: Native::Unary(lgamma_f64),
        enclosure: Some(Enclosing { double: lgamma_enclosure, big: lgamma_enclosure }),
        ..Kernels::UNSTATED
    },
    max_ulps: 4.0,
    region: &[(3.0, 1000.0)],
    code: Code {
        lanes: lanes(Unary::Lgamma),
        source: &[("c", "lgamma"), ("fortran", "log_gamma")],
        nanoseconds: Some(5.331),
        ..Code::UNSTATED
    },
    ..Function::UNSTATED
};

extern "C" fn lgamma_f64(x: f64) -> f64 {
    if x > 0.0 { apply(Unary::Lgamma, x) } else { f64::NAN }
}

fn lgamma_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => x.on_reals(positive_axis),
        _ => Enclosure::undetermined(64),
    }
}

fn positive_axis<F: Endpoint>(x: &Interval<F>) -> Interval<F> {
    let bits = x.precision();
    if x.lower.signum() <= 0 {
        Interval::undetermined(bits)
    } else if x.lower >= F::from_f64(1.4617, bits) {
        x.increasing(Elementary::LogGamma)
    } else if x.upper <= F::from_f64(1.4616, bits) {
        x.decreasing(Elementary::LogGamma)
    } else {
        let ends = Interval::point(x.lower.clone())
            .increasing(Elementary::LogGamma)
            .hull(&Interval::point(x.upper.clone()).increasing(Elementary::LogGamma));
        ends.hull(&Interval::point(F::from_f64(-0.1215, bits)))
    }
}
