//! Logarithm to base 10.

use super::log::log_exact;
use crate::code::Code;
use crate::range::RealDomain;
use crate::row::Function;
use viete_numbers::Number;

pub(crate) const LOG10: Function = Function {
    name: "log10",
    chapter: "elementary",
    summary: "logarithm to base 10",
    reference: "DLMF 4.2.8",
    examples: &[("log10(1000)", "3")],
    real_domain: RealDomain::of("x > 0"),
    derivative: &["1/(x*log(10))"],
    definition: Some("log(x)/log(10)"),
    unfolds: true,
    exact: Some(exact),
    real: true,
    code: Code {
        source: &[
            ("c", "log10"),
            ("rust", "log10"),
            ("python", "np.log10"),
            ("julia", "log10"),
            ("fortran", "log10"),
        ],
        ..Code::UNSTATED
    },
    ..Function::UNSTATED
};

fn exact(a: &[Number]) -> Option<Number> {
    log_exact(&[a.first()?.clone(), Number::integer(10)])
}
