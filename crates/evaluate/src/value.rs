//! Evaluation of a term in a number domain.

use crate::root::root_value;
use rustc_hash::FxHashMap;
use viete_functions::{Domain, Function, Native};
use viete_numbers::{Big, Budget, Enclosure, Number, Truth};
use viete_syntax::Library;
use viete_term::{Form, Kind, Store, Term};

/// Replaces functions that have a definition and no kernels, so that what is left evaluates by
/// kernels.
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
    let no_kernel =
        matches!(function.kernels.f64, Native::Unstated) && function.kernels.enclosure.is_none();
    no_kernel && function.definition.is_some()
}

/// Terms laid out for evaluation at many points: every shared node once, children before parents.
///
/// Functions evaluate by their kernels in the domain: see [`expand_definitions`]. A pass costs one
/// operation a node.
#[derive(Debug)]
pub struct Tape {
    /// The nodes in increasing id, each with the end of its part of `arguments`.
    order: Vec<(Term, usize)>,
    /// Positions of the children of all nodes.
    arguments: Vec<usize>,
    roots: Vec<usize>,
}

impl Tape {
    /// The nodes that the roots need, children first.
    pub fn new(store: &Store, roots: &[Term]) -> Tape {
        Tape::of(store, roots, store.reachable(roots))
    }

    /// The tape of a term that stops at parts whose values are bound.
    fn above<D>(store: &Store, root: Term, bound: &FxHashMap<Term, D>) -> Tape {
        let (mut stack, mut terms) = (vec![root], Vec::new());
        while let Some(term) = stack.pop() {
            terms.push(term);
            if !bound.contains_key(&term) {
                stack.extend_from_slice(store.children(term));
            }
        }
        terms.sort_unstable();
        terms.dedup();
        Tape::of(store, &[root], terms)
    }

    /// `terms` are the roots and all parts below them that are evaluated, in increasing id.
    fn of(store: &Store, roots: &[Term], terms: Vec<Term>) -> Tape {
        let position = |term: Term| terms.binary_search(&term).unwrap_or(0);
        let mut arguments = Vec::new();
        let mut order = Vec::with_capacity(terms.len());
        for &term in &terms {
            arguments.extend(store.children(term).iter().map(|&child| position(child)));
            order.push((term, arguments.len()));
        }
        Tape { arguments, roots: roots.iter().map(|&root| position(root)).collect(), order }
    }

    /// The values of the roots where symbols have the values of `bindings`; anything unknown is
    /// undetermined.
    pub fn evaluate<D: Domain>(
        &self,
        store: &Store,
        library: &Library,
        bindings: &FxHashMap<Term, D>,
        bits: u32,
    ) -> Vec<D> {
        self.evaluate_within(store, library, bindings, bits, &Budget::default())
    }

    /// As [`Tape::evaluate`]; what the budget stops is undetermined.
    fn evaluate_within<D: Domain>(
        &self,
        store: &Store,
        library: &Library,
        bindings: &FxHashMap<Term, D>,
        bits: u32,
        budget: &Budget,
    ) -> Vec<D> {
        let values = self.pass(store, library, bindings, bits, budget);
        self.roots
            .iter()
            .map(|&root| values.get(root).cloned().unwrap_or_else(|| D::undetermined(bits)))
            .collect()
    }

    /// The values of all nodes, in order.
    fn pass<D: Domain>(
        &self,
        store: &Store,
        library: &Library,
        bindings: &FxHashMap<Term, D>,
        bits: u32,
        budget: &Budget,
    ) -> Vec<D> {
        let values = Vec::with_capacity(self.order.len());
        let mut pass = Pass { tape: self, store, library, bits, budget, values };
        let mut start = 0;
        let mut scratch: Vec<D> = Vec::new();
        for &(term, end) in &self.order {
            scratch.clear();
            let children = self.arguments.get(start..end).unwrap_or_default();
            scratch.extend(children.iter().filter_map(|&child| pass.values.get(child).cloned()));
            start = end;
            let value = match bindings.get(&term) {
                Some(value) => value.clone(),
                None => pass.node(term, &scratch),
            };
            pass.values.push(value);
        }
        pass.values
    }
}

