//! Hyperbolic cotangent.

use crate::row::{Function, Parity};

pub(crate) const COTH: Function = Function {
    name: "coth",
    chapter: "hyperbolic",
    summary: "hyperbolic cotangent",
    reference: "DLMF 4.28(i)",
    examples: &[("coth(-x)", "-coth(x)")],
    parity: Parity::Odd,
    values: &[("0", "undefined")],
    derivative: &["1 - coth(x)^2"],
    definition: Some("cosh(x)/sinh(x)"),
    real: true,
    ..Function::UNSTATED
};
