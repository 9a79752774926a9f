//! Whole numbers: primes, factors, residues, continued fractions.

mod curves;
mod factoring;
mod fractions;
mod primes;
mod residues;
mod sieve;

pub use factoring::factor;
pub use fractions::{continued_fraction, convergents, rational_reconstruction};
pub use primes::{is_prime, next_prime, primes_below};
pub use residues::{chinese_remainder, jacobi, square_root_mod};
