//! A program as LaTeX: a line for each output and for each value that is used more than once.

use crate::program::{Constant, Operation, Program, Relation, Value};
use std::fmt::Write;
use viete_numbers::Number;

/// How tightly the outermost sign of a text binds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Sum,
    Product,
    Power,
    Whole,
}

struct Text {
    latex: String,
    binding: Binding,
}

impl Text {
    fn new(latex: String, binding: Binding) -> Text {
        Text { latex, binding }
    }

    /// In brackets unless it binds at least as tightly.
    fn at(&self, binding: Binding) -> String {
        if self.binding >= binding {
            self.latex.clone()
        } else {
            format!(r"\left({}\right)", self.latex)
        }
    }
}

/// The program as an `align*` environment.
pub fn latex(program: &Program) -> String {
    let mut uses = vec![0usize; program.operations.len()];
    let operands = program.operations.iter().flat_map(Operation::operands);
    operands.for_each(|v| uses.iter_mut().skip(v.index()).take(1).for_each(|n| *n += 1));
    let mut lines: Vec<String> = Vec::new();
    let mut texts: Vec<Text> = Vec::with_capacity(program.operations.len());
    for (index, operation) in program.operations.iter().enumerate() {
        let text = operation_text(program, operation, &texts);
        let is_leaf = matches!(operation, Operation::Input(_) | Operation::Constant(_));
        if is_leaf || uses.get(index).is_none_or(|&n| n < 2) {
            texts.push(text);
            continue;
        }
        let name = format!("v_{{{}}}", lines.len() + 1);
        lines.push(format!("{name} &= {}", text.latex));
        texts.push(Text::new(name, Binding::Whole));
    }
    for (output, value) in program.outputs.iter().enumerate() {
        let text = texts.get(value.index()).map_or("", |text| text.latex.as_str());
        lines.push(format!("y_{{{}}} &= {text}", output + 1));
    }
    format!("\\begin{{align*}}\n{}\n\\end{{align*}}\n", lines.join("\\\\\n"))
}

/// A letter and digits as its index, or an upright word.
fn name(text: &str) -> String {
    let stem = text.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_');
    let index = text.strip_prefix(stem).unwrap_or_default().trim_matches('_');
    let stem = if stem.chars().count() == 1 {
        stem.to_string()
    } else {
        format!(r"\mathrm{{{}}}", stem.replace('_', r"\_"))
    };
    if index.is_empty() { stem } else { format!("{stem}_{{{index}}}") }
}

fn constant_text(constant: Option<&Constant>) -> Text {
    match constant {
        Some(Constant::Number(number)) => number_text(number),
        Some(Constant::Pi) => Text::new(r"\pi".into(), Binding::Whole),
        Some(Constant::Euler) => Text::new("e".into(), Binding::Whole),
        _ => Text::new(r"\text{undetermined}".into(), Binding::Whole),
    }
}

fn number_text(number: &Number) -> Text {
    let is_negative = number.signum() == Some(-1);
    let binding = if is_negative { Binding::Sum } else { Binding::Whole };
    let text = match number.as_rational() {
        Some(r) if !r.is_integer() => {
            let sign = if is_negative { "-" } else { "" };
            let size = if is_negative { -r } else { r.clone() };
            format!(r"{sign}\frac{{{}}}{{{}}}", size.numerator(), size.denominator())
        }
        _ if number.is_real() => number.re().to_string(),
        _ => format!(r"\left({} + {}i\right)", number.re(), number.im()),
    };
    Text::new(text, binding)
}

fn operation_text(program: &Program, operation: &Operation, texts: &[Text]) -> Text {
    let unknown = Text::new(String::new(), Binding::Whole);
    let of = |v: Value| texts.get(v.index()).unwrap_or(&unknown);
    match *operation {
        Operation::Input(i) => Text::new(
            program.inputs.get(i as usize).map_or_else(String::new, |n| name(n)),
            Binding::Whole,
        ),
        Operation::Constant(i) => constant_text(program.constants.get(i as usize)),
        Operation::Add(a, b) => {
            Text::new(format!("{} + {}", of(a).latex, of(b).at(Binding::Product)), Binding::Sum)
        }
        Operation::Subtract(a, b) => {
            Text::new(format!("{} - {}", of(a).latex, of(b).at(Binding::Product)), Binding::Sum)
        }
        Operation::Multiply(a, b) => Text::new(
            format!(r"{} \cdot {}", of(a).at(Binding::Product), of(b).at(Binding::Product)),
            Binding::Product,
        ),
        Operation::Divide(a, b) => {
            Text::new(format!(r"\frac{{{}}}{{{}}}", of(a).latex, of(b).latex), Binding::Product)
        }
        Operation::Negate(a) => Text::new(format!("-{}", of(a).at(Binding::Product)), Binding::Sum),
        Operation::PowerInteger(a, n) => {
            Text::new(format!("{}^{{{n}}}", of(a).at(Binding::Whole)), Binding::Power)
        }
        Operation::Power(a, b) => {
            Text::new(format!("{}^{{{}}}", of(a).at(Binding::Whole), of(b).latex), Binding::Power)
        }
        Operation::Sqrt(a) => Text::new(format!(r"\sqrt{{{}}}", of(a).latex), Binding::Whole),
        Operation::Exp(a) => Text::new(format!("e^{{{}}}", of(a).latex), Binding::Power),
        Operation::Call1(f, a) => call(program, f, &[of(a)]),
        Operation::Call2(f, a, b) => call(program, f, &[of(a), of(b)]),
        Operation::Select(relation, [a, b], [x, y]) => {
            let sign = match relation {
                Relation::Less => "<",
                Relation::LessEqual => r"\le",
                Relation::Equal => "=",
            };
            let [a, b, x, y] = [of(a), of(b), of(x), of(y)].map(|text| text.latex.as_str());
            let mut text = String::new();
            let _ = write!(
                text,
                r"\begin{{cases}}{x} & {a} {sign} {b}\\ {y} & \text{{otherwise}}\end{{cases}}"
            );
            Text::new(text, Binding::Whole)
        }
    }
}

/// By the row's own notation, else by its name.
fn call(program: &Program, function: u32, arguments: &[&Text]) -> Text {
    let Some(row) = program.function(function) else {
        return Text::new("?".into(), Binding::Whole);
    };
    if row.latex.is_empty() {
        let list: Vec<&str> = arguments.iter().map(|text| text.latex.as_str()).collect();
        return Text::new(
            format!(r"\operatorname{{{}}}\left({}\right)", row.name, list.join(", ")),
            Binding::Whole,
        );
    }
    let mut latex = row.latex.to_string();
    for (parameter, text) in row.arguments.iter().zip(arguments) {
        latex = latex.replace(&format!("#{parameter}"), &text.latex);
    }
    Text::new(latex, Binding::Whole)
}
