//! Power series with proved tails, over enclosures: the common engine of the special functions.

use viete_numbers::{Enclosure, Endpoint, Interval, Rational, Round};

/// Terms summed before a series is given up.
const MAX_TERMS: i64 = 20_000;

/// Encloses `sum_k c_k z^k` where `c_(k+1)/c_k = ratio(k)` with `|ratio|` decreasing in `k`.
///
/// Once `|z ratio(k)| <= 1/2` the remaining terms are bounded by a geometric series: the tail is at
/// most twice the last term. Undetermined when that does not happen soon.
pub fn hypergeometric<F: Endpoint>(
    first: &Enclosure<F>,
    z: &Enclosure<F>,
    ratio: impl Fn(i64) -> Rational,
) -> Enclosure<F> {
    weighted(first, z, ratio, |_| Rational::ONE)
}

/// [`hypergeometric`] with every term multiplied by `weight(k)`, where `|weight(k+1)| <= 2
/// |weight(k)|` from the second term on; the sum stops at ratio 1/4 so that the tail bound still
/// holds.
pub fn weighted<F: Endpoint>(
    first: &Enclosure<F>,
    z: &Enclosure<F>,
    ratio: impl Fn(i64) -> Rational,
    mut weight: impl FnMut(i64) -> Rational,
) -> Enclosure<F> {
    let bits = first.precision();
    let mut term = first.clone();
    let mut sum = Enclosure::from_i64(0, bits);
    let quarter = F::from_f64(0.25, bits);
    for k in 0..MAX_TERMS {
        let weighted = term.mul(&Enclosure::from_rational(&weight(k), bits));
        sum = sum.add(&weighted);
        let step = z.mul(&Enclosure::from_rational(&ratio(k), bits));
        let geometric = k > 0 && step.abs().re.upper <= quarter;
        let size = weighted.abs().re.upper;
        if !sum.is_finite() || !size.is_finite() {
            break;
        }
        let scale = sum.abs().re.upper.to_f64(Round::Up).max(f64::MIN_POSITIVE);
        let small = size.to_f64(Round::Up) <= scale * (-(f64::from(bits) + 4.0)).exp2();
        if geometric && (small || size.signum() == 0) {
            let tail = size.mul(&F::from_f64(2.0, bits), Round::Up);
            let around = Interval { lower: tail.neg(), upper: tail };
            let imaginary = if sum.is_real() && z.is_real() {
                Interval::from_i64(0, bits)
            } else {
                around.clone()
            };
            return sum.add(&Enclosure { re: around, im: imaginary });
        }
        term = term.mul(&step);
    }
    Enclosure::undetermined(bits)
}

/// Euler's constant, as `-digamma(1)`.
pub fn euler_gamma<F: Endpoint>(bits: u32) -> Enclosure<F> {
    let one = Interval::<F>::from_i64(1, bits);
    Enclosure::real(one.increasing(viete_numbers::Elementary::Digamma).neg())
}

/// `n/d`, zero for a zero denominator (which no caller passes).
pub fn fraction(n: i64, d: i64) -> Rational {
    Rational::new(&n.into(), &d.into()).unwrap_or(Rational::ZERO)
}
