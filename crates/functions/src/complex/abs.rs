//! Absolute value, modulus.

use crate::code::{Code, Inline, Pair, Parts};
use crate::range::{Range, RealDomain};
use crate::row::{Enclosing, Function, Kernels, Native, Parity};
use num_complex::Complex64;
use viete_numbers::{Enclosure, Endpoint, Number};

pub(crate) const ABS: Function = Function {
    name: "abs",
    aliases: &["Abs"],
    chapter: "complex",
    summary: "absolute value, modulus",
    text: r"$\sqrt{(\Re z)^2+(\Im z)^2}$",
    reference: "DLMF 1.9.7",
    latex: r"\left|#x\right|",
    examples: &[("abs(-3/2)", "3/2")],
    real_domain: RealDomain::of("true"),
    range: Range::of("[0, oo)"),
    parity: Parity::Even,
    real_derivative: &["sign(x)"],
    no_derivative: "not complex differentiable; for a real argument use sign(x)",
    total: true,
    real: true,
    rules: &[
        "abs_nonnegative: abs(x_) => x_ if nonnegative(x_)",
        "abs_negative: abs(x_) => -x_ if negative(x_)",
        "abs_idempotent: abs(abs(x_)) => abs(x_)",
        "abs_even_power: abs(x_)^2 => x_^2 if real(x_)",
    ],
    exact: Some(abs_exact),
    kernels: Kernels {
        f64: Native::Unary(abs_f64),
        complex: Some(abs_complex),
        enclosure: Some(Enclosing { double: abs_enclosure, big: abs_enclosure }),
    },
    code: Code {
        inline: Some(Inline::Abs),
        complex: Some(abs_parts),
        source: &[
            ("c", "fabs"),
            ("rust", "abs"),
            ("python", "np.abs"),
            ("julia", "abs"),
            ("fortran", "abs"),
        ],
        ..Code::UNSTATED
    },
    ..Function::UNSTATED
};

extern "C" fn abs_f64(x: f64) -> f64 {
    x.abs()
}

fn abs_complex(a: &[Complex64]) -> Complex64 {
    match a {
        [z] => z.norm().into(),
        _ => Complex64::new(f64::NAN, f64::NAN),
    }
}

fn abs_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => x.abs(),
        _ => Enclosure::undetermined(64),
    }
}

fn abs_exact(a: &[Number]) -> Option<Number> {
    let [x] = a else { return None };
    x.signum().map(|sign| if sign < 0 { x.neg() } else { x.clone() })
}

fn abs_parts(p: &mut dyn Parts, z: Pair) -> Pair {
    Pair::real(if z.im.is_some() { p.modulus(z) } else { p.call(&ABS, &[z.re]) })
}
