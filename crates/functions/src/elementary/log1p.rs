//! Logarithm of one plus x.

use crate::code::{Code, Pair, Parts};
use crate::range::{Range, RealDomain};
use crate::row::{Enclosing, Function, Kernels, Monotone, Native};
use num_complex::Complex64;
use viete_elementary::pieces::{LN2_HIGH, LN2_LOW, ROUNDER, log_tail, two_sum};
use viete_elementary::{Elementary, Lanes, Text, Vectors};
use viete_numbers::{Enclosure, Endpoint};

pub(crate) const LOG1P: Function = Function {
    name: "log1p",
    chapter: "elementary",
    summary: "logarithm of one plus x, exact to the last digits for small x",
    text: r"$\ln(1+x)$",
    reference: "DLMF 4.6.1",
    latex: r"\operatorname{log1p}\left(#x\right)",
    examples: &[("log1p(0)", "0"), ("diff(log1p(x), x)", "1/(1 + x)")],
    real_domain: RealDomain::of("x > -1"),
    range: Range::of("(-oo, oo)"),
    monotone: Monotone::Increasing,
    values: &[("0", "0"), ("-1", "undefined"), ("oo", "oo")],
    derivative: &["1/(1 + x)"],
    antiderivative: Some("(1 + x)*log1p(x) - x"),
    definition: Some("log(1 + x)"),
    real: true,
    kernels: Kernels {
        f64: Native::Unary(log1p_f64),
        complex: Some(log1p_complex),
        enclosure: Some(Enclosing { double: log1p_enclosure, big: log1p_enclosure }),
    },
    code: Code {
        lanes: Some(Elementary::Vectors(LANES)),
        complex: Some(log1p_parts),
        source: &[("c", "log1p"), ("rust", "ln_1p"), ("python", "np.log1p"), ("julia", "log1p")],
        nanoseconds: Some(1.5),
        ..Code::UNSTATED
    },
    max_ulps: 1.5,
    region: &[(-0.999, 50.0)],
    ..Function::UNSTATED
};

const LANES: Vectors = Vectors::of::<Log1p>();

/// The text over lanes.
pub(crate) struct Log1p;

const ONE: u64 = 0x3FF0_0000_0000_0000;
const ROOT_HALF: u64 = 0x3FE6_A09E_667F_3BCD;

impl Text for Log1p {
    /// `1 + x = 2^k m` with m in `[sqrt(1/2), sqrt(2))` and what rounding the sum lost; for k = 0
    /// the argument itself takes the place of m - 1.
    #[inline(always)]
    fn evaluate<L: Lanes>(x: L) -> L {
        let one = L::splat(1.0);
        let (u, lost) = two_sum(one, x);
        let shifted = u.add_bits(L::splat_bits(ONE.wrapping_sub(ROOT_HALF)));
        let biased = shifted.shift_right::<52>().add_bits(L::splat(ROUNDER));
        let k = biased - L::splat(ROUNDER + 1023.0);
        let m = shifted.and(L::splat_bits((1 << 52) - 1)).add_bits(L::splat_bits(ROOT_HALF));
        let is_near = k.abs().is_zero_bits();
        let f = L::select(is_near, x, m - one);
        let left = L::select(is_near, L::splat(0.0), lost / u);
        let s = f / (f + L::splat(2.0));
        let half_square = (f * f) * L::splat(0.5);
        let correction = s.fma(half_square + log_tail(s * s), k.fma(L::splat(LN2_LOW), left));
        let value = k.fma(L::splat(LN2_HIGH), f - (half_square - correction));
        let value = L::select(L::splat(f64::MAX).less(x), x, value);
        let value = L::select(x.less(L::splat(-1.0)), L::splat(f64::NAN), value);
        let value = L::select(u.abs().is_zero_bits(), L::splat(f64::NEG_INFINITY), value);
        // a zero keeps its sign
        let value = L::select(x.abs().is_zero_bits(), x, value);
        L::select(x.is_nan(), x, value)
    }
}

extern "C" fn log1p_f64(x: f64) -> f64 {
    LANES.apply(x)
}

fn log1p_complex(a: &[Complex64]) -> Complex64 {
    match a {
        [z] => (z + 1.0).ln(),
        _ => Complex64::new(f64::NAN, f64::NAN),
    }
}

fn log1p_parts(p: &mut dyn Parts, z: Pair) -> Pair {
    let one = p.integer(1);
    let re = p.add(z.re, one);
    p.logarithm(Pair { re, im: z.im })
}

fn log1p_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => x.add(&Enclosure::from_i64(1, x.precision())).log(),
        _ => Enclosure::undetermined(64),
    }
}
