//! Terms: exact mathematics as data. A hash-consed store with 32-bit ids, canonical constructors
//! that apply only laws that hold for every value, a binder, a total order, traversal, substitution
//! and matching.
//!
//! Knows no function by name and no floating point beyond the numbers a term can hold.

mod binder;
mod canonical;
mod collect;
mod matching;
mod node;
mod order;
mod power;
mod store;
mod table;
mod traverse;
mod watch;

pub use binder::Build;
pub use matching::{Bindings, matches, name_arity};
pub use node::{Form, Kind, Name, NodeView, Term};
pub use store::Store;
pub use traverse::Transform;
