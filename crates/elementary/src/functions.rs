//! The functions over [`Lanes`]. Reduced ranges and reconstructions are the classical ones (Muller
//! et al., Handbook of Floating-Point Arithmetic, chapter 10); the polynomials are fitted by
//! `fit.py`.

use crate::arcs::{acos, asin, atan, atan2};
use crate::coefficients as fit;
use crate::lanes::Lanes;
pub use crate::names::{Binary, Unary};
use crate::{extended, gamma};

#[inline(always)]
pub fn evaluate_pair<L: Lanes>(function: Binary, x: L, y: L) -> L {
    match function {
        Binary::Power => extended::power(x, y),
        Binary::Atan2 => atan2(x, y),
    }
}

#[inline(always)]
pub fn evaluate<L: Lanes>(function: Unary, x: L) -> L {
    match function {
        Unary::Exp => exp(x),
        Unary::Log => log(x),
        Unary::Sin => sin(x),
        Unary::Cos => cos(x),
        Unary::Tan => tan(x),
        Unary::Asin => asin(x),
        Unary::Acos => acos(x),
        Unary::Atan => atan(x),
        Unary::Sinh => sinh(x),
        Unary::Cosh => cosh(x),
        Unary::Tanh => tanh(x),
        Unary::Erf => erf(x),
        Unary::Gamma => gamma::gamma(x),
        Unary::Lgamma => gamma::lgamma(x),
    }
}

/// log2(e).
pub const LOG2_E: f64 = std::f64::consts::LOG2_E;
/// log(2) in two parts; multiples of the first up to 2^11 are exact.
pub const LN2_HIGH: f64 = f64::from_bits(0x3FE6_2E42_FEE0_0000);
/// The second part.
pub const LN2_LOW: f64 = f64::from_bits(0x3DEA_39EF_3579_3C76);
/// pi/2 in three parts of 53 bits.
pub(crate) const HALF_PI: [f64; 3] = [
    f64::from_bits(0x3FF9_21FB_5444_2D18),
    f64::from_bits(0x3C91_A626_3314_5C07),
    f64::from_bits(0xB91F_1976_B7ED_8FBC),
];
/// Adding it rounds to an integer, which stands in the low bits.
pub const ROUNDER: f64 = 6_755_399_441_055_744.0;
/// Angles up to here are reduced by multiples of [`HALF_PI`]; `libm` takes the others.
const LARGE_ANGLE: f64 = 1_048_576.0;
pub(crate) const ONE_BITS: u64 = 0x3FF0_0000_0000_0000;

/// The polynomial by Horner's scheme, coefficients of even and of odd powers apart: half as many
/// steps that wait for one another.
#[inline(always)]
pub fn horner<L: Lanes, const N: usize>(coefficients: &[f64; N], z: L) -> L {
    let square = z * z;
    let (mut even, mut odd) = (L::splat(0.0), L::splat(0.0));
    for (index, &c) in coefficients.iter().enumerate().rev() {
        let sum = if index % 2 == 0 { &mut even } else { &mut odd };
        *sum = if index + 2 >= N { L::splat(c) } else { sum.fma(square, L::splat(c)) };
    }
    odd.fma(z, even)
}

/// `2^k` for the integer k in the low bits of `rounded`, in two factors so that subnormal results
/// are rounded once.
#[inline(always)]
pub fn scale<L: Lanes>(value: L, rounded: L) -> L {
    let k = rounded - L::splat(ROUNDER);
    let half = k.fma(L::splat(0.5), L::splat(ROUNDER));
    let rest = (k - (half - L::splat(ROUNDER))) + L::splat(ROUNDER);
    let power = |k: L| k.shift_left::<52>().add_bits(L::splat_bits(ONE_BITS));
    value * power(half) * power(rest)
}

/// The exponential.
#[inline(always)]
pub fn exp<L: Lanes>(x: L) -> L {
    let (low, high) = (L::splat(-750.0), L::splat(710.0));
    let clamped = L::select(x.less(low), low, L::select(high.less(x), high, x));
    let rounded = clamped.fma(L::splat(LOG2_E), L::splat(ROUNDER));
    let k = rounded - L::splat(ROUNDER);
    let exact = k.fma(L::splat(-LN2_HIGH), clamped);
    let r = k.fma(L::splat(-LN2_LOW), exact);
    let lost = k.fma(L::splat(-LN2_LOW), exact - r);
    let tail = (r * r).fma(horner(&fit::EXP, r), lost);
    // 1 + r + tail, the first sum with what it lost
    let one = L::splat(1.0);
    let sum = one + r;
    let value = scale(sum + ((r - (sum - one)) + tail), rounded);
    L::select(x.is_nan(), x, value)
}

