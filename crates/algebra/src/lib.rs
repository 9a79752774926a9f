//! Exact polynomial algebra over terms: expansion into monomials. Any subterm that is no sum,
//! product or natural power is a generator. Greatest common divisors and reduced fractions. Guesses
//! nothing; sizes are predicted first.

use viete_term::{Name, Store, Term};

mod angles;
mod apart;
mod coefficients;
mod convert;
mod cyclotomic;
mod expand;
mod factors;
mod field;
mod fraction;
mod frame;
pub mod ideals;
mod isolation;
pub mod matrices;
pub mod operations;
pub use viete_rings as rings;
mod polynomial;
mod primes;
mod reader;
mod relations;
mod structure;
mod triangular;

pub use apart::apart;
pub use coefficients::{
    collect_in, decompose, factor_modulo, from_coefficients, polynomial, rational_coefficients,
    symbols_without,
};
pub use expand::{AlgebraError, expand};
pub use fraction::{Reduced, common_divisor, reduce};
pub use isolation::{Isolation, by_power, isolate, numerator_and_denominator};
pub use polynomial::Polynomial;
pub use primes::{held_primes, multiplied_out, prime_powers};
pub use relations::by_kernels;
pub use triangular::{identity, lower_upper, transpose};

/// What applies a function of the language, with its exact values.
pub type Apply<'a> = &'a mut dyn FnMut(&mut Store, Name, &[Term]) -> Term;
