//! `simplify`: saturate, take the best term of the root class, widen, check by enclosures, report.

use crate::cancel::cancel;
use crate::engine::Engine;
use crate::graph::{Graph, Terms, add_term};
use crate::measure::{Avoid, Measure};
use crate::rules::Topics;
use crate::saturate::{End, saturate};
use crate::widen::{Wanted, find_step};
use viete_evaluate::{Assumptions, Property, defined_somewhere, disagree};
use viete_numbers::{Number, Stop};
use viete_proof::{Lemma, Reason};
use viete_term::{Form, Kind, Store, Term};

/// What a simplification looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    pub avoid: Avoid,
    pub topics: Topics,
    /// Laws that need unproved properties of symbols may be used; what was assumed is reported.
    pub generic: bool,
    /// When the budget ends the search, the best form so far is returned and not the input.
    pub partial: bool,
}

impl Goal {
    /// The fewest nodes, by all rules, assuming nothing.
    pub const SMALLEST: Goal =
        Goal { avoid: Avoid::Nothing, topics: Topics::All, generic: false, partial: false };
}

/// What simplification found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Simplified {
    /// Never larger than the input by the measure, and equal to it wherever the input has a value.
    pub term: Term,
    /// What the *input* needs to have a value and the result does not: terms that are not zero, or
    /// finite.
    pub provided: Vec<(Property, Term)>,
    /// Properties that were assumed because the goal is generic: without them the result may be
    /// wrong.
    pub assumed: Vec<(Property, Term)>,
    /// How the search ended.
    pub end: End,
    /// Nodes of the largest e-graph.
    pub nodes: usize,
}

impl Simplified {
    pub(crate) fn unchanged(term: Term, end: End) -> Simplified {
        Simplified { term, provided: Vec::new(), assumed: Vec::new(), end, nodes: 0 }
    }

    pub(crate) fn provide(&mut self, conditions: impl IntoIterator<Item = (Property, Term)>) {
        for condition in conditions {
            if !self.provided.contains(&condition) {
                self.provided.push(condition);
            }
        }
    }
}

/// Rounds of saturation and widening, and of assumptions.
const ROUNDS: usize = 4;
/// Monomials of the polynomials in fractions that are brought to lowest terms.
pub(crate) const FRACTION: usize = 400;
/// Terms of so few nodes are not looked at again.
const SMALL: u32 = 5;
/// Larger terms are simplified part by part.
const WHOLE_SIZE: u32 = 2000;

impl Engine<'_> {
    /// The best term by the measure of `goal` that the rules prove equal to `term` under the
    /// assumptions. When the budget ends the search the input is returned, or what was found so far
    /// if the goal says so.
    ///
    /// # Errors
    /// Cancellation.
    pub fn simplify(&mut self, term: Term, goal: &Goal) -> Result<Simplified, Stop> {
        self.simplify_noting(term, goal, &mut None)
    }

    /// [`Engine::simplify`], with the lemmas it used when `lemmas` is a list.
    pub(crate) fn simplify_noting(
        &mut self,
        term: Term,
        goal: &Goal,
        lemmas: &mut Option<Vec<Lemma>>,
    ) -> Result<Simplified, Stop> {
        if matches!(self.store.kind(term), Kind::Form(Form::Hold)) {
            return Ok(Simplified::unchanged(term, End::Saturated));
        }
        let inside = self.simplify_inside(term, goal, lemmas)?;
        if inside.term != term {
            let mut result = self.simplify_noting(inside.term, goal, lemmas)?;
            result.provide(inside.provided);
            result.assumed.extend(inside.assumed);
            return Ok(result);
        }
        if self.store.size(term) > WHOLE_SIZE {
            return self.simplify_by_parts(term, goal, lemmas);
        }
        let assumptions = self.assumptions.clone();
        let mut search = Search { engine: self, goal, assumptions, lemmas };
        let mut result = search.proved(term)?;
        if goal.generic {
            result = search.assuming(result)?;
        }
        // what an assumption implies need not be said
        let Search { engine, assumptions, .. } = search;
        result.provided.retain(|&(property, t)| {
            !assumptions.prove(engine.store, engine.library, t, property).is_true()
        });
        Ok(result)
    }
}

/// One simplification: the session's parts, the question, what is assumed so far, and the record.
struct Search<'e, 's> {
    engine: &'e mut Engine<'s>,
    goal: &'e Goal,
    assumptions: Assumptions,
    lemmas: &'e mut Option<Vec<Lemma>>,
}

