//! The operators of the language, as data: spelling, level, associativity (see book, "The
//! language"). Higher levels bind tighter. Parser and printer read this table.

/// Meaning of an operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    Power,
    Times,
    Divide,
    Plus,
    Minus,
    Range,
    Equal,
    Is,
    Same,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    In,
    Not,
    And,
    Or,
    Arrow,
    Lambda,
    Rule,
    RuleBoth,
    Assuming,
    If,
    Replace,
    Pipe,
    Assign,
    Negate,
    Identity,
    Factorial,
    DoubleFactorial,
}

/// How equal levels group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Associativity {
    Left,
    Right,
    Chain,
    None,
}

/// One infix operator.
#[derive(Clone, Copy, Debug)]
pub struct Infix {
    pub spelling: &'static str,
    pub operator: Operator,
    pub level: u8,
    pub associativity: Associativity,
}

const fn infix(
    spelling: &'static str,
    operator: Operator,
    level: u8,
    associativity: Associativity,
) -> Infix {
    Infix { spelling, operator, level, associativity }
}

pub const POWER: u8 = 12;
pub const JUXTAPOSITION: u8 = 11;
pub const PREFIX: u8 = 10;
pub const PRODUCT: u8 = 9;
pub const SUM: u8 = 8;
pub const RELATION: u8 = 6;
pub const NOT: u8 = 5;

use Associativity::{Chain, Left, None as Alone, Right};
use Operator as O;

pub const INFIX: &[Infix] = &[
    infix("^", O::Power, POWER, Right),
    infix("**", O::Power, POWER, Right),
    infix("*", O::Times, PRODUCT, Left),
    infix("·", O::Times, PRODUCT, Left),
    infix("⋅", O::Times, PRODUCT, Left),
    infix("×", O::Times, PRODUCT, Left),
    infix("/", O::Divide, PRODUCT, Left),
    infix("÷", O::Divide, PRODUCT, Left),
    infix("+", O::Plus, SUM, Left),
    infix("-", O::Minus, SUM, Left),
    infix("−", O::Minus, SUM, Left),
    infix("..", O::Range, 7, Alone),
    infix("=", O::Equal, RELATION, Chain),
    infix("==", O::Is, RELATION, Chain),
    infix("===", O::Same, RELATION, Chain),
    infix("!=", O::NotEqual, RELATION, Chain),
    infix("≠", O::NotEqual, RELATION, Chain),
    infix("<", O::Less, RELATION, Chain),
    infix("<=", O::LessEqual, RELATION, Chain),
    infix("≤", O::LessEqual, RELATION, Chain),
    infix(">", O::Greater, RELATION, Chain),
    infix(">=", O::GreaterEqual, RELATION, Chain),
    infix("≥", O::GreaterEqual, RELATION, Chain),
    infix("in", O::In, RELATION, Chain),
    infix("and", O::And, 4, Left),
    infix("or", O::Or, 3, Left),
    infix("->", O::Arrow, 2, Right),
    infix("|->", O::Lambda, 2, Right),
    infix("↦", O::Lambda, 2, Right),
    infix("=>", O::Rule, 2, Right),
    infix("<=>", O::RuleBoth, 2, Right),
    infix("assuming", O::Assuming, 2, Right),
    infix("if", O::If, 2, Right),
    infix("/.", O::Replace, 1, Left),
    infix("|>", O::Pipe, 1, Left),
    infix(":=", O::Assign, 0, Right),
];

/// Words that are operators or keywords and so cannot be names.
pub const KEYWORDS: &[&str] =
    &["and", "or", "not", "in", "if", "then", "else", "assuming", "otherwise"];

pub fn find_infix(spelling: &str) -> Option<&'static Infix> {
    INFIX.iter().find(|o| o.spelling == spelling)
}
