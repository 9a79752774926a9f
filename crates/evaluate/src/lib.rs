//! The value of a term in any number domain: one loop over the shared nodes. On top of it, `N` with
//! proved digits, facts about constants, and refutation of equalities by enclosures.
//!
//! Stands below the rewriter, which proves guards and checks its answers here, and beside the
//! kernel, which compiles. Knows no rules.

#![warn(missing_docs)]

mod assumptions;
mod numeric;
mod root;
mod sample;
mod value;

pub use assumptions::{Assumptions, Property};
pub use numeric::{NumericError, numeric, numeric_parts};
pub use root::{ROOT, as_root};
pub use sample::{Check, Fingerprints, Outcome, Point, defined_somewhere, disagree, lost_bits};
pub use value::{Tape, constant_value, evaluate, expand_definitions, fold_step_functions};
