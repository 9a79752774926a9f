//! The kernel: what `compile` returns. Safe calls with checked lengths; native code where there is
//! some, the interpreter with the same answers where not.

use crate::backends::{self, Backend, ColumnCode};
use crate::compiled::{Columns, Point, Points};
use crate::interpret::{is_real, run};
use crate::languages::Language;
use crate::program::Program;
use crate::refusals;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};
use viete_functions::Domain;
use viete_numbers::Error;

/// A numeric function of several arguments and several outputs. Cheap to clone; `Send + Sync`.
#[derive(Clone)]
pub struct Kernel {
    program: Arc<Program>,
    /// False when some constant is complex: then there is no double executor.
    real: bool,
    native: Arc<OnceLock<Result<Points, Error>>>,
    batches: Arc<OnceLock<Option<Box<dyn ColumnCode>>>>,
    /// Points asked for before there was code.
    points: Arc<AtomicU32>,
    mode: Mode,
    /// The executor asked for; else the first that serves the program.
    backend: Option<Backend>,
}

/// How closely native code follows the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The same bits from every executor.
    Strict,
    /// Products and sums contracted, quotients by shared reciprocals, powers by shared chains: a
    /// few ulp from the strict results, and not the same bits for points as for batches.
    Fast,
}

/// Points that are interpreted before code is made.
const FIRST_POINTS: u32 = 16;
/// Rows that one thread takes at a time.
const PARALLEL_ROWS: usize = 8192;

impl Kernel {
    /// The kernel of a program; machine code for points and for columns is made when the calls of
    /// each kind pay for it. When there can be none (size, machine, a function without a native
    /// kernel) the kernel interprets, with the same results; [`Kernel::fallback`] says why.
    pub fn new(program: Program) -> Kernel {
        Kernel::in_mode(program, Mode::Strict, None)
    }

    fn in_mode(program: Program, mode: Mode, backend: Option<Backend>) -> Kernel {
        Kernel {
            real: is_real(&program),
            program: Arc::new(program),
            native: Arc::default(),
            batches: Arc::default(),
            points: Arc::default(),
            mode,
            backend,
        }
    }

    /// The same function run by this backend alone, for points and for columns; where it makes no
    /// code of the program the kernel interprets.
    #[must_use]
    pub fn with_backend(&self, backend: Backend) -> Kernel {
        Kernel {
            native: Arc::default(),
            batches: Arc::default(),
            points: Arc::default(),
            backend: Some(backend),
            ..self.clone()
        }
    }

    fn is_interpreted(&self) -> bool {
        self.backend == Some(Backend::INTERPRETER)
    }

    /// Machine code for points, made when first needed.
    fn native(&self) -> Result<&Points, &Error> {
        let make = || backends::points(&self.program, self.mode, self.backend);
        self.native.get_or_init(make).as_ref()
    }

    /// The same function in fast mode: see [`Mode::Fast`].
    #[must_use]
    pub fn fast(&self) -> Kernel {
        match self.mode {
            Mode::Strict if !self.is_interpreted() => {
                Kernel::in_mode(crate::fast::fast(&self.program), Mode::Fast, self.backend)
            }
            _ => self.clone(),
        }
    }

    /// Another program in this kernel's mode.
    pub(crate) fn alike(&self, program: Program) -> Kernel {
        Kernel::in_mode(program, self.mode, self.backend)
    }

    /// A kernel that always interprets.
    pub fn interpreted(program: Program) -> Kernel {
        Kernel::in_mode(program, Mode::Strict, Some(Backend::INTERPRETER))
    }

    /// What runs columns, made when first needed.
    pub(crate) fn batches(&self) -> Option<&dyn ColumnCode> {
        if !self.real {
            return None;
        }
        let make = || backends::columns(&self.program, self.mode, self.backend);
        self.batches.get_or_init(make).as_deref()
    }

    /// The program that is run.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// Names of the arguments, in order.
    pub fn arguments(&self) -> &[String] {
        &self.program.inputs
    }

    /// Number of outputs.
    pub fn outputs(&self) -> usize {
        self.program.outputs.len()
    }

    pub fn is_native(&self) -> bool {
        self.native().is_ok()
    }

    /// Why there is no native code, if there is none.
    pub fn fallback(&self) -> Option<&Error> {
        self.native().err()
    }

    /// Bytes of machine code, with that of batches once there is some.
    pub fn code_bytes(&self) -> usize {
        let batches = match self.batches.get() {
            Some(Some(batches)) => batches.code_bytes(),
            _ => 0,
        };
        self.native().map_or(0, Points::code_bytes) + batches
    }

    /// Whether batches run vector code; makes it when there is none yet.
    pub fn is_vectorised(&self) -> bool {
        self.batches().is_some_and(ColumnCode::is_vectorised)
    }

    /// The machine code's entry points, for callers from C; they live as long as a clone of this
    /// kernel.
    pub fn pointers(&self) -> Option<(Point, Columns)> {
        let point = self.native().ok().filter(|_| self.real)?.entry();
        Some((point, self.batches()?.entry()?))
    }

    fn check(&self, arguments: usize, outputs: usize) -> Result<(), Error> {
        let expected = self.program.inputs.len();
        if arguments != expected {
            return Err(refusals::arguments(expected, arguments, &self.program.inputs));
        }
        if outputs != self.outputs() {
            return Err(refusals::outputs(self.outputs(), outputs));
        }
        if self.real { Ok(()) } else { Err(refusals::complex_constants()) }
    }

    /// Whether this call of a point is one of the first, which are interpreted: they come sooner
    /// than machine code, with the same bits. In fast mode they would not have them.
    fn is_warming_up(&self) -> bool {
        self.mode == Mode::Strict
            && self.backend.is_none()
            && self.native.get().is_none()
            && self.points.fetch_add(1, Ordering::Relaxed) < FIRST_POINTS
    }

