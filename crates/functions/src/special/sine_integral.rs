//! Sine integral.

use crate::range::RealDomain;
use crate::row::{Enclosing, Function, Kernels, Native, Parity};
use crate::series::{fraction, hypergeometric};
use num_complex::Complex64;
use viete_numbers::{Enclosure, Endpoint};

pub(crate) const SI: Function = Function {
    name: "Si",
    chapter: "special",
    second_bits: 3700,
    summary: "sine integral",
    text: r"$\int_0^x \frac{\sin t}{t}\,dt$",
    reference: "DLMF 6.2.9",
    latex: r"\operatorname{Si}\left(#x\right)",
    examples: &[("Si(0)", "0")],
    real_domain: RealDomain::of("true"),
    parity: Parity::Odd,
    values: &[("0", "0"), ("oo", "pi/2")],
    limits: &[("oo", "pi/2")],
    derivative: &["sin(x)/x"],
    antiderivative: Some("x*Si(x) + cos(x)"),
    total: true,
    real: true,
    kernels: Kernels {
        f64: Native::Unary(si_f64),
        enclosure: Some(Enclosing { double: si_enclosure, big: si_enclosure }),
        ..Kernels::UNSTATED
    },
    max_ulps: 60.0,
    region: &[(-8.0, 8.0)],
    ..Function::UNSTATED
};

/// Ascending series up to 8 (DLMF 6.6.5), auxiliary functions by continued fraction of E1(ix)
/// beyond.
extern "C" fn si_f64(x: f64) -> f64 {
    let size = x.abs();
    if size <= 8.0 {
        let (mut term, mut sum, mut k) = (x, x, 0.0);
        while f64::abs(term) > 1e-18 * f64::abs(sum) && k < 100.0 {
            k += 1.0;
            term *= -x * x / ((2.0 * k) * (2.0 * k + 1.0));
            sum += term / (2.0 * k + 1.0);
        }
        return sum;
    }
    libm::copysign(std::f64::consts::FRAC_PI_2 + exponential_e1_imaginary(size).im, x)
}

/// `E1(i x)` for real x > 2: the continued fraction DLMF 6.9.1 on the imaginary axis.
pub(super) fn exponential_e1_imaginary(x: f64) -> Complex64 {
    let mut b = Complex64::new(1.0, x);
    let (mut c, mut d) = (Complex64::new(1e300, 0.0), 1.0 / b);
    let mut h = d;
    for i in 1..500 {
        let a = -f64::from(i) * f64::from(i);
        b += 2.0;
        d = 1.0 / (a * d + b);
        c = b + a / c;
        let factor = c * d;
        h *= factor;
        if (factor - 1.0).norm() < 1e-16 {
            break;
        }
    }
    h * Complex64::new(libm::cos(x), -libm::sin(x))
}

/// DLMF 6.6.5.
fn si_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [z] => hypergeometric(z, &z.mul(z).neg(), |k| {
            fraction(2 * k + 1, (2 * k + 2) * (2 * k + 3) * (2 * k + 3))
        }),
        _ => Enclosure::undetermined(64),
    }
}
