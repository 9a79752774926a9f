//! Double factorial: the product of n, n - 2, n - 4 and so on.

use crate::row::Function;
use viete_numbers::{Integer, Number};

pub(crate) const DOUBLEFACTORIAL: Function = Function {
    name: "doublefactorial",
    chapter: "special",
    summary: "double factorial n (n - 2) (n - 4)...",
    text: r"$n!! = n (n-2) (n-4) \cdots$",
    reference: "DLMF 5.4.2",
    latex: "#x!!",
    examples: &[("7!!", "105"), ("8!!", "384"), ("(-1)!!", "1")],
    real_domain: "n in NN",
    definition: Some("2^((1 + 2*x - cos(pi*x))/4)*pi^((cos(pi*x) - 1)/4)*gamma(x/2 + 1)"),
    derivative: &["doublefactorial(x)*((2*log(2) + pi*sin(pi*x)*log(2/pi))/4 + digamma(x/2 + 1)/2)"],
    real: true,
    exact: Some(double_factorial),
    ..Function::UNSTATED
};

/// Largest argument computed.
const LARGEST: i64 = 100_000;

fn double_factorial(arguments: &[Number]) -> Option<Number> {
    let n = arguments.first()?.to_i64().filter(|n| (-1..=LARGEST).contains(n))?;
    let mut product = Integer::from(1i64);
    let mut factor = n;
    while factor > 1 {
        product = product.checked_mul(&Integer::from(factor)).ok()?;
        factor -= 2;
    }
    Some(product.into())
}
