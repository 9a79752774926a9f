//! Exponential function.

use crate::code::{Code, lanes};
use crate::range::{Range, RealDomain};
use crate::row::{Function, Monotone};
use viete_elementary::Unary;

/// The exponential function.
pub const EXP: Function = Function {
    name: "exp",
    chapter: "elementary",
    summary: "exponential function",
    text: r"$e^x = \sum_{k\ge0} x^k/k!$",
    reference: "DLMF 4.2.19",
    latex: "e^{#x}",
    examples: &[("exp(0)", "1"), ("diff(exp(2*x), x)", "2*exp(2*x)")],
    real_domain: RealDomain::of("true"),
    range: Range::of("(0, oo)"),
    monotone: Monotone::Increasing,
    inverse: Some("log"),
    derivative: &["exp(x)"],
    antiderivative: Some("exp(x)"),
    definition: Some("E^x"),
    unfolds: true,
    total: true,
    real: true,
    code: Code {
        lanes: lanes(Unary::Exp),
        source: &[
            ("c", "exp"),
            ("rust", "exp"),
            ("python", "np.exp"),
            ("julia", "exp"),
            ("fortran", "exp"),
        ],
        nanoseconds: Some(1.115),
        ..Code::UNSTATED
    },
    ..Function::UNSTATED
};
