//! Hyperbolic sine.

use crate::code::{Code, Pair, Parts, lanes};
use crate::hyperbolic::cosh::COSH;
use crate::range::{Range, RealDomain};
use crate::row::{Enclosing, Function, Kernels, Monotone, Native, Parity};
use crate::trigonometric::{cos::COS, sin::SIN};
use num_complex::Complex64;
use viete_elementary::{Unary, apply};
use viete_numbers::{Enclosure, Endpoint};

pub(crate) const SINH: Function = Function {
    name: "sinh",
    chapter: "hyperbolic",
    summary: "hyperbolic sine",
    reference: "DLMF 4.28.1",
    latex: r"\sinh\left(#x\right)",
    examples: &[("sinh(0)", "0")],
    real_domain: RealDomain::of("true"),
    range: Range::of("(-oo, oo)"),
    parity: Parity::Odd,
    monotone: Monotone::Increasing,
    values: &[("0", "0"), ("oo", "oo")],
    inverse: Some("asinh"),
    derivative: &["cosh(x)"],
    antiderivative: Some("cosh(x)"),
    total: true,
    real: true,
    kernels: Kernels {
        f64: Native::Unary(sinh_f64),
        complex: Some(sinh_complex),
        enclosure: Some(Enclosing { double: sinh_enclosure, big: sinh_enclosure }),
    },
    max_ulps: 1.5,
    code: Code {
        lanes: lanes(Unary::Sinh),
        complex: Some(sinh_parts),
        source: &[
            ("c", "sinh"),
            ("rust", "sinh"),
            ("python", "np.sinh"),
            ("julia", "sinh"),
            ("fortran", "sinh"),
        ],
        nanoseconds: Some(0.535),
        ..Code::UNSTATED
    },
    ..Function::UNSTATED
};

extern "C" fn sinh_f64(x: f64) -> f64 {
    apply(Unary::Sinh, x)
}

fn sinh_complex(a: &[Complex64]) -> Complex64 {
    match a {
        [z] => z.sinh(),
        _ => Complex64::new(f64::NAN, f64::NAN),
    }
}

fn sinh_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => x.sinh(),
        _ => Enclosure::undetermined(64),
    }
}

/// `sinh(x) cos(y) + i cosh(x) sin(y)` (DLMF 4.35.34).
fn sinh_parts(p: &mut dyn Parts, z: Pair) -> Pair {
    let Some(im) = z.im else { return Pair::real(p.call(&SINH, &[z.re])) };
    let re = p.product([&SINH, &COS], [z.re, im]);
    Pair::new(re, p.product([&COSH, &SIN], [z.re, im]))
}
