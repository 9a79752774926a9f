//! Explanations: the lemmas a simplification used, freed of what the claim does not need, as a
//! checked proof and as a chain of whole terms for people.

use crate::engine::{Engine, Rewriter};
use crate::simplify::{Goal, Simplified};
use rustc_hash::FxHashMap;
use viete_evaluate::{Assumptions, Property};
use viete_numbers::{Budget, Stop};
use viete_proof::{Lemma, Proof, Reason, Refusal, check, follows};
use viete_syntax::Library;
use viete_term::{Kind, Store, Term};

/// A step for people: the law, where it was used, and the whole term before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub rule: String,
    pub before: Term,
    pub after: Term,
    /// What was replaced by what.
    pub place: Option<(Term, Term)>,
    /// Variables of the law and what they stand for.
    pub values: Vec<(Term, Term)>,
    /// Guards and how each was proved.
    pub guards: Vec<(String, &'static str)>,
}

/// A simplification with its proof and the steps of it.
#[derive(Clone, Debug)]
pub struct Explanation {
    pub simplified: Simplified,
    pub proof: Proof,
    pub steps: Vec<Step>,
    /// What the checker said of the proof.
    pub checked: Result<(), Refusal>,
}

impl Engine<'_> {
    /// Simplifies `term` and explains it.
    ///
    /// # Errors
    /// Cancellation.
    pub fn explain(&mut self, term: Term, goal: &Goal) -> Result<Explanation, Stop> {
        let mut lemmas = Some(Vec::new());
        let simplified = self.simplify_noting(term, goal, &mut lemmas)?;
        let Engine { store, library, rewriter, assumptions, budget } = self;
        let lemmas =
            needed(store, library, term, simplified.term, lemmas.unwrap_or_default(), budget)?;
        let mut provided = simplified.provided.clone();
        provided.extend(simplified.assumed.iter().copied());
        let proof = Proof { from: term, to: simplified.term, lemmas, provided };
        let names: Vec<&str> = proof.lemmas.iter().map(|lemma| lemma.reason.name()).collect();
        let laws = rewriter.rules.laws(&names);
        let mut assuming = assumptions.clone();
        simplified.assumed.iter().for_each(|&(property, symbol)| assuming.assume(symbol, property));
        let checked = check(store, library, &laws, &assuming, &proof, budget);
        let steps = chain(store, library, rewriter, &proof, &assuming);
        Ok(Explanation { simplified, proof, steps, checked })
    }
}

/// Nodes of terms times lemmas that are looked at.
const EFFORT: u64 = 20_000_000;

/// The lemmas without those that the claim does not need: ever smaller groups are left out while it
/// still follows (delta debugging, Zeller and Hildebrandt, IEEE TSE 28, 2002). For large terms and
/// many lemmas only as far as [`EFFORT`] goes.
fn needed(
    store: &mut Store,
    library: &mut Library,
    from: Term,
    to: Term,
    mut lemmas: Vec<Lemma>,
    budget: &Budget,
) -> Result<Vec<Lemma>, Stop> {
    if from == to {
        return Ok(Vec::new());
    }
    let mut effort = EFFORT;
    let mut group = lemmas.len().div_ceil(2).max(1);
    loop {
        let (mut start, before) = (0, lemmas.len());
        while start < lemmas.len() {
            budget.spend(1000)?;
            effort = effort
                .saturating_sub((u64::from(store.size(from)) + 10) * (lemmas.len() as u64 + 10));
            if effort == 0 {
                return Ok(lemmas);
            }
            let kept = |&(index, _): &(usize, &Lemma)| index < start || index >= start + group;
            let fewer: Vec<&Lemma> =
                lemmas.iter().enumerate().filter(kept).map(|(_, lemma)| lemma).collect();
            if follows(store, library, from, to, &fewer) {
                lemmas = fewer.into_iter().cloned().collect();
            } else {
                start += group;
            }
        }
        // what a later lemma was needed for may be gone: single lemmas are tried until none can be
        // spared
        if group == 1 && lemmas.len() == before {
            return Ok(lemmas);
        }
        group = group.div_ceil(2);
    }
}

