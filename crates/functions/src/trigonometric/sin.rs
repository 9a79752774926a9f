//! Sine.

use crate::code::{Code, Pair, Parts, lanes};
use crate::hyperbolic::{cosh::COSH, sinh::SINH};
use crate::range::{Range, RealDomain};
use crate::row::{Enclosing, Function, Kernels, Native, Parity};
use crate::trigonometric::cos::COS;
use num_complex::Complex64;
use viete_elementary::{Unary, apply};
use viete_numbers::{Enclosure, Endpoint};

/// The sine.
pub const SIN: Function = Function {
    name: "sin",
    chapter: "trigonometric",
    summary: "sine",
    reference: "DLMF 4.14.1",
    latex: r"\sin\left(#x\right)",
    examples: &[("sin(pi/6)", "1/2"), ("diff(sin(x), x)", "cos(x)")],
    real_domain: RealDomain::of("true"),
    range: Range::of("[-1, 1]"),
    parity: Parity::Odd,
    period: "2*pi",
    values: &[
        ("0", "0"),
        ("pi/12", "(sqrt(6) - sqrt(2))/4"),
        ("pi/10", "(sqrt(5) - 1)/4"),
        ("pi/8", "sqrt(2 - sqrt(2))/2"),
        ("pi/6", "1/2"),
        ("pi/4", "sqrt(2)/2"),
        ("3*pi/10", "(sqrt(5) + 1)/4"),
        ("pi/3", "sqrt(3)/2"),
        ("3*pi/8", "sqrt(2 + sqrt(2))/2"),
        ("5*pi/12", "(sqrt(6) + sqrt(2))/4"),
        ("pi/2", "1"),
        ("7*pi/12", "(sqrt(6) + sqrt(2))/4"),
        ("5*pi/8", "sqrt(2 + sqrt(2))/2"),
        ("2*pi/3", "sqrt(3)/2"),
        ("7*pi/10", "(sqrt(5) + 1)/4"),
        ("3*pi/4", "sqrt(2)/2"),
        ("5*pi/6", "1/2"),
        ("7*pi/8", "sqrt(2 - sqrt(2))/2"),
        ("9*pi/10", "(sqrt(5) - 1)/4"),
        ("11*pi/12", "(sqrt(6) - sqrt(2))/4"),
        ("pi", "0"),
    ],
    inverse: Some("asin"),
    derivative: &["cos(x)"],
    antiderivative: Some("-cos(x)"),
    total: true,
    real: true,
    kernels: Kernels {
        f64: Native::Unary(sin_f64),
        complex: Some(sin_complex),
        enclosure: Some(Enclosing { double: sin_enclosure, big: sin_enclosure }),
    },
    code: Code {
        lanes: lanes(Unary::Sin),
        complex: Some(sin_parts),
        source: &[
            ("c", "sin"),
            ("rust", "sin"),
            ("python", "np.sin"),
            ("julia", "sin"),
            ("fortran", "sin"),
        ],
        nanoseconds: Some(1.223),
        ..Code::UNSTATED
    },
    ..Function::UNSTATED
};

extern "C" fn sin_f64(x: f64) -> f64 {
    apply(Unary::Sin, x)
}

fn sin_complex(a: &[Complex64]) -> Complex64 {
    match a {
        [z] => z.sin(),
        _ => Complex64::new(f64::NAN, f64::NAN),
    }
}

fn sin_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => x.sin(),
        _ => Enclosure::undetermined(64),
    }
}

/// `sin(x) cosh(y) + i cos(x) sinh(y)` (DLMF 4.21.37).
fn sin_parts(p: &mut dyn Parts, z: Pair) -> Pair {
    let Some(im) = z.im else { return Pair::real(p.call(&SIN, &[z.re])) };
    let re = p.product([&SIN, &COSH], [z.re, im]);
    Pair::new(re, p.product([&COS, &SINH], [z.re, im]))
}
