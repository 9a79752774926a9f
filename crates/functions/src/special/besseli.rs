//! Modified Bessel function of the first kind.

use super::besselj::{leading, natural_order};
use crate::range::RealDomain;
use crate::row::{Enclosing, Function, Kernels, Native};
use crate::series::{fraction, hypergeometric};
use viete_numbers::{Enclosure, Endpoint};

pub(crate) const BESSELI: Function = Function {
    name: "besseli",
    arguments: &["n", "x"],
    chapter: "special",
    second_bits: 5500,
    summary: "modified Bessel function of the first kind",
    text: r"$\sum_k \frac{(x/2)^{2k+n}}{k!\,\Gamma(k+n+1)}$",
    reference: "DLMF 10.25.2",
    latex: r"I_{#n}\left(#x\right)",
    examples: &[("besseli(0, 0)", "1")],
    real_domain: RealDomain::of("n in NN"),
    values: &[("0, 0", "1"), ("1, 0", "0")],
    derivative: &["", "(besseli(n - 1, x) + besseli(n + 1, x))/2"],
    real: true,
    kernels: Kernels {
        f64: Native::Binary(besseli_f64),
        enclosure: Some(Enclosing { double: besseli_enclosure, big: besseli_enclosure }),
        ..Kernels::UNSTATED
    },
    max_ulps: 60.0,
    region: &[(0.0, 0.0), (0.1, 50.0)],
    ..Function::UNSTATED
};

/// The ascending series (all terms of one sign); integer orders only.
extern "C" fn besseli_f64(n: f64, x: f64) -> f64 {
    let order = n.abs();
    if order != order.trunc() || order > 150.0 || x.abs() > 700.0 {
        return f64::NAN;
    }
    let quarter = 0.25 * x * x;
    let (mut term, mut sum, mut k) = (1.0, 1.0, 0.0);
    while term > sum * f64::EPSILON * 0.25 {
        k += 1.0;
        term *= quarter / (k * (k + order));
        sum += term;
    }
    let mut scale = 1.0;
    for j in 1..=order as i32 {
        scale *= 0.5 * x / f64::from(j);
    }
    scale * sum
}

/// The ascending series, DLMF 10.25.2, for natural orders.
fn besseli_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    let [order, z] = a else {
        return Enclosure::undetermined(64);
    };
    match natural_order(order) {
        Some(n) => {
            hypergeometric(&leading(n, z), &z.mul(z), |k| fraction(1, 4 * (k + 1) * (k + 1 + n)))
        }
        None => Enclosure::undetermined(z.precision()),
    }
}
