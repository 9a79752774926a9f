//! Exponential integral.

use crate::range::RealDomain;
use crate::row::{Enclosing, Function, Kernels, Native};
use crate::series::{euler_gamma, fraction, hypergeometric};
use viete_numbers::{Enclosure, Endpoint};

pub(crate) const EI: Function = Function {
    name: "Ei",
    chapter: "special",
    second_bits: 4400,
    summary: "exponential integral",
    text: r"$-\mathrm{PV}\!\int_{-x}^\infty e^{-t}/t\,dt$",
    reference: "DLMF 6.2.5",
    latex: r"\operatorname{Ei}\left(#x\right)",
    examples: &[("diff(Ei(x), x)", "exp(x)/x")],
    real_domain: RealDomain::of("x != 0"),
    values: &[("0", "undefined"), ("oo", "oo")],
    derivative: &["exp(x)/x"],
    antiderivative: Some("x*Ei(x) - exp(x)"),
    real: true,
    kernels: Kernels {
        f64: Native::Unary(ei_f64),
        enclosure: Some(Enclosing { double: ei_enclosure, big: ei_enclosure }),
        ..Kernels::UNSTATED
    },
    max_ulps: 60.0,
    region: &[(0.5, 40.0)],
    ..Function::UNSTATED
};

/// Ascending series (DLMF 6.6.1) for |x| <= 40 and positive x; continued fraction of E1 for x < -1;
/// asymptotic beyond.
pub(super) extern "C" fn ei_f64(x: f64) -> f64 {
    const EULER: f64 = 0.577_215_664_901_532_9;
    if x == 0.0 || x.is_nan() {
        return f64::NAN;
    }
    if x < -1.0 {
        return -exponential_e1(-x);
    }
    if x <= 40.0 {
        let (mut term, mut sum, mut k) = (1.0, 0.0, 0.0);
        while k < 400.0 {
            k += 1.0;
            term *= x / k;
            sum += term / k;
            if (term / k).abs() <= 1e-17 * f64::abs(sum) {
                break;
            }
        }
        return EULER + libm::log(x.abs()) + sum;
    }
    let (mut term, mut sum, mut k) = (1.0, 1.0, 0.0);
    while k < x - 1.0 && term > 1e-17 {
        k += 1.0;
        term *= k / x;
        sum += term;
    }
    libm::exp(x) / x * sum
}

/// Continued fraction DLMF 6.9.1 by the modified Lentz method, for x > 1.
fn exponential_e1(x: f64) -> f64 {
    let mut b = x + 1.0;
    let (mut c, mut d) = (1e300, 1.0 / b);
    let mut h = d;
    for i in 1..500 {
        let a = -f64::from(i) * f64::from(i);
        b += 2.0;
        d = 1.0 / (a * d + b);
        c = b + a / c;
        let factor = c * d;
        h *= factor;
        if (factor - 1.0).abs() < 1e-16 {
            break;
        }
    }
    h * libm::exp(-x)
}

/// `gamma + log|x| + sum x^k/(k k!)` on the real line, DLMF 6.6.1.
pub(super) fn ei_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] if x.is_real() && !x.contains_zero() => {
            let series = hypergeometric(x, x, |k| fraction(k + 1, (k + 2) * (k + 2)));
            series.add(&x.abs().log()).add(&euler_gamma(x.precision()))
        }
        _ => Enclosure::undetermined(64),
    }
}
