//! Laws that widen the domain (`where`), and laws under assumptions that are asked for: applied to
//! terms one at a time, outside the e-graph, so that what was assumed is known exactly.

use crate::graph::{Graph, Terms, add_term};
use crate::heads::Heads;
use crate::matcher::{Bound, Match, Matcher};
use crate::measure::Measure;
use crate::pattern::Left;
use crate::rules::{RuleSet, Topics};
use crate::snapshot::{Fingerprints, Snapshot};
use rustc_hash::FxHashMap;
use viete_evaluate::{Assumptions, Property, defined_somewhere};
use viete_numbers::{Budget, Stop, Truth};
use viete_proof::{Guard, Lemma, Reason, Rule};
use viete_syntax::Library;
use viete_term::{Store, Term};

/// What a law makes of a part of a term, and what must be assumed for that.
pub(crate) struct Step {
    pub lemma: Lemma,
    pub guards: Vec<(Property, Term)>,
}

/// Which laws are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// `where`: the guards hold wherever the part has a value.
    Widening,
    /// `if` with guards on symbols that are neither proved nor refuted.
    Assuming,
}

/// The law instance that makes a part of `term` smallest, if one makes it smaller.
pub(crate) fn find_step(
    (store, library): (&mut Store, &mut Library),
    rules: &mut RuleSet,
    term: Term,
    wanted: Wanted,
    assumptions: &Assumptions,
    budget: &Budget,
) -> Result<Option<Step>, Stop> {
    let mut graph = Graph::new(Terms::lend(store, library, Measure::default(), assumptions));
    add_term(&mut graph, term);
    graph.rebuild();
    let snapshot = Snapshot::take(&graph, &mut Fingerprints::default());
    graph.analysis.give_back(store, library);
    let heads = snapshot.classes.iter().fold(Heads::NONE, |heads, class| heads.with(class.heads));
    rules.prepare(store, library, heads);
    let mut best: Option<Step> = None;
    for (_, prepared) in rules.applicable(heads, Topics::All) {
        let (rule, left) = (&prepared.rule, &prepared.left);
        if rule.guards.is_empty() || rule.widens != (wanted == Wanted::Widening) {
            continue;
        }
        for &class in snapshot.of_kind(left.kind) {
            for found in Matcher::new(&snapshot, store, library, budget).find(left, class)? {
                budget.spend(16)?;
                let Some(step) =
                    instance(store, library, &snapshot, (rule, left), &found, wanted, assumptions)
                else {
                    continue;
                };
                let gain = |store: &Store, step: &Step| {
                    let shorter = i64::from(store.size(step.lemma.left))
                        - i64::from(store.size(step.lemma.right));
                    (
                        shorter,
                        -step.guards.iter().map(|&(property, _)| strength(property)).sum::<i64>(),
                    )
                };
                if gain(store, &step).0 > 0
                    && best.as_ref().is_none_or(|best| gain(store, &step) > gain(store, best))
                {
                    best = Some(step);
                }
            }
        }
    }
    Ok(best)
}

/// How much a property asks of a value; less is better.
fn strength(property: Property) -> i64 {
    match property {
        Property::Finite => 1,
        Property::Nonzero => 2,
        Property::Real => 3,
        Property::Nonnegative => 4,
        Property::Positive | Property::Negative => 5,
        Property::Integer => 6,
    }
}

fn instance(
    store: &mut Store,
    library: &mut Library,
    snapshot: &Snapshot,
    (rule, left): (&Rule, &Left),
    found: &Match,
    wanted: Wanted,
    assumptions: &Assumptions,
) -> Option<Step> {
    let part = snapshot.best(found.class)?;
    let value = |bound: &Option<Bound>| match (*bound)? {
        Bound::Class(class) => snapshot.best(class),
        Bound::Term(term) => Some(term),
    };
    let values: FxHashMap<Term, Term> = left
        .variables
        .iter()
        .zip(&found.bindings)
        .filter_map(|(&v, b)| Some((v, value(b)?)))
        .collect();
    let mut guards = Vec::new();
    for guard in &rule.guards {
        let subject = library.substitute(store, guard.subject(), &values);
        let truth = guard.prove(store, library, subject, assumptions);
        match (guard, truth) {
            (_, Truth::True) => {}
            (Guard::Has(property @ (Property::Nonzero | Property::Finite), _), Truth::Unknown)
                if wanted == Wanted::Widening
                    && defined_somewhere(store, library, subject, assumptions) =>
            {
                guards.push((*property, subject));
            }
            (Guard::Has(property, _), Truth::Unknown)
                if wanted == Wanted::Assuming
                    && matches!(store.kind(subject), viete_term::Kind::Symbol(_)) =>
            {
                guards.push((*property, subject));
            }
            _ => return None,
        }
    }
    if guards.is_empty() {
        return None;
    }
    let factors: Vec<Term> =
        found.factors.iter().filter_map(|&class| snapshot.best(class)).collect();
    let rest: Vec<Term> = found.rest.iter().filter_map(|&class| snapshot.best(class)).collect();
    let right = library.substitute(store, rule.right, &values);
    let right = found.surround(store, right, &factors, &rest);
    if right == store.undefined() {
        return None;
    }
    let mut values: Vec<(Term, Term)> = values.into_iter().collect();
    values.sort_unstable();
    let reason =
        Reason::Law { name: rule.name.clone(), values, scale: found.scale.clone(), factors, rest };
    Some(Step { lemma: Lemma { left: part, right, reason }, guards })
}
