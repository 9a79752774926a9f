//! Hyperbolic cosine integral.

use super::exponential_integral::ei_f64;
use crate::range::{Range, RealDomain};
use crate::row::{Enclosing, Function, Kernels, Monotone, Native};
use crate::series::{euler_gamma, fraction, hypergeometric};
use viete_numbers::{Enclosure, Endpoint};

pub(crate) const CHI: Function = Function {
    name: "Chi",
    chapter: "special",
    summary: "hyperbolic cosine integral",
    text: r"$\gamma + \ln x + \int_0^x \frac{\cosh t - 1}{t}\,dt$",
    reference: "DLMF 6.2.16",
    latex: r"\operatorname{Chi}\left(#x\right)",
    examples: &[("diff(Chi(x), x)", "cosh(x)/x")],
    real_domain: RealDomain::of("x > 0"),
    range: Range::of("(-oo, oo)"),
    monotone: Monotone::Increasing,
    values: &[("0", "undefined"), ("oo", "oo")],
    derivative: &["cosh(x)/x"],
    antiderivative: Some("x*Chi(x) - sinh(x)"),
    real: true,
    kernels: Kernels {
        f64: Native::Unary(chi_f64),
        enclosure: Some(Enclosing { double: chi_enclosure, big: chi_enclosure }),
        ..Kernels::UNSTATED
    },
    max_ulps: 30.0,
    region: &[(0.8, 60.0)],
    ..Function::UNSTATED
};

/// The series of DLMF 6.6.6 with all signs positive; from 40 on half of the exponential integral.
/// Positive arguments only.
extern "C" fn chi_f64(x: f64) -> f64 {
    const EULER: f64 = 0.577_215_664_901_532_9;
    if x.is_nan() || x <= 0.0 {
        return f64::NAN;
    }
    if x > 40.0 {
        return ei_f64(x) / 2.0;
    }
    let (mut power, mut sum, mut k) = (1.0, 0.0, 0.0);
    while k < 100.0 {
        k += 1.0;
        power *= x * x / ((2.0 * k - 1.0) * (2.0 * k));
        let term = power / (2.0 * k);
        sum += term;
        if term <= 1e-17 * sum {
            break;
        }
    }
    EULER + libm::log(x) + sum
}

/// DLMF 6.6.6 with all signs positive.
fn chi_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [z] if !z.contains_zero() => {
            let bits = z.precision();
            let square = z.mul(z);
            let first = square.mul(&Enclosure::from_rational(&fraction(1, 4), bits));
            let series = hypergeometric(&first, &square, |k| {
                fraction(k + 1, (2 * k + 3) * (2 * k + 4) * (k + 2))
            });
            series.add(&z.log()).add(&euler_gamma(bits))
        }
        _ => Enclosure::undetermined(64),
    }
}
