//! The rules of viete as data. `README.md` is the law book: how a rule is written and which are
//! refused.

/// Rule files by topic, in the order in which they are applied.
pub const FILES: &[(&str, &str)] = &[
    ("powers", include_str!("powers.rules")),
    ("exponential", include_str!("exponential.rules")),
    ("trigonometric", include_str!("trigonometric.rules")),
    ("inverse", include_str!("inverse.rules")),
    ("hyperbolic", include_str!("hyperbolic.rules")),
    ("complex", include_str!("complex.rules")),
    ("piecewise", include_str!("piecewise.rules")),
    ("special", include_str!("special.rules")),
    ("conversions", include_str!("conversions.rules")),
    ("accuracy", include_str!("accuracy.rules")),
];

/// Tempting laws that are false, each with a counterexample; a test keeps them refuted.
pub const REJECTED: &str = include_str!("rejected.rules");
