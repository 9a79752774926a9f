//! Sign, z/|z| with sign(0) = 0.

use crate::code::{Code, Inline};
use crate::range::{Range, RealDomain};
use crate::row::{Enclosing, Function, Kernels, Native, Parity};
use num_complex::Complex64;
use viete_numbers::{Enclosure, Endpoint, Interval, Number};

pub(crate) const SIGN: Function = Function {
    name: "sign",
    chapter: "complex",
    summary: "sign, z/|z| with sign(0) = 0",
    text: "$z/|z|$",
    reference: "DLMF 1.9(i)",
    latex: r"\operatorname{sign}\left(#x\right)",
    examples: &[("sign(-7)", "-1")],
    real_domain: RealDomain::of("true"),
    range: Range::of("[-1, 1]"),
    parity: Parity::Odd,
    real_derivative: &["0"],
    no_derivative: "zero away from the jump at 0",
    total: true,
    real: true,
    rules: &[
        "sign_positive: sign(x_) => 1 if positive(x_)",
        "sign_negative: sign(x_) => -1 if negative(x_)",
    ],
    exact: Some(sign_exact),
    kernels: Kernels {
        f64: Native::Unary(sign_f64),
        complex: Some(sign_complex),
        enclosure: Some(Enclosing { double: sign_enclosure, big: sign_enclosure }),
    },
    code: Code { inline: Some(Inline::Sign), ..Code::UNSTATED },
    ..Function::UNSTATED
};

extern "C" fn sign_f64(x: f64) -> f64 {
    if x.is_nan() {
        x
    } else if x > 0.0 {
        1.0
    } else if x < 0.0 {
        -1.0
    } else {
        0.0
    }
}

fn sign_complex(a: &[Complex64]) -> Complex64 {
    match a {
        [z] => {
            if z.norm() == 0.0 {
                *z
            } else {
                z / z.norm()
            }
        }
        _ => Complex64::new(f64::NAN, f64::NAN),
    }
}

fn sign_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => x.on_reals(|r| match (r.lower.signum(), r.upper.signum()) {
            (1, _) => Interval::from_i64(1, r.precision()),
            (_, -1) => Interval::from_i64(-1, r.precision()),
            (0, 0) => Interval::from_i64(0, r.precision()),
            _ => Interval::from_i64(-1, r.precision()).hull(&Interval::from_i64(1, r.precision())),
        }),
        _ => Enclosure::undetermined(64),
    }
}

fn sign_exact(a: &[Number]) -> Option<Number> {
    let [x] = a else { return None };
    x.signum().map(Number::integer)
}
