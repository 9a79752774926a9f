//! A program as source text of other languages: a function of an array of arguments to an array of
//! results, which needs nothing but the language's own mathematics.

use crate::interpret::constant_f64;
use crate::program::{Operation, Program, Relation, Value};
use std::fmt::Write;

/// A language of [`source`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    C,
    Rust,
    /// With NumPy: arguments may be arrays.
    Python,
    Julia,
    Fortran,
}

impl Language {
    pub const ALL: [Language; 5] =
        [Language::C, Language::Rust, Language::Python, Language::Julia, Language::Fortran];

    /// The name in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Language::C => "c",
            Language::Rust => "rust",
            Language::Python => "python",
            Language::Julia => "julia",
            Language::Fortran => "fortran",
        }
    }
}

/// Why a program has no source text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    #[error("function `{0}` is not part of {1}: expected elementary functions")]
    Function(&'static str, &'static str),
    #[error("the program has complex constants: expected real ones")]
    Complex,
}

/// Spellings in C, Rust, Python, Julia and Fortran; empty where the language has none.
const FUNCTIONS: &[(&str, [&str; 5])] = &[
    ("exp", ["exp", "exp", "np.exp", "exp", "exp"]),
    ("log", ["log", "ln", "np.log", "log", "log"]),
    ("sqrt", ["sqrt", "sqrt", "np.sqrt", "sqrt", "sqrt"]),
    ("sin", ["sin", "sin", "np.sin", "sin", "sin"]),
    ("cos", ["cos", "cos", "np.cos", "cos", "cos"]),
    ("tan", ["tan", "tan", "np.tan", "tan", "tan"]),
    ("asin", ["asin", "asin", "np.arcsin", "asin", "asin"]),
    ("acos", ["acos", "acos", "np.arccos", "acos", "acos"]),
    ("atan", ["atan", "atan", "np.arctan", "atan", "atan"]),
    ("atan2", ["atan2", "atan2", "np.arctan2", "atan", "atan2"]),
    ("sinh", ["sinh", "sinh", "np.sinh", "sinh", "sinh"]),
    ("cosh", ["cosh", "cosh", "np.cosh", "cosh", "cosh"]),
    ("tanh", ["tanh", "tanh", "np.tanh", "tanh", "tanh"]),
    ("asinh", ["asinh", "asinh", "np.arcsinh", "asinh", "asinh"]),
    ("acosh", ["acosh", "acosh", "np.arccosh", "acosh", "acosh"]),
    ("atanh", ["atanh", "atanh", "np.arctanh", "atanh", "atanh"]),
    ("abs", ["fabs", "abs", "np.abs", "abs", "abs"]),
    ("floor", ["floor", "floor", "np.floor", "floor", ""]),
    ("ceil", ["ceil", "ceil", "np.ceil", "ceil", ""]),
    ("min", ["fmin", "min", "np.fmin", "min", "min"]),
    ("max", ["fmax", "max", "np.fmax", "max", "max"]),
    ("hypot", ["hypot", "hypot", "np.hypot", "hypot", "hypot"]),
    ("cbrt", ["cbrt", "cbrt", "np.cbrt", "cbrt", ""]),
    ("log2", ["log2", "log2", "np.log2", "log2", ""]),
    ("log10", ["log10", "log10", "np.log10", "log10", "log10"]),
    ("erf", ["erf", "", "", "", "erf"]),
    ("erfc", ["erfc", "", "", "", "erfc"]),
    ("gamma", ["tgamma", "", "", "", "gamma"]),
    ("lgamma", ["lgamma", "", "", "", "log_gamma"]),
];

/// Integer powers by the multiplications of the program, for languages whose own power may differ.
const C_POWER: &str = "static double power(double x, int n) {
    unsigned k = n < 0 ? -(unsigned)n : (unsigned)n;
    double result = 1.0;
    for (; k > 0; k >>= 1, x *= x)
        if (k & 1) result *= x;
    return n < 0 ? 1.0 / result : result;
}

";

