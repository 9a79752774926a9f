//! Reading s-expressions and JSON as [`crate::s_expression`] and [`crate::json`] write them. Both are
//! nested lists; an explicit stack, so depth is bounded by memory alone.

use crate::elaborate::{constant, parse_plain};
use crate::library::Library;
use crate::literal::read_string;
use crate::transfer::FORMS;
use viete_numbers::Error;
use viete_term::{Kind, Store, Term};

/// A piece of either format.
enum Token {
    Open,
    Close,
    /// A head or a parameter; in s-expressions also a leaf.
    Word(String),
    Text(String),
    /// A leaf of JSON: its key and text.
    Leaf(String, String),
}

/// A list that is being read.
enum Frame {
    /// Before its head is known.
    Headless,
    Node {
        head: String,
        children: Vec<Term>,
    },
    /// The parameters of a function.
    Parameters(Vec<Term>),
    Lambda {
        parameters: Vec<Term>,
        body: Option<Term>,
    },
    /// `(symbol "pi")`.
    Symbol(Option<Term>),
}

/// The term of an s-expression.
///
/// # Errors
/// Texts that are none, with the place.
pub fn read_s_expression(
    store: &mut Store,
    library: &mut Library,
    text: &str,
) -> Result<Term, Error> {
    let next = |at: usize| {
        let rest = text.get(at..).unwrap_or("");
        let skipped = rest.len() - rest.trim_start().len();
        let (at, rest) = (at + skipped, rest.trim_start());
        let token = match rest.chars().next()? {
            '(' => (Token::Open, 1),
            ')' => (Token::Close, 1),
            '"' => match string_length(rest) {
                Some(length) => {
                    let literal = rest.get(..length).unwrap_or("");
                    (Token::Text(read_string(literal).unwrap_or_default()), length)
                }
                None => (Token::Word(rest.to_string()), rest.len()),
            },
            _ => {
                let end = rest.find(|c: char| c.is_whitespace() || c == '(' || c == ')');
                let end = end.unwrap_or(rest.len());
                (Token::Word(rest.get(..end).unwrap_or("").to_string()), end)
            }
        };
        Some((token.0, at, at + token.1))
    };
    read(store, library, text, next)
}

/// The term of a JSON text.
///
/// # Errors
/// Texts that are none, with the place.
pub fn read_json(store: &mut Store, library: &mut Library, text: &str) -> Result<Term, Error> {
    let next = |at: usize| {
        let rest = text.get(at..).unwrap_or("");
        let trimmed = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        let at = at + rest.len() - trimmed.len();
        let token = match trimmed.chars().next()? {
            '[' => (Token::Open, 1),
            ']' => (Token::Close, 1),
            '"' => {
                let length = string_length(trimmed)?;
                (Token::Word(json_text(trimmed.get(..length)?)?), length)
            }
            '{' => {
                let key_at = trimmed.find('"')?;
                let key_length = string_length(trimmed.get(key_at..)?)?;
                let key = json_text(trimmed.get(key_at..key_at + key_length)?)?;
                let after = key_at + key_length;
                let value_at = after + trimmed.get(after..)?.find('"')?;
                let value_length = string_length(trimmed.get(value_at..)?)?;
                let value = json_text(trimmed.get(value_at..value_at + value_length)?)?;
                let end = value_at + value_length;
                let close = end + trimmed.get(end..)?.find('}')? + 1;
                (Token::Leaf(key, value), close)
            }
            _ => (Token::Word(trimmed.to_string()), trimmed.len()),
        };
        Some((token.0, at, at + token.1))
    };
    read(store, library, text, next)
}

/// Bytes of the quoted string that a text begins with.
fn string_length(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '"' if !escaped => return Some(at + 1),
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    None
}

/// The content of a JSON string.
fn json_text(literal: &str) -> Option<String> {
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut out = String::new();
    let mut characters = inner.chars();
    while let Some(c) = characters.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match characters.next()? {
            'u' => {
                let digits: String = characters.by_ref().take(4).collect();
                out.push(char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?);
            }
            'n' => out.push('\n'),
            't' => out.push('\t'),
            other => out.push(other),
        }
    }
    Some(out)
}

