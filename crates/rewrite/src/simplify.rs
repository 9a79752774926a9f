//! `simplify`: saturate, take the best term of the root class, check it by enclosures, report.

use crate::cancel::cancel;
use crate::graph::{Graph, Terms, add_term, from_flat, measure, to_expression};
use crate::rules::RuleSet;
use crate::saturate::{Limits, Step, saturate};
use viete_evaluate::{Assumptions, defined_somewhere, disagree};
use viete_numbers::{Budget, Stop, Truth};
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

/// What simplification found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Simplified {
    /// Never larger than the input by the measure, and equal to it wherever the input has a value.
    pub term: Term,
    /// Terms that were cancelled and so must not vanish for the *input* to have a value.
    pub provided_nonzero: Vec<Term>,
    /// The limit that ended the search early, if one did.
    pub stop: Option<Stop>,
}

/// Rounds of saturation and cancellation.
const ROUNDS: usize = 3;
/// Larger terms are simplified part by part.
const WHOLE_SIZE: u32 = 2000;

/// The smallest term that the rules prove equal to `term` under the assumptions.
///
/// # Errors
/// Cancellation.
pub fn simplify(
    store: &mut Store,
    library: &mut Library,
    rewriter: &mut Rewriter,
    term: Term,
    assumptions: &Assumptions,
    budget: &Budget,
) -> Result<Simplified, Stop> {
    let mut result = Simplified { term, provided_nonzero: Vec::new(), stop: None };
    if matches!(store.kind(term), Kind::Form(Form::Hold)) || store.size(term) > WHOLE_SIZE {
        result.stop = (store.size(term) > WHOLE_SIZE).then_some(Stop::Memory);
        return Ok(result);
    }
    for _ in 0..ROUNDS {
        let before = result.term;
        let (best, stop) = saturated(store, library, rewriter, before, assumptions, budget)?;
        result.stop = result.stop.or(stop);
        let (cancelled, conditions) = cancel(store, library, best, assumptions);
        let shrinks = measure(store, cancelled) <= measure(store, best);
        if shrinks && cancelled != best {
            result.term = cancelled;
            for condition in conditions {
                if !result.provided_nonzero.contains(&condition) {
                    result.provided_nonzero.push(condition);
                }
            }
        } else {
            result.term = best;
            break;
        }
    }
    let worse = measure(store, result.term) > measure(store, term);
    if worse || disagree(store, library, term, result.term, assumptions) {
        return Ok(Simplified { term, provided_nonzero: Vec::new(), stop: result.stop });
    }
    Ok(result)
}

fn saturated(
    store: &mut Store,
    library: &mut Library,
    rewriter: &mut Rewriter,
    term: Term,
    assumptions: &Assumptions,
    budget: &Budget,
) -> Result<(Term, Option<Stop>), Stop> {
    let mut graph = Graph::new(lend(store, library));
    let root = add_term(&mut graph, term);
    let stop = saturate(&mut graph, &mut rewriter.rules, assumptions, rewriter.limits, budget);
    let best = graph[graph.find(root)].data.best;
    let contradiction = graph.analysis.contradiction;
    give_back(&mut graph, store, library);
    // nothing is taken from a graph in which two different constants met
    Ok(if contradiction { (term, Some(Stop::Fuel)) } else { (best, stop?) })
}

/// Moves store and library into the e-graph for the time of a saturation.
fn lend(store: &mut Store, library: &mut Library) -> Terms {
    Terms { store: std::mem::take(store), library: std::mem::take(library), contradiction: false }
}

fn give_back(graph: &mut Graph, store: &mut Store, library: &mut Library) {
    *store = std::mem::take(&mut graph.analysis.store);
    *library = std::mem::take(&mut graph.analysis.library);
}

