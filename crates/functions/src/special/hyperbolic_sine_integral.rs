//! Hyperbolic sine integral.

use super::exponential_integral::ei_f64;
use crate::range::{Range, RealDomain};
use crate::row::{Enclosing, Function, Kernels, Monotone, Native, Parity};
use crate::series::{fraction, hypergeometric};
use viete_numbers::{Enclosure, Endpoint};

pub(crate) const SHI: Function = Function {
    name: "Shi",
    chapter: "special",
    summary: "hyperbolic sine integral",
    text: r"$\int_0^x \frac{\sinh t}{t}\,dt$",
    reference: "DLMF 6.2.15",
    latex: r"\operatorname{Shi}\left(#x\right)",
    examples: &[("Shi(0)", "0"), ("diff(Shi(x), x)", "sinh(x)/x")],
    real_domain: RealDomain::of("true"),
    range: Range::of("(-oo, oo)"),
    parity: Parity::Odd,
    monotone: Monotone::Increasing,
    values: &[("0", "0"), ("oo", "oo")],
    derivative: &["sinh(x)/x"],
    antiderivative: Some("x*Shi(x) - cosh(x)"),
    total: true,
    real: true,
    kernels: Kernels {
        f64: Native::Unary(shi_f64),
        enclosure: Some(Enclosing { double: shi_enclosure, big: shi_enclosure }),
        ..Kernels::UNSTATED
    },
    max_ulps: 30.0,
    region: &[(-60.0, 60.0)],
    ..Function::UNSTATED
};

/// The series of DLMF 6.6.5 with all signs positive; from 40 on half of the exponential integral,
/// to which the rest is nothing.
extern "C" fn shi_f64(x: f64) -> f64 {
    let size = x.abs();
    if size > 40.0 {
        return libm::copysign(ei_f64(size) / 2.0, x);
    }
    let (mut power, mut sum, mut k) = (x, x, 0.0);
    while k < 100.0 {
        k += 1.0;
        power *= x * x / ((2.0 * k) * (2.0 * k + 1.0));
        let term = power / (2.0 * k + 1.0);
        sum += term;
        if f64::abs(term) <= 1e-17 * f64::abs(sum) {
            break;
        }
    }
    sum
}

/// `sum z^(2k + 1)/((2k + 1) (2k + 1)!)`.
fn shi_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [z] => hypergeometric(z, &z.mul(z), |k| {
            fraction(2 * k + 1, (2 * k + 2) * (2 * k + 3) * (2 * k + 3))
        }),
        _ => Enclosure::undetermined(64),
    }
}
