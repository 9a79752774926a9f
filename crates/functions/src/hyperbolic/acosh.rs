//! Inverse hyperbolic cosine.

use crate::code::Code;
use crate::elementary::log1p::Log1p;
use crate::range::{Range, RealDomain};
use crate::row::{Enclosing, Function, Kernels, Native};
use num_complex::Complex64;
use viete_elementary::{Elementary, Lanes, Text, Vectors};
use viete_numbers::{Enclosure, Endpoint};

pub(crate) const ACOSH: Function = Function {
    name: "acosh",
    aliases: &["arccosh", "arcosh"],
    chapter: "hyperbolic",
    summary: "inverse hyperbolic cosine",
    text: r"$\ln(z+\sqrt{z+1}\sqrt{z-1})$",
    reference: "DLMF 4.37.21",
    examples: &[("acosh(1)", "0")],
    real_domain: RealDomain::of("x >= 1"),
    range: Range::of("[0, oo)"),
    values: &[("1", "0"), ("-1", "I*pi"), ("0", "I*pi/2")],
    inverse: Some("cosh"),
    derivative: &["1/(sqrt(x - 1)*sqrt(x + 1))"],
    total: true,
    real: true,
    rules: &["cosh_of_acosh: cosh(acosh(x_)) => x_"],
    kernels: Kernels {
        f64: Native::Unary(acosh_f64),
        complex: Some(acosh_complex),
        enclosure: Some(Enclosing { double: acosh_enclosure, big: acosh_enclosure }),
    },
    max_ulps: 3.0,
    region: &[(1.0, 50.0)],
    code: Code {
        lanes: Some(Elementary::Vectors(LANES)),
        source: &[
            ("c", "acosh"),
            ("rust", "acosh"),
            ("python", "np.arccosh"),
            ("julia", "acosh"),
            ("fortran", "acosh"),
        ],
        nanoseconds: Some(2.5),
        ..Code::UNSTATED
    },
    ..Function::UNSTATED
};

/// Beyond, squares would overflow and one is nothing.
const LARGE: f64 = 1e150;

const LANES: Vectors = Vectors::of::<Acosh>();

struct Acosh;

impl Text for Acosh {
    /// `ln(1 + t + sqrt(t (t + 2)))` with t = x - 1; `ln(2 x)` where the square is too large.
    #[inline(always)]
    fn evaluate<L: Lanes>(x: L) -> L {
        let one = L::splat(1.0);
        let t = x - one;
        let inner = t + (t * (t + L::splat(2.0))).sqrt();
        let is_large = L::splat(LARGE).less(x);
        let argument = L::select(is_large, x, inner);
        let shift = L::select(is_large, L::splat(std::f64::consts::LN_2), L::splat(0.0));
        let value = Log1p::evaluate(argument) + shift;
        L::select(x.less(one), L::splat(f64::NAN), value)
    }
}

extern "C" fn acosh_f64(x: f64) -> f64 {
    LANES.apply(x)
}

fn acosh_complex(a: &[Complex64]) -> Complex64 {
    match a {
        [z] => (z + (z + 1.0).sqrt() * (z - 1.0).sqrt()).ln(),
        _ => Complex64::new(f64::NAN, f64::NAN),
    }
}

fn acosh_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => x.acosh(),
        _ => Enclosure::undetermined(64),
    }
}
