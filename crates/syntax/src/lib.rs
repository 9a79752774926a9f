//! Text to term and term to text: the language of viete. Tokens by pest's flat grammar, an
//! operator-precedence parser with an explicit stack, elaboration through the function rows,
//! printers, diagnostics. Evaluates nothing.

mod arrays;
mod display;
mod elaborate;
mod error;
mod latex;
mod library;
mod literal;
mod operators;
mod parse;
mod plain;
mod pretty;
mod structure;
mod suggest;
mod token;
mod transfer;
mod tree;

pub use elaborate::{
    Context, elaborate, is_constant_name, parse_plain, piecewise_parts, plain_special,
};
pub use error::SyntaxError;
pub use latex::latex;
pub use library::Library;
pub use operators::{INFIX, KEYWORDS, Operator};
pub use parse::{parse_expression, parse_program};
pub use plain::plain;
pub use pretty::pretty;
pub use structure::{as_truth, build_form, condition, decide};
pub use suggest::suggest;
pub use token::{Class, Token, tokenize};
pub use transfer::{json, s_expression};
pub use tree::{Shape, Statement, Tree, TreeNode};
