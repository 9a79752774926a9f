//! The LaTeX printer. Function notation comes from the rows; an explicit stack, no recursion.

use crate::display::{Factor, Fraction};
use crate::library::Library;
use crate::names::{Names, Scope};
use crate::notation::{
    ATOM, DerivativeBody, DerivativeLayout, Extra, Given, Layout, OperatorLayout, OperatorPlace,
    POWER, PRODUCT, Piece, SUM, Sign, layout, level,
};
use viete_numbers::Rational;
use viete_term::{Kind, Store, Term};

enum Item {
    Text(String),
    Piece(Piece),
    Factor(Factor, u8, Scope),
}

/// The term as LaTeX for math mode.
pub fn latex(store: &Store, library: &Library, term: Term) -> String {
    let mut printer = Printer { store, library, names: Names::new(), items: Vec::new() };
    let mut out = String::new();
    let mut stack = vec![Item::Piece(Piece { term, level: 0, scope: Scope::default() })];
    while let Some(item) = stack.pop() {
        match item {
            Item::Text(text) => out.push_str(&text),
            Item::Piece(piece) => printer.piece(piece),
            Item::Factor(factor, level, scope) => printer.factor(factor, level, scope),
        }
        stack.extend(printer.items.drain(..).rev());
    }
    out
}

struct Printer<'s> {
    store: &'s Store,
    library: &'s Library,
    names: Names,
    /// What the current item becomes, in order.
    items: Vec<Item>,
}

