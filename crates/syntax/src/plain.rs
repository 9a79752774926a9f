//! The plain printer: text that reads back as the same term. An explicit stack, no recursion.

use crate::display::{Factor, Fraction, Shown, show};
use viete_numbers::Rational;
use viete_term::{Form, Kind, Store, Term};

const ATOM: u8 = 14;
const POWER: u8 = 12;
const PRODUCT: u8 = 9;
const SUM: u8 = 8;

/// What is still to be written.
enum Item {
    Text(String),
    Static(&'static str),
    Term(Term, u8),
    Factor(Factor, u8),
}

/// The term in the language of viete: `parse(plain(e))` is `e` (decimal floats read back as the
/// exact decimals they show). Cost: linear in the printed length.
pub fn plain(store: &Store, term: Term) -> String {
    let mut out = String::new();
    let mut stack = vec![Item::Term(term, 0)];
    let mut items = Vec::new();
    while let Some(item) = stack.pop() {
        match item {
            Item::Text(text) => out.push_str(&text),
            Item::Static(text) => out.push_str(text),
            Item::Term(term, level) => {
                write_term(store, term, level, &mut items);
                stack.extend(items.drain(..).rev());
            }
            Item::Factor(factor, level) => {
                write_factor(store, factor, level, &mut items);
                stack.extend(items.drain(..).rev());
            }
        }
    }
    out
}

/// Wraps what `f` writes in parentheses when its own level is below the wanted one.
fn grouped(own: u8, wanted: u8, items: &mut Vec<Item>, f: impl FnOnce(&mut Vec<Item>)) {
    if own < wanted {
        items.push(Item::Static("("));
        f(items);
        items.push(Item::Static(")"));
    } else {
        f(items);
    }
}

fn write_term(store: &Store, term: Term, level: u8, items: &mut Vec<Item>) {
    match show(store, term) {
        Shown::Sum(addends) => grouped(SUM, level, items, |items| {
            for (index, addend) in addends.into_iter().enumerate() {
                items.push(Item::Static(match (index, addend.negative) {
                    (0, false) => "",
                    (0, true) => "-",
                    (_, false) => " + ",
                    (_, true) => " - ",
                }));
                write_fraction(addend, items);
            }
        }),
        Shown::Fraction(fraction) => grouped(fraction_level(&fraction), level, items, |items| {
            if fraction.negative {
                items.push(Item::Static("-"));
            }
            write_fraction(fraction, items);
        }),
        Shown::Exponential(exponent) if exponent == store.one() => items.push(Item::Static("E")),
        Shown::Exponential(exponent) => {
            items.extend([Item::Static("exp("), Item::Term(exponent, 0), Item::Static(")")]);
        }
        Shown::Power(base, exponent) => grouped(POWER, level, items, |items| {
            items.extend([
                Item::Term(base, POWER + 1),
                Item::Static("^"),
                Item::Term(exponent, ATOM),
            ]);
        }),
        Shown::Other => write_other(store, term, level, items),
    }
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

fn write_fraction(fraction: Fraction, items: &mut Vec<Item>) {
    let single = fraction.numerator.len() == 1 && fraction.denominator.is_empty();
    let level = if single { SUM + 1 } else { PRODUCT + 1 };
    write_factors(fraction.numerator, level, items);
    if fraction.denominator.is_empty() {
        return;
    }
    items.push(Item::Static("/"));
    let several = fraction.denominator.len() > 1;
    if several {
        items.push(Item::Static("("));
    }
    write_factors(fraction.denominator, PRODUCT + 1, items);
    if several {
        items.push(Item::Static(")"));
    }
}

fn write_factors(factors: Vec<Factor>, level: u8, items: &mut Vec<Item>) {
    for (index, factor) in factors.into_iter().enumerate() {
        if index > 0 {
            items.push(Item::Static("*"));
        }
        items.push(Item::Factor(factor, level));
    }
}

fn write_factor(store: &Store, factor: Factor, level: u8, items: &mut Vec<Item>) {
    match factor {
        Factor::Literal(text) => items.push(Item::Text(text)),
        Factor::Term(term) => write_term(store, term, level, items),
        Factor::Power(base, exponent) if exponent == Rational::HALF => {
            items.extend([Item::Static("sqrt("), Item::Term(base, 0), Item::Static(")")]);
        }
        Factor::Power(base, exponent) => {
            items.push(Item::Term(base, POWER + 1));
            let text = if exponent.is_integer() {
                format!("^{exponent}")
            } else {
                format!("^({exponent})")
            };
            items.push(Item::Text(text));
        }
    }
}

/// Operator text and level of a relation or connective.
pub(crate) fn infix_form(form: Form) -> Option<(&'static str, u8)> {
    Some(match form {
        Form::Range => ("..", 7),
        Form::Equation => (" = ", 6),
        Form::Less => (" < ", 6),
        Form::LessEqual => (" <= ", 6),
        Form::NotEqual => (" != ", 6),
        Form::Element => (" in ", 6),
        Form::And => (" and ", 4),
        Form::Or => (" or ", 3),
        Form::Arrow => (" -> ", 2),
        Form::Lambda => (" |-> ", 2),
        _ => return None,
    })
}

fn write_list(children: &[Term], open: &'static str, close: &'static str, items: &mut Vec<Item>) {
    items.push(Item::Static(open));
    for (index, &child) in children.iter().enumerate() {
        if index > 0 {
            items.push(Item::Static(", "));
        }
        items.push(Item::Term(child, 3));
    }
    items.push(Item::Static(close));
}

fn write_other(store: &Store, term: Term, level: u8, items: &mut Vec<Item>) {
    let children = store.children(term);
    match store.kind(term) {
        Kind::Constant(name) | Kind::Symbol(name) => {
            items.push(Item::Text(store.text(name).to_string()))
        }
        Kind::Text(name) => items.push(Item::Text(quote(store.text(name)))),
        Kind::Call(name) => {
            items.push(Item::Text(store.text(name).to_string()));
            write_list(children, "(", ")", items);
        }
        Kind::Form(Form::List) => write_list(children, "[", "]", items),
        Kind::Form(Form::Set) => write_list(children, "{", "}", items),
        Kind::Form(Form::Hold) => write_list(children, "hold(", ")", items),
        Kind::Form(Form::Matrix) => {
            items.push(Item::Static("["));
            for (index, &row) in children.iter().enumerate() {
                write_list(store.children(row), if index == 0 { "" } else { "; " }, "", items);
            }
            items.push(Item::Static("]"));
        }
        Kind::Form(Form::Index) => {
            if let [target, indices @ ..] = children {
                items.push(Item::Term(*target, ATOM));
                write_list(indices, "[", "]", items);
            }
        }
        Kind::Form(Form::Not) => grouped(5, level, items, |items| {
            items.push(Item::Static("not "));
            items.extend(children.iter().map(|&c| Item::Term(c, 6)));
        }),
        Kind::Form(Form::Piecewise) => {
            for (index, pair) in children.chunks(2).enumerate() {
                items.push(Item::Static(if index == 0 { "piecewise(" } else { ", " }));
                match *pair {
                    [value, when] => items.extend([
                        Item::Term(value, 3),
                        Item::Static(" if "),
                        Item::Term(when, 3),
                    ]),
                    [value] => items.extend([Item::Term(value, 3), Item::Static(" otherwise")]),
                    _ => {}
                }
            }
            items.push(Item::Static(")"));
        }
        Kind::Form(form) => {
            let (operator, own) = infix_form(form).unwrap_or((", ", 0));
            grouped(own, level, items, |items| {
                for (index, &child) in children.iter().enumerate() {
                    if index > 0 {
                        items.push(Item::Static(operator));
                    }
                    // a single parameter is written bare: `t |-> t^2`
                    match (form, index, store.as_form(child, Form::List)) {
                        (Form::Lambda, 0, Some(&[single])) => {
                            items.push(Item::Term(single, own + 1))
                        }
                        _ => items.push(Item::Term(child, own + 1)),
                    }
                }
            });
        }
        // shown elsewhere
        Kind::Number(_) | Kind::Sum | Kind::Product | Kind::Power => {}
    }
}

/// A string literal of the language.
pub(crate) fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
