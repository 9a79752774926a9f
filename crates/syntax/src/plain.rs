//! The plain printer: text that reads back as the same term. An explicit stack, no recursion.

use crate::display::{Factor, Fraction};
use crate::names::{Names, Scope};
use crate::notation::{
    ATOM, DerivativeBody, DerivativeLayout, Extra, Given, Layout, OperatorLayout, OperatorPlace,
    POWER, PRODUCT, Piece, SUM, layout, level,
};
use crate::operators::PREFIX;
use viete_numbers::Rational;
use viete_term::{Kind, Store, Term};

/// What is still to be written.
enum Item {
    Text(String),
    Static(&'static str),
    Piece(Piece),
    Factor(Factor, u8, Scope),
}

/// The term in the language of viete: `parse(plain(e))` is `e` (decimal floats read back as the
/// exact decimals they show). Cost: linear in the printed length.
pub fn plain(store: &Store, term: Term) -> String {
    let mut printer = Printer { store, names: Names::new(), items: Vec::new() };
    let mut out = String::new();
    let mut stack = vec![Item::Piece(Piece { term, level: 0, scope: Scope::default() })];
    while let Some(item) = stack.pop() {
        match item {
            Item::Text(text) => out.push_str(&text),
            Item::Static(text) => out.push_str(text),
            Item::Piece(piece) => printer.piece(piece),
            Item::Factor(factor, level, scope) => printer.factor(factor, level, scope),
        }
        stack.extend(printer.items.drain(..).rev());
    }
    out
}

struct Printer<'s> {
    store: &'s Store,
    names: Names,
    /// What the current item becomes, in order.
    items: Vec<Item>,
}

