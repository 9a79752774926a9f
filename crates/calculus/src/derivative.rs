//! The derivative of a shared term: one forward pass over its distinct nodes, linear in their
//! number (times the arity of products). Facts about functions come from their rows.

use crate::binders;
use rustc_hash::FxHashMap;
use viete_numbers::{Budget, Stop};
use viete_syntax::Library;
use viete_term::{Form, Kind, Store, Term};

/// The derivative of `term` by the symbol `variable`.
///
/// Piecewise values are differentiated branch by branch; what has no known derivative (user
/// functions, `abs` of a complex argument) stays as `diff(f, x)`.
///
/// # Errors
/// The budget's stop.
pub fn derivative(
    store: &mut Store,
    library: &mut Library,
    term: Term,
    variable: Term,
    budget: &Budget,
) -> Result<Term, Stop> {
    let mut one = derivatives(store, library, &[term], variable, budget)?;
    Ok(one.pop().unwrap_or(store.undefined()))
}

/// The derivative of order `order`.
///
/// # Errors
/// The budget's stop.
pub fn derivative_n(
    store: &mut Store,
    library: &mut Library,
    term: Term,
    variable: Term,
    order: u32,
    budget: &Budget,
) -> Result<Term, Stop> {
    let mut result = term;
    for _ in 0..order {
        result = derivative(store, library, result, variable, budget)?;
        if store.len() > budget.nodes {
            return Err(Stop::Memory);
        }
    }
    Ok(result)
}

/// Derivatives of several terms by one variable, in one pass over what they share.
///
/// # Errors
/// The budget's stop.
pub fn derivatives(
    store: &mut Store,
    library: &mut Library,
    terms: &[Term],
    variable: Term,
    budget: &Budget,
) -> Result<Vec<Term>, Stop> {
    // only nodes that depend on the variable get an entry
    let mut known: FxHashMap<Term, Term> = FxHashMap::default();
    for term in store.reachable(terms) {
        budget.spend(8)?;
        if let Some(value) = node_derivative(store, library, term, variable, &known, budget) {
            known.insert(term, value);
        }
    }
    let zero = store.zero();
    Ok(terms.iter().map(|term| known.get(term).copied().unwrap_or(zero)).collect())
}

/// Derivatives of the nodes that depend on the variable.
pub(crate) type Known = FxHashMap<Term, Term>;

fn node_derivative(
    store: &mut Store,
    library: &mut Library,
    term: Term,
    variable: Term,
    known: &Known,
    budget: &Budget,
) -> Option<Term> {
    if term == variable {
        return Some(store.one());
    }
    if let Some(derivative) = binders::derivative_of(store, library, term, variable, known, budget)
    {
        return derivative;
    }
    let children = store.children(term).to_vec();
    if children.iter().all(|child| !known.contains_key(child)) {
        return None;
    }
    let inner: Vec<Option<Term>> = children.iter().map(|child| known.get(child).copied()).collect();
    Some(match (store.kind(term), children.as_slice()) {
        (Kind::Sum, _) => {
            let parts: Vec<Term> = inner.into_iter().flatten().collect();
            store.sum(&parts)
        }
        (Kind::Product, _) => product_rule(store, &children, &inner),
        (Kind::Power, &[base, exponent]) => {
            let (db, de) = (known.get(&base).copied(), known.get(&exponent).copied());
            power_rule(store, library, term, (base, exponent), (db, de))
        }
        (Kind::Call(name), _) => {
            let mut parts = Vec::new();
            for (index, d) in inner.iter().enumerate() {
                let Some(d) = *d else { continue };
                let outer = match library.derivative(store, name, index, &children) {
                    Some(outer) => outer,
                    // an unknown function is smooth, so the chain rule holds
                    None if library.function(name).is_none() => {
                        library.partial_derivative(store, name, &children, index)
                    }
                    None => return Some(library.unevaluated_derivative(store, term, variable, 1)),
                };
                parts.push(store.product(&[outer, d]));
            }
            store.sum(&parts)
        }
        (Kind::Form(Form::Piecewise), _) => {
            let zero = store.zero();
            let branch = |(index, (&child, d)): (usize, (&Term, &Option<Term>))| {
                if index % 2 == 0 || index + 1 == children.len() && children.len() % 2 == 1 {
                    d.unwrap_or(zero)
                } else {
                    child
                }
            };
            let parts: Vec<Term> = children.iter().zip(&inner).enumerate().map(branch).collect();
            library.build(store, Kind::Form(Form::Piecewise), &parts)
        }
        (Kind::Form(form @ (Form::List | Form::Matrix | Form::Set | Form::Equation)), _) => {
            let zero = store.zero();
            let parts: Vec<Term> = inner.into_iter().map(|d| d.unwrap_or(zero)).collect();
            store.form(form, &parts)
        }
        _ => library.unevaluated_derivative(store, term, variable, 1),
    })
}

