//! Polynomials in one variable as lists of coefficients, lowest first, without trailing zeros.

mod arithmetic;
pub mod modular;

pub use arithmetic::*;
