//! Inverse cosine, principal branch.

use crate::code::{Code, lanes};
use crate::range::{Range, RealDomain};
use crate::row::{Enclosing, Function, Kernels, Native};
use num_complex::Complex64;
use viete_elementary::{Unary, apply};
use viete_numbers::{Enclosure, Endpoint};

pub(crate) const ACOS: Function = Function {
    name: "acos",
    aliases: &["arccos"],
    chapter: "trigonometric",
    summary: "inverse cosine, principal branch",
    text: r"$\pi/2-\arcsin z$",
    reference: "DLMF 4.23.22",
    latex: r"\arccos\left(#x\right)",
    examples: &[("acos(1/2)", "pi/3")],
    real_domain: RealDomain::of("-1 <= x and x <= 1"),
    range: Range::of("[0, pi]"),
    values: &[
        ("0", "pi/2"),
        ("1/2", "pi/3"),
        ("sqrt(2)/2", "pi/4"),
        ("sqrt(3)/2", "pi/6"),
        ("1", "0"),
        ("-1", "pi"),
        ("-1/2", "2*pi/3"),
        ("-sqrt(2)/2", "3*pi/4"),
        ("-sqrt(3)/2", "5*pi/6"),
    ],
    inverse: Some("cos"),
    derivative: &["-1/sqrt(1 - x^2)"],
    antiderivative: Some("x*acos(x) - sqrt(1 - x^2)"),
    total: true,
    real: true,
    rules: &["cos_of_acos: cos(acos(x_)) => x_"],
    kernels: Kernels {
        f64: Native::Unary(acos_f64),
        complex: Some(acos_complex),
        enclosure: Some(Enclosing { double: acos_enclosure, big: acos_enclosure }),
    },
    region: &[(-1.0, 1.0)],
    code: Code {
        lanes: lanes(Unary::Acos),
        source: &[
            ("c", "acos"),
            ("rust", "acos"),
            ("python", "np.arccos"),
            ("julia", "acos"),
            ("fortran", "acos"),
        ],
        nanoseconds: Some(1.291),
        ..Code::UNSTATED
    },
    ..Function::UNSTATED
};

extern "C" fn acos_f64(x: f64) -> f64 {
    apply(Unary::Acos, x)
}

fn acos_complex(a: &[Complex64]) -> Complex64 {
    match a {
        [z] => z.acos(),
        _ => Complex64::new(f64::NAN, f64::NAN),
    }
}

fn acos_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => x.acos(),
        _ => Enclosure::undetermined(64),
    }
}