/// `(exp(r) - 1 - r)/r^2` for |r| within log(2)/2.
#[inline(always)]
pub fn exp_tail<L: Lanes>(r: L) -> L {
    horner(&fit::EXP, r)
}

/// `log((1 + s)/(1 - s))/s - 2` over `z = s^2`, for the s of quotients within sqrt(2) of one.
#[inline(always)]
pub fn log_tail<L: Lanes>(z: L) -> L {
    z * horner(&fit::LOG, z)
}

/// The exponential for arguments within 709, without special values: one factor scales it.
#[inline(always)]
pub(crate) fn exp_bounded<L: Lanes>(x: L) -> L {
    let rounded = x.fma(L::splat(LOG2_E), L::splat(ROUNDER));
    let k = rounded - L::splat(ROUNDER);
    let exact = k.fma(L::splat(-LN2_HIGH), x);
    let r = k.fma(L::splat(-LN2_LOW), exact);
    let tail = (r * r) * horner(&fit::EXP, r);
    (L::splat(1.0) + (r + tail)) * rounded.shift_left::<52>().add_bits(L::splat_bits(ONE_BITS))
}

/// The natural logarithm.
#[inline(always)]
pub fn log<L: Lanes>(x: L) -> L {
    // subnormal numbers are scaled up
    let small = x.less(L::splat(f64::MIN_POSITIVE));
    let scaled = L::select(small, x * L::splat(18_014_398_509_481_984.0), x);
    let offset = L::select(small, L::splat(-54.0), L::splat(0.0));
    // x = 2^k m with m in [sqrt(1/2), sqrt(2))
    let root_half = L::splat_bits(0x3FE6_A09E_667F_3BCD);
    let shifted = scaled.add_bits(L::splat_bits(ONE_BITS.wrapping_sub(0x3FE6_A09E_667F_3BCD)));
    let biased = shifted.shift_right::<52>().add_bits(L::splat(ROUNDER));
    let k = (biased - L::splat(ROUNDER + 1023.0)) + offset;
    let m = shifted.and(L::splat_bits((1 << 52) - 1)).add_bits(root_half);
    let f = m - L::splat(1.0);
    let s = f / (f + L::splat(2.0));
    let z = s * s;
    let r = z * horner(&fit::LOG, z);
    let half_square = (f * f) * L::splat(0.5);
    let correction = s.fma(half_square + r, k * L::splat(LN2_LOW));
    let value = k.fma(L::splat(LN2_HIGH), f - (half_square - correction));
    let value = L::select(L::splat(f64::MAX).less(x), x, value);
    let value = L::select(x.less(L::splat(0.0)), L::splat(f64::NAN), value);
    let value = L::select(x.abs().is_zero_bits(), L::splat(f64::NEG_INFINITY), value);
    L::select(x.is_nan(), x, value)
}

/// Sine and cosine of the reduced angle, and the rounded multiple of pi/2.
#[inline(always)]
fn sine_and_cosine<L: Lanes>(x: L) -> (L, L, L) {
    let rounded = x.fma(L::splat(std::f64::consts::FRAC_2_PI), L::splat(ROUNDER));
    let n = rounded - L::splat(ROUNDER);
    let [first, second, third] = HALF_PI;
    let exact = n.fma(L::splat(-first), x);
    let high = n.fma(L::splat(-second), exact);
    // what rounding `high` lost: n*second is split into its rounded value and the rest
    let product = n * L::splat(second);
    let rest = n.fma(L::splat(second), -product);
    let lost = exact - high;
    let low = n.fma(L::splat(-third), (lost - product) - rest);
    let z = high * high;
    let sine_tail = (z * high) * horner(&fit::SIN, z);
    // sin(h + l) = sin(h) + l cos(h), cos(h + l) = cos(h) - l sin(h)
    let sine = high + low.fma(L::splat(1.0) - z * L::splat(0.5), sine_tail);
    let half = z * L::splat(0.5);
    let near = L::splat(1.0) - half;
    let dropped = (L::splat(1.0) - near) - half;
    let cosine_tail = (z * z).fma(horner(&fit::COS, z), -(high * low));
    let cosine = near + (dropped + cosine_tail);
    (sine, cosine, rounded)
}

