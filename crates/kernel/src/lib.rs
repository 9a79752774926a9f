//! Straight-line numeric programs and what executes them: an interpreter over any number domain, and
//! native code through Cranelift, for one point or for columns of points. Simplifies nothing.

mod backend;
mod compiled;
mod interpret;
mod kernel;
mod lower;
mod program;

pub use kernel::{Kernel, KernelError};
pub use lower::{LowerError, lower};
pub use program::{Constant, Operation, Program, Relation, Value};
