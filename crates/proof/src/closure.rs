//! Replacing equals by equals: classes of equal terms, closed under rebuilding terms from the
//! simplest equals of their parts.

use rustc_hash::FxHashMap;
use std::cmp::Ordering;
use viete_numbers::{Number, Rational};
use viete_syntax::Library;
use viete_term::{Store, Term};

/// The order in which a term is simpler: written size, bits of its numbers (`2^(5/6)` before
/// `32^(1/6)`), then the canonical order.
pub fn simplicity(store: &Store, a: Term, b: Term) -> Ordering {
    let bits = |r: &Rational| r.numerator().bits() + r.denominator().bits() - 1;
    let of = |number: &Number| number.as_rational().map_or(64, bits);
    let digits = |t: Term| -> u64 {
        store.reachable(&[t]).into_iter().filter_map(|t| store.as_number(t)).map(of).sum()
    };
    let sizes = store.size(a).cmp(&store.size(b));
    sizes.then_with(|| digits(a).cmp(&digits(b))).then_with(|| store.compare(a, b))
}

/// Terms known to be equal. Grows by [`Closure::join`], is closed by [`Closure::close`].
#[derive(Clone, Debug, Default)]
pub struct Closure {
    parent: FxHashMap<Term, Term>,
    /// All terms, children before parents when the closure is closed.
    terms: Vec<Term>,
}

/// Rounds of rebuilding; each makes terms simpler, so few are needed.
const ROUNDS: usize = 32;
/// Terms that a closure may hold.
const MAX_TERMS: usize = 200_000;

impl Closure {
    /// Takes in a term and its parts.
    pub fn add(&mut self, store: &Store, term: Term) {
        if self.parent.contains_key(&term) {
            return;
        }
        for part in store.reachable(&[term]) {
            self.parent.entry(part).or_insert_with(|| {
                self.terms.push(part);
                part
            });
        }
    }

    /// The simplest term equal to a known one.
    pub fn find(&self, term: Term) -> Term {
        let mut at = term;
        while let Some(&up) = self.parent.get(&at) {
            if up == at {
                break;
            }
            at = up;
        }
        at
    }

    /// States that two known terms are equal; true when that was news. The smaller one stands for
    /// both.
    pub fn join(&mut self, store: &Store, a: Term, b: Term) -> bool {
        let (a, b) = (self.find(a), self.find(b));
        if a == b {
            return false;
        }
        let (low, high) = if simplicity(store, a, b).is_le() { (a, b) } else { (b, a) };
        self.parent.insert(high, low);
        true
    }

    /// Joins every term with what it becomes when its parts are replaced by the simplest terms
    /// equal to them.
    pub fn close(&mut self, store: &mut Store, library: &mut Library) {
        for _ in 0..ROUNDS {
            let mut changed = false;
            self.terms.sort_unstable();
            for index in 0..self.terms.len() {
                let Some(&term) = self.terms.get(index) else { break };
                let children = store.children(term);
                let parts: Vec<Term> = children.iter().map(|&c| self.find(c)).collect();
                if parts == children {
                    continue;
                }
                let kind = store.kind(term);
                let rebuilt = library.build(store, kind, &parts);
                if rebuilt != store.undefined() && self.terms.len() < MAX_TERMS {
                    self.add(store, rebuilt);
                    changed |= self.join(store, term, rebuilt);
                }
            }
            if !changed {
                return;
            }
        }
    }
}
