//! Argument (phase) in (-pi, pi], with arg(0) = 0.

use crate::code::{Code, Pair, Parts};
use crate::range::RealDomain;
use crate::row::{Enclosing, Function, Kernels, Native};
use num_complex::Complex64;
use viete_numbers::{Enclosure, Endpoint};

pub(crate) const ARG: Function = Function {
    name: "arg",
    chapter: "complex",
    summary: "argument (phase) in (-pi, pi], with arg(0) = 0",
    reference: "DLMF 1.9(i)",
    examples: &[("arg(-1)", "pi")],
    real_domain: RealDomain::of("true"),
    values: &[("1", "0"), ("-1", "pi"), ("I", "pi/2"), ("-I", "-pi/2"), ("0", "0")],
    real_derivative: &["0"],
    no_derivative: "not complex differentiable",
    total: true,
    real: true,
    rules: &[
        "arg_positive: arg(x_) => 0 if nonnegative(x_)",
        "arg_negative: arg(x_) => pi if negative(x_)",
    ],
    kernels: Kernels {
        f64: Native::Unary(arg_f64),
        complex: Some(arg_complex),
        enclosure: Some(Enclosing { double: arg_enclosure, big: arg_enclosure }),
    },
    code: Code { complex: Some(arg_parts), ..Code::UNSTATED },
    ..Function::UNSTATED
};

extern "C" fn arg_f64(x: f64) -> f64 {
    if x.is_nan() {
        x
    } else if x < 0.0 {
        std::f64::consts::PI
    } else {
        0.0
    }
}

fn arg_complex(a: &[Complex64]) -> Complex64 {
    match a {
        [z] => z.arg().into(),
        _ => Complex64::new(f64::NAN, f64::NAN),
    }
}

fn arg_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => x.arg(),
        _ => Enclosure::undetermined(64),
    }
}

fn arg_parts(p: &mut dyn Parts, z: Pair) -> Pair {
    let log = p.logarithm(z);
    Pair::real(p.imaginary(log))
}
