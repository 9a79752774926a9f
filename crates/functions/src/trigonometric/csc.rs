//! Cosecant.

use crate::row::{Function, Parity};

pub(crate) const CSC: Function = Function {
    name: "csc",
    chapter: "trigonometric",
    summary: "cosecant",
    reference: "DLMF 4.14.5",
    latex: r"\csc\left(#x\right)",
    examples: &[("csc(pi/4)", "sqrt(2)")],
    parity: Parity::Odd,
    period: "2*pi",
    values: &[
        ("0", "undefined"),
        ("pi/6", "2"),
        ("pi/4", "sqrt(2)"),
        ("pi/3", "2*sqrt(3)/3"),
        ("pi/2", "1"),
        ("pi", "undefined"),
    ],
    derivative: &["-csc(x)*cot(x)"],
    definition: Some("1/sin(x)"),
    real: true,
    ..Function::UNSTATED
};
