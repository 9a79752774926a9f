//! Complementary error function.

use crate::code::Code;
use crate::range::{Range, RealDomain};
use crate::row::{Enclosing, Function, Kernels, Monotone, Native};
use viete_numbers::{Elementary, Enclosure, Endpoint};

pub(crate) const ERFC: Function = Function {
    name: "erfc",
    chapter: "special",
    second_bits: 70_000,
    summary: "complementary error function",
    text: r"$1-\operatorname{erf} x$, accurate in the tail",
    reference: "DLMF 7.2.2",
    latex: r"\operatorname{erfc}\left(#x\right)",
    examples: &[("erfc(0)", "1")],
    real_domain: RealDomain::of("true"),
    range: Range::of("(0, 2)"),
    monotone: Monotone::Decreasing,
    values: &[("0", "1"), ("oo", "0")],
    limits: &[("oo", "0")],
    derivative: &["-2/sqrt(pi)*exp(-x^2)"],
    antiderivative: Some("x*erfc(x) - exp(-x^2)/sqrt(pi)"),
    total: true,
    real: true,
    kernels: Kernels {
        f64: Native::Unary(erfc_f64),
        enclosure: Some(Enclosing { double: erfc_enclosure, big: erfc_enclosure }),
        ..Kernels::UNSTATED
    },
    max_ulps: 4.0,
    region: &[(-5.0, 20.0)],
    code: Code { source: &[("c", "erfc"), ("fortran", "erfc")], ..Code::UNSTATED },
    ..Function::UNSTATED
};

extern "C" fn erfc_f64(x: f64) -> f64 {
    libm::erfc(x)
}

fn erfc_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => x.on_reals(|r| r.decreasing(Elementary::Erfc)),
        _ => Enclosure::undetermined(64),
    }
}