impl Search<'_, '_> {
    /// Assumes what the laws that shorten the result need of symbols.
    fn assuming(&mut self, mut result: Simplified) -> Result<Simplified, Stop> {
        for _ in 0..ROUNDS {
            let Some(step) = self.step(result.term, Wanted::Assuming)? else { break };
            for &(property, symbol) in &step.guards {
                self.assumptions.assume(symbol, property);
            }
            let mut next = self.proved(result.term)?;
            next.provide(result.provided);
            next.assumed = result.assumed;
            next.assumed.extend(step.guards);
            result = next;
        }
        Ok(result)
    }

    fn step(&mut self, term: Term, wanted: Wanted) -> Result<Option<crate::widen::Step>, Stop> {
        let Engine { store, library, rewriter, budget, .. } = &mut *self.engine;
        find_step((store, library), &mut rewriter.rules, term, wanted, &self.assumptions, budget)
    }

    /// Simplifies with proved guards and laws that widen the domain only.
    fn proved(&mut self, term: Term) -> Result<Simplified, Stop> {
        let mut measure = Measure::new(self.goal.avoid.clone());
        let mut result = Simplified::unchanged(term, End::Saturated);
        for _ in 0..ROUNDS {
            let (best, end, nodes) = self.saturated(result.term)?;
            result.nodes = result.nodes.max(nodes);
            let stopped = matches!(end, End::Stopped(_));
            if end == End::Contradiction || (stopped && !self.goal.partial) {
                return Ok(Simplified::unchanged(term, end));
            }
            result.end = end;
            if stopped {
                result.term = best;
                break;
            }
            let mut used = Vec::new();
            let (mut wider, mut conditions) = self.widened(best, &mut used)?;
            let store = &*self.engine.store;
            if result.term == term
                && has_denominator(store, wider)
                && functions(store, best) != functions(store, term)
            {
                // laws that brought in other functions may have hidden a common factor that the
                // input shows
                let mut first = Vec::new();
                let (fraction, cancelled) = self.reduced(term, &mut first)?;
                if measure.of(self.engine.store, fraction) < measure.of(self.engine.store, wider) {
                    (wider, conditions, used) = (fraction, nonzero(cancelled), first);
                }
            }
            if wider == best
                || measure.of(self.engine.store, wider) > measure.of(self.engine.store, best)
            {
                result.term = best;
                break;
            }
            if let Some(lemmas) = self.lemmas {
                lemmas.extend(used);
            }
            result.term = wider;
            result.provide(conditions);
        }
        if !matches!(result.end, End::Stopped(_)) {
            self.related(term, &mut result, &mut measure)?;
        }
        let Engine { store, library, .. } = &mut *self.engine;
        let worse = measure.of(store, result.term) > measure.of(store, term);
        if worse || disagree(store, library, term, result.term, &self.assumptions) {
            return Ok(Simplified::unchanged(
                term,
                if worse { result.end } else { End::Contradiction },
            ));
        }
        Ok(result)
    }

    /// Takes the form that the relations of sines, exponentials and roots give, saturated, if it is
    /// simpler.
    fn related(
        &mut self,
        term: Term,
        result: &mut Simplified,
        measure: &mut Measure,
    ) -> Result<(), Stop> {
        if self.engine.store.size(result.term) <= SMALL {
            return Ok(());
        }
        let mut starts = vec![result.term, term];
        starts.dedup();
        for start in starts {
            let (found, mut lemmas) = self.engine.by_relations(start, &self.assumptions)?;
            if found.term == start {
                continue;
            }
            let mut noted = self.lemmas.as_ref().map(|_| Vec::new());
            std::mem::swap(self.lemmas, &mut noted);
            let saturated = self.saturated(found.term);
            std::mem::swap(self.lemmas, &mut noted);
            let (best, end, nodes) = saturated?;
            result.nodes = result.nodes.max(nodes);
            if end == End::Contradiction
                || measure.of(self.engine.store, best) >= measure.of(self.engine.store, result.term)
            {
                continue;
            }
            if start == term {
                result.provided.clear();
            }
            let (wider, conditions) = self.widened(best, &mut lemmas)?;
            let shorter =
                measure.of(self.engine.store, wider) <= measure.of(self.engine.store, best);
            result.term = if shorter { wider } else { best };
            result.provide(nonzero(found.cancelled));
            if shorter {
                result.provide(conditions);
            }
            if let (Some(all), Some(noted)) = (self.lemmas.as_mut(), noted) {
                all.extend(lemmas);
                all.extend(noted);
            }
            return Ok(());
        }
        Ok(())
    }

