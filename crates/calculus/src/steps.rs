//! Differentiation as a sequence of named rules on unevaluated `diff(u, x)`, for people to follow.
//! Ends at the same term as the direct pass (a test holds the two together).

use viete_numbers::{Budget, Stop};
use viete_syntax::{Derivative, Library};
use viete_term::{Kind, Store, Term};

/// One rule applied at one place: the whole expression before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub rule: String,
    pub before: Term,
    pub after: Term,
}

/// Steps are not shown beyond this number.
pub const MAX_STEPS: usize = 200;

/// The steps of differentiating `term` by `variable`, and the last expression. When [`MAX_STEPS`]
/// do not suffice the last expression still holds unevaluated parts.
///
/// # Errors
/// The budget's stop.
pub fn derivative_steps(
    store: &mut Store,
    library: &mut Library,
    term: Term,
    variable: Term,
    budget: &Budget,
) -> Result<(Vec<Step>, Term), Stop> {
    let mut current = library.unevaluated_derivative(store, term, variable, 1);
    let mut stuck: Vec<Term> = Vec::new();
    let mut steps = Vec::new();
    while steps.len() < MAX_STEPS {
        let nodes = store.reachable(&[current]);
        budget.spend(nodes.len() as u64)?;
        // the outermost derivative that is not known to be stuck
        let Some((target, argument)) = nodes
            .into_iter()
            .rev()
            .filter(|t| !stuck.contains(t))
            .find_map(|t| Some((t, differentiated(store, library, t, variable)?)))
        else {
            break;
        };
        let Some((rule, replacement)) = one_step(store, library, argument, variable) else {
            stuck.push(target);
            continue;
        };
        let after =
            library.substitute(store, current, &[(target, replacement)].into_iter().collect());
        steps.push(Step { rule, before: current, after });
        current = after;
    }
    Ok((steps, current))
}

/// What a first derivative by the variable, at the variable, is the derivative of.
fn differentiated(
    store: &mut Store,
    library: &mut Library,
    term: Term,
    variable: Term,
) -> Option<Term> {
    let derivative = Derivative::of(store, term)?;
    let by = derivative.orders.iter().position(|&order| order == 1)?;
    let first = derivative.orders.iter().sum::<u32>() == 1;
    if !first || derivative.arguments.get(by) != Some(&variable) {
        return None;
    }
    library.applied(store, derivative.function, &derivative.arguments)
}

/// The rule for the head of `argument`, its parts left as unevaluated derivatives.
fn one_step(
    store: &mut Store,
    library: &mut Library,
    argument: Term,
    variable: Term,
) -> Option<(String, Term)> {
    if argument == variable {
        return Some(("derivative of the variable".into(), store.one()));
    }
    if !store.contains(argument, variable) {
        return Some(("derivative of a constant".into(), store.zero()));
    }
    let children = store.children(argument).to_vec();
    match (store.kind(argument), children.as_slice()) {
        (Kind::Sum, _) => {
            let parts: Vec<Term> = children
                .iter()
                .map(|&c| library.unevaluated_derivative(store, c, variable, 1))
                .collect();
            Some(("sum rule".into(), store.sum(&parts)))
        }
        (Kind::Product, _) => {
            let (constant, varying): (Vec<Term>, Vec<Term>) =
                children.iter().partition(|&&c| !store.contains(c, variable));
            if !constant.is_empty() {
                let rest = store.product(&varying);
                let inner = library.unevaluated_derivative(store, rest, variable, 1);
                let factors: Vec<Term> = constant.into_iter().chain([inner]).collect();
                return Some(("constant factor".into(), store.product(&factors)));
            }
            let mut parts = Vec::new();
            for index in 0..varying.len() {
                let factors: Vec<Term> = varying
                    .iter()
                    .enumerate()
                    .map(|(j, &f)| {
                        if j == index {
                            library.unevaluated_derivative(store, f, variable, 1)
                        } else {
                            f
                        }
                    })
                    .collect();
                parts.push(store.product(&factors));
            }
            Some(("product rule".into(), store.sum(&parts)))
        }
        (Kind::Power, &[base, exponent]) => {
            let log = store.name("log");
            let mut parts = Vec::new();
            if store.contains(base, variable) {
                let minus_one = store.minus_one();
                let lower = store.sum(&[exponent, minus_one]);
                let (power, inner) = (
                    store.power(base, lower),
                    library.unevaluated_derivative(store, base, variable, 1),
                );
                parts.push(store.product(&[exponent, power, inner]));
            }
            if store.contains(exponent, variable) {
                let logarithm = library.apply(store, log, &[base]);
                let inner = library.unevaluated_derivative(store, exponent, variable, 1);
                parts.push(store.product(&[argument, logarithm, inner]));
            }
            let rule = match parts.len() {
                2 => "general power rule",
                _ if store.contains(base, variable) => "power rule",
                _ => "exponential rule",
            };
            Some((rule.into(), store.sum(&parts)))
        }
        (Kind::Call(name), _) => {
            let mut parts = Vec::new();
            for (index, &child) in children.iter().enumerate() {
                if store.contains(child, variable) {
                    let outer = library.derivative(store, name, index, &children)?;
                    let inner = library.unevaluated_derivative(store, child, variable, 1);
                    parts.push(store.product(&[outer, inner]));
                }
            }
            Some((format!("chain rule for {}", store.text(name)), store.sum(&parts)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::derivative::derivative;
    use viete_syntax::parse_plain;

    #[test]
    fn steps_end_where_the_direct_pass_ends() {
        let mut s = Store::new();
        let mut l = Library::new(&mut s);
        let x = s.symbol("x");
        for text in [
            "sin(x)*exp(-x^2)/(1 + x^2)",
            "x^x",
            "log(cos(x^2))",
            "(x + 1)^5*atan(x)",
            "3*x^2*y + 7",
            "f(x) + x",
            "erf(sqrt(x))",
        ] {
            let Ok(term) = parse_plain(&mut l, &mut s, text) else { panic!("{text}") };
            let direct = derivative(&mut s, &mut l, term, x, &Budget::default());
            let steps = derivative_steps(&mut s, &mut l, term, x, &Budget::default());
            assert_eq!(steps.map(|(_, last)| last), direct, "{text}");
        }
    }
}
