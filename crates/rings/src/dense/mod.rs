//! Polynomials in one variable as lists of coefficients, lowest first, without trailing zeros.

mod arithmetic;
pub mod cyclotomic;
pub mod factor;
pub mod hensel;
mod knapsack;
pub mod modular;
pub mod prime;
pub mod split;

pub use arithmetic::*;
