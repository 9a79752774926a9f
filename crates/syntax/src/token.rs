//! Text to tokens. The tokens are those of pest's flat lexical grammar; the plain ASCII ones, which
//! are nearly all, are recognised by their first byte, and a test holds the two together.

use pest::Parser;
use std::ops::Range;
use viete_grammar::{Lexer, Rule};
use viete_numbers::Error;

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
    /// Where it begins, in bytes; texts have less than 2^32.
    start: u32,
}

impl Token<'_> {
    /// Where it stands in the text, in bytes.
    pub fn span(&self) -> Range<usize> {
        let start = self.start as usize;
        start..start + self.text.len()
    }
}

/// Longest input accepted, in bytes.
pub const MAX_TEXT: usize = 64 << 20;

/// Splits `text` into tokens, ending with one of class `End`.
///
/// # Errors
/// A character that no token starts with, an unterminated string, or too long a text.
pub fn tokenize(text: &str) -> Result<Vec<Token<'_>>, Error> {
    if text.len() > MAX_TEXT {
        return Err(Error::syntax(
            0..0,
            format!(
                "resource limit: the input has {} bytes, at most {MAX_TEXT} are read",
                text.len()
            ),
        ));
    }
    let bytes = text.as_bytes();
    let mut tokens = Vec::with_capacity(text.len() / 2);
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte == b' ' {
            at += 1;
            continue;
        }
        let (class, end) = match plain_token(bytes, at, byte) {
            Some(found) => found,
            None => {
                let (class, length) = by_grammar(text, at)?;
                match class {
                    Some(class) => (class, at + length),
                    None => {
                        at += length;
                        continue;
                    }
                }
            }
        };
        tokens.push(Token { class, text: text.get(at..end).unwrap_or(""), start: at as u32 });
        at = end;
    }
    tokens.push(Token { class: Class::End, text: "", start: text.len() as u32 });
    Ok(tokens)
}

/// A token that its first byte and one byte after it decide: class and end.
fn plain_token(bytes: &[u8], at: usize, first: u8) -> Option<(Class, usize)> {
    let next = bytes.get(at + 1).copied().unwrap_or(b' ');
    let class = match first {
        b'a'..=b'z' | b'A'..=b'Z' | b'_' => {
            let length = bytes
                .get(at..)?
                .iter()
                .take_while(|b| b.is_ascii_alphanumeric() || **b == b'_')
                .count();
            let after = bytes.get(at + length).copied().unwrap_or(b' ');
            return after.is_ascii().then_some((Class::Name, at + length));
        }
        b'0'..=b'9' => {
            let length = bytes.get(at..)?.iter().take_while(|b| b.is_ascii_digit()).count();
            let after = bytes.get(at + length).copied().unwrap_or(b' ');
            let ends =
                after.is_ascii() && !matches!(after, b'.' | b'_' | b'e' | b'E' | b'x' | b'b');
            return ends.then_some((Class::Number, at + length));
        }
        b'+' | b'^' => Class::Operator,
        b'*' if next != b'*' => Class::Operator,
        b'-' if next != b'>' => Class::Operator,
        b'/' if next != b'.' => Class::Operator,
        b'(' | b'[' | b'{' => Class::Open,
        b')' | b']' | b'}' => Class::Close,
        b',' | b';' => Class::Separator,
        b'\'' => Class::Prime,
        _ => return None,
    };
    Some((class, at + 1))
}

/// One piece of the text by the grammar: its class, none for blanks and comments, and its length.
fn by_grammar(text: &str, at: usize) -> Result<(Option<Class>, usize), Error> {
    let rest = text.get(at..).unwrap_or("");
    let piece = Lexer::parse(Rule::piece, rest).ok().and_then(|mut pairs| pairs.next());
    let piece = piece.ok_or_else(|| unexpected_character(text, at))?;
    let length = piece.as_span().end();
    Ok((piece.into_inner().next().map(|token| class_of(token.as_rule())), length))
}

fn class_of(rule: Rule) -> Class {
    match rule {
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
    }
}

fn unexpected_character(text: &str, at: usize) -> Error {
    let rest = text.get(at..).unwrap_or("");
    let Some(character) = rest.chars().next() else {
        return Error::syntax(at..at, "unexpected end of input");
    };
    let span = at..at + character.len_utf8();
    match character {
        '"' => Error::syntax(span, "unterminated string: expected a closing `\"`"),
        '.' => Error::syntax(span, "unexpected `.`: write `1.0`, or `1..10` for a range"),
        c if c.is_control() => {
            Error::syntax(span, format!("invalid character U+{:04X}", u32::from(c)))
        }
        c => Error::syntax(span, format!("invalid character `{c}` (U+{:04X})", u32::from(c))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Classes and places by the grammar alone.
    fn whole(text: &str) -> Option<Vec<(Class, Range<usize>)>> {
        let pairs = Lexer::parse(Rule::text, text).ok()?;
        let tokens = pairs.flat_map(|text| text.into_inner());
        Some(
            tokens
                .map(|pair| {
                    (class_of(pair.as_rule()), pair.as_span().start()..pair.as_span().end())
                })
                .collect(),
        )
    }

    #[test]
    fn tokens_are_those_of_the_grammar() {
        const PIECES: &[&str] = &[
            "x", "_a1", "sin", "é", "xé", "12", "1.5", "1e5", "0x1F", "0b10", "1_000", "2x", ".5",
            "1..3", "+", "-", "->", "*", "**", "/", "/.", "^", "(", ")", "[", "]", "{", "}", ",",
            ";", "'", " ", "\t", "\n", "# note\n", "\"text\"", "%", "%3", "²", "≤", "<=", "=",
            ":=", "!", "!!", "!=", "|->", "|>", "...", "e", "E1", "∞", "$", "\"open", "1.", "3e+2",
            "==", "===", "·",
        ];
        let mut state = 7u64;
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..state % 9 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                text.push_str(
                    PIECES.get((state >> 33) as usize % PIECES.len()).copied().unwrap_or(""),
                );
            }
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let ours = tokenize(&text)
                .ok()
                .map(|tokens| tokens.into_iter().map(|t| (t.class, t.span())).collect::<Vec<_>>());
            assert_eq!(ours, whole(&text), "{text:?}");
        }
    }
}
