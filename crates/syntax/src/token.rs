//! Text to tokens, through pest's flat lexical grammar.

use crate::error::SyntaxError;
use pest::Parser;
use std::ops::Range;
use viete_grammar::{Lexer, Rule};

/// Classes of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Number,
    Name,
    History,
    Text,
    Superscript,
    Operator,
    Open,
    Close,
    Separator,
    Prime,
    Newline,
    End,
}

/// A token and where it stands, in bytes.
#[derive(Clone, Debug)]
pub struct Token<'t> {
    pub class: Class,
    pub text: &'t str,
    pub span: Range<usize>,
}

/// Longest input accepted, in bytes.
pub const MAX_TEXT: usize = 64 << 20;

/// Splits `text` into tokens, ending with one of class `End`.
///
/// # Errors
/// A character that no token starts with, an unterminated string, or too long a text.
pub fn tokenize(text: &str) -> Result<Vec<Token<'_>>, SyntaxError> {
    if text.len() > MAX_TEXT {
        return Err(SyntaxError::new(
            0..0,
            format!("resource limit: the input has {} bytes, at most {MAX_TEXT} are read", text.len()),
        ));
    }
    let pairs = Lexer::parse(Rule::text, text).map_err(|error| {
        let at = match error.location {
            pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at,
        };
        unexpected_character(text, at)
    })?;
    let mut tokens = Vec::with_capacity(text.len() / 2);
    for pair in pairs.flat_map(|text| text.into_inner()) {
        let class = match pair.as_rule() {
            Rule::number => Class::Number,
            Rule::name => Class::Name,
            Rule::history => Class::History,
            Rule::string => Class::Text,
            Rule::superscript => Class::Superscript,
            Rule::operator => Class::Operator,
            Rule::open => Class::Open,
            Rule::close => Class::Close,
            Rule::separator => Class::Separator,
            Rule::prime => Class::Prime,
            Rule::newline => Class::Newline,
            _ => Class::End,
        };
        let span = pair.as_span();
        tokens.push(Token { class, text: span.as_str(), span: span.start()..span.end() });
    }
    Ok(tokens)
}

fn unexpected_character(text: &str, at: usize) -> SyntaxError {
    let rest = text.get(at..).unwrap_or("");
    let Some(character) = rest.chars().next() else { return SyntaxError::new(at..at, "unexpected end of input".into()) };
    let span = at..at + character.len_utf8();
    match character {
        '"' => SyntaxError::new(span, "unterminated string: expected a closing `\"`".into()),
        '.' => SyntaxError::new(span, "unexpected `.`: write `1.0`, or `1..10` for a range".into()),
        c if c.is_control() => SyntaxError::new(span, format!("invalid character U+{:04X}", u32::from(c))),
        c => SyntaxError::new(span, format!("invalid character `{c}` (U+{:04X})", u32::from(c))),
    }
}
