//! Length of the hypotenuse.

use crate::code::Code;
use crate::range::{Range, RealDomain};
use crate::row::Function;

pub(crate) const HYPOT: Function = Function {
    name: "hypot",
    arguments: &["x", "y"],
    chapter: "elementary",
    summary: "length of the hypotenuse",
    text: r"$\sqrt{x^2+y^2}$",
    reference: "DLMF 1.9.7",
    examples: &[("hypot(3, 4)", "5")],
    real_domain: RealDomain::of("true"),
    range: Range::of("[0, oo)"),
    derivative: &["x/sqrt(x^2 + y^2)", "y/sqrt(x^2 + y^2)"],
    definition: Some("sqrt(x^2 + y^2)"),
    unfolds: true,
    code: Code {
        source: &[
            ("c", "hypot"),
            ("rust", "hypot"),
            ("python", "np.hypot"),
            ("julia", "hypot"),
            ("fortran", "hypot"),
        ],
        ..Code::UNSTATED
    },
    ..Function::UNSTATED
};
