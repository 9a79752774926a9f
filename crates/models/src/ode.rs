//! A compiled system: kernels of the arguments states, parameters, time, in that order.

use crate::dynamics::Mass;
use crate::{Dynamics, ModelError};
use viete::{Kernel, SparseKernel};

/// A system `M x' = f(x, p, t)` as kernels.
#[derive(Clone, Debug)]
pub struct Ode {
    /// Names of the states and of the parameters.
    pub states: Vec<String>,
    /// Names of the parameters.
    pub parameters: Vec<String>,
    /// Usual values of the parameters, and initial values of the states.
    pub values: Vec<f64>,
    /// Initial values of the states.
    pub initial: Vec<f64>,
    /// `f`: one output a state.
    pub right: Kernel,
    /// The entries of `df/dx` that can differ from zero.
    pub jacobian: SparseKernel,
    /// Places and values of the mass matrix; `None` is the unit matrix.
    pub mass: Option<(Vec<(u32, u32)>, Kernel)>,
}

impl Ode {
    /// States, parameters and time as the kernels' arguments.
    fn arguments(&self, x: &[f64], parameters: &[f64], t: f64) -> Vec<f64> {
        let mut arguments = Vec::with_capacity(x.len() + parameters.len() + 1);
        arguments.extend_from_slice(x);
        arguments.extend_from_slice(parameters);
        arguments.push(t);
        arguments
    }

    /// `f(x, p, t)` with the usual parameters.
    ///
    /// # Errors
    /// A wrong number of states.
    pub fn rate_at(&self, x: &[f64], t: f64) -> Result<Vec<f64>, ModelError> {
        let mut rate = vec![0.0; self.states.len()];
        self.rate(x, &self.values, t, &mut rate)?;
        Ok(rate)
    }

    /// The states at `times`, ascending from the initial time, by diffsol's BDF of variable order
    /// and step to the relative `tolerance` (absolute: a thousandth of it). Algebraic states start
    /// consistent.
    ///
    /// # Errors
    /// What the solver reports: steps that become too small, singular systems.
    pub fn solve(&self, times: &[f64], tolerance: f64) -> Result<Vec<Vec<f64>>, ModelError> {
        self.solve_while(times, tolerance, &|| true)
    }

    /// [`Self::solve`], stopped when `goes_on`, asked before every step, says no.
    ///
    /// # Errors
    /// What the solver reports; cancellation.
    pub fn solve_while(
        &self,
        times: &[f64],
        tolerance: f64,
        goes_on: &dyn Fn() -> bool,
    ) -> Result<Vec<Vec<f64>>, ModelError> {
        crate::solve::solve(self.clone(), times, tolerance, goes_on)
    }

    /// One kernel of the right-hand side and then the Jacobian's entries: what they share is
    /// computed once.
    pub fn together(&self) -> Kernel {
        self.jacobian.with(&self.right)
    }
}

impl Dynamics for Ode {
    fn states(&self) -> usize {
        self.states.len()
    }

    fn parameters(&self) -> &[f64] {
        &self.values
    }

    fn initial(&self) -> &[f64] {
        &self.initial
    }

    fn rate(
        &self,
        x: &[f64],
        parameters: &[f64],
        t: f64,
        rate: &mut [f64],
    ) -> Result<(), ModelError> {
        Ok(self.right.call(&self.arguments(x, parameters, t), rate)?)
    }

    fn jacobian_entries(&self) -> &[(u32, u32)] {
        &self.jacobian.entries
    }

    fn jacobian(
        &self,
        x: &[f64],
        parameters: &[f64],
        t: f64,
        values: &mut [f64],
    ) -> Result<(), ModelError> {
        Ok(self.jacobian.kernel.call(&self.arguments(x, parameters, t), values)?)
    }

    fn mass(&self, parameters: &[f64], t: f64) -> Option<Mass<'_>> {
        let (entries, kernel) = self.mass.as_ref()?;
        let mut values = vec![f64::NAN; entries.len()];
        // as many arguments as the kernel was made for, whatever the states are
        kernel
            .call(&self.arguments(&vec![0.0; self.states.len()], parameters, t), &mut values)
            .ok()?;
        Some((entries, values))
    }
}
