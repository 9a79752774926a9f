//! Smallest integer not below x.

use crate::code::{Code, Inline, Rounding};
use crate::range::{Range, RealDomain};
use crate::row::{Enclosing, Function, Kernels, Monotone, Native};
use viete_numbers::{Enclosure, Endpoint, Interval, Number};

pub(crate) const CEIL: Function = Function {
    name: "ceil",
    aliases: &["ceiling"],
    chapter: "rounding",
    summary: "smallest integer not below x",
    reference: "DLMF front matter: common notations",
    latex: r"\left\lceil #x\right\rceil",
    examples: &[("ceil(-3/2)", "-1")],
    real_domain: RealDomain::of("true"),
    range: Range::of("ZZ"),
    monotone: Monotone::Increasing,
    real_derivative: &["0"],
    no_derivative: "zero away from its jumps",
    real: true,
    rules: &["ceil_integer: ceil(x_) => x_ if integer(x_)"],
    exact: Some(ceil_exact),
    kernels: Kernels {
        f64: Native::Unary(ceil_f64),
        enclosure: Some(Enclosing { double: ceil_enclosure, big: ceil_enclosure }),
        ..Kernels::UNSTATED
    },
    code: Code {
        inline: Some(Inline::Round(Rounding::Up)),
        source: &[("c", "ceil"), ("rust", "ceil"), ("python", "np.ceil"), ("julia", "ceil")],
        ..Code::UNSTATED
    },
    ..Function::UNSTATED
};

extern "C" fn ceil_f64(x: f64) -> f64 {
    x.ceil()
}

fn ceil_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => x.on_reals(|r| step(&r.neg(), |v| v.floor()).neg()),
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

fn ceil_exact(a: &[Number]) -> Option<Number> {
    let [x] = a else { return None };
    x.as_rational().map(|r| Number::from(-&(-r).floor()))
}
