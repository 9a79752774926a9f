//! A command of the language, called: by a signature or by its arguments as they stand.

use crate::core::Core;
use crate::verbs::{find_verb, waits};
use viete_functions::signature::Variable;
use viete_numbers::Error;
use viete_syntax::{Argument, Call};
use viete_term::{Form, Kind, Term};

impl Core {
    /// The value of a call, or the call itself where it has to wait for a parameter or nothing can
    /// evaluate it yet.
    pub(crate) fn called(&mut self, call: Call) -> Result<Term, Error> {
        let call = self.with_bodies(call)?;
        if self.must_wait(&call) {
            let (head, terms) = (self.store.name(&call.name), call.terms(&mut self.store));
            return Ok(self.store.call(head, &terms));
        }
        self.note_shadowed(&call);
        self.run_command(&call)
    }

    /// Runs a command, or leaves an operator without one unevaluated.
    pub(crate) fn run_command(&mut self, call: &Call) -> Result<Term, Error> {
        if find_verb(&call.name).is_none() {
            let name = &call.name;
            let note = format!("`{name}` is not available yet: the call stays unevaluated");
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
            return Ok(call.unevaluated(&mut self.store, &mut self.library));
        }
        let terms = call.terms(&mut self.store);
        self.run_verb(&call.name, &terms)
    }

    /// Runs a command on terms.
    pub(crate) fn run_verb(&mut self, name: &str, arguments: &[Term]) -> Result<Term, Error> {
        let verb =
            find_verb(name).ok_or_else(|| Error::unsupported(format!("`{name}` is no command")))?;
        Ok((verb.run)(self, arguments)?)
    }

    /// Whether a call has to wait until the parameters of the definition that is being read have
    /// values. Derivatives need not: a parameter is the point where they stand; but if what is
    /// differentiated is a parameter itself, its value may depend on the variable.
    fn must_wait(&self, call: &Call) -> bool {
        let terms = call.arguments.iter().flat_map(|argument| match argument {
            Argument::Value(term) => vec![*term],
            Argument::Variable { symbol, .. } => vec![*symbol],
            Argument::Names(names) => names.clone(),
            Argument::Keyword { arguments, .. } => arguments.clone(),
        });
        let speaks_of_parameter = terms.into_iter().any(|term| self.has_parameter(term));
        let at = call.variables(Variable::At);
        let differentiable = match (call.body(), at.as_slice()) {
            (Some(body), [(symbol, _), ..]) => {
                !self.has_parameter(body) || self.store.contains(body, *symbol)
            }
            _ => true,
        };
        speaks_of_parameter && (waits(&call.name) || !differentiable)
    }

    /// Functions given where an expression in the call's variables is expected, applied to them.
    fn with_bodies(&mut self, mut call: Call) -> Result<Call, Error> {
        let mut symbols: Vec<Term> = Vec::new();
        for argument in &call.arguments {
            match argument {
                Argument::Variable { symbol, .. } if !symbols.contains(symbol) => {
                    symbols.push(*symbol);
                }
                Argument::Names(names) => symbols.extend(names),
                _ => {}
            }
        }
        if let (false, Some(Argument::Value(body))) = (symbols.is_empty(), call.arguments.first()) {
            let applied = self.applied_body(&call.name, *body, &symbols)?;
            if let Some(first) = call.arguments.first_mut() {
                *first = Argument::Value(applied);
            }
        }
        Ok(call)
    }

    fn applied_body(&mut self, name: &str, body: Term, symbols: &[Term]) -> Result<Term, Error> {
        if let Some(items) = self.store.as_form(body, Form::List).map(<[Term]>::to_vec) {
            let mut applied = Vec::with_capacity(items.len());
            for item in items {
                applied.push(match self.store.kind(item) {
                    Kind::Lambda(_) => self.applied_body(name, item, symbols)?,
                    _ => item,
                });
            }
            return Ok(self.store.form(Form::List, &applied));
        }
        let Some(count) = self.store.parameter_count(body) else { return Ok(body) };
        let value = self.library.applied(&mut self.store, body, symbols);
        let value = value.ok_or_else(|| {
            Error::of_shape(format!(
                "`{name}` got a function of {count} arguments and {} variables: write it applied, \
                 as in f(x, y)",
                symbols.len()
            ))
        })?;
        self.expand_definitions(value)
    }

    /// Says so where a variable's value is not used because a call speaks of the name.
    fn note_shadowed(&mut self, call: &Call) {
        for kind in [Variable::At, Variable::Name] {
            for (symbol, _) in call.variables(kind) {
                let Kind::Symbol(name) = self.store.kind(symbol) else { continue };
                let name = self.store.text(name).to_string();
                let Some(&value) = self.variables.get(&name) else { continue };
                let value = super::clip(&self.store, value);
                let note = format!("`{name}` stands for itself here, not for its value {value}");
                if self.spoken.contains(&name) && !self.notes.contains(&note) {
                    self.notes.push(note);
                }
            }
        }
    }
}
