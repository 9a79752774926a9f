//! Largest integer not above x.

use crate::code::{Code, Inline, Rounding};
use crate::range::{Range, RealDomain};
use crate::row::{Enclosing, Function, Kernels, Monotone, Native};
use viete_numbers::{Enclosure, Endpoint, Interval, Number};

pub(crate) const FLOOR: Function = Function {
    name: "floor",
    chapter: "rounding",
    summary: "largest integer not above x",
    reference: "DLMF front matter: common notations",
    latex: r"\left\lfloor #x\right\rfloor",
    examples: &[("floor(-3/2)", "-2"), ("floor(pi)", "3")],
    real_domain: RealDomain::of("true"),
    range: Range::of("ZZ"),
    monotone: Monotone::Increasing,
    real_derivative: &["0"],
    no_derivative: "zero away from its jumps",
    real: true,
    rules: &["floor_integer: floor(x_) => x_ if integer(x_)"],
    exact: Some(floor_exact),
    kernels: Kernels {
        f64: Native::Unary(floor_f64),
        enclosure: Some(Enclosing { double: floor_enclosure, big: floor_enclosure }),
        ..Kernels::UNSTATED
    },
    code: Code {
        inline: Some(Inline::Round(Rounding::Down)),
        source: &[("c", "floor"), ("rust", "floor"), ("python", "np.floor"), ("julia", "floor")],
        ..Code::UNSTATED
    },
    ..Function::UNSTATED
};

extern "C" fn floor_f64(x: f64) -> f64 {
    x.floor()
}

fn floor_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => x.on_reals(|r| step(r, |v| v.floor())),
        _ => Enclosure::undetermined(64),
    }
}

/// A step function: known where the whole interval lies on one step.
fn step<F: Endpoint>(
    r: &Interval<F>,
    floor: impl Fn(&Interval<F>) -> Option<viete_numbers::Integer>,
) -> Interval<F> {
    match floor(r) {
        Some(n) => Interval::from_rational(&n.into(), r.precision()),
        None => Interval::undetermined(r.precision()),
    }
}

fn floor_exact(a: &[Number]) -> Option<Number> {
    let [x] = a else { return None };
    x.as_rational().map(|r| r.floor().into())
}
