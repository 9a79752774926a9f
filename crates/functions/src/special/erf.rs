//! Gauss error function.

use crate::code::{Code, lanes};
use crate::range::{Range, RealDomain};
use crate::row::{Enclosing, Function, Kernels, Monotone, Native, Parity};
use crate::series::{fraction, hypergeometric};
use viete_elementary::{Unary, apply};
use viete_numbers::{Elementary, Enclosure, Endpoint};

pub(crate) const ERF: Function = Function {
    name: "erf",
    chapter: "special",
    second_bits: 70_000,
    summary: "Gauss error function",
    text: r"$\frac{2}{\sqrt\pi}\int_0^x e^{-t^2}\,dt$",
    reference: "DLMF 7.2.1",
    latex: r"\operatorname{erf}\left(#x\right)",
    examples: &[("diff(erf(x), x)", "2*exp(-x^2)/sqrt(pi)"), ("erf(0)", "0")],
    real_domain: RealDomain::of("true"),
    range: Range::of("(-1, 1)"),
    parity: Parity::Odd,
    monotone: Monotone::Increasing,
    values: &[("0", "0"), ("oo", "1")],
    limits: &[("oo", "1"), ("-oo", "-1")],
    derivative: &["2/sqrt(pi)*exp(-x^2)"],
    antiderivative: Some("x*erf(x) + exp(-x^2)/sqrt(pi)"),
    total: true,
    real: true,
    kernels: Kernels {
        f64: Native::Unary(erf_f64),
        enclosure: Some(Enclosing { double: erf_enclosure, big: erf_enclosure }),
        ..Kernels::UNSTATED
    },
    max_ulps: 2.0,
    code: Code {
        lanes: lanes(Unary::Erf),
        source: &[("c", "erf"), ("fortran", "erf")],
        nanoseconds: Some(0.656),
        ..Code::UNSTATED
    },
    ..Function::UNSTATED
};

extern "C" fn erf_f64(x: f64) -> f64 {
    apply(Unary::Erf, x)
}

/// DLMF 7.6.1 away from the real line.
fn erf_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] if x.is_real() => Enclosure::real(x.re.increasing(Elementary::Erf)),
        [z] => {
            let scale = Enclosure::pi(z.precision())
                .sqrt()
                .recip()
                .mul(&Enclosure::from_i64(2, z.precision()));
            let square = z.mul(z).neg();
            hypergeometric(&z.mul(&scale), &square, |k| fraction(2 * k + 1, (k + 1) * (2 * k + 3)))
        }
        _ => Enclosure::undetermined(64),
    }
}
