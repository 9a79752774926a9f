//! Reading an operand: literals, names, prefix operators and open brackets before it.

use super::*;

impl<'t> Parser<'t> {
    /// Reads prefix operators and open brackets up to and including one operand.
    pub(super) fn operand(&mut self) -> Result<(), Error> {
        loop {
            self.skip_newlines();
            let Some(token) = self.current() else {
                return Err(Error::syntax(0..0, "unexpected end of input"));
            };
            self.position += 1;
            let at = token.span().start;
            match (token.class, token.text) {
                (Class::Number, text) => {
                    let number = read_number(text).map_err(|error| error.at(token.span()))?;
                    if let Some(next) = self
                        .current()
                        .filter(|n| n.class == Class::Name && n.span().start == token.span().end)
                        && text == "0"
                        && next.text.starts_with(['x', 'b', 'o', 'X', 'B', 'O'])
                        && next.text.len() > 1
                    {
                        let span = token.span().start..next.span().end;
                        return Err(Error::syntax(
                            span,
                            "malformed number: expected `0x` with hexadecimal or `0b` with binary digits",
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
                    return Err(Error::syntax(
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
                        return Err(Error::syntax(
                            token.span(),
                            "unexpected `'`: expected a name after the quote",
                        ));
                    };
                    self.position += 1;
                    let node =
                        self.tree.push(Shape::Quoted(name.text.into()), &[], at..name.span().end);
                    self.operands.push(node);
                    return Ok(());
                }
                (Class::Text, text) => {
                    let content = read_string(text).map_err(|error| error.at(token.span()))?;
                    let node = self.tree.push(Shape::Text(content.into()), &[], token.span());
                    self.operands.push(node);
                    return Ok(());
                }
                (Class::History, text) => {
                    let index = text.get(1..).unwrap_or("");
                    let index = if index.is_empty() { Ok(0) } else { index.parse() };
                    let index = index.map_err(|_| {
                        Error::syntax(token.span(), format!("`{text}` is out of range"))
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

    pub(super) fn expected_operand(&self, token: &Token<'_>) -> Error {
        let message = match token.class {
            Class::End => match self.innermost() {
                Some((what, at)) => {
                    return Error::syntax(at, format!("unclosed {what}: unexpected end of input"));
                }
                None => "unexpected end of input: expected an expression".to_string(),
            },
            Class::Close => format!("unexpected `{}`: expected an expression", token.text),
            _ => format!("unexpected `{}`: expected an expression", token.text),
        };
        Error::syntax(token.span(), message)
    }
}
