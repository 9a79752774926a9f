//! Cosine.

use crate::code::{Code, Pair, Parts, lanes};
use crate::hyperbolic::{cosh::COSH, sinh::SINH};
use crate::range::{Range, RealDomain};
use crate::row::{Enclosing, Function, Kernels, Native, Parity};
use crate::trigonometric::sin::SIN;
use num_complex::Complex64;
use viete_elementary::{Unary, apply};
use viete_numbers::{Enclosure, Endpoint};

/// The cosine.
pub const COS: Function = Function {
    name: "cos",
    chapter: "trigonometric",
    summary: "cosine",
    reference: "DLMF 4.14.2",
    latex: r"\cos\left(#x\right)",
    examples: &[("cos(pi/3)", "1/2")],
    real_domain: RealDomain::of("true"),
    range: Range::of("[-1, 1]"),
    parity: Parity::Even,
    period: "2*pi",
    values: &[
        ("0", "1"),
        ("pi/12", "(sqrt(6) + sqrt(2))/4"),
        ("pi/8", "sqrt(2 + sqrt(2))/2"),
        ("pi/6", "sqrt(3)/2"),
        ("pi/5", "(sqrt(5) + 1)/4"),
        ("pi/4", "sqrt(2)/2"),
        ("pi/3", "1/2"),
        ("3*pi/8", "sqrt(2 - sqrt(2))/2"),
        ("2*pi/5", "(sqrt(5) - 1)/4"),
        ("5*pi/12", "(sqrt(6) - sqrt(2))/4"),
        ("pi/2", "0"),
        ("7*pi/12", "-((sqrt(6) - sqrt(2))/4)"),
        ("3*pi/5", "-((sqrt(5) - 1)/4)"),
        ("5*pi/8", "-(sqrt(2 - sqrt(2))/2)"),
        ("2*pi/3", "-(1/2)"),
        ("3*pi/4", "-(sqrt(2)/2)"),
        ("4*pi/5", "-((sqrt(5) + 1)/4)"),
        ("5*pi/6", "-(sqrt(3)/2)"),
        ("7*pi/8", "-(sqrt(2 + sqrt(2))/2)"),
        ("11*pi/12", "-((sqrt(6) + sqrt(2))/4)"),
        ("pi", "-(1)"),
    ],
    inverse: Some("acos"),
    derivative: &["-sin(x)"],
    antiderivative: Some("sin(x)"),
    total: true,
    real: true,
    kernels: Kernels {
        f64: Native::Unary(cos_f64),
        complex: Some(cos_complex),
        enclosure: Some(Enclosing { double: cos_enclosure, big: cos_enclosure }),
    },
    code: Code {
        lanes: lanes(Unary::Cos),
        complex: Some(cos_parts),
        source: &[
            ("c", "cos"),
            ("rust", "cos"),
            ("python", "np.cos"),
            ("julia", "cos"),
            ("fortran", "cos"),
        ],
        nanoseconds: Some(1.321),
        ..Code::UNSTATED
    },
    ..Function::UNSTATED
};

extern "C" fn cos_f64(x: f64) -> f64 {
    apply(Unary::Cos, x)
}

fn cos_complex(a: &[Complex64]) -> Complex64 {
    match a {
        [z] => z.cos(),
        _ => Complex64::new(f64::NAN, f64::NAN),
    }
}

fn cos_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => x.cos(),
        _ => Enclosure::undetermined(64),
    }
}

/// `cos(x) cosh(y) - i sin(x) sinh(y)` (DLMF 4.21.38).
fn cos_parts(p: &mut dyn Parts, z: Pair) -> Pair {
    let Some(im) = z.im else { return Pair::real(p.call(&COS, &[z.re])) };
    let product = p.product([&SIN, &SINH], [z.re, im]);
    let minus = p.opposite(product);
    Pair::new(p.product([&COS, &COSH], [z.re, im]), minus)
}
