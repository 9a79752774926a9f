//! Exact polynomial algebra over terms: expansion into monomials. Any subterm that is no sum, product or
//! natural power is a generator. Greatest common divisors and reduced fractions. Guesses nothing; sizes are predicted first.

mod expand;
mod fraction;
mod gcd;
mod polynomial;

pub use expand::{AlgebraError, expand};
pub use fraction::{Reduced, common_divisor, reduce};
pub use gcd::{IntegerPolynomial, gcd};
pub use polynomial::Polynomial;
