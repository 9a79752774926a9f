//! Straight-line numeric programs and what executes them: an interpreter over any number domain,
//! machine code for points and for columns of points. Proves nothing: sums come out nested,
//! otherwise as they went in.

mod backends;
mod builder;
mod compiled;
mod complex;
mod cost;
mod derivatives;
mod elementary;
mod fast;
mod fold;
mod horner;
mod inline;
mod interpret;
mod kernel;
mod languages;
mod latex;
mod layouts;
mod lower;
mod program;
mod refusals;
mod regions;
mod report;
mod schedule;
mod text;
mod uniform;
#[cfg(all(target_arch = "x86_64", unix))]
mod vector;

pub use backends::Backend;
pub use builder::joined;
pub use complex::complex;
pub use cost::CostModel;
pub use derivatives::{Derivatives, Sparse, coloring};
pub use kernel::{Kernel, Mode};
pub use languages::{Language, source};
pub use layouts::Strided;
pub use lower::lower;
pub use program::{Constant, Operation, Program, Relation, Value};
pub use report::Report;
pub use uniform::{Column, Uniform};
