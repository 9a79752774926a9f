//! Functions applied at the prompt: rows, unknown names, derivatives by primes, entries of lists,
//! replacement, the pipe.

use crate::core::Core;
use crate::verbs::{find_verb, verbs};
use viete_numbers::{Error, ErrorKind, Truth};
use viete_syntax::{Context, Operator, replacements, suggest};
use viete_term::{Form, Kind, Store, Term, matches};

impl Core {
    /// A row applied, with step functions of constants folded and floats computed.
    pub(crate) fn apply_function(&mut self, name: &str, arguments: &[Term]) -> Term {
        let head = self.store.name(name);
        let term = self.library.apply(&mut self.store, head, arguments);
        let digits = |store: &Store, t: Term| -> Option<u32> {
            match store.as_number(t)?.re() {
                viete_numbers::Real::Float(d) => Some(d.digits()),
                viete_numbers::Real::Exact(_) => None,
            }
        };
        let floats: Option<u32> = arguments.iter().filter_map(|&a| digits(&self.store, a)).min();
        if let (Some(digits), Kind::Call(_) | Kind::Power) = (floats, self.store.kind(term)) {
            let budget = self.budget();
            if let Ok(Some(number)) =
                viete_evaluate::numeric(&mut self.store, &mut self.library, term, digits, &budget)
            {
                return self.store.number(number);
            }
        }
        viete_evaluate::fold_step_functions(&mut self.store, &mut self.library, term)
    }

    pub(crate) fn unknown_call(&mut self, name: &str, arguments: &[Term]) -> Result<Term, Error> {
        if self.shielded.iter().any(|own| own == name) {
            // the function that is being defined
        } else if self.library.signature(name).is_some() {
            self.notes.push(format!("`{name}` is not available yet: the call stays unevaluated"));
        } else {
            let known =
                self.library.functions().into_iter().map(|f| f.name).chain(verbs().map(|v| v.name));
            if let Some(suggestion) = suggest(name, known) {
                if name.starts_with(char::is_uppercase) || find_verb(&suggestion).is_some() {
                    return Err(Error::unsupported(format!(
                        "unknown function `{name}`: did you mean `{suggestion}`?"
                    )));
                }
                self.notes
                    .push(format!("`{name}` is no known function: did you mean `{suggestion}`?"));
            }
        }
        let head = self.store.name(name);
        Ok(self.store.call(head, arguments))
    }

    /// `f'(x)`: the derivative of a function of one argument, at the argument.
    pub(crate) fn primed(
        &mut self,
        name: &str,
        arguments: &[Term],
        primes: u32,
    ) -> Result<Term, Error> {
        let &[argument] = arguments else {
            let got = arguments.len();
            return Err(Error::of_shape(format!("`{name}'` takes one argument, got {got}")));
        };
        let variable = self.store.fresh("t", &[]);
        let call = self.call(name, &[variable], 0)?;
        let budget = self.budget();
        let derivative = viete_calculus::derivative_n(
            &mut self.store,
            &mut self.library,
            call,
            variable,
            primes,
            &budget,
        );
        Ok(self.library.substitute(
            &mut self.store,
            derivative?,
            &[(variable, argument)].into_iter().collect(),
        ))
    }

    pub(crate) fn index(&mut self, target: Term, indices: &[Term]) -> Result<Term, Error> {
        let mut current = target;
        for &index in indices {
            let items = self
                .store
                .as_form(current, Form::List)
                .or_else(|| self.store.as_form(current, Form::Matrix));
            let Some(items) = items.map(<[Term]>::to_vec) else {
                let mut children = vec![target];
                children.extend_from_slice(indices);
                return Ok(self.store.form(Form::Index, &children));
            };
            let position = self
                .store
                .as_i64(index)
                .ok_or_else(|| Error::of_type("an index must be an integer"))?;
            let item = usize::try_from(position)
                .ok()
                .and_then(|p| p.checked_sub(1))
                .and_then(|p| items.get(p));
            current = *item.ok_or_else(|| {
                let last = items.len();
                Error::new(
                    ErrorKind::Range,
                    format!("index {position} is out of range: expected 1 to {last}"),
                )
            })?;
        }
        Ok(current)
    }

    /// `a == b` by proof, `a === b` by structure.
    pub(crate) fn ask(
        &mut self,
        operators: &[Operator],
        arguments: &[Term],
    ) -> Result<Term, Error> {
        let mut answer = Truth::True;
        for (operator, pair) in operators.iter().zip(arguments.windows(2)) {
            let &[a, b] = pair else { continue };
            let truth =
                if *operator == Operator::Same { (a == b).into() } else { self.equal(a, b)? };
            answer = answer.and(truth);
        }
        Ok(match answer {
            Truth::Unknown => self.store.constant("unknown"),
            truth => self.store.boolean(truth.is_true()),
        })
    }

    /// `e /. x -> 2`, `e /. {x -> 2, y -> z}`; left sides with `a_` match structurally, everywhere.
    pub(crate) fn replace(&mut self, target: Term, rules: Term) -> Result<Term, Error> {
        let (plain, patterns) = replacements(&self.store, rules)?;
        let replaced = self.library.substitute(&mut self.store, target, &plain);
        let library = &mut self.library;
        let result = self.store.transform(replaced, &mut |store, node, children| {
            let kind = store.kind(node);
            let rebuilt = if store.children(node) == children {
                node
            } else {
                library.build(store, kind, children)
            };
            for &(from, to) in &patterns {
                if let Some(bindings) = matches(store, from, rebuilt) {
                    return library.substitute(store, to, &bindings);
                }
            }
            rebuilt
        });
        self.expand_definitions(result)
    }

    /// `e |> f`: the function or command `f` applied to `e`.
    pub(crate) fn pipe(&mut self, value: Term, function: Term) -> Result<Term, Error> {
        if self.store.parameter_count(function).is_some() {
            return self.apply(function, &[value]);
        }
        match self.store.kind(function) {
            Kind::Symbol(name) => {
                let name = self.store.text(name).to_string();
                self.call(&name, &[value], 0)
            }
            _ => Err(Error::of_type("`|>` expected the name of a function or a lambda")),
        }
    }
}
