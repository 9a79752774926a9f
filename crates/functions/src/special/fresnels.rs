//! Fresnel sine integral.

use super::fresnelc::far_integrals;
use crate::range::RealDomain;
use crate::row::{Enclosing, Function, Kernels, Native, Parity};
use crate::series::{fraction, hypergeometric};
use viete_numbers::{Enclosure, Endpoint};

pub(crate) const FRESNELS: Function = Function {
    name: "fresnels",
    chapter: "special",
    summary: "Fresnel sine integral",
    text: r"$\int_0^x \sin(\pi t^2/2)\,dt$",
    reference: "DLMF 7.2.8",
    latex: r"S\left(#x\right)",
    examples: &[("diff(fresnels(x), x)", "sin(pi*x^2/2)"), ("fresnels(oo)", "1/2")],
    real_domain: RealDomain::of("true"),
    parity: Parity::Odd,
    values: &[("0", "0"), ("oo", "1/2")],
    limits: &[("oo", "1/2")],
    derivative: &["sin(pi*x^2/2)"],
    antiderivative: Some("x*fresnels(x) + cos(pi*x^2/2)/pi"),
    total: true,
    real: true,
    kernels: Kernels {
        f64: Native::Unary(fresnels_f64),
        enclosure: Some(Enclosing { double: fresnels_enclosure, big: fresnels_enclosure }),
        ..Kernels::UNSTATED
    },
    max_ulps: 10.0,
    region: &[(-6.0, 6.0)],
    ..Function::UNSTATED
};

/// The series of DLMF 7.6.6 up to 1.5, beyond a continued fraction.
extern "C" fn fresnels_f64(x: f64) -> f64 {
    if x.abs() > 1.5 {
        return libm::copysign(far_integrals(x.abs()).im, x);
    }
    let half = std::f64::consts::FRAC_PI_2 * x * x;
    let (mut power, mut sum, mut k) = (x * half, x * half / 3.0, 0.0);
    while k < 60.0 {
        k += 1.0;
        power *= -half * half / ((2.0 * k) * (2.0 * k + 1.0));
        let term = power / (4.0 * k + 3.0);
        sum += term;
        if f64::abs(term) <= 1e-17 * f64::abs(sum) {
            break;
        }
    }
    sum
}

/// DLMF 7.6.6.
fn fresnels_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [z] => {
            let bits = z.precision();
            let half_pi = Enclosure::pi(bits).mul(&Enclosure::from_rational(&fraction(1, 2), bits));
            let half = z.mul(z).mul(&half_pi);
            let first = z.mul(&half).mul(&Enclosure::from_rational(&fraction(1, 3), bits));
            hypergeometric(&first, &half.mul(&half).neg(), |k| {
                fraction(4 * k + 3, (2 * k + 2) * (2 * k + 3) * (4 * k + 7))
            })
        }
        _ => Enclosure::undetermined(64),
    }
}
