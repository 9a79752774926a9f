//! Terms: exact mathematics as data. A hash-consed store with 32-bit ids, canonical constructors
//! that apply only laws that hold for every value, a total order, traversal, substitution and
//! matching.
//!
//! Knows no function by name and no floating point beyond the numbers a term can hold.

mod canonical;
mod matching;
mod order;
mod power;
mod store;
mod table;
mod traverse;

pub use matching::{Bindings, matches, name_arity};
pub use store::{Form, Kind, Name, NodeView, Store, StoreFull, Term};
pub use traverse::Transform;
