//! Hyperbolic tangent.

use crate::range::{Range, RealDomain};
use crate::row::{Enclosing, Function, Kernels, Monotone, Native, Parity};
use num_complex::Complex64;
use viete_elementary::{Unary, apply};
use viete_numbers::{Enclosure, Endpoint};

pub(crate) const TANH: Function = Function {
    name: "tanh",
    chapter: "hyperbolic",
    summary: "hyperbolic tangent",
    reference: "DLMF 4.28.4",
    latex: r"\tanh\left(#x\right)",
    examples: &[("tanh(0)", "0")],
    real_domain: RealDomain::of("true"),
    range: Range::of("(-1, 1)"),
    parity: Parity::Odd,
    monotone: Monotone::Increasing,
    values: &[("0", "0"), ("oo", "1")],
    limits: &[("oo", "1"), ("-oo", "-1")],
    inverse: Some("atanh"),
    derivative: &["1 - tanh(x)^2"],
    antiderivative: Some("log(cosh(x))"),
    real: true,
    kernels: Kernels {
        f64: Native::Unary(tanh_f64),
        complex: Some(tanh_complex),
        enclosure: Some(Enclosing { double: tanh_enclosure, big: tanh_enclosure }),
    },
    max_ulps: 2.5,
    ..Function::UNSTATED
};

extern "C" fn tanh_f64(x: f64) -> f64 {
    apply(Unary::Tanh, x)
}

fn tanh_complex(a: &[Complex64]) -> Complex64 {
    match a {
        [z] => z.tanh(),
        _ => Complex64::new(f64::NAN, f64::NAN),
    }
}

fn tanh_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => x.tanh(),
        _ => Enclosure::undetermined(64),
    }
}