impl Printer<'_> {
    fn say(&mut self, text: impl Into<String>) {
        self.items.push(Item::Text(text.into()));
    }

    fn put(&mut self, piece: Piece) {
        self.items.push(Item::Piece(piece));
    }

    fn grouped(&mut self, own: u8, wanted: u8, write: impl FnOnce(&mut Self)) {
        if own < wanted {
            self.say("\\left(");
            write(self);
            self.say("\\right)");
        } else {
            write(self);
        }
    }

    fn list(&mut self, pieces: Vec<Piece>, separator: &str) {
        for (index, piece) in pieces.into_iter().enumerate() {
            if index > 0 {
                self.say(separator);
            }
            self.put(piece);
        }
    }

    fn piece(&mut self, piece: Piece) {
        let scope = piece.scope;
        let shown = layout(self.store, &mut self.names, piece.term, scope);
        let own = match &shown {
            Layout::Fraction(fraction) => fraction_level(fraction),
            // a raised exponent binds like a power; a case distinction is open to the right
            Layout::Exponential(_) => POWER,
            Layout::Piecewise(_) => PRODUCT,
            Layout::Operator(_) | Layout::Derivative(_) => SUM,
            shown => level(shown),
        };
        self.grouped(own, piece.level, |p| p.layout(shown, piece.term, scope));
    }

    fn layout(&mut self, shown: Layout, term: Term, scope: Scope) {
        match shown {
            Layout::Sum(addends) => {
                for (index, addend) in addends.into_iter().enumerate() {
                    self.say(match (index, addend.negative) {
                        (0, false) => "",
                        (0, true) => "-",
                        (_, false) => " + ",
                        (_, true) => " - ",
                    });
                    self.fraction(addend, scope);
                }
            }
            Layout::Fraction(fraction) => {
                if fraction.negative {
                    self.say("-");
                }
                self.fraction(fraction, scope);
            }
            Layout::Exponential(exponent) => self.between("e^{", exponent, "}"),
            Layout::Power(base, exponent) => {
                self.put(base);
                self.between("^{", Piece { level: 0, ..exponent }, "}");
            }
            Layout::Constant(name) => self.say(match name.as_str() {
                "pi" => "\\pi".to_string(),
                "E" => "e".to_string(),
                "oo" => "\\infty".to_string(),
                other => format!("\\mathrm{{{other}}}"),
            }),
            Layout::Name(name) => self.say(latex_name(&name)),
            Layout::Text(text) => {
                self.say(format!("\\text{{{}}}", text.replace(['\\', '{', '}'], " ")));
            }
            Layout::Call(name, arguments) => self.call(term, &name, arguments),
            Layout::Apply(head, arguments) => {
                self.put(head);
                self.say("\\left(");
                self.list(arguments, ", ");
                self.say("\\right)");
            }
            Layout::List(items) => self.fenced("\\left[", items, "\\right]"),
            Layout::Set(items) => self.fenced("\\left\\{", items, "\\right\\}"),
            Layout::Hold(items) => self.list(items, ", "),
            Layout::Matrix(rows) => {
                self.say("\\begin{pmatrix}");
                for (index, row) in rows.into_iter().enumerate() {
                    if index > 0 {
                        self.say(" \\\\ ");
                    }
                    self.list(row, " & ");
                }
                self.say("\\end{pmatrix}");
            }
            Layout::Index(target, indices) => {
                self.put(target);
                self.fenced("_{", indices, "}");
            }
            Layout::Not(inner) => {
                self.say("\\lnot ");
                self.put(inner);
            }
            Layout::Infix(sign, parts) => self.list(parts, spelling(sign)),
            Layout::Piecewise(branches) => {
                self.say("\\begin{cases}");
                for (index, (value, when)) in branches.into_iter().enumerate() {
                    if index > 0 {
                        self.say(" \\\\ ");
                    }
                    self.put(value);
                    self.say(" & ");
                    match when {
                        Some(when) => self.put(when),
                        None => self.say("\\text{otherwise}"),
                    }
                }
                self.say("\\end{cases}");
            }
            Layout::Lambda(parameters, body) => {
                let names: Vec<String> = parameters.iter().map(|name| latex_name(name)).collect();
                self.say(match names.as_slice() {
                    [single] => single.clone(),
                    several => format!("\\left({}\\right)", several.join(", ")),
                });
                self.say(" \\mapsto ");
                self.put(body);
            }
            Layout::Operator(operator) => self.operator(operator),
            Layout::Primes(name, primes, argument) => {
                self.say(format!("{}{}", latex_name(&name), "'".repeat(primes as usize)));
                self.between("\\left(", argument, "\\right)");
            }
            Layout::Derivative(derivative) => self.derivative(derivative),
        }
    }

    fn between(&mut self, open: &str, piece: Piece, close: &str) {
        self.say(open);
        self.put(piece);
        self.say(close);
    }

    fn fenced(&mut self, open: &str, items: Vec<Piece>, close: &str) {
        self.say(open);
        self.list(items, ", ");
        self.say(close);
    }

    fn call(&mut self, term: Term, name: &str, arguments: Vec<Piece>) {
        let row = match self.store.kind(term) {
            Kind::Call(name) => self.library.function(name),
            _ => None,
        };
        let row = row.filter(|f| !f.latex.is_empty() && f.arguments.len() == arguments.len());
        match row {
            Some(row) => write_template(row.latex, row.arguments, &arguments, &mut self.items),
            None => {
                let name = name.replace('_', "\\_");
                self.fenced(&format!("\\operatorname{{{name}}}\\left("), arguments, "\\right)");
            }
        }
    }

    /// `\sum_{k=a}^{b} f`, `\int_a^b f dx`, `\lim_{x \to a^+} f`.
    fn operator(&mut self, shown: OperatorLayout) {
        let variable = latex_name(&shown.variable);
        let integral = shown.operator.latex == "\\int";
        let body = Piece { level: SUM + 1, ..shown.body };
        self.say(shown.operator.latex);
        match shown.place {
            OperatorPlace::Range(low, high) => {
                let below = if integral { "_{".to_string() } else { format!("_{{{variable} = ") };
                self.between(&below, Piece { level: 0, ..low }, "}");
                self.between("^{", Piece { level: 0, ..high }, "}");
            }
            OperatorPlace::Point(point) => {
                let side = shown.extras.iter().find_map(|extra| match extra {
                    Extra::Keyword(word) if word == "left" => Some("^-"),
                    Extra::Keyword(word) if word == "right" => Some("^+"),
                    _ => None,
                });
                self.between(&format!("_{{{variable} \\to "), point, side.unwrap_or(""));
                self.say("}");
            }
            OperatorPlace::Itself(_) if integral => {}
            OperatorPlace::Itself(_) => self.say(format!("_{{{variable}}}")),
        }
        self.between(" ", body, "");
        if integral {
            self.say(format!(" \\, d{variable}"));
        }
        if let OperatorPlace::Itself(Some(point)) = shown.place {
            self.say(" \\Big|");
            self.between(&format!("_{{{variable} = "), Piece { level: 0, ..point }, "}");
        }
    }

    /// `\frac{\partial^3}{\partial x^2 \partial y} f(x, y)`.
    fn derivative(&mut self, shown: DerivativeLayout) {
        let one = shown.variables.len() == 1
            && match &shown.body {
                DerivativeBody::Call(_, arguments) => arguments.len() == 1,
                DerivativeBody::Body(_) => true,
            };
        let sign = if one { "d" } else { "\\partial " };
        let power = |order: u32| if order == 1 { String::new() } else { format!("^{{{order}}}") };
        let total: u32 = shown.variables.iter().map(|(_, order)| order).sum();
        let below: Vec<String> = shown
            .variables
            .iter()
            .map(|(name, order)| format!("{sign}{}{}", latex_name(name), power(*order)))
            .collect();
        let above = format!("{}{}", sign.trim_end(), power(total));
        self.say(format!("\\frac{{{above}}}{{{}}} ", below.join(" ")));
        match shown.body {
            DerivativeBody::Call(name, arguments) => {
                self.say(format!("{}\\left(", latex_name(&name)));
                for (index, argument) in arguments.into_iter().enumerate() {
                    if index > 0 {
                        self.say(", ");
                    }
                    match argument {
                        Given::Value(piece) => self.put(piece),
                        Given::Variable(name) => self.say(latex_name(&name)),
                    }
                }
                self.say("\\right)");
            }
            DerivativeBody::Body(body) => self.put(Piece { level: SUM + 1, ..body }),
        }
        let mut separator = " \\Big|_{";
        let evaluated = !shown.at.is_empty();
        for (name, point) in shown.at {
            self.between(&format!("{separator}{} = ", latex_name(&name)), point, "");
            separator = ", ";
        }
        if evaluated {
            self.say("}");
        }
    }

    fn fraction(&mut self, fraction: Fraction, scope: Scope) {
        if fraction.denominator.is_empty() {
            let level = if fraction.numerator.len() == 1 { SUM + 1 } else { PRODUCT };
            return self.factors(fraction.numerator, level, scope);
        }
        let level = |factors: &[Factor]| if factors.len() == 1 { 0 } else { PRODUCT };
        let (above, below) = (level(&fraction.numerator), level(&fraction.denominator));
        self.say("\\frac{");
        self.factors(fraction.numerator, above, scope);
        self.say("}{");
        self.factors(fraction.denominator, below, scope);
        self.say("}");
    }

    fn factors(&mut self, factors: Vec<Factor>, level: u8, scope: Scope) {
        let mut after_literal = false;
        for (index, factor) in factors.into_iter().enumerate() {
            let literal = matches!(factor, Factor::Literal(_));
            if index > 0 {
                // two numbers side by side need a sign between them
                self.say(if literal && after_literal { " \\cdot " } else { " \\, " });
            }
            after_literal = literal;
            self.items.push(Item::Factor(factor, level, scope));
        }
    }

    fn factor(&mut self, factor: Factor, level: u8, scope: Scope) {
        match factor {
            Factor::Literal(literal) if literal == "I" => self.say("i"),
            Factor::Literal(literal) => self.say(match literal.split_once('e') {
                Some((mantissa, exponent)) => format!("{mantissa} \\cdot 10^{{{exponent}}}"),
                None => literal,
            }),
            Factor::Term(term) => self.piece(Piece { term, level, scope }),
            Factor::Power(base, exponent) if exponent == Rational::HALF => {
                self.between("\\sqrt{", Piece { term: base, level: 0, scope }, "}");
            }
            Factor::Power(base, exponent) => {
                self.put(Piece { term: base, level: POWER + 1, scope });
                self.say(format!("^{{{exponent}}}"));
            }
        }
    }
}

