//! Logarithmic derivative of the gamma function.

use crate::range::RealDomain;
use crate::row::{Enclosing, Function, Kernels, Native};
use viete_numbers::{Elementary, Enclosure, Endpoint, Interval, Rational};

pub(crate) const DIGAMMA: Function = Function {
    name: "digamma",
    aliases: &["psi"],
    chapter: "special",
    second_bits: 10_500,
    summary: "logarithmic derivative of the gamma function",
    text: r"$\Gamma'(x)/\Gamma(x)$",
    reference: "DLMF 5.2.2",
    latex: r"\psi\left(#x\right)",
    examples: &[("N(digamma(1), 10)", "-0.5772156649")],
    real_domain: RealDomain::of("x > 0"),
    no_derivative: "the trigamma function is not a row yet",
    real: true,
    kernels: Kernels {
        f64: Native::Unary(digamma_f64),
        enclosure: Some(Enclosing { double: digamma_enclosure, big: digamma_enclosure }),
        ..Kernels::UNSTATED
    },
    max_ulps: 4.0,
    region: &[(2.0, 1000.0)],
    ..Function::UNSTATED
};

/// Recurrence to x >= 12, then the asymptotic series (DLMF 5.5.2, 5.11.2); reflection (5.5.4) on
/// the left.
extern "C" fn digamma_f64(x: f64) -> f64 {
    if x <= 0.0 {
        if x == x.floor() {
            return f64::NAN;
        }
        return digamma_f64(1.0 - x) - std::f64::consts::PI / libm::tan(std::f64::consts::PI * x);
    }
    let (mut x, mut shift) = (x, 0.0);
    while x < 12.0 {
        shift -= 1.0 / x;
        x += 1.0;
    }
    let inverse = 1.0 / (x * x);
    const COEFFICIENTS: [f64; 8] = [
        1.0 / 12.0,
        -1.0 / 120.0,
        1.0 / 252.0,
        -1.0 / 240.0,
        1.0 / 132.0,
        -691.0 / 32760.0,
        1.0 / 12.0,
        -3617.0 / 8160.0,
    ];
    let series = COEFFICIENTS.iter().rev().fold(0.0, |sum, c| (sum + c) * inverse);
    shift + (libm::log(x) - 0.5 / x - series)
}

/// Increasing between its poles.
fn digamma_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => x.on_reals(|r| {
            let below = r.floor().map(Rational::from);
            let between_poles =
                below.is_some_and(|n| r.lower.to_rational().is_some_and(|low| low > n));
            if r.lower.signum() > 0 || between_poles {
                r.increasing(Elementary::Digamma)
            } else {
                Interval::undetermined(r.precision())
            }
        }),
        _ => Enclosure::undetermined(64),
    }
}
