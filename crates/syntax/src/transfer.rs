//! Exchange formats: s-expressions and JSON. The exact tree, nothing rearranged; an explicit stack.

use crate::plain::quote;
use viete_term::{Form, Kind, Store, Term};

enum Item {
    Text(String),
    Term(Term),
}

fn head(kind: Kind, store: &Store) -> String {
    match kind {
        Kind::Sum => "+".into(),
        Kind::Product => "*".into(),
        Kind::Power => "^".into(),
        Kind::Call(name) => store.text(name).to_string(),
        Kind::Form(form) => form_name(form).into(),
        _ => String::new(),
    }
}

fn form_name(form: Form) -> &'static str {
    match form {
        Form::List => "list",
        Form::Set => "set",
        Form::Matrix => "matrix",
        Form::Range => "..",
        Form::Index => "index",
        Form::Equation => "=",
        Form::Less => "<",
        Form::LessEqual => "<=",
        Form::NotEqual => "!=",
        Form::Element => "in",
        Form::And => "and",
        Form::Or => "or",
        Form::Not => "not",
        Form::Piecewise => "piecewise",
        Form::Arrow => "->",
        Form::Lambda => "|->",
        Form::Hold => "hold",
    }
}

fn print(store: &Store, term: Term, write: impl Fn(&Store, Term) -> Vec<Item>) -> String {
    let mut out = String::new();
    let mut stack = vec![Item::Term(term)];
    while let Some(item) = stack.pop() {
        match item {
            Item::Text(text) => out.push_str(&text),
            Item::Term(term) => stack.extend(write(store, term).into_iter().rev()),
        }
    }
    out
}

/// `(+ x (* 2 y))`.
pub fn s_expression(store: &Store, term: Term) -> String {
    print(store, term, |store, term| match store.kind(term) {
        Kind::Number(_) => vec![Item::Text(crate::plain(store, term).replace(' ', ""))],
        Kind::Constant(name) | Kind::Symbol(name) => vec![Item::Text(store.text(name).to_string())],
        Kind::Text(name) => vec![Item::Text(quote(store.text(name)))],
        kind => {
            let mut items = vec![Item::Text(format!("({}", head(kind, store)))];
            for &child in store.children(term) {
                items.extend([Item::Text(" ".into()), Item::Term(child)]);
            }
            items.push(Item::Text(")".into()));
            items
        }
    })
}

fn json_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out + "\""
}

/// Nested arrays `["+", ...]`; symbols are `{"symbol": "x"}`, numbers `{"number": "3/4"}`.
pub fn json(store: &Store, term: Term) -> String {
    let leaf =
        |key: &str, value: &str| vec![Item::Text(format!("{{\"{key}\":{}}}", json_string(value)))];
    print(store, term, |store, term| match store.kind(term) {
        Kind::Number(_) => leaf("number", &crate::plain(store, term)),
        Kind::Constant(name) => leaf("constant", store.text(name)),
        Kind::Symbol(name) => leaf("symbol", store.text(name)),
        Kind::Text(name) => leaf("string", store.text(name)),
        kind => {
            let mut items = vec![Item::Text(format!("[{}", json_string(&head(kind, store))))];
            for &child in store.children(term) {
                items.extend([Item::Text(",".into()), Item::Term(child)]);
            }
            items.push(Item::Text("]".into()));
            items
        }
    })
}
