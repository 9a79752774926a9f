//! Batches of points that do not lie in columns of doubles: points one after another, columns with
//! strides, single precision.

use crate::kernel::Kernel;
use crate::refusals;
use viete_numbers::Error;

/// Rows that are gathered into columns at a time: they stay in the first caches.
const BLOCK: usize = 512;

/// Numbers of a slice `stride` apart from `start` on.
#[derive(Clone, Copy, Debug)]
pub struct Strided<'a> {
    pub data: &'a [f64],
    pub start: usize,
    pub stride: usize,
}

impl Kernel {
    /// Evaluates points that lie one after another, all arguments of a point together (an array of
    /// structures), into values in the same order.
    ///
    /// # Errors
    /// Lengths that are no multiples of the numbers of arguments and outputs, or of different
    /// numbers of points.
    pub fn batch_points(&self, points: &[f64], values: &mut [f64]) -> Result<(), Error> {
        let (inputs, outputs) = (self.arguments().len(), self.outputs());
        let rows = points.len().checked_div(inputs).unwrap_or(values.len() / outputs.max(1));
        let columns: Vec<Strided> =
            (0..inputs).map(|start| Strided { data: points, start, stride: inputs }).collect();
        if points.len() != rows * inputs {
            return Err(refusals::points(points.len(), inputs));
        }
        if values.len() != rows * outputs {
            return Err(refusals::outputs(rows * outputs, values.len()));
        }
        self.batch_strided(&columns, rows, |output, row, value| {
            if let Some(slot) = values.get_mut(row * outputs + output) {
                *slot = value;
            }
        })
    }

    /// Evaluates `rows` points whose arguments stand at regular distances; `take` gets each
    /// output's number, the row and the value.
    ///
    /// # Errors
    /// A wrong number of arguments, columns that leave their slice.
    pub fn batch_strided(
        &self,
        columns: &[Strided],
        rows: usize,
        take: impl FnMut(usize, usize, f64),
    ) -> Result<(), Error> {
        for (column, name) in columns.iter().zip(self.arguments()) {
            let last = rows
                .checked_sub(1)
                .and_then(|n| n.checked_mul(column.stride)?.checked_add(column.start));
            if rows > 0 && last.is_none_or(|last| last >= column.data.len()) {
                let got =
                    column.data.len().saturating_sub(column.start).div_ceil(column.stride.max(1));
                return Err(refusals::rows(name, rows, got));
            }
        }
        let fill = |column: usize, row: usize, block: &mut [f64]| {
            let Some(Strided { data, start, stride }) = columns.get(column) else { return };
            let source = data
                .get(start + row * stride..)
                .unwrap_or_default()
                .iter()
                .step_by((*stride).max(1));
            if *stride == 0 {
                block.fill(data.get(*start).copied().unwrap_or(f64::NAN));
            } else {
                block.iter_mut().zip(source).for_each(|(slot, &value)| *slot = value);
            }
        };
        self.by_blocks(columns.len(), rows, fill, take)
    }

    /// [`Kernel::batch`] of single precision: computed in double precision and rounded once.
    ///
    /// # Errors
    /// As [`Kernel::batch`].
    pub fn batch_f32(&self, columns: &[&[f32]], outputs: &mut [&mut [f32]]) -> Result<(), Error> {
        let rows = outputs.first().map_or(0, |column| column.len());
        let output = String::from("output");
        let named = columns.iter().map(|c| c.len()).zip(self.arguments());
        let wrong = named
            .chain(outputs.iter().map(|c| (c.len(), &output)))
            .find(|&(length, _)| length != rows);
        if let Some((got, name)) = wrong {
            return Err(refusals::rows(name, rows, got));
        }
        if outputs.len() != self.outputs() {
            return Err(refusals::outputs(self.outputs(), outputs.len()));
        }
        let fill = |column: usize, row: usize, block: &mut [f64]| {
            let source = columns.get(column).and_then(|c| c.get(row..)).unwrap_or_default();
            block.iter_mut().zip(source).for_each(|(slot, &value)| *slot = f64::from(value));
        };
        self.by_blocks(columns.len(), rows, fill, |output, row, value| {
            if let Some(slot) = outputs.get_mut(output).and_then(|column| column.get_mut(row)) {
                *slot = value as f32;
            }
        })
    }

    /// Gathers blocks of columns, runs them, hands the values out.
    fn by_blocks(
        &self,
        inputs: usize,
        rows: usize,
        fill: impl Fn(usize, usize, &mut [f64]),
        mut take: impl FnMut(usize, usize, f64),
    ) -> Result<(), Error> {
        let (mut gathered, mut results) =
            (vec![0.0; inputs * BLOCK], vec![0.0; self.outputs() * BLOCK]);
        for start in (0..rows).step_by(BLOCK) {
            let count = BLOCK.min(rows - start);
            for (column, block) in gathered.chunks_exact_mut(BLOCK).enumerate() {
                fill(column, start, block.get_mut(..count).unwrap_or_default());
            }
            let columns: Vec<&[f64]> =
                gathered.chunks_exact(BLOCK).filter_map(|block| block.get(..count)).collect();
            let mut outputs: Vec<&mut [f64]> = results
                .chunks_exact_mut(BLOCK)
                .filter_map(|block| block.get_mut(..count))
                .collect();
            self.batch(&columns, &mut outputs)?;
            for (output, block) in results.chunks_exact(BLOCK).enumerate() {
                block
                    .iter()
                    .take(count)
                    .enumerate()
                    .for_each(|(row, &value)| take(output, start + row, value));
            }
        }
        Ok(())
    }
}