/// Uses the lemmas one after the other on the whole term.
fn chain(
    store: &mut Store,
    library: &mut Library,
    rewriter: &Rewriter,
    proof: &Proof,
    assumptions: &Assumptions,
) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut current = proof.from;
    let mut waiting: Vec<&Lemma> = proof.lemmas.iter().collect();
    while current != proof.to && !waiting.is_empty() {
        let usable = waiting.iter().enumerate().find_map(|(index, lemma)| {
            let forward = replace(store, library, current, lemma.left, lemma.right);
            (forward != current).then_some((index, forward))
        });
        let Some((index, after)) = usable else { break };
        let lemma = waiting.remove(index);
        steps.push(step(store, library, rewriter, lemma, (current, after), proof, assumptions));
        current = after;
    }
    if current != proof.to {
        // what is left over joins several places at once
        let mut names: Vec<&str> = waiting.iter().map(|lemma| lemma.reason.name()).collect();
        names.dedup();
        let rule = if names.is_empty() { "collect".to_string() } else { names.join(", ") };
        let (values, guards) = (Vec::new(), Vec::new());
        steps.push(Step { rule, before: current, after: proof.to, place: None, values, guards });
    }
    steps
}

/// `left` replaced by `right` wherever it stands, also as part of a longer sum or product.
fn replace(store: &mut Store, library: &mut Library, term: Term, left: Term, right: Term) -> Term {
    let kind = store.kind(left);
    let parts = store.children(left).to_vec();
    store.transform(term, &mut |store, node, children| {
        let rebuilt = if store.children(node) == children {
            node
        } else {
            let kind = store.kind(node);
            library.build(store, kind, children)
        };
        if rebuilt == left {
            return right;
        }
        if !matches!(kind, Kind::Sum | Kind::Product) || store.kind(rebuilt) != kind {
            return rebuilt;
        }
        let mut rest = store.children(rebuilt).to_vec();
        for part in &parts {
            match rest.iter().position(|child| child == part) {
                Some(at) => drop(rest.remove(at)),
                None => return rebuilt,
            }
        }
        rest.push(right);
        library.build(store, kind, &rest)
    })
}

fn step(
    store: &mut Store,
    library: &mut Library,
    rewriter: &Rewriter,
    lemma: &Lemma,
    (before, after): (Term, Term),
    proof: &Proof,
    assumptions: &Assumptions,
) -> Step {
    let rule = lemma.reason.name().to_string();
    let (mut values, mut guards) = (Vec::new(), Vec::new());
    if let Reason::Law { name, values: bound, .. } = &lemma.reason {
        values.clone_from(bound);
        let map: FxHashMap<Term, Term> = bound.iter().copied().collect();
        let rules = rewriter.rules.laws(&[name]).remove(name).unwrap_or_default();
        for guard in rules.first().map(|rule| rule.guards.as_slice()).unwrap_or_default() {
            let subject = library.substitute(store, guard.subject(), &map);
            guards.push((
                guard.text(store, subject),
                evidence(store, guard.property(), subject, proof, assumptions),
            ));
        }
    }
    Step { rule, before, after, place: Some((lemma.left, lemma.right)), values, guards }
}

