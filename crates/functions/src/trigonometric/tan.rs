//! Tangent.

use crate::code::{Code, Pair, Parts, lanes};
use crate::hyperbolic::tanh::tanh_of_parts;
use crate::range::{Range, RealDomain};
use crate::row::{Enclosing, Function, Kernels, Native, Parity};
use num_complex::Complex64;
use viete_elementary::{Unary, apply};
use viete_numbers::{Enclosure, Endpoint};

pub(crate) const TAN: Function = Function {
    name: "tan",
    chapter: "trigonometric",
    summary: "tangent",
    reference: "DLMF 4.14.4",
    latex: r"\tan\left(#x\right)",
    examples: &[("tan(pi/4)", "1")],
    real_domain: RealDomain::of("cos(x) != 0"),
    range: Range::of("(-oo, oo)"),
    parity: Parity::Odd,
    period: "pi",
    values: &[
        ("0", "0"),
        ("pi/12", "2 - sqrt(3)"),
        ("pi/8", "sqrt(2) - 1"),
        ("pi/6", "sqrt(3)/3"),
        ("pi/4", "1"),
        ("pi/3", "sqrt(3)"),
        ("3*pi/8", "sqrt(2) + 1"),
        ("5*pi/12", "2 + sqrt(3)"),
        ("pi/2", "undefined"),
    ],
    inverse: Some("atan"),
    derivative: &["1 + tan(x)^2"],
    antiderivative: Some("-log(cos(x))"),
    real: true,
    kernels: Kernels {
        f64: Native::Unary(tan_f64),
        complex: Some(tan_complex),
        enclosure: Some(Enclosing { double: tan_enclosure, big: tan_enclosure }),
    },
    max_ulps: 2.0,
    code: Code {
        lanes: lanes(Unary::Tan),
        complex: Some(tan_parts),
        source: &[
            ("c", "tan"),
            ("rust", "tan"),
            ("python", "np.tan"),
            ("julia", "tan"),
            ("fortran", "tan"),
        ],
        nanoseconds: Some(1.409),
        ..Code::UNSTATED
    },
    ..Function::UNSTATED
};

extern "C" fn tan_f64(x: f64) -> f64 {
    apply(Unary::Tan, x)
}

fn tan_complex(a: &[Complex64]) -> Complex64 {
    match a {
        [z] => z.tan(),
        _ => Complex64::new(f64::NAN, f64::NAN),
    }
}

fn tan_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => x.tan(),
        _ => Enclosure::undetermined(64),
    }
}

/// `tan(z) = -i tanh(i z)`.
fn tan_parts(p: &mut dyn Parts, z: Pair) -> Pair {
    let Some(im) = z.im else { return Pair::real(p.call(&TAN, &[z.re])) };
    let turned = p.opposite(im);
    let tanh = tanh_of_parts(p, turned, z.re);
    let minus = p.opposite(tanh.re);
    Pair::new(p.imaginary(tanh), minus)
}
