//! `simplify`: saturate, take the best term of the root class, widen, check by enclosures, report.

use crate::cancel::cancel;
use crate::graph::{Graph, Terms, add_term};
use crate::measure::{Avoid, Measure};
use crate::rules::{RuleSet, Topics};
use crate::saturate::{End, Limits, saturate};
use crate::widen::{Wanted, find_step};
use viete_evaluate::{Assumptions, Property, defined_somewhere, disagree};
use viete_numbers::{Budget, Stop, Truth};
use viete_proof::{Lemma, Reason};
use viete_syntax::Library;
use viete_term::{Form, Kind, Store, Term};

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

/// What a simplification looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    pub avoid: Avoid,
    pub topics: Topics,
    /// Laws that need unproved properties of symbols may be used; what was assumed is reported.
    pub generic: bool,
}

impl Goal {
    /// The fewest nodes, by all rules, assuming nothing.
    pub const SMALLEST: Goal = Goal { avoid: Avoid::Nothing, topics: Topics::All, generic: false };
}

/// What simplification found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Simplified {
    /// Never larger than the input by the measure, and equal to it wherever the input has a value.
    pub term: Term,
    /// What the *input* needs to have a value and the result does not: terms that are not zero, or finite.
    pub provided: Vec<(Property, Term)>,
    /// Properties that were assumed because the goal is generic: without them the result may be wrong.
    pub assumed: Vec<(Property, Term)>,
    /// How the search ended.
    pub end: End,
    /// Nodes of the largest e-graph.
    pub nodes: usize,
}

impl Simplified {
    fn unchanged(term: Term, end: End) -> Simplified {
        Simplified { term, provided: Vec::new(), assumed: Vec::new(), end, nodes: 0 }
    }
}

/// Rounds of saturation and widening, and of assumptions.
const ROUNDS: usize = 4;
/// Monomials of the polynomials in fractions that are brought to lowest terms.
const FRACTION: usize = 400;
/// Larger terms are left as they are.
const WHOLE_SIZE: u32 = 2000;

/// The best term by the measure of `goal` that the rules prove equal to `term` under the assumptions. When the budget
/// ends the search the input is returned.
///
/// # Errors
/// Cancellation.
pub fn simplify(
    store: &mut Store,
    library: &mut Library,
    rewriter: &mut Rewriter,
    term: Term,
    goal: &Goal,
    assumptions: &Assumptions,
    budget: &Budget,
) -> Result<Simplified, Stop> {
    simplify_noting(store, library, rewriter, term, goal, assumptions, budget, &mut None)
}

/// [`simplify`], with the lemmas it used when `lemmas` is a list.
#[expect(clippy::too_many_arguments, reason = "the session's parts, the question and the record")]
pub(crate) fn simplify_noting(
    store: &mut Store,
    library: &mut Library,
    rewriter: &mut Rewriter,
    term: Term,
    goal: &Goal,
    assumptions: &Assumptions,
    budget: &Budget,
    lemmas: &mut Option<Vec<Lemma>>,
) -> Result<Simplified, Stop> {
    if matches!(store.kind(term), Kind::Form(Form::Hold)) {
        return Ok(Simplified::unchanged(term, End::Saturated));
    }
    if store.size(term) > WHOLE_SIZE {
        return Ok(Simplified::unchanged(term, End::Limit));
    }
    let mut assumptions = assumptions.clone();
    let mut result = proved(store, library, rewriter, term, goal, &assumptions, budget, lemmas)?;
    for _ in 0..ROUNDS {
        if !goal.generic {
            break;
        }
        let step = find_step((store, library), &mut rewriter.rules, result.term, Wanted::Assuming, &assumptions, budget)?;
        let Some(step) = step else { break };
        let before = result.clone();
        for &(property, symbol) in &step.guards {
            assumptions.assume(symbol, property);
        }
        result = proved(store, library, rewriter, before.term, goal, &assumptions, budget, lemmas)?;
        result.assumed = before.assumed;
        result.assumed.extend(step.guards);
        for condition in before.provided {
            if !result.provided.contains(&condition) {
                result.provided.push(condition);
            }
        }
    }
    // what an assumption implies need not be said
    result.provided.retain(|&(property, t)| !assumptions.prove(store, library, t, property).is_true());
    Ok(result)
}

