//! Hyperbolic secant.

use crate::row::{Function, Parity};

pub(crate) const SECH: Function = Function {
    name: "sech",
    chapter: "hyperbolic",
    summary: "hyperbolic secant",
    reference: "DLMF 4.28(i)",
    examples: &[("sech(-x)", "sech(x)")],
    parity: Parity::Even,
    values: &[("0", "1")],
    derivative: &["-sech(x)*tanh(x)"],
    definition: Some("1/cosh(x)"),
    real: true,
    ..Function::UNSTATED
};
