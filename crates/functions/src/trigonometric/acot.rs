//! Inverse cotangent, principal branch.

use crate::range::RealDomain;
use crate::row::Function;

pub(crate) const ACOT: Function = Function {
    name: "acot",
    aliases: &["arccot"],
    chapter: "trigonometric",
    summary: "inverse cotangent, principal branch",
    reference: "DLMF 4.23.9",
    examples: &[("acot(1)", "pi/4")],
    real_domain: RealDomain::of("x != 0"),
    values: &[("1", "pi/4")],
    derivative: &["-1/(1 + x^2)"],
    definition: Some("atan(1/x)"),
    real: true,
    ..Function::UNSTATED
};
