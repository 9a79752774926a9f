//! Inverse sine, principal branch.

use crate::code::{Code, lanes};
use crate::range::{Range, RealDomain};
use crate::row::{Enclosing, Function, Kernels, Native, Parity};
use num_complex::Complex64;
use viete_elementary::{Unary, apply};
use viete_numbers::{Enclosure, Endpoint};

pub(crate) const ASIN: Function = Function {
    name: "asin",
    aliases: &["arcsin"],
    chapter: "trigonometric",
    summary: "inverse sine, principal branch",
    text: r"$-i\ln(iz+\sqrt{1-z^2})$",
    reference: "DLMF 4.23.19",
    latex: r"\arcsin\left(#x\right)",
    examples: &[("asin(1/2)", "pi/6")],
    real_domain: RealDomain::of("-1 <= x and x <= 1"),
    range: Range::of("[-pi/2, pi/2]"),
    parity: Parity::Odd,
    values: &[
        ("0", "0"),
        ("1/2", "pi/6"),
        ("sqrt(2)/2", "pi/4"),
        ("sqrt(3)/2", "pi/3"),
        ("1", "pi/2"),
    ],
    inverse: Some("sin"),
    derivative: &["1/sqrt(1 - x^2)"],
    antiderivative: Some("x*asin(x) + sqrt(1 - x^2)"),
    total: true,
    real: true,
    rules: &["sin_of_asin: sin(asin(x_)) => x_"],
    kernels: Kernels {
        f64: Native::Unary(asin_f64),
        complex: Some(asin_complex),
        enclosure: Some(Enclosing { double: asin_enclosure, big: asin_enclosure }),
    },
    region: &[(-1.0, 1.0)],
    code: Code {
        lanes: lanes(Unary::Asin),
        source: &[
            ("c", "asin"),
            ("rust", "asin"),
            ("python", "np.arcsin"),
            ("julia", "asin"),
            ("fortran", "asin"),
        ],
        nanoseconds: Some(1.4),
        ..Code::UNSTATED
    },
    ..Function::UNSTATED
};

extern "C" fn asin_f64(x: f64) -> f64 {
    apply(Unary::Asin, x)
}

fn asin_complex(a: &[Complex64]) -> Complex64 {
    match a {
        [z] => z.asin(),
        _ => Complex64::new(f64::NAN, f64::NAN),
    }
}

fn asin_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => x.asin(),
        _ => Enclosure::undetermined(64),
    }
}
