//! Cotangent.

use crate::row::{Function, Parity};

pub(crate) const COT: Function = Function {
    name: "cot",
    chapter: "trigonometric",
    summary: "cotangent",
    reference: "DLMF 4.14.7",
    latex: r"\cot\left(#x\right)",
    examples: &[("cot(pi/4)", "1")],
    parity: Parity::Odd,
    period: "pi",
    values: &[
        ("pi/12", "2 + sqrt(3)"),
        ("pi/6", "sqrt(3)"),
        ("pi/4", "1"),
        ("pi/3", "sqrt(3)/3"),
        ("pi/2", "0"),
        ("0", "undefined"),
    ],
    derivative: &["-1 - cot(x)^2"],
    definition: Some("cos(x)/sin(x)"),
    real: true,
    ..Function::UNSTATED
};
