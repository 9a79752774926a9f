//! What is assumed of symbols: `assume`, `forget`, `assumptions`.

use super::wrong;
use crate::core::Core;
use crate::error::Error;
use crate::notebook::clip;
use viete_evaluate::Property;
use viete_syntax::plain;
use viete_term::{Form, Kind, Term};

/// `assume(x > 0, n in ZZ, x real)`: also `assume(x, real)`.
pub fn assume(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    if let &[first, second] = arguments
        && let (Kind::Symbol(_), Kind::Symbol(word)) =
            (core.store.kind(first), core.store.kind(second))
    {
        let word = core.store.text(word).to_string();
        if word == "complex" {
            return Ok(core.store.boolean(true));
        }
        let Some(property) = Property::from_name(&word) else {
            return Err(wrong(core, "assume", arguments));
        };
        core.assumptions.assume(first, property);
        return Ok(core.store.boolean(true));
    }
    for &fact in arguments {
        for fact in core.store.as_form(fact, Form::And).map_or_else(|| vec![fact], <[Term]>::to_vec)
        {
            let Some((symbol, property)) = understood(core, fact) else {
                let text = clip(&core.store, fact);
                return Err(Error::Argument(format!(
                    "cannot assume `{text}`: expected x > 0, x >= 0, x < 0, x != 0, x in RR or x in ZZ"
                )));
            };
            let contradicts = |p: &Property| {
                matches!(
                    (property, p),
                    (Property::Positive | Property::Nonnegative, Property::Negative)
                        | (Property::Negative, Property::Positive | Property::Nonnegative)
                )
            };
            if core.assumptions.of(symbol).iter().any(contradicts) {
                let text = plain(&core.store, symbol);
                return Err(Error::Argument(format!(
                    "assumption contradicts what is assumed of `{text}`: forget({text}) first"
                )));
            }
            core.assumptions.assume(symbol, property);
        }
    }
    Ok(core.store.boolean(true))
}

fn understood(core: &Core, fact: Term) -> Option<(Term, Property)> {
    let view = core.store.view(fact);
    let &[a, b] = view.children else { return None };
    let symbol = |t: Term| matches!(core.store.kind(t), Kind::Symbol(_)).then_some(t);
    let zero = core.store.zero();
    let sign = |t: Term| core.store.as_number(t).and_then(viete_numbers::Number::signum);
    Some(match view.kind {
        Kind::Form(Form::Less) if sign(a).is_some_and(|s| s >= 0) => {
            (symbol(b)?, Property::Positive)
        }
        Kind::Form(Form::LessEqual) if sign(a).is_some_and(|s| s > 0) => {
            (symbol(b)?, Property::Positive)
        }
        Kind::Form(Form::LessEqual) if a == zero => (symbol(b)?, Property::Nonnegative),
        Kind::Form(Form::Less) if sign(b).is_some_and(|s| s <= 0) => {
            (symbol(a)?, Property::Negative)
        }
        Kind::Form(Form::NotEqual) if b == zero || a == zero => {
            (symbol(if b == zero { a } else { b })?, Property::Nonzero)
        }
        Kind::Form(Form::Element) => match core.store.kind(b) {
            Kind::Symbol(set) => (
                symbol(a)?,
                match core.store.text(set) {
                    "RR" | "QQ" => Property::Real,
                    "ZZ" => Property::Integer,
                    "NN" => Property::Nonnegative,
                    "CC" => Property::Finite,
                    _ => return None,
                },
            ),
            _ => return None,
        },
        _ => return None,
    })
}

pub fn forget(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    for &argument in arguments {
        for symbol in core.store.symbols(argument) {
            core.assumptions.forget(symbol);
        }
    }
    Ok(core.store.boolean(true))
}

pub fn assumptions(core: &mut Core, _arguments: &[Term]) -> Result<Term, Error> {
    let all = core.assumptions.all();
    let texts: Vec<Term> = all
        .into_iter()
        .map(|(symbol, property)| {
            let text = format!("{} {}", plain(&core.store, symbol), property.name());
            core.store.string(&text)
        })
        .collect();
    Ok(core.store.form(Form::List, &texts))
}
