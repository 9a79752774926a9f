//! Expressions to kernels: values, Jacobians, Hessians, directional derivatives, Taylor
//! coefficients.

use crate::core::Core;
use crate::error::Error;
use crate::expr::Expr;
use crate::session::Session;
use viete_kernel::{CostModel, Derivatives, Kernel, Program, Sparse, lower};
use viete_rewrite::{Avoid, Goal};
use viete_term::Term;

/// Visits of terms that a symbolic Jacobian may take before programs alone are differentiated.
const MAX_SYMBOLIC: usize = 2_000_000;

/// Outputs, and written nodes of each, for which cheaper forms are looked for.
const MAX_OPTIMIZED: usize = 32;
const MAX_OPTIMIZED_SIZE: u32 = 2000;

/// A sparse matrix of functions: a kernel whose outputs are the entries that can differ from zero.
#[derive(Clone, Debug)]
pub struct SparseKernel {
    pub kernel: Kernel,
    pub rows: usize,
    pub columns: usize,
    /// Row and column of each output, counted from zero, by rows.
    pub entries: Vec<(u32, u32)>,
}

impl SparseKernel {
    fn new(sparse: Sparse) -> SparseKernel {
        let Sparse { program, rows, columns, entries } = sparse;
        SparseKernel { kernel: Kernel::new(program), rows, columns, entries }
    }

    /// The matrix at one point, row by row, zeros included.
    ///
    /// # Errors
    /// A wrong number of arguments.
    pub fn dense(&self, arguments: &[f64]) -> Result<Vec<f64>, Error> {
        let mut values = vec![0.0; self.entries.len()];
        self.kernel.call(arguments, &mut values)?;
        let mut matrix = vec![0.0; self.rows * self.columns];
        for (&(row, column), value) in self.entries.iter().zip(values) {
            let place = row as usize * self.columns + column as usize;
            matrix.iter_mut().skip(place).take(1).for_each(|slot| *slot = value);
        }
        Ok(matrix)
    }

    /// One kernel of the outputs of `kernel`, then of the entries: what they share is computed
    /// once. The arguments must be the same.
    pub fn with(&self, kernel: &Kernel) -> Kernel {
        Kernel::new(viete_kernel::joined(&[kernel.program(), self.kernel.program()]))
    }

    /// A colour for each column so that no two columns of one colour share a row: as many
    /// directional derivatives as there are colours give the whole matrix.
    pub fn coloring(&self) -> Vec<u32> {
        viete_kernel::coloring(&self.entries, self.columns)
    }
}

