//! The two-dimensional Unicode printer: fractions stacked, exponents raised, roots with a bar. Large
//! terms fall back to one line.

use crate::block::Block;
use crate::display::{Factor, Fraction};
use crate::names::{Names, Scope};
use crate::notation::{
    ATOM, DerivativeBody, DerivativeLayout, Extra, Given, Layout, OperatorLayout, OperatorPlace,
    POWER, PRODUCT, Piece, SUM, layout, level,
};
use crate::plain::{plain, quote};
use viete_numbers::Rational;
use viete_term::{Store, Term};

/// Terms with more nodes than this are printed on one line; so depth is bounded too.
const SIZE_LIMIT: u32 = 400;

const ROUND: ([char; 4], [char; 4]) = (['(', '⎛', '⎜', '⎝'], [')', '⎞', '⎟', '⎠']);
const SQUARE: ([char; 4], [char; 4]) = (['[', '⎡', '⎢', '⎣'], [']', '⎤', '⎥', '⎦']);
const CURLY: ([char; 4], [char; 4]) = (['{', '⎧', '⎪', '⎩'], ['}', '⎫', '⎪', '⎭']);

/// The term as lines of Unicode text.
pub fn pretty(store: &Store, term: Term) -> String {
    if store.size(term) > SIZE_LIMIT {
        return plain(store, term);
    }
    let mut printer = Printer { store, names: Names::new() };
    let block = printer.piece(Piece { term, level: 0, scope: Scope::default() });
    block.lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n")
}

struct Printer<'s> {
    store: &'s Store,
    names: Names,
}

fn text(text: &str) -> Block {
    Block::text(text, ATOM)
}

