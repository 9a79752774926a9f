//! Bessel function of the second kind.

use crate::range::RealDomain;
use crate::row::{Enclosing, Function, Kernels, Native};
use viete_numbers::{Elementary, Enclosure, Endpoint, Round};

pub(crate) const BESSELY: Function = Function {
    name: "bessely",
    arguments: &["n", "x"],
    chapter: "special",
    second_bits: 4100,
    summary: "Bessel function of the second kind",
    text: r"$\frac{J_n(x)\cos n\pi - J_{-n}(x)}{\sin n\pi}$, limit at integers",
    reference: "DLMF 10.2.3",
    latex: r"Y_{#n}\left(#x\right)",
    examples: &[("N(bessely(0, 1), 10)", "0.08825696422")],
    real_domain: RealDomain::of("n in NN and x > 0"),
    derivative: &["", "(bessely(n - 1, x) - bessely(n + 1, x))/2"],
    real: true,
    kernels: Kernels {
        f64: Native::Binary(bessely_f64),
        enclosure: Some(Enclosing { double: bessely_enclosure, big: bessely_enclosure }),
        ..Kernels::UNSTATED
    },
    max_ulps: 1000.0,
    region: &[(0.0, 0.0), (0.1, 20.0)],
    ..Function::UNSTATED
};

/// Integer orders and positive arguments only: NaN for others.
extern "C" fn bessely_f64(n: f64, x: f64) -> f64 {
    if n == n.trunc() && n.abs() <= 1000.0 && x > 0.0 { libm::yn(n as i32, x) } else { f64::NAN }
}

/// Orders 0 and 1 at positive points, with 2 + 4/x^2, above |Y0'| and |Y1'|, as the slope.
fn bessely_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    let [order, z] = a else {
        return Enclosure::undetermined(64);
    };
    let function = match order.re.exact().and_then(|n| n.to_i64()) {
        Some(0) => Elementary::BesselY0,
        Some(1) => Elementary::BesselY1,
        _ => return Enclosure::undetermined(z.precision()),
    };
    let low = z.re.lower.to_f64(Round::Down);
    if low <= 0.0 {
        return Enclosure::undetermined(z.precision());
    }
    z.on_reals(|x| x.lipschitz(function, 2.0 + 4.0 / (low * low)))
}
