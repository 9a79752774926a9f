//! Statements of the prompt: assignments, definitions, rules, expressions with commands.

use crate::answer::Answer;
use crate::core::{Core, Definition};
use crate::error::Error;
use crate::verbs::{find_verb, verbs, waits};
use rustc_hash::FxHashMap;
use viete_numbers::{Number, Truth};
use viete_rewrite::Goal;
use viete_syntax::{
    Context, KEYWORDS, Operator, Shape, Statement, Tree, build_form, elaborate, is_constant_name,
    parse_program, piecewise_parts, plain, plain_special, suggest,
};
use viete_term::{Form, Kind, Store, Term, matches};

/// Expansions of user functions in one statement before it is called a runaway recursion.
const MAX_EXPANSIONS: usize = 10_000;

/// Operations of calculus and algebra that are known by name and not computed yet.
const PLANNED: &[&str] =
    &["integrate", "limit", "series", "sum", "product", "solve", "nsolve", "dsolve"];

/// Runs the statements of a text.
pub(crate) fn program(core: &mut Core, text: &str) -> Result<Vec<Answer>, Error> {
    core.cancel.reset();
    let statements = parse_program(text)?;
    let mut answers = Vec::new();
    for statement in statements {
        core.notes.clear();
        core.shielded.clear();
        (core.plot, core.text) = (None, None);
        let mut answer = run(core, &statement, text)?;
        answer.notes = std::mem::take(&mut core.notes);
        answer.plot = core.plot.take();
        answer.text = core.text.take().or(answer.text);
        answer.hidden = statement.hidden;
        if let Some(term) = answer.term {
            core.history.push(term);
        }
        answers.push(answer);
    }
    Ok(answers)
}

fn run(core: &mut Core, statement: &Statement, text: &str) -> Result<Answer, Error> {
    let tree = &statement.tree;
    if let Some(name) = &statement.rule {
        let law =
            text.get(statement.span.clone()).unwrap_or("").split_once(':').map_or("", |p| p.1);
        let line = format!("{name}: {}", law.trim().trim_end_matches(';'));
        core.add_rule(line.clone())?;
        return Ok(Answer::text(format!("rule {line}")));
    }
    let Some((_, node)) = tree.root() else { return Ok(Answer::default()) };
    if node.shape == Shape::Operator(Operator::Assign)
        && let &[target, value] = tree.children(node)
    {
        return assign(core, tree, target, value);
    }
    if let (Shape::Relations(operators), [left, _]) = (&node.shape, tree.children(node))
        && operators.as_ref() == [Operator::Equal]
        && let Some(Shape::Name(name)) = tree.node(*left).map(|n| &n.shape)
        && !node.parenthesized
    {
        core.notes
            .push(format!("this is an equation; to give `{name}` a value write {name} := ..."));
    }
    let term = elaborate(tree, core)?;
    Ok(Answer::term(term))
}