/// [`simplify`] with proved guards and laws that widen the domain only.
#[expect(clippy::too_many_arguments, reason = "the session's parts, the question and the record")]
fn proved(
    store: &mut Store,
    library: &mut Library,
    rewriter: &mut Rewriter,
    term: Term,
    goal: &Goal,
    assumptions: &Assumptions,
    budget: &Budget,
    lemmas: &mut Option<Vec<Lemma>>,
) -> Result<Simplified, Stop> {
    let mut measure = Measure::new(goal.avoid.clone());
    let mut result = Simplified::unchanged(term, End::Saturated);
    for _ in 0..ROUNDS {
        let (best, end, nodes) = saturated(store, library, rewriter, result.term, goal, assumptions, budget, lemmas)?;
        result.nodes = result.nodes.max(nodes);
        if matches!(end, End::Stopped(_) | End::Contradiction) {
            return Ok(Simplified::unchanged(term, end));
        }
        result.end = end;
        let mut used = Vec::new();
        let (mut wider, mut conditions) = widened(store, library, rewriter, best, assumptions, budget, &mut used)?;
        if best != term && result.term == term && has_denominator(store, wider) {
            // laws may have hidden a common factor that the input shows
            let mut first = Vec::new();
            let (fraction, cancelled) = reduced(store, library, term, assumptions, budget, &mut first)?;
            if measure.of(store, fraction) < measure.of(store, wider) {
                (wider, conditions, used) = (fraction, nonzero(cancelled), first);
            }
        }
        if wider == best || measure.of(store, wider) > measure.of(store, best) {
            result.term = best;
            break;
        }
        if let Some(lemmas) = lemmas {
            lemmas.extend(used);
        }
        result.term = wider;
        for condition in conditions {
            if !result.provided.contains(&condition) {
                result.provided.push(condition);
            }
        }
    }
    let worse = measure.of(store, result.term) > measure.of(store, term);
    if worse || disagree(store, library, term, result.term, assumptions) {
        return Ok(Simplified::unchanged(term, if worse { result.end } else { End::Contradiction }));
    }
    Ok(result)
}

/// The term with common factors cancelled and laws that widen the domain applied; and what must not vanish.
fn widened(
    store: &mut Store,
    library: &mut Library,
    rewriter: &mut Rewriter,
    term: Term,
    assumptions: &Assumptions,
    budget: &Budget,
    lemmas: &mut Vec<Lemma>,
) -> Result<(Term, Vec<(Property, Term)>), Stop> {
    let (current, mut conditions) = cancel(store, library, term, assumptions, lemmas);
    let (mut current, cancelled) = reduced(store, library, current, assumptions, budget, lemmas)?;
    conditions.extend(nonzero(cancelled));
    for _ in 0..ROUNDS {
        let step = find_step((store, library), &mut rewriter.rules, current, Wanted::Widening, assumptions, budget)?;
        let Some(step) = step else { break };
        current = library.substitute(store, current, &[(step.lemma.left, step.lemma.right)].into_iter().collect());
        lemmas.push(step.lemma);
        conditions.extend(step.guards);
    }
    Ok((current, conditions))
}

fn nonzero(bases: Vec<Term>) -> Vec<(Property, Term)> {
    bases.into_iter().map(|base| (Property::Nonzero, base)).collect()
}

/// Fractions of polynomials in lowest terms where that is shorter: the whole term and every argument of a function.
fn reduced(
    store: &mut Store,
    library: &mut Library,
    term: Term,
    assumptions: &Assumptions,
    budget: &Budget,
    lemmas: &mut Vec<Lemma>,
) -> Result<(Term, Vec<Term>), Stop> {
    let (mut current, mut conditions) = (term, Vec::new());
    let mut tops: Vec<Term> = store.reachable(&[term]);
    tops.retain(|&t| matches!(store.kind(t), Kind::Call(_) | Kind::Power));
    let mut tops: Vec<Term> = tops.iter().flat_map(|&t| store.children(t).to_vec()).chain([term]).collect();
    tops.sort_unstable();
    tops.dedup();
    tops.retain(|&top| has_denominator(store, top));
    for top in tops {
        let Some(fraction) = viete_algebra::reduce(store, top, FRACTION, budget)? else { continue };
        let shorter = store.size(fraction.term) < store.size(top);
        if !shorter || !fraction.cancelled.iter().all(|&base| defined_somewhere(store, library, base, assumptions)) {
            continue;
        }
        let next = library.substitute(store, current, &[(top, fraction.term)].into_iter().collect());
        if next != current {
            current = next;
            lemmas.push(Lemma { left: top, right: fraction.term, reason: Reason::Fraction });
            conditions.extend(fraction.cancelled);
        }
    }
    conditions.retain(|&base| !assumptions.prove(store, library, base, Property::Nonzero).is_true());
    Ok((current, conditions))
}

