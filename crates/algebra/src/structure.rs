//! The rational structure of a term: sums, products and integer powers, and what they are made of.

use rustc_hash::FxHashSet;
use viete_term::{Kind, Store, Term};

/// Sums, products and integer powers from the root down, and the parts below them that are neither;
/// children first.
pub(crate) fn structure(store: &Store, root: Term) -> Vec<Term> {
    let mut seen: FxHashSet<Term> = FxHashSet::default();
    let mut stack = vec![root];
    while let Some(part) = stack.pop() {
        if !seen.insert(part) {
            continue;
        }
        match (store.kind(part), store.children(part)) {
            (Kind::Sum | Kind::Product, children) => stack.extend_from_slice(children),
            (Kind::Power, &[base, exponent]) if store.as_i64(exponent).is_some() => {
                stack.push(base)
            }
            _ => {}
        }
    }
    let mut parts: Vec<Term> = seen.into_iter().collect();
    parts.sort_unstable();
    parts
}
