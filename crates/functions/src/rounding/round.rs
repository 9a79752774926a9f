//! Nearest integer, halves to even.

use crate::range::{Range, RealDomain};
use crate::row::{Enclosing, Function, Kernels, Monotone, Native};
use viete_numbers::{Enclosure, Endpoint, Interval, Number, Rational};

pub(crate) const ROUND: Function = Function {
    name: "round",
    chapter: "rounding",
    summary: "nearest integer, halves to even",
    reference: "IEEE 754-2019 4.3.1",
    examples: &[("round(5/2)", "2"), ("round(7/2)", "4")],
    real_domain: RealDomain::of("true"),
    range: Range::of("ZZ"),
    monotone: Monotone::Increasing,
    real_derivative: &["0"],
    no_derivative: "zero away from its jumps",
    real: true,
    rules: &["round_integer: round(x_) => x_ if integer(x_)"],
    exact: Some(round_exact),
    kernels: Kernels {
        f64: Native::Unary(round_f64),
        enclosure: Some(Enclosing { double: round_enclosure, big: round_enclosure }),
        ..Kernels::UNSTATED
    },
    ..Function::UNSTATED
};

extern "C" fn round_f64(x: f64) -> f64 {
    x.round_ties_even()
}

fn round_exact(a: &[Number]) -> Option<Number> {
    let [x] = a else { return None };
    Some(half_even(x.as_rational()?).into())
}

/// The nearest integer, halves to even.
fn half_even(r: &Rational) -> viete_numbers::Integer {
    let low = (r + &Rational::HALF).floor();
    let tie = (r + &Rational::HALF).is_integer() && !low.is_even();
    if tie { &low - &1i64.into() } else { low }
}

/// Known at exact points, and where the whole interval lies strictly between two halves.
fn round_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    let [x] = a else { return Enclosure::undetermined(64) };
    x.on_reals(|r| {
        let bits = r.precision();
        let shifted = r.add(&Interval::from_rational(&Rational::HALF, bits));
        let inside = shifted
            .floor()
            .filter(|n| shifted.lower.to_rational().is_some_and(|low| low != n.clone().into()));
        match r.exact().map(|q| half_even(&q)).or(inside) {
            Some(n) => Interval::from_rational(&n.into(), bits),
            None => Interval::undetermined(bits),
        }
    })
}
