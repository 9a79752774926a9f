//! Hyperbolic tangent.

use crate::code::{Code, Pair, Parts, Real, lanes};
use crate::hyperbolic::cosh::COSH;
use crate::range::{Range, RealDomain};
use crate::row::{Enclosing, Function, Kernels, Monotone, Native, Parity};
use crate::trigonometric::tan::TAN;
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
    code: Code {
        lanes: lanes(Unary::Tanh),
        complex: Some(tanh_parts),
        source: &[
            ("c", "tanh"),
            ("rust", "tanh"),
            ("python", "np.tanh"),
            ("julia", "tanh"),
            ("fortran", "tanh"),
        ],
        nanoseconds: Some(1.259),
        ..Code::UNSTATED
    },
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

fn tanh_parts(p: &mut dyn Parts, z: Pair) -> Pair {
    let Some(im) = z.im else { return Pair::real(p.call(&TANH, &[z.re])) };
    tanh_of_parts(p, z.re, im)
}

/// `(t + i s (1 - t^2))/(1 + s^2 t^2)` with t = tanh(re), s = tan(im); 1 - t^2 is 1/cosh(re)^2.
pub(crate) fn tanh_of_parts(p: &mut dyn Parts, re: Real, im: Real) -> Pair {
    let (t, s, cosh) = (p.call(&TANH, &[re]), p.call(&TAN, &[im]), p.call(&COSH, &[re]));
    let one = p.integer(1);
    let (t2, s2) = (p.multiply(t, t), p.multiply(s, s));
    let both = p.multiply(s2, t2);
    let below = p.add(one, both);
    let grown = p.add(one, s2);
    let above = p.multiply(t, grown);
    let once = p.divide(s, cosh);
    let beside = p.divide(once, cosh);
    Pair::new(p.divide(above, below), p.divide(beside, below))
}
