//! Simplification towards a goal: `simplify` and its relatives.

use super::wrong;
use crate::core::Core;
use crate::error::Error;
use viete_rewrite::{Avoid, Goal, Topics};
use viete_syntax::plain;
use viete_term::{Form, Kind, Name, Term};

/// Runs `work` on each part of a relation, list or matrix, else on the term.
pub(super) fn part_by_part(
    core: &mut Core,
    term: Term,
    work: &dyn Fn(&mut Core, Term) -> Result<Term, Error>,
) -> Result<Term, Error> {
    match core.store.kind(term) {
        Kind::Form(
            form @ (Form::List
            | Form::Set
            | Form::Matrix
            | Form::Equation
            | Form::Less
            | Form::LessEqual),
        ) => {
            let parts = core.store.children(term).to_vec();
            let parts: Result<Vec<Term>, Error> =
                parts.into_iter().map(|part| part_by_part(core, part, work)).collect();
            Ok(core.store.form(form, &parts?))
        }
        _ => work(core, term),
    }
}

pub(super) fn simplify(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let (&term, ways) =
        arguments.split_first().ok_or_else(|| wrong(core, "simplify", arguments))?;
    let mut goal = Goal::SMALLEST;
    for &way in ways {
        match plain(&core.store, way).as_str() {
            "generic" => goal.generic = true,
            "partial" => goal.partial = true,
            "accuracy" => return part_by_part(core, term, &|core, part| core.most_accurate(part)),
            "cycles" => goal.avoid = Avoid::Cycles,
            _ => return Err(wrong(core, "simplify", arguments)),
        }
    }
    core.last_steps.clear();
    part_by_part(core, term, &|core, part| {
        core.last_simplified = Some(part);
        core.simplify(part, &goal)
    })
}

/// A simplification by the rules of some topics towards a measure.
fn towards(
    core: &mut Core,
    verb: &str,
    arguments: &[Term],
    avoid: Avoid,
    topics: Topics,
) -> Result<Term, Error> {
    let &[term] = arguments else { return Err(wrong(core, verb, arguments)) };
    let goal = Goal { avoid, topics, ..Goal::SMALLEST };
    part_by_part(core, term, &|core, part| core.simplify(part, &goal))
}

fn names(core: &mut Core, names: &[&str]) -> Vec<Name> {
    names.iter().map(|name| core.store.name(name)).collect()
}

pub(super) fn trigsimp(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    towards(
        core,
        "trigsimp",
        arguments,
        Avoid::Nothing,
        Topics::Only(&["trigonometric", "inverse", "hyperbolic"]),
    )
}

pub(super) fn powsimp(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    towards(core, "powsimp", arguments, Avoid::Powers, Topics::Only(&["powers", "exponential"]))
}

pub(super) fn radsimp(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    towards(core, "radsimp", arguments, Avoid::RootsBelow, Topics::Only(&["powers"]))
}

pub(super) fn logcombine(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let avoid = Avoid::Functions(names(core, &["log"]));
    towards(core, "logcombine", arguments, avoid, Topics::Only(&["exponential"]))
}

pub(super) fn expand_log(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let avoid = Avoid::Compound(names(core, &["log"]));
    towards(core, "expand_log", arguments, avoid, Topics::Only(&["exponential"]))
}

pub(super) fn expand_trig(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let avoid =
        Avoid::Compound(names(core, &["sin", "cos", "tan", "cot", "sinh", "cosh", "tanh", "coth"]));
    towards(core, "expand_trig", arguments, avoid, Topics::Only(&["trigonometric", "hyperbolic"]))
}

/// `rewrite(e, f -> g)`: no `f`, and no function that stands neither in `e` nor on the right.
pub(super) fn rewrite(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[term, arrow] = arguments else { return Err(wrong(core, "rewrite", arguments)) };
    let Some(&[from, to]) = core.store.as_form(arrow, Form::Arrow) else {
        return Err(wrong(core, "rewrite", arguments));
    };
    let (from, to) = (plain(&core.store, from), plain(&core.store, to));
    let present = core.store.reachable(&[term]);
    let stands =
        |core: &Core, name: Name| present.iter().any(|&t| core.store.kind(t) == Kind::Call(name));
    let all: Vec<&'static str> = core.library.functions().iter().map(|f| f.name).collect();
    if let Some(unknown) = [&from, &to].into_iter().find(|name| !all.contains(&name.as_str())) {
        return Err(Error::Argument(format!(
            "rewrite: unknown function `{unknown}`: expected as in `rewrite(e, sin -> exp)`"
        )));
    }
    // exponentials replace the whole family; sine and cosine come together
    let family = |name: &str| {
        name.starts_with("sin")
            || name.starts_with("cos")
            || name.starts_with("tan")
            || name == "cot"
    };
    let together =
        [["sin", "cos"], ["sinh", "cosh"]].into_iter().find(|pair| pair.contains(&to.as_str()));
    let mut avoided = Vec::new();
    for function in all {
        let name = core.store.name(function);
        let kept = function == to
            || together.is_some_and(|pair| pair.contains(&function))
            || (stands(core, name) && !(to == "exp" && family(function)));
        if function == from || !kept {
            avoided.push(if function == "exp" { core.store.name("E") } else { name });
        }
    }
    let goal =
        Goal { avoid: Avoid::Functions(avoided), topics: Topics::Conversions, ..Goal::SMALLEST };
    part_by_part(core, term, &|core, part| core.simplify(part, &goal))
}

pub(super) fn variants(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let (term, count) = match *arguments {
        [term] => (term, 8),
        [term, count] => match core.store.as_i64(count) {
            Some(count @ 1..=1000) => (term, count as usize),
            _ => {
                return Err(Error::Argument(
                    "variants: expected a number of forms from 1 to 1000".into(),
                ));
            }
        },
        _ => return Err(wrong(core, "variants", arguments)),
    };
    let forms = core.variants(term, count)?;
    Ok(core.store.form(Form::List, &forms))
}
