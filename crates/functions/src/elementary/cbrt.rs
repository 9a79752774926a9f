//! Principal cube root.

use crate::code::Code;
use crate::range::{Range, RealDomain};
use crate::row::Function;

pub(crate) const CBRT: Function = Function {
    name: "cbrt",
    chapter: "elementary",
    summary: "principal cube root",
    text: "$z^{1/3}$, principal; not the real root of a negative number",
    reference: "DLMF 4.2(iv)",
    latex: r"\sqrt[3]{#x}",
    examples: &[("cbrt(27)", "3")],
    real_domain: RealDomain::of("x >= 0"),
    range: Range::of("[0, oo)"),
    derivative: &["1/3*x^(-2/3)"],
    definition: Some("x^(1/3)"),
    unfolds: true,
    real: true,
    code: Code {
        source: &[("c", "cbrt"), ("rust", "cbrt"), ("python", "np.cbrt"), ("julia", "cbrt")],
        ..Code::UNSTATED
    },
    ..Function::UNSTATED
};
