//! Minima by argmin: value, gradient and Hessian as kernels.

use crate::ModelError;
use argmin::core::{CostFunction, Error, Executor, Gradient, State};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::quasinewton::LBFGS;
use viete::{Expr, Kernel, Session, SparseKernel};

/// A function to be made small, with its first and second derivatives: argmin's `CostFunction`,
/// `Gradient` and `Hessian`.
#[derive(Clone, Debug)]
pub struct Objective {
    /// The function itself.
    pub value: Kernel,
    /// Its first derivatives.
    pub gradient: Kernel,
    /// The lower triangle.
    pub hessian: SparseKernel,
}

/// Where a function is smallest nearby.
#[derive(Clone, Debug)]
pub struct Minimum {
    /// The coordinates.
    pub point: Vec<f64>,
    /// The value there.
    pub value: f64,
    /// Steps that the solver took.
    pub iterations: u64,
}

impl Objective {
    /// Compiles `f` of `variables`: the gradient by reverse mode, the Hessian sparse.
    ///
    /// # Errors
    /// Free symbols, functions without kernels or derivatives.
    pub fn new(
        session: &Session,
        variables: &[Expr<'_>],
        f: Expr<'_>,
    ) -> Result<Objective, ModelError> {
        Ok(Objective {
            value: session.compile(variables, &[f])?,
            gradient: session.compile_gradient(variables, f)?,
            hessian: session.compile_hessian(variables, f, variables.len())?,
        })
    }

    /// A local minimum from `start`, by argmin's L-BFGS with a line search of Moré and Thuente,
    /// until the gradient is below `tolerance` or after a thousand iterations.
    ///
    /// ```
    /// let session = viete::Session::new();
    /// let [x, y] = session.symbols(["x", "y"]);
    /// let banana = (y - x.pow(2)).pow(2) * 100 + (x - 1).pow(2);
    /// let minimum = viete_models::Objective::new(&session, &[x, y], banana)?.minimize(&[-1.2, 1.0], 1e-8)?;
    /// assert!((minimum.point[0] - 1.0).abs() < 1e-6 && (minimum.point[1] - 1.0).abs() < 1e-6);
    /// # Ok::<(), viete_models::ModelError>(())
    /// ```
    ///
    /// # Errors
    /// A wrong number of coordinates; what the solver reports.
    pub fn minimize(&self, start: &[f64], tolerance: f64) -> Result<Minimum, ModelError> {
        self.value.value(start)?;
        let stopped = |error: Error| ModelError::Solver(error.to_string());
        let solver = LBFGS::new(MoreThuenteLineSearch::new(), 8)
            .with_tolerance_grad(tolerance)
            .map_err(stopped)?;
        let executor = Executor::new(self.clone(), solver)
            .configure(|state| state.param(start.to_vec()).max_iters(1000));
        let result = executor.run().map_err(stopped)?;
        let state = result.state();
        let point = state.get_best_param().cloned().unwrap_or_else(|| start.to_vec());
        Ok(Minimum { point, value: state.get_best_cost(), iterations: state.get_iter() })
    }
}

impl CostFunction for Objective {
    type Param = Vec<f64>;
    type Output = f64;
    fn cost(&self, point: &Vec<f64>) -> Result<f64, Error> {
        Ok(self.value.value(point)?)
    }
}

impl Gradient for Objective {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;
    fn gradient(&self, point: &Vec<f64>) -> Result<Vec<f64>, Error> {
        let mut gradient = vec![0.0; self.gradient.outputs()];
        self.gradient.call(point, &mut gradient)?;
        Ok(gradient)
    }
}

impl argmin::core::Hessian for Objective {
    type Param = Vec<f64>;
    type Hessian = Vec<Vec<f64>>;
    fn hessian(&self, point: &Vec<f64>) -> Result<Vec<Vec<f64>>, Error> {
        let n = self.hessian.columns;
        let lower = self.hessian.dense(point)?;
        let at = |row: usize, column: usize| lower.get(row * n + column).copied().unwrap_or(0.0);
        Ok((0..n)
            .map(|row| (0..n).map(|column| at(row.max(column), row.min(column))).collect())
            .collect())
    }
}
