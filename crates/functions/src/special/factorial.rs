//! Factorial, gamma(x + 1).

use crate::range::RealDomain;
use crate::row::Function;
use viete_numbers::{Integer, Number};

pub(crate) const FACTORIAL: Function = Function {
    name: "factorial",
    chapter: "special",
    second_bits: 10_700,
    summary: "factorial, gamma(x + 1)",
    text: r"$x! = \Gamma(x+1)$",
    reference: "DLMF 5.4.1",
    latex: "#x!",
    examples: &[("5!", "120"), ("(1/2)!", "sqrt(pi)/2")],
    real_domain: RealDomain::of("x > -1"),
    values: &[("1/2", "sqrt(pi)/2"), ("-1/2", "sqrt(pi)")],
    derivative: &["gamma(x + 1)*digamma(x + 1)"],
    definition: Some("gamma(x + 1)"),
    real: true,
    rules: &[],
    exact: Some(factorial_exact),
    ..Function::UNSTATED
};

fn factorial_exact(a: &[Number]) -> Option<Number> {
    let n = a.first()?.to_i64()?;
    Integer::factorial(u64::try_from(n).ok()?).ok().map(Into::into)
}
