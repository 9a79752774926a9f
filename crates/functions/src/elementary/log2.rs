//! Logarithm to base 2.

use super::log::log_exact;
use crate::code::Code;
use crate::range::RealDomain;
use crate::row::Function;
use viete_numbers::Number;

pub(crate) const LOG2: Function = Function {
    name: "log2",
    chapter: "elementary",
    summary: "logarithm to base 2",
    reference: "DLMF 4.2.8",
    examples: &[("log2(8)", "3")],
    real_domain: RealDomain::of("x > 0"),
    derivative: &["1/(x*log(2))"],
    definition: Some("log(x)/log(2)"),
    unfolds: true,
    exact: Some(exact),
    real: true,
    code: Code {
        source: &[("c", "log2"), ("rust", "log2"), ("python", "np.log2"), ("julia", "log2")],
        ..Code::UNSTATED
    },
    ..Function::UNSTATED
};

fn exact(a: &[Number]) -> Option<Number> {
    log_exact(&[a.first()?.clone(), Number::integer(2)])
}
