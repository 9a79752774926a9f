//! A program as source text of other languages: a function of an array of arguments to an array of
//! results, which needs nothing but the language's own mathematics. One file a language; what its
//! functions are called stands in the rows of the functions.

mod c;
mod fortran;
mod julia;
mod python;
mod rust;

use crate::interpret::constant_f64;
use crate::program::{Operation, Program, Relation, Value};
use std::fmt::{self, Write};
use viete_functions::Function;
use viete_functions::parts_of_powers::{EXP, SQRT};
use viete_numbers::Error;

/// How a language writes what programs are made of. Values are variables `v0`, `v1`, ...
pub(crate) trait Dialect: Sync {
    /// The name in lower case: what the rows of functions call it by.
    fn name(&self) -> &'static str;
    /// A line that says which argument an element of the array is.
    fn comment(&self, index: usize, input: &str) -> String;
    /// What stands before the assignments.
    fn head(&self, program: &Program, name: &str) -> String;
    /// One assignment, without the line's end.
    fn assignment(&self, index: usize, value: &str) -> String;
    /// What stands after the assignments.
    fn foot(&self, outputs: &[String], name: &str) -> String;
    /// An element of the array of arguments.
    fn input(&self, index: u32) -> String;
    /// A number in its shortest digits.
    fn literal(&self, digits: String) -> String {
        digits
    }
    /// What is no number.
    fn nan(&self) -> &'static str;
    /// An integer power.
    fn power_integer(&self, base: &str, exponent: i32) -> String;
    /// A general power.
    fn power(&self, base: &str, exponent: &str) -> String;
    /// A call of a function of the language.
    fn call(&self, spelling: &str, arguments: &[String]) -> String {
        format!("{spelling}({})", arguments.join(", "))
    }
    /// Either of two conditions.
    fn or(&self) -> &'static str {
        "||"
    }
    /// `x` where `holds`, `y` where `fails`, else `nan`.
    fn select(&self, conditions: [&str; 2], branches: [&str; 2], nan: &str) -> String;
}

/// A language of [`source`].
#[derive(Clone, Copy)]
pub struct Language(&'static dyn Dialect);

impl Language {
    /// C, with `math.h`.
    pub const C: Language = Language(&c::C);
    /// Rust, without crates.
    pub const RUST: Language = Language(&rust::Rust);
    /// Python with NumPy: arguments may be arrays.
    pub const PYTHON: Language = Language(&python::Python);
    /// Julia.
    pub const JULIA: Language = Language(&julia::Julia);
    /// Fortran 2008.
    pub const FORTRAN: Language = Language(&fortran::Fortran);

    /// All languages.
    pub const ALL: [Language; 5] =
        [Language::C, Language::RUST, Language::PYTHON, Language::JULIA, Language::FORTRAN];

    /// The name in lower case.
    pub fn name(self) -> &'static str {
        self.0.name()
    }
}

impl PartialEq for Language {
    fn eq(&self, other: &Language) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Language {}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The program as a function `name` of the language, with one comment line for each argument.
///
/// # Errors
/// A function that the language has not, complex constants.
pub fn source(program: &Program, language: Language, name: &str) -> Result<String, Error> {
    if !crate::interpret::is_real(program) {
        return Err(Error::unsupported("the program has complex constants: expected real ones"));
    }
    let dialect = language.0;
    let mut text = String::new();
    for (index, input) in program.inputs.iter().enumerate() {
        let _ = writeln!(text, "{}", dialect.comment(index, input));
    }
    text.push_str(&dialect.head(program, name));
    for (index, operation) in program.operations.iter().enumerate() {
        let value = written(program, dialect, operation)?;
        let _ = writeln!(text, "{}", dialect.assignment(index, &value));
    }
    let outputs: Vec<String> = program.outputs.iter().map(|&v| variable(v)).collect();
    Ok(text + &dialect.foot(&outputs, name))
}

fn variable(value: Value) -> String {
    format!("v{}", value.0)
}

fn call(dialect: &dyn Dialect, function: &Function, arguments: &[Value]) -> Result<String, Error> {
    let (name, language) = (function.name, dialect.name());
    let spelling = function.code.source.iter().find(|entry| entry.0 == language);
    let Some((_, spelling)) = spelling else {
        let message =
            format!("function `{name}` is not part of {language}: expected elementary functions");
        return Err(Error::unsupported(message));
    };
    let values: Vec<String> = arguments.iter().map(|&v| variable(v)).collect();
    Ok(dialect.call(spelling, &values))
}

fn written(
    program: &Program,
    dialect: &dyn Dialect,
    operation: &Operation,
) -> Result<String, Error> {
    let v = variable;
    let unknown = || Error::unsupported("a call of no function");
    Ok(match *operation {
        Operation::Input(i) => dialect.input(i),
        Operation::Constant(i) => {
            let value = program.constants.get(i as usize).map_or(f64::NAN, constant_f64);
            if value.is_nan() {
                dialect.nan().into()
            } else {
                dialect.literal(format!("{value:?}"))
            }
        }
        Operation::Add(a, b) => format!("{} + {}", v(a), v(b)),
        Operation::Subtract(a, b) => format!("{} - {}", v(a), v(b)),
        Operation::Multiply(a, b) => format!("{} * {}", v(a), v(b)),
        Operation::Divide(a, b) => format!("{} / {}", v(a), v(b)),
        Operation::Negate(a) => format!("-{}", v(a)),
        Operation::PowerInteger(a, n) => dialect.power_integer(&v(a), n),
        Operation::Power(a, b) => dialect.power(&v(a), &v(b)),
        Operation::Sqrt(a) => call(dialect, &SQRT, &[a])?,
        Operation::Exp(a) => call(dialect, &EXP, &[a])?,
        Operation::Call1(f, a) => call(dialect, program.function(f).ok_or_else(unknown)?, &[a])?,
        Operation::Call2(f, a, b) => {
            call(dialect, program.function(f).ok_or_else(unknown)?, &[a, b])?
        }
        Operation::Select(relation, [a, b], [x, y]) => {
            let [a, b] = [v(a), v(b)];
            let (holds, fails) = match relation {
                Relation::Less => (format!("({a} < {b})"), format!("({a} >= {b})")),
                Relation::LessEqual => (format!("({a} <= {b})"), format!("({a} > {b})")),
                Relation::Equal => {
                    let fails = format!("(({a} < {b}) {} ({a} > {b}))", dialect.or());
                    (format!("({a} == {b})"), fails)
                }
            };
            dialect.select([&holds, &fails], [&v(x), &v(y)], dialect.nan())
        }
    })
}
