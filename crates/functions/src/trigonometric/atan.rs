//! Inverse tangent, principal branch.

use crate::code::{Code, lanes};
use crate::range::{Range, RealDomain};
use crate::row::{Enclosing, Function, Kernels, Monotone, Native, Parity};
use num_complex::Complex64;
use viete_elementary::{Unary, apply};
use viete_numbers::{Enclosure, Endpoint};

pub(crate) const ATAN: Function = Function {
    name: "atan",
    aliases: &["arctan"],
    chapter: "trigonometric",
    summary: "inverse tangent, principal branch",
    text: r"$\frac{i}{2}(\ln(1-iz)-\ln(1+iz))$",
    reference: "DLMF 4.23.26",
    latex: r"\arctan\left(#x\right)",
    examples: &[("atan(1)", "pi/4")],
    real_domain: RealDomain::of("true"),
    range: Range::of("(-pi/2, pi/2)"),
    parity: Parity::Odd,
    monotone: Monotone::Increasing,
    values: &[
        ("0", "0"),
        ("1", "pi/4"),
        ("sqrt(3)", "pi/3"),
        ("sqrt(3)/3", "pi/6"),
        ("2 - sqrt(3)", "pi/12"),
        ("sqrt(2) - 1", "pi/8"),
        ("oo", "pi/2"),
    ],
    limits: &[("oo", "pi/2"), ("-oo", "-pi/2")],
    inverse: Some("tan"),
    derivative: &["1/(1 + x^2)"],
    antiderivative: Some("x*atan(x) - log(1 + x^2)/2"),
    real: true,
    rules: &["tan_of_atan: tan(atan(x_)) => x_ where nonzero(1 + x_^2)"],
    kernels: Kernels {
        f64: Native::Unary(atan_f64),
        complex: Some(atan_complex),
        enclosure: Some(Enclosing { double: atan_enclosure, big: atan_enclosure }),
    },
    max_ulps: 1.5,
    code: Code {
        lanes: lanes(Unary::Atan),
        source: &[
            ("c", "atan"),
            ("rust", "atan"),
            ("python", "np.arctan"),
            ("julia", "atan"),
            ("fortran", "atan"),
        ],
        nanoseconds: Some(1.033),
        ..Code::UNSTATED
    },
    ..Function::UNSTATED
};

extern "C" fn atan_f64(x: f64) -> f64 {
    apply(Unary::Atan, x)
}

fn atan_complex(a: &[Complex64]) -> Complex64 {
    match a {
        [z] => z.atan(),
        _ => Complex64::new(f64::NAN, f64::NAN),
    }
}

fn atan_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => x.atan(),
        _ => Enclosure::undetermined(64),
    }
}
