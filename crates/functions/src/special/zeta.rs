//! Riemann zeta function.

use crate::range::RealDomain;
use crate::row::{Enclosing, Function, Kernels, Native};
use viete_numbers::{Elementary, Enclosure, Endpoint, Interval};

pub(crate) const ZETA: Function = Function {
    name: "zeta",
    chapter: "special",
    second_bits: 4800,
    summary: "Riemann zeta function",
    text: r"$\sum_{n\ge1} n^{-x}$, continued analytically",
    reference: "DLMF 25.2.1",
    latex: r"\zeta\left(#x\right)",
    examples: &[("zeta(2)", "pi^2/6"), ("zeta(0)", "-1/2")],
    real_domain: RealDomain::of("x != 1"),
    values: &[
        ("0", "-1/2"),
        ("1", "undefined"),
        ("2", "pi^2/6"),
        ("4", "pi^4/90"),
        ("6", "pi^6/945"),
        ("8", "pi^8/9450"),
        ("-1", "-1/12"),
        ("-2", "0"),
        ("-3", "1/120"),
        ("-4", "0"),
    ],
    no_derivative: "not expressible by rows",
    real: true,
    kernels: Kernels {
        f64: Native::Unary(zeta_f64),
        enclosure: Some(Enclosing { double: zeta_enclosure, big: zeta_enclosure }),
        ..Kernels::UNSTATED
    },
    max_ulps: 40.0,
    region: &[(1.1, 60.0)],
    ..Function::UNSTATED
};

/// Euler-Maclaurin summation from N = 20 (DLMF 25.2.9); reflection (25.4.1) below zero.
extern "C" fn zeta_f64(x: f64) -> f64 {
    if x == 1.0 || x.is_nan() {
        return f64::NAN;
    }
    if x < 0.0 {
        let y = 1.0 - x;
        let sine = libm::sin(std::f64::consts::FRAC_PI_2 * libm::fmod(x, 4.0));
        return 2.0
            * libm::pow(2.0 * std::f64::consts::PI, -y)
            * sine
            * libm::tgamma(y)
            * zeta_f64(y);
    }
    const N: f64 = 20.0;
    // B_2j / (2j)!
    const BERNOULLI: [f64; 8] = [
        1.0 / 12.0,
        -1.0 / 720.0,
        1.0 / 30240.0,
        -1.0 / 1_209_600.0,
        1.0 / 47_900_160.0,
        -5.284_190_138_687_493e-10,
        1.338_253_653_068_467_9e-11,
        -3.389_680_296_322_583e-13,
    ];
    let tail = libm::pow(N, -x);
    let mut sum = tail * N / (x - 1.0) + 0.5 * tail;
    let mut factor = x * tail / N;
    for (j, b) in BERNOULLI.iter().enumerate() {
        sum += b * factor;
        let k = 2.0 * j as f64;
        factor *= (x + k + 1.0) * (x + k + 2.0) / (N * N);
    }
    for n in (1..20).rev() {
        sum += libm::pow(f64::from(n), -x);
    }
    sum
}

/// Decreasing for x > 1; elsewhere at exact points only.
fn zeta_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => x.on_reals(|r| {
            if r.lower > F::from_f64(1.0, r.precision()) {
                r.decreasing(Elementary::Zeta)
            } else if r.exact().is_some() {
                r.increasing(Elementary::Zeta)
            } else {
                Interval::undetermined(r.precision())
            }
        }),
        _ => Enclosure::undetermined(64),
    }
}
