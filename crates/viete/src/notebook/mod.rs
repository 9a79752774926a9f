//! Statements of the prompt: assignments, definitions, rules, expressions with commands.

mod apply;
mod commands;
mod context;
mod expand;
mod kernels;
mod signatures;

pub(crate) use signatures::SIGNATURES;

use crate::answer::Answer;
use crate::core::{Core, Definition};
use crate::error::Error;
use crate::verbs::find_verb;
use viete_numbers::Error as Refusal;
use viete_syntax::{
    KEYWORDS, Operator, Shape, Statement, Tree, elaborate, is_constant_name, parse_program, plain,
};
use viete_term::{Store, Term};

/// Runs the statements of a text.
pub(crate) fn program(core: &mut Core, text: &str) -> Result<Vec<Answer>, Error> {
    core.cancel.reset();
    let statements = parse_program(text)?;
    let mut answers = Vec::new();
    for statement in statements {
        core.notes.clear();
        core.shielded.clear();
        core.spoken.clear();
        (core.plot, core.text) = (None, None);
        core.begin();
        let outcome = run(core, &statement, text);
        core.end()?;
        let mut answer = outcome?;
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
        let law = text.get(statement.span.clone()).unwrap_or("");
        let law = law.split_once(':').map_or("", |p| p.1);
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
    core.last_kernel = None;
    let term = elaborate(tree, core)?;
    let term = core.expand_definitions(term)?;
    core.go_on()?;
    Ok(Answer::term(term))
}

fn assign(core: &mut Core, tree: &Tree, target: u32, value: u32) -> Result<Answer, Error> {
    let Some(node) = tree.node(target) else { return Ok(Answer::default()) };
    match &node.shape {
        Shape::Name(name) => {
            assignable(core, name).map_err(|error| error.at(node.span.clone()))?;
            core.last_kernel = None;
            let term = elaborate(&tree.subtree(value), core)?;
            let term = core.expand_definitions(term)?;
            core.go_on()?;
            core.definitions.remove(&**name);
            match &core.last_kernel {
                Some((made, kernel)) if *made == term => {
                    core.kernels.insert(name.to_string(), kernel.clone());
                }
                _ => drop(core.kernels.remove(&**name)),
            }
            core.variables.insert(name.to_string(), term);
            Ok(Answer::term(term))
        }
        Shape::Call { name, primes: 0 } => define(core, tree, target, name, value),
        _ => Err(tree
            .error_at(target, "cannot assign to this: expected a name or name(parameters)".into())
            .into()),
    }
}

/// `name(parameters) := value`.
fn define(
    core: &mut Core,
    tree: &Tree,
    target: u32,
    name: &str,
    value: u32,
) -> Result<Answer, Error> {
    let Some(node) = tree.node(target) else { return Ok(Answer::default()) };
    let refuse = |error: Refusal| Err(error.at(node.span.clone()).into());
    if let Err(error) = assignable(core, name) {
        return refuse(error);
    }
    if core.library.find(&core.store, name).is_some() {
        return refuse(Refusal::of_type(format!(
            "`{name}` is a built-in function: it cannot be redefined"
        )));
    }
    let mut names: Vec<String> = Vec::new();
    for &child in tree.children(node) {
        match tree.node(child).map(|n| &n.shape) {
            Some(Shape::Name(parameter))
                if !is_constant_name(parameter) && !names.contains(&parameter.to_string()) =>
            {
                names.push(parameter.to_string());
            }
            _ => {
                let message = "expected a parameter name, each once".into();
                return Err(tree.error_at(child, message).into());
            }
        }
    }
    core.shielded.clone_from(&names);
    core.shielded.push(name.to_string());
    let body = elaborate(&tree.subtree(value), core);
    core.shielded.clear();
    let body = body?;
    let parameters: Vec<Term> = names.iter().map(|n| core.store.symbol(n)).collect();
    let function = core.library.bind(&mut core.store, &parameters, body);
    core.store.hint(function, &parameters);
    core.go_on()?;
    core.variables.remove(name);
    core.kernels.remove(name);
    core.definitions.insert(name.to_string(), Definition { function });
    let text = format!("{name}({}) := {}", names.join(", "), clip(&core.store, body));
    Ok(Answer::text(text))
}

/// Whether a name may get a value; names of commands may, with a note.
fn assignable(core: &mut Core, name: &str) -> Result<(), Refusal> {
    if is_constant_name(name) {
        return Err(Refusal::of_type(format!("`{name}` is a constant: it cannot be assigned")));
    }
    if KEYWORDS.contains(&name) {
        return Err(Refusal::of_type(format!(
            "`{name}` is a reserved name: it cannot be assigned"
        )));
    }
    if find_verb(name).is_some() || core.library.signature(name).is_some() {
        core.notes
            .push(format!("`{name}` is the name of a command too: {name}(...) still means it"));
    }
    Ok(())
}

/// The term in plain notation, unless it is too long to read.
pub(crate) fn clip(store: &Store, term: Term) -> String {
    if store.size(term) > 2000 {
        format!("(an expression of {} nodes)", store.size(term))
    } else {
        plain(store, term)
    }
}
