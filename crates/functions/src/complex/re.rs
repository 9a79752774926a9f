//! Real part.

use crate::code::{Code, Inline, Pair, Parts};
use crate::range::RealDomain;
use crate::row::{Enclosing, Function, Kernels, Native};
use num_complex::Complex64;
use viete_numbers::{Enclosure, Endpoint, Number};

pub(crate) const RE: Function = Function {
    name: "re",
    chapter: "complex",
    summary: "real part",
    reference: "DLMF 1.9(i)",
    examples: &[("re(3 + 4*I)", "3")],
    real_domain: RealDomain::of("true"),
    real_derivative: &["1"],
    no_derivative: "not complex differentiable",
    total: true,
    real: true,
    rules: &["re_real: re(x_) => x_ if real(x_)"],
    exact: Some(re_exact),
    kernels: Kernels {
        f64: Native::Unary(re_f64),
        complex: Some(re_complex),
        enclosure: Some(Enclosing { double: re_enclosure, big: re_enclosure }),
    },
    code: Code { inline: Some(Inline::Same), complex: Some(re_parts), ..Code::UNSTATED },
    ..Function::UNSTATED
};

extern "C" fn re_f64(x: f64) -> f64 {
    x
}

fn re_complex(a: &[Complex64]) -> Complex64 {
    match a {
        [z] => z.re.into(),
        _ => Complex64::new(f64::NAN, f64::NAN),
    }
}

fn re_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => Enclosure::real(x.re.clone()),
        _ => Enclosure::undetermined(64),
    }
}

fn re_exact(a: &[Number]) -> Option<Number> {
    let [x] = a else { return None };
    Some(Number::Real(x.re().clone()))
}

fn re_parts(_: &mut dyn Parts, z: Pair) -> Pair {
    Pair::real(z.re)
}
