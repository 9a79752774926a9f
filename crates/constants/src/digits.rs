//! What digits stand for: integer relations between constants, and the exact number that a decimal
//! is likely to be. Guesses, not proofs.

use crate::roots::root_term;
use viete_evaluate::{NumericError, numeric};
use viete_numbers::{Budget, Number, Rational};
use viete_rings::RingError;
use viete_rings::relation::{self, IntegerRelation};
use viete_syntax::Library;
use viete_term::{Store, Term};

/// Why no relation is looked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RelationError {
    /// A number has no digits that are asked for.
    #[error(transparent)]
    Numeric(#[from] NumericError),
    /// The lattice is too large, or the budget is spent.
    #[error(transparent)]
    Ring(#[from] RingError),
    /// A term is no real number.
    #[error("`intrel` expected real numbers")]
    NotReal,
}

/// Small whole numbers c with `c1 x1 + c2 x2 + ...` zero to so many digits.
///
/// # Errors
/// Terms that are no real numbers, or the budget's stop.
pub fn integer_relation(
    store: &mut Store,
    library: &mut Library,
    numbers: &[Term],
    digits: u32,
    budget: &Budget,
) -> Result<IntegerRelation, RelationError> {
    let mut values = Vec::new();
    for &x in numbers {
        let value = numeric(store, library, x, digits + 5, budget)?;
        let value = value.filter(Number::is_real).and_then(|n| n.re().to_rational().ok());
        values.push(value.ok_or(RelationError::NotReal)?);
    }
    Ok(relation::integer_relation(&values, digits, budget)?)
}

/// A short exact number with these decimal digits: rational, or algebraic of degree up to
/// [`relation::IDENTIFIED_DEGREE`].
///
/// # Errors
/// The budget's stop.
pub fn identify(
    store: &mut Store,
    value: &Rational,
    digits: u64,
    budget: &Budget,
) -> viete_rings::Result<Option<Term>> {
    let root = relation::identify(value, digits, budget)?;
    Ok(root.map(|root| root_term(store, &root)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::with_terms;
    use viete_numbers::Integer;

    #[test]
    fn relations_hold_between_constants() {
        let budget = Budget::default();
        // the first needs no long floats
        with_terms(["sqrt(2)", "sqrt(8)", "x"], |store, library, [a, b, x]| {
            let found = integer_relation(store, library, &[a, b], 8, &budget);
            let relation = [2i64, -1].map(Integer::from).to_vec();
            assert_eq!(found, Ok(IntegerRelation::Found(relation)));
            let open = integer_relation(store, library, &[x], 8, &budget);
            assert_eq!(open, Err(RelationError::NotReal));
        });
    }
}
