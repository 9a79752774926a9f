//! Models: systems of differential equations, reaction networks and optimisation problems, from
//! equations to native kernels and from there to solvers (diffsol for differential equations,
//! argmin for minima).
//!
//! ```
//! use viete::Session;
//! use viete_models::System;
//! let session = Session::new();
//! let decay = System::parse(&session, "x' = -k*x\n k = 2\n x(0) = 3")?.compile()?;
//! let path = decay.solve(&[0.0, 0.5, 1.0], 1e-9)?;
//! assert!((path[2][0] - 3.0 * (-2.0f64).exp()).abs() < 1e-7);
//! # Ok::<(), viete_models::ModelError>(())
//! ```

#![warn(missing_docs)]

mod cells;
mod dynamics;
mod lattice;
mod lattice_of;
mod network;
mod ode;
mod optimization;
mod solve;
mod system;
mod text;

pub use dynamics::Dynamics;
pub use lattice::Lattice;
pub use lattice_of::LatticeOf;
pub use network::{Network, Reaction, Species};
pub use ode::Ode;
pub use optimization::{Minimum, Objective};
pub use solve::Equations;
pub use system::System;

/// What a model can refuse.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// Text that is no model: the line, counted from one, and what was expected there.
    #[error("line {line}: {message}")]
    Text {
        /// The number of the line.
        line: usize,
        /// What was expected.
        message: String,
    },
    /// A model that cannot be built: what is wrong.
    #[error("{0}")]
    Model(String),
    /// What the facade refuses.
    #[error(transparent)]
    Viete(#[from] viete::Error),
    /// What a kernel refuses.
    #[error(transparent)]
    Kernel(#[from] viete::Refusal),
    /// What the solver reports.
    #[error("the solver stopped: {0}")]
    Solver(String),
    /// Stopped from outside, with the time reached.
    #[error("cancelled at t = {0}")]
    Cancelled(f64),
}
