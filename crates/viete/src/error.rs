//! What a call of the facade can refuse, as one type.

use viete_algebra::AlgebraError;
use viete_evaluate::NumericError;
use viete_numbers::{Error as Refusal, ErrorKind, Stop};
use viete_rewrite::RuleError;

/// An error of the facade. Mathematics that has no answer is no error but an unevaluated term.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Stopped(#[from] Stop),
    #[error(transparent)]
    Algebra(#[from] AlgebraError),
    #[error(transparent)]
    Numeric(#[from] NumericError),
    #[error(transparent)]
    Rule(#[from] RuleError),
    /// A wrong argument: what it was and what was expected.
    #[error("{0}")]
    Argument(String),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Refusal {
        match error {
            Error::Refused(refusal) => refusal,
            Error::Stopped(stop) => stop.into(),
            other => Refusal::new(ErrorKind::Unsupported, other.to_string()),
        }
    }
}
