//! Factors and common divisors of polynomials in one variable over the field that the algebraic
//! constants in them generate.

use crate::field::ConstantField;
use crate::parts::AlgebraicParts;
use viete_algebra::AlgebraError;
use viete_numbers::Budget;
use viete_syntax::Library;
use viete_term::{Store, Term};

/// What became of a question over the field of constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverConstants {
    /// The answer.
    Found(Term),
    /// No algebraic constant occurs, or it is no question about a polynomial: one for the rational
    /// numbers.
    Rational,
    /// There are several variables, or constants whose field is not known or too large: whoever
    /// takes the constants for symbols may miss factors.
    Unsettled,
}

/// The factors of a polynomial over the field of the algebraic numbers that occur in it or in
/// `adjoined`; `None` when what is adjoined is no algebraic number.
///
/// # Errors
/// Too large, or the budget's stop.
pub fn factor_over_constants(
    store: &mut Store,
    library: &Library,
    term: Term,
    adjoined: &[Term],
    budget: &Budget,
) -> Result<Option<OverConstants>, AlgebraError> {
    let mut parts = AlgebraicParts::of(store, &[term]);
    let named = AlgebraicParts::of(store, adjoined);
    if !named.generators.is_empty() {
        return Ok(None);
    }
    parts.constants.extend(named.constants);
    parts.constants.dedup();
    if parts.constants.is_empty() {
        return Ok(Some(OverConstants::Rational));
    }
    let Some((field, x)) = field_and_variable(store, library, &parts, budget)? else {
        return Ok(Some(OverConstants::Unsettled));
    };
    let polynomial = match field.read(store, term, x, budget) {
        Err(AlgebraError::NoPolynomial) => return Ok(Some(OverConstants::Rational)),
        polynomial => polynomial?,
    };
    let Some(lead) = polynomial.last().cloned() else {
        return Ok(Some(OverConstants::Found(term)));
    };
    let mut factors = vec![field.write(store, &[lead], x)];
    for (factor, n) in field.numbers.factor(&polynomial, budget)? {
        let base = field.write(store, &factor, x);
        let exponent = store.integer(n as i64);
        factors.push(store.power(base, exponent));
    }
    Ok(Some(OverConstants::Found(store.product(&factors))))
}

/// The greatest common divisor over the field of the algebraic numbers that occur.
///
/// # Errors
/// Not polynomials, too large, or the budget's stop.
pub fn gcd_over_constants(
    store: &mut Store,
    library: &Library,
    a: Term,
    b: Term,
    budget: &Budget,
) -> Result<OverConstants, AlgebraError> {
    let parts = AlgebraicParts::of(store, &[a, b]);
    if parts.constants.is_empty() || parts.generators.is_empty() {
        return Ok(OverConstants::Rational);
    }
    let Some((field, x)) = field_and_variable(store, library, &parts, budget)? else {
        return Ok(OverConstants::Unsettled);
    };
    let (p, q) = (field.read(store, a, x, budget)?, field.read(store, b, x, budget)?);
    let common = field.numbers.gcd(&p, &q, budget)?;
    Ok(OverConstants::Found(field.write(store, &common, x)))
}

/// The field of the constants and the only generator.
fn field_and_variable(
    store: &mut Store,
    library: &Library,
    parts: &AlgebraicParts,
    budget: &Budget,
) -> Result<Option<(ConstantField, Term)>, AlgebraError> {
    let &[x] = parts.generators.as_slice() else { return Ok(None) };
    let field = ConstantField::new(store, library, &parts.constants, budget)?;
    Ok(field.map(|field| (field, x)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::with_terms;
    use viete_syntax::plain;

    #[test]
    fn factors_are_found_over_what_occurs_or_is_named() {
        let budget = Budget::default();
        with_terms(["x^2 - 2", "sqrt(2)", "x^2 - 2*sqrt(2)*x + 2"], |store, library, [p, a, q]| {
            let found = factor_over_constants(store, library, p, &[a], &budget);
            let Ok(Some(OverConstants::Found(product))) = found else { unreachable!() };
            let factors: Vec<String> =
                store.children(product).iter().map(|&factor| plain(store, factor)).collect();
            assert_eq!(factors.len(), 2, "{factors:?}");
            let rational = factor_over_constants(store, library, p, &[], &budget);
            assert_eq!(rational, Ok(Some(OverConstants::Rational)));
            assert_eq!(factor_over_constants(store, library, p, &[p], &budget), Ok(None));
            let common = gcd_over_constants(store, library, p, q, &budget);
            let Ok(OverConstants::Found(common)) = common else { unreachable!() };
            assert_eq!(plain(store, common), "x - sqrt(2)");
        });
    }
}