    fn saturated(&mut self, term: Term) -> Result<(Term, End, usize), Stop> {
        let Engine { store, library, rewriter, budget, .. } = &mut *self.engine;
        let mut graph = Graph::new(Terms::lend(
            store,
            library,
            Measure::new(self.goal.avoid.clone()),
            &self.assumptions,
        ));
        graph.analysis.lemmas = self.lemmas.take();
        let root = add_term(&mut graph, term);
        let rules = (&mut rewriter.rules, self.goal.topics);
        let end = saturate(&mut graph, root, rules, &self.assumptions, rewriter.limits, budget);
        let best = graph[graph.find(root)].data.best;
        graph.analysis.give_back(store, library);
        *self.lemmas = graph.analysis.lemmas.take();
        Ok((best, end?, graph.total_number_of_nodes()))
    }

    /// The term with common factors cancelled and laws that widen the domain applied; and what they
    /// need.
    fn widened(
        &mut self,
        term: Term,
        lemmas: &mut Vec<Lemma>,
    ) -> Result<(Term, Vec<(Property, Term)>), Stop> {
        let Engine { store, library, .. } = &mut *self.engine;
        let (current, mut conditions) = cancel(store, library, term, &self.assumptions, lemmas);
        let (mut current, cancelled) = self.reduced(current, lemmas)?;
        conditions.extend(nonzero(cancelled));
        for _ in 0..ROUNDS {
            let Some(step) = self.step(current, Wanted::Widening)? else { break };
            current = self.engine.replace(current, step.lemma.left, step.lemma.right);
            lemmas.push(step.lemma);
            conditions.extend(step.guards);
        }
        Ok((current, conditions))
    }

    /// Fractions of polynomials in lowest terms where that is shorter: the whole term and every
    /// argument of a function.
    fn reduced(&mut self, term: Term, lemmas: &mut Vec<Lemma>) -> Result<(Term, Vec<Term>), Stop> {
        let (mut current, mut conditions) = (term, Vec::new());
        for top in tops(self.engine.store, term) {
            let Engine { store, library, budget, .. } = &mut *self.engine;
            let Some(fraction) = viete_algebra::reduce(store, top, FRACTION, budget)? else {
                continue;
            };
            let levels = |store: &Store, term| (store.size(term), denominators(store, term));
            let shorter = levels(store, fraction.term) < levels(store, top);
            if !shorter
                || !fraction
                    .cancelled
                    .iter()
                    .all(|&base| defined_somewhere(store, library, base, &self.assumptions))
            {
                continue;
            }
            let next = self.engine.replace(current, top, fraction.term);
            if next != current {
                current = next;
                lemmas.push(Lemma { left: top, right: fraction.term, reason: Reason::Fraction });
                conditions.extend(fraction.cancelled);
            }
        }
        let Engine { store, library, .. } = &mut *self.engine;
        conditions.retain(|&base| {
            !self.assumptions.prove(store, library, base, Property::Nonzero).is_true()
        });
        Ok((current, conditions))
    }
}

fn nonzero(bases: Vec<Term>) -> Vec<(Property, Term)> {
    bases.into_iter().map(|base| (Property::Nonzero, base)).collect()
}

/// The functions applied in a term.
fn functions(store: &Store, term: Term) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = store
        .reachable(&[term])
        .into_iter()
        .map(|t| store.kind(t))
        .filter(|kind| matches!(kind, Kind::Call(_)))
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// The term and all arguments of functions and powers that have denominators.
fn tops(store: &Store, term: Term) -> Vec<Term> {
    let mut heads: Vec<Term> = store.reachable(&[term]);
    heads.retain(|&t| matches!(store.kind(t), Kind::Call(_) | Kind::Power));
    let mut tops: Vec<Term> =
        heads.iter().flat_map(|&t| store.children(t).to_vec()).chain([term]).collect();
    tops.sort_unstable();
    tops.dedup();
    tops.retain(|&top| has_denominator(store, top));
    tops
}

/// How many different parts have negative exponents.
fn denominators(store: &Store, term: Term) -> usize {
    let negative = |&t: &Term| {
        let exponent = store.base_and_exponent(t).1;
        store.as_number(exponent).and_then(Number::signum).is_some_and(|s| s < 0)
    };
    store.reachable(&[term]).iter().filter(|t| negative(t)).count()
}

