//! Inverse hyperbolic sine.

use crate::code::Code;
use crate::range::{Range, RealDomain};
use crate::row::{Enclosing, Function, Kernels, Monotone, Native, Parity};
use num_complex::Complex64;
use viete_numbers::{Enclosure, Endpoint};

pub(crate) const ASINH: Function = Function {
    name: "asinh",
    aliases: &["arcsinh", "arsinh"],
    chapter: "hyperbolic",
    summary: "inverse hyperbolic sine",
    text: r"$\ln(z+\sqrt{z^2+1})$",
    reference: "DLMF 4.37.16",
    examples: &[("asinh(0)", "0")],
    real_domain: RealDomain::of("true"),
    range: Range::of("(-oo, oo)"),
    parity: Parity::Odd,
    monotone: Monotone::Increasing,
    values: &[("0", "0")],
    inverse: Some("sinh"),
    derivative: &["1/sqrt(x^2 + 1)"],
    antiderivative: Some("x*asinh(x) - sqrt(x^2 + 1)"),
    total: true,
    real: true,
    rules: &["sinh_of_asinh: sinh(asinh(x_)) => x_"],
    kernels: Kernels {
        f64: Native::Unary(asinh_f64),
        complex: Some(asinh_complex),
        enclosure: Some(Enclosing { double: asinh_enclosure, big: asinh_enclosure }),
    },
    max_ulps: 2.5,
    code: Code {
        source: &[
            ("c", "asinh"),
            ("rust", "asinh"),
            ("python", "np.arcsinh"),
            ("julia", "asinh"),
            ("fortran", "asinh"),
        ],
        ..Code::UNSTATED
    },
    ..Function::UNSTATED
};

extern "C" fn asinh_f64(x: f64) -> f64 {
    libm::asinh(x)
}

fn asinh_complex(a: &[Complex64]) -> Complex64 {
    match a {
        [z] => z.asinh(),
        _ => Complex64::new(f64::NAN, f64::NAN),
    }
}

fn asinh_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => x.asinh(),
        _ => Enclosure::undetermined(64),
    }
}