/// Lanes where bit `N` of the integer in `rounded` is clear.
#[inline(always)]
fn clear<L: Lanes>(rounded: L, bit: u64) -> L::Mask {
    rounded.and(L::splat_bits(bit)).is_zero_bits()
}

#[inline(always)]
fn sin<L: Lanes>(x: L) -> L {
    let (sine, cosine, rounded) = sine_and_cosine(x);
    let value = L::select(clear(rounded, 1), sine, cosine);
    let value = L::select(clear(rounded, 2), value, -value);
    // a zero keeps its sign
    let value = L::select(x.abs().is_zero_bits(), x, value);
    value.patched(beyond(x, LARGE_ANGLE), x, libm::sin)
}

#[inline(always)]
fn cos<L: Lanes>(x: L) -> L {
    let (sine, cosine, rounded) = sine_and_cosine(x);
    let odd = rounded.add_bits(L::splat_bits(1));
    let value = L::select(clear(rounded, 1), cosine, sine);
    let value = L::select(clear(odd, 2), value, -value);
    value.patched(beyond(x, LARGE_ANGLE), x, libm::cos)
}

#[inline(always)]
fn tan<L: Lanes>(x: L) -> L {
    let (sine, cosine, rounded) = sine_and_cosine(x);
    let even = clear(rounded, 1);
    let value = L::select(even, sine, -cosine) / L::select(even, cosine, sine);
    let value = L::select(x.abs().is_zero_bits(), x, value);
    value.patched(beyond(x, LARGE_ANGLE), x, libm::tan)
}

/// Lanes whose size is at least `limit`, or that are NaN.
#[inline(always)]
pub fn beyond<L: Lanes>(x: L, limit: f64) -> L::Mask {
    let inside = x.abs().less(L::splat(limit));
    // the mask of the lanes that are not inside, by a comparison that NaN fails
    L::select(inside, L::splat_bits(1), L::splat_bits(0)).is_zero_bits()
}

#[inline(always)]
fn sinh<L: Lanes>(x: L) -> L {
    let a = x.abs();
    let inside = a.less(L::splat(1.0));
    let z = a * a;
    let near = if L::any(inside) { (a * z).fma(horner(&fit::SINH, z), a) } else { a };
    let far = if L::all(inside) {
        a
    } else {
        let e = exp_bounded(a);
        (e - L::splat(1.0) / e) * L::splat(0.5)
    };
    let value = L::select(inside, near, far).with_sign(x);
    value.patched(beyond(x, 709.0), x, libm::sinh)
}

#[inline(always)]
fn cosh<L: Lanes>(x: L) -> L {
    let e = exp_bounded(x.abs());
    let value = (e + L::splat(1.0) / e) * L::splat(0.5);
    value.patched(beyond(x, 709.0), x, libm::cosh)
}

#[inline(always)]
fn tanh<L: Lanes>(x: L) -> L {
    let a = x.abs();
    let inside = a.less(L::splat(0.625));
    let z = a * a;
    let near = if L::any(inside) { (a * z).fma(horner(&fit::TANH, z), a) } else { a };
    let far = if L::all(inside) {
        a
    } else {
        // beyond 20 it is 1 to the last bit
        let capped = L::select(L::splat(20.0).less(a), L::splat(20.0), a);
        L::splat(1.0) - L::splat(2.0) / (exp_bounded(capped + capped) + L::splat(1.0))
    };
    let value = L::select(inside, near, far).with_sign(x);
    L::select(x.is_nan(), x, value)
}

#[inline(always)]
fn erf<L: Lanes>(x: L) -> L {
    let a = x.abs();
    let inside = a.less(L::splat(1.0));
    let near = if L::any(inside) { a.fma(horner(&fit::ERF, a * a), a) } else { a };
    let far = if L::all(inside) { a } else { erf_beyond_one(a) };
    let value = L::select(inside, near, far).with_sign(x);
    L::select(x.is_nan(), x, value)
}

/// `erf(a)` as `1 - erfc(a)`; 1 to the last bit from 6 on.
#[inline(always)]
fn erf_beyond_one<L: Lanes>(a: L) -> L {
    let w = L::splat(1.0) / (a + L::splat(3.0));
    let u = L::splat(1.0) - L::splat(6.0) * w;
    let capped = L::select(L::splat(6.0).less(a), L::splat(6.0), a);
    let far = L::splat(1.0) - exp_bounded(-(capped * capped)) * (horner(&fit::ERFC, u) * w);
    L::select(L::splat(6.0).less(a), L::splat(1.0), far)
}
