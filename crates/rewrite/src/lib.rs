//! The rewriter: rules as data, guards that are proved, equality saturation on egg with sums and
//! products as multisets, explanations. Sees no floats; checks its answers by enclosures.
//!
//! Construction stays in the term store: an e-class carries its best term, a match binds variables to
//! classes, and a right side is built by the canonical constructors from best terms. So associativity,
//! commutativity and collection of equal terms are never rules.

mod cancel;
mod graph;
mod heads;
mod matcher;
mod pattern;
mod rules;
mod saturate;
mod simplify;
mod snapshot;

pub use rules::{Guard, Rule, RuleError, RuleSet, parse_rule};
pub use saturate::{Limits, Step};
pub use simplify::{Rewriter, Simplified, equal, explain, simplify};