/// The steps from `term` to its simplified form: one law each, the whole term before and after.
///
/// # Errors
/// Cancellation.
pub fn explain(
    store: &mut Store,
    library: &mut Library,
    rewriter: &mut Rewriter,
    term: Term,
    assumptions: &Assumptions,
    budget: &Budget,
) -> Result<(Vec<Step>, Simplified), Stop> {
    let mut steps = Vec::new();
    let simplified = simplify(store, library, rewriter, term, assumptions, budget)?;
    let mut current = term;
    for _ in 0..ROUNDS {
        let (best, _) = saturated(store, library, rewriter, current, assumptions, budget)?;
        if best != current {
            steps.extend(proof(store, library, rewriter, current, best, assumptions, budget)?);
        }
        let (cancelled, _) = cancel(store, library, best, assumptions);
        if cancelled == best || measure(store, cancelled) > measure(store, best) {
            break;
        }
        steps.push(Step { rule: "cancel".into(), before: best, after: cancelled });
        current = cancelled;
    }
    Ok((steps, simplified))
}

/// Repeats the saturation with egg's proof forest and reads off a shortest known chain of laws.
fn proof(
    store: &mut Store,
    library: &mut Library,
    rewriter: &mut Rewriter,
    from: Term,
    to: Term,
    assumptions: &Assumptions,
    budget: &Budget,
) -> Result<Vec<Step>, Stop> {
    let (left, right) = (to_expression(store, from), to_expression(store, to));
    let mut graph = Graph::new(lend(store, library)).with_explanations_enabled();
    let (root, target) = (graph.add_expr(&left), graph.add_expr(&right));
    // An expression lists the parts of a sum in the term's order, the e-graph in that of its classes. Both are
    // joined while each class is still one node, so that the proof names no other law here.
    for (class, term) in [(root, from), (target, to)] {
        let sorted = add_term(&mut graph, term);
        graph.union_trusted(class, sorted, "collect");
    }
    graph.rebuild();
    let outcome = saturate(&mut graph, &mut rewriter.rules, assumptions, rewriter.limits, budget);
    let mut chain = Vec::new();
    if outcome.is_ok() && graph.find(root) == graph.find(target) {
        let mut explanation = graph.explain_equivalence(&left, &right);
        for flat in explanation.make_flat_explanation() {
            chain.push((flat_rule(flat), flat.clone()));
        }
    }
    give_back(&mut graph, store, library);
    outcome?;
    let mut steps = Vec::new();
    let mut before = from;
    for (rule, flat) in chain {
        let after = from_flat(store, library, &flat);
        if after != before {
            steps.push(Step { rule: rule.unwrap_or_else(|| "collect".into()), before, after });
            before = after;
        }
    }
    // the search with proofs may end at its limit before the other one did: say so rather than nothing
    if before != to {
        steps.push(Step { rule: "several laws".into(), before, after: to });
    }
    Ok(steps)
}

/// The law named anywhere inside a flat term of an explanation.
fn flat_rule(term: &egg::FlatTerm<crate::graph::Node>) -> Option<String> {
    let mut stack = vec![term];
    while let Some(term) = stack.pop() {
        if let Some(name) = term.forward_rule.or(term.backward_rule) {
            return Some(name.to_string());
        }
        stack.extend(term.children.iter());
    }
    None
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
    let difference = store.subtract(a, b);
    let simplified = simplify(store, library, rewriter, difference, assumptions, budget)?;
    if simplified.term == store.zero() && simplified.provided_nonzero.is_empty() {
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
        let result = match simplify(&mut s, &mut l, &mut rewriter, term, &assumptions, &Budget::default()) {
            Ok(r) => r,
            Err(e) => panic!("{input}: {e}"),
        };
        let conditions: Vec<String> =
            result.provided_nonzero.iter().map(|&t| format!(" provided {} != 0", plain(&s, t))).collect();
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

    #[test]
    fn every_step_of_an_explanation_is_named() {
        let mut s = Store::new();
        let mut l = Library::new(&mut s);
        let mut rewriter = Rewriter::standard(&s, &l);
        let Ok(term) = parse_plain(&mut l, &mut s, "2*sin(x)^2 + 2*cos(x)^2 + y") else { panic!("parse") };
        let Ok((steps, result)) = explain(&mut s, &mut l, &mut rewriter, term, &Assumptions::default(), &Budget::default())
        else {
            panic!("explain")
        };
        assert_eq!(plain(&s, result.term), "y + 2");
        assert_eq!(steps.len(), 1);
        assert_eq!(steps[0].rule, "pythagoras");
        assert_eq!((steps[0].before, steps[0].after), (term, result.term));
    }
}
