//! Principal square root.

use crate::code::Code;
use crate::range::{Range, RealDomain};
use crate::row::{Function, Monotone};

/// The principal square root.
pub const SQRT: Function = Function {
    name: "sqrt",
    chapter: "elementary",
    summary: "principal square root",
    text: r"$z^{1/2} = e^{(\ln z)/2}$",
    reference: "DLMF 4.2(iv)",
    latex: r"\sqrt{#x}",
    examples: &[("sqrt(8)", "2*sqrt(2)"), ("sqrt(-4)", "2*I")],
    real_domain: RealDomain::of("x >= 0"),
    range: Range::of("[0, oo)"),
    monotone: Monotone::Increasing,
    derivative: &["1/(2*sqrt(x))"],
    antiderivative: Some("2/3*x^(3/2)"),
    definition: Some("x^(1/2)"),
    unfolds: true,
    real: true,
    code: Code {
        source: &[
            ("c", "sqrt"),
            ("rust", "sqrt"),
            ("python", "np.sqrt"),
            ("julia", "sqrt"),
            ("fortran", "sqrt"),
        ],
        ..Code::UNSTATED
    },
    ..Function::UNSTATED
};
