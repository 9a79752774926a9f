//! Inverse hyperbolic secant.

use crate::range::RealDomain;
use crate::row::Function;

pub(crate) const ASECH: Function = Function {
    name: "asech",
    chapter: "hyperbolic",
    summary: "inverse hyperbolic secant",
    reference: "DLMF 4.37(i)",
    examples: &[("N(asech(1/2), 10)", "1.316957897")],
    real_domain: RealDomain::of("0 < x and x <= 1"),
    derivative: &["-1/(x^2*sqrt(1/x - 1)*sqrt(1/x + 1))"],
    definition: Some("acosh(1/x)"),
    real: true,
    ..Function::UNSTATED
};
