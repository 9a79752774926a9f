//! Expansion of products and natural powers of sums, everywhere in a term.

use crate::Apply;
use crate::convert::{Generators, with_keys};
use crate::polynomial::{Polynomial, PolynomialError};
use rustc_hash::FxHashMap;
use std::sync::Arc;
use viete_numbers::{Budget, Error, ErrorKind, Integer, Number, Stop};
use viete_rings::{self as packed, Key, Layout, MAX_TERMS, RingError, multinomial_terms};
use viete_term::{Kind, Store, Term};

/// Why an expansion was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AlgebraError {
    #[error(
        "resource limit: the expansion would have up to {0} terms, at most {MAX_TERMS} are computed"
    )]
    TooManyTerms(u64),
    #[error(transparent)]
    Polynomial(#[from] PolynomialError),
    #[error(transparent)]
    Ring(#[from] RingError),
    #[error(
        "expected polynomials or rational expressions with rational coefficients in the variables named"
    )]
    NoPolynomial,
    #[error("resource limit: more than 200 different symbols and functions")]
    TooManyGenerators,
    /// What an operation demands and does not find.
    #[error("{0}")]
    Unsuitable(String),
}

impl From<AlgebraError> for Error {
    fn from(error: AlgebraError) -> Error {
        let kind = match error {
            AlgebraError::Ring(RingError::Stopped(stop))
            | AlgebraError::Polynomial(PolynomialError::Stopped(stop)) => ErrorKind::Stopped(stop),
            AlgebraError::NoPolynomial => ErrorKind::Type,
            AlgebraError::Unsuitable(_) => ErrorKind::Unsupported,
            AlgebraError::TooManyTerms(_)
            | AlgebraError::TooManyGenerators
            | AlgebraError::Ring(_)
            | AlgebraError::Polynomial(_) => ErrorKind::Stopped(Stop::Memory),
        };
        Error::new(kind, error.to_string())
    }
}

/// Multiplies out all products and natural powers of sums, in every subterm; functions of what
/// changed are applied anew by `apply`.
///
/// # Errors
/// When the predicted number of monomials, a coefficient or the budget is exceeded.
pub fn expand(
    store: &mut Store,
    apply: Apply<'_>,
    term: Term,
    budget: &Budget,
) -> Result<Term, AlgebraError> {
    let mut failure = None;
    let mut build = |store: &mut Store, node: Term, children: &[Term]| {
        let kind = store.kind(node);
        let rebuilt = match kind {
            _ if store.children(node) == children => node,
            Kind::Call(name) => apply(store, name, children),
            _ => store.build(kind, children),
        };
        if failure.is_some() || !needs_expansion(store, rebuilt) {
            return rebuilt;
        }
        match expand_node(store, rebuilt, budget) {
            Ok(expanded) => expanded,
            Err(error) => {
                failure = Some(error);
                rebuilt
            }
        }
    };
    let expanded = store.transform(term, &mut build);
    failure.map_or(Ok(expanded), Err)
}

/// A natural exponent above one.
fn natural_exponent(store: &Store, term: Term) -> Option<(Term, u32)> {
    let (base, exponent) = store.base_and_exponent(term);
    let exponent = store.as_i64(exponent).and_then(|n| u32::try_from(n).ok())?;
    Some((base, exponent))
}

fn expandable_factor(store: &Store, term: Term) -> bool {
    natural_exponent(store, term).is_some_and(|(base, n)| store.kind(base) == Kind::Sum && n >= 1)
}

fn needs_expansion(store: &Store, term: Term) -> bool {
    match store.kind(term) {
        Kind::Power => expandable_factor(store, term),
        Kind::Product => store.children(term).iter().any(|&f| expandable_factor(store, f)),
        _ => false,
    }
}

fn expand_node(store: &mut Store, term: Term, budget: &Budget) -> Result<Term, AlgebraError> {
    let factors: Vec<Term> = match store.kind(term) {
        Kind::Product => store.children(term).to_vec(),
        _ => vec![term],
    };
    let mut size = 1u64;
    for &factor in &factors {
        if let (true, Some((base, n))) =
            (expandable_factor(store, factor), natural_exponent(store, factor))
        {
            size =
                size.saturating_mul(multinomial_terms(store.children(base).len() as u64, n.into()));
        }
    }
    if size > MAX_TERMS {
        let size = size.min(room(store, &factors));
        if size > MAX_TERMS {
            return Err(AlgebraError::TooManyTerms(size));
        }
    }
    if let Some(expanded) = packed(store, &factors, budget)? {
        return Ok(expanded);
    }
    let mut product = Polynomial::constant(Number::ONE);
    for &factor in &factors {
        let next = match natural_exponent(store, factor) {
            Some((base, n)) if store.kind(base) == Kind::Sum => {
                power(&from_sum(store, base)?, n, budget)?
            }
            _ => monomial(store, factor),
        };
        product = product.multiply(&next, budget).map_err(AlgebraError::from)?;
    }
    Ok(product.to_term(store))
}

