//! Hyperbolic cosecant.

use crate::row::{Function, Parity};

pub(crate) const CSCH: Function = Function {
    name: "csch",
    chapter: "hyperbolic",
    summary: "hyperbolic cosecant",
    reference: "DLMF 4.28(i)",
    examples: &[("csch(-x)", "-csch(x)")],
    parity: Parity::Odd,
    values: &[("0", "undefined")],
    derivative: &["-csch(x)*coth(x)"],
    definition: Some("1/sinh(x)"),
    real: true,
    ..Function::UNSTATED
};
