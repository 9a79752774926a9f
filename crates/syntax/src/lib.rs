//! Text to term and term to text: the language of viete. Tokens by pest's flat grammar, an
//! operator-precedence parser with an explicit stack, elaboration through the function rows,
//! printers, diagnostics. Evaluates nothing.

mod arrays;
mod block;
mod call;
mod construct;
mod display;
mod elaborate;
mod error;
mod latex;
mod library;
mod literal;
mod names;
mod notation;
mod operator;
mod operators;
mod parse;
mod plain;
mod pretty;
mod reading;
mod structure;
mod suggest;
mod token;
mod transfer;
mod transfer_read;
mod tree;

pub use call::{Argument, Call, Place};
pub use elaborate::{
    Context, apply_value, elaborate, is_constant_name, parse_plain, piecewise_parts, plain_special,
    prime, replacements,
};
pub use error::report;
pub use latex::latex;
pub use library::Library;
pub use operator::{Bound, Derivative};
pub use operators::{INFIX, KEYWORDS, Operator};
pub use parse::{parse_expression, parse_program};
pub use plain::plain;
pub use pretty::pretty;
pub use structure::{as_truth, build_form, condition, decide};
pub use suggest::suggest;
pub use token::{Class, Token, tokenize};
pub use transfer::{json, s_expression};
pub use transfer_read::{read_json, read_s_expression};
pub use tree::{Shape, Statement, Tree, TreeNode};
