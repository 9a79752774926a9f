//! Remainder with the sign of the divisor.

use crate::row::Function;
use viete_numbers::Number;

pub(crate) const MOD: Function = Function {
    name: "mod",
    arguments: &["x", "y"],
    chapter: "rounding",
    summary: "remainder with the sign of the divisor",
    text: r"$x - y\lfloor x/y\rfloor$",
    reference: "Knuth, TAOCP 1, 1.2.4",
    examples: &[("mod(-7, 3)", "2")],
    no_derivative: "jumps where x/y is an integer",
    definition: Some("x - y*floor(x/y)"),
    real: true,
    exact: Some(mod_exact),
    region: &[(0.0, 100.0), (1.0, 10.0)],
    ..Function::UNSTATED
};

fn mod_exact(a: &[Number]) -> Option<Number> {
    let [x, y] = a else { return None };
    let (x, y) = (x.as_rational()?, y.as_rational()?);
    let quotient = x.checked_mul(&y.recip()?).ok()?.floor();
    Some((x - &y.checked_mul(&quotient.into()).ok()?).into())
}
