//! Integration by diffsol: implicit multistep formulas (BDF) with the kernels' right-hand side, exact sparse Jacobian and
//! mass matrix.

use crate::{ModelError, Ode};
use diffsol::matrix::sparsity::MatrixSparsity;
use diffsol::{
    ConstantOp, FaerContext, FaerSparseLU, FaerSparseMat, FaerVec, LinearOp, Matrix, NonLinearOp, NonLinearOpJacobian,
    OdeBuilder, OdeEquations, OdeEquationsRef, OdeSolverMethod, Op, Vector,
};
use viete::Kernel;

type M = FaerSparseMat<f64>;
type V = FaerVec<f64>;
type Sparsity = <M as Matrix>::Sparsity;
type Places = <V as Vector>::Index;

/// A pattern with the place of each entry in the matrix' data.
struct Pattern {
    sparsity: Sparsity,
    places: Places,
    sources: Places,
}

impl Pattern {
    fn new(n: usize, entries: &[(u32, u32)], context: FaerContext) -> Result<Pattern, ModelError> {
        let entries: Vec<(usize, usize)> = entries.iter().map(|&(row, column)| (row as usize, column as usize)).collect();
        let sparsity = <Sparsity as MatrixSparsity<M>>::try_from_indices(n, n, entries.clone());
        let sparsity = sparsity.map_err(|error| ModelError::Solver(error.to_string()))?;
        let places = MatrixSparsity::<M>::get_index(&sparsity, &entries, context);
        let sources = diffsol::VectorIndex::from_vec((0..entries.len()).collect(), context);
        Ok(Pattern { sparsity, places, sources })
    }

    fn fill(&self, values: Vec<f64>, context: FaerContext, matrix: &mut M) {
        matrix.set_data_with_indices(&self.places, &self.sources, &V::from_vec(values, context));
    }
}

/// A compiled system as diffsol's equations, for its solvers, sensitivities apart.
pub struct Equations {
    ode: Ode,
    parameters: V,
    context: FaerContext,
    jacobian: Pattern,
    mass: Option<Pattern>,
}

impl Equations {
    /// # Errors
    /// None that the compiler of systems lets through.
    pub fn new(ode: Ode) -> Result<Equations, ModelError> {
        let (n, context) = (ode.states.len(), FaerContext::default());
        let jacobian = Pattern::new(n, &ode.jacobian.entries, context)?;
        let mass = match &ode.mass {
            Some((entries, _)) => Some(Pattern::new(n, entries, context)?),
            None => None,
        };
        let parameters = V::from_vec(ode.values.clone(), context);
        Ok(Equations { ode, parameters, context, jacobian, mass })
    }

    /// Calls a kernel of states, parameters and time; lengths are the solver's, which has them from these equations.
    fn values(&self, kernel: &Kernel, x: &V, t: f64) -> Vec<f64> {
        let mut values = vec![0.0; kernel.outputs()];
        let arguments = self.ode.arguments(&x.clone_as_vec(), &self.parameters.clone_as_vec(), t);
        let _ = kernel.call(&arguments, &mut values);
        values
    }
}

/// One of the equations' operators.
pub struct Operator<'a>(&'a Equations);

impl Op for Equations {
    type T = f64;
    type V = V;
    type M = M;
    type C = FaerContext;
    fn context(&self) -> &FaerContext {
        &self.context
    }
    fn nstates(&self) -> usize {
        self.ode.states.len()
    }
    fn nout(&self) -> usize {
        self.ode.states.len()
    }
    fn nparams(&self) -> usize {
        self.ode.values.len()
    }
}

impl Op for Operator<'_> {
    type T = f64;
    type V = V;
    type M = M;
    type C = FaerContext;
    fn context(&self) -> &FaerContext {
        &self.0.context
    }
    fn nstates(&self) -> usize {
        self.0.nstates()
    }
    fn nout(&self) -> usize {
        self.0.nout()
    }
    fn nparams(&self) -> usize {
        self.0.nparams()
    }
}

impl NonLinearOp for Operator<'_> {
    fn call_inplace(&self, x: &V, t: f64, y: &mut V) {
        y.for_each_batch_host([x, &self.0.parameters], |y, [x, parameters], _| {
            let _ = self.0.ode.right.call(&self.0.ode.arguments(x, parameters, t), y);
        });
    }
}

