//! Integration by diffsol: implicit multistep formulas (BDF) with the kernels' right-hand side,
//! exact sparse Jacobian and mass matrix.

use crate::{Dynamics, ModelError};
use diffsol::matrix::sparsity::MatrixSparsity;
use diffsol::{
    ConstantOp, FaerContext, FaerSparseLU, FaerSparseMat, FaerVec, LinearOp, Matrix, NonLinearOp,
    NonLinearOpJacobian, OdeBuilder, OdeEquations, OdeEquationsRef, OdeSolverMethod, Op, Vector,
};

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
        let entries: Vec<(usize, usize)> =
            entries.iter().map(|&(row, column)| (row as usize, column as usize)).collect();
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

/// A system as diffsol's equations, for its solvers, sensitivities apart.
pub struct Equations<D> {
    system: D,
    parameters: V,
    context: FaerContext,
    jacobian: Pattern,
    mass: Option<Pattern>,
}

impl<D: Dynamics> Equations<D> {
    /// # Errors
    /// Entries outside the matrices.
    pub fn new(system: D) -> Result<Equations<D>, ModelError> {
        let (n, context) = (system.states(), FaerContext::default());
        let jacobian = Pattern::new(n, system.jacobian_entries(), context)?;
        let mass = match system.mass(system.parameters(), 0.0) {
            Some((entries, _)) => Some(Pattern::new(n, entries, context)?),
            None => None,
        };
        let parameters = V::from_vec(system.parameters().to_vec(), context);
        Ok(Equations { system, parameters, context, jacobian, mass })
    }

    /// Lengths here and below are the solver's, which has them from these equations.
    fn jacobian_values(&self, x: &V, t: f64) -> Vec<f64> {
        let mut values = vec![0.0; self.system.jacobian_entries().len()];
        let _ = self.system.jacobian(
            &x.clone_as_vec(),
            &self.parameters.clone_as_vec(),
            t,
            &mut values,
        );
        values
    }

    fn mass_values(&self, t: f64) -> Vec<f64> {
        self.system.mass(&self.parameters.clone_as_vec(), t).map(|mass| mass.1).unwrap_or_default()
    }
}

/// One of the equations' operators.
pub struct Operator<'a, D>(&'a Equations<D>);

impl<D: Dynamics> Op for Equations<D> {
    type T = f64;
    type V = V;
    type M = M;
    type C = FaerContext;
    fn context(&self) -> &FaerContext {
        &self.context
    }
    fn nstates(&self) -> usize {
        self.system.states()
    }
    fn nout(&self) -> usize {
        self.system.states()
    }
    fn nparams(&self) -> usize {
        self.system.parameters().len()
    }
}

impl<D: Dynamics> Op for Operator<'_, D> {
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

impl<D: Dynamics> NonLinearOp for Operator<'_, D> {
    fn call_inplace(&self, x: &V, t: f64, y: &mut V) {
        y.for_each_batch_host([x, &self.0.parameters], |y, [x, parameters], _| {
            let _ = self.0.system.rate(x, parameters, t, y);
        });
    }
}

impl<D: Dynamics> NonLinearOpJacobian for Operator<'_, D> {
    fn jac_mul_inplace(&self, x: &V, t: f64, v: &V, y: &mut V) {
        let (entries, values) = (self.0.system.jacobian_entries(), self.0.jacobian_values(x, t));
        y.for_each_batch_host([v], |y, [v], _| multiply(entries, &values, v, 0.0, y));
    }

    fn jacobian_inplace(&self, x: &V, t: f64, y: &mut M) {
        self.0.jacobian.fill(self.0.jacobian_values(x, t), self.0.context, y);
    }

    fn jacobian_sparsity(&self) -> Option<Sparsity> {
        Some(self.0.jacobian.sparsity.clone())
    }
}

impl<D: Dynamics> LinearOp for Operator<'_, D> {
    fn gemv_inplace(&self, x: &V, t: f64, beta: f64, y: &mut V) {
        y.for_each_batch_host([x, &self.0.parameters], |y, [x, parameters], _| {
            if let Some((entries, values)) = self.0.system.mass(parameters, t) {
                multiply(entries, &values, x, beta, y);
            }
        });
    }

    fn matrix_inplace(&self, t: f64, y: &mut M) {
        if let Some(pattern) = &self.0.mass {
            pattern.fill(self.0.mass_values(t), self.0.context, y);
        }
    }

    fn sparsity(&self) -> Option<Sparsity> {
        self.0.mass.as_ref().map(|pattern| pattern.sparsity.clone())
    }
}

impl<D: Dynamics> ConstantOp for Operator<'_, D> {
    fn call_inplace(&self, _t: f64, y: &mut V) {
        y.for_each_batch_host([], |y, [], _| y.copy_from_slice(self.0.system.initial()));
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

impl<'a, D: Dynamics + 'a> OdeEquationsRef<'a> for Equations<D> {
    type Mass = Operator<'a, D>;
    type Rhs = Operator<'a, D>;
    type Root = Operator<'a, D>;
    type Init = Operator<'a, D>;
    type Out = Operator<'a, D>;
    type Reset = Operator<'a, D>;
}

impl<D: Dynamics + 'static> OdeEquations for Equations<D> {
    fn rhs(&self) -> Operator<'_, D> {
        Operator(self)
    }
    fn mass(&self) -> Option<Operator<'_, D>> {
        self.mass.as_ref().map(|_| Operator(self))
    }
    fn init(&self) -> Operator<'_, D> {
        Operator(self)
    }
    fn set_params(&mut self, parameters: &V) {
        self.parameters.copy_from(parameters);
    }
    fn get_params(&self, parameters: &mut V) {
        parameters.copy_from(&self.parameters);
    }
}

/// The states at `times`, from the first of them, by BDF, or by the explicit pair of Tsitouras
/// where there is no Jacobian. Stops when `goes_on` says no, which is asked before every step.
pub fn solve(
    system: impl Dynamics + 'static,
    times: &[f64],
    tolerance: f64,
    goes_on: &dyn Fn() -> bool,
) -> Result<Vec<Vec<f64>>, ModelError> {
    let (Some(&start), true) = (times.first(), times.is_sorted()) else {
        return Err(ModelError::Model("expected ascending times".into()));
    };
    let (parameters, has_jacobian) = (system.parameters().to_vec(), system.has_jacobian());
    let builder =
        OdeBuilder::<M>::new().t0(start).rtol(tolerance).atol([tolerance * 1e-3]).p(parameters);
    let problem = builder.build_from_eqn(Equations::new(system)?).map_err(stopped)?;
    if has_jacobian {
        sampled(problem.bdf::<FaerSparseLU<f64>>().map_err(stopped)?, times, goes_on)
    } else {
        sampled(problem.tsit45().map_err(stopped)?, times, goes_on)
    }
}

fn sampled<'a, D: Dynamics + 'static>(
    mut solver: impl OdeSolverMethod<'a, Equations<D>>,
    times: &[f64],
    goes_on: &dyn Fn() -> bool,
) -> Result<Vec<Vec<f64>>, ModelError> {
    let mut path = Vec::with_capacity(times.len());
    for &time in times {
        while solver.state().t < time {
            if !goes_on() {
                return Err(ModelError::Cancelled(solver.state().t));
            }
            solver.step().map_err(stopped)?;
        }
        path.push(solver.interpolate(time).map_err(stopped)?.clone_as_vec());
    }
    Ok(path)
}

fn stopped(error: diffsol::error::DiffsolError) -> ModelError {
    ModelError::Solver(error.to_string())
}