/// Adds the value of `root`, and of every part of it that `values` lacks, to `values`.
pub fn evaluate_above<D: Domain>(
    store: &Store,
    library: &Library,
    root: Term,
    values: &mut FxHashMap<Term, D>,
    bits: u32,
) -> D {
    let tape = Tape::above(store, root, values);
    let found = tape.pass(store, library, values, bits, &Budget::default());
    let last = found.last().cloned().unwrap_or_else(|| D::undetermined(bits));
    values.extend(tape.order.iter().map(|&(term, _)| term).zip(found));
    last
}

/// The value of one term: see [`Tape::evaluate`].
pub fn evaluate<D: Domain>(
    store: &Store,
    library: &Library,
    root: Term,
    bindings: &FxHashMap<Term, D>,
    bits: u32,
) -> D {
    evaluate_within(store, library, root, bindings, bits, &Budget::default())
}

/// As [`evaluate`]; what the budget stops is undetermined.
pub(crate) fn evaluate_within<D: Domain>(
    store: &Store,
    library: &Library,
    root: Term,
    bindings: &FxHashMap<Term, D>,
    bits: u32,
    budget: &Budget,
) -> D {
    let tape = Tape::new(store, &[root]);
    let values = tape.evaluate_within(store, library, bindings, bits, budget);
    values.into_iter().next().unwrap_or_else(|| D::undetermined(bits))
}

/// One evaluation of a tape: the values so far, by position.
struct Pass<'t, D> {
    tape: &'t Tape,
    store: &'t Store,
    library: &'t Library,
    bits: u32,
    budget: &'t Budget,
    values: Vec<D>,
}

impl<D: Domain> Pass<'_, D> {
    fn value(&self, term: Term) -> Option<&D> {
        let position = self.tape.order.binary_search_by_key(&term, |&(term, _)| term).ok()?;
        self.values.get(position)
    }

    fn node(&self, term: Term, arguments: &[D]) -> D {
        let (store, bits) = (self.store, self.bits);
        let undetermined = || D::undetermined(bits);
        // long enclosures take their time one by one
        if bits > 4096 && self.budget.check_clock().is_err() {
            return undetermined();
        }
        match (store.kind(term), arguments) {
            (Kind::Number(_), _) => {
                store.as_number(term).map_or_else(undetermined, |n| D::from_number(n, bits))
            }
            (Kind::Constant(name), _) => match store.text(name) {
                "pi" => D::pi(bits),
                "E" => D::euler(bits),
                _ => undetermined(),
            },
            (Kind::Sum, [first, rest @ ..]) => rest.iter().fold(first.clone(), |sum, x| sum.add(x)),
            (Kind::Product, [first, rest @ ..]) => {
                rest.iter().fold(first.clone(), |product, x| product.mul(x))
            }
            (Kind::Power, [base, exponent]) => power_value(store, term, base, exponent),
            (Kind::Call(name), arguments) => match self.library.function(name) {
                Some(function) => D::call(function, arguments).unwrap_or_else(undetermined),
                None => root_value(store, term, bits, self.budget).unwrap_or_else(undetermined),
            },
            (Kind::Form(Form::Piecewise), _) => {
                for pair in store.children(term).chunks(2) {
                    let value = pair.first().and_then(|&t| self.value(t));
                    match pair.get(1).map_or(Truth::True, |&when| self.truth(when)) {
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

    /// Truth of a condition at the values of its operands.
    fn truth(&self, condition: Term) -> Truth {
        let view = self.store.view(condition);
        let pair = |f: fn(&D, &D) -> Truth| match *view.children {
            [a, b] => match (self.value(a), self.value(b)) {
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
            Kind::Form(Form::And) => {
                view.children.iter().fold(Truth::True, |t, &c| t.and(self.truth(c)))
            }
            Kind::Form(Form::Or) => {
                view.children.iter().fold(Truth::False, |t, &c| t.or(self.truth(c)))
            }
            Kind::Form(Form::Not) => {
                view.children.first().map_or(Truth::Unknown, |&c| self.truth(c).not())
            }
            _ => viete_syntax::as_truth(self.store, condition),
        }
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

/// The enclosure of a term without symbols, at the given precision.
pub fn constant_value(
    store: &mut Store,
    library: &mut Library,
    term: Term,
    bits: u32,
) -> Option<Enclosure<Big>> {
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
        Kind::Call(name) => library
            .function(name)
            .is_some_and(|f| f.range.is_integers() && f.kernels.enclosure.is_some()),
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