fn assign(core: &mut Core, tree: &Tree, target: u32, value: u32) -> Result<Answer, Error> {
    let Some(node) = tree.node(target) else { return Ok(Answer::default()) };
    let refuse = |message: String| Err(Error::Syntax(tree.error_at(target, message)));
    let free_name = |name: &str| -> Result<(), String> {
        if is_constant_name(name) {
            return Err(format!("`{name}` is a constant: it cannot be assigned"));
        }
        if find_verb(name).is_some() || KEYWORDS.contains(&name) || PLANNED.contains(&name) {
            return Err(format!("`{name}` is a reserved name: it cannot be assigned"));
        }
        Ok(())
    };
    match &node.shape {
        Shape::Name(name) => {
            if let Err(message) = free_name(name) {
                return refuse(message);
            }
            core.last_kernel = None;
            let term = elaborate(&tree.subtree(value), core)?;
            if let Some(kernel) = core.last_kernel.clone() {
                core.kernels.insert(name.to_string(), kernel);
            }
            core.variables.insert(name.to_string(), term);
            Ok(Answer::term(term))
        }
        Shape::Call { name, primes: 0 } => {
            if let Err(message) = free_name(name) {
                return refuse(message);
            }
            if core.library.find(&core.store, name).is_some() {
                return refuse(format!("`{name}` is a built-in function: it cannot be redefined"));
            }
            let mut names = Vec::new();
            for &child in tree.children(node) {
                match tree.node(child).map(|n| &n.shape) {
                    Some(Shape::Name(parameter))
                        if !is_constant_name(parameter)
                            && !names.contains(&parameter.to_string()) =>
                    {
                        names.push(parameter.to_string());
                    }
                    _ => {
                        return Err(Error::Syntax(
                            tree.error_at(child, "expected a parameter name, each once".into()),
                        ));
                    }
                }
            }
            core.shielded.clone_from(&names);
            core.shielded.push(name.to_string());
            let body = elaborate(&tree.subtree(value), core);
            core.shielded.clear();
            let body = body?;
            let parameters = names.iter().map(|n| core.store.symbol(n)).collect();
            core.definitions.insert(name.to_string(), Definition { parameters, body });
            let text = format!("{name}({}) := {}", names.join(", "), clip(&core.store, body));
            Ok(Answer::text(text))
        }
        _ => refuse("cannot assign to this: expected a name or name(parameters)".into()),
    }
}

/// The term in plain notation, unless it is too long to read.
pub(crate) fn clip(store: &Store, term: Term) -> String {
    if store.size(term) > 2000 {
        format!("(an expression of {} nodes)", store.size(term))
    } else {
        plain(store, term)
    }
}

/// Replaces calls of user functions by their bodies until none is left outside undecided branches.
fn expand_definitions(core: &mut Core, term: Term) -> Result<Term, String> {
    let mut current = term;
    // commands that stay as they are
    let mut settled = Vec::new();
    for _ in 0..MAX_EXPANSIONS {
        let Some(call) = next_call(core, current, &settled) else { return Ok(current) };
        let Kind::Call(name) = core.store.kind(call) else { return Ok(current) };
        let arguments = core.store.children(call).to_vec();
        if let Some(verb) = find_verb(core.store.text(name)) {
            let value = (verb.run)(core, &arguments).map_err(|error| error.to_string())?;
            settled.push(call);
            current = core.library.substitute(
                &mut core.store,
                current,
                &[(call, value)].into_iter().collect(),
            );
            continue;
        }
        let Some(definition) = core.definitions.get(core.store.text(name)).cloned() else {
            return Ok(current);
        };
        let map: FxHashMap<Term, Term> =
            definition.parameters.iter().copied().zip(arguments).collect();
        let body = core.library.substitute(&mut core.store, definition.body, &map);
        current = core.library.substitute(
            &mut core.store,
            current,
            &[(call, body)].into_iter().collect(),
        );
        if core.cancel.is_cancelled() {
            return Err("cancelled".into());
        }
        if core.store.size(current) > 10_000_000 {
            break;
        }
    }
    Err(format!(
        "recursion limit: a user function was expanded {MAX_EXPANSIONS} times without an end"
    ))
}

/// An innermost call of a defined function that stands outside piecewise branches.
fn next_call(core: &Core, root: Term, settled: &[Term]) -> Option<Term> {
    let mut seen = rustc_hash::FxHashSet::default();
    let mut stack = vec![root];
    let mut found = None;
    while let Some(term) = stack.pop() {
        if !seen.insert(term) {
            continue;
        }
        let view = core.store.view(term);
        if view.kind == Kind::Form(Form::Piecewise) || view.kind == Kind::Form(Form::Lambda) {
            // only the first condition is certain to be needed
            stack.extend(view.children.get(1));
            continue;
        }
        if let Kind::Call(name) = view.kind
            && !settled.contains(&term)
            && (core
                .definitions
                .get(core.store.text(name))
                .is_some_and(|d| d.parameters.len() == view.children.len())
                || waits(core.store.text(name)))
        {
            found = Some(found.map_or(term, |f: Term| f.min(term)));
        }
        stack.extend(view.children);
    }
    found
}

