//! Inverse trigonometric functions over [`Lanes`]: see [`crate::functions`].

use crate::coefficients as fit;
use crate::functions::{HALF_PI, beyond, horner};
use crate::lanes::Lanes;

/// The angle in `(-pi/2, pi/2)` whose tangent x is.
#[inline(always)]
pub fn atan<L: Lanes>(x: L) -> L {
    let value = angle(x.abs(), L::splat(1.0));
    L::select(x.is_nan(), x, value.with_sign(x))
}

/// The angle in `[0, pi/2]` of the point with these coordinates, neither negative.
#[inline(always)]
fn angle<L: Lanes>(y: L, x: L) -> L {
    // y/x in [0, tan(pi/8)), [tan(pi/8), tan(3 pi/8)], above
    let (low, high) = (L::splat(0.414_213_562_373_095_03), L::splat(2.414_213_562_373_095));
    let (middle, far) = ((low * x).less(y), (high * x).less(y));
    let over = L::select(far, -x, L::select(middle, y - x, y));
    let under = L::select(far, y, L::select(middle, y + x, x));
    let t = over / under;
    let z = t * t;
    let tail = (t * z) * horner(&fit::ATAN, z);
    let [high, low, _] = HALF_PI;
    let base =
        L::select(far, L::splat(high), L::select(middle, L::splat(high / 2.0), L::splat(0.0)));
    let rest = L::select(far, L::splat(low), L::select(middle, L::splat(low / 2.0), L::splat(0.0)));
    base + (t + (tail + rest))
}

/// The angle of the point (x, y); points on the axes and with coordinates near the ends of the
/// range are `libm`'s.
#[inline(always)]
pub fn atan2<L: Lanes>(y: L, x: L) -> L {
    let (a, b) = (y.abs(), x.abs());
    let right = angle(a, b);
    let [high, low, _] = HALF_PI;
    let first = L::splat(2.0 * high) - right;
    let lost = (L::splat(2.0 * high) - first) - right;
    let left = first + (lost + L::splat(2.0 * low));
    let value = L::select(x.less(L::splat(0.0)), left, right).with_sign(y);
    // both within [1e-140, 1e140], else infinity
    let (small, large) = (L::select(a.less(b), a, b), L::select(a.less(b), b, a));
    let checked = L::select(small.less(L::splat(1e-140)), L::splat(f64::INFINITY), large);
    let checked = L::select(x.is_nan(), x, L::select(y.is_nan(), y, checked));
    value.patched_pair(beyond(checked, 1e140), y, x, libm::atan2)
}

/// `asin(t)` for t in [0, 1/2] without its leading t.
#[inline(always)]
fn asin_tail<L: Lanes>(t: L, z: L) -> L {
    (t * z) * horner(&fit::ASIN, z)
}

/// For |x| above 1/2: `s = sqrt((1 - |x|)/2)`, what rounding it lost, and `asin(s) - s`.
#[inline(always)]
fn asin_complement<L: Lanes>(a: L) -> (L, L, L) {
    let z = (L::splat(1.0) - a) * L::splat(0.5);
    let s = z.sqrt();
    let lost = s.fma(-s, z) / (s + s);
    let lost = L::select(s.is_zero_bits(), L::splat(0.0), lost);
    (s, lost, asin_tail(s, z))
}

/// The angle in `[-pi/2, pi/2]` whose sine x is.
#[inline(always)]
pub fn asin<L: Lanes>(x: L) -> L {
    let a = x.abs();
    let beyond = L::splat(0.5).less(a);
    let near = if L::all(beyond) { a } else { a + asin_tail(a, a * a) };
    let far = if L::any(beyond) { asin_beyond_half(a) } else { a };
    let value = L::select(beyond, far, near);
    let value = L::select(L::splat(1.0).less(a), L::splat(f64::NAN), value.with_sign(x));
    L::select(x.is_nan(), x, value)
}

/// `asin(a)` as `pi/2 - 2 asin(sqrt((1 - a)/2))`.
#[inline(always)]
fn asin_beyond_half<L: Lanes>(a: L) -> L {
    let (s, lost, tail) = asin_complement(a);
    let [high, low, _] = HALF_PI;
    let two = L::splat(2.0);
    // the first difference is inexact: what it lost is put back
    let first = L::splat(high) - two * s;
    let error = (L::splat(high) - first) - two * s;
    first + (error - (two * (tail + lost) - L::splat(low)))
}

/// The angle in `[0, pi]` whose cosine x is.
#[inline(always)]
pub fn acos<L: Lanes>(x: L) -> L {
    let a = x.abs();
    let beyond = L::splat(0.5).less(a);
    let near = if L::all(beyond) { a } else { acos_within_half(x) };
    let far = if L::any(beyond) { acos_beyond_half(x) } else { a };
    let value = L::select(beyond, far, near);
    let value = L::select(L::splat(1.0).less(a), L::splat(f64::NAN), value);
    L::select(x.is_nan(), x, value)
}

/// `acos(x)` as `pi/2 - asin(x)`.
#[inline(always)]
fn acos_within_half<L: Lanes>(x: L) -> L {
    let [high, low, _] = HALF_PI;
    let first = L::splat(high) - x;
    let error = (L::splat(high) - first) - x;
    first + (error + (L::splat(low) - asin_tail(x, x * x)))
}

/// `acos(x)` by `2 asin(sqrt((1 - |x|)/2))`, or pi less that.
#[inline(always)]
fn acos_beyond_half<L: Lanes>(x: L) -> L {
    let (s, lost, tail) = asin_complement(x.abs());
    let [high, low, _] = HALF_PI;
    let two = L::splat(2.0);
    let right = two * (s + (tail + lost));
    let first = L::splat(2.0 * high) - two * s;
    let error = (L::splat(2.0 * high) - first) - two * s;
    let left = first + (error + (L::splat(2.0 * low) - two * (tail + lost)));
    L::select(x.less(L::splat(0.0)), left, right)
}
