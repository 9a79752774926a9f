//! Numbers of viete: exact integers, rationals and Gaussian rationals; decimal floats; enclosures
//! with outward rounding over doubles or MPFR floats; three-valued truth; budgets. Knows no terms.
//!
//! With the feature `mpfr` (default) huge integers go through GMP and [`Big`] endpoints have any
//! precision; without it everything is pure Rust and [`Big`] is a double.

mod budget;
mod complex_enclosure;
mod decimal;
mod endpoint;
mod error;
mod integer;
mod interval;
mod number;
mod rational;
mod residues;
mod truth;

pub use budget::{Allocation, Budget, Cancel, Stop};
pub use complex_enclosure::Enclosure;
pub use decimal::Decimal;
pub use endpoint::{Big, Elementary, Endpoint, Round};
pub use error::{Error, ErrorKind};
pub use integer::{Integer, MAX_BITS, TooLarge, divide_words, gcd_words, multiply_words};
pub use interval::Interval;
pub use number::{Number, Real};
pub use rational::{Rational, scaled_by_ten};
pub use residues::{Residue, Residues, euclidean_cost, euclidean_step};
pub use truth::Truth;

/// True when endpoints of any precision are compiled in (feature `mpfr`).
pub const HAS_BIG_FLOATS: bool = cfg!(feature = "mpfr");
