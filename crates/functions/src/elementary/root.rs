//! Principal n-th root.

use crate::row::Function;

pub(crate) const ROOT: Function = Function {
    name: "root",
    arguments: &["x", "n"],
    chapter: "elementary",
    summary: "principal n-th root",
    text: "$x^{1/n}$",
    reference: "DLMF 4.2(iv)",
    latex: r"\sqrt[#n]{#x}",
    examples: &[("root(32, 5)", "2")],
    derivative: &["x^(1/n - 1)/n", ""],
    definition: Some("x^(1/n)"),
    unfolds: true,
    ..Function::UNSTATED
};
