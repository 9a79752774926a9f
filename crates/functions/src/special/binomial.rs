//! Binomial coefficient.

use crate::row::Function;
use viete_numbers::{Integer, Number};

pub(crate) const BINOMIAL: Function = Function {
    name: "binomial",
    arguments: &["n", "k"],
    chapter: "special",
    second_bits: 8000,
    summary: "binomial coefficient",
    text: r"$\frac{\Gamma(n+1)}{\Gamma(k+1)\Gamma(n-k+1)}$; a natural $k$ gives the polynomial in $n$",
    reference: "DLMF 1.2.6",
    latex: r"\binom{#n}{#k}",
    examples: &[("binomial(10, 3)", "120")],
    derivative: &[
        "binomial(n, k)*(digamma(n + 1) - digamma(n - k + 1))",
        "binomial(n, k)*(digamma(n - k + 1) - digamma(k + 1))",
    ],
    definition: Some("gamma(n + 1)/(gamma(k + 1)*gamma(n - k + 1))"),
    real: true,
    exact: Some(binomial_exact),
    ..Function::UNSTATED
};

fn binomial_exact(a: &[Number]) -> Option<Number> {
    let [n, k] = a else { return None };
    let (n, k) = (n.as_integer()?, k.to_i64()?);
    if k < 0 {
        return (n.signum() >= 0).then_some(Number::ZERO);
    }
    Integer::binomial(&n, k.unsigned_abs()).ok().map(Into::into)
}
