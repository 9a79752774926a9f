//! The LaTeX printer. Function notation comes from the rows; an explicit stack, no recursion.

use crate::display::{Factor, Fraction, Shown, show};
use crate::library::Library;
use viete_numbers::Rational;
use viete_term::{Form, Kind, Store, Term};

enum Item {
    Text(String),
    /// A term, in parentheses when it is a sum, product or power weaker than the wanted level.
    Term(Term, u8),
    Factor(Factor, u8),
}

const SUM: u8 = 8;
const PRODUCT: u8 = 9;
const POWER: u8 = 12;
const ATOM: u8 = 14;

/// The term as LaTeX for math mode.
pub fn latex(store: &Store, library: &Library, term: Term) -> String {
    let mut out = String::new();
    let mut stack = vec![Item::Term(term, 0)];
    let mut items = Vec::new();
    while let Some(item) = stack.pop() {
        match item {
            Item::Text(text) => out.push_str(&text),
            Item::Term(term, level) => write_term(store, library, term, level, &mut items),
            Item::Factor(factor, level) => write_factor(store, library, factor, level, &mut items),
        }
        stack.extend(items.drain(..).rev());
    }
    out
}

fn text(t: &str) -> Item {
    Item::Text(t.to_string())
}

fn grouped(own: u8, wanted: u8, items: &mut Vec<Item>, f: impl FnOnce(&mut Vec<Item>)) {
    if own < wanted {
        items.push(text("\\left("));
        f(items);
        items.push(text("\\right)"));
    } else {
        f(items);
    }
}

fn write_term(store: &Store, library: &Library, term: Term, level: u8, items: &mut Vec<Item>) {
    match show(store, term) {
        Shown::Sum(addends) => grouped(SUM, level, items, |items| {
            for (index, addend) in addends.into_iter().enumerate() {
                items.push(text(match (index, addend.negative) {
                    (0, false) => "",
                    (0, true) => "-",
                    (_, false) => " + ",
                    (_, true) => " - ",
                }));
                write_fraction(addend, items);
            }
        }),
        Shown::Fraction(fraction) => {
            let single = fraction.numerator.len() == 1 && fraction.denominator.is_empty();
            let own = match (fraction.negative, single, fraction.numerator.first()) {
                (true, ..) => SUM,
                (_, true, Some(Factor::Power(_, r))) if *r != Rational::HALF => POWER,
                (_, true, _) => ATOM,
                _ => PRODUCT,
            };
            grouped(own, level, items, |items| {
                if fraction.negative {
                    items.push(text("-"));
                }
                write_fraction(fraction, items);
            });
        }
        Shown::Exponential(exponent) => {
            items.extend([text("e^{"), Item::Term(exponent, 0), text("}")])
        }
        Shown::Power(base, exponent) => grouped(POWER, level, items, |items| {
            items.extend([
                Item::Term(base, POWER + 1),
                text("^{"),
                Item::Term(exponent, 0),
                text("}"),
            ]);
        }),
        Shown::Other => write_other(store, library, term, level, items),
    }
}

fn write_fraction(fraction: Fraction, items: &mut Vec<Item>) {
    if fraction.denominator.is_empty() {
        let level = if fraction.numerator.len() == 1 { SUM + 1 } else { PRODUCT };
        return write_factors(fraction.numerator, level, items);
    }
    items.push(text("\\frac{"));
    let level = |factors: &[Factor]| if factors.len() == 1 { 0 } else { PRODUCT };
    let (above, below) = (level(&fraction.numerator), level(&fraction.denominator));
    write_factors(fraction.numerator, above, items);
    items.push(text("}{"));
    write_factors(fraction.denominator, below, items);
    items.push(text("}"));
}

fn write_factors(factors: Vec<Factor>, level: u8, items: &mut Vec<Item>) {
    let mut after_literal = false;
    for (index, factor) in factors.into_iter().enumerate() {
        let literal = matches!(factor, Factor::Literal(_));
        if index > 0 {
            // two numbers side by side need a sign between them
            items.push(text(if literal && after_literal { " \\cdot " } else { " \\, " }));
        }
        after_literal = literal;
        items.push(Item::Factor(factor, level));
    }
}

