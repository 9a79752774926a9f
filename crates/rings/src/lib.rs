//! Exact arithmetic that knows no terms: finite fields and number fields, polynomials in one and
//! many variables, matrices, ideals and whole numbers.
//!
//! Every operation spends from a `Budget` and predicts sizes before it computes. Random choices
//! come from fixed seeds; what a random or modular method finds is checked exactly, or proved by a
//! bound, before it is returned. Two exceptions are stated where they stand: Groebner bases, and
//! the irreducibility of factors that a lattice reduced in doubles has joined.
#![expect(
    clippy::indexing_slicing,
    reason = "indices run below lengths that the same function has made"
)]

pub mod composed;
mod decompose;
pub mod dense;
mod divide;
pub mod factor;
pub mod gcd;
pub mod groebner;
mod key;
pub mod lattice;
pub mod matrix;
mod multiply;
pub mod number;
mod number_field;
mod polynomial;
mod power;
pub mod relation;
mod resultant;
pub mod roots;
pub mod separation;
pub mod univariate;
pub mod word;

pub use decompose::decompose;
pub use key::{Key, Layout, Wide};
pub use number_field::{NumberField, NumberFieldElement};
pub use polynomial::Polynomial;
pub use power::multinomial_terms;

use viete_numbers::{ErrorKind, Stop, TooLarge};

/// Why an exact computation ended early.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RingError {
    #[error(transparent)]
    Stopped(#[from] Stop),
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    /// Exponents outgrew the packed words: the same computation may succeed over a wider [`Key`].
    #[error("resource limit: the exponents of the polynomials are too large")]
    Widen,
    #[error(
        "resource limit: roots of polynomials up to degree {} are separated",
        separation::MAX_DEGREE
    )]
    DegreeTooLarge,
    #[error("resource limit: the coefficients of the result would have more than 2^32 bits in all")]
    TooLong,
    #[error(
        "resource limit: the result would have up to {0} terms, at most {MAX_TERMS} are computed"
    )]
    TooManyTerms(u64),
}

impl From<RingError> for viete_numbers::Error {
    fn from(error: RingError) -> viete_numbers::Error {
        let stop = match error {
            RingError::Stopped(stop) => stop,
            // sizes that were predicted
            _ => Stop::Memory,
        };
        viete_numbers::Error::new(ErrorKind::Stopped(stop), error.to_string())
    }
}

/// Most terms of a polynomial.
pub const MAX_TERMS: u64 = 5_000_000;

pub type Result<T> = std::result::Result<T, RingError>;
