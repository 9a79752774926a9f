//! Laws, and proofs that two terms are equal: a list of instances of laws, from which the equality
//! follows by replacing equals by equals. [`check`] replays a proof; it knows no e-graph and trusts
//! only the constructors of terms, exact polynomial algebra and the facts that [`viete_evaluate`]
//! proves of guards.
//!
//! What a checked proof says: the two terms are equal wherever both have a value, the assumptions
//! hold and what the proof lists under `provided` holds.

#![warn(missing_docs)]

mod check;
mod closure;
mod law;
mod lemma;

pub use check::{Laws, Refusal, check, follows};
pub use closure::{Closure, simplicity};
pub use law::{Guard, Rule, RuleError, is_variable, parse_rule, variables};
pub use lemma::{Lemma, Proof, Reason};
