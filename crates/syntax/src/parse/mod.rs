//! Tokens to trees: an operator-precedence parser with an explicit stack, linear in the input.

use crate::literal::{read_number, read_string, read_superscript, shorten};
use crate::operators::{Associativity, JUXTAPOSITION, KEYWORDS, NOT, Operator, PREFIX, find_infix};
use crate::token::{Class, Token, tokenize};
use crate::tree::{Shape, Statement, Tree};
use std::ops::Range;
use viete_numbers::Error;

mod brackets;
mod operand;
mod operators;
mod relations;

/// What an open bracket will become.
#[derive(Clone, Debug)]
enum Bracket {
    Group,
    Call {
        name: Box<str>,
        start: usize,
        primes: u32,
    },
    Index {
        target: u32,
    },
    /// A value in front of arguments: `(x |-> x^2)(3)`.
    Apply {
        target: u32,
    },
    Square {
        row_starts: Vec<usize>,
    },
    Set,
    /// `if ... then ... else`: how many of its three parts are complete.
    Condition {
        parts: u8,
    },
}

/// What waits on the stack for its right operand or its end.
#[derive(Clone, Debug)]
enum Pending {
    Prefix { operator: Operator, level: u8, at: usize },
    Infix { operator: Operator, level: u8, associativity: Associativity },
    Bracket { bracket: Bracket, operands: usize, at: Range<usize> },
}

struct Parser<'t> {
    tokens: &'t [Token<'t>],
    position: usize,
    tree: Tree,
    operands: Vec<u32>,
    pending: Vec<Pending>,
    /// Index of a number literal that was read last, for implicit multiplication.
    last_number: Option<u32>,
}

/// Parses a program: statements ended by newlines or `;`.
///
/// # Errors
/// The first syntax error, with its place.
pub fn parse_program(text: &str) -> Result<Vec<Statement>, Error> {
    let tokens = tokenize(text)?;
    let mut statements = Vec::new();
    let mut rest: &[Token<'_>] = &tokens;
    while let Some(first) = rest.first() {
        if matches!(first.class, Class::Newline | Class::End) || first.text == ";" {
            rest = rest.get(1..).unwrap_or(&[]);
            continue;
        }
        let mut parser = Parser::new(rest);
        let rule = parser.rule_header();
        let start = first.span().start;
        parser.expression()?;
        let end = parser.current().map_or(start, |t| t.span().start);
        let hidden = parser.current().is_some_and(|t| t.text == ";");
        let tree = parser.finish()?;
        rest = rest.get(parser.position..).unwrap_or(&[]);
        statements.push(Statement { rule, tree, hidden, span: start..end });
    }
    Ok(statements)
}

/// Parses a text that is one expression.
///
/// # Errors
/// A syntax error, or more or less than one expression.
pub fn parse_expression(text: &str) -> Result<Tree, Error> {
    let mut statements = parse_program(text)?.into_iter();
    match (statements.next(), statements.next()) {
        (Some(only), None) => Ok(only.tree),
        (None, _) => Err(Error::syntax(0..text.len(), "empty input: expected an expression")),
        (_, Some(second)) => {
            Err(Error::syntax(second.span, "unexpected second statement: expected one expression"))
        }
    }
}

impl<'t> Parser<'t> {
    pub(super) fn new(tokens: &'t [Token<'t>]) -> Parser<'t> {
        Parser {
            tokens,
            position: 0,
            tree: Tree::default(),
            operands: Vec::new(),
            pending: Vec::new(),
            last_number: None,
        }
    }

    pub(super) fn current(&self) -> Option<&'t Token<'t>> {
        self.tokens.get(self.position)
    }

    /// `rule name:` at the start of a statement.
    pub(super) fn rule_header(&mut self) -> Option<Box<str>> {
        let [word, name, colon] = self.tokens.get(..3)? else { return None };
        if word.text == "rule" && name.class == Class::Name && colon.text == ":" {
            self.position = 3;
            return Some(name.text.into());
        }
        None
    }

    /// Reads one statement up to its end.
    pub(super) fn expression(&mut self) -> Result<(), Error> {
        loop {
            self.operand()?;
            if !self.operators()? {
                return Ok(());
            }
        }
    }

    pub(super) fn in_bracket(&self) -> bool {
        self.pending
            .iter()
            .rev()
            .any(|p| matches!(p, Pending::Bracket { bracket, .. } if !matches!(bracket, Bracket::Condition { .. })))
    }

    pub(super) fn skip_newlines(&mut self) {
        while self.current().is_some_and(|t| t.class == Class::Newline) {
            self.position += 1;
        }
    }

    pub(super) fn finish(&mut self) -> Result<Tree, Error> {
        match (self.operands.as_slice(), self.pending.is_empty()) {
            ([_], true) => Ok(std::mem::take(&mut self.tree)),
            _ => Err(Error::syntax(0..0, "unexpected end of input: expected an expression")),
        }
    }
}

#[cfg(test)]
#[path = "../parse_tests.rs"]
mod tests;
