//! Brackets, separators and the parts of `if`: what closes what.

use super::*;

impl<'t> Parser<'t> {
    pub(super) fn innermost(&self) -> Option<(&'static str, Range<usize>)> {
        self.pending.iter().rev().find_map(|p| match p {
            Pending::Bracket { bracket, at, .. } => Some((bracket_name(bracket), at.clone())),
            _ => None,
        })
    }

    pub(super) fn separate(&mut self, token: &Token<'_>) -> Result<(), Error> {
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
            Some(Pending::Bracket { bracket: Bracket::Group, .. }) => Err(Error::syntax(
                token.span(),
                format!("unexpected `{}` in parentheses: expected `)`", token.text),
            )),
            Some(Pending::Bracket { .. }) if token.text == "," => Ok(()),
            _ => Err(Error::syntax(
                token.span(),
                format!("unexpected `{}`: expected an operator", token.text),
            )),
        }
    }

    /// `then` and `else`: the part before is complete.
    pub(super) fn condition_part(&mut self, token: &Token<'_>, word: &str) -> Result<(), Error> {
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
            _ => Err(Error::syntax(
                token.span(),
                format!("unexpected `{word}`: expected it after `if`"),
            )),
        }
    }

    /// A finished `if` inside the part of an outer one.
    pub(super) fn close_nested_condition(&mut self, token: &Token<'_>) -> Result<(), Error> {
        while let Some(Pending::Bracket { bracket: Bracket::Condition { parts: 2 }, .. }) =
            self.pending.last()
        {
            self.finish_condition(token)?;
        }
        Ok(())
    }

    pub(super) fn finish_condition(&mut self, token: &Token<'_>) -> Result<(), Error> {
        match self.pending.pop() {
            Some(Pending::Bracket { bracket: Bracket::Condition { parts: 2 }, operands, at }) => {
                let children = self.operands.split_off(operands);
                let node =
                    self.tree.push(Shape::Conditional, &children, at.start..token.span().start);
                self.operands.push(node);
                self.reduce(0)
            }
            _ => Err(Error::syntax(token.span(), "incomplete `if`: expected `if c then a else b`")),
        }
    }

    pub(super) fn close_condition(&mut self, token: &Token<'_>) -> Result<(), Error> {
        while let Some(Pending::Bracket { bracket: Bracket::Condition { .. }, .. }) =
            self.pending.last()
        {
            self.finish_condition(token)?;
        }
        Ok(())
    }

    pub(super) fn end_of_statement(&mut self, token: &Token<'_>) -> Result<(), Error> {
        self.reduce(0)?;
        self.close_condition(token)?;
        match self.innermost() {
            Some((what, at)) => {
                Err(Error::syntax(at, format!("unclosed {what}: unexpected end of input")))
            }
            None => Ok(()),
        }
    }

    pub(super) fn close_empty(&mut self) -> Result<(), Error> {
        let Some(token) = self.current() else { return Ok(()) };
        self.position += 1;
        self.close(token)
    }

    pub(super) fn close(&mut self, token: &Token<'_>) -> Result<(), Error> {
        self.reduce(0)?;
        self.close_condition(token)?;
        let Some(Pending::Bracket { bracket, operands, at }) = self.pending.pop() else {
            return Err(Error::syntax(
                token.span(),
                format!("unexpected `{}`: no bracket is open", token.text),
            ));
        };
        let expected = match bracket {
            Bracket::Group | Bracket::Call { .. } | Bracket::Apply { .. } => ")",
            Bracket::Set => "}",
            _ => "]",
        };
        if token.text != expected {
            let message = format!(
                "unexpected `{}`: expected `{expected}` to close the {}",
                token.text,
                bracket_name(&bracket)
            );
            return Err(Error::syntax(token.span(), message));
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
                    return Err(Error::syntax(span, "empty parentheses: expected an expression"));
                }
            },
            Bracket::Call { name, start, primes } => {
                self.tree.push(Shape::Call { name, primes }, &items, start..token.span().end)
            }
            Bracket::Apply { target } => {
                let mut children = vec![target];
                children.extend(items);
                self.tree.push(Shape::Apply, &children, span)
            }
            Bracket::Index { target } => {
                if items.is_empty() {
                    return Err(Error::syntax(span, "empty index: expected `[i]` or `[i, j]`"));
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
                    return Err(Error::syntax(
                        span,
                        "rows of different length: expected a rectangular matrix",
                    ));
                }
            }
            Bracket::Set => self.tree.push(Shape::Set, &items, span),
            Bracket::Condition { .. } => {
                return Err(Error::syntax(span, "incomplete `if`: expected `if c then a else b`"));
            }
        };
        self.operands.push(node);
        Ok(())
    }
}

pub(super) fn bracket_name(bracket: &Bracket) -> &'static str {
    match bracket {
        Bracket::Group => "`(`",
        Bracket::Call { .. } => "call `(`",
        Bracket::Apply { .. } => "call `(`",
        Bracket::Index { .. } => "index `[`",
        Bracket::Square { .. } => "list `[`",
        Bracket::Set => "set `{`",
        Bracket::Condition { .. } => "`if`",
    }
}