/// A sum or product in which something symbolic has a negative exponent.
fn has_denominator(store: &Store, term: Term) -> bool {
    let negative = |t: Term| {
        let (base, exponent) = store.base_and_exponent(t);
        store.as_number(base).is_none() && store.coefficient(exponent).signum().is_some_and(|s| s < 0)
            || store.as_number(exponent).and_then(viete_numbers::Number::signum).is_some_and(|s| s < 0)
    };
    matches!(store.kind(term), Kind::Sum | Kind::Product) && store.reachable(&[term]).into_iter().any(negative)
}

#[expect(clippy::too_many_arguments, reason = "the session's parts, the question and the record")]
fn saturated(
    store: &mut Store,
    library: &mut Library,
    rewriter: &mut Rewriter,
    term: Term,
    goal: &Goal,
    assumptions: &Assumptions,
    budget: &Budget,
    lemmas: &mut Option<Vec<Lemma>>,
) -> Result<(Term, End, usize), Stop> {
    let mut graph = Graph::new(Terms::lend(store, library, Measure::new(goal.avoid.clone()), assumptions));
    graph.analysis.lemmas = lemmas.take();
    let root = add_term(&mut graph, term);
    let rules = (&mut rewriter.rules, goal.topics);
    let end = saturate(&mut graph, root, rules, assumptions, rewriter.limits, budget);
    let best = graph[graph.find(root)].data.best;
    graph.analysis.give_back(store, library);
    *lemmas = graph.analysis.lemmas.take();
    Ok((best, end?, graph.total_number_of_nodes()))
}

/// Whether two terms are equal for all values that meet the assumptions: proved, refuted or unknown.
///
/// # Errors
/// Cancellation.
pub fn equal(
    store: &mut Store,
    library: &mut Library,
    rewriter: &mut Rewriter,
    (a, b): (Term, Term),
    assumptions: &Assumptions,
    budget: &Budget,
) -> Result<Truth, Stop> {
    if a == b {
        return Ok(if store.is_total(a) { Truth::True } else { Truth::Unknown });
    }
    if disagree(store, library, a, b, assumptions) {
        return Ok(Truth::False);
    }
    // rational expressions with one reduced form and the same poles
    if let (Some(x), Some(y)) =
        (viete_algebra::reduce(store, a, FRACTION, budget)?, viete_algebra::reduce(store, b, FRACTION, budget)?)
        && x.term == y.term
        && x.cancelled == y.cancelled
    {
        return Ok(Truth::True);
    }
    let difference = store.subtract(a, b);
    let simplified = simplify(store, library, rewriter, difference, &Goal::SMALLEST, assumptions, budget)?;
    if simplified.term == store.zero() && simplified.provided.is_empty() {
        return Ok(Truth::True);
    }
    let constant = store.symbols(difference).is_empty();
    let refuted = constant && defined_somewhere(store, library, difference, assumptions);
    Ok(if refuted { Truth::False } else { Truth::Unknown })
}

#[cfg(test)]
mod tests {
    use super::*;
    use viete_evaluate::Property;
    use viete_syntax::{parse_plain, plain};

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
        let result = match simplify(&mut s, &mut l, &mut rewriter, term, &Goal::SMALLEST, &assumptions, &Budget::default()) {
            Ok(r) => r,
            Err(e) => panic!("{input}: {e}"),
        };
        let conditions: Vec<String> = result.provided.iter().map(|&(_, t)| format!(" provided {} != 0", plain(&s, t))).collect();
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
            ("(sin(x)^2 + cos(x)^2 - 1)/(sin(x)^2 + cos(x)^2 - 1)", "(cos(x)^2 + sin(x)^2 - 1)/(cos(x)^2 + sin(x)^2 - 1)"),
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