/// `sum_i f_i' prod_(j != i) f_j`.
fn product_rule(store: &mut Store, factors: &[Term], inner: &[Option<Term>]) -> Term {
    let mut parts = Vec::new();
    let mut others = Vec::with_capacity(factors.len());
    for (index, d) in inner.iter().enumerate() {
        let Some(d) = *d else { continue };
        others.clear();
        others.push(d);
        others.extend(factors.iter().enumerate().filter(|&(j, _)| j != index).map(|(_, &f)| f));
        parts.push(store.product(&others));
    }
    store.sum(&parts)
}

/// `(b^e)' = e b^(e-1) b' + b^e log(b) e'`.
fn power_rule(
    store: &mut Store,
    library: &mut Library,
    term: Term,
    (base, exponent): (Term, Term),
    (db, de): (Option<Term>, Option<Term>),
) -> Term {
    let mut parts = Vec::new();
    if let Some(db) = db {
        let minus_one = store.minus_one();
        let lower = store.sum(&[exponent, minus_one]);
        let power = store.power(base, lower);
        parts.push(store.product(&[exponent, power, db]));
    }
    if let Some(de) = de {
        let log = store.name("log");
        let logarithm = library.apply(store, log, &[base]);
        parts.push(store.product(&[term, logarithm, de]));
    }
    store.sum(&parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use viete_syntax::{parse_plain, plain};

    fn check(input: &str, expected: &str) {
        let mut s = Store::new();
        let mut l = Library::new(&mut s);
        let x = s.symbol("x");
        let term = parse_plain(&mut l, &mut s, input).unwrap_or(x);
        let result = derivative(&mut s, &mut l, term, x, &Budget::default());
        let expected = parse_plain(&mut l, &mut s, expected).ok();
        assert_eq!(result.ok(), expected, "{input} gave {:?}", result.map(|t| plain(&s, t)));
    }

    #[test]
    fn derivatives_of_all_shapes() {
        check("x^3", "3*x^2");
        check("sin(x)*exp(-x^2)", "cos(x)*exp(-x^2) - 2*x*sin(x)*exp(-x^2)");
        check("x^x", "x*x^(x - 1) + x^x*log(x)");
        check("f(x)", "diff(f(x), x)");
        check("f(x^2)", "2*x*f'(x^2)");
        check("f(x, x)", "(diff(f(t, x), t) /. t -> x) + (diff(f(x, t), t) /. t -> x)");
        check("f''(3*x)", "3*f'''(3*x)");
        check("f(y)", "0");
        check("sum(x*y, y = 1..2)", "sum(y, y = 1..2)");
        check("sum(x*y, x = 1..2)", "0");
        check("integrate(log(1 - t)/t, t = 0..x)", "log(1 - x)/x");
        check("integrate(f(x*t), t = 0..x^2)", "2*x*f(x^3) + integrate(t*f'(x*t), t = 0..x^2)");
        check("integrate(exp(x^2), x)", "exp(x^2)");
        check("limit(f(x, h), h = 0)", "diff(limit(f(x, h), h = 0), x)");
        check("[x^2, y; x, 1]", "[2*x, 0; 1, 0]");
        check("if x < 0 then x^2 else sin(x)", "if x < 0 then 2*x else cos(x)");
        check("erf(x)", "2/sqrt(pi)*exp(-x^2)");
        check("besselj(2, x)", "(besselj(1, x) - besselj(3, x))/2");
        check("2^x", "2^x*log(2)");
    }

    #[test]
    fn cost_is_linear_in_the_shared_size() {
        let mut s = Store::new();
        let mut l = Library::new(&mut s);
        let x = s.symbol("x");
        let mut term = x;
        for _ in 0..60 {
            let square = s.product(&[term, term]);
            term = s.sum(&[square, term]);
        }
        let before = s.len();
        let result = derivative(&mut s, &mut l, term, x, &Budget::default());
        assert!(result.is_ok());
        assert!(s.len() - before < 600, "{}", s.len() - before);
    }
}
