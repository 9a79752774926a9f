//! Evaluation of a term in a number domain.

use rustc_hash::FxHashMap;
use viete_functions::{Domain, Function, Native};
use viete_numbers::{Big, Enclosure, Number, Truth};
use viete_syntax::Library;
use viete_term::{Form, Kind, Store, Term};

/// Replaces functions that have a definition and no kernels, so that what is left evaluates by kernels.
pub fn expand_definitions(store: &mut Store, library: &mut Library, term: Term) -> Term {
    let mut term = term;
    // definitions nest at most a few deep (asech -> acosh -> kernels)
    for _ in 0..4 {
        let next = store.transform(term, &mut |store, node, children| {
            if let Kind::Call(name) = store.kind(node)
                && library.function(name).is_some_and(is_defined_by_others)
                && let Some(definition) = library.definition(store, name, children)
            {
                return definition;
            }
            if store.children(node) == children {
                return node;
            }
            let kind = store.kind(node);
            library.build(store, kind, children)
        });
        if next == term {
            break;
        }
        term = next;
    }
    term
}

fn is_defined_by_others(function: &Function) -> bool {
    let no_kernel = matches!(function.kernels.f64, Native::Unstated) && function.kernels.enclosure.is_none();
    no_kernel && function.definition.is_some()
}

/// The value of `root` where symbols have the values of `bindings`; anything unknown is undetermined.
///
/// Functions evaluate by their kernels in the domain: see [`expand_definitions`]. One loop over the shared nodes.
pub fn evaluate<D: Domain>(store: &Store, library: &Library, root: Term, bindings: &FxHashMap<Term, D>, bits: u32) -> D {
    let order = store.reachable(&[root]);
    let mut values: FxHashMap<Term, D> = FxHashMap::default();
    let mut arguments: Vec<D> = Vec::new();
    for &term in &order {
        arguments.clear();
        for child in store.children(term) {
            arguments.push(values.get(child).cloned().unwrap_or_else(|| D::undetermined(bits)));
        }
        let value = match bindings.get(&term) {
            Some(value) => value.clone(),
            None => node_value(store, library, term, &arguments, &values, bits),
        };
        values.insert(term, value);
    }
    values.remove(&root).unwrap_or_else(|| D::undetermined(bits))
}

fn node_value<D: Domain>(
    store: &Store,
    library: &Library,
    term: Term,
    arguments: &[D],
    values: &FxHashMap<Term, D>,
    bits: u32,
) -> D {
    let undetermined = || D::undetermined(bits);
    match (store.kind(term), arguments) {
        (Kind::Number(_), _) => store.as_number(term).map_or_else(undetermined, |n| D::from_number(n, bits)),
        (Kind::Constant(name), _) => match store.text(name) {
            "pi" => D::pi(bits),
            "E" => D::euler(bits),
            _ => undetermined(),
        },
        (Kind::Sum, [first, rest @ ..]) => rest.iter().fold(first.clone(), |sum, x| sum.add(x)),
        (Kind::Product, [first, rest @ ..]) => rest.iter().fold(first.clone(), |product, x| product.mul(x)),
        (Kind::Power, [base, exponent]) => power_value(store, term, base, exponent),
        (Kind::Call(name), arguments) => library.function(name).and_then(|f| D::call(f, arguments)).unwrap_or_else(undetermined),
        (Kind::Form(Form::Piecewise), _) => {
            for pair in store.children(term).chunks(2) {
                let value = pair.first().and_then(|t| values.get(t));
                match pair.get(1).map_or(Truth::True, |&when| truth(store, when, values)) {
                    Truth::True => return value.cloned().unwrap_or_else(undetermined),
                    Truth::False => {}
                    Truth::Unknown => return undetermined(),
                }
            }
            undetermined()
        }
        _ => undetermined(),
    }
}

fn power_value<D: Domain>(store: &Store, term: Term, base: &D, exponent: &D) -> D {
    let &[base_term, exponent_term] = store.children(term) else { return base.clone() };
    if base_term == store.euler() {
        return exponent.exp();
    }
    match store.as_number(exponent_term).and_then(Number::as_rational) {
        Some(r) if r.is_integer() => base.power_integer(&r.numerator()),
        Some(r) if *r == viete_numbers::Rational::HALF => base.sqrt(),
        _ => base.power(exponent),
    }
}

/// Truth of a condition at the values of its operands.
fn truth<D: Domain>(store: &Store, condition: Term, values: &FxHashMap<Term, D>) -> Truth {
    let view = store.view(condition);
    let pair = |f: fn(&D, &D) -> Truth| match view.children {
        [a, b] => match (values.get(a), values.get(b)) {
            (Some(a), Some(b)) => f(a, b),
            _ => Truth::Unknown,
        },
        _ => Truth::Unknown,
    };
    match view.kind {
        Kind::Form(Form::Less) => pair(D::less),
        Kind::Form(Form::LessEqual) => pair(|a, b| a.less(b).or(a.equal(b))),
        Kind::Form(Form::Equation) => pair(D::equal),
        Kind::Form(Form::NotEqual) => pair(|a, b| a.equal(b).not()),
        Kind::Form(Form::And) => view.children.iter().fold(Truth::True, |t, &c| t.and(truth(store, c, values))),
        Kind::Form(Form::Or) => view.children.iter().fold(Truth::False, |t, &c| t.or(truth(store, c, values))),
        Kind::Form(Form::Not) => view.children.first().map_or(Truth::Unknown, |&c| truth(store, c, values).not()),
        _ => viete_syntax::as_truth(store, condition),
    }
}

/// The enclosure of a term without symbols, at the given precision.
pub fn constant_value(store: &mut Store, library: &mut Library, term: Term, bits: u32) -> Option<Enclosure<Big>> {
    if !store.symbols(term).is_empty() {
        return None;
    }
    let expanded = expand_definitions(store, library, term);
    let value: Enclosure<Big> = evaluate(store, library, expanded, &FxHashMap::default(), bits);
    value.is_finite().then_some(value)
}

/// `floor(pi)` to 3: step functions of constants whose enclosure lies on one step.
pub fn fold_step_functions(store: &mut Store, library: &mut Library, term: Term) -> Term {
    let is_step = |library: &Library, kind: Kind| match kind {
        Kind::Call(name) => library.function(name).is_some_and(|f| f.range == "ZZ" && f.kernels.enclosure.is_some()),
        _ => false,
    };
    if !is_step(library, store.kind(term)) {
        return term;
    }
    match constant_value(store, library, term, 256) {
        Some(value) if value.is_real() => match value.re.exact() {
            Some(exact) if exact.is_integer() => store.number(exact.into()),
            _ => term,
        },
        _ => term,
    }
}
