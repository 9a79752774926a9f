//! The binder: lambdas over de Bruijn indices. [`Store::bind`] closes a body over symbols,
//! [`Store::instantiate`] puts arguments in, [`Store::open`] puts fresh symbols in.
//!
//! Two lambdas that differ in the names of their parameters are one term; the names are hints that
//! only printers read. No engine works under a binder: it opens the body, works, and closes. So
//! arguments are closed terms, nothing is ever captured, and no index is shifted but when a body
//! that is itself open is closed once more. Every pass visits a shared node once for each depth at
//! which it stands, and skips what holds nothing to replace.
//!
//! Source: N. G. de Bruijn, Lambda calculus notation with nameless dummies, Indagationes
//! Mathematicae 34 (1972).

use crate::node::{Form, Kind, Name, Term};
use crate::store::Store;
use rustc_hash::{FxHashMap, FxHashSet};

/// The canonical constructor that a pass rebuilds nodes with.
pub type Build<'f> = dyn FnMut(&mut Store, Kind, &[Term]) -> Term + 'f;

/// Marks a symbol made by [`Store::open`] and separates its hint from its number; no name that a
/// person types has it.
const FRESH: char = '#';

impl Store {
    /// The function of `parameters` (symbols, in order) with this body: occurrences of the symbols,
    /// also as heads of calls where they are no function of the language, become bound.
    pub fn bind(&mut self, parameters: &[Term], body: Term, build: &mut Build<'_>) -> Term {
        let count = parameters.len() as u32;
        let places: FxHashMap<Name, u32> = parameters
            .iter()
            .zip(0..)
            .filter_map(|(&parameter, place)| match self.kind(parameter) {
                Kind::Symbol(name) => Some((name, place)),
                _ => None,
            })
            .collect();
        let touched = self.mentioning(body, &places);
        let body = self.at_depths(
            body,
            &mut |store, term, depth| touched.contains(&term) || store.loose(term) > depth,
            &mut |store, term, depth| match store.kind(term) {
                Kind::Symbol(name) => {
                    places.get(&name).map(|place| store.bound(depth.saturating_add(*place)))
                }
                Kind::Bound(index) if index >= depth => Some(store.bound(index + count)),
                _ => None,
            },
            &mut |store, term, depth, children| match store.kind(term) {
                Kind::Call(name) if places.contains_key(&name) && !store.is_function(name) => {
                    let place = places.get(&name).copied().unwrap_or(0);
                    let mut parts = vec![store.bound(depth.saturating_add(place))];
                    parts.extend_from_slice(children);
                    build(store, Kind::Form(Form::Apply), &parts)
                }
                kind => build(store, kind, children),
            },
        );
        let lambda = self.intern(Kind::Lambda(count), &[body]);
        self.hint(lambda, parameters);
        lambda
    }

    /// The body of a lambda with its parameters replaced by closed `arguments`; `None` when it is
    /// no lambda of so many parameters.
    pub fn instantiate(
        &mut self,
        lambda: Term,
        arguments: &[Term],
        build: &mut Build<'_>,
    ) -> Option<Term> {
        let count = self.parameter_count(lambda)?;
        if count as usize != arguments.len() {
            return None;
        }
        let body = self.children(lambda).first().copied()?;
        Some(self.at_depths(
            body,
            &mut |store, term, depth| store.loose(term) > depth,
            &mut |store, term, depth| match store.kind(term) {
                Kind::Bound(index) if index >= depth => {
                    let place = (index - depth) as usize;
                    let outer = |store: &mut Store| store.bound(index - count);
                    Some(arguments.get(place).copied().unwrap_or_else(|| outer(store)))
                }
                _ => None,
            },
            &mut |store, term, _, children| build(store, store.kind(term), children),
        ))
    }

