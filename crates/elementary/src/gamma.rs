//! The gamma function and its logarithm: Stirling's series as fitted polynomials, with the large
//! terms in double-double arithmetic (DLMF 5.11).

use crate::coefficients as fit;
use crate::extended::{exp_extended, log_extended, two_product, two_sum};
use crate::functions::{beyond, horner};
use crate::lanes::Lanes;

/// Stirling's polynomial is used from here on.
const FAR: f64 = 8.0;
const SQRT_TWO_PI: f64 = 2.506_628_274_631_000_5;
/// What rounding it lost, relative to it.
const SQRT_TWO_PI_REST: f64 = -7.312_045_493_924_426e-17;
/// log(2 pi)/2 in two parts.
const HALF_LOG_TWO_PI: f64 = 0.918_938_533_204_672_8;
const HALF_LOG_TWO_PI_LOW: f64 = -3.878_294_158_067_241_6e-17;

/// Infinity where x is not within `[low, high]`: for [`beyond`].
#[inline(always)]
fn within<L: Lanes>(x: L, low: f64, high: f64) -> L {
    let above = L::select(x.less(L::splat(low)), L::splat(f64::INFINITY), x);
    L::select(L::splat(high).less(x), L::splat(f64::INFINITY), above)
}

/// The gamma function; arguments that are not within [1e-300, 170] are `libm`'s.
#[inline(always)]
pub fn gamma<L: Lanes>(x: L) -> L {
    let one = L::splat(1.0);
    // y = x + n from 8 on, n a whole number; p = x (x + 1) ... (x + n - 1) in two doubles
    let (mut p, mut p_low) = (one, L::splat(0.0));
    let (mut y, mut y_low) = (x, L::splat(0.0));
    let mut step = 0.0;
    while step < FAR && L::any(y.less(L::splat(FAR))) {
        let low = y.less(L::splat(FAR));
        let (product, lost) = two_product(p, y);
        let rest = p.fma(y_low, p_low.fma(y, lost));
        p = L::select(low, product, p);
        p_low = L::select(low, rest, p_low);
        step += 1.0;
        let (sum, lost) = two_sum(x, L::splat(step));
        y = L::select(low, sum, y);
        y_low = L::select(low, lost, y_low);
    }
    // (y/e)^y
    let (log, log_low) = log_extended(y);
    let (product, lost) = two_product(y, log);
    let (exponent, exponent_lost) = two_sum(product, -y);
    let w = one / y;
    // the slope of (y - 1/2) log(y) - y
    let slope = w.fma(L::splat(-0.5), log);
    let low = y_low.fma(slope, exponent_lost + y.fma(log_low, lost));
    let growth = exp_extended(exponent, low);
    let series = w * horner(&fit::STIRLING, w);
    // sqrt(2 pi/y), and the products with it, with what their roundings lost
    let r = w.sqrt();
    let r_rest = L::splat(0.5) * (y * r.fma(-r, w) - w.fma(y, L::splat(-1.0)));
    let (root, root_lost) = two_product(L::splat(SQRT_TWO_PI), r);
    let root_rest = (root_lost * L::splat(1.0 / SQRT_TWO_PI)).fma(y * r, r_rest);
    let (leading, leading_lost) = two_product(growth, root);
    let correction = series + (root_rest + L::splat(SQRT_TWO_PI_REST) - p_low / p);
    let value = (leading + leading.fma(correction, leading_lost)) / p;
    value.patched(beyond(within(x, 1e-300, 170.0), f64::INFINITY), x, libm::tgamma)
}

/// The logarithm of the gamma function of positive numbers; the others are `libm`'s.
#[inline(always)]
pub fn lgamma<L: Lanes>(x: L) -> L {
    let inside = x.less(L::splat(3.0));
    let near = if L::any(inside) { log_gamma_near(x) } else { x };
    let far = if L::all(inside) { x } else { log_gamma_far(x) };
    let value = L::select(inside, near, far);
    value.patched(beyond(within(x, 1e-300, 1e300), f64::INFINITY), x, libm::lgamma)
}

#[inline(always)]
fn log_gamma_near<L: Lanes>(x: L) -> L {
    let (one, two) = (L::splat(1.0), L::splat(2.0));
    let low = x.less(L::splat(0.5));
    let t = L::select(low, x + one, x);
    let at_one = t.less(L::splat(1.5));
    let first = if L::any(at_one) { (t - one) * horner(&fit::LOG_GAMMA_ONE, t - one) } else { t };
    let second = if L::all(at_one) {
        t
    } else {
        (t - two) * horner(&fit::LOG_GAMMA_TWO, t - L::splat(2.25))
    };
    let value = L::select(at_one, first, second);
    if !L::any(low) {
        return value;
    }
    let (log, _) = log_extended(L::select(low, x, one));
    L::select(low, value - log, value)
}

#[inline(always)]
fn log_gamma_far<L: Lanes>(x: L) -> L {
    // lanes below 3 are not used
    let y = L::select(x.less(L::splat(3.0)), L::splat(3.0), x);
    let (log, log_low) = log_extended(y);
    let factor = y - L::splat(0.5);
    let (product, lost) = two_product(factor, log);
    let (first, first_lost) = two_sum(product, -y);
    let (second, second_lost) = two_sum(first, L::splat(HALF_LOG_TWO_PI));
    let w = L::splat(1.0) / y;
    let series = w * horner(&fit::STIRLING_LOG, w * w);
    second
        + (first_lost
            + second_lost
            + (factor.fma(log_low, lost) + (series + L::splat(HALF_LOG_TWO_PI_LOW))))
}
