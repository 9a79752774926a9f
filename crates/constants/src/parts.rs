//! What terms are made of by sums, products and natural powers: algebraic constants, and generators
//! of which nothing is known.

use rustc_hash::FxHashSet;
use viete_evaluate::as_root;
use viete_numbers::Number;
use viete_term::{Kind, Store, Term};

/// Algebraic constants of terms, and the other parts that are no sum, product, number or natural
/// power.
#[derive(Clone, Debug, Default)]
pub struct AlgebraicParts {
    /// Radicals, roots of polynomials and the imaginary unit, in the order of terms.
    pub constants: Vec<Term>,
    /// The other parts: symbols, functions, other constants.
    pub generators: Vec<Term>,
}

impl AlgebraicParts {
    /// Of all the terms together.
    pub fn of(store: &mut Store, roots: &[Term]) -> AlgebraicParts {
        let mut parts = AlgebraicParts::default();
        let mut stack = roots.to_vec();
        let mut seen: FxHashSet<Term> = FxHashSet::default();
        while let Some(term) = stack.pop() {
            if !seen.insert(term) {
                continue;
            }
            let constant = match store.kind(term) {
                Kind::Number(_) => {
                    if store.as_number(term).is_some_and(|n| !n.is_real()) {
                        let unit = store.number(Number::i());
                        if !parts.constants.contains(&unit) {
                            parts.constants.push(unit);
                        }
                    }
                    continue;
                }
                Kind::Sum | Kind::Product => {
                    // most parts are real numbers and powers of symbols: these need no turn of
                    // their own
                    for &child in store.children(term) {
                        let (base, exponent) = store.base_and_exponent(child);
                        match store.kind(base) {
                            Kind::Number(_)
                                if store.as_number(child).is_some_and(Number::is_real) => {}
                            Kind::Symbol(_)
                                if parts.generators.last() == Some(&base)
                                    && store.as_i64(exponent).is_some() => {}
                            _ => stack.push(child),
                        }
                    }
                    continue;
                }
                Kind::Power => {
                    let (base, exponent) = store.base_and_exponent(term);
                    if store.as_i64(exponent).is_some() {
                        stack.push(base);
                        continue;
                    }
                    store.symbols(term).is_empty()
                        && store.as_number(exponent).is_some_and(|n| n.as_rational().is_some())
                }
                _ => as_root(store, term).is_some(),
            };
            let list = if constant { &mut parts.constants } else { &mut parts.generators };
            list.push(term);
        }
        parts.constants.sort_by(|&a, &b| store.compare(a, b));
        parts
    }
}