impl Core {
    /// Whether a parameter of the definition that is being read stands in the term.
    fn has_parameter(&self, term: Term) -> bool {
        let is_parameter = |&symbol: &Term| match self.store.kind(symbol) {
            Kind::Symbol(name) => {
                self.shielded.iter().any(|shielded| shielded == self.store.text(name))
            }
            _ => false,
        };
        !self.shielded.is_empty() && self.store.symbols(term).iter().any(is_parameter)
    }
}

impl Context for Core {
    fn store(&mut self) -> &mut Store {
        &mut self.store
    }

    fn name(&mut self, name: &str) -> Result<Term, String> {
        if self.shielded.iter().any(|n| n == name) {
            return Ok(self.store.symbol(name));
        }
        if name == "ans" {
            return self.special(&Shape::History(0), &[]);
        }
        Ok(self.variables.get(name).copied().unwrap_or_else(|| self.store.symbol(name)))
    }

    fn call(&mut self, name: &str, arguments: &[Term], primes: u32) -> Result<Term, String> {
        if primes > 0 {
            return self.primed(name, arguments, primes);
        }
        if let Some(verb) = find_verb(name) {
            if waits(name) && arguments.iter().any(|&argument| self.has_parameter(argument)) {
                let head = self.store.name(name);
                return Ok(self.store.call(head, arguments));
            }
            return (verb.run)(self, arguments).map_err(|error| error.to_string());
        }
        if name == "piecewise" {
            let parts = piecewise_parts(&self.store, arguments);
            return Ok(build_form(&mut self.store, Kind::Form(Form::Piecewise), &parts));
        }
        if let Some(definition) = self.definitions.get(name) {
            let expected = definition.parameters.len();
            if expected != arguments.len() {
                return Err(format!(
                    "`{name}` takes {expected} arguments, got {}",
                    arguments.len()
                ));
            }
            let head = self.store.name(name);
            let call = self.store.call(head, arguments);
            // inside a definition calls wait for their arguments
            return if self.shielded.is_empty() {
                expand_definitions(self, call)
            } else {
                Ok(call)
            };
        }
        if let Some(kernel) = self.kernels.get(name).cloned() {
            return self.run_kernel(name, &kernel, arguments);
        }
        if let Some(&value) = self.variables.get(name)
            && let Some(&[parameters, body]) = self.store.as_form(value, Form::Lambda)
        {
            return self.apply_lambda(parameters, body, arguments);
        }
        if self.variables.contains_key(name) {
            return Err(format!(
                "`{name}` is a variable, no function: write {name}*(...) for a product"
            ));
        }
        if let Some(function) = self.library.find(&self.store, name).copied() {
            if !function.accepts(arguments.len()) {
                let example =
                    function.examples.first().map_or(String::new(), |e| format!(", e.g. {}", e.0));
                return Err(format!(
                    "`{}` got {} arguments: expected {}{example}",
                    function.name,
                    arguments.len(),
                    function.signature()
                ));
            }
            return Ok(self.apply_function(function.name, arguments));
        }
        self.unknown_call(name, arguments)
    }

