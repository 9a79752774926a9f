//! Terms too large for one e-graph: simplified part by part, from the leaves up.

use crate::engine::Engine;
use crate::saturate::End;
use crate::simplify::{Goal, Simplified};
use rustc_hash::{FxHashMap, FxHashSet};
use viete_numbers::Stop;
use viete_proof::{Lemma, Reason};
use viete_term::{Kind, Store, Term};

/// Written size of the parts.
const PART_SIZE: u32 = 200;

impl Engine<'_> {
    /// Simplifies the largest subterms of at most [`PART_SIZE`] nodes, and neighbours in long sums
    /// and products together.
    pub(crate) fn simplify_by_parts(
        &mut self,
        term: Term,
        goal: &Goal,
        lemmas: &mut Option<Vec<Lemma>>,
    ) -> Result<Simplified, Stop> {
        let mut result = Simplified::unchanged(term, End::Saturated);
        let mut known: FxHashMap<Term, Term> = FxHashMap::default();
        let order = self.store.reachable(&[term]);
        let maximal = maximal_parts(self.store, &order);
        for node in order {
            let simple = if self.store.size(node) <= PART_SIZE {
                if !maximal.contains(&node) {
                    continue;
                }
                self.part(node, goal, lemmas, &mut result)?
            } else {
                let kind = self.store.kind(node);
                let children: Vec<Term> = self
                    .store
                    .children(node)
                    .iter()
                    .map(|child| known.get(child).copied().unwrap_or(*child))
                    .collect();
                let chunks = self.chunks(kind, children);
                let mut simplified = Vec::with_capacity(chunks.len());
                for &chunk in &chunks {
                    simplified.push(self.part(chunk, goal, lemmas, &mut result)?);
                }
                let (before, after) = (
                    self.library.build(self.store, kind, &chunks),
                    self.library.build(self.store, kind, &simplified),
                );
                if let Some(lemmas) = lemmas.as_mut().filter(|_| before != after) {
                    lemmas.push(Lemma {
                        left: before,
                        right: after,
                        reason: Reason::Parts { kind, left: chunks, right: simplified },
                    });
                }
                after
            };
            if matches!(result.end, End::Stopped(_) | End::Contradiction) && !goal.partial {
                return Ok(Simplified::unchanged(term, result.end));
            }
            known.insert(node, simple);
        }
        let simple = known.get(&term).copied().unwrap_or(term);
        if self.store.size(simple) < self.store.size(term) {
            result.term = simple;
            return Ok(result);
        }
        Ok(Simplified::unchanged(term, result.end))
    }

    /// A part simplified, if it is small; what that needs is added to `whole`.
    fn part(
        &mut self,
        part: Term,
        goal: &Goal,
        lemmas: &mut Option<Vec<Lemma>>,
        whole: &mut Simplified,
    ) -> Result<Term, Stop> {
        if self.store.children(part).is_empty() || self.store.size(part) > PART_SIZE {
            return Ok(part);
        }
        let simplified = self.simplify_noting(part, goal, lemmas)?;
        whole.provide(simplified.provided);
        whole.assumed.extend(simplified.assumed);
        whole.nodes = whole.nodes.max(simplified.nodes);
        if simplified.end != End::Saturated {
            whole.end = simplified.end;
        }
        Ok(simplified.term)
    }

    /// Neighbours in a long sum or product as sums or products of at most [`PART_SIZE`] nodes.
    fn chunks(&mut self, kind: Kind, children: Vec<Term>) -> Vec<Term> {
        if !matches!(kind, Kind::Sum | Kind::Product) {
            return children;
        }
        let (mut chunks, mut current, mut size) = (Vec::new(), Vec::new(), 0u32);
        for child in children {
            let more = self.store.size(child);
            if size.saturating_add(more) > PART_SIZE && !current.is_empty() {
                chunks.push(self.library.build(self.store, kind, &current));
                current.clear();
                size = 0;
            }
            current.push(child);
            size = size.saturating_add(more);
        }
        chunks.push(self.library.build(self.store, kind, &current));
        chunks
    }
}

/// Small terms that are a part of a large one.
fn maximal_parts(store: &Store, order: &[Term]) -> FxHashSet<Term> {
    let large = order.iter().filter(|&&node| store.size(node) > PART_SIZE);
    large
        .flat_map(|&node| store.children(node).iter().copied())
        .filter(|&child| store.size(child) <= PART_SIZE)
        .collect()
}
