//! The zero test of constants.

use crate::minimal::minimal_polynomial;
use viete_evaluate::as_root;
use viete_numbers::{Budget, Integer, Truth};
use viete_syntax::Library;
use viete_term::{Store, Term};

/// Whether a constant made of rational numbers, radicals and roots of polynomials is zero, by its
/// minimal polynomial. Unknown without such a root, where other methods do better, and for what has
/// no minimal polynomial or none within the budget.
pub fn is_zero(store: &mut Store, library: &Library, term: Term, budget: &Budget) -> Truth {
    if !store.reachable(&[term]).into_iter().any(|part| as_root(store, part).is_some()) {
        return Truth::Unknown;
    }
    match minimal_polynomial(store, library, term, budget) {
        Ok(Some(p)) => Truth::from(matches!(p.as_slice(), [c, _] if Integer::is_zero(c))),
        _ => Truth::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::with_terms;

    #[test]
    fn a_root_is_zero_where_its_polynomial_says_so() {
        let budget = Budget::default();
        let texts = [
            "rootof([-1, -1, 0, 1], 1)^3 - rootof([-1, -1, 0, 1], 1) - 1",
            "rootof([-1, -1, 0, 1], 1) - 1",
            "sqrt(2) - sqrt(2)*x",
        ];
        with_terms(texts, |store, library, terms| {
            let truths = terms.map(|term| is_zero(store, library, term, &budget));
            assert_eq!(truths, [Truth::True, Truth::False, Truth::Unknown]);
        });
    }
}
