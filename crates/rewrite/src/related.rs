//! Other forms by algebra: functions of several angles brought to common ones, and fractions
//! reduced by the relations of sines, roots and the imaginary unit.

use crate::engine::Engine;
use crate::simplify::FRACTION;
use viete_algebra::{Reduced, by_kernels};
use viete_evaluate::{Assumptions, defined_somewhere};
use viete_numbers::Stop;
use viete_proof::{Lemma, Reason};
use viete_term::{Kind, Store, Term};

/// How much larger than its start a form may be.
const GROWTH: u32 = 3;

impl Engine<'_> {
    /// The term with every part that is a fraction of sines, exponentials or roots in lowest terms
    /// by their relations, with what was cancelled; and the lemmas of it.
    pub(crate) fn by_relations(
        &mut self,
        term: Term,
        assumptions: &Assumptions,
    ) -> Result<(Reduced, Vec<Lemma>), Stop> {
        let (mut current, mut lemmas, mut cancelled) = (term, Vec::new(), Vec::new());
        for top in self.tops(term) {
            let Engine { store, library, budget, .. } = &mut *self;
            let apply = &mut |store: &mut Store, name, arguments: &[Term]| {
                library.apply(store, name, arguments)
            };
            let Some(fraction) = by_kernels(store, apply, top, (FRACTION, budget))? else {
                continue;
            };
            let small = store.size(fraction.term) <= store.size(top).saturating_mul(GROWTH);
            if !small
                || !fraction
                    .cancelled
                    .iter()
                    .all(|&base| defined_somewhere(store, library, base, assumptions))
            {
                continue;
            }
            let next = self.replace(current, top, fraction.term);
            if next != current {
                current = next;
                lemmas.push(Lemma { left: top, right: fraction.term, reason: Reason::Relations });
                cancelled.extend(fraction.cancelled);
            }
        }
        Ok((Reduced { term: current, cancelled }, lemmas))
    }

    /// Sums and products that are the term itself or an argument of a function or a power.
    fn tops(&self, term: Term) -> Vec<Term> {
        let mut heads = self.store.reachable(&[term]);
        heads.retain(|&t| matches!(self.store.kind(t), Kind::Call(_) | Kind::Power));
        let mut tops: Vec<Term> =
            heads.iter().flat_map(|&t| self.store.children(t).to_vec()).chain([term]).collect();
        tops.sort_unstable();
        tops.dedup();
        tops.retain(|&top| {
            matches!(self.store.kind(top), Kind::Sum | Kind::Product) || top == term
        });
        tops
    }
}