fn write_factor(
    store: &Store,
    library: &Library,
    factor: Factor,
    level: u8,
    items: &mut Vec<Item>,
) {
    match factor {
        Factor::Literal(literal) if literal == "I" => items.push(text("i")),
        Factor::Literal(literal) => match literal.split_once('e') {
            Some((mantissa, exponent)) => {
                items.push(Item::Text(format!("{mantissa} \\cdot 10^{{{exponent}}}")))
            }
            None => items.push(Item::Text(literal)),
        },
        Factor::Term(term) => write_term(store, library, term, level, items),
        Factor::Power(base, exponent) if exponent == Rational::HALF => {
            items.extend([text("\\sqrt{"), Item::Term(base, 0), text("}")]);
        }
        Factor::Power(base, exponent) => {
            items.push(Item::Term(base, POWER + 1));
            items.push(Item::Text(format!("^{{{exponent}}}")));
        }
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

fn write_list(children: &[Term], separator: &str, items: &mut Vec<Item>) {
    for (index, &child) in children.iter().enumerate() {
        if index > 0 {
            items.push(text(separator));
        }
        items.push(Item::Term(child, 3));
    }
}

fn write_other(store: &Store, library: &Library, term: Term, level: u8, items: &mut Vec<Item>) {
    let children = store.children(term);
    match store.kind(term) {
        Kind::Constant(name) => items.push(text(match store.text(name) {
            "pi" => "\\pi",
            "E" => "e",
            "oo" => "\\infty",
            other => return items.push(Item::Text(format!("\\mathrm{{{other}}}"))),
        })),
        Kind::Symbol(name) => items.push(Item::Text(latex_name(store.text(name)))),
        Kind::Text(name) => items.push(Item::Text(format!(
            "\\text{{{}}}",
            store.text(name).replace(['\\', '{', '}'], " ")
        ))),
        Kind::Call(name) => match library
            .function(name)
            .filter(|f| !f.latex.is_empty() && f.arguments.len() == children.len())
        {
            Some(function) => write_template(function.latex, function.arguments, children, items),
            None => {
                items.push(Item::Text(format!(
                    "\\operatorname{{{}}}\\left(",
                    store.text(name).replace('_', "\\_")
                )));
                write_list(children, ", ", items);
                items.push(text("\\right)"));
            }
        },
        Kind::Form(Form::Matrix) => {
            items.push(text("\\begin{pmatrix}"));
            for (index, &row) in children.iter().enumerate() {
                if index > 0 {
                    items.push(text(" \\\\ "));
                }
                write_list(store.children(row), " & ", items);
            }
            items.push(text("\\end{pmatrix}"));
        }
        Kind::Form(Form::Piecewise) => {
            items.push(text("\\begin{cases}"));
            for (index, pair) in children.chunks(2).enumerate() {
                if index > 0 {
                    items.push(text(" \\\\ "));
                }
                match *pair {
                    [value, when] => {
                        items.extend([Item::Term(value, 3), text(" & "), Item::Term(when, 3)])
                    }
                    [value] => items.extend([Item::Term(value, 3), text(" & \\text{otherwise}")]),
                    _ => {}
                }
            }
            items.push(text("\\end{cases}"));
        }
        Kind::Form(form) => {
            let (open, separator, close, own) = match form {
                Form::List => ("\\left[", ", ", "\\right]", ATOM),
                Form::Set => ("\\left\\{", ", ", "\\right\\}", ATOM),
                Form::Range => ("", " \\ldots ", "", 7),
                Form::Equation => ("", " = ", "", 6),
                Form::Less => ("", " < ", "", 6),
                Form::LessEqual => ("", " \\le ", "", 6),
                Form::NotEqual => ("", " \\ne ", "", 6),
                Form::Element => ("", " \\in ", "", 6),
                Form::And => ("", " \\land ", "", 4),
                Form::Or => ("", " \\lor ", "", 3),
                Form::Not => ("\\lnot ", "", "", 5),
                Form::Arrow => ("", " \\to ", "", 2),
                Form::Lambda => ("", " \\mapsto ", "", 2),
                _ => ("", ", ", "", ATOM),
            };
            grouped(own, level, items, |items| {
                items.push(text(open));
                write_list(children, separator, items);
                items.push(text(close));
            });
        }
        Kind::Number(_) | Kind::Sum | Kind::Product | Kind::Power => {}
    }
}

/// Puts arguments into a row's LaTeX, where `#x` stands for the argument `x`.
fn write_template(template: &str, names: &[&str], children: &[Term], items: &mut Vec<Item>) {
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('#') {
        items.push(text(before));
        let hit = names.iter().zip(children).find(|(name, _)| after.starts_with(**name));
        match hit {
            Some((name, &child)) => {
                let level =
                    if before.ends_with("(") || before.ends_with("{") || before.ends_with("|") {
                        0
                    } else {
                        ATOM
                    };
                items.push(Item::Term(child, level));
                rest = after.strip_prefix(*name).unwrap_or(after);
            }
            None => rest = after,
        }
    }
    items.push(text(rest));
}
