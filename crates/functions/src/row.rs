//! The row type: everything viete knows about one function, as data. Facts are strings in viete's
//! own language, with the row's argument names as symbols; a fact that is not known is left out.

use crate::code::Code;
use crate::range::{Range, RealDomain};
use num_complex::Complex64;
use viete_numbers::{Big, Enclosure, Number};

/// How a function of one argument answers a change of sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parity {
    /// `f(-x) = f(x)`.
    Even,
    /// `f(-x) = -f(x)`.
    Odd,
    /// Neither, or not known.
    Unstated,
}

/// Direction on the whole of the real domain. Gives the enclosure of real arguments where no
/// enclosure kernel is stated: the double kernel at both ends, moved outwards by `max_ulps`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Monotone {
    /// A greater argument never gives a smaller value.
    Increasing,
    /// A greater argument never gives a greater value.
    Decreasing,
    /// Neither, or not known.
    Unstated,
}

/// The double kernel, with the C calling convention so that native code calls it directly.
#[derive(Clone, Copy)]
pub enum Native {
    /// None: the function has a definition instead, or no doubles.
    Unstated,
    /// A function of one argument.
    Unary(extern "C" fn(f64) -> f64),
    /// A function of two arguments.
    Binary(extern "C" fn(f64, f64) -> f64),
}

/// Enclosure kernels over both endpoint types (one generic function, instantiated twice).
#[derive(Clone, Copy)]
pub struct Enclosing {
    /// Over endpoints that are doubles.
    pub double: fn(&[Enclosure<f64>]) -> Enclosure<f64>,
    /// Over endpoints of any precision.
    pub big: fn(&[Enclosure<Big>]) -> Enclosure<Big>,
}

/// Numeric kernels. Outside a kernel's domain the answer is NaN or "undetermined".
#[derive(Clone, Copy)]
pub struct Kernels {
    /// Over doubles.
    pub f64: Native,
    /// Over complex doubles.
    pub complex: Option<fn(&[Complex64]) -> Complex64>,
    /// Over enclosures.
    pub enclosure: Option<Enclosing>,
}

impl Kernels {
    /// No kernel at all: what a row starts from.
    pub const UNSTATED: Kernels = Kernels { f64: Native::Unstated, complex: None, enclosure: None };
}

/// A second meaning of a name, for another number of arguments: exact where possible, else its
/// definition.
#[derive(Clone, Copy)]
pub struct Overload {
    /// Names of the arguments.
    pub arguments: &'static [&'static str],
    /// The meaning in terms of other functions.
    pub definition: &'static str,
    /// Exact evaluation at exact numbers; `None` leaves the call as it is.
    pub exact: Option<fn(&[Number]) -> Option<Number>>,
}

/// Everything known about one function. See STYLE in the book: "Adding a function".
#[derive(Clone, Copy)]
pub struct Function {
    /// The name in the language.
    pub name: &'static str,
    /// Further meanings for other numbers of arguments.
    pub overloads: &'static [Overload],
    /// Names of the arguments, used by every fact below. A last `...` allows any number of further
    /// ones.
    pub arguments: &'static [&'static str],
    /// Other accepted spellings.
    pub aliases: &'static [&'static str],
    /// The chapter of the book.
    pub chapter: &'static str,
    /// What it is, in a few words.
    pub summary: &'static str,
    /// Defining formula or integral, in LaTeX.
    pub text: &'static str,
    /// Where its definition is written: DLMF or a paper.
    pub reference: &'static str,
    /// LaTeX with `#x` for the argument `x`; empty for call notation.
    pub latex: &'static str,
    /// Input and expected answer at the prompt; run as tests and shown in the book.
    pub examples: &'static [(&'static str, &'static str)],
    /// Condition on real arguments for a real value; empty when unstated.
    pub real_domain: RealDomain,
    /// Real range for real arguments; empty when unstated.
    pub range: Range,
    /// Its symmetry about zero.
    pub parity: Parity,
    /// Whether it rises or falls on its real domain.
    pub monotone: Monotone,
    /// A period, e.g. `2*pi`; empty when there is none or it is unstated.
    pub period: &'static str,
    /// Exact values: argument (or `a, b`), value. Together with parity and period these fold at
    /// construction.
    pub values: &'static [(&'static str, &'static str)],
    /// Limits: what the argument tends to, limit.
    pub limits: &'static [(&'static str, &'static str)],
    /// The function whose value this undoes: `inverse(f(x)) = x` on the inverse's range.
    pub inverse: Option<&'static str>,
    /// Partial derivative by each argument, in order; an empty string where it is not known.
    pub derivative: &'static [&'static str],
    /// Partial derivatives that hold for real arguments only, where `derivative` is empty: what
    /// programs over doubles are differentiated by.
    pub real_derivative: &'static [&'static str],
    /// Why there is no derivative, where `derivative` is empty.
    pub no_derivative: &'static str,
    /// An antiderivative by the first argument.
    pub antiderivative: Option<&'static str>,
    /// In terms of other functions; used where a kernel is not stated.
    pub definition: Option<&'static str>,
    /// Replace by the definition at construction (`exp(x)` is `E^x`).
    pub unfolds: bool,
    /// Defined and finite for every finite complex argument.
    pub total: bool,
    /// Real for real arguments of the real domain.
    pub real: bool,
    /// Laws that name only this function: `name: left => right if guard`.
    pub rules: &'static [&'static str],
    /// Exact evaluation at exact numbers; `None` leaves the call as it is.
    pub exact: Option<fn(&[Number]) -> Option<Number>>,
    /// What computes it in numbers.
    pub kernels: Kernels,
    /// What the compiler knows besides the kernels.
    pub code: Code,
    /// Bits of an enclosure that takes about a second, for a function slower than the elementary
    /// ones, whose time grows with the cube of the bits; 0 for the others.
    pub second_bits: u32,
    /// Largest error of the double kernel in units in the last place, over `region`.
    pub max_ulps: f64,
    /// Where `max_ulps` is tested, per argument.
    pub region: &'static [(f64, f64)],
}

impl Function {
    /// A row with nothing stated.
    pub const UNSTATED: Function = Function {
        name: "",
        overloads: &[],
        arguments: &["x"],
        aliases: &[],
        chapter: "",
        summary: "",
        text: "",
        reference: "",
        latex: "",
        examples: &[],
        real_domain: RealDomain::UNSTATED,
        range: Range::UNSTATED,
        parity: Parity::Unstated,
        monotone: Monotone::Unstated,
        period: "",
        values: &[],
        limits: &[],
        inverse: None,
        derivative: &[],
        real_derivative: &[],
        no_derivative: "",
        antiderivative: None,
        definition: None,
        unfolds: false,
        total: false,
        real: false,
        rules: &[],
        exact: None,
        kernels: Kernels::UNSTATED,
        code: Code::UNSTATED,
        second_bits: 0,
        max_ulps: 1.0,
        region: &[(-10.0, 10.0)],
    };

    /// True for functions of any number of arguments.
    pub fn is_variadic(&self) -> bool {
        self.arguments.last() == Some(&"...")
    }

    /// Whether a call with `count` arguments is well formed.
    pub fn accepts(&self, count: usize) -> bool {
        let plain = if self.is_variadic() {
            count + 2 >= self.arguments.len() && count > 0
        } else {
            count == self.arguments.len()
        };
        plain || self.overloads.iter().any(|o| o.arguments.len() == count)
    }

    /// `name(x, y)`, for messages and help.
    pub fn signature(&self) -> String {
        format!("{}({})", self.name, self.arguments.join(", "))
    }
}

impl std::fmt::Debug for Function {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}