fn fraction_level(fraction: &Fraction) -> u8 {
    let single = fraction.numerator.len() == 1 && fraction.denominator.is_empty();
    match (fraction.negative, single, fraction.numerator.first()) {
        (true, ..) => SUM,
        (_, true, Some(Factor::Power(_, r))) if *r != Rational::HALF => POWER,
        (_, true, _) => ATOM,
        _ => PRODUCT,
    }
}

fn spelling(sign: Sign) -> &'static str {
    match sign {
        Sign::Range => " \\ldots ",
        Sign::Equal => " = ",
        Sign::Less => " < ",
        Sign::LessEqual => " \\le ",
        Sign::NotEqual => " \\ne ",
        Sign::Element => " \\in ",
        Sign::And => " \\land ",
        Sign::Or => " \\lor ",
        Sign::Arrow => " \\to ",
    }
}

const GREEK: &[&str] = &[
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa",
    "lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi",
    "omega", "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Phi", "Psi", "Omega",
];

/// A name as LaTeX: Greek letters, a trailing number or `_part` as a subscript.
fn latex_name(name: &str) -> String {
    let (stem, subscript) = match name.split_once('_') {
        Some((stem, rest)) if !stem.is_empty() && !rest.is_empty() => (stem, rest),
        _ => {
            let digits = name.trim_start_matches(|c: char| !c.is_ascii_digit());
            let stem = name.strip_suffix(digits).unwrap_or(name);
            if stem.is_empty() || digits.chars().any(|c| !c.is_ascii_digit()) {
                (name, "")
            } else {
                (stem, digits)
            }
        }
    };
    let stem = match stem {
        g if GREEK.contains(&g) => format!("\\{g}"),
        s if s.chars().count() == 1 => s.to_string(),
        s => format!("\\mathrm{{{}}}", s.replace('_', "\\_")),
    };
    if subscript.is_empty() {
        stem
    } else {
        format!("{stem}_{{{}}}", subscript.replace('_', "\\_"))
    }
}

/// Puts arguments into a row's LaTeX, where `#x` stands for the argument `x`.
fn write_template(template: &str, names: &[&str], pieces: &[Piece], items: &mut Vec<Item>) {
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('#') {
        items.push(Item::Text(before.into()));
        let hit = names.iter().zip(pieces).find(|(name, _)| after.starts_with(**name));
        match hit {
            Some((name, &piece)) => {
                let level =
                    if before.ends_with("(") || before.ends_with("{") || before.ends_with("|") {
                        0
                    } else {
                        ATOM
                    };
                items.push(Item::Piece(Piece { level, ..piece }));
                rest = after.strip_prefix(*name).unwrap_or(after);
            }
            None => rest = after,
        }
    }
    items.push(Item::Text(rest.into()));
}
