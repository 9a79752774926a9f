//! Tokens to trees: an operator-precedence parser with an explicit stack, linear in the input.

use crate::error::SyntaxError;
use crate::literal::{read_number, read_string, read_superscript, shorten};
use crate::operators::{Associativity, JUXTAPOSITION, KEYWORDS, NOT, Operator, PREFIX, find_infix};
use crate::token::{Class, Token, tokenize};
use crate::tree::{Shape, Statement, Tree};
use std::ops::Range;

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
pub fn parse_program(text: &str) -> Result<Vec<Statement>, SyntaxError> {
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
pub fn parse_expression(text: &str) -> Result<Tree, SyntaxError> {
    let mut statements = parse_program(text)?.into_iter();
    match (statements.next(), statements.next()) {
        (Some(only), None) => Ok(only.tree),
        (None, _) => {
            Err(SyntaxError::new(0..text.len(), "empty input: expected an expression".into()))
        }
        (_, Some(second)) => Err(SyntaxError::new(
            second.span,
            "unexpected second statement: expected one expression".into(),
        )),
    }
}

impl<'t> Parser<'t> {
    fn new(tokens: &'t [Token<'t>]) -> Parser<'t> {
        Parser {
            tokens,
            position: 0,
            tree: Tree::default(),
            operands: Vec::new(),
            pending: Vec::new(),
            last_number: None,
        }
    }

    fn current(&self) -> Option<&'t Token<'t>> {
        self.tokens.get(self.position)
    }

    /// `rule name:` at the start of a statement.
    fn rule_header(&mut self) -> Option<Box<str>> {
        let [word, name, colon] = self.tokens.get(..3)? else { return None };
        if word.text == "rule" && name.class == Class::Name && colon.text == ":" {
            self.position = 3;
            return Some(name.text.into());
        }
        None
    }

    /// Reads one statement up to its end.
    fn expression(&mut self) -> Result<(), SyntaxError> {
        loop {
            self.operand()?;
            if !self.operators()? {
                return Ok(());
            }
        }
    }

    fn in_bracket(&self) -> bool {
        self.pending
            .iter()
            .rev()
            .any(|p| matches!(p, Pending::Bracket { bracket, .. } if !matches!(bracket, Bracket::Condition { .. })))
    }

    fn skip_newlines(&mut self) {
        while self.current().is_some_and(|t| t.class == Class::Newline) {
            self.position += 1;
        }
    }

    /// Reads prefix operators and open brackets up to and including one operand.
    fn operand(&mut self) -> Result<(), SyntaxError> {
        loop {
            self.skip_newlines();
            let Some(token) = self.current() else {
                return Err(SyntaxError::new(0..0, "unexpected end of input".into()));
            };
            self.position += 1;
            let at = token.span().start;
            match (token.class, token.text) {
                (Class::Number, text) => {
                    let number = read_number(text)
                        .map_err(|message| SyntaxError::new(token.span(), message))?;
                    if let Some(next) = self
                        .current()
                        .filter(|n| n.class == Class::Name && n.span().start == token.span().end)
                        && text == "0"
                        && next.text.starts_with(['x', 'b', 'o', 'X', 'B', 'O'])
                        && next.text.len() > 1
                    {
                        let span = token.span().start..next.span().end;
                        return Err(SyntaxError::new(
                            span,
                            "malformed number: expected `0x` with hexadecimal or `0b` with binary digits".into(),
                        ));
                    }
                    let node = self.tree.push(Shape::Number(number), &[], token.span());
                    self.last_number = Some(node);
                    self.operands.push(node);
                    return Ok(());
                }
                (Class::Name, "if") => {
                    let bracket = Bracket::Condition { parts: 0 };
                    self.pending.push(Pending::Bracket {
                        bracket,
                        operands: self.operands.len(),
                        at: token.span(),
                    });
                }
                (Class::Name, "not") => {
                    self.pending.push(Pending::Prefix { operator: Operator::Not, level: NOT, at })
                }
                (Class::Name, word) if KEYWORDS.contains(&word) => {
                    return Err(SyntaxError::new(
                        token.span(),
                        format!("unexpected keyword `{word}`: expected an expression"),
                    ));
                }
                (Class::Name, name) => {
                    let node = self.tree.push(Shape::Name(name.into()), &[], token.span());
                    self.operands.push(node);
                    return Ok(());
                }
                (Class::Prime, _) => {
                    let name = self.current().filter(|t| t.class == Class::Name);
                    let Some(name) = name else {
                        return Err(SyntaxError::new(
                            token.span(),
                            "unexpected `'`: expected a name after the quote".into(),
                        ));
                    };
                    self.position += 1;
                    let node =
                        self.tree.push(Shape::Quoted(name.text.into()), &[], at..name.span().end);
                    self.operands.push(node);
                    return Ok(());
                }
                (Class::Text, text) => {
                    let content = read_string(text)
                        .map_err(|message| SyntaxError::new(token.span(), message))?;
                    let node = self.tree.push(Shape::Text(content.into()), &[], token.span());
                    self.operands.push(node);
                    return Ok(());
                }
                (Class::History, text) => {
                    let index = text.get(1..).unwrap_or("");
                    let index = if index.is_empty() { Ok(0) } else { index.parse() };
                    let index = index.map_err(|_| {
                        SyntaxError::new(token.span(), format!("`{text}` is out of range"))
                    })?;
                    let node = self.tree.push(Shape::History(index), &[], token.span());
                    self.operands.push(node);
                    return Ok(());
                }
                (Class::Operator, "-" | "−") => self.pending.push(Pending::Prefix {
                    operator: Operator::Negate,
                    level: PREFIX,
                    at,
                }),
                (Class::Operator, "+") => self.pending.push(Pending::Prefix {
                    operator: Operator::Identity,
                    level: PREFIX,
                    at,
                }),
                (Class::Open, open) => {
                    let bracket = match open {
                        "(" => Bracket::Group,
                        "[" => Bracket::Square { row_starts: vec![self.operands.len()] },
                        _ => Bracket::Set,
                    };
                    self.pending.push(Pending::Bracket {
                        bracket,
                        operands: self.operands.len(),
                        at: token.span(),
                    });
                    self.skip_newlines();
                    if self.current().is_some_and(|t| t.class == Class::Close) {
                        return self.close_empty();
                    }
                }
                _ => return Err(self.expected_operand(token)),
            }
        }
    }

    fn expected_operand(&self, token: &Token<'_>) -> SyntaxError {
        let message = match token.class {
            Class::End => match self.innermost() {
                Some((what, at)) => {
                    return SyntaxError::new(
                        at,
                        format!("unclosed {what}: unexpected end of input"),
                    );
                }
                None => "unexpected end of input: expected an expression".to_string(),
            },
            Class::Close => format!("unexpected `{}`: expected an expression", token.text),
            _ => format!("unexpected `{}`: expected an expression", token.text),
        };
        SyntaxError::new(token.span(), message)
    }

    fn innermost(&self) -> Option<(&'static str, Range<usize>)> {
        self.pending.iter().rev().find_map(|p| match p {
            Pending::Bracket { bracket, at, .. } => Some((bracket_name(bracket), at.clone())),
            _ => None,
        })
    }

    /// Reads postfix operators, closing brackets and one infix operator. False at the end of the
    /// statement.
    fn operators(&mut self) -> Result<bool, SyntaxError> {
        loop {
            if self.in_bracket() {
                self.skip_newlines();
            }
            let Some(token) = self.current() else { return Ok(false) };
            let number_before = self.last_number.take().filter(|n| self.operands.last() == Some(n));
            match (token.class, token.text) {
                (Class::End | Class::Newline, _) => {
                    self.end_of_statement(token)?;
                    return Ok(false);
                }
                (Class::Separator, separator) => {
                    if !self.in_bracket() && separator == ";" {
                        self.end_of_statement(token)?;
                        return Ok(false);
                    }
                    self.separate(token)?;
                    self.position += 1;
                    return Ok(true);
                }
                (Class::Close, _) => {
                    self.position += 1;
                    self.close(token)?;
                }
                (Class::Operator, "!" | "!!") => {
                    self.position += 1;
                    let operator = if token.text == "!" {
                        Operator::Factorial
                    } else {
                        Operator::DoubleFactorial
                    };
                    self.postfix(Shape::Operator(operator), token);
                }
                (Class::Superscript, text) => {
                    self.position += 1;
                    let exponent = read_superscript(text).ok_or_else(|| {
                        SyntaxError::new(token.span(), format!("malformed superscript `{text}`"))
                    })?;
                    let node = self.tree.push(Shape::Number(exponent), &[], token.span());
                    self.operands.push(node);
                    self.reduce_top(Operator::Power, 2);
                }
                (Class::Name, "otherwise") => {
                    self.position += 1;
                    self.reduce(2)?;
                    self.postfix(Shape::Otherwise, token);
                }
                (Class::Name, word @ ("then" | "else")) => {
                    self.condition_part(token, word)?;
                    self.position += 1;
                    return Ok(true);
                }
                (Class::Prime, _) if self.top_name().is_some() => {
                    let mut primes = 0;
                    while self.current().is_some_and(|t| t.class == Class::Prime) {
                        primes += 1;
                        self.position += 1;
                    }
                    match self.current() {
                        Some(open) if open.text == "(" => {
                            self.open_call(open, primes)?;
                            if self.current().is_some_and(|t| t.class == Class::Close) {
                                self.close_empty()?;
                                continue;
                            }
                            return Ok(true);
                        }
                        _ => {
                            return Err(SyntaxError::new(
                                token.span(),
                                "expected `(` after `'`: derivatives are written f'(x)".into(),
                            ));
                        }
                    }
                }
                (Class::Open, "(") if self.top_name().is_some() && number_before.is_none() => {
                    self.open_call(token, 0)?;
                    if self.current().is_some_and(|t| t.class == Class::Close) {
                        self.close_empty()?;
                        continue;
                    }
                    return Ok(true);
                }
                (Class::Open, "[") if number_before.is_none() => {
                    self.position += 1;
                    let Some(target) = self.operands.pop() else {
                        return Err(self.expected_operand(token));
                    };
                    if let Some(Shape::Name(name)) = self.tree.node(target).map(|n| &n.shape)
                        && name.starts_with(char::is_uppercase)
                        && self.current().is_some_and(|t| t.class == Class::Name)
                    {
                        let help = format!(
                            "`{name}[...]` indexes a list; calls use round brackets: {}(...)",
                            name.to_lowercase()
                        );
                        return Err(SyntaxError::new(
                            token.span(),
                            "unexpected `[` after a name".into(),
                        )
                        .with_help(help));
                    }
                    let bracket = Bracket::Index { target };
                    self.pending.push(Pending::Bracket {
                        bracket,
                        operands: self.operands.len(),
                        at: token.span(),
                    });
                    return Ok(true);
                }
                (Class::Name | Class::Operator, text) if find_infix(text).is_some() => {
                    self.position += 1;
                    self.infix(token)?;
                    return Ok(true);
                }
                (Class::Name, _) | (Class::Open, "(") if number_before.is_some() => {
                    self.juxtapose(token)?;
                    return Ok(true);
                }
                _ => return Err(self.unexpected_after_operand(token)),
            }
        }
    }

    fn unexpected_after_operand(&self, token: &Token<'_>) -> SyntaxError {
        let error = SyntaxError::new(
            token.span(),
            format!("unexpected `{}`: expected an operator", shorten(token.text)),
        );
        match (self.top_name(), token.class) {
            (Some(name), Class::Name | Class::Number) => error.with_help(format!(
                "write `{name}*{0}` for a product or `{name}({0})` for a call",
                shorten(token.text)
            )),
            (_, Class::Open) => error.with_help(
                "a product needs `*`; only a number may stand directly before `(`".into(),
            ),
            _ => error,
        }
    }

    /// The name on top of the operands, unless it stands in parentheses.
    fn top_name(&self) -> Option<&str> {
        let node = self.tree.node(*self.operands.last()?)?;
        match &node.shape {
            Shape::Name(name) if !node.parenthesized => Some(name),
            _ => None,
        }
    }

    fn open_call(&mut self, open: &Token<'_>, primes: u32) -> Result<(), SyntaxError> {
        self.position += 1;
        let head = self.operands.pop().and_then(|index| self.tree.node_mut(index));
        let Some(head) = head else { return Err(self.expected_operand(open)) };
        // the head is no operand: what is left of its node is an empty text
        let start = head.span.start;
        let name = match std::mem::replace(&mut head.shape, Shape::Text("".into())) {
            Shape::Name(name) => name,
            _ => "".into(),
        };
        let bracket = Bracket::Call { name, start, primes };
        self.pending.push(Pending::Bracket {
            bracket,
            operands: self.operands.len(),
            at: open.span(),
        });
        self.skip_newlines();
        Ok(())
    }

    fn postfix(&mut self, shape: Shape, token: &Token<'_>) {
        if let Some(operand) = self.operands.pop() {
            let start = self.tree.node(operand).map_or(token.span().start, |n| n.span.start);
            let node = self.tree.push(shape, &[operand], start..token.span().end);
            self.operands.push(node);
        }
    }

    /// `2x` and `3(x + 1)`: an error directly after `/` or `^`, where it would be ambiguous.
    fn juxtapose(&mut self, token: &Token<'_>) -> Result<(), SyntaxError> {
        if let Some(Pending::Infix {
            operator: operator @ (Operator::Divide | Operator::Power),
            ..
        }) = self.pending.last()
        {
            let sign = if *operator == Operator::Divide { "/" } else { "^" };
            let help = format!("write a{sign}(2*x) or (a{sign}2)*x");
            let message =
                format!("unexpected `{}`: ambiguous implicit product after `{sign}`", token.text);
            return Err(SyntaxError::new(token.span(), message).with_help(help));
        }
        self.reduce(JUXTAPOSITION + 1)?;
        self.pending.push(Pending::Infix {
            operator: Operator::Times,
            level: JUXTAPOSITION,
            associativity: Associativity::Left,
        });
        Ok(())
    }

    fn infix(&mut self, token: &Token<'_>) -> Result<(), SyntaxError> {
        let Some(infix) = find_infix(token.text) else { return Err(self.expected_operand(token)) };
        match infix.associativity {
            Associativity::Right => self.reduce(infix.level + 1)?,
            _ => self.reduce(infix.level)?,
        }
        if infix.associativity == Associativity::None
            && let Some(top) = self.operands.last().and_then(|&o| self.tree.node(o))
            && top.shape == Shape::Operator(infix.operator)
            && !top.parenthesized
        {
            return Err(SyntaxError::new(
                token.span(),
                format!("`{}` does not chain: use parentheses", token.text),
            ));
        }
        self.pending.push(Pending::Infix {
            operator: infix.operator,
            level: infix.level,
            associativity: infix.associativity,
        });
        Ok(())
    }

    /// Applies pending operators of at least `level`, down to the innermost bracket.
    fn reduce(&mut self, level: u8) -> Result<(), SyntaxError> {
        while let Some(pending) = self.pending.last() {
            match *pending {
                Pending::Prefix { operator, level: own, at } if own >= level => {
                    self.pending.pop();
                    if let Some(operand) = self.operands.pop() {
                        let end = self.tree.node(operand).map_or(at, |n| n.span.end);
                        let node = self.tree.push(Shape::Operator(operator), &[operand], at..end);
                        self.operands.push(node);
                    }
                }
                Pending::Infix { operator, level: own, associativity } if own >= level => {
                    self.pending.pop();
                    if associativity == Associativity::Chain {
                        self.reduce_relation(operator)?
                    } else {
                        self.reduce_top(operator, 2)
                    }
                }
                _ => break,
            }
        }
        Ok(())
    }

    fn reduce_top(&mut self, operator: Operator, count: usize) {
        let at = self.operands.len().saturating_sub(count);
        let children = self.operands.get(at..).unwrap_or(&[]);
        let span = self.span_of(children);
        let node = self.tree.push(Shape::Operator(operator), children, span);
        self.operands.truncate(at);
        self.operands.push(node);
    }

    fn span_of(&self, nodes: &[u32]) -> Range<usize> {
        let start = nodes.first().and_then(|&n| self.tree.node(n)).map_or(0, |n| n.span.start);
        let end = nodes.last().and_then(|&n| self.tree.node(n)).map_or(start, |n| n.span.end);
        start..end
    }

    /// Extends a chain `a < b` by `< c`, or starts one.
    fn reduce_relation(&mut self, operator: Operator) -> Result<(), SyntaxError> {
        let (Some(right), Some(left)) = (self.operands.pop(), self.operands.pop()) else {
            return Ok(());
        };
        let span = self.span_of(&[left, right]);
        let (mut operators, mut children) = (vec![], vec![left]);
        if let Some(node) = self.tree.node(left)
            && let (Shape::Relations(chain), false) = (&node.shape, node.parenthesized)
        {
            operators = chain.to_vec();
            children = self.tree.children(node).to_vec();
        }
        operators.push(operator);
        children.push(right);
        let asks = |o: &Operator| matches!(o, Operator::Is | Operator::Same);
        if operators.iter().any(asks) && operators.len() > 1 && !operators.iter().all(asks) {
            let help =
                "`=` states an equation, `==` asks whether it holds; use parentheses".to_string();
            return Err(SyntaxError::new(
                span,
                "unexpected mix of `==` with other relations".into(),
            )
            .with_help(help));
        }
        let node = self.tree.push(Shape::Relations(operators.into()), &children, span);
        self.operands.push(node);
        Ok(())
    }

    fn separate(&mut self, token: &Token<'_>) -> Result<(), SyntaxError> {
        self.reduce(0)?;
        self.close_condition(token)?;
        let count = self.operands.len();
        match self.pending.last_mut() {
            Some(Pending::Bracket { bracket: Bracket::Square { row_starts }, .. })
                if token.text == ";" =>
            {
                row_starts.push(count);
                Ok(())
            }
            Some(Pending::Bracket { bracket: Bracket::Group, .. }) => Err(SyntaxError::new(
                token.span(),
                format!("unexpected `{}` in parentheses: expected `)`", token.text),
            )),
            Some(Pending::Bracket { .. }) if token.text == "," => Ok(()),
            _ => Err(SyntaxError::new(
                token.span(),
                format!("unexpected `{}`: expected an operator", token.text),
            )),
        }
    }

    /// `then` and `else`: the part before is complete.
    fn condition_part(&mut self, token: &Token<'_>, word: &str) -> Result<(), SyntaxError> {
        self.reduce(0)?;
        if word == "else" {
            self.close_nested_condition(token)?;
        }
        let wanted = if word == "then" { 0 } else { 1 };
        match self.pending.last_mut() {
            Some(Pending::Bracket { bracket: Bracket::Condition { parts }, .. })
                if *parts == wanted =>
            {
                *parts += 1;
                Ok(())
            }
            _ => Err(SyntaxError::new(
                token.span(),
                format!("unexpected `{word}`: expected it after `if`"),
            )),
        }
    }

    /// A finished `if` inside the part of an outer one.
    fn close_nested_condition(&mut self, token: &Token<'_>) -> Result<(), SyntaxError> {
        while let Some(Pending::Bracket { bracket: Bracket::Condition { parts: 2 }, .. }) =
            self.pending.last()
        {
            self.finish_condition(token)?;
        }
        Ok(())
    }

    fn finish_condition(&mut self, token: &Token<'_>) -> Result<(), SyntaxError> {
        match self.pending.pop() {
            Some(Pending::Bracket { bracket: Bracket::Condition { parts: 2 }, operands, at }) => {
                let children = self.operands.split_off(operands);
                let node =
                    self.tree.push(Shape::Conditional, &children, at.start..token.span().start);
                self.operands.push(node);
                self.reduce(0)
            }
            _ => Err(SyntaxError::new(
                token.span(),
                "incomplete `if`: expected `if c then a else b`".into(),
            )),
        }
    }

    fn close_condition(&mut self, token: &Token<'_>) -> Result<(), SyntaxError> {
        while let Some(Pending::Bracket { bracket: Bracket::Condition { .. }, .. }) =
            self.pending.last()
        {
            self.finish_condition(token)?;
        }
        Ok(())
    }

    fn end_of_statement(&mut self, token: &Token<'_>) -> Result<(), SyntaxError> {
        self.reduce(0)?;
        self.close_condition(token)?;
        match self.innermost() {
            Some((what, at)) => {
                Err(SyntaxError::new(at, format!("unclosed {what}: unexpected end of input")))
            }
            None => Ok(()),
        }
    }

    fn close_empty(&mut self) -> Result<(), SyntaxError> {
        let Some(token) = self.current() else { return Ok(()) };
        self.position += 1;
        self.close(token)
    }

    fn close(&mut self, token: &Token<'_>) -> Result<(), SyntaxError> {
        self.reduce(0)?;
        self.close_condition(token)?;
        let Some(Pending::Bracket { bracket, operands, at }) = self.pending.pop() else {
            return Err(SyntaxError::new(
                token.span(),
                format!("unexpected `{}`: no bracket is open", token.text),
            ));
        };
        let expected = match bracket {
            Bracket::Group | Bracket::Call { .. } => ")",
            Bracket::Set => "}",
            _ => "]",
        };
        if token.text != expected {
            let message = format!(
                "unexpected `{}`: expected `{expected}` to close the {}",
                token.text,
                bracket_name(&bracket)
            );
            return Err(SyntaxError::new(token.span(), message));
        }
        let items = self.operands.split_off(operands.min(self.operands.len()));
        let span = at.start..token.span().end;
        let node = match bracket {
            Bracket::Group => match items.as_slice() {
                [inner] => {
                    if let Some(node) = self.tree.node_mut(*inner) {
                        node.parenthesized = true;
                    }
                    *inner
                }
                _ => {
                    return Err(SyntaxError::new(
                        span,
                        "empty parentheses: expected an expression".into(),
                    ));
                }
            },
            Bracket::Call { name, start, primes } => {
                self.tree.push(Shape::Call { name, primes }, &items, start..token.span().end)
            }
            Bracket::Index { target } => {
                if items.is_empty() {
                    return Err(SyntaxError::new(
                        span,
                        "empty index: expected `[i]` or `[i, j]`".into(),
                    ));
                }
                let mut children = vec![target];
                children.extend(items);
                self.tree.push(Shape::Index, &children, span)
            }
            Bracket::Square { row_starts } => {
                let base = operands;
                let rows = row_starts.len();
                let columns = items.len().checked_div(rows).unwrap_or(0);
                let even =
                    row_starts.iter().enumerate().all(|(i, start)| start - base == i * columns)
                        && columns * rows == items.len();
                if rows == 1 {
                    self.tree.push(Shape::List, &items, span)
                } else if even && columns > 0 {
                    self.tree.push(Shape::Matrix { columns: columns as u32 }, &items, span)
                } else {
                    return Err(SyntaxError::new(
                        span,
                        "rows of different length: expected a rectangular matrix".into(),
                    ));
                }
            }
            Bracket::Set => self.tree.push(Shape::Set, &items, span),
            Bracket::Condition { .. } => {
                return Err(SyntaxError::new(
                    span,
                    "incomplete `if`: expected `if c then a else b`".into(),
                ));
            }
        };
        self.operands.push(node);
        Ok(())
    }

    fn finish(&mut self) -> Result<Tree, SyntaxError> {
        match (self.operands.as_slice(), self.pending.is_empty()) {
            ([_], true) => Ok(std::mem::take(&mut self.tree)),
            _ => Err(SyntaxError::new(
                0..0,
                "unexpected end of input: expected an expression".into(),
            )),
        }
    }
}

fn bracket_name(bracket: &Bracket) -> &'static str {
    match bracket {
        Bracket::Group => "`(`",
        Bracket::Call { .. } => "call `(`",
        Bracket::Index { .. } => "index `[`",
        Bracket::Square { .. } => "list `[`",
        Bracket::Set => "set `{`",
        Bracket::Condition { .. } => "`if`",
    }
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