/// A sum, product or power in which something symbolic has a negative exponent.
fn has_denominator(store: &Store, term: Term) -> bool {
    let negative = |t: Term| {
        let (base, exponent) = store.base_and_exponent(t);
        store.as_number(base).is_none()
            && store.coefficient(exponent).signum().is_some_and(|s| s < 0)
            || store.as_number(exponent).and_then(Number::signum).is_some_and(|s| s < 0)
    };
    matches!(store.kind(term), Kind::Sum | Kind::Product | Kind::Power)
        && store.reachable(&[term]).into_iter().any(negative)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Rewriter;
    use viete_numbers::Budget;
    use viete_syntax::{Library, parse_plain, plain};

    fn run(input: &str, real: &[&str], positive: &[&str]) -> String {
        let mut s = Store::new();
        let mut l = Library::new(&mut s);
        let mut rewriter = Rewriter::standard(&s, &l);
        let mut assumptions = Assumptions::default();
        for (names, property) in [(real, Property::Real), (positive, Property::Positive)] {
            for name in names {
                let symbol = s.symbol(name);
                assumptions.assume(symbol, property);
            }
        }
        let term = match parse_plain(&mut l, &mut s, input) {
            Ok(t) => t,
            Err(e) => panic!("{input}: {e}"),
        };
        let (store, library, rewriter, budget) =
            (&mut s, &mut l, &mut rewriter, &Budget::default());
        let mut engine = Engine { store, library, rewriter, assumptions: &assumptions, budget };
        let result = match engine.simplify(term, &Goal::SMALLEST) {
            Ok(r) => r,
            Err(e) => panic!("{input}: {e}"),
        };
        let conditions: Vec<String> = result
            .provided
            .iter()
            .map(|&(_, t)| format!(" provided {} != 0", plain(&s, t)))
            .collect();
        plain(&s, result.term) + &conditions.concat()
    }

    #[test]
    fn the_obvious_is_found() {
        let mut wrong = Vec::new();
        for (input, expected) in [
            ("sin(x)^2 + cos(x)^2", "1"),
            ("-(sin(x)^2 + cos(x)^2)", "-1"),
            ("3*y*sin(u)^2 + z + 3*y*cos(u)^2", "3*y + z"),
            ("x*(y + 1) - x*y - x", "0"),
            ("(x + 1)^2 - x^2 - 2*x - 1", "0"),
            ("x^2/x", "x provided x != 0"),
            ("x/x", "1 provided x != 0"),
            ("1/x - 1/x", "0 provided x != 0"),
            ("cosh(x)^2 - sinh(x)^2", "1"),
            ("2*sin(x)*cos(x)", "sin(2*x)"),
            ("exp(x)*exp(-x)", "1"),
            ("sqrt(1-x)*sqrt(1+x) - sqrt(1-x^2)", "0"),
            ("sqrt(x^2)", "sqrt(x^2)"),
            ("log(a*b) - log(a) - log(b)", "log(a*b) - log(a) - log(b)"),
            (
                "(sin(x)^2 + cos(x)^2 - 1)/(sin(x)^2 + cos(x)^2 - 1)",
                "(cos(x)^2 + sin(x)^2 - 1)/(cos(x)^2 + sin(x)^2 - 1)",
            ),
            ("x*y + x*z", "x*(y + z)"),
            ("erf(x) + erfc(x)", "1"),
            ("sin(asin(x))", "x"),
            ("asin(sin(1/2))", "1/2"),
            ("cos(n*pi)", "cos(pi*n)"),
            ("(y-y)/(y-y)", "undefined"),
            ("sin(x + y) - sin(x)*cos(y) - cos(x)*sin(y)", "0"),
            ("sin(x)/cos(x)", "tan(x)"),
            ("a - b - (a - b)", "0"),
        ] {
            let got = run(input, &[], &[]);
            if got != expected {
                wrong.push(format!("{input} -> {got}, expected {expected}"));
            }
        }
        for (input, expected) in [
            ("sqrt(x^2)", "abs(x)"),
            ("abs(abs(x))", "abs(x)"),
            ("conj(x)", "x"),
            ("sqrt(p^2)", "p"),
            ("log(p*q) - log(p) - log(q)", "0"),
            ("log(exp(x))", "x"),
            ("(p^x)^y", "p^(x*y)"),
        ] {
            let got = run(input, &["x", "y"], &["p", "q"]);
            if got != expected {
                wrong.push(format!("{input} -> {got}, expected {expected}"));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn two_hundred_summands_do_not_explode() {
        let sum: Vec<String> = (1..=200).map(|i| format!("x{i}")).collect();
        let sum = sum.join(" + ");
        assert_eq!(run(&sum, &[], &[]).matches('+').count(), 199);
    }
}
