//! Quotient rounded towards minus infinity.

use crate::row::Function;

pub(crate) const QUO: Function = Function {
    name: "quo",
    arguments: &["x", "y"],
    chapter: "rounding",
    summary: "quotient rounded towards minus infinity",
    text: r"$\lfloor x/y\rfloor$",
    reference: "Knuth, TAOCP 1, 1.2.4",
    examples: &[("quo(7, 2)", "3")],
    no_derivative: "jumps where x/y is an integer",
    definition: Some("floor(x/y)"),
    unfolds: true,
    ..Function::UNSTATED
};
