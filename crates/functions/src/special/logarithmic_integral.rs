//! Logarithmic integral.

use crate::range::RealDomain;
use crate::row::Function;

pub(crate) const LI: Function = Function {
    name: "li",
    chapter: "special",
    second_bits: 3600,
    summary: "logarithmic integral",
    text: r"$\mathrm{PV}\!\int_0^x dt/\ln t = \operatorname{Ei}(\ln x)$",
    reference: "DLMF 6.2.8",
    examples: &[("diff(li(x), x)", "1/log(x)")],
    real_domain: RealDomain::of("x > 0 and x != 1"),
    values: &[("0", "0"), ("1", "undefined")],
    derivative: &["1/log(x)"],
    definition: Some("Ei(log(x))"),
    real: true,
    ..Function::UNSTATED
};
