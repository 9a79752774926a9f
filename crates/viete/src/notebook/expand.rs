//! Calls of the user's functions replaced by their bodies, commands that waited for a parameter
//! run, unevaluated operators asked again: until nothing changes.

use crate::core::Core;
use crate::verbs::find_verb;
use rustc_hash::FxHashSet;
use viete_numbers::{Error, ErrorKind, Stop};
use viete_syntax::{Bound, Call, Derivative};
use viete_term::{Form, Kind, Term};

/// Expansions of user functions in one statement before it is called a runaway recursion.
const MAX_EXPANSIONS: usize = 10_000;
/// Nodes of a term, written out, beyond which nothing is expanded any more.
const MAX_SIZE: u32 = 10_000_000;

impl Core {
    /// Replaces calls of user functions by their bodies until none is left outside undecided
    /// branches.
    pub(crate) fn expand_definitions(&mut self, term: Term) -> Result<Term, Error> {
        if !self.shielded.is_empty() {
            return Ok(term);
        }
        let mut current = term;
        // what has been looked at and stays as it is
        let mut settled: FxHashSet<Term> = FxHashSet::default();
        for _ in 0..MAX_EXPANSIONS {
            let Some(call) = self.next_call(current, &settled) else { return Ok(current) };
            settled.insert(call);
            let value = self.expanded_call(call)?;
            if value != call {
                let map = [(call, value)].into_iter().collect();
                current = self.library.substitute(&mut self.store, current, &map);
            }
            self.go_on()?;
            self.budget().check_clock()?;
            if self.store.size(current) > MAX_SIZE {
                break;
            }
        }
        Err(Error::new(
            ErrorKind::Stopped(Stop::Fuel),
            format!(
                "recursion limit: a user function was expanded {MAX_EXPANSIONS} times without an end"
            ),
        ))
    }

    /// An innermost call that may have another value: of a defined function, of a command that
    /// waited, of an operator over a function. Branches that are not decided are left alone.
    fn next_call(&self, root: Term, settled: &FxHashSet<Term>) -> Option<Term> {
        let mut seen = FxHashSet::default();
        let mut stack = vec![root];
        let mut found: Option<Term> = None;
        while let Some(term) = stack.pop() {
            if !seen.insert(term) {
                continue;
            }
            let view = self.store.view(term);
            match view.kind {
                Kind::Lambda(_) => continue,
                Kind::Form(Form::Piecewise) => {
                    // only the first condition is certain to be needed
                    stack.extend(view.children.get(1));
                    continue;
                }
                Kind::Call(name) if !settled.contains(&term) => {
                    let name = self.store.text(name);
                    let over_function = view
                        .children
                        .first()
                        .is_some_and(|&c| self.store.parameter_count(c).is_some());
                    let waits = find_verb(name).is_some() && !over_function;
                    if self.accepts(name, view.children.len()) || waits || over_function {
                        found = Some(found.map_or(term, |other| other.min(term)));
                    }
                }
                _ => {}
            }
            stack.extend(view.children);
        }
        found
    }

    /// Whether a user's function of this name takes so many arguments.
    fn accepts(&self, name: &str, count: usize) -> bool {
        let definition = self.definitions.get(name);
        let parameters = definition.and_then(|d| self.store.parameter_count(d.function));
        parameters.is_some_and(|parameters| parameters as usize == count)
    }

    fn expanded_call(&mut self, call: Term) -> Result<Term, Error> {
        if let Some(derivative) = Derivative::of(&self.store, call) {
            return self.expanded_derivative(call, &derivative);
        }
        if let Some(bound) = Bound::of(&self.store, call) {
            let Some((symbols, body)) = self.library.open(&mut self.store, bound.function, &[call])
            else {
                return Ok(call);
            };
            let expanded = self.expand_definitions(body)?;
            if expanded == body {
                return Ok(call);
            }
            let function = self.library.bind(&mut self.store, &symbols, expanded);
            return Ok(Bound { function, ..bound }.term(&mut self.store));
        }
        let Kind::Call(name) = self.store.kind(call) else { return Ok(call) };
        let name = self.store.text(name).to_string();
        let arguments = self.store.children(call).to_vec();
        if let Some(definition) = self.definitions.get(&name).cloned() {
            let value = self.library.applied(&mut self.store, definition.function, &arguments);
            return Ok(value.unwrap_or(call));
        }
        if find_verb(&name).is_none() {
            return Ok(call);
        }
        let read = self
            .library
            .signature(&name)
            .and_then(|signature| Call::of_terms(&self.store, signature, &arguments));
        match read {
            Some(read) => self.run_command(&read),
            None => self.run_verb(&name, &arguments),
        }
    }

    /// The derivative of a function whose body may be known by now.
    fn expanded_derivative(&mut self, call: Term, inner: &Derivative) -> Result<Term, Error> {
        let Some((symbols, body)) = self.library.open(&mut self.store, inner.function, &[call])
        else {
            return Ok(call);
        };
        let mut value = self.expand_definitions(body)?;
        let budget = self.budget();
        for (&symbol, &order) in symbols.iter().zip(&inner.orders) {
            let (store, library) = (&mut self.store, &mut self.library);
            value = viete_calculus::derivative_n(store, library, value, symbol, order, &budget)?;
        }
        let map = symbols.iter().copied().zip(inner.arguments.iter().copied()).collect();
        Ok(self.library.substitute(&mut self.store, value, &map))
    }
}
