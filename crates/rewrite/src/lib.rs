//! The rewriter: rules as data, guards that are proved, equality saturation on egg with sums and
//! products as multisets, explanations. Sees no floats; checks its answers by enclosures.
//!
//! Construction stays in the term store: an e-class carries its best term, a match binds variables
//! to classes, and a right side is built by the canonical constructors from best terms. So
//! associativity, commutativity and collection of equal terms are never rules.

mod cancel;
mod engine;
mod exact;
mod explain;
mod graph;
mod heads;
mod inside;
mod matcher;
mod measure;
mod parts;
mod pattern;
mod pending;
mod related;
mod rules;
mod saturate;
mod simplify;
mod snapshot;
mod soundness;
mod variants;
mod widen;

pub use engine::{Engine, Rewriter};
pub use explain::{Explanation, Step};
pub use measure::{Avoid, Measure};
pub use rules::{RuleSet, Topics};
pub use saturate::{End, Limits};
pub use simplify::{Goal, Simplified};
pub use soundness::{Mutant, Verdict, mutants, test_rule};
pub use viete_proof::{Guard, Rule, RuleError, parse_rule};
