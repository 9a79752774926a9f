//! Bessel function of the first kind.

use crate::range::RealDomain;
use crate::row::{Enclosing, Function, Kernels, Native};
use crate::series::{fraction, hypergeometric};
use viete_numbers::{Enclosure, Endpoint, Integer, Rational};

pub(crate) const BESSELJ: Function = Function {
    name: "besselj",
    arguments: &["n", "x"],
    chapter: "special",
    second_bits: 4100,
    summary: "Bessel function of the first kind",
    text: r"$\sum_k \frac{(-1)^k (x/2)^{2k+n}}{k!\,\Gamma(k+n+1)}$",
    reference: "DLMF 10.2.2",
    latex: r"J_{#n}\left(#x\right)",
    examples: &[("besselj(0, 0)", "1")],
    real_domain: RealDomain::of("n in NN"),
    values: &[("0, 0", "1"), ("1, 0", "0"), ("2, 0", "0")],
    derivative: &["", "(besselj(n - 1, x) - besselj(n + 1, x))/2"],
    real: true,
    kernels: Kernels {
        f64: Native::Binary(besselj_f64),
        enclosure: Some(Enclosing { double: besselj_enclosure, big: besselj_enclosure }),
        ..Kernels::UNSTATED
    },
    max_ulps: 1000.0,
    region: &[(0.0, 0.0), (0.0, 20.0)],
    ..Function::UNSTATED
};

/// Integer orders only: NaN for others.
extern "C" fn besselj_f64(n: f64, x: f64) -> f64 {
    if n == n.trunc() && n.abs() <= 1000.0 { libm::jn(n as i32, x) } else { f64::NAN }
}

/// The ascending series, DLMF 10.2.2, for natural orders.
fn besselj_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    let [order, z] = a else {
        return Enclosure::undetermined(64);
    };
    match natural_order(order) {
        Some(n) => hypergeometric(&leading(n, z), &z.mul(z).neg(), |k| {
            fraction(1, 4 * (k + 1) * (k + 1 + n))
        }),
        None => Enclosure::undetermined(z.precision()),
    }
}
/// `(z/2)^n / n!`, the first term of the ascending series.
pub(super) fn leading<F: Endpoint>(n: i64, z: &Enclosure<F>) -> Enclosure<F> {
    let half = z.mul(&Enclosure::from_rational(&Rational::HALF, z.precision()));
    let factorial = Integer::factorial(n.unsigned_abs()).unwrap_or(Integer::ONE);
    let inverse = Rational::new(&Integer::ONE, &factorial).unwrap_or(Rational::ZERO);
    half.power_integer(&n.into()).mul(&Enclosure::from_rational(&inverse, z.precision()))
}

/// A natural order given exactly.
pub(super) fn natural_order<F: Endpoint>(order: &Enclosure<F>) -> Option<i64> {
    let n = order.is_real().then(|| order.re.exact()).flatten()?.to_i64()?;
    (0..=1000).contains(&n).then_some(n)
}
