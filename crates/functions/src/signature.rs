//! Signatures: what stands at each place of a call, so that the parser knows before it looks
//! anything up which names a call binds, which words are options and which equations are ranges.
//! Plain data; read by `syntax`, printed by help and completion.

/// What a variable argument is to the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Variable {
    /// Bound and gone: `sum(f, k = a..b)`. Renaming it changes nothing.
    Bind,
    /// Bound, and the point where the answer stands: `diff(f, x)`. Renaming it renames the answer.
    At,
    /// A plain symbol that the answer speaks of: `solve(f, x)`.
    Name,
}

/// What may stand at one place of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// An expression.
    Expr,
    /// `x`.
    Name(Variable),
    /// `x = a..b`.
    Range(Variable),
    /// `x = a`.
    Point(Variable),
    /// `x, a, b` as three arguments: read, never printed.
    RangeApart(Variable),
    /// `x, a` as two arguments: read, never printed.
    PointApart(Variable),
    /// An equation, or a list of some; `a == b` is read as `a = b`.
    Equation,
    /// `[x, y]`, or `x` alone.
    Names,
    /// A further variable, or how often the last one: `diff(f, x, 2, y)`.
    Order,
    /// One of these words, which is never looked up; with arguments where it takes some:
    /// `taylor(3)`.
    Keyword(&'static [&'static str]),
}

/// One way to write a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
    /// What its arguments are, in order.
    pub slots: &'static [Slot],
    /// What further arguments are, if there may be some.
    pub rest: Option<Slot>,
}

impl Usage {
    /// A call of exactly these arguments.
    pub const fn of(slots: &'static [Slot]) -> Usage {
        Usage { slots, rest: None }
    }

    /// A call of these arguments and any number of further ones.
    pub const fn with_rest(slots: &'static [Slot], rest: Slot) -> Usage {
        Usage { slots, rest: Some(rest) }
    }
}

/// All ways to write a call of one name; the first that fits is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The name in front of the parentheses.
    pub name: &'static str,
    /// The ways to write it.
    pub usages: &'static [Usage],
}

/// An operator that binds a variable and can stay unevaluated: known to printers, differentiator,
/// evaluator and rewriter. Stored as a call of its name over a function and a range or point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operator {
    /// How it is called.
    pub signature: Signature,
    /// LaTeX of the sign: `\sum`.
    pub latex: &'static str,
    /// Linear: constant factors and addends may be taken out of it.
    pub linear: bool,
    /// An integral: the derivative of its indefinite form is its body.
    pub continuous: bool,
    /// What it is, in a line.
    pub summary: &'static str,
}

use Slot::{Expr, Name, Order, Point, PointApart, Range, RangeApart};
use Variable::{At, Bind};

/// `diff`, whose unevaluated form is a function, an order for each argument, and the arguments.
pub const DERIVATIVE: &str = "diff";

/// The sum over a range.
pub const SUM: &str = "sum";

const RANGES: &[Usage] = &[
    Usage::with_rest(&[Expr, Range(Bind)], Range(Bind)),
    Usage::of(&[Expr, Name(At)]),
    Usage::of(&[Expr, RangeApart(Bind)]),
];

/// Words for the side from which a limit is taken.
pub const SIDES: &[&str] = &["left", "right"];

/// All binding operators.
pub const OPERATORS: &[Operator] = &[
    Operator {
        signature: Signature {
            name: DERIVATIVE,
            usages: &[Usage::with_rest(&[Expr, Name(At)], Order)],
        },
        latex: "",
        linear: true,
        continuous: false,
        summary: "derivative",
    },
    Operator {
        signature: Signature { name: SUM, usages: RANGES },
        latex: r"\sum",
        linear: true,
        continuous: false,
        summary: "sum over a range of integers, or antidifference",
    },
    Operator {
        signature: Signature { name: "product", usages: RANGES },
        latex: r"\prod",
        linear: false,
        continuous: false,
        summary: "product over a range of integers",
    },
    Operator {
        signature: Signature { name: "integrate", usages: RANGES },
        latex: r"\int",
        linear: true,
        continuous: true,
        summary: "antiderivative, or integral over a range",
    },
    Operator {
        signature: Signature {
            name: "limit",
            usages: &[
                Usage::of(&[Expr, Point(Bind)]),
                Usage::of(&[Expr, Point(Bind), Slot::Keyword(SIDES)]),
                Usage::of(&[Expr, PointApart(Bind)]),
                Usage::of(&[Expr, PointApart(Bind), Slot::Keyword(SIDES)]),
            ],
        },
        latex: r"\lim",
        linear: false,
        continuous: false,
        summary: "limit at a point, from both sides or one",
    },
];