fn read(
    store: &mut Store,
    library: &mut Library,
    text: &str,
    next: impl Fn(usize) -> Option<(Token, usize, usize)>,
) -> Result<Term, Error> {
    let mut stack: Vec<Frame> = Vec::new();
    let mut at = 0;
    let ended = || Error::syntax(text.len()..text.len(), "unexpected end: expected a term");
    loop {
        let (token, start, end) = next(at).ok_or_else(ended)?;
        at = end;
        let wrong = |what: &str| Error::syntax(start..end, format!("unexpected {what}"));
        let finished = match (token, stack.last_mut()) {
            (Token::Open, Some(Frame::Headless)) => return Err(wrong("list: expected a head")),
            (Token::Open, Some(Frame::Lambda { parameters, body: None }))
                if parameters.is_empty() =>
            {
                stack.push(Frame::Parameters(Vec::new()));
                None
            }
            (Token::Open, _) => {
                stack.push(Frame::Headless);
                None
            }
            (Token::Word(word), Some(frame @ Frame::Headless)) => {
                *frame = match word.as_str() {
                    "|->" => Frame::Lambda { parameters: Vec::new(), body: None },
                    "symbol" => Frame::Symbol(None),
                    _ => Frame::Node { head: word, children: Vec::new() },
                };
                None
            }
            (Token::Word(word), Some(Frame::Node { head, children }))
                if head == "call" && children.is_empty() =>
            {
                *head = format!("call {word}");
                None
            }
            (Token::Word(word), Some(Frame::Parameters(names))) => {
                names.push(store.symbol(&word));
                None
            }
            (Token::Text(text), Some(Frame::Symbol(symbol))) => {
                *symbol = Some(store.symbol(&text));
                None
            }
            (Token::Word(word), _) => {
                let term = leaf(store, library, &word).map_err(|error| error.at(start..end))?;
                Some(term)
            }
            (Token::Text(text), _) => Some(store.string(&text)),
            (Token::Leaf(key, value), _) => Some(match key.as_str() {
                "symbol" => store.symbol(&value),
                "constant" => store.constant(&value),
                "string" => store.string(&value),
                "number" => parse_plain(library, store, &value)?,
                _ => return Err(wrong("key: expected symbol, constant, string or number")),
            }),
            (Token::Close, None) => return Err(wrong("`)`: nothing is open")),
            (Token::Close, Some(_)) => match stack.pop() {
                Some(Frame::Parameters(names)) => {
                    match stack.last_mut() {
                        Some(Frame::Lambda { parameters, .. }) => *parameters = names,
                        _ => return Err(wrong("list of parameters")),
                    }
                    None
                }
                Some(Frame::Lambda { parameters, body: Some(body) }) if !parameters.is_empty() => {
                    let function = library.bind(store, &parameters, body);
                    store.hint(function, &parameters);
                    Some(function)
                }
                Some(Frame::Symbol(Some(symbol))) => Some(symbol),
                Some(Frame::Node { head, children }) => {
                    Some(node(store, library, &head, &children))
                }
                _ => return Err(wrong("end of an incomplete list")),
            },
        };
        let Some(term) = finished else { continue };
        match stack.last_mut() {
            None => {
                return match next(at) {
                    None => Ok(term),
                    Some((_, start, end)) => {
                        Err(Error::syntax(start..end, "unexpected second term"))
                    }
                };
            }
            Some(Frame::Node { children, .. }) => children.push(term),
            Some(Frame::Lambda { body: body @ None, .. }) => *body = Some(term),
            Some(_) => return Err(Error::syntax(start..end, "unexpected term: expected a name")),
        }
    }
}

/// A number, constant or symbol as s-expressions write them.
fn leaf(store: &mut Store, library: &mut Library, word: &str) -> Result<Term, Error> {
    if let Some(term) = constant(store, word) {
        return Ok(term);
    }
    // `-3/4`, `7*I`, `I/30`
    let imaginary =
        word.strip_prefix("I/").is_some_and(|d| d.starts_with(|c: char| c.is_ascii_digit()));
    match imaginary || word.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        true => parse_plain(library, store, word),
        false => Ok(store.symbol(word)),
    }
}

fn node(store: &mut Store, library: &mut Library, head: &str, children: &[Term]) -> Term {
    let kind = match head {
        "+" => Kind::Sum,
        "*" => Kind::Product,
        "^" => Kind::Power,
        name => match FORMS.iter().find(|(form, _)| *form == name) {
            Some((_, form)) => Kind::Form(*form),
            None => Kind::Call(store.name(name.strip_prefix("call ").unwrap_or(name))),
        },
    };
    library.build(store, kind, children)
}