    fn special(&mut self, shape: &Shape, arguments: &[Term]) -> Result<Term, String> {
        match (shape, arguments) {
            (Shape::History(index), _) => {
                let position = if *index == 0 { self.history.len() } else { *index as usize };
                let value = position.checked_sub(1).and_then(|p| self.history.get(p)).copied();
                value.ok_or_else(|| {
                    format!(
                        "there is no answer %{}: {} so far",
                        if *index == 0 { String::new() } else { index.to_string() },
                        self.history.len()
                    )
                })
            }
            (Shape::Index, &[target, ref indices @ ..]) => self.index(target, indices),
            (Shape::Relations(operators), _) => self.ask(operators, arguments),
            (Shape::Operator(Operator::Replace), &[target, rules]) => self.replace(target, rules),
            (Shape::Operator(Operator::Pipe), &[value, function]) => self.pipe(value, function),
            (Shape::Operator(Operator::Assuming), &[value, assumption]) => {
                let saved = self.assumptions.clone();
                let outcome = crate::verbs::assume(self, &[assumption])
                    .and_then(|_| self.simplify(value, &Goal::SMALLEST));
                self.assumptions = saved;
                outcome.map_err(|e| e.to_string())
            }
            (Shape::Operator(Operator::Assign), _) => {
                Err("`:=` is a statement: it cannot stand inside an expression".into())
            }
            (Shape::Operator(Operator::Rule | Operator::RuleBoth), _) => {
                Err("`=>` belongs to a rule: write `rule name: left => right`".into())
            }
            _ => plain_special(&mut self.store, shape, arguments)
                .ok_or_else(|| "unexpected operator in an expression".into()),
        }
    }
}

impl Core {
    /// A row applied, with step functions of constants folded and floats computed.
    fn apply_function(&mut self, name: &str, arguments: &[Term]) -> Term {
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

    fn unknown_call(&mut self, name: &str, arguments: &[Term]) -> Result<Term, String> {
        if self.shielded.iter().any(|own| own == name) {
            // the function that is being defined
        } else if PLANNED.contains(&name) {
            self.notes.push(format!("`{name}` is not available yet: the call stays unevaluated"));
        } else {
            let known =
                self.library.functions().into_iter().map(|f| f.name).chain(verbs().map(|v| v.name));
            if let Some(suggestion) = suggest(name, known) {
                if name.starts_with(char::is_uppercase) || find_verb(&suggestion).is_some() {
                    return Err(format!("unknown function `{name}`: did you mean `{suggestion}`?"));
                }
                self.notes
                    .push(format!("`{name}` is no known function: did you mean `{suggestion}`?"));
            }
        }
        let head = self.store.name(name);
        Ok(self.store.call(head, arguments))
    }

    /// `f'(x)`: the derivative of a function of one argument, at the argument.
    fn primed(&mut self, name: &str, arguments: &[Term], primes: u32) -> Result<Term, String> {
        let &[argument] = arguments else {
            return Err(format!("`{name}'` takes one argument, got {}", arguments.len()));
        };
        let variable = self.store.symbol("#t");
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
        let derivative = derivative.map_err(|e| e.to_string())?;
        Ok(self.library.substitute(
            &mut self.store,
            derivative,
            &[(variable, argument)].into_iter().collect(),
        ))
    }

    fn apply_lambda(
        &mut self,
        parameters: Term,
        body: Term,
        arguments: &[Term],
    ) -> Result<Term, String> {
        let names =
            self.store.as_form(parameters, Form::List).map(<[Term]>::to_vec).unwrap_or_default();
        if names.len() != arguments.len() {
            return Err(format!(
                "this function takes {} arguments, got {}",
                names.len(),
                arguments.len()
            ));
        }
        let map = names.into_iter().zip(arguments.iter().copied()).collect();
        let applied = self.library.substitute(&mut self.store, body, &map);
        expand_definitions(self, applied)
    }

    fn run_kernel(
        &mut self,
        name: &str,
        kernel: &viete_kernel::Kernel,
        arguments: &[Term],
    ) -> Result<Term, String> {
        let values: Option<Vec<f64>> = arguments.iter().map(|&a| self.double(a)).collect();
        let values =
            values.ok_or_else(|| format!("`{name}` is compiled: expected numbers as arguments"))?;
        let mut outputs = vec![0.0; kernel.outputs()];
        kernel.call(&values, &mut outputs).map_err(|e| e.to_string())?;
        let terms: Vec<Term> = outputs.into_iter().map(|v| self.float(v)).collect();
        Ok(match terms.as_slice() {
            [single] => *single,
            _ => self.store.form(Form::List, &terms),
        })
    }

    /// A double as a decimal float of 17 digits, which identifies it.
    pub(crate) fn float(&mut self, value: f64) -> Term {
        let decimal = viete_numbers::Rational::from_f64(value)
            .and_then(|r| viete_numbers::Decimal::from_rational(&r, 17).ok());
        match decimal {
            Some(decimal) => self.store.number(Number::Real(viete_numbers::Real::Float(decimal))),
            None if value.is_infinite() => {
                let infinity = self.store.infinity();
                if value > 0.0 { infinity } else { self.store.negate(infinity) }
            }
            None => self.store.undefined(),
        }
    }

    /// The double nearest to a real constant.
    pub(crate) fn double(&mut self, term: Term) -> Option<f64> {
        if let Some(number) = self.store.as_number(term) {
            return if number.is_real() {
                number.re().to_rational().ok().map(|r| r.to_f64())
            } else {
                None
            };
        }
        let value = viete_evaluate::constant_value(&mut self.store, &mut self.library, term, 128)?;
        value.is_real().then(|| value.re.midpoint())
    }

    fn index(&mut self, target: Term, indices: &[Term]) -> Result<Term, String> {
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
            let position =
                self.store.as_i64(index).ok_or("type error: an index must be an integer")?;
            let item = usize::try_from(position)
                .ok()
                .and_then(|p| p.checked_sub(1))
                .and_then(|p| items.get(p));
            current = *item.ok_or_else(|| {
                format!("index {position} is out of range: expected 1 to {}", items.len())
            })?;
        }
        Ok(current)
    }