impl Printer<'_> {
    fn say(&mut self, text: &'static str) {
        self.items.push(Item::Static(text));
    }

    fn text(&mut self, text: String) {
        self.items.push(Item::Text(text));
    }

    /// Writes in parentheses when the own level is below the wanted one.
    fn grouped(&mut self, own: u8, wanted: u8, write: impl FnOnce(&mut Self)) {
        if own < wanted {
            self.say("(");
            write(self);
            self.say(")");
        } else {
            write(self);
        }
    }

    fn list(&mut self, pieces: Vec<Piece>, open: &'static str, close: &'static str) {
        self.say(open);
        for (index, piece) in pieces.into_iter().enumerate() {
            if index > 0 {
                self.say(", ");
            }
            self.items.push(Item::Piece(piece));
        }
        self.say(close);
    }

    fn piece(&mut self, piece: Piece) {
        let scope = piece.scope;
        let shown = layout(self.store, &mut self.names, piece.term, scope);
        match shown {
            Layout::Fraction(fraction) => {
                let own = fraction_level(&fraction);
                self.grouped(own, piece.level, |p| p.signed_fraction(fraction, scope));
            }
            shown => {
                let own = level(&shown);
                self.grouped(own, piece.level, |p| p.layout(shown, scope));
            }
        }
    }

    fn layout(&mut self, shown: Layout, scope: Scope) {
        match shown {
            Layout::Sum(addends) => {
                for (index, addend) in addends.into_iter().enumerate() {
                    match (index, addend.negative) {
                        (0, _) => {
                            self.signed_fraction(addend, scope);
                            continue;
                        }
                        (_, false) => self.say(" + "),
                        (_, true) => self.say(" - "),
                    }
                    self.fraction(addend, scope);
                }
            }
            Layout::Fraction(fraction) => self.signed_fraction(fraction, scope),
            Layout::Exponential(exponent) => self.list(vec![exponent], "exp(", ")"),
            Layout::Power(base, exponent) => {
                self.items.extend([Item::Piece(base), Item::Static("^"), Item::Piece(exponent)]);
            }
            Layout::Constant(name) | Layout::Name(name) => self.text(name),
            Layout::Text(text) => self.text(quote(&text)),
            Layout::Call(name, arguments) => {
                self.text(name);
                self.list(arguments, "(", ")");
            }
            Layout::Apply(head, arguments) => {
                // a value in front of arguments stands in parentheses, unless it is a call or entry
                let simple = matches!(
                    self.store.kind(head.term),
                    Kind::Call(_) | Kind::Symbol(_) | Kind::Bound(_) | Kind::Form(_)
                );
                let head = Piece { level: if simple { ATOM } else { u8::MAX }, ..head };
                self.items.push(Item::Piece(head));
                self.list(arguments, "(", ")");
            }
            Layout::List(items) => self.list(items, "[", "]"),
            Layout::Set(items) => self.list(items, "{", "}"),
            Layout::Hold(items) => self.list(items, "hold(", ")"),
            Layout::Matrix(rows) => {
                self.say("[");
                for (index, row) in rows.into_iter().enumerate() {
                    self.list(row, if index == 0 { "" } else { "; " }, "");
                }
                self.say("]");
            }
            Layout::Index(target, indices) => {
                self.items.push(Item::Piece(target));
                self.list(indices, "[", "]");
            }
            Layout::Not(inner) => {
                self.say("not ");
                self.items.push(Item::Piece(inner));
            }
            Layout::Infix(sign, parts) => {
                for (index, part) in parts.into_iter().enumerate() {
                    if index > 0 {
                        self.say(sign.spelling());
                    }
                    self.items.push(Item::Piece(part));
                }
            }
            Layout::Piecewise(branches) => {
                self.say("piecewise(");
                for (index, (value, when)) in branches.into_iter().enumerate() {
                    if index > 0 {
                        self.say(", ");
                    }
                    self.items.push(Item::Piece(value));
                    match when {
                        Some(when) => self.items.extend([Item::Static(" if "), Item::Piece(when)]),
                        None => self.say(" otherwise"),
                    }
                }
                self.say(")");
            }
            Layout::Lambda(parameters, body) => {
                match parameters.as_slice() {
                    [single] => self.text(single.clone()),
                    several => self.text(format!("[{}]", several.join(", "))),
                }
                self.items.extend([Item::Static(" |-> "), Item::Piece(body)]);
            }
            Layout::Operator(operator) => self.operator(operator),
            Layout::Primes(name, primes, argument) => {
                self.text(name + &"'".repeat(primes as usize));
                self.list(vec![argument], "(", ")");
            }
            Layout::Derivative(derivative) => self.derivative(derivative),
        }
    }

    fn operator(&mut self, shown: OperatorLayout) {
        self.text(format!("{}(", shown.operator.signature.name));
        self.items.push(Item::Piece(shown.body));
        self.text(format!(", {}", shown.variable));
        let mut elsewhere = None;
        match shown.place {
            OperatorPlace::Range(low, high) => self.items.extend([
                Item::Static(" = "),
                Item::Piece(low),
                Item::Static(".."),
                Item::Piece(high),
            ]),
            OperatorPlace::Point(point) => {
                self.items.extend([Item::Static(" = "), Item::Piece(point)]);
            }
            OperatorPlace::Itself(point) => elsewhere = point,
        }
        for extra in shown.extras {
            self.say(", ");
            match extra {
                Extra::Keyword(word) => self.text(word),
                Extra::Value(value) => self.items.push(Item::Piece(value)),
            }
        }
        self.say(")");
        if let Some(point) = elsewhere {
            self.text(format!(" /. {} -> ", shown.variable));
            self.items.push(Item::Piece(point));
        }
    }

    fn derivative(&mut self, shown: DerivativeLayout) {
        self.say("diff(");
        match shown.body {
            DerivativeBody::Call(name, arguments) => {
                self.text(format!("{name}("));
                for (index, argument) in arguments.into_iter().enumerate() {
                    if index > 0 {
                        self.say(", ");
                    }
                    match argument {
                        Given::Value(piece) => self.items.push(Item::Piece(piece)),
                        Given::Variable(name) => self.text(name),
                    }
                }
                self.say(")");
            }
            DerivativeBody::Body(body) => self.items.push(Item::Piece(body)),
        }
        for (name, order) in shown.variables {
            self.text(if order == 1 { format!(", {name}") } else { format!(", {name}, {order}") });
        }
        self.say(")");
        let several = shown.at.len() > 1;
        for (index, (name, point)) in shown.at.into_iter().enumerate() {
            self.say(match (index, several) {
                (0, false) => " /. ",
                (0, true) => " /. {",
                _ => ", ",
            });
            self.text(format!("{name} -> "));
            self.items.push(Item::Piece(point));
        }
        if several {
            self.say("}");
        }
    }

    fn signed_fraction(&mut self, fraction: Fraction, scope: Scope) {
        if !fraction.negative {
            return self.fraction(fraction, scope);
        }
        self.say("-");
        // a minus sign, like a number, goes into the sum it is written directly before
        match fraction.numerator.first() {
            Some(Factor::Term(term)) if self.store.kind(*term) == Kind::Sum => {
                self.grouped(PREFIX - 1, PREFIX, |p| p.fraction(fraction, scope));
            }
            _ => self.fraction(fraction, scope),
        }
    }

    fn fraction(&mut self, mut fraction: Fraction, scope: Scope) {
        let literals = fraction
            .numerator
            .iter()
            .take_while(|factor| matches!(factor, Factor::Literal(_)))
            .count();
        let sum = match fraction.numerator.get(literals) {
            Some(Factor::Term(term)) => self.store.kind(*term) == Kind::Sum,
            _ => false,
        };
        let several = fraction.numerator.len() > literals + 1 || !fraction.denominator.is_empty();
        if literals > 0 && sum && several {
            // `3*((a + b)/c)`: a number directly before a sum would go into it
            let rest = fraction.numerator.split_off(literals);
            self.factors(fraction.numerator, PRODUCT + 1, scope);
            self.say("*(");
            let inner = Fraction {
                negative: false,
                numerator: rest,
                ..fraction_below(fraction.denominator)
            };
            self.fraction(inner, scope);
            return self.say(")");
        }
        let single = fraction.numerator.len() == 1 && fraction.denominator.is_empty();
        let level = if single { SUM + 1 } else { PRODUCT + 1 };
        self.factors(fraction.numerator, level, scope);
        if fraction.denominator.is_empty() {
            return;
        }
        self.say("/");
        let several = fraction.denominator.len() > 1;
        if several {
            self.say("(");
        }
        self.factors(fraction.denominator, PRODUCT + 1, scope);
        if several {
            self.say(")");
        }
    }

    fn factors(&mut self, factors: Vec<Factor>, level: u8, scope: Scope) {
        for (index, factor) in factors.into_iter().enumerate() {
            if index > 0 {
                self.say("*");
            }
            self.items.push(Item::Factor(factor, level, scope));
        }
    }

    fn factor(&mut self, factor: Factor, level: u8, scope: Scope) {
        let piece = |term, level| Item::Piece(Piece { term, level, scope });
        match factor {
            Factor::Literal(text) => self.text(text),
            Factor::Term(term) => self.piece(Piece { term, level, scope }),
            Factor::Power(base, exponent) if exponent == Rational::HALF => {
                self.items.extend([Item::Static("sqrt("), piece(base, 0), Item::Static(")")]);
            }
            Factor::Power(base, exponent) => {
                self.items.push(piece(base, POWER + 1));
                self.text(match exponent.is_integer() {
                    true => format!("^{exponent}"),
                    false => format!("^({exponent})"),
                });
            }
        }
    }
}

fn fraction_below(denominator: Vec<Factor>) -> Fraction {
    Fraction { denominator, ..Fraction::default() }
}

/// The binding level of a fraction: an atom when it is one plain factor.
fn fraction_level(fraction: &Fraction) -> u8 {
    match (fraction.negative, fraction.numerator.as_slice(), fraction.denominator.as_slice()) {
        (true, _, _) => SUM,
        (false, [Factor::Literal(_)], []) => ATOM,
        (false, [Factor::Power(_, r)], []) if *r == Rational::HALF => ATOM,
        (false, [Factor::Power(..)], []) => POWER,
        _ => PRODUCT,
    }
}

/// A string literal of the language.
pub(crate) fn quote(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            c => out.push(c),
        }
    }
    format!("\"{out}\"")
}