    /// Fresh symbols for the parameters of a lambda, and its body over them. The symbols occur
    /// neither in the lambda nor in `avoid`.
    pub fn open(
        &mut self,
        lambda: Term,
        avoid: &[Term],
        build: &mut Build<'_>,
    ) -> Option<(Vec<Term>, Term)> {
        let count = self.parameter_count(lambda)?;
        let mut taken: Vec<Term> = avoid.iter().flat_map(|&term| self.symbols(term)).collect();
        taken.extend(self.symbols(lambda));
        let mut symbols = Vec::new();
        for place in 0..count as usize {
            let hint = self.hints(lambda).get(place).map_or("t", |&name| self.text(name));
            let hint = hint.to_string();
            let symbol = self.fresh(&hint, &taken);
            taken.push(symbol);
            symbols.push(symbol);
        }
        let body = self.instantiate(lambda, &symbols, build)?;
        Some((symbols, body))
    }

    /// A symbol that is none of `taken` and that nobody can type.
    pub fn fresh(&mut self, hint: &str, taken: &[Term]) -> Term {
        let hint = hint.split(FRESH).next().unwrap_or(hint).to_string();
        let mut number = 1;
        loop {
            let symbol = self.symbol(&format!("{hint}{FRESH}{number}"));
            if !taken.contains(&symbol) {
                return symbol;
            }
            number += 1;
        }
    }

    /// Names the parameters of a lambda after symbols, as a person typed them. Printers prefer
    /// what was said last.
    pub fn hint(&mut self, lambda: Term, symbols: &[Term]) {
        let mut names = Vec::with_capacity(symbols.len());
        for &symbol in symbols {
            let Kind::Symbol(name) = self.kind(symbol) else { return };
            let plain = self.text(name).split(FRESH).next().unwrap_or("t").to_string();
            names.push(self.name(&plain));
        }
        self.hints.insert(lambda, names.into());
    }

    /// Hints for the names of a lambda's parameters.
    pub fn hints(&self, lambda: Term) -> &[Name] {
        self.hints.get(&lambda).map_or(&[], |names| names)
    }

    /// Hands the hints of a lambda on to what it was rebuilt as, unless that has hints already.
    pub fn keep_hints(&mut self, from: Term, to: Term) {
        if from != to
            && matches!(self.kind(to), Kind::Lambda(_))
            && let Some(names) = self.hints.get(&from).cloned()
        {
            self.hints.entry(to).or_insert(names);
        }
    }

    /// The bound variable of this index: see [`Kind::Bound`].
    pub fn bound(&mut self, index: u32) -> Term {
        self.intern(Kind::Bound(index), &[])
    }

    /// Number of parameters of a lambda, `None` for other terms.
    pub fn parameter_count(&self, term: Term) -> Option<u32> {
        match self.kind(term) {
            Kind::Lambda(count) => Some(count),
            _ => None,
        }
    }

    /// The nodes of a term in which a symbol of these names occurs, or a call of one.
    fn mentioning(&self, root: Term, names: &FxHashMap<Name, u32>) -> FxHashSet<Term> {
        let mut touched = FxHashSet::default();
        for term in self.all_nodes(&[root]) {
            let own = match self.kind(term) {
                Kind::Symbol(name) | Kind::Call(name) => names.contains_key(&name),
                _ => false,
            };
            if own || self.children(term).iter().any(|child| touched.contains(child)) {
                touched.insert(term);
            }
        }
        touched
    }