    /// `a == b` by proof, `a === b` by structure.
    fn ask(&mut self, operators: &[Operator], arguments: &[Term]) -> Result<Term, String> {
        let mut answer = Truth::True;
        for (operator, pair) in operators.iter().zip(arguments.windows(2)) {
            let &[a, b] = pair else { continue };
            let truth = if *operator == Operator::Same {
                (a == b).into()
            } else {
                self.equal(a, b).map_err(|e| e.to_string())?
            };
            answer = answer.and(truth);
        }
        Ok(match answer {
            Truth::Unknown => self.store.constant("unknown"),
            truth => self.store.boolean(truth.is_true()),
        })
    }

    /// `e /. x -> 2`, `e /. {x -> 2, y -> z}`; left sides with `a_` match structurally, everywhere.
    pub(crate) fn replace(&mut self, target: Term, rules: Term) -> Result<Term, String> {
        let list = match self.store.kind(rules) {
            Kind::Form(Form::Set | Form::List) => self.store.children(rules).to_vec(),
            _ => vec![rules],
        };
        let mut map: FxHashMap<Term, Term> = FxHashMap::default();
        let mut patterns = Vec::new();
        for rule in list {
            let pair = self
                .store
                .as_form(rule, Form::Arrow)
                .or_else(|| self.store.as_form(rule, Form::Equation));
            let Some(&[from, to]) = pair else {
                return Err("type error: expected `x -> value` or a set of such".into());
            };
            let is_pattern =
                self.store.symbols(from).iter().any(
                    |&s| matches!(self.store.kind(s), Kind::Symbol(name) if viete_term::name_arity(self.store.text(name)) > 0),
                );
            if is_pattern {
                patterns.push((from, to))
            } else {
                map.insert(from, to);
            }
        }
        let replaced = self.library.substitute(&mut self.store, target, &map);
        if patterns.is_empty() {
            return expand_definitions(self, replaced);
        }
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
        Ok(result)
    }

    /// `e |> f`: the function or command `f` applied to `e`.
    fn pipe(&mut self, value: Term, function: Term) -> Result<Term, String> {
        if let Some(&[parameters, body]) = self.store.as_form(function, Form::Lambda) {
            return self.apply_lambda(parameters, body, &[value]);
        }
        match self.store.kind(function) {
            Kind::Symbol(name) => {
                let name = self.store.text(name).to_string();
                self.call(&name, &[value], 0)
            }
            _ => Err("type error: `|>` expected the name of a function or a lambda".into()),
        }
    }
}
