//! The rewriter: rules as data, guards that are proved, equality saturation on egg with sums and
//! products as multisets, explanations. Sees no floats; checks its answers by enclosures.
//!
//! Construction stays in the term store: an e-class carries its best term, a match binds variables to
//! classes, and a right side is built by the canonical constructors from best terms. So associativity,
//! commutativity and collection of equal terms are never rules.

mod cancel;
mod exact;
mod graph;
mod heads;
mod matcher;
mod measure;
mod pattern;
mod rules;
mod saturate;
mod simplify;
mod snapshot;
mod soundness;
mod variants;
mod widen;

pub use measure::{Avoid, Measure};
pub use rules::{Guard, Rule, RuleError, RuleSet, Topics, parse_rule};
pub use saturate::{End, Limits, Step};
pub use simplify::{Goal, Rewriter, Simplified, equal, explain, simplify};
pub use soundness::{Mutant, Verdict, mutants, test_rule};
pub use variants::variants;