    /// Rebuilds what `relevant` names, knowing under how many parameters each node stands: `leaf`
    /// may replace a node, `node` rebuilds one over its new children.
    fn at_depths(
        &mut self,
        root: Term,
        relevant: &mut dyn FnMut(&Store, Term, u32) -> bool,
        leaf: &mut dyn FnMut(&mut Store, Term, u32) -> Option<Term>,
        node: &mut dyn FnMut(&mut Store, Term, u32, &[Term]) -> Term,
    ) -> Term {
        let mut image: FxHashMap<(Term, u32), Term> = FxHashMap::default();
        let mut stack = vec![(root, 0u32)];
        let mut children = Vec::new();
        while let Some(&(term, depth)) = stack.last() {
            if image.contains_key(&(term, depth)) {
                stack.pop();
                continue;
            }
            if !relevant(self, term, depth) {
                image.insert((term, depth), term);
                continue;
            }
            if let Some(replacement) = leaf(self, term, depth) {
                image.insert((term, depth), replacement);
                continue;
            }
            let below = match self.kind(term) {
                Kind::Lambda(count) => depth.saturating_add(count),
                _ => depth,
            };
            children.clear();
            let waiting = stack.len();
            for &child in self.children(term) {
                match image.get(&(child, below)) {
                    Some(&new) => children.push(new),
                    None => stack.push((child, below)),
                }
            }
            if stack.len() > waiting {
                continue;
            }
            let new = node(self, term, depth, &children);
            self.keep_hints(term, new);
            image.insert((term, depth), new);
        }
        image.get(&(root, 0)).copied().unwrap_or(root)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(store: &mut Store, kind: Kind, children: &[Term]) -> Term {
        store.build(kind, children)
    }

    #[test]
    fn names_of_parameters_do_not_matter() {
        let mut s = Store::new();
        let (x, y, two) = (s.symbol("x"), s.symbol("y"), s.integer(2));
        let (a, b) = (s.power(x, two), s.power(y, two));
        let (f, g) = (s.bind(&[x], a, &mut build), s.bind(&[y], b, &mut build));
        assert_eq!(f, g);
        assert_eq!(s.loose(f), 0);
        assert!(s.symbols(f).is_empty());
        let (in_x, in_y) = (s.bind(&[x], a, &mut build), s.bind(&[y], a, &mut build));
        assert_ne!(in_x, in_y);
    }

    #[test]
    fn nothing_is_captured() {
        let mut s = Store::new();
        let (x, y) = (s.symbol("x"), s.symbol("y"));
        let product = s.product(&[x, y]);
        let inner = s.bind(&[y], product, &mut build);
        // y put for x: y |-> x*y becomes a function whose y is another
        let moved = s.substitute(inner, &[(x, y)].into_iter().collect());
        let three = s.integer(3);
        let value = s.instantiate(moved, &[three], &mut build);
        assert_eq!(value, Some(s.product(&[three, y])));
        // the bound variable is out of reach
        assert_eq!(s.substitute(inner, &[(y, three)].into_iter().collect()), inner);
    }

    #[test]
    fn nested_functions_are_opened_one_by_one() {
        let mut s = Store::new();
        let (x, y, z) = (s.symbol("x"), s.symbol("y"), s.symbol("z"));
        let difference = s.subtract(x, y);
        let inner = s.bind(&[y], difference, &mut build);
        let outer = s.bind(&[x], inner, &mut build);
        let both = s.bind(&[x, y], difference, &mut build);
        assert_ne!(outer, both);
        let first = s.instantiate(outer, &[z], &mut build);
        let second = first.and_then(|f| s.instantiate(f, &[x], &mut build));
        assert_eq!(second, Some(s.subtract(z, x)));
        assert_eq!(s.instantiate(both, &[z, x], &mut build), second);
        let opened = s.open(both, &[], &mut build);
        let closed = opened.map(|(symbols, body)| s.bind(&symbols, body, &mut build));
        assert_eq!(closed, Some(both));
    }

    #[test]
    fn heads_of_calls_can_be_bound() {
        let mut s = Store::new();
        let (f, one) = (s.symbol("f"), s.integer(1));
        let head = s.name("f");
        let call = s.call(head, &[one]);
        let lambda = s.bind(&[f], call, &mut build);
        let sine = s.symbol("sin");
        let value = s.instantiate(lambda, &[sine], &mut build);
        let sine = s.name("sin");
        assert_eq!(value, Some(s.call(sine, &[one])));
    }

    #[test]
    fn a_hundred_thousand_levels_are_bound_and_opened() {
        let mut s = Store::new();
        let x = s.symbol("x");
        let g = s.name("g");
        let mut term = x;
        for _ in 0..100_000 {
            term = s.call(g, &[term]);
        }
        let lambda = s.bind(&[x], term, &mut build);
        assert_eq!(s.instantiate(lambda, &[x], &mut build), Some(term));
    }
}
