//! A compiled system: kernels of the arguments states, parameters, time, in that order.

use crate::ModelError;
use viete::{Kernel, SparseKernel};

/// A system `M x' = f(x, p, t)` as kernels.
#[derive(Clone, Debug)]
pub struct Ode {
    /// Names of the states and of the parameters.
    pub states: Vec<String>,
    pub parameters: Vec<String>,
    /// Usual values of the parameters, and initial values of the states.
    pub values: Vec<f64>,
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
    pub(crate) fn arguments(&self, x: &[f64], parameters: &[f64], t: f64) -> Vec<f64> {
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
    pub fn rate(&self, x: &[f64], t: f64) -> Result<Vec<f64>, ModelError> {
        let mut rate = vec![0.0; self.states.len()];
        self.right.call(&self.arguments(x, &self.values, t), &mut rate)?;
        Ok(rate)
    }

    /// One kernel of the right-hand side and then the Jacobian's entries: what they share is computed once.
    pub fn together(&self) -> Kernel {
        self.jacobian.with(&self.right)
    }
}
