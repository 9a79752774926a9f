//! Inverse hyperbolic tangent.

use crate::code::Code;
use crate::range::{Range, RealDomain};
use crate::row::{Enclosing, Function, Kernels, Native, Parity};
use num_complex::Complex64;
use viete_numbers::{Enclosure, Endpoint};

pub(crate) const ATANH: Function = Function {
    name: "atanh",
    aliases: &["arctanh", "artanh"],
    chapter: "hyperbolic",
    summary: "inverse hyperbolic tangent",
    text: r"$(\ln(1+z)-\ln(1-z))/2$",
    reference: "DLMF 4.37.24",
    examples: &[("atanh(0)", "0")],
    real_domain: RealDomain::of("-1 < x and x < 1"),
    range: Range::of("(-oo, oo)"),
    parity: Parity::Odd,
    values: &[("0", "0"), ("1", "undefined")],
    inverse: Some("tanh"),
    derivative: &["1/(1 - x^2)"],
    antiderivative: Some("x*atanh(x) + log(1 - x^2)/2"),
    real: true,
    rules: &["tanh_of_atanh: tanh(atanh(x_)) => x_ where nonzero(1 - x_^2)"],
    kernels: Kernels {
        f64: Native::Unary(atanh_f64),
        complex: Some(atanh_complex),
        enclosure: Some(Enclosing { double: atanh_enclosure, big: atanh_enclosure }),
    },
    max_ulps: 2.5,
    region: &[(-0.999, 0.999)],
    code: Code {
        source: &[
            ("c", "atanh"),
            ("rust", "atanh"),
            ("python", "np.arctanh"),
            ("julia", "atanh"),
            ("fortran", "atanh"),
        ],
        ..Code::UNSTATED
    },
    ..Function::UNSTATED
};

extern "C" fn atanh_f64(x: f64) -> f64 {
    libm::atanh(x)
}

fn atanh_complex(a: &[Complex64]) -> Complex64 {
    match a {
        [z] => z.atanh(),
        _ => Complex64::new(f64::NAN, f64::NAN),
    }
}

fn atanh_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => x.atanh(),
        _ => Enclosure::undetermined(64),
    }
}
