//! Nearest integer, halves to even.

use crate::row::{Function, Kernels, Monotone, Native};
use viete_numbers::{Number, Rational};

pub(crate) const ROUND: Function = Function {
    name: "round",
    chapter: "rounding",
    summary: "nearest integer, halves to even",
    reference: "IEEE 754-2019 4.3.1",
    examples: &[("round(5/2)", "2"), ("round(7/2)", "4")],
    real_domain: "true",
    range: "ZZ",
    monotone: Monotone::Increasing,
    no_derivative: "zero away from its jumps",
    real: true,
    rules: &["round_integer: round(x_) => x_ if integer(x_)"],
    exact: Some(round_exact),
    kernels: Kernels { f64: Native::Unary(round_f64), ..Kernels::UNSTATED },
    ..Function::UNSTATED
};

extern "C" fn round_f64(x: f64) -> f64 {
    x.round_ties_even()
}

fn round_exact(a: &[Number]) -> Option<Number> {
    let [x] = a else { return None };
    let r = x.as_rational()?;
    let low = (r + &Rational::HALF).floor();
    let tie = (r + &Rational::HALF).is_integer() && !low.is_even();
    Some(if tie { (&low - &1i64.into()).into() } else { low.into() })
}
