//! The parts of a session that rewriting needs, and what they answer together.

use crate::rules::RuleSet;
use crate::saturate::Limits;
use crate::simplify::{FRACTION, Goal};
use viete_evaluate::{Assumptions, defined_somewhere, disagree};
use viete_numbers::{Budget, Stop, Truth};
use viete_syntax::Library;
use viete_term::{Store, Term};

/// The rules of a session and the limits of its searches.
#[derive(Clone, Debug, Default)]
pub struct Rewriter {
    pub rules: RuleSet,
    pub limits: Limits,
}

impl Rewriter {
    /// The shipped rules.
    pub fn standard(store: &Store, library: &Library) -> Rewriter {
        Rewriter { rules: RuleSet::standard(store, library), limits: Limits::default() }
    }
}

/// Terms, functions, rules, assumptions and a budget, borrowed for one question.
pub struct Engine<'s> {
    pub store: &'s mut Store,
    pub library: &'s mut Library,
    pub rewriter: &'s mut Rewriter,
    pub assumptions: &'s Assumptions,
    pub budget: &'s Budget,
}

impl Engine<'_> {
    /// Whether two terms are equal for all values that meet the assumptions: proved, refuted or
    /// unknown.
    ///
    /// # Errors
    /// Cancellation.
    pub fn equal(&mut self, a: Term, b: Term) -> Result<Truth, Stop> {
        if a == b {
            // a function is itself, whatever its values are
            let defined = self.store.is_total(a) || self.store.parameter_count(a).is_some();
            return Ok(if defined { Truth::True } else { Truth::Unknown });
        }
        if disagree(self.store, self.library, a, b, self.assumptions) {
            return Ok(Truth::False);
        }
        // rational expressions with one reduced form and the same poles
        let mut reduced = |term| viete_algebra::reduce(self.store, term, FRACTION, self.budget);
        if let (Some(x), Some(y)) = (reduced(a)?, reduced(b)?)
            && x.term == y.term
            && x.cancelled == y.cancelled
        {
            return Ok(Truth::True);
        }
        let difference = self.store.subtract(a, b);
        let simplified = self.simplify(difference, &Goal::SMALLEST)?;
        if simplified.term == self.store.zero() && simplified.provided.is_empty() {
            return Ok(Truth::True);
        }
        let constant = self.store.symbols(difference).is_empty();
        let refuted =
            constant && defined_somewhere(self.store, self.library, difference, self.assumptions);
        Ok(if refuted { Truth::False } else { Truth::Unknown })
    }

    /// `part` replaced by `replacement` everywhere in `term`.
    pub(crate) fn replace(&mut self, term: Term, part: Term, replacement: Term) -> Term {
        self.library.substitute(self.store, term, &[(part, replacement)].into_iter().collect())
    }
}
