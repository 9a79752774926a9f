//! Straight-line numeric programs and what executes them: an interpreter over any number domain, and
//! native code through Cranelift, for one point or for columns of points. Simplifies nothing.

mod backend;
mod compiled;
mod fast;
mod horner;
mod interpret;
mod kernel;
mod lower;
mod program;
mod source;
#[cfg(all(target_arch = "x86_64", unix))]
mod vector;

pub use kernel::{Kernel, KernelError, Mode};
pub use lower::{LowerError, lower};
pub use program::{Constant, Operation, Program, Relation, Value};
pub use source::{Language, SourceError, source};
