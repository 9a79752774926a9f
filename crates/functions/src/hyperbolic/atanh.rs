//! Inverse hyperbolic tangent.

use crate::code::Code;
use crate::elementary::log1p::Log1p;
use crate::range::{Range, RealDomain};
use crate::row::{Enclosing, Function, Kernels, Native, Parity};
use num_complex::Complex64;
use viete_elementary::{Elementary, Lanes, Text, Vectors};
use viete_numbers::{Enclosure, Endpoint};

pub(crate) const ATANH: Function = Function {
    name: "atanh",
    aliases: &["arctanh", "artanh"],
    chapter: "hyperbolic",
    summary: "inverse hyperbolic tangent",
    text: r"$(\ln(1+z)-\ln(1-z))/2$",
    reference: "DLMF 4.37.24",
    examples: &[("atanh(0)", "0")],
    real_domain: RealDomain::of("-1 < x and x < 1"),
    range: Range::of("(-oo, oo)"),
    parity: Parity::Odd,
    values: &[("0", "0"), ("1", "undefined")],
    inverse: Some("tanh"),
    derivative: &["1/(1 - x^2)"],
    antiderivative: Some("x*atanh(x) + log(1 - x^2)/2"),
    real: true,
    rules: &["tanh_of_atanh: tanh(atanh(x_)) => x_ where nonzero(1 - x_^2)"],
    kernels: Kernels {
        f64: Native::Unary(atanh_f64),
        complex: Some(atanh_complex),
        enclosure: Some(Enclosing { double: atanh_enclosure, big: atanh_enclosure }),
    },
    max_ulps: 2.5,
    region: &[(-0.999, 0.999)],
    code: Code {
        lanes: Some(Elementary::Vectors(LANES)),
        source: &[
            ("c", "atanh"),
            ("rust", "atanh"),
            ("python", "np.arctanh"),
            ("julia", "atanh"),
            ("fortran", "atanh"),
        ],
        nanoseconds: Some(2.5),
        ..Code::UNSTATED
    },
    ..Function::UNSTATED
};

const LANES: Vectors = Vectors::of::<Atanh>();

struct Atanh;

impl Text for Atanh {
    /// `ln(1 + 2 a/(1 - a))/2` of the size a, the quotient split where a is small.
    #[inline(always)]
    fn evaluate<L: Lanes>(x: L) -> L {
        let (a, one) = (x.abs(), L::splat(1.0));
        let twice = a + a;
        let near = twice + (twice * a) / (one - a);
        let far = twice / (one - a);
        let argument = L::select(a.less(L::splat(0.5)), near, far);
        let value = (Log1p::evaluate(argument) * L::splat(0.5)).with_sign(x);
        let value = L::select(one.less(a), L::splat(f64::NAN), value);
        L::select(x.is_nan(), x, value)
    }
}

extern "C" fn atanh_f64(x: f64) -> f64 {
    LANES.apply(x)
}

fn atanh_complex(a: &[Complex64]) -> Complex64 {
    match a {
        [z] => z.atanh(),
        _ => Complex64::new(f64::NAN, f64::NAN),
    }
}

fn atanh_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => x.atanh(),
        _ => Enclosure::undetermined(64),
    }
}
