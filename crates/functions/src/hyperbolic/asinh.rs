//! Inverse hyperbolic sine.

use crate::code::Code;
use crate::elementary::log1p::Log1p;
use crate::range::{Range, RealDomain};
use crate::row::{Enclosing, Function, Kernels, Monotone, Native, Parity};
use num_complex::Complex64;
use viete_elementary::{Elementary, Lanes, Text, Vectors};
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
        lanes: Some(Elementary::Vectors(LANES)),
        source: &[
            ("c", "asinh"),
            ("rust", "asinh"),
            ("python", "np.arcsinh"),
            ("julia", "asinh"),
            ("fortran", "asinh"),
        ],
        nanoseconds: Some(2.5),
        ..Code::UNSTATED
    },
    ..Function::UNSTATED
};

/// Beyond, squares would overflow and one is nothing.
const LARGE: f64 = 1e150;

const LANES: Vectors = Vectors::of::<Asinh>();

struct Asinh;

impl Text for Asinh {
    /// `ln(1 + a + a^2/(1 + sqrt(1 + a^2)))` of the size a; `ln(2 a)` where the square is too large.
    #[inline(always)]
    fn evaluate<L: Lanes>(x: L) -> L {
        let (a, one) = (x.abs(), L::splat(1.0));
        let square = a * a;
        let inner = a + square / (one + (one + square).sqrt());
        let is_large = L::splat(LARGE).less(a);
        let argument = L::select(is_large, a, inner);
        let shift = L::select(is_large, L::splat(std::f64::consts::LN_2), L::splat(0.0));
        let value = (Log1p::evaluate(argument) + shift).with_sign(x);
        L::select(x.is_nan(), x, value)
    }
}

extern "C" fn asinh_f64(x: f64) -> f64 {
    LANES.apply(x)
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