/// The program as a function `name` of the language, with one comment line for each argument.
///
/// # Errors
/// A function that the language has not, complex constants.
pub fn source(program: &Program, language: Language, name: &str) -> Result<String, SourceError> {
    if !crate::interpret::is_real(program) {
        return Err(SourceError::Complex);
    }
    let writer = Writer { program, language };
    let mut text = writer.head(name);
    for (index, operation) in program.operations.iter().enumerate() {
        let value = writer.operation(operation)?;
        let _ = writeln!(text, "{}", writer.assignment(index, &value));
    }
    text.push_str(&writer.foot(name));
    Ok(text)
}

struct Writer<'p> {
    program: &'p Program,
    language: Language,
}

impl Writer<'_> {
    fn index(&self) -> usize {
        Language::ALL.iter().position(|&l| l == self.language).unwrap_or(0)
    }

    fn head(&self, name: &str) -> String {
        let (inputs, outputs) = (self.program.inputs.len(), self.program.outputs.len());
        let (mark, first) = match self.language {
            Language::C | Language::Rust => ("//", 0),
            Language::Python => ("#", 0),
            Language::Julia => ("#", 1),
            Language::Fortran => ("!", 1),
        };
        let bracket = if self.language == Language::Fortran { ["(", ")"] } else { ["[", "]"] };
        let mut text = String::new();
        for (index, input) in self.program.inputs.iter().enumerate() {
            let [open, close] = bracket;
            let _ = writeln!(text, "{mark} x{open}{}{close} = {input}", index + first);
        }
        text + &match self.language {
            Language::C => {
                let powers = self
                    .program
                    .operations
                    .iter()
                    .any(|o| matches!(o, Operation::PowerInteger(..)));
                let helper = if powers { C_POWER } else { "" };
                format!("#include <math.h>\n\n{helper}void {name}(const double *x, double *y) {{\n")
            }
            Language::Rust => {
                format!("pub fn {name}(x: &[f64; {inputs}]) -> [f64; {outputs}] {{\n")
            }
            Language::Python => format!("import numpy as np\n\n\ndef {name}(x):\n"),
            Language::Julia => format!("function {name}(x)\n"),
            Language::Fortran => {
                let mut text = format!(
                    "subroutine {name}(x, y)\n  use, intrinsic :: ieee_arithmetic\n  implicit none\n  double precision, intent(in) :: x({inputs})\n  double precision, intent(out) :: y({outputs})\n"
                );
                for index in 0..self.program.operations.len() {
                    let _ = writeln!(text, "  double precision :: v{index}");
                }
                text
            }
        }
    }

    fn assignment(&self, index: usize, value: &str) -> String {
        match self.language {
            Language::C => format!("    const double v{index} = {value};"),
            Language::Rust => format!("    let v{index}: f64 = {value};"),
            Language::Python | Language::Julia => format!("    v{index} = {value}"),
            Language::Fortran => format!("  v{index} = {value}"),
        }
    }

    fn foot(&self, name: &str) -> String {
        let values: Vec<String> =
            self.program.outputs.iter().map(|v| format!("v{}", v.0)).collect();
        match self.language {
            Language::C => {
                let lines: Vec<String> = values
                    .iter()
                    .enumerate()
                    .map(|(i, v)| format!("    y[{i}] = {v};\n"))
                    .collect();
                lines.concat() + "}\n"
            }
            Language::Rust => format!("    [{}]\n}}\n", values.join(", ")),
            Language::Python => format!("    return [{}]\n", values.join(", ")),
            Language::Julia => format!("    return [{}]\nend\n", values.join(", ")),
            Language::Fortran => {
                let lines: Vec<String> = values
                    .iter()
                    .enumerate()
                    .map(|(i, v)| format!("  y({}) = {v}\n", i + 1))
                    .collect();
                lines.concat() + &format!("end subroutine {name}\n")
            }
        }
    }

    fn literal(&self, value: f64) -> String {
        if value.is_nan() {
            return match self.language {
                Language::C => "NAN",
                Language::Rust => "f64::NAN",
                Language::Python => "np.nan",
                Language::Julia => "NaN",
                Language::Fortran => "ieee_value(0d0, ieee_quiet_nan)",
            }
            .into();
        }
        let text = format!("{value:?}");
        match self.language {
            Language::Fortran if text.contains('e') => text.replace('e', "d"),
            Language::Fortran => text + "d0",
            _ => text,
        }
    }

    fn call(&self, function: &'static str, arguments: &[Value]) -> Result<String, SourceError> {
        let known = FUNCTIONS
            .iter()
            .find(|(name, _)| *name == function)
            .and_then(|(_, all)| all.get(self.index()));
        let spelling = known
            .filter(|text| !text.is_empty())
            .ok_or(SourceError::Function(function, self.language.name()))?;
        let values: Vec<String> = arguments.iter().map(|v| format!("v{}", v.0)).collect();
        Ok(match (self.language, values.as_slice()) {
            (Language::Rust, [first, rest @ ..]) => {
                format!("{first}.{spelling}({})", rest.join(", "))
            }
            _ => format!("{spelling}({})", values.join(", ")),
        })
    }

    fn operation(&self, operation: &Operation) -> Result<String, SourceError> {
        let v = |v: Value| format!("v{}", v.0);
        Ok(match *operation {
            Operation::Input(i) => match self.language {
                Language::Julia => format!("x[{}]", i + 1),
                Language::Fortran => format!("x({})", i + 1),
                _ => format!("x[{i}]"),
            },
            Operation::Constant(i) => {
                self.literal(self.program.constants.get(i as usize).map_or(f64::NAN, constant_f64))
            }
            Operation::Add(a, b) => format!("{} + {}", v(a), v(b)),
            Operation::Subtract(a, b) => format!("{} - {}", v(a), v(b)),
            Operation::Multiply(a, b) => format!("{} * {}", v(a), v(b)),
            Operation::Divide(a, b) => format!("{} / {}", v(a), v(b)),
            Operation::Negate(a) => format!("-{}", v(a)),
            Operation::PowerInteger(a, n) => match self.language {
                Language::C => format!("power({}, {n})", v(a)),
                Language::Rust => format!("{}.powi({n})", v(a)),
                Language::Julia => format!("{}^{n}", v(a)),
                Language::Python | Language::Fortran => format!("{}**({n})", v(a)),
            },
            Operation::Power(a, b) => match self.language {
                Language::C => format!("pow({}, {})", v(a), v(b)),
                Language::Rust => format!("{}.powf({})", v(a), v(b)),
                Language::Python => format!("np.power({}, {})", v(a), v(b)),
                Language::Julia => format!("{}^{}", v(a), v(b)),
                Language::Fortran => format!("{}**{}", v(a), v(b)),
            },
            Operation::Sqrt(a) => self.call("sqrt", &[a])?,
            Operation::Exp(a) => self.call("exp", &[a])?,
            Operation::Call1(f, a) => {
                self.call(self.program.function(f).map_or("?", |f| f.name), &[a])?
            }
            Operation::Call2(f, a, b) => {
                self.call(self.program.function(f).map_or("?", |f| f.name), &[a, b])?
            }
            Operation::Select(relation, [a, b], [x, y]) => {
                self.select(relation, [v(a), v(b), v(x), v(y)])
            }
        })
    }

    /// `x` where the relation holds, `y` where it fails, NaN where it can do neither.
    fn select(&self, relation: Relation, [a, b, x, y]: [String; 4]) -> String {
        let nan = self.literal(f64::NAN);
        let or = match self.language {
            Language::Fortran => ".or.",
            Language::Python => "|",
            _ => "||",
        };
        let (holds, fails) = match relation {
            Relation::Less => (format!("({a} < {b})"), format!("({a} >= {b})")),
            Relation::LessEqual => (format!("({a} <= {b})"), format!("({a} > {b})")),
            Relation::Equal => (format!("({a} == {b})"), format!("(({a} < {b}) {or} ({a} > {b}))")),
        };
        match self.language {
            Language::C => format!("{holds} ? {x} : {fails} ? {y} : {nan}"),
            Language::Rust => {
                format!("if {holds} {{ {x} }} else if {fails} {{ {y} }} else {{ {nan} }}")
            }
            Language::Python => format!("np.where({holds}, {x}, np.where({fails}, {y}, {nan}))"),
            Language::Julia => format!("ifelse({holds}, {x}, ifelse({fails}, {y}, {nan}))"),
            Language::Fortran => format!("merge({x}, merge({y}, {nan}, {fails}), {holds})"),
        }
    }
}
