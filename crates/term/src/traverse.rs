//! Passes over terms: the reachable nodes in child-first order, bottom-up transformation,
//! substitution, occurrence. All are loops over ids; cost is linear in the shared size.

use crate::store::{Form, Kind, Store, Term};
use rustc_hash::{FxHashMap, FxHashSet};

/// A bottom-up rewriting pass: given a node and its already transformed children, the new term.
pub type Transform<'f> = dyn FnMut(&mut Store, Term, &[Term]) -> Term + 'f;

impl Store {
    /// All distinct nodes of the roots, children before parents, in increasing id.
    pub fn reachable(&self, roots: &[Term]) -> Vec<Term> {
        let mut seen: FxHashSet<Term> = FxHashSet::default();
        let mut stack: Vec<Term> = roots.to_vec();
        let mut found = Vec::new();
        while let Some(term) = stack.pop() {
            if seen.insert(term) {
                found.push(term);
                stack.extend(self.children(term).iter().filter(|child| !seen.contains(child)));
            }
        }
        found.sort_unstable();
        found
    }

    /// Rebuilds `root` bottom-up; each shared node is visited once.
    pub fn transform(&mut self, root: Term, f: &mut Transform<'_>) -> Term {
        self.transform_all(&[root], f).first().copied().unwrap_or(root)
    }

    /// [`Store::transform`] of several roots with one visit of what they share.
    pub fn transform_all(&mut self, roots: &[Term], f: &mut Transform<'_>) -> Vec<Term> {
        let mut image: FxHashMap<Term, Term> = FxHashMap::default();
        let mut scratch = Vec::new();
        for term in self.reachable(roots) {
            scratch.clear();
            scratch.extend(
                self.children(term).iter().map(|child| image.get(child).copied().unwrap_or(*child)),
            );
            let new = f(self, term, &scratch);
            image.insert(term, new);
        }
        roots.iter().map(|root| image.get(root).copied().unwrap_or(*root)).collect()
    }

    /// The canonical node of a kind: sums, products, powers and logic go through their
    /// constructors.
    pub fn build(&mut self, kind: Kind, children: &[Term]) -> Term {
        match (kind, children) {
            (Kind::Sum, _) => self.sum(children),
            (Kind::Product, _) => self.product(children),
            (Kind::Power, [base, exponent]) => self.power(*base, *exponent),
            (Kind::Call(name), _) => self.call(name, children),
            _ => self.intern(kind, children),
        }
    }

    /// Replaces all occurrences of the keys at once (not repeatedly) and rebuilds canonically.
    pub fn substitute(&mut self, root: Term, replacements: &FxHashMap<Term, Term>) -> Term {
        if replacements.is_empty() {
            return root;
        }
        self.transform(root, &mut |store, term, children| match replacements.get(&term) {
            Some(&replacement) => replacement,
            None if store.children(term) == children => term,
            None => {
                let kind = store.kind(term);
                store.build(kind, children)
            }
        })
    }

    /// True when `part` occurs in `root`. Children have smaller ids, so larger nodes are never
    /// entered from below `part`.
    pub fn contains(&self, root: Term, part: Term) -> bool {
        let mut seen: FxHashSet<Term> = FxHashSet::default();
        let mut stack = vec![root];
        while let Some(term) = stack.pop() {
            if term == part {
                return true;
            }
            if term > part && seen.insert(term) {
                stack.extend(self.children(term));
            }
        }
        false
    }

    /// The free symbols of a term, in canonical order.
    pub fn symbols(&self, root: Term) -> Vec<Term> {
        let mut symbols: Vec<Term> = self
            .reachable(&[root])
            .into_iter()
            .filter(|&term| matches!(self.kind(term), Kind::Symbol(_)))
            .collect();
        symbols.sort_by(|&a, &b| self.compare(a, b));
        symbols
    }

    /// Children of a list, set or any other form; `None` for other terms.
    pub fn as_form(&self, term: Term, form: Form) -> Option<&[Term]> {
        let view = self.view(term);
        (view.kind == Kind::Form(form)).then_some(view.children)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_levels_are_built_substituted_and_dropped() {
        let mut store = Store::new();
        let f = store.name("f");
        let (x, y) = (store.symbol("x"), store.symbol("y"));
        let mut term = x;
        for _ in 0..1_000_000 {
            term = store.call(f, &[term]);
        }
        assert!(store.contains(term, x) && !store.contains(term, y));
        let replaced = store.substitute(term, &[(x, y)].into_iter().collect());
        assert_eq!(store.symbols(replaced), vec![y]);
        assert_eq!(store.compare(term, replaced), std::cmp::Ordering::Less);
    }

    #[test]
    fn substitution_is_simultaneous() {
        let mut store = Store::new();
        let (x, y) = (store.symbol("x"), store.symbol("y"));
        let two = store.integer(2);
        let square = store.power(x, two);
        let sum = store.sum(&[square, y]);
        let swapped = store.substitute(sum, &[(x, y), (y, x)].into_iter().collect());
        let square = store.power(y, two);
        assert_eq!(swapped, store.sum(&[square, x]));
    }
}
