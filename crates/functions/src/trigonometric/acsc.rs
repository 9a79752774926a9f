//! Inverse cosecant, principal branch.

use crate::range::RealDomain;
use crate::row::Function;

pub(crate) const ACSC: Function = Function {
    name: "acsc",
    aliases: &["arccsc"],
    chapter: "trigonometric",
    summary: "inverse cosecant, principal branch",
    reference: "DLMF 4.23.7",
    examples: &[("acsc(1)", "pi/2")],
    real_domain: RealDomain::of("x <= -1 or x >= 1"),
    values: &[("1", "pi/2")],
    derivative: &["-1/(x^2*sqrt(1 - 1/x^2))"],
    definition: Some("asin(1/x)"),
    real: true,
    ..Function::UNSTATED
};
