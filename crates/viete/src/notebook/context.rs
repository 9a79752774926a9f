//! What names and calls mean at the prompt: variables, definitions, commands, kernels, rows.

use crate::core::Core;
use crate::verbs::{find_verb, waits};
use viete_functions::signature::Signature;
use viete_numbers::{Error, ErrorKind};
use viete_rewrite::Goal;
use viete_syntax::{
    Call, Context, Library, Operator, Shape, apply_value, build_form, piecewise_parts,
    plain_special,
};
use viete_term::{Form, Kind, Store, Term};

impl Core {
    /// Whether a parameter of the definition that is being read stands in the term.
    pub(crate) fn has_parameter(&self, term: Term) -> bool {
        let is_parameter = |&symbol: &Term| match self.store.kind(symbol) {
            Kind::Symbol(name) => {
                self.shielded.iter().any(|shielded| shielded == self.store.text(name))
            }
            _ => false,
        };
        !self.shielded.is_empty() && self.store.symbols(term).iter().any(is_parameter)
    }

    /// Whether the user has made a function of this name.
    fn is_users_function(&self, name: &str) -> bool {
        let value = self.variables.get(name);
        self.definitions.contains_key(name)
            || self.kernels.contains_key(name)
            || value.is_some_and(|&value| self.store.parameter_count(value).is_some())
    }

    /// The value of an earlier answer; the last one for 0.
    fn answer(&self, index: u32) -> Result<Term, Error> {
        let count = self.history.len();
        let position = if index == 0 { count } else { index as usize };
        let value = position.checked_sub(1).and_then(|p| self.history.get(p)).copied();
        value.ok_or_else(|| {
            let shown = if index == 0 { String::new() } else { index.to_string() };
            let message = format!("there is no answer %{shown}: {count} so far");
            Error::new(ErrorKind::Unsupported, message)
        })
    }
}

impl Context for Core {
    fn parts(&mut self) -> (&mut Store, &mut Library) {
        (&mut self.store, &mut self.library)
    }

    fn name(&mut self, name: &str) -> Result<Term, Error> {
        if self.shielded.iter().any(|n| n == name) {
            return Ok(self.store.symbol(name));
        }
        if name == "ans" {
            return self.answer(0);
        }
        if let Some(&value) = self.variables.get(name) {
            return Ok(value);
        }
        match self.definitions.get(name) {
            Some(definition) => Ok(definition.function),
            None => Ok(self.store.symbol(name)),
        }
    }

    fn variable(&mut self, name: &str) -> Term {
        let shielded = self.shielded.iter().any(|n| n == name);
        self.spoken.push(name.to_string());
        match self.variables.get(name) {
            Some(&value) if !shielded && matches!(self.store.kind(value), Kind::Symbol(_)) => value,
            _ => self.store.symbol(name),
        }
    }

