//! Fresnel cosine integral.

use crate::range::RealDomain;
use crate::row::{Enclosing, Function, Kernels, Native, Parity};
use crate::series::{fraction, hypergeometric};
use num_complex::Complex64;
use viete_numbers::{Enclosure, Endpoint};

pub(crate) const FRESNELC: Function = Function {
    name: "fresnelc",
    chapter: "special",
    summary: "Fresnel cosine integral",
    text: r"$\int_0^x \cos(\pi t^2/2)\,dt$",
    reference: "DLMF 7.2.7",
    latex: r"C\left(#x\right)",
    examples: &[("diff(fresnelc(x), x)", "cos(pi*x^2/2)"), ("fresnelc(oo)", "1/2")],
    real_domain: RealDomain::of("true"),
    parity: Parity::Odd,
    values: &[("0", "0"), ("oo", "1/2")],
    limits: &[("oo", "1/2")],
    derivative: &["cos(pi*x^2/2)"],
    antiderivative: Some("x*fresnelc(x) - sin(pi*x^2/2)/pi"),
    total: true,
    real: true,
    kernels: Kernels {
        f64: Native::Unary(fresnelc_f64),
        enclosure: Some(Enclosing { double: fresnelc_enclosure, big: fresnelc_enclosure }),
        ..Kernels::UNSTATED
    },
    max_ulps: 10.0,
    region: &[(-6.0, 6.0)],
    ..Function::UNSTATED
};

/// The series of DLMF 7.6.4 up to 1.5, beyond a continued fraction.
extern "C" fn fresnelc_f64(x: f64) -> f64 {
    if x.abs() > 1.5 {
        return libm::copysign(far_integrals(x.abs()).re, x);
    }
    let half = std::f64::consts::FRAC_PI_2 * x * x;
    let (mut power, mut sum, mut k) = (x, x, 0.0);
    while k < 60.0 {
        k += 1.0;
        power *= -half * half / ((2.0 * k - 1.0) * (2.0 * k));
        let term = power / (4.0 * k + 1.0);
        sum += term;
        if f64::abs(term) <= 1e-17 * f64::abs(sum) {
            break;
        }
    }
    sum
}

/// `C(x) + i S(x)` for x > 1.5, by the continued fraction of the complementary error function
/// (DLMF 7.9.2, 7.5.8) with the modified Lentz method.
pub(super) fn far_integrals(x: f64) -> Complex64 {
    let limit = Complex64::new(0.5, 0.5);
    if x > 1e8 {
        return limit;
    }
    let mut b = Complex64::new(1.0, -std::f64::consts::PI * x * x);
    let (mut c, mut d) = (Complex64::new(1e300, 0.0), 1.0 / b);
    let (mut h, mut n) = (d, -1.0);
    for _ in 0..500 {
        n += 2.0;
        let a = -n * (n + 1.0);
        b += 4.0;
        d = 1.0 / (a * d + b);
        c = b + a / c;
        let factor = c * d;
        h *= factor;
        if (factor - 1.0).norm() < 1e-16 {
            break;
        }
    }
    // the angle in quarter turns, less whole turns, with what rounding the square lost
    let square = x * x;
    let turns = (square % 4.0 + libm::fma(x, x, -square)) * std::f64::consts::FRAC_PI_2;
    let wave = Complex64::new(libm::cos(turns), libm::sin(turns));
    limit * (1.0 - wave * h * Complex64::new(x, -x))
}

/// DLMF 7.6.4.
fn fresnelc_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [z] => {
            let bits = z.precision();
            let half_pi = Enclosure::pi(bits).mul(&Enclosure::from_rational(&fraction(1, 2), bits));
            let half = z.mul(z).mul(&half_pi);
            hypergeometric(z, &half.mul(&half).neg(), |k| {
                fraction(4 * k + 1, (2 * k + 1) * (2 * k + 2) * (4 * k + 5))
            })
        }
        _ => Enclosure::undetermined(64),
    }
}