impl Printer<'_> {
    fn piece(&mut self, piece: Piece) -> Block {
        let shown = layout(self.store, &mut self.names, piece.term, piece.scope);
        let own = level(&shown);
        let mut block = self.layout(shown, piece.scope);
        // fractions and powers know better how they bind
        block.level = block.level.min(own);
        block.grouped(piece.level)
    }

    fn layout(&mut self, shown: Layout, scope: Scope) -> Block {
        match shown {
            Layout::Sum(addends) => {
                let mut parts = Vec::new();
                for (index, addend) in addends.into_iter().enumerate() {
                    parts.push(text(match (index, addend.negative) {
                        (0, false) => "",
                        (0, true) => "-",
                        (_, false) => " + ",
                        (_, true) => " - ",
                    }));
                    parts.push(self.fraction(&addend, scope));
                }
                Block::beside(&parts, SUM)
            }
            Layout::Fraction(shown) => {
                let body = self.fraction(&shown, scope);
                if shown.negative { Block::beside(&[text("-"), body], SUM) } else { body }
            }
            Layout::Exponential(exponent) => text("ℯ").raised(&self.piece(exponent)),
            Layout::Power(base, exponent) => {
                let exponent = self.piece(Piece { level: 0, ..exponent });
                self.piece(base).raised(&exponent)
            }
            Layout::Constant(name) => text(match name.as_str() {
                "pi" => "π",
                "E" => "ℯ",
                "oo" => "∞",
                other => other,
            }),
            Layout::Name(name) => text(&name),
            Layout::Text(content) => text(&quote(&content)),
            Layout::Call(name, arguments) => self.call(&name, arguments),
            Layout::Apply(head, arguments) => {
                let head = self.piece(head);
                let arguments = self.joined(arguments, ", ", 0).fenced(ROUND.0, ROUND.1, ATOM);
                Block::beside(&[head, arguments], ATOM)
            }
            Layout::List(items) => self.joined(items, ", ", 0).fenced(SQUARE.0, SQUARE.1, ATOM),
            Layout::Set(items) => self.joined(items, ", ", 0).fenced(CURLY.0, CURLY.1, ATOM),
            Layout::Hold(items) => self.call("hold", items),
            Layout::Matrix(rows) => self.matrix(rows).fenced(SQUARE.0, SQUARE.1, ATOM),
            Layout::Index(target, indices) => {
                let target = self.piece(target);
                let indices = self.joined(indices, ", ", 0).fenced(SQUARE.0, SQUARE.1, ATOM);
                Block::beside(&[target, indices], ATOM)
            }
            Layout::Not(inner) => {
                let inner = self.piece(inner);
                Block::beside(&[text("not "), inner], ATOM)
            }
            Layout::Infix(sign, parts) => self.joined(parts, sign.spelling(), sign.level()),
            Layout::Piecewise(branches) => self.piecewise(branches),
            Layout::Lambda(parameters, body) => {
                let head = match parameters.as_slice() {
                    [single] => single.clone(),
                    several => format!("[{}]", several.join(", ")),
                };
                let body = self.piece(body);
                Block::beside(&[text(&format!("{head} |-> ")), body], ATOM)
            }
            Layout::Operator(operator) => self.operator(operator),
            Layout::Primes(name, primes, argument) => {
                self.call(&(name + &"'".repeat(primes as usize)), vec![argument])
            }
            Layout::Derivative(derivative) => self.derivative(derivative),
        }
    }

    fn joined(&mut self, pieces: Vec<Piece>, separator: &str, own: u8) -> Block {
        let mut parts = Vec::new();
        for (index, piece) in pieces.into_iter().enumerate() {
            if index > 0 {
                parts.push(text(separator));
            }
            parts.push(self.piece(piece));
        }
        Block::beside(&parts, own)
    }

    fn call(&mut self, name: &str, arguments: Vec<Piece>) -> Block {
        let arguments = self.joined(arguments, ", ", 0).fenced(ROUND.0, ROUND.1, ATOM);
        Block::beside(&[text(name), arguments], ATOM)
    }

    fn piecewise(&mut self, branches: Vec<(Piece, Option<Piece>)>) -> Block {
        let mut parts = vec![text("piecewise(")];
        for (index, (value, when)) in branches.into_iter().enumerate() {
            parts.push(text(if index > 0 { ", " } else { "" }));
            parts.push(self.piece(value));
            parts.push(text(if when.is_some() { " if " } else { " otherwise" }));
            parts.extend(when.map(|when| self.piece(when)));
        }
        parts.push(text(")"));
        Block::beside(&parts, ATOM)
    }

    fn operator(&mut self, shown: OperatorLayout) -> Block {
        let mut parts = vec![self.piece(shown.body), text(&format!(", {}", shown.variable))];
        let mut elsewhere = None;
        match shown.place {
            OperatorPlace::Range(low, high) => {
                let (low, high) = (self.piece(low), self.piece(high));
                parts.extend([text(" = "), low, text(".."), high]);
            }
            OperatorPlace::Point(point) => parts.extend([text(" = "), self.piece(point)]),
            OperatorPlace::Itself(point) => elsewhere = point,
        }
        for extra in shown.extras {
            parts.push(text(", "));
            parts.push(match extra {
                Extra::Keyword(word) => text(&word),
                Extra::Value(value) => self.piece(value),
            });
        }
        let inner = Block::beside(&parts, 0).fenced(ROUND.0, ROUND.1, ATOM);
        let mut parts = vec![text(shown.operator.signature.name), inner];
        if let Some(point) = elsewhere {
            parts.push(text(&format!(" /. {} -> ", shown.variable)));
            parts.push(self.piece(point));
        }
        Block::beside(&parts, ATOM)
    }

    fn derivative(&mut self, shown: DerivativeLayout) -> Block {
        let mut parts = Vec::new();
        match shown.body {
            DerivativeBody::Call(name, arguments) => {
                parts.push(text(&format!("{name}(")));
                for (index, argument) in arguments.into_iter().enumerate() {
                    parts.push(text(if index > 0 { ", " } else { "" }));
                    parts.push(match argument {
                        Given::Value(piece) => self.piece(piece),
                        Given::Variable(name) => text(&name),
                    });
                }
                parts.push(text(")"));
            }
            DerivativeBody::Body(body) => parts.push(self.piece(body)),
        }
        for (name, order) in shown.variables {
            parts.push(text(&match order {
                1 => format!(", {name}"),
                _ => format!(", {name}, {order}"),
            }));
        }
        let inner = Block::beside(&parts, 0).fenced(ROUND.0, ROUND.1, ATOM);
        let mut parts = vec![text("diff"), inner];
        for (index, (name, point)) in shown.at.into_iter().enumerate() {
            parts.push(text(&format!("{}{name} -> ", if index > 0 { ", " } else { " /. " })));
            parts.push(self.piece(point));
        }
        Block::beside(&parts, ATOM)
    }

    fn fraction(&mut self, shown: &Fraction, scope: Scope) -> Block {
        let above = self.factors(&shown.numerator, scope, shown.denominator.is_empty());
        if shown.denominator.is_empty() {
            return above;
        }
        Block::over(&above, &self.factors(&shown.denominator, scope, false))
    }

    fn factors(&mut self, list: &[Factor], scope: Scope, bare: bool) -> Block {
        let level = match (list.len(), bare) {
            (1, true) => SUM + 1,
            (1, false) => 0,
            _ => PRODUCT + 1,
        };
        let mut parts = Vec::new();
        for (index, factor) in list.iter().enumerate() {
            if index > 0 {
                parts.push(text("⋅"));
            }
            parts.push(match factor {
                Factor::Literal(literal) => text(if literal == "I" { "ⅈ" } else { literal }),
                Factor::Term(term) => self.piece(Piece { term: *term, level, scope }),
                Factor::Power(base, exponent) if *exponent == Rational::HALF => {
                    self.piece(Piece { term: *base, level: 0, scope }).root()
                }
                Factor::Power(base, exponent) => {
                    let base = self.piece(Piece { term: *base, level: POWER + 1, scope });
                    base.raised(&text(&exponent.to_string()))
                }
            });
        }
        match parts.as_slice() {
            [single] => single.clone(),
            _ => Block::beside(&parts, PRODUCT),
        }
    }

    fn matrix(&mut self, rows: Vec<Vec<Piece>>) -> Block {
        let mut cells: Vec<Vec<Block>> = Vec::new();
        for row in rows {
            cells.push(row.into_iter().map(|cell| self.piece(cell)).collect());
        }
        let columns = cells.first().map_or(0, Vec::len);
        let column_width = |j: usize| {
            cells.iter().filter_map(|row| row.get(j)).map(Block::width).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(column_width).collect();
        let mut lines = Vec::new();
        for row in &cells {
            let mut parts = Vec::new();
            for (index, (cell, &to)) in row.iter().zip(&widths).enumerate() {
                if index > 0 {
                    parts.push(text("  "));
                }
                let lines = cell.centered(to);
                parts.push(Block { lines, baseline: cell.baseline, level: ATOM });
            }
            lines.extend(Block::beside(&parts, ATOM).lines);
        }
        let baseline = lines.len() / 2;
        Block { lines, baseline, level: ATOM }
    }
}
