//! Exponential less one.

use crate::code::{Code, Pair, Parts};
use crate::elementary::exp::EXP;
use crate::range::{Range, RealDomain};
use crate::row::{Enclosing, Function, Kernels, Monotone, Native};
use crate::trigonometric::{cos::COS, sin::SIN};
use num_complex::Complex64;
use viete_elementary::pieces::{
    LN2_HIGH, LN2_LOW, LOG2_E, ROUNDER, beyond, exp, exp_tail, two_sum,
};
use viete_elementary::{Elementary, Lanes, Text, Vectors};
use viete_numbers::{Enclosure, Endpoint};

pub(crate) const EXPM1: Function = Function {
    name: "expm1",
    chapter: "elementary",
    summary: "exponential less one, exact to the last digits for small x",
    text: r"$e^x-1$",
    reference: "DLMF 4.2.19",
    latex: r"\operatorname{expm1}\left(#x\right)",
    examples: &[("expm1(0)", "0"), ("diff(expm1(x), x)", "exp(x)")],
    real_domain: RealDomain::of("true"),
    range: Range::of("(-1, oo)"),
    monotone: Monotone::Increasing,
    values: &[("0", "0"), ("oo", "oo")],
    limits: &[("-oo", "-1")],
    derivative: &["exp(x)"],
    antiderivative: Some("exp(x) - x"),
    definition: Some("exp(x) - 1"),
    total: true,
    real: true,
    kernels: Kernels {
        f64: Native::Unary(expm1_f64),
        complex: Some(expm1_complex),
        enclosure: Some(Enclosing { double: expm1_enclosure, big: expm1_enclosure }),
    },
    code: Code {
        lanes: Some(Elementary::Vectors(LANES)),
        complex: Some(expm1_parts),
        source: &[("c", "expm1"), ("rust", "exp_m1"), ("python", "np.expm1"), ("julia", "expm1")],
        nanoseconds: Some(1.5),
        ..Code::UNSTATED
    },
    max_ulps: 1.5,
    region: &[(-40.0, 700.0)],
    ..Function::UNSTATED
};

const LANES: Vectors = Vectors::of::<Expm1>();

/// The text over lanes.
struct Expm1;

/// Beyond, one is nothing to the exponential, or the exponential nothing to one.
const FAR: f64 = 40.0;

impl Text for Expm1 {
    /// `2^k (r + tail) + (2^k - 1)` with |r| within log(2)/2; the first sum with what it lost.
    #[inline(always)]
    fn evaluate<L: Lanes>(x: L) -> L {
        let is_far = beyond(x, FAR);
        let inner = L::select(is_far, L::splat(0.0), x);
        let rounded = inner.fma(L::splat(LOG2_E), L::splat(ROUNDER));
        let k = rounded - L::splat(ROUNDER);
        let exact = k.fma(L::splat(-LN2_HIGH), inner);
        let r = k.fma(L::splat(-LN2_LOW), exact);
        let lost = k.fma(L::splat(-LN2_LOW), exact - r);
        let tail = (r * r).fma(exp_tail(r), lost);
        let power = rounded.shift_left::<52>().add_bits(L::splat_bits(0x3FF0_0000_0000_0000));
        let (sum, rest) = two_sum(power - L::splat(1.0), power * r);
        let near = sum + power.fma(tail, rest);
        let value = if L::any(is_far) {
            let large = L::select(x.less(L::splat(0.0)), L::splat(-1.0), exp(x));
            L::select(is_far, large, near)
        } else {
            near
        };
        // a zero keeps its sign
        let value = L::select(x.abs().is_zero_bits(), x, value);
        L::select(x.is_nan(), x, value)
    }
}

extern "C" fn expm1_f64(x: f64) -> f64 {
    LANES.apply(x)
}

fn expm1_complex(a: &[Complex64]) -> Complex64 {
    match a {
        [z] => z.exp() - 1.0,
        _ => Complex64::new(f64::NAN, f64::NAN),
    }
}

/// `exp(x) cos(y) - 1 + i exp(x) sin(y)`.
fn expm1_parts(p: &mut dyn Parts, z: Pair) -> Pair {
    let Some(im) = z.im else { return Pair::real(p.call(&EXPM1, &[z.re])) };
    let one = p.integer(1);
    let re = p.product([&EXP, &COS], [z.re, im]);
    let im = p.product([&EXP, &SIN], [z.re, im]);
    Pair::new(p.subtract(re, one), im)
}

fn expm1_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => x.exp().sub(&Enclosure::from_i64(1, x.precision())),
        _ => Enclosure::undetermined(64),
    }
}
