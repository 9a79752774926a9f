//! What solvers ask of a system.

use crate::ModelError;

/// Entries of a mass matrix (row, column) and their values at a time.
pub type Mass<'a> = (&'a [(u32, u32)], Vec<f64>);

/// A system `M(p, t) x' = f(x, p, t)` of doubles with the exact pattern of its Jacobian.
pub trait Dynamics {
    /// Number of states.
    fn states(&self) -> usize;

    /// Usual values of the parameters.
    fn parameters(&self) -> &[f64];

    /// Initial values of the states.
    fn initial(&self) -> &[f64];

    /// `f`, one number a state.
    ///
    /// # Errors
    /// Wrong lengths.
    fn rate(
        &self,
        x: &[f64],
        parameters: &[f64],
        t: f64,
        rate: &mut [f64],
    ) -> Result<(), ModelError>;

    /// Whether there is a Jacobian; without one, explicit methods integrate.
    fn has_jacobian(&self) -> bool {
        true
    }

    /// Row and column of each entry of `df/dx` that can differ from zero.
    fn jacobian_entries(&self) -> &[(u32, u32)];

    /// The values of those entries.
    ///
    /// # Errors
    /// Wrong lengths.
    fn jacobian(
        &self,
        x: &[f64],
        parameters: &[f64],
        t: f64,
        values: &mut [f64],
    ) -> Result<(), ModelError>;

    /// The mass matrix; `None` is the unit matrix.
    fn mass(&self, _parameters: &[f64], _t: f64) -> Option<Mass<'_>> {
        None
    }
}
