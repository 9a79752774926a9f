//! Exchange formats: s-expressions and JSON. The exact tree, nothing rearranged; an explicit stack.
//! [`crate::read_json`] and [`crate::read_s_expression`] read them back.

use crate::elaborate::is_constant_name;
use crate::names::{Names, Scope};
use crate::plain::quote;
use viete_term::{Form, Kind, Store, Term};

enum Item {
    Text(String),
    Term(Term, Scope),
}

/// Names of the structures of the language; a function of such a name is written as a `call`.
pub(crate) const FORMS: &[(&str, Form)] = &[
    ("list", Form::List),
    ("set", Form::Set),
    ("matrix", Form::Matrix),
    ("..", Form::Range),
    ("index", Form::Index),
    ("=", Form::Equation),
    ("<", Form::Less),
    ("<=", Form::LessEqual),
    ("!=", Form::NotEqual),
    ("in", Form::Element),
    ("and", Form::And),
    ("or", Form::Or),
    ("not", Form::Not),
    ("piecewise", Form::Piecewise),
    ("->", Form::Arrow),
    ("apply", Form::Apply),
    ("hold", Form::Hold),
];

/// Heads that are no functions.
pub(crate) const HEADS: &[&str] = &["+", "*", "^", "|->", "call", "symbol"];

/// The head of a node, and whether it is a function whose name must be marked as one.
fn head(kind: Kind, store: &Store) -> (String, bool) {
    match kind {
        Kind::Sum => ("+".into(), false),
        Kind::Product => ("*".into(), false),
        Kind::Power => ("^".into(), false),
        Kind::Lambda(_) => ("|->".into(), false),
        Kind::Form(form) => {
            let name = FORMS.iter().find(|(_, other)| *other == form).map_or("", |(name, _)| name);
            (name.to_string(), false)
        }
        Kind::Call(name) => {
            let text = store.text(name);
            let taken = HEADS.contains(&text) || FORMS.iter().any(|(name, _)| *name == text);
            (text.to_string(), taken)
        }
        _ => (String::new(), false),
    }
}

/// How a format writes names, strings, numbers and nodes.
struct Format {
    open: &'static str,
    separator: &'static str,
    close: &'static str,
    leaf: fn(Leaf, &str) -> String,
    /// A head or the name of a parameter.
    word: fn(&str) -> String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Leaf {
    Number,
    Constant,
    Symbol,
    Text,
}

fn print(store: &Store, term: Term, format: &Format) -> String {
    let mut names = Names::new();
    let mut out = String::new();
    let mut stack = vec![Item::Term(term, Scope::default())];
    while let Some(item) = stack.pop() {
        match item {
            Item::Text(text) => out.push_str(&text),
            Item::Term(term, scope) => {
                let items = write(store, &mut names, format, term, scope);
                stack.extend(items.into_iter().rev());
            }
        }
    }
    out
}

fn write(store: &Store, names: &mut Names, format: &Format, term: Term, scope: Scope) -> Vec<Item> {
    let leaf = |leaf: Leaf, text: &str| vec![Item::Text((format.leaf)(leaf, text))];
    let kind = store.kind(term);
    match kind {
        Kind::Number(_) => return leaf(Leaf::Number, &crate::plain(store, term).replace(' ', "")),
        Kind::Constant(name) => return leaf(Leaf::Constant, store.text(name)),
        Kind::Symbol(name) => return leaf(Leaf::Symbol, store.text(name)),
        Kind::Text(name) => return leaf(Leaf::Text, store.text(name)),
        Kind::Bound(index) => return leaf(Leaf::Symbol, &names.bound(scope, index)),
        _ => {}
    }
    let (head, marked) = head(kind, store);
    let mark = if marked { (format.word)("call") + format.separator } else { String::new() };
    let mut items = vec![Item::Text(format!("{}{mark}{}", format.open, (format.word)(&head)))];
    let inside = match kind {
        Kind::Lambda(_) => {
            let inside = names.enter(store, term, scope);
            let parameters: Vec<String> =
                names.parameters(inside).iter().map(|name| (format.word)(name)).collect();
            let list = parameters.join(format.separator);
            items.push(Item::Text(format!(
                "{}{}{list}{}",
                format.separator, format.open, format.close
            )));
            inside
        }
        _ => scope,
    };
    for &child in store.children(term) {
        items.extend([Item::Text(format.separator.into()), Item::Term(child, inside)]);
    }
    items.push(Item::Text(format.close.into()));
    items
}

/// `(+ x (* 2 y))`; a function is `(|-> (x) body)`.
pub fn s_expression(store: &Store, term: Term) -> String {
    let leaf = |leaf: Leaf, text: &str| match leaf {
        Leaf::Text => quote(text),
        Leaf::Symbol if is_constant_name(text) => format!("(symbol {})", quote(text)),
        _ => text.to_string(),
    };
    let format =
        Format { open: "(", separator: " ", close: ")", leaf, word: |word| word.to_string() };
    print(store, term, &format)
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

/// Nested arrays `["+", ...]`; symbols are `{"symbol": "x"}`, numbers `{"number": "3/4"}`, functions
/// `["|->", ["x"], body]`.
pub fn json(store: &Store, term: Term) -> String {
    let leaf = |leaf: Leaf, text: &str| {
        let key = match leaf {
            Leaf::Number => "number",
            Leaf::Constant => "constant",
            Leaf::Symbol => "symbol",
            Leaf::Text => "string",
        };
        format!("{{\"{key}\":{}}}", json_string(text))
    };
    let format = Format { open: "[", separator: ",", close: "]", leaf, word: json_string };
    print(store, term, &format)
}
