//! Logarithm and exponential with a second double of precision, and what needs them: general powers
//! (Muller et al., Handbook of Floating-Point Arithmetic, chapter 14, for double-double
//! arithmetic).

use crate::coefficients as fit;
use crate::functions::{LN2_HIGH, LN2_LOW, LOG2_E, ONE_BITS, ROUNDER, beyond, horner};
use crate::lanes::Lanes;

/// A sum of two numbers and what rounding it lost.
#[inline(always)]
pub fn two_sum<L: Lanes>(a: L, b: L) -> (L, L) {
    let sum = a + b;
    let part = sum - a;
    (sum, (a - (sum - part)) + (b - part))
}

/// A product and what rounding it lost.
#[inline(always)]
pub fn two_product<L: Lanes>(a: L, b: L) -> (L, L) {
    let product = a * b;
    (product, a.fma(b, -product))
}

/// `log(x)` as a sum of two doubles to about 2^-66 of it, for normal positive x.
#[inline(always)]
pub fn log_extended<L: Lanes>(x: L) -> (L, L) {
    // x = 2^k m with m in [sqrt(1/2), sqrt(2))
    let root_half = L::splat_bits(0x3FE6_A09E_667F_3BCD);
    let shifted = x.add_bits(L::splat_bits(ONE_BITS.wrapping_sub(0x3FE6_A09E_667F_3BCD)));
    let biased = shifted.shift_right::<52>().add_bits(L::splat(ROUNDER));
    let k = biased - L::splat(ROUNDER + 1023.0);
    let m = shifted.and(L::splat_bits((1 << 52) - 1)).add_bits(root_half);
    let two = L::splat(2.0);
    // s = f/(2 + f) with its rest
    let f = m - L::splat(1.0);
    let below = two + f;
    let below_rest = f - (below - two);
    let s = f / below;
    let s_rest = (s.fma(-below, f) - s * below_rest) / below;
    // log(m) = 2 s + 2/3 s^3 + s^5 tail(s^2)
    let (z, z_lost) = two_product(s, s);
    let z_rest = (s + s).fma(s_rest, z_lost);
    let (cube, cube_lost) = two_product(s, z);
    let cube_rest = s.fma(z_rest, s_rest.fma(z, cube_lost));
    let (third, third_low) = (L::splat(2.0 / 3.0), L::splat(3.700_743_415_417_188e-17));
    let (term, term_lost) = two_product(cube, third);
    let term_rest = cube.fma(third_low, cube_rest.fma(third, term_lost));
    let tail = (cube * z) * horner(&fit::LOG_REST, z);
    let (first, first_lost) = two_sum(k * L::splat(LN2_HIGH), s + s);
    let (second, second_lost) = two_sum(first, term);
    let rest = first_lost
        + second_lost
        + (tail + (term_rest + (s_rest + s_rest).fma(L::splat(1.0), k * L::splat(LN2_LOW))));
    let high = second + rest;
    (high, (second - high) + rest)
}

/// `exp(high + low)` for |high| within 709 and a low part below 2^-40 or so.
#[inline(always)]
pub fn exp_extended<L: Lanes>(high: L, low: L) -> L {
    let rounded = high.fma(L::splat(LOG2_E), L::splat(ROUNDER));
    let k = rounded - L::splat(ROUNDER);
    let exact = k.fma(L::splat(-LN2_HIGH), high);
    let r = k.fma(L::splat(-LN2_LOW), exact);
    let lost = k.fma(L::splat(-LN2_LOW), exact - r) + low;
    let tail = (r * r) * horner(&fit::EXP, r);
    let one = L::splat(1.0);
    let sum = one + r;
    let rest = (r - (sum - one)) + tail;
    let value = sum + lost.fma(sum + tail, rest);
    value * rounded.shift_left::<52>().add_bits(L::splat_bits(ONE_BITS))
}

/// `x^y`; negative, zero and infinite bases and results near the ends of the range are `libm`'s.
#[inline(always)]
pub fn power<L: Lanes>(x: L, y: L) -> L {
    let (high, low) = log_extended(x);
    let (product, lost) = two_product(y, high);
    let value = exp_extended(product, y.fma(low, lost));
    // an infinite product stands for what is no normal positive base
    let product = L::select(x.is_nan(), x, product);
    let normal = L::select(x.less(L::splat(f64::MIN_POSITIVE)), L::splat(f64::INFINITY), product);
    let finite = L::select(L::splat(f64::MAX).less(x), L::splat(f64::INFINITY), normal);
    value.patched_pair(beyond(finite, 700.0), x, y, libm::pow)
}