    fn signature(&mut self, name: &str) -> Option<&'static Signature> {
        let own = self.is_users_function(name) || self.shielded.iter().any(|n| n == name);
        if own { None } else { self.library.signature(name) }
    }

    fn command(&mut self, call: Call) -> Result<Term, Error> {
        self.called(call)
    }

    fn call(&mut self, name: &str, arguments: &[Term], primes: u32) -> Result<Term, Error> {
        if primes > 0 {
            return self.primed(name, arguments, primes);
        }
        if self.shielded.iter().any(|n| n == name) && self.library.find(&self.store, name).is_none()
        {
            let head = self.store.name(name);
            return Ok(self.store.call(head, arguments));
        }
        if let Some(kernel) = self.kernels.get(name).cloned() {
            let symbolic = arguments.iter().any(|&a| !self.store.symbols(a).is_empty());
            match self.variables.get(name) {
                // a formula of symbols is that of the function which was compiled
                Some(&function) if symbolic => return self.apply(function, arguments),
                _ => return self.run_kernel(name, &kernel, arguments),
            }
        }
        if let Some(definition) = self.definitions.get(name) {
            let expected = self.store.parameter_count(definition.function).unwrap_or(0);
            if expected as usize != arguments.len() {
                let got = arguments.len();
                let message = format!("`{name}` takes {expected} arguments, got {got}");
                return Err(Error::of_shape(message));
            }
            let head = self.store.name(name);
            let call = self.store.call(head, arguments);
            // inside a definition calls wait for their arguments
            return self.expand_definitions(call);
        }
        if let Some(&value) = self.variables.get(name)
            && self.store.parameter_count(value).is_some()
        {
            return self.apply(value, arguments);
        }
        if find_verb(name).is_some() {
            if waits(name) && arguments.iter().any(|&argument| self.has_parameter(argument)) {
                let head = self.store.name(name);
                return Ok(self.store.call(head, arguments));
            }
            return self.run_verb(name, arguments);
        }
        if name == "piecewise" {
            let parts = piecewise_parts(&self.store, arguments);
            return Ok(build_form(&mut self.store, Kind::Form(Form::Piecewise), &parts));
        }
        if self.variables.contains_key(name) {
            return Err(Error::of_type(format!(
                "`{name}` is a variable, no function: write {name}*(...) for a product"
            )));
        }
        if let Some(function) = self.library.find(&self.store, name).copied() {
            if !function.accepts(arguments.len()) {
                let example =
                    function.examples.first().map_or(String::new(), |e| format!(", e.g. {}", e.0));
                return Err(Error::of_shape(format!(
                    "`{}` got {} arguments: expected {}{example}",
                    function.name,
                    arguments.len(),
                    function.signature()
                )));
            }
            return Ok(self.apply_function(function.name, arguments));
        }
        self.unknown_call(name, arguments)
    }

    fn apply(&mut self, target: Term, arguments: &[Term]) -> Result<Term, Error> {
        if let Some((made, kernel)) = self.last_kernel.clone()
            && made == target
            && arguments.iter().all(|&a| self.store.symbols(a).is_empty())
        {
            return self.run_kernel("compile", &kernel, arguments);
        }
        if let Kind::Symbol(name) = self.store.kind(target)
            && find_verb(self.store.text(name)).is_some()
        {
            let name = self.store.text(name).to_string();
            return self.call(&name, arguments, 0);
        }
        let value = apply_value(&mut self.store, &mut self.library, target, arguments)?;
        self.expand_definitions(value)
    }

    fn special(&mut self, shape: &Shape, arguments: &[Term]) -> Result<Term, Error> {
        match (shape, arguments) {
            (Shape::History(index), _) => self.answer(*index),
            (Shape::Index, &[target, ref indices @ ..]) => self.index(target, indices),
            (Shape::Relations(operators), _) => self.ask(operators, arguments),
            (Shape::Operator(Operator::Replace), &[target, rules]) => self.replace(target, rules),
            (Shape::Operator(Operator::Pipe), &[value, function]) => self.pipe(value, function),
            (Shape::Operator(Operator::Assuming), &[value, assumption]) => {
                let saved = self.assumptions.clone();
                let outcome = crate::verbs::assume(self, &[assumption])
                    .and_then(|_| self.simplify(value, &Goal::SMALLEST));
                self.assumptions = saved;
                Ok(outcome?)
            }
            (Shape::Operator(Operator::Assign), _) => Err(Error::new(
                ErrorKind::Syntax,
                "`:=` is a statement: it cannot stand inside an expression",
            )),
            (Shape::Operator(Operator::Rule | Operator::RuleBoth), _) => Err(Error::new(
                ErrorKind::Syntax,
                "`=>` belongs to a rule: write `rule name: left => right`",
            )),
            _ => plain_special(&mut self.store, shape, arguments)
                .ok_or_else(|| Error::unsupported("unexpected operator in an expression")),
        }
    }
}
