//! Lambert W function, principal branch.

use crate::range::{Range, RealDomain};
use crate::row::{Enclosing, Function, Kernels, Native};
use viete_numbers::{Enclosure, Endpoint, Interval, Round};

pub(crate) const LAMBERTW: Function = Function {
    name: "lambertw",
    chapter: "special",
    second_bits: 60_000,
    summary: "Lambert W function, principal branch",
    text: "$W e^{W} = x$",
    reference: "DLMF 4.13.1",
    latex: r"W\left(#x\right)",
    examples: &[("lambertw(0)", "0"), ("lambertw(E)", "1")],
    real_domain: RealDomain::of("x >= -1/E"),
    range: Range::of("[-1, oo)"),
    values: &[("0", "0"), ("E", "1"), ("-1/E", "-1")],
    derivative: &["exp(-lambertw(x))/(1 + lambertw(x))"],
    real: true,
    kernels: Kernels {
        f64: Native::Unary(lambertw_f64),
        enclosure: Some(Enclosing { double: lambertw_enclosure, big: lambertw_enclosure }),
        ..Kernels::UNSTATED
    },
    max_ulps: 4.0,
    region: &[(-0.3, 1000.0)],
    ..Function::UNSTATED
};

/// Halley's method from an asymptotic or series start (Corless et al. 1996).
extern "C" fn lambertw_f64(x: f64) -> f64 {
    let branch = -libm::exp(-1.0);
    if x.is_nan() || x < branch {
        return f64::NAN;
    }
    if x == 0.0 || x == f64::INFINITY {
        return x;
    }
    let mut w = if x > 3.0 {
        let l = libm::log(x);
        l - libm::log(l)
    } else if x > -0.3 {
        libm::log1p(x) * 0.8
    } else {
        let p = libm::sqrt(2.0 * (std::f64::consts::E * x + 1.0));
        -1.0 + p - p * p / 3.0
    };
    for _ in 0..40 {
        let e = libm::exp(w);
        let f = w * e - x;
        let step = f / (e * (w + 1.0) - (w + 2.0) * f / (2.0 * w + 2.0));
        if !step.is_finite() {
            break;
        }
        w -= step;
        if step.abs() <= 1e-16 * w.abs() {
            break;
        }
    }
    w
}

/// Increasing on `[-1/e, oo)`: bounds at both ends, each verified through `w e^w`.
fn lambertw_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => x.on_reals(|r| {
            Interval { lower: bound(&r.lower, Round::Down), upper: bound(&r.upper, Round::Up) }
                .sanitized()
        }),
        _ => Enclosure::undetermined(64),
    }
}

/// A bound of W(x) on the stated side: Newton in enclosure arithmetic, then widened until `w e^w`
/// proves it.
fn bound<F: Endpoint>(x: &F, round: Round) -> F {
    let bits = x.precision();
    let unknown = match round {
        Round::Down => F::infinity(bits).neg(),
        Round::Up => F::infinity(bits),
    };
    let start = lambertw_f64(x.to_f64(Round::Down));
    if start.is_nan() || start <= -0.999 || !start.is_finite() {
        return unknown;
    }
    let target = Interval::point(x.clone());
    let one = Interval::from_i64(1, bits);
    let mut w = Interval::point(F::from_f64(start, bits));
    for _ in 0..2 + bits.ilog2() {
        let e = w.exp();
        let step = w.mul(&e).sub(&target).mul(&e.mul(&w.add(&one)).recip());
        let next = w.sub(&step);
        w = Interval::point(next.lower);
    }
    let outward =
        |exponent: f64| Interval::point(F::from_f64(exponent.exp2() * (1.0 + start.abs()), bits));
    let delta = outward(8.0 - f64::from(bits).min(900.0));
    let candidate = match round {
        Round::Down => w.sub(&delta).lower,
        Round::Up => w.add(&delta).upper,
    };
    let check = Interval::point(candidate.clone());
    let image = check.mul(&check.exp());
    let proved = match round {
        Round::Down => image.upper <= *x,
        Round::Up => image.lower >= *x,
    };
    if proved { candidate } else { unknown }
}
