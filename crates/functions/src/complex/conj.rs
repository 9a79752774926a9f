//! Complex conjugate.

use crate::code::{Code, Inline, Pair, Parts};
use crate::range::RealDomain;
use crate::row::{Enclosing, Function, Kernels, Native, Parity};
use num_complex::Complex64;
use viete_numbers::{Enclosure, Endpoint, Number};

pub(crate) const CONJ: Function = Function {
    name: "conj",
    chapter: "complex",
    summary: "complex conjugate",
    reference: "DLMF 1.9(i)",
    latex: r"\overline{#x}",
    examples: &[("conj(3 + 4*I)", "3 - 4*I")],
    real_domain: RealDomain::of("true"),
    parity: Parity::Odd,
    real_derivative: &["1"],
    no_derivative: "not complex differentiable",
    total: true,
    real: true,
    rules: &["conj_real: conj(x_) => x_ if real(x_)", "conj_twice: conj(conj(x_)) => x_"],
    exact: Some(conj_exact),
    kernels: Kernels {
        f64: Native::Unary(conj_f64),
        complex: Some(conj_complex),
        enclosure: Some(Enclosing { double: conj_enclosure, big: conj_enclosure }),
    },
    code: Code { inline: Some(Inline::Same), complex: Some(conj_parts), ..Code::UNSTATED },
    ..Function::UNSTATED
};

extern "C" fn conj_f64(x: f64) -> f64 {
    x
}

fn conj_complex(a: &[Complex64]) -> Complex64 {
    match a {
        [z] => z.conj(),
        _ => Complex64::new(f64::NAN, f64::NAN),
    }
}

fn conj_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => x.conj(),
        _ => Enclosure::undetermined(64),
    }
}

fn conj_exact(a: &[Number]) -> Option<Number> {
    let [x] = a else { return None };
    Some(x.conj())
}

fn conj_parts(p: &mut dyn Parts, z: Pair) -> Pair {
    Pair { re: z.re, im: z.im.map(|im| p.opposite(im)) }
}