    /// Evaluates one point: `outputs` receives the values in order. Strict kernels interpret the
    /// first few points and compile then; [`Kernel::is_native`] compiles at once.
    ///
    /// # Errors
    /// Wrong lengths, or a program with complex constants.
    pub fn call(&self, arguments: &[f64], outputs: &mut [f64]) -> Result<(), Error> {
        if self.real
            && !self.is_warming_up()
            && let Ok(native) = self.native()
            && native.call(arguments, outputs)
        {
            return Ok(());
        }
        self.check(arguments.len(), outputs.len())?;
        outputs
            .iter_mut()
            .zip(run(&self.program, arguments, 53))
            .for_each(|(slot, value)| *slot = value);
        Ok(())
    }

    /// The first output at one point.
    ///
    /// # Errors
    /// As [`Kernel::call`].
    pub fn value(&self, arguments: &[f64]) -> Result<f64, Error> {
        let mut outputs = vec![f64::NAN; self.outputs()];
        self.call(arguments, &mut outputs)?;
        Ok(outputs.first().copied().unwrap_or(f64::NAN))
    }

    /// A kernel of one argument as a Rust closure of its first output.
    ///
    /// # Errors
    /// When the kernel has not exactly one argument or is not real.
    pub fn function(&self) -> Result<impl Fn(f64) -> f64 + Send + Sync + use<>, Error> {
        self.check(1, self.outputs())?;
        let kernel = self.clone();
        Ok(move |x| kernel.value(&[x]).unwrap_or(f64::NAN))
    }

    /// Evaluates all rows of `columns` (one slice per argument) into `outputs` (one slice per
    /// output).
    ///
    /// # Errors
    /// Wrong number of columns or outputs, columns of different lengths.
    pub fn batch(&self, columns: &[&[f64]], outputs: &mut [&mut [f64]]) -> Result<(), Error> {
        self.check(columns.len(), outputs.len())?;
        let rows = outputs.first().map_or(0, |c| c.len());
        let output = String::from("output");
        let named = columns.iter().map(|c| c.len()).zip(&self.program.inputs);
        let wrong = named
            .chain(outputs.iter().map(|c| (c.len(), &output)))
            .find(|&(length, _)| length != rows);
        if let Some((got, name)) = wrong {
            return Err(refusals::rows(name, rows, got));
        }
        if self.batches().is_some_and(|batches| batches.run(columns, outputs, rows, &[])) {
            return Ok(());
        }
        let mut point = vec![0.0; columns.len()];
        for row in 0..rows {
            for (slot, column) in point.iter_mut().zip(columns) {
                *slot = column.get(row).copied().unwrap_or(f64::NAN);
            }
            for (column, value) in outputs.iter_mut().zip(run(&self.program, &point, 53)) {
                if let Some(slot) = column.get_mut(row) {
                    *slot = value;
                }
            }
        }
        Ok(())
    }

    /// [`Kernel::batch`] by all threads of rayon's pool, which pays from some ten thousand rows;
    /// the same bits.
    ///
    /// # Errors
    /// As [`Kernel::batch`].
    pub fn batch_parallel(
        &self,
        columns: &[&[f64]],
        outputs: &mut [&mut [f64]],
    ) -> Result<(), Error> {
        let rows = outputs.first().map_or(0, |c| c.len());
        let even =
            columns.iter().all(|c| c.len() == rows) && outputs.iter().all(|c| c.len() == rows);
        if rows <= PARALLEL_ROWS || !even {
            return self.batch(columns, outputs);
        }
        // halves that begin at full blocks
        let middle = (rows / 2).next_multiple_of(PARALLEL_ROWS / 2).min(rows);
        let (left, right): (Vec<&[f64]>, Vec<&[f64]>) =
            columns.iter().map(|c| c.split_at(middle)).unzip();
        let (mut first, mut second): (Vec<&mut [f64]>, Vec<&mut [f64]>) =
            outputs.iter_mut().map(|c| c.split_at_mut(middle)).unzip();
        let (a, b) = rayon::join(
            || self.batch_parallel(&left, &mut first),
            || self.batch_parallel(&right, &mut second),
        );
        a.and(b)
    }

    /// Evaluates one point in any number domain by interpretation, with `bits` of precision where
    /// it has one.
    ///
    /// # Errors
    /// A wrong number of arguments.
    pub fn interpret<D: Domain>(&self, arguments: &[D], bits: u32) -> Result<Vec<D>, Error> {
        let expected = self.program.inputs.len();
        if arguments.len() != expected {
            return Err(refusals::arguments(expected, arguments.len(), &self.program.inputs));
        }
        Ok(run(&self.program, arguments, bits))
    }

    /// The program as source text of another language: a function `name` of an array of arguments.
    ///
    /// # Errors
    /// A function that the language has not, complex constants.
    pub fn source(&self, language: Language, name: &str) -> Result<String, Error> {
        crate::languages::source(&self.program, language, name)
    }

    /// The program as a LaTeX `align*` environment: outputs `y_1, y_2, ..` over what is used more
    /// than once.
    pub fn latex(&self) -> String {
        crate::latex::latex(&self.program)
    }

    /// The machine code of the point function as text.
    ///
    /// # Errors
    /// Why there is no native code.
    pub fn assembly(&self) -> Result<String, Error> {
        self.native().map_err(Error::clone)?.disassemble(&self.program)
    }
}

impl std::fmt::Debug for Kernel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Kernel({} -> {} outputs, {} operations)",
            self.program.inputs.join(", "),
            self.outputs(),
            self.program.cost()
        )
    }
}

#[cfg(test)]
mod tests;
