//! Terms taken apart by the powers of a symbol and by numerator and denominator, and equations
//! solved for the one power of a symbol that they hold.

use viete_numbers::Number;
use viete_term::{Kind, Store, Term};

/// The operands of a sum or product, else the term alone.
fn operands(store: &Store, kind: Kind, term: Term) -> Vec<Term> {
    if store.kind(term) == kind { store.children(term).to_vec() } else { vec![term] }
}

/// The products of the factors of a reduced fraction with positive and with negative exponents.
pub fn numerator_and_denominator(store: &mut Store, reduced: Term) -> (Term, Term) {
    let (mut over, mut under) = (Vec::new(), Vec::new());
    for factor in operands(store, Kind::Product, reduced) {
        let (base, exponent) = store.base_and_exponent(factor);
        if let Some(value) = store.as_number(factor).and_then(Number::as_rational).cloned() {
            over.push(store.number(value.numerator().into()));
            under.push(store.number(value.denominator().into()));
        } else if store.coefficient(exponent).signum().is_some_and(|s| s < 0)
            || store.as_number(exponent).and_then(Number::signum).is_some_and(|s| s < 0)
        {
            let positive = store.negate(exponent);
            under.push(store.power(base, positive));
        } else {
            over.push(factor);
        }
    }
    (store.product(&over), store.product(&under))
}

/// Addends of an expanded polynomial with their exponents of `x` and what is left.
pub fn by_power(store: &mut Store, expanded: Term, x: Term) -> Vec<(i64, Term)> {
    let mut addends = Vec::new();
    for addend in operands(store, Kind::Sum, expanded) {
        let (mut power, mut cofactors) = (0, Vec::new());
        for factor in operands(store, Kind::Product, addend) {
            let (base, exponent) = store.base_and_exponent(factor);
            match (base == x, store.as_i64(exponent)) {
                _ if factor == x => power += 1,
                (true, Some(n)) => power += n,
                _ => cofactors.push(factor),
            }
        }
        addends.push((power, store.product(&cofactors)));
    }
    addends
}

/// What [`isolate`] finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Isolation {
    /// `x^exponent = value` where the terms in `nonzero` are not zero.
    Alone {
        /// The exponent of the symbol.
        exponent: i64,
        /// What the power equals, not simplified.
        value: Term,
        /// Terms with symbols that must not vanish.
        nonzero: Vec<Term>,
    },
    /// The symbol stands in more than one way in the equation.
    SeveralWays,
    /// The symbol does not stand in the equation.
    Absent,
}

/// Solves `numerator/denominator = 0` for the one power of `x` in the expanded numerator.
pub fn isolate(store: &mut Store, numerator: Term, denominator: Term, x: Term) -> Isolation {
    let (mut power, mut with, mut without) = (None, Vec::new(), Vec::new());
    for (n, cofactor) in by_power(store, numerator, x) {
        if store.contains(cofactor, x) || (n != 0 && power.is_some_and(|known| known != n)) {
            return Isolation::SeveralWays;
        }
        if n == 0 {
            without.push(cofactor);
        } else {
            power = Some(n);
            with.push(cofactor);
        }
    }
    let Some(exponent) = power else { return Isolation::Absent };
    let (factor, constant) = (store.sum(&with), store.sum(&without));
    let nonzero =
        [factor, denominator].into_iter().filter(|&base| store.as_number(base).is_none()).collect();
    let quotient = store.divide(constant, factor);
    Isolation::Alone { exponent, value: store.negate(quotient), nonzero }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_only_power_is_isolated() {
        let mut store = Store::new();
        let [x, a, b] = ["x", "a", "b"].map(|name| store.symbol(name));
        let (one, two) = (store.one(), store.integer(2));
        let square = store.power(x, two);
        let product = store.product(&[a, square]);
        let sum = store.sum(&[product, b]);
        let quotient = store.divide(b, a);
        let value = store.negate(quotient);
        let alone = Isolation::Alone { exponent: 2, value, nonzero: vec![a] };
        assert_eq!(isolate(&mut store, sum, one, x), alone);
        let both = store.sum(&[sum, x]);
        assert_eq!(isolate(&mut store, both, one, x), Isolation::SeveralWays);
        assert_eq!(isolate(&mut store, b, one, x), Isolation::Absent);
        assert_eq!(numerator_and_denominator(&mut store, quotient), (b, a));
    }
}
