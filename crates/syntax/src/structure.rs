//! Canonical construction of logic, relations and piecewise values: decided where exact numbers
//! decide.

use std::cmp::Ordering;
use viete_numbers::{Number, Truth};
use viete_term::{Form, Kind, Store, Term};

/// The canonical node of any kind but calls.
pub fn build_form(store: &mut Store, kind: Kind, children: &[Term]) -> Term {
    match (kind, children) {
        (Kind::Form(Form::And), _) => connective(store, Form::And, children),
        (Kind::Form(Form::Or), _) => connective(store, Form::Or, children),
        (Kind::Form(Form::Not), [inner]) => negation(store, *inner),
        (
            Kind::Form(form @ (Form::Equation | Form::NotEqual | Form::Less | Form::LessEqual)),
            [a, b],
        ) => relation(store, form, *a, *b),
        (Kind::Form(Form::Piecewise), _) => piecewise(store, children),
        _ => store.build(kind, children),
    }
}

/// Truth of a term that is the constant `true` or `false`.
pub fn as_truth(store: &Store, term: Term) -> Truth {
    match store.kind(term) {
        Kind::Constant(name) => match store.text(name) {
            "true" => Truth::True,
            "false" => Truth::False,
            _ => Truth::Unknown,
        },
        _ => Truth::Unknown,
    }
}

/// Whether two terms stand in a relation, as far as exact numbers tell.
pub fn decide(store: &Store, form: Form, a: Term, b: Term) -> Truth {
    let (Some(x), Some(y)) = (store.as_number(a), store.as_number(b)) else {
        return Truth::Unknown;
    };
    let order = match (x, y) {
        (Number::Real(p), Number::Real(q)) => match (p.to_rational(), q.to_rational()) {
            (Ok(p), Ok(q)) => Some(p.cmp(&q)),
            _ => return Truth::Unknown,
        },
        _ if x == y => Some(Ordering::Equal),
        _ => None,
    };
    match (form, order) {
        (Form::Equation, order) => (order == Some(Ordering::Equal)).into(),
        (Form::NotEqual, order) => (order != Some(Ordering::Equal)).into(),
        (Form::Less, Some(order)) => (order == Ordering::Less).into(),
        (Form::LessEqual, Some(order)) => (order != Ordering::Greater).into(),
        _ => Truth::Unknown,
    }
}

/// A relation: an equation stays an object unless both sides are numbers inside a condition; see
/// [`condition`].
fn relation(store: &mut Store, form: Form, a: Term, b: Term) -> Term {
    match form {
        Form::Equation => store.form(form, &[a, b]),
        _ => match decide(store, form, a, b) {
            Truth::Unknown => store.form(form, &[a, b]),
            truth => store.boolean(truth.is_true()),
        },
    }
}

/// A term used as a condition: equations of numbers are decided as well.
pub fn condition(store: &mut Store, term: Term) -> Term {
    if let Some(&[a, b]) = store.as_form(term, Form::Equation) {
        if a == b && store.is_total(a) {
            return store.boolean(true);
        }
        return match decide(store, Form::Equation, a, b) {
            Truth::Unknown => term,
            truth => store.boolean(truth.is_true()),
        };
    }
    term
}

fn connective(store: &mut Store, form: Form, parts: &[Term]) -> Term {
    let (absorbing, neutral) =
        if form == Form::And { (Truth::False, Truth::True) } else { (Truth::True, Truth::False) };
    let mut kept: Vec<Term> = Vec::new();
    for &part in parts {
        let inner = store.as_form(part, form).map_or_else(|| vec![part], <[Term]>::to_vec);
        for term in inner {
            let truth = as_truth(store, term);
            if truth == absorbing {
                return store.boolean(absorbing.is_true());
            }
            if truth != neutral && !kept.contains(&term) {
                kept.push(term);
            }
        }
    }
    kept.sort_by(|&a, &b| store.compare(a, b));
    match kept.as_slice() {
        [] => store.boolean(neutral.is_true()),
        [single] => *single,
        _ => store.form(form, &kept),
    }
}

fn negation(store: &mut Store, inner: Term) -> Term {
    match as_truth(store, inner) {
        Truth::Unknown => {}
        truth => return store.boolean(!truth.is_true()),
    }
    match (store.kind(inner), store.children(inner).to_vec().as_slice()) {
        (Kind::Form(Form::Not), [twice]) => *twice,
        (Kind::Form(Form::Equation), [a, b]) => relation(store, Form::NotEqual, *a, *b),
        (Kind::Form(Form::NotEqual), [a, b]) => store.form(Form::Equation, &[*a, *b]),
        _ => store.form(Form::Not, &[inner]),
    }
}

/// Drops branches that cannot be taken, ends at the first that is always taken.
fn piecewise(store: &mut Store, parts: &[Term]) -> Term {
    let mut kept = Vec::new();
    for pair in parts.chunks(2) {
        match *pair {
            [value, when] => {
                let when = condition(store, when);
                match as_truth(store, when) {
                    Truth::True => {
                        kept.push(value);
                        break;
                    }
                    Truth::False => {}
                    Truth::Unknown => kept.extend([value, when]),
                }
            }
            [value] => kept.push(value),
            _ => {}
        }
    }
    match kept.as_slice() {
        [] => store.undefined(),
        [single] => *single,
        _ => store.form(Form::Piecewise, &kept),
    }
}
