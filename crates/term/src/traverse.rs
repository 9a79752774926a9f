//! Passes over terms: the reachable nodes in child-first order, bottom-up transformation,
//! substitution, occurrence. All are loops over ids; cost is linear in the shared size.

use crate::binder::Build;
use crate::node::{Form, Kind, Name, Term};
use crate::store::Store;
use rustc_hash::{FxHashMap, FxHashSet};

/// A bottom-up rewriting pass: given a node and its already transformed children, the new term.
pub type Transform<'f> = dyn FnMut(&mut Store, Term, &[Term]) -> Term + 'f;

impl Store {
    /// All distinct nodes of the roots but those under a binder, children before parents, in
    /// increasing id. What an engine sees: a lambda is a leaf.
    pub fn reachable(&self, roots: &[Term]) -> Vec<Term> {
        self.nodes_below(roots, |kind| !matches!(kind, Kind::Lambda(_)))
    }

    /// All distinct nodes of the roots, those under binders too; some then hold bound variables
    /// that point out of them.
    pub fn all_nodes(&self, roots: &[Term]) -> Vec<Term> {
        self.nodes_below(roots, |_| true)
    }

    fn nodes_below(&self, roots: &[Term], enter: impl Fn(Kind) -> bool) -> Vec<Term> {
        let mut seen: FxHashSet<Term> = FxHashSet::default();
        let mut stack: Vec<Term> = roots.to_vec();
        let mut found = Vec::new();
        while let Some(term) = stack.pop() {
            if seen.insert(term) {
                found.push(term);
                if enter(self.kind(term)) {
                    stack.extend(self.children(term).iter().filter(|child| !seen.contains(child)));
                }
            }
        }
        self.watch.tick(found.len() as u32, self.nodes.len());
        found.sort_unstable();
        found
    }

    /// Rebuilds `root` bottom-up; each shared node is visited once. A lambda is a leaf.
    pub fn transform(&mut self, root: Term, f: &mut Transform<'_>) -> Term {
        let nodes = self.reachable(&[root]);
        self.transform_nodes(root, &nodes, f)
    }

    /// [`Store::transform`] that goes under binders too: only for passes that leave bound
    /// variables alone.
    pub fn transform_everywhere(&mut self, root: Term, f: &mut Transform<'_>) -> Term {
        let nodes = self.all_nodes(&[root]);
        self.transform_nodes(root, &nodes, f)
    }

    fn transform_nodes(&mut self, root: Term, nodes: &[Term], f: &mut Transform<'_>) -> Term {
        let mut image: FxHashMap<Term, Term> = FxHashMap::default();
        let mut scratch = Vec::new();
        for &term in nodes {
            scratch.clear();
            scratch.extend(
                self.children(term).iter().map(|child| image.get(child).copied().unwrap_or(*child)),
            );
            let new = f(self, term, &scratch);
            self.keep_hints(term, new);
            image.insert(term, new);
        }
        image.get(&root).copied().unwrap_or(root)
    }

    /// The canonical node of a kind: sums, products, powers and logic go through their
    /// constructors.
    pub fn build(&mut self, kind: Kind, children: &[Term]) -> Term {
        match (kind, children) {
            (Kind::Sum, _) => self.sum(children),
            (Kind::Product, _) => self.product(children),
            (Kind::Power, [base, exponent]) => self.power(*base, *exponent),
            (Kind::Call(name), _) => self.call(name, children),
            (Kind::Form(Form::Apply), [head, arguments @ ..]) => {
                // a symbol that is applied is the head of a call
                match self.kind(*head) {
                    Kind::Symbol(name) => self.call(name, arguments),
                    _ => self.intern(kind, children),
                }
            }
            _ => self.intern(kind, children),
        }
    }

    /// Replaces all occurrences of the keys at once (not repeatedly) and rebuilds canonically.
    /// Bound variables are out of reach, so nothing is captured.
    pub fn substitute(&mut self, root: Term, replacements: &FxHashMap<Term, Term>) -> Term {
        self.substitute_with(root, replacements, &mut |store, kind, children| {
            store.build(kind, children)
        })
    }

    /// [`Store::substitute`] with another constructor. A symbol that is replaced by a symbol or a
    /// function is replaced as the head of calls too.
    pub fn substitute_with(
        &mut self,
        root: Term,
        replacements: &FxHashMap<Term, Term>,
        build: &mut Build<'_>,
    ) -> Term {
        if replacements.is_empty() {
            return root;
        }
        let heads: FxHashMap<Name, Term> = replacements
            .iter()
            .filter_map(|(&from, &to)| match (self.kind(from), self.kind(to)) {
                (Kind::Symbol(name), Kind::Symbol(_) | Kind::Lambda(_)) => Some((name, to)),
                _ => None,
            })
            .collect();
        self.transform_everywhere(root, &mut |store, term, children| {
            if let Some(&replacement) = replacements.get(&term) {
                return replacement;
            }
            match store.kind(term) {
                Kind::Call(name) if heads.contains_key(&name) && !store.is_function(name) => {
                    let mut parts: Vec<Term> = heads.get(&name).copied().into_iter().collect();
                    parts.extend_from_slice(children);
                    build(store, Kind::Form(Form::Apply), &parts)
                }
                _ if store.children(term) == children => term,
                kind => build(store, kind, children),
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

    /// The free symbols of a term, in canonical order; bound variables are none.
    pub fn symbols(&self, root: Term) -> Vec<Term> {
        let mut symbols: Vec<Term> = self
            .all_nodes(&[root])
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