/// How a guard was proved.
fn evidence(
    store: &Store,
    property: Option<Property>,
    subject: Term,
    proof: &Proof,
    assumptions: &Assumptions,
) -> &'static str {
    if property.is_some_and(|property| proof.provided.contains(&(property, subject))) {
        "provided"
    } else if store.as_number(subject).is_some() {
        "exact value"
    } else if store.symbols(subject).is_empty() {
        "enclosure"
    } else if !assumptions.of(subject).is_empty() {
        "assumed"
    } else {
        "follows from its parts"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use viete_numbers::Number;
    use viete_proof::Laws;
    use viete_syntax::{parse_plain, plain};

    const INPUTS: &[&str] = &[
        "2*sin(x)^2 + 2*cos(x)^2 + y",
        "sin(x + y) - sin(x)*cos(y) - cos(x)*sin(y)",
        "x*(y + 1) - x*y - x",
        "tan(x)*cos(x) + sqrt(5 + 2*sqrt(6))",
        "(x^2 - 1)/(x - 1) + log(8)/log(2)",
        "gamma(x + 1)/gamma(x)",
        "(cosh(x) + sinh(x))^3",
        "1 + tan(x)^2",
        "cos(2*x) + 2*sin(x)^2",
        "exp(log(a) + log(b))",
        "(1/x + 1/y)/(1/x - 1/y)",
        "sin(x)^3 + sin(x)*cos(x)^2",
    ];

    struct World {
        store: Store,
        library: Library,
        rewriter: Rewriter,
    }

    fn world() -> World {
        let mut store = Store::new();
        let library = Library::new(&mut store);
        let rewriter = Rewriter::standard(&store, &library);
        World { store, library, rewriter }
    }

    fn explained(w: &mut World, input: &str) -> Explanation {
        let Ok(term) = parse_plain(&mut w.library, &mut w.store, input) else { panic!("{input}") };
        let World { store, library, rewriter } = w;
        let (assumptions, budget) = (&Assumptions::default(), &Budget::default());
        match (Engine { store, library, rewriter, assumptions, budget })
            .explain(term, &Goal::SMALLEST)
        {
            Ok(explanation) => explanation,
            Err(stop) => panic!("{input}: {stop}"),
        }
    }

    #[test]
    fn every_step_of_an_explanation_is_named() {
        let mut w = world();
        let explanation = explained(&mut w, "2*sin(x)^2 + 2*cos(x)^2 + y");
        assert_eq!(plain(&w.store, explanation.simplified.term), "y + 2");
        let rules: Vec<&str> = explanation.steps.iter().map(|s| s.rule.as_str()).collect();
        assert_eq!(rules, ["pythagoras"]);
    }

    #[test]
    fn proofs_are_accepted_and_their_mutants_refused() {
        let mut w = world();
        for input in INPUTS {
            let explanation = explained(&mut w, input);
            assert_eq!(explanation.checked, Ok(()), "{input}: {:?}", explanation.proof);
            assert!(
                explanation.proof.from == explanation.proof.to
                    || !explanation.proof.lemmas.is_empty(),
                "{input}"
            );
            let names: Vec<&str> =
                explanation.proof.lemmas.iter().map(|lemma| lemma.reason.name()).collect();
            let laws = w.rewriter.rules.laws(&names);
            for mutant in mutants(&mut w.store, &explanation.proof) {
                let verdict = verdict(&mut w, &laws, &mutant);
                assert!(verdict.is_err(), "{input}: accepted {mutant:?}");
            }
        }
    }

    fn verdict(w: &mut World, laws: &Laws, proof: &Proof) -> Result<(), Refusal> {
        check(
            &mut w.store,
            &mut w.library,
            laws,
            &Assumptions::default(),
            proof,
            &Budget::default(),
        )
    }

    /// The proof with one thing changed.
    fn mutants(store: &mut Store, proof: &Proof) -> Vec<Proof> {
        let mut list = Vec::new();
        let other = store.sum(&[proof.to, store.one()]);
        list.push(Proof { to: other, ..proof.clone() });
        for index in 0..proof.lemmas.len() {
            let mut fewer = proof.clone();
            fewer.lemmas.remove(index);
            list.push(fewer);
            let mut changed = proof.clone();
            let right = store.negate(changed.lemmas[index].right);
            if right != changed.lemmas[index].right {
                changed.lemmas[index].right = right;
                list.push(changed);
            }
            let mut changed = proof.clone();
            if let Reason::Law { name, .. } = &mut changed.lemmas[index].reason {
                name.push('x');
                list.push(changed);
            }
            let mut changed = proof.clone();
            if let Reason::Law { scale, .. } = &mut changed.lemmas[index].reason {
                *scale = scale.add(&Number::ONE).unwrap_or(Number::ZERO);
                list.push(changed);
            }
        }
        list
    }
}
