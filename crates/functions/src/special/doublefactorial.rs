//! Double factorial: the product of n, n - 2, n - 4 and so on.

use crate::range::RealDomain;
use crate::row::Function;
use viete_numbers::{Integer, Number};

pub(crate) const DOUBLEFACTORIAL: Function = Function {
    name: "doublefactorial",
    chapter: "special",
    second_bits: 10_000,
    summary: "double factorial n (n - 2) (n - 4)...",
    text: r"$n!! = n (n-2) (n-4) \cdots$",
    reference: "DLMF 5.4.2",
    latex: "#x!!",
    examples: &[("7!!", "105"), ("8!!", "384"), ("(-1)!!", "1")],
    real_domain: RealDomain::of("n in NN"),
    definition: Some("2^((1 + 2*x - cos(pi*x))/4)*pi^((cos(pi*x) - 1)/4)*gamma(x/2 + 1)"),
    derivative: &[
        "doublefactorial(x)*((2*log(2) + pi*sin(pi*x)*log(2/pi))/4 + digamma(x/2 + 1)/2)",
    ],
    real: true,
    exact: Some(double_factorial),
    ..Function::UNSTATED
};

fn double_factorial(arguments: &[Number]) -> Option<Number> {
    match arguments.first()?.to_i64()? {
        -1 => Some(Integer::ONE.into()),
        n => Integer::double_factorial(u64::try_from(n).ok()?).ok().map(Into::into),
    }
}
