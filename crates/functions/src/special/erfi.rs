//! Imaginary error function.

use crate::range::{Range, RealDomain};
use crate::row::{Enclosing, Function, Kernels, Monotone, Native, Parity};
use crate::series::{fraction, hypergeometric};
use viete_elementary::{Unary, apply};
use viete_numbers::{Enclosure, Endpoint};

pub(crate) const ERFI: Function = Function {
    name: "erfi",
    chapter: "special",
    summary: "imaginary error function, -I*erf(I*x)",
    text: r"$\frac{2}{\sqrt\pi}\int_0^x e^{t^2}\,dt$",
    reference: "DLMF 7.5.1",
    latex: r"\operatorname{erfi}\left(#x\right)",
    examples: &[("diff(erfi(x), x)", "2*exp(x^2)/sqrt(pi)"), ("erfi(0)", "0")],
    real_domain: RealDomain::of("true"),
    range: Range::of("(-oo, oo)"),
    parity: Parity::Odd,
    monotone: Monotone::Increasing,
    values: &[("0", "0"), ("oo", "oo")],
    derivative: &["2/sqrt(pi)*exp(x^2)"],
    antiderivative: Some("x*erfi(x) - exp(x^2)/sqrt(pi)"),
    total: true,
    real: true,
    kernels: Kernels {
        f64: Native::Unary(erfi_f64),
        enclosure: Some(Enclosing { double: erfi_enclosure, big: erfi_enclosure }),
        ..Kernels::UNSTATED
    },
    max_ulps: 12.0,
    region: &[(-20.0, 20.0)],
    ..Function::UNSTATED
};

const TWO_OVER_ROOT_PI: f64 = std::f64::consts::FRAC_2_SQRT_PI;
/// The asymptotic series is used from here on: its least term is below the last place.
const FAR: f64 = 6.3;

/// The series of DLMF 7.6.1 with all signs positive, and the asymptotic one (DLMF 7.12.1) far out.
extern "C" fn erfi_f64(x: f64) -> f64 {
    // what rounding the square lost moves the exponential by many places
    let (square, low) = square_of(x);
    if x.abs() < FAR {
        // x^(2k + 1)/(k! (2k + 1))
        let (mut power, mut sum, mut k) = (x, x, 0.0);
        while k < 400.0 {
            k += 1.0;
            power *= square / k;
            let term = power / (2.0 * k + 1.0);
            sum += term;
            if f64::abs(term) <= 1e-17 * f64::abs(sum) {
                break;
            }
        }
        let grown = if square > 4.0 { low } else { 0.0 };
        return (sum + sum * grown) * TWO_OVER_ROOT_PI;
    }
    let (mut term, mut sum, mut k) = (1.0, 1.0, 0.0);
    while f64::abs(term) > 1e-17 && k < square {
        k += 1.0;
        term *= (2.0 * k - 1.0) / (2.0 * square);
        sum += term;
    }
    let half = apply(Unary::Exp, square / 2.0);
    let series = (1.0 + low) * sum * TWO_OVER_ROOT_PI / (2.0 * x);
    half * series * half
}

/// The square and what rounding it lost.
fn square_of(x: f64) -> (f64, f64) {
    let square = x * x;
    if square.is_finite() { (square, libm::fma(x, x, -square)) } else { (square, 0.0) }
}

/// `2/sqrt(pi) sum z^(2k + 1)/(k! (2k + 1))`.
fn erfi_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [z] => {
            let bits = z.precision();
            let scale = Enclosure::pi(bits).sqrt().recip().mul(&Enclosure::from_i64(2, bits));
            let ratio = |k| fraction(2 * k + 1, (k + 1) * (2 * k + 3));
            hypergeometric(&z.mul(&scale), &z.mul(z), ratio)
        }
        _ => Enclosure::undetermined(64),
    }
}
