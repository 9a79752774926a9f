//! Inverse hyperbolic cosecant.

use crate::range::RealDomain;
use crate::row::Function;

pub(crate) const ACSCH: Function = Function {
    name: "acsch",
    chapter: "hyperbolic",
    summary: "inverse hyperbolic cosecant",
    reference: "DLMF 4.37(i)",
    examples: &[("N(acsch(1/2), 10)", "1.443635475")],
    real_domain: RealDomain::of("x != 0"),
    derivative: &["-1/(x^2*sqrt(1/x^2 + 1))"],
    definition: Some("asinh(1/x)"),
    real: true,
    ..Function::UNSTATED
};
