//! What a call of the facade can refuse, as one type.

use viete_algebra::AlgebraError;
use viete_evaluate::NumericError;
use viete_numbers::Stop;
use viete_rewrite::RuleError;
use viete_syntax::SyntaxError;

/// An error of the facade. Mathematics that has no answer is no error but an unevaluated term.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Syntax(#[from] SyntaxError),
    #[error(transparent)]
    Stopped(#[from] Stop),
    #[error(transparent)]
    Algebra(#[from] AlgebraError),
    #[error(transparent)]
    Numeric(#[from] NumericError),
    /// What a kernel, a program or its derivative refuses.
    #[error(transparent)]
    Kernel(#[from] viete_numbers::Error),
    #[error(transparent)]
    Rule(#[from] RuleError),
    /// A wrong argument: what it was and what was expected.
    #[error("{0}")]
    Argument(String),
}
