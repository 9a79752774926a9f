//! Simplification under binders: the body of a sum, product, integral or limit is opened with a
//! fresh symbol, simplified, and closed. What it would need of the bound variable cannot be said
//! outside, so such results are not taken.

use crate::engine::Engine;
use crate::measure::Measure;
use crate::saturate::End;
use crate::simplify::{Goal, Simplified};
use viete_evaluate::Property;
use viete_numbers::Stop;
use viete_proof::{Lemma, Reason};
use viete_syntax::Bound;
use viete_term::Term;

impl Engine<'_> {
    /// The term with the bodies of its operators simplified, innermost first, and what that needs.
    pub(crate) fn simplify_inside(
        &mut self,
        term: Term,
        goal: &Goal,
        lemmas: &mut Option<Vec<Lemma>>,
    ) -> Result<Simplified, Stop> {
        let mut whole = Simplified::unchanged(term, End::Saturated);
        for node in self.store.reachable(&[term]) {
            let Some(bound) = Bound::of(self.store, node) else { continue };
            let Some((symbols, body)) = self.library.open(self.store, bound.function, &[term])
            else {
                continue;
            };
            let Some(&symbol) = symbols.first() else { continue };
            let integer = bound.runs_over_integers(self.store);
            let mut assumptions = self.assumptions.clone();
            if integer {
                assumptions.assume(symbol, Property::Integer);
            }
            let mut noted = lemmas.as_ref().map(|_| Vec::new());
            let mut inner = Engine {
                store: self.store,
                library: self.library,
                rewriter: self.rewriter,
                assumptions: &assumptions,
                budget: self.budget,
            };
            let result = inner.simplify_noting(body, goal, &mut noted)?;
            let speaks = |&(_, subject): &(Property, Term)| self.store.contains(subject, symbol);
            let mut measure = Measure::new(goal.avoid.clone());
            let simpler = measure.of(self.store, result.term) < measure.of(self.store, body);
            if !simpler || result.provided.iter().any(speaks) || result.assumed.iter().any(speaks) {
                continue;
            }
            let function = self.library.bind(self.store, &symbols, result.term);
            let changed = Bound { function, ..bound }.term(self.store);
            whole.term = self.replace(whole.term, node, changed);
            whole.provide(result.provided);
            whole.assumed.extend(result.assumed);
            if let (Some(lemmas), Some(noted)) = (lemmas.as_mut(), noted) {
                lemmas.extend(noted);
                let reason = Reason::Inside { symbol, left: body, right: result.term };
                lemmas.push(Lemma { left: node, right: changed, reason });
            }
        }
        Ok(whole)
    }
}
