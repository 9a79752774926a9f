//! viete: a symbolic-numeric computer algebra system to embed. The facade: [`Session`], [`Expr`],
//! [`Kernel`]. Prints nothing, reads no files.
//!
//! ```
//! use viete::Session;
//! let session = Session::new();
//! let x = session.symbol("x");
//! let f = (x.sin() * (-x.pow(2)).exp()) / (x.pow(2) + 1);
//! let slope = f.diff(x)?.simplify()?;
//! let kernel = session.compile(&[x], &[f, slope])?;
//! let mut out = [0.0; 2];
//! kernel.call(&[0.5], &mut out)?;
//! assert!((out[0] - 0.5f64.sin() * (-0.25f64).exp() / 1.25).abs() < 1e-15);
//! # Ok::<(), viete::Error>(())
//! ```

mod algebra;
mod answer;
mod compilation;
mod core;
mod error;
mod expr;
mod notebook;
mod session;
mod verbs;
mod why;

pub use answer::{Answer, Curve, Plot};
pub use compilation::SparseKernel;
pub use error::Error;
pub use expr::{Expr, IntoExpr};
pub use session::{OutputMode, Session};
pub use verbs::{Verb, verbs};
pub use viete_functions::{
    Code, Function, Inline, Kernels, Monotone, Native, Parity, Range, RealDomain,
};
pub use viete_kernel::{
    Backend, Column, CostModel, Kernel, Language, Mode, Program, Report, Strided, Uniform,
};
pub use viete_numbers::{Budget, Cancel, HAS_BIG_FLOATS, Stop, Truth};
pub use viete_numbers::{Error as Refusal, ErrorKind};
pub use viete_syntax::{KEYWORDS, report};
pub use why::{Why, WhyStep};

/// The crates below the facade, for tests, tools and those who need a floor of their own. Not
/// covered by the stability promise of the facade.
pub mod floors {
    pub use viete_algebra as algebra;
    pub use viete_algebra::rings;
    pub use viete_calculus as calculus;
    pub use viete_constants as constants;
    pub use viete_elementary as elementary;
    pub use viete_evaluate as evaluate;
    pub use viete_functions as functions;
    pub use viete_kernel as kernel;
    pub use viete_numbers as numbers;
    pub use viete_proof as proof;
    pub use viete_rewrite as rewrite;
    pub use viete_syntax as syntax;
    pub use viete_term as term;
}

/// An expression from Rust-like text: `expr!(session, "sin(x)^2")`; panics never, returns a
/// `Result`.
#[macro_export]
macro_rules! expr {
    ($session:expr, $text:expr) => {
        $session.parse($text)
    };
}
