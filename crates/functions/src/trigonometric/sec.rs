//! Secant.

use crate::row::{Function, Parity};

pub(crate) const SEC: Function = Function {
    name: "sec",
    chapter: "trigonometric",
    summary: "secant",
    reference: "DLMF 4.14.6",
    latex: r"\sec\left(#x\right)",
    examples: &[("sec(pi/4)", "sqrt(2)")],
    parity: Parity::Even,
    period: "2*pi",
    values: &[
        ("0", "1"),
        ("pi/6", "2*sqrt(3)/3"),
        ("pi/4", "sqrt(2)"),
        ("pi/3", "2"),
        ("pi/2", "undefined"),
        ("pi", "-1"),
    ],
    derivative: &["sec(x)*tan(x)"],
    definition: Some("1/cos(x)"),
    real: true,
    ..Function::UNSTATED
};
