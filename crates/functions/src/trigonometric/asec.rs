//! Inverse secant, principal branch.

use crate::range::RealDomain;
use crate::row::Function;

pub(crate) const ASEC: Function = Function {
    name: "asec",
    aliases: &["arcsec"],
    chapter: "trigonometric",
    summary: "inverse secant, principal branch",
    reference: "DLMF 4.23.8",
    examples: &[("asec(1)", "0")],
    real_domain: RealDomain::of("x <= -1 or x >= 1"),
    values: &[("1", "0")],
    derivative: &["1/(x^2*sqrt(1 - 1/x^2))"],
    definition: Some("acos(1/x)"),
    real: true,
    ..Function::UNSTATED
};
