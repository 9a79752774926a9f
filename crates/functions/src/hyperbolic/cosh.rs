//! Hyperbolic cosine.

use crate::code::{Code, Pair, Parts, lanes};
use crate::hyperbolic::sinh::SINH;
use crate::range::{Range, RealDomain};
use crate::row::{Enclosing, Function, Kernels, Native, Parity};
use crate::trigonometric::{cos::COS, sin::SIN};
use num_complex::Complex64;
use viete_elementary::{Unary, apply};
use viete_numbers::{Enclosure, Endpoint};

pub(crate) const COSH: Function = Function {
    name: "cosh",
    chapter: "hyperbolic",
    summary: "hyperbolic cosine",
    reference: "DLMF 4.28.2",
    latex: r"\cosh\left(#x\right)",
    examples: &[("cosh(0)", "1")],
    real_domain: RealDomain::of("true"),
    range: Range::of("[1, oo)"),
    parity: Parity::Even,
    values: &[("0", "1"), ("oo", "oo")],
    inverse: Some("acosh"),
    derivative: &["sinh(x)"],
    antiderivative: Some("sinh(x)"),
    total: true,
    real: true,
    kernels: Kernels {
        f64: Native::Unary(cosh_f64),
        complex: Some(cosh_complex),
        enclosure: Some(Enclosing { double: cosh_enclosure, big: cosh_enclosure }),
    },
    max_ulps: 1.5,
    code: Code {
        lanes: lanes(Unary::Cosh),
        complex: Some(cosh_parts),
        source: &[
            ("c", "cosh"),
            ("rust", "cosh"),
            ("python", "np.cosh"),
            ("julia", "cosh"),
            ("fortran", "cosh"),
        ],
        nanoseconds: Some(0.963),
        ..Code::UNSTATED
    },
    ..Function::UNSTATED
};

extern "C" fn cosh_f64(x: f64) -> f64 {
    apply(Unary::Cosh, x)
}

fn cosh_complex(a: &[Complex64]) -> Complex64 {
    match a {
        [z] => z.cosh(),
        _ => Complex64::new(f64::NAN, f64::NAN),
    }
}

fn cosh_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => x.cosh(),
        _ => Enclosure::undetermined(64),
    }
}

/// `cosh(x) cos(y) + i sinh(x) sin(y)` (DLMF 4.35.35).
fn cosh_parts(p: &mut dyn Parts, z: Pair) -> Pair {
    let Some(im) = z.im else { return Pair::real(p.call(&COSH, &[z.re])) };
    let re = p.product([&COSH, &COS], [z.re, im]);
    Pair::new(re, p.product([&SINH, &SIN], [z.re, im]))
}
