//! What became of an expression: operations after each pass, what the kernel costs, how exact it
//! is.

use crate::cost::CostModel;
use crate::kernel::Kernel;
use std::fmt;
use std::time::Instant;
use viete_numbers::{Big, Enclosure, Error, HAS_BIG_FLOATS};

/// Rows of the timed batch.
const ROWS: usize = 4096;
/// Points at which the error is measured, and bits of the reference.
const POINTS: usize = 200;
const BITS: u32 = 160;

/// A kernel's account of itself.
#[derive(Clone, Debug)]
pub struct Report {
    /// Operations after each pass of the compiler.
    pub passes: Vec<(&'static str, usize)>,
    pub code_bytes: usize,
    /// Nanoseconds a point in batches, as the model has it and as it was.
    pub predicted: f64,
    pub measured: f64,
    /// Nanoseconds of a single call.
    pub call: f64,
    /// Largest and median error over the points in units in the last place; `None` without MPFR or
    /// without points at which the reference has a value.
    pub ulps: Option<(f64, f64)>,
}

impl Kernel {
    /// Times the kernel and compares it with 160 bits of precision, at points of `ranges` (one a
    /// argument; `[1/2, 3/2]` where there are fewer).
    ///
    /// # Errors
    /// A program with complex constants.
    pub fn report(&self, model: &CostModel, ranges: &[(f64, f64)]) -> Result<Report, Error> {
        let range = |input: usize| ranges.get(input).copied().unwrap_or((0.5, 1.5));
        let columns: Vec<Vec<f64>> = (0..self.arguments().len())
            .map(|input| {
                let (low, high) = range(input);
                // a golden-ratio sequence covers the range evenly, each argument in its own order
                let step = 0.618_033_988_749_894_9 * (input as f64 + 1.0).sqrt();
                (0..ROWS)
                    .map(|row| low + (high - low) * (step * (row as f64 + 1.0)).fract())
                    .collect()
            })
            .collect();
        let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let mut results = vec![vec![0.0; ROWS]; self.outputs()];
        let mut measured = f64::INFINITY;
        for _ in 0..20 {
            let mut targets: Vec<&mut [f64]> = results.iter_mut().map(Vec::as_mut_slice).collect();
            let start = Instant::now();
            self.batch(&slices, &mut targets)?;
            measured = measured.min(start.elapsed().as_secs_f64() * 1e9 / ROWS as f64);
        }
        let point = |row: usize| -> Vec<f64> {
            columns.iter().filter_map(|c| c.get(row)).copied().collect()
        };
        let mut outputs = vec![0.0; self.outputs()];
        self.is_native();
        let mut call = f64::INFINITY;
        for row in 0..20 {
            let arguments = point(row);
            let start = Instant::now();
            for _ in 0..50 {
                self.call(&arguments, &mut outputs)?;
            }
            call = call.min(start.elapsed().as_secs_f64() * 1e9 / 50.0);
        }
        let ulps = if HAS_BIG_FLOATS { self.errors(&point)? } else { None };
        let predicted = model.predict(self.program());
        let (mut passes, cost) = (self.program().passes.clone(), self.program().cost());
        if passes.is_empty() {
            passes.push(("program", cost));
        }
        Ok(Report { passes, code_bytes: self.code_bytes(), predicted, measured, call, ulps })
    }

    fn errors(&self, point: &dyn Fn(usize) -> Vec<f64>) -> Result<Option<(f64, f64)>, Error> {
        let mut errors = Vec::new();
        let mut values = vec![0.0; self.outputs()];
        for row in 0..POINTS {
            let arguments = point(row);
            self.call(&arguments, &mut values)?;
            let exact: Vec<Enclosure<Big>> =
                arguments.iter().map(|&x| viete_functions::exact_enclosure(x, BITS)).collect();
            for (value, reference) in values.iter().zip(self.interpret(&exact, BITS)?) {
                let exact = viete_functions::midpoint(&reference).re;
                if exact.is_finite() && value.is_finite() && reference.is_real() {
                    let unit = (exact.abs().next_up() - exact.abs()).max(f64::MIN_POSITIVE);
                    errors.push((value - exact).abs() / unit);
                }
            }
        }
        errors.sort_by(f64::total_cmp);
        Ok(errors.last().copied().zip(errors.get(errors.len() / 2).copied()))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (pass, operations) in &self.passes {
            writeln!(f, "{pass:24} {operations:>9} operations")?;
        }
        writeln!(f, "{:24} {:>9} bytes", "machine code", self.code_bytes)?;
        writeln!(
            f,
            "{:24} {:>9.2} ns a point, predicted {:.2}",
            "batch", self.measured, self.predicted
        )?;
        write!(f, "{:24} {:>9.1} ns", "single call", self.call)?;
        if let Some((largest, median)) = self.ulps {
            write!(f, "\n{:24} {largest:>9.1} ulps, median {median:.1}", "largest error")?;
        }
        Ok(())
    }
}