/// The number of power products that the degrees of the product allow: those of one box with a side
/// for each generator, or of its total degree; saturating.
fn room(store: &Store, factors: &[Term]) -> u64 {
    let mut sides: FxHashMap<Term, u64> = FxHashMap::default();
    let mut total = 0u64;
    for &factor in factors {
        let (base, n) = natural_exponent(store, factor)
            .filter(|&(base, _)| store.kind(base) == Kind::Sum)
            .unwrap_or((factor, 1));
        let addends: &[Term] = match store.kind(base) {
            Kind::Sum => store.children(base),
            _ => std::slice::from_ref(&base),
        };
        let mut highest: FxHashMap<Term, u64> = FxHashMap::default();
        let mut degree = 0;
        for addend in addends {
            let parts: &[Term] = match store.kind(*addend) {
                Kind::Product => store.children(*addend),
                _ => std::slice::from_ref(addend),
            };
            let mut sum = 0u64;
            for &part in parts.iter().filter(|&&part| store.as_number(part).is_none()) {
                let (generator, exponent) = natural_exponent(store, part).unwrap_or((part, 1));
                let side = highest.entry(generator).or_default();
                *side = (*side).max(exponent.into());
                sum += u64::from(exponent);
            }
            degree = degree.max(sum);
        }
        for (generator, exponent) in highest {
            let side = sides.entry(generator).or_insert(1);
            *side = side.saturating_add(exponent.saturating_mul(n.into()));
        }
        total = total.saturating_add(degree.saturating_mul(n.into()));
    }
    let cells = sides.values().fold(1u64, |cells, &side| cells.saturating_mul(side));
    cells.min(multinomial_terms(sides.len() as u64 + 1, total))
}

/// The expanded product over packed integer polynomials; `None` when a coefficient is no exact
/// rational number.
fn packed(
    store: &mut Store,
    factors: &[Term],
    budget: &Budget,
) -> Result<Option<Term>, AlgebraError> {
    let mut generators = Generators::default();
    let mut degree = 0u64;
    let powers: Vec<(Term, u32)> = factors
        .iter()
        .map(|&factor| {
            natural_exponent(store, factor)
                .filter(|&(base, n)| store.kind(base) == Kind::Sum && n >= 1)
                .unwrap_or((factor, 1))
        })
        .collect();
    for &(base, n) in &powers {
        degree += u64::from(generators.note(store, base)) * u64::from(n);
    }
    let result =
        with_keys!(generators.terms().len(), u32::try_from(degree).unwrap_or(u32::MAX), |layout| {
            multiplied(store, &generators, &powers, &layout, budget)
        });
    Ok(result?)
}

fn multiplied<K: Key>(
    store: &mut Store,
    generators: &Generators,
    powers: &[(Term, u32)],
    layout: &Arc<Layout<K>>,
    budget: &Budget,
) -> Result<Option<Term>, RingError> {
    let mut product = packed::Polynomial::constant(Integer::ONE, layout);
    let mut denominator = Integer::ONE;
    for &(base, n) in powers {
        let Some((factor, common)) = generators.read(store, base, layout) else { return Ok(None) };
        product = product.multiply(&factor.power(n.into(), budget)?, budget)?;
        denominator = denominator.checked_mul(&common.checked_pow(n.into())?)?;
    }
    Ok(Some(generators.write(store, &product, &denominator)))
}

/// An addend or factor that is no sum, as a polynomial with one term.
fn monomial(store: &Store, term: Term) -> Polynomial {
    let factors: &[Term] = match store.kind(term) {
        Kind::Product => store.children(term),
        _ => std::slice::from_ref(&term),
    };
    let mut product = Polynomial::constant(Number::ONE);
    for &factor in factors {
        let next = match (store.as_number(factor), natural_exponent(store, factor)) {
            (Some(number), _) => Polynomial::constant(number.clone()),
            (None, Some((base, n))) => Polynomial::generator(base, n),
            (None, None) => Polynomial::generator(factor, 1),
        };
        // one-term factors multiply without limit
        if let Ok(merged) = product.multiply(&next, &Budget::default()) {
            product = merged;
        }
    }
    product
}

fn from_sum(store: &Store, sum: Term) -> Result<Polynomial, AlgebraError> {
    let mut polynomial = Polynomial::default();
    for &addend in store.children(sum) {
        polynomial.add_assign(&monomial(store, addend)).map_err(PolynomialError::from)?;
    }
    Ok(polynomial)
}

/// Repeated multiplication by the base: for sparse polynomials cheaper than squaring.
fn power(base: &Polynomial, exponent: u32, budget: &Budget) -> Result<Polynomial, AlgebraError> {
    let mut result = base.clone();
    for _ in 1..exponent {
        result = result.multiply(base, budget)?;
    }
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binomials_expand_and_cancel() {
        let mut s = Store::new();
        let (x, y, two) = (s.symbol("x"), s.symbol("y"), s.integer(2));
        let sum = s.sum(&[x, y]);
        let square = s.power(sum, two);
        let expanded = expand(&mut s, &mut Store::call, square, &Budget::default());
        let (xx, yy) = (s.power(x, two), s.power(y, two));
        let xy = s.product(&[two, x, y]);
        assert_eq!(expanded, Ok(s.sum(&[xx, xy, yy])));
    }

    #[test]
    fn absurd_expansions_are_refused_before_they_start() {
        let mut s = Store::new();
        let one = s.one();
        let factors: Vec<Term> = (0..40)
            .map(|i| {
                let x = s.symbol(&format!("x{i}"));
                s.sum(&[x, one])
            })
            .collect();
        let product = s.product(&factors);
        assert_eq!(
            expand(&mut s, &mut Store::call, product, &Budget::default()),
            Err(AlgebraError::TooManyTerms(1 << 40))
        );
        assert_eq!((multinomial_terms(3, 2), multinomial_terms(2, 100)), (6, 101));
    }
}
