//! Cosine integral.

use super::sine_integral::exponential_e1_imaginary;
use crate::range::RealDomain;
use crate::row::{Enclosing, Function, Kernels, Native};
use crate::series::{euler_gamma, fraction, hypergeometric};
use viete_numbers::{Enclosure, Endpoint};

pub(crate) const CI: Function = Function {
    name: "Ci",
    chapter: "special",
    second_bits: 3600,
    summary: "cosine integral",
    text: r"$\gamma + \ln x + \int_0^x \frac{\cos t - 1}{t}\,dt$",
    reference: "DLMF 6.2.13",
    latex: r"\operatorname{Ci}\left(#x\right)",
    examples: &[("diff(Ci(x), x)", "cos(x)/x")],
    real_domain: RealDomain::of("x > 0"),
    values: &[("0", "undefined"), ("oo", "0")],
    limits: &[("oo", "0")],
    derivative: &["cos(x)/x"],
    antiderivative: Some("x*Ci(x) - sin(x)"),
    real: true,
    kernels: Kernels {
        f64: Native::Unary(ci_f64),
        enclosure: Some(Enclosing { double: ci_enclosure, big: ci_enclosure }),
        ..Kernels::UNSTATED
    },
    max_ulps: 200.0,
    region: &[(1.0, 3.0)],
    ..Function::UNSTATED
};

/// Ascending series up to 4 (DLMF 6.6.6), continued fraction of E1(ix) beyond; positive arguments
/// only.
extern "C" fn ci_f64(x: f64) -> f64 {
    const EULER: f64 = 0.577_215_664_901_532_9;
    if x.is_nan() || x <= 0.0 {
        return f64::NAN;
    }
    if x > 4.0 {
        return -exponential_e1_imaginary(x).re;
    }
    let (mut term, mut sum, mut k) = (1.0, 0.0, 0.0);
    while k < 100.0 {
        k += 1.0;
        term *= -x * x / ((2.0 * k - 1.0) * (2.0 * k));
        sum += term / (2.0 * k);
        if f64::abs(term) < 1e-18 {
            break;
        }
    }
    EULER + libm::log(x) + sum
}

/// DLMF 6.6.6.
fn ci_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [z] if !z.contains_zero() => {
            let bits = z.precision();
            let square = z.mul(z).neg();
            let first = square.mul(&Enclosure::from_rational(&fraction(1, 4), bits));
            let series = hypergeometric(&first, &square, |k| {
                fraction(k + 1, (2 * k + 3) * (2 * k + 4) * (k + 2))
            });
            series.add(&z.log()).add(&euler_gamma(bits))
        }
        _ => Enclosure::undetermined(64),
    }
}
