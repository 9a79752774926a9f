//! Straight-line numeric programs and what executes them: an interpreter over any number domain,
//! machine code for points and for columns of points. Proves nothing: sums come out nested,
//! otherwise as they went in.

mod backend;
mod batches;
mod builder;
mod compiled;
mod complex;
mod cost;
mod derivatives;
mod fast;
mod fold;
mod horner;
mod inline;
mod interpret;
mod kernel;
mod latex;
mod layouts;
mod lower;
mod machine;
mod points;
mod program;
mod report;
mod schedule;
mod source;
mod text;
mod uniform;
#[cfg(all(target_arch = "x86_64", unix))]
mod vector;

pub use builder::joined;
pub use complex::{ComplexError, complex};
pub use cost::CostModel;
pub use derivatives::{DerivativeError, Derivatives, Sparse, coloring};
pub use kernel::{Kernel, KernelError, Mode};
pub use layouts::Strided;
pub use lower::{LowerError, lower};
pub use program::{Constant, Operation, Program, Relation, Value};
pub use report::Report;
pub use source::{Language, SourceError, source};
pub use text::ProgramError;
pub use uniform::{Column, Uniform};
