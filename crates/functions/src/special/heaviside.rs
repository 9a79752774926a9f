//! Unit step, 1/2 at zero.

use crate::range::{Range, RealDomain};
use crate::row::{Function, Monotone};
use viete_numbers::{Number, Rational};

pub(crate) const HEAVISIDE: Function = Function {
    name: "heaviside",
    chapter: "special",
    summary: "unit step, 1/2 at zero",
    text: r"$(1+\operatorname{sign} x)/2$",
    reference: "DLMF 1.16.13",
    latex: r"\theta\left(#x\right)",
    examples: &[("heaviside(3)", "1"), ("heaviside(0)", "1/2")],
    real_domain: RealDomain::of("true"),
    range: Range::of("[0, 1]"),
    monotone: Monotone::Increasing,
    values: &[("0", "1/2"), ("oo", "1")],
    real_derivative: &["0"],
    no_derivative: "zero away from the jump at 0",
    definition: Some("(1 + sign(x))/2"),
    real: true,
    rules: &[
        "heaviside_positive: heaviside(x_) => 1 if positive(x_)",
        "heaviside_negative: heaviside(x_) => 0 if negative(x_)",
    ],
    exact: Some(heaviside_exact),
    ..Function::UNSTATED
};

fn heaviside_exact(a: &[Number]) -> Option<Number> {
    let [x] = a else { return None };
    x.signum().map(|sign| {
        Rational::new(&(1 + sign).into(), &2i64.into()).map_or(Number::ZERO, Into::into)
    })
}
