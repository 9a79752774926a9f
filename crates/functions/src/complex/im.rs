//! Imaginary part.

use crate::code::{Code, Pair, Parts};
use crate::range::RealDomain;
use crate::row::{Enclosing, Function, Kernels, Native};
use num_complex::Complex64;
use viete_numbers::{Enclosure, Endpoint, Number};

pub(crate) const IM: Function = Function {
    name: "im",
    chapter: "complex",
    summary: "imaginary part",
    reference: "DLMF 1.9(i)",
    examples: &[("im(3 + 4*I)", "4")],
    real_domain: RealDomain::of("true"),
    real_derivative: &["0"],
    no_derivative: "not complex differentiable",
    total: true,
    real: true,
    rules: &["im_real: im(x_) => 0 if real(x_)"],
    exact: Some(im_exact),
    kernels: Kernels {
        f64: Native::Unary(im_f64),
        complex: Some(im_complex),
        enclosure: Some(Enclosing { double: im_enclosure, big: im_enclosure }),
    },
    code: Code { complex: Some(im_parts), ..Code::UNSTATED },
    ..Function::UNSTATED
};

extern "C" fn im_f64(x: f64) -> f64 {
    if x.is_nan() { x } else { 0.0 }
}

fn im_complex(a: &[Complex64]) -> Complex64 {
    match a {
        [z] => z.im.into(),
        _ => Complex64::new(f64::NAN, f64::NAN),
    }
}

fn im_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => Enclosure::real(x.im.clone()),
        _ => Enclosure::undetermined(64),
    }
}

fn im_exact(a: &[Number]) -> Option<Number> {
    let [x] = a else { return None };
    Some(Number::Real(x.im().clone()))
}

fn im_parts(p: &mut dyn Parts, z: Pair) -> Pair {
    Pair::real(p.imaginary(z))
}