impl NonLinearOpJacobian for Operator<'_> {
    fn jac_mul_inplace(&self, x: &V, t: f64, v: &V, y: &mut V) {
        let jacobian = &self.0.ode.jacobian;
        let values = self.0.values(&jacobian.kernel, x, t);
        y.for_each_batch_host([v], |y, [v], _| multiply(&jacobian.entries, &values, v, 0.0, y));
    }

    fn jacobian_inplace(&self, x: &V, t: f64, y: &mut M) {
        self.0.jacobian.fill(self.0.values(&self.0.ode.jacobian.kernel, x, t), self.0.context, y);
    }

    fn jacobian_sparsity(&self) -> Option<Sparsity> {
        Some(self.0.jacobian.sparsity.clone())
    }
}

impl Operator<'_> {
    fn mass_values(&self, t: f64) -> Vec<f64> {
        let Some((_, kernel)) = &self.0.ode.mass else { return Vec::new() };
        self.0.values(kernel, &V::zeros(self.nstates(), self.0.context), t)
    }
}

impl LinearOp for Operator<'_> {
    fn gemv_inplace(&self, x: &V, t: f64, beta: f64, y: &mut V) {
        let Some((entries, _)) = &self.0.ode.mass else { return };
        let values = self.mass_values(t);
        y.for_each_batch_host([x], |y, [x], _| multiply(entries, &values, x, beta, y));
    }

    fn matrix_inplace(&self, t: f64, y: &mut M) {
        if let Some(pattern) = &self.0.mass {
            pattern.fill(self.mass_values(t), self.0.context, y);
        }
    }

    fn sparsity(&self) -> Option<Sparsity> {
        self.0.mass.as_ref().map(|pattern| pattern.sparsity.clone())
    }
}

impl ConstantOp for Operator<'_> {
    fn call_inplace(&self, _t: f64, y: &mut V) {
        y.for_each_batch_host([], |y, [], _| y.copy_from_slice(&self.0.ode.initial));
    }
}

/// `y = A x + beta y` by entries.
fn multiply(entries: &[(u32, u32)], values: &[f64], x: &[f64], beta: f64, y: &mut [f64]) {
    y.iter_mut().for_each(|slot| *slot *= beta);
    for (&(row, column), value) in entries.iter().zip(values) {
        if let (Some(slot), Some(factor)) = (y.get_mut(row as usize), x.get(column as usize)) {
            *slot += value * factor;
        }
    }
}

impl<'a> OdeEquationsRef<'a> for Equations {
    type Mass = Operator<'a>;
    type Rhs = Operator<'a>;
    type Root = Operator<'a>;
    type Init = Operator<'a>;
    type Out = Operator<'a>;
    type Reset = Operator<'a>;
}

impl OdeEquations for Equations {
    fn rhs(&self) -> Operator<'_> {
        Operator(self)
    }
    fn mass(&self) -> Option<Operator<'_>> {
        self.ode.mass.as_ref().map(|_| Operator(self))
    }
    fn init(&self) -> Operator<'_> {
        Operator(self)
    }
    fn set_params(&mut self, parameters: &V) {
        self.parameters.copy_from(parameters);
    }
    fn get_params(&self, parameters: &mut V) {
        parameters.copy_from(&self.parameters);
    }
}

impl Ode {
    /// The states at `times`, ascending from the initial time, by BDF of variable order and step to the relative `tolerance`
    /// (absolute: a thousandth of it). Algebraic states start consistent.
    ///
    /// # Errors
    /// What the solver reports: steps that become too small, singular systems.
    pub fn solve(&self, times: &[f64], tolerance: f64) -> Result<Vec<Vec<f64>>, ModelError> {
        let stopped = |error: diffsol::error::DiffsolError| ModelError::Solver(error.to_string());
        let (Some(&start), true) = (times.first(), times.is_sorted()) else {
            return Err(ModelError::Model("expected ascending times".into()));
        };
        let builder = OdeBuilder::<M>::new().t0(start).rtol(tolerance).atol([tolerance * 1e-3]).p(self.values.clone());
        let problem = builder.build_from_eqn(Equations::new(self.clone())?).map_err(stopped)?;
        let mut solver = problem.bdf::<FaerSparseLU<f64>>().map_err(stopped)?;
        let mut path = Vec::with_capacity(times.len());
        for &time in times {
            while solver.state().t < time {
                solver.step().map_err(stopped)?;
            }
            path.push(solver.interpolate(time).map_err(stopped)?.clone_as_vec());
        }
        Ok(path)
    }
}
