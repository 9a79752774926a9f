//! Inverse hyperbolic cotangent.

use crate::range::RealDomain;
use crate::row::Function;

pub(crate) const ACOTH: Function = Function {
    name: "acoth",
    chapter: "hyperbolic",
    summary: "inverse hyperbolic cotangent",
    reference: "DLMF 4.37(i)",
    examples: &[("diff(acoth(x), x)", "1/(1 - x^2)")],
    real_domain: RealDomain::of("x < -1 or x > 1"),
    derivative: &["1/(1 - x^2)"],
    definition: Some("atanh(1/x)"),
    real: true,
    ..Function::UNSTATED
};
