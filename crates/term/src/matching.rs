//! Structural matching of a pattern against one term. A name with one trailing underscore (`a_`)
//! matches one term; with two (`rest__`) it matches what is left of a sum, product or argument
//! list.
//!
//! Sums and products match as multisets with backtracking under a step limit; the pattern's own
//! size bounds the recursion, never the term's. The rewriter's e-graph has its own matcher.

use crate::node::{Kind, Term};
use crate::store::Store;
use rustc_hash::FxHashMap;

/// What each pattern variable stands for.
pub type Bindings = FxHashMap<Term, Term>;

/// Attempts of one match before it gives up (answers "no").
const STEP_LIMIT: u32 = 100_000;

/// 0 for an ordinary name, 1 for `a_`, 2 for `rest__`.
pub fn name_arity(name: &str) -> usize {
    let underscores = name.len() - name.trim_end_matches('_').len();
    if underscores == name.len() { 0 } else { underscores.min(2) }
}

/// A pending goal: match `pattern` with `term`.
type Goal = (Term, Term);

struct Search<'s> {
    store: &'s mut Store,
    bindings: Bindings,
    trail: Vec<Term>,
    steps: u32,
}

/// The first match of `pattern` with the whole of `term`, if there is one.
pub fn matches(store: &mut Store, pattern: Term, term: Term) -> Option<Bindings> {
    let mut search = Search { store, bindings: Bindings::default(), trail: Vec::new(), steps: 0 };
    search.solve(vec![(pattern, term)]).then_some(search.bindings)
}

impl Search<'_> {
    fn variable(&self, pattern: Term) -> usize {
        match self.store.kind(pattern) {
            Kind::Symbol(name) => name_arity(self.store.text(name)),
            _ => 0,
        }
    }

    fn bind(&mut self, variable: Term, term: Term) -> bool {
        if let Some(&bound) = self.bindings.get(&variable) {
            return bound == term;
        }
        // a bound variable has no meaning outside its function
        if self.store.loose(term) > 0 {
            return false;
        }
        self.bindings.insert(variable, term);
        self.trail.push(variable);
        true
    }

    fn undo(&mut self, mark: usize) {
        for variable in self.trail.drain(mark..) {
            self.bindings.remove(&variable);
        }
    }

    /// Solves all goals; recursion is bounded by the number of nodes of the pattern.
    fn solve(&mut self, mut goals: Vec<Goal>) -> bool {
        self.steps += 1;
        if self.steps > STEP_LIMIT {
            return false;
        }
        let Some((pattern, term)) = goals.pop() else {
            return true;
        };
        if self.variable(pattern) > 0 {
            return self.bind(pattern, term) && self.solve(goals);
        }
        if pattern == term {
            return self.solve(goals);
        }
        let (kind, term_kind) = (self.store.kind(pattern), self.store.kind(term));
        let parts = self.store.children(pattern).to_vec();
        match kind {
            Kind::Sum | Kind::Product => {
                let available =
                    if kind == term_kind { self.store.children(term).to_vec() } else { vec![term] };
                self.solve_multiset(kind, &parts, available, goals)
            }
            Kind::Number(_)
            | Kind::Constant(_)
            | Kind::Symbol(_)
            | Kind::Bound(_)
            | Kind::Text(_) => false,
            _ if kind == term_kind && parts.len() == self.store.children(term).len() => {
                goals.extend(parts.into_iter().zip(self.store.children(term).iter().copied()));
                self.solve(goals)
            }
            _ => false,
        }
    }

    fn solve_multiset(
        &mut self,
        kind: Kind,
        parts: &[Term],
        available: Vec<Term>,
        goals: Vec<Goal>,
    ) -> bool {
        // rigid parts first, single variables next, the sequence variable last
        let mut parts = parts.to_vec();
        parts.sort_by_key(|&part| self.variable(part));
        self.choose(kind, &parts, available, goals)
    }

    fn choose(
        &mut self,
        kind: Kind,
        parts: &[Term],
        available: Vec<Term>,
        goals: Vec<Goal>,
    ) -> bool {
        let Some((&part, rest)) = parts.split_first() else {
            return available.is_empty() && self.solve(goals);
        };
        let arity = self.variable(part);
        if arity == 2 || (arity == 1 && rest.is_empty()) {
            let remainder = self.store.build(kind, &available);
            let mark = self.trail.len();
            if (arity == 2 || !available.is_empty())
                && rest.is_empty()
                && self.bind(part, remainder)
                && self.solve(goals)
            {
                return true;
            }
            self.undo(mark);
            return false;
        }
        for (index, &candidate) in available.iter().enumerate() {
            let mark = self.trail.len();
            let mut left = available.clone();
            left.remove(index);
            // match this part completely, then go on with the others
            if self.solve(vec![(part, candidate)]) && self.choose(kind, rest, left, goals.clone()) {
                return true;
            }
            self.undo(mark);
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_match_as_multisets_with_a_rest() {
        let mut s = Store::new();
        let f = s.name("f");
        let (x, y, z) = (s.symbol("x"), s.symbol("y"), s.symbol("z"));
        let (a, rest) = (s.symbol("a_"), s.symbol("rest__"));
        let call = s.call(f, &[y]);
        let term = s.sum(&[x, call, z]);
        let pattern_call = s.call(f, &[a]);
        let pattern = s.sum(&[pattern_call, rest]);
        let bindings = matches(&mut s, pattern, term);
        let others = s.sum(&[x, z]);
        assert_eq!(bindings, Some([(a, y), (rest, others)].into_iter().collect()));
    }

    #[test]
    fn repeated_variables_must_agree() {
        let mut s = Store::new();
        let f = s.name("f");
        let (x, y, a) = (s.symbol("x"), s.symbol("y"), s.symbol("a_"));
        let pattern = s.call(f, &[a, a]);
        let (same, different) = (s.call(f, &[x, x]), s.call(f, &[x, y]));
        assert!(matches(&mut s, pattern, same).is_some());
        assert!(matches(&mut s, pattern, different).is_none());
    }
}
