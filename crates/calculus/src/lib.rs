//! Calculus on terms. Differentiation by one pass over the shared term, and step by step for
//! explanation.

mod binders;
mod derivative;
mod steps;

pub use derivative::{derivative, derivative_n, derivatives};
pub use steps::{Step, derivative_steps};