fn terms(list: &[Expr<'_>]) -> Vec<Term> {
    list.iter().map(|e| e.term).collect()
}

impl Core {
    pub fn lowered(&mut self, arguments: &[Term], outputs: &[Term]) -> Result<Program, Error> {
        Ok(lower(&mut self.store, &mut self.library, arguments, outputs)?)
    }

    /// Differentiates programs within the session's limits.
    pub fn differentiate<T>(
        &mut self,
        ask: impl FnOnce(&mut Derivatives<'_>) -> Result<T, viete_numbers::Error>,
    ) -> Result<T, Error> {
        let budget = self.budget();
        Ok(ask(&mut Derivatives::new(&mut self.store, &mut self.library, &budget))?)
    }

    /// The cheapest program among those of equal forms of the outputs: as they are, as the e-graph
    /// has them at the least cost, and multiplied out. Forms are taken one output at a time where
    /// they make the program of all cheaper, and only where they are equal without conditions.
    pub fn cheapest(&mut self, arguments: &[Term], outputs: &[Term]) -> Result<Program, Error> {
        let model = CostModel::default();
        let mut best = outputs.to_vec();
        let mut program = self.lowered(arguments, &best)?;
        let goal = Goal { avoid: Avoid::Cycles, ..Goal::SMALLEST };
        for (index, &output) in outputs.iter().enumerate().take(MAX_OPTIMIZED) {
            if self.store.size(output) > MAX_OPTIMIZED_SIZE {
                continue;
            }
            let simplified = self.simplified(output, &goal)?;
            let unconditional = simplified.provided.is_empty() && simplified.assumed.is_empty();
            let mut forms = vec![self.expanded(output).unwrap_or(output)];
            forms.extend(unconditional.then_some(simplified.term));
            for form in forms {
                let mut candidate = best.clone();
                candidate.iter_mut().skip(index).take(1).for_each(|slot| *slot = form);
                let other = self.lowered(arguments, &candidate)?;
                if model.predict(&other) < model.predict(&program) {
                    (best, program) = (candidate, other);
                }
            }
        }
        Ok(program)
    }

    /// The Jacobian by the first `columns` arguments, from the derivative of the program or from
    /// that of the terms, whichever takes fewer operations.
    pub fn sparse_jacobian(
        &mut self,
        arguments: &[Term],
        outputs: &[Term],
        columns: usize,
    ) -> Result<Sparse, Error> {
        let program = self.lowered(arguments, outputs)?;
        let by: Vec<usize> = (0..columns).collect();
        let direct = self.differentiate(|d| d.jacobian(&program, &by))?;
        if self.store.reachable(outputs).len().saturating_mul(columns) > MAX_SYMBOLIC {
            return Ok(direct);
        }
        let zero = self.store.zero();
        let budget = self.budget();
        let (mut entries, mut values) = (Vec::new(), Vec::new());
        for (column, &argument) in (0u32..).zip(arguments.iter().take(columns)) {
            let terms = viete_calculus::derivatives(
                &mut self.store,
                &mut self.library,
                outputs,
                argument,
                &budget,
            )?;
            for (row, term) in (0u32..).zip(terms) {
                if term != zero {
                    entries.push((row, column));
                    values.push(term);
                }
            }
        }
        let mut order: Vec<((u32, u32), Term)> = entries.into_iter().zip(values).collect();
        order.sort_unstable_by_key(|&(entry, _)| entry);
        let (entries, values): (Vec<(u32, u32)>, Vec<Term>) = order.into_iter().unzip();
        match self.lowered(arguments, &values) {
            Ok(program) if program.cost() < direct.program.cost() => {
                Ok(Sparse { program, rows: outputs.len(), columns, entries })
            }
            _ => Ok(direct),
        }
    }
}

impl Session {
    /// Compiles `outputs` as one native function of the symbols `arguments`.
    ///
    /// # Errors
    /// Free symbols, non-numeric terms, functions without kernels.
    pub fn compile(&self, arguments: &[Expr<'_>], outputs: &[Expr<'_>]) -> Result<Kernel, Error> {
        Ok(Kernel::new(self.core().lowered(&terms(arguments), &terms(outputs))?))
    }

    /// [`Session::compile`] of the cheapest equal forms that the e-graph finds, by the measured
    /// cost of operations; takes milliseconds an output.
    ///
    /// ```
    /// let session = viete::Session::new();
    /// let x = session.symbol("x");
    /// let f = x.sin().pow(2) + x.cos().pow(2) + x.exp() * (x * 2).exp();
    /// assert_eq!(session.compile_cheapest(&[x], &[f])?.program().cost(), 3);
    /// # Ok::<(), viete::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Session::compile`]; cancellation.
    pub fn compile_cheapest(
        &self,
        arguments: &[Expr<'_>],
        outputs: &[Expr<'_>],
    ) -> Result<Kernel, Error> {
        Ok(Kernel::new(self.core().cheapest(&terms(arguments), &terms(outputs))?))
    }

    /// [`Session::compile`] over complex numbers: the kernel takes real and imaginary part of each
    /// argument in turn and gives those of each output. Principal branches.
    ///
    /// ```
    /// let session = viete::Session::new();
    /// let z = session.symbol("z");
    /// let kernel = session.compile_complex(&[z], &[z.sqrt()])?;
    /// let mut root = [0.0; 2];
    /// kernel.call(&[-4.0, 0.0], &mut root)?;
    /// assert_eq!(root, [0.0, 2.0]);
    /// # Ok::<(), viete::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Session::compile`]; functions other than powers, exponentials, logarithms,
    /// trigonometric and hyperbolic functions and the parts of a number.
    pub fn compile_complex(
        &self,
        arguments: &[Expr<'_>],
        outputs: &[Expr<'_>],
    ) -> Result<Kernel, Error> {
        let program = self.core().lowered(&terms(arguments), &terms(outputs))?;
        Ok(Kernel::new(viete_kernel::complex(&program)?))
    }

    /// The Jacobian of `outputs` by the first `columns` of `arguments` (the others are parameters):
    /// only entries that can differ from zero, from the program or from the terms, whichever takes
    /// fewer operations.
    ///
    /// ```
    /// let session = viete::Session::new();
    /// let [x, y, k] = session.symbols(["x", "y", "k"]);
    /// let jacobian = session.compile_jacobian(&[x, y, k], &[k * x, x * y.sin()], 2)?;
    /// assert_eq!(jacobian.entries, [(0, 0), (1, 0), (1, 1)]);
    /// assert_eq!(jacobian.dense(&[2.0, 0.0, 3.0])?, [3.0, 0.0, 0.0, 2.0]);
    /// # Ok::<(), viete::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Session::compile`]; functions whose row states no derivative.
    pub fn compile_jacobian(
        &self,
        arguments: &[Expr<'_>],
        outputs: &[Expr<'_>],
        columns: usize,
    ) -> Result<SparseKernel, Error> {
        Ok(SparseKernel::new(self.core().sparse_jacobian(
            &terms(arguments),
            &terms(outputs),
            columns.min(arguments.len()),
        )?))
    }

    /// The lower triangle of the Hessian of `f` by the first `columns` of `arguments`: forward over
    /// reverse mode.
    ///
    /// # Errors
    /// As [`Session::compile_jacobian`].
    pub fn compile_hessian(
        &self,
        arguments: &[Expr<'_>],
        f: Expr<'_>,
        columns: usize,
    ) -> Result<SparseKernel, Error> {
        let mut core = self.core();
        let program = core.lowered(&terms(arguments), &[f.term])?;
        let by: Vec<usize> = (0..columns.min(arguments.len())).collect();
        let sparse = core.differentiate(|d| d.hessian(&program, &by))?;
        Ok(SparseKernel::new(sparse))
    }

    /// The gradient of `f` by all arguments, by reverse mode: a few times the operations of `f`,
    /// however many arguments.
    ///
    /// # Errors
    /// As [`Session::compile_jacobian`].
    pub fn compile_gradient(&self, arguments: &[Expr<'_>], f: Expr<'_>) -> Result<Kernel, Error> {
        let mut core = self.core();
        let program = core.lowered(&terms(arguments), &[f.term])?;
        let program = core.differentiate(|d| d.gradient(&program))?;
        Ok(Kernel::new(program))
    }

    /// `J v`: the arguments, then a direction of as many numbers, to the directional derivatives of
    /// the outputs.
    ///
    /// # Errors
    /// As [`Session::compile_jacobian`].
    pub fn compile_tangent(
        &self,
        arguments: &[Expr<'_>],
        outputs: &[Expr<'_>],
    ) -> Result<Kernel, Error> {
        let mut core = self.core();
        let program = core.lowered(&terms(arguments), &terms(outputs))?;
        let program = core.differentiate(|d| d.tangent(&program))?;
        Ok(Kernel::new(program))
    }

    /// `w^T J`: the arguments, then a weight for each output, to one number for each argument.
    ///
    /// # Errors
    /// As [`Session::compile_jacobian`].
    pub fn compile_adjoint(
        &self,
        arguments: &[Expr<'_>],
        outputs: &[Expr<'_>],
    ) -> Result<Kernel, Error> {
        let mut core = self.core();
        let program = core.lowered(&terms(arguments), &terms(outputs))?;
        let program = core.differentiate(|d| d.adjoint(&program))?;
        Ok(Kernel::new(program))
    }

    /// Taylor coefficients `0..=order` of every argument, argument by argument, to those of every
    /// output.
    ///
    /// # Errors
    /// As [`Session::compile_jacobian`].
    pub fn compile_taylor(
        &self,
        arguments: &[Expr<'_>],
        outputs: &[Expr<'_>],
        order: usize,
    ) -> Result<Kernel, Error> {
        let mut core = self.core();
        let program = core.lowered(&terms(arguments), &terms(outputs))?;
        let program = core.differentiate(|d| d.taylor(&program, order))?;
        Ok(Kernel::new(program))
    }
}
