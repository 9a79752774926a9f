//! Reading what follows an operand: postfix operators, calls, closing brackets, one infix operator.

use super::*;

impl<'t> Parser<'t> {
    /// Reads postfix operators, closing brackets and one infix operator. False at the end of the
    /// statement.
    pub(super) fn operators(&mut self) -> Result<bool, Error> {
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
                        Error::syntax(token.span(), format!("malformed superscript `{text}`"))
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
                            return Err(Error::syntax(
                                token.span(),
                                "expected `(` after `'`: derivatives are written f'(x)",
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
                (Class::Open, "(") if number_before.is_none() && self.is_applicable() => {
                    self.position += 1;
                    let Some(target) = self.operands.pop() else {
                        return Err(self.expected_operand(token));
                    };
                    self.open_bracket(Bracket::Apply { target }, token);
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
                        return Err(Error::syntax(token.span(), "unexpected `[` after a name")
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

    pub(super) fn unexpected_after_operand(&self, token: &Token<'_>) -> Error {
        let error = Error::syntax(
            token.span(),
            format!("unexpected `{}`: expected an operator", shorten(token.text)),
        );
        match (self.top_name(), token.class) {
            (Some(name), Class::Name | Class::Number) => error.with_help(format!(
                "write `{name}*{0}` for a product or `{name}({0})` for a call",
                shorten(token.text)
            )),
            (_, Class::Open) => {
                error.with_help("a product needs `*`; only a number may stand directly before `(`")
            }
            _ => error,
        }
    }

    /// The name on top of the operands, unless it stands in parentheses.
    pub(super) fn top_name(&self) -> Option<&str> {
        let node = self.tree.node(*self.operands.last()?)?;
        match &node.shape {
            Shape::Name(name) if !node.parenthesized => Some(name),
            _ => None,
        }
    }

    /// Whether what was read last may be a value in front of arguments: something in parentheses, a
    /// call, an entry.
    pub(super) fn is_applicable(&self) -> bool {
        let node = self.operands.last().and_then(|&index| self.tree.node(index));
        node.is_some_and(|node| {
            let value = matches!(node.shape, Shape::Call { .. } | Shape::Index | Shape::Apply);
            node.parenthesized || value
        })
    }

    pub(super) fn open_bracket(&mut self, bracket: Bracket, open: &Token<'_>) {
        let (operands, at) = (self.operands.len(), open.span());
        self.pending.push(Pending::Bracket { bracket, operands, at });
        self.skip_newlines();
    }

    pub(super) fn open_call(&mut self, open: &Token<'_>, primes: u32) -> Result<(), Error> {
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

    pub(super) fn postfix(&mut self, shape: Shape, token: &Token<'_>) {
        if let Some(operand) = self.operands.pop() {
            let start = self.tree.node(operand).map_or(token.span().start, |n| n.span.start);
            let node = self.tree.push(shape, &[operand], start..token.span().end);
            self.operands.push(node);
        }
    }

    /// `2x` and `3(x + 1)`: an error directly after `/` or `^`, where it would be ambiguous.
    pub(super) fn juxtapose(&mut self, token: &Token<'_>) -> Result<(), Error> {
        if let Some(Pending::Infix {
            operator: operator @ (Operator::Divide | Operator::Power),
            ..
        }) = self.pending.last()
        {
            let sign = if *operator == Operator::Divide { "/" } else { "^" };
            let help = format!("write a{sign}(2*x) or (a{sign}2)*x");
            let message =
                format!("unexpected `{}`: ambiguous implicit product after `{sign}`", token.text);
            return Err(Error::syntax(token.span(), message).with_help(help));
        }
        self.reduce(JUXTAPOSITION + 1)?;
        self.pending.push(Pending::Infix {
            operator: Operator::Times,
            level: JUXTAPOSITION,
            associativity: Associativity::Left,
        });
        Ok(())
    }

    pub(super) fn infix(&mut self, token: &Token<'_>) -> Result<(), Error> {
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
            return Err(Error::syntax(
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
    pub(super) fn reduce(&mut self, level: u8) -> Result<(), Error> {
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

    pub(super) fn reduce_top(&mut self, operator: Operator, count: usize) {
        let at = self.operands.len().saturating_sub(count);
        let children = self.operands.get(at..).unwrap_or(&[]);
        let span = self.span_of(children);
        let node = self.tree.push(Shape::Operator(operator), children, span);
        self.operands.truncate(at);
        self.operands.push(node);
    }

    pub(super) fn span_of(&self, nodes: &[u32]) -> Range<usize> {
        let start = nodes.first().and_then(|&n| self.tree.node(n)).map_or(0, |n| n.span.start);
        let end = nodes.last().and_then(|&n| self.tree.node(n)).map_or(start, |n| n.span.end);
        start..end
    }
}
