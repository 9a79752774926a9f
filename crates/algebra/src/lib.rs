//! Exact polynomial algebra over terms: expansion into monomials. Any subterm that is no sum, product or
//! natural power is a generator. Guesses nothing; sizes are predicted first.

mod expand;
mod polynomial;

pub use expand::{AlgebraError, expand};
pub use polynomial::Polynomial;
