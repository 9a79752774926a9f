//! Sparse Jacobians and Hessians: which entries can differ from zero is known exactly from the
//! program, and only those are computed, by forward or by reverse mode, whichever takes fewer
//! operations.

use super::modes::selects;
use super::{Copy, Derivatives};
use crate::program::{Operation, Program, Value};
use crate::refusals;
use std::collections::BTreeSet;
use viete_numbers::Error;

/// A sparse matrix as a program: output `i` is the entry at `entries[i]`.
#[derive(Clone, Debug)]
pub struct Sparse {
    pub program: Program,
    pub rows: usize,
    pub columns: usize,
    /// Row and column of each output, by rows.
    pub entries: Vec<(u32, u32)>,
}

impl Derivatives<'_> {
    /// The Jacobian by the inputs numbered `by`, which are its columns in that order.
    ///
    /// # Errors
    /// Functions without derivative, inputs that are none, the budget's stop.
    pub fn jacobian(&mut self, program: &Program, by: &[usize]) -> Result<Sparse, Error> {
        self.entries(program, by, |_, _| true)
    }

    /// The lower triangle of the Hessian of the first output by the inputs numbered `by`: reverse
    /// mode, then the sparse Jacobian of the gradient.
    ///
    /// # Errors
    /// As [`Derivatives::jacobian`].
    pub fn hessian(&mut self, program: &Program, by: &[usize]) -> Result<Sparse, Error> {
        let mut gradient = self.gradient(program)?;
        let wanted: Option<Vec<Value>> =
            by.iter().map(|&input| gradient.outputs.get(input).copied()).collect();
        gradient.outputs = wanted.ok_or(refusals::no_input(
            by.iter().copied().max().unwrap_or(0),
            program.inputs.len(),
        ))?;
        self.entries(&gradient, by, |row, column| column <= row)
    }

    /// The operations below an output that depend on the columns, last first.
    fn below(
        &self,
        program: &Program,
        output: Value,
        depends: &[bool],
    ) -> Result<Vec<usize>, Error> {
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        let mut open = vec![output];
        while let Some(value) = open.pop() {
            if depends.get(value.index()) != Some(&true) || !seen.insert(value.index()) {
                continue;
            }
            self.budget.spend(1)?;
            open.extend(
                program.operations.get(value.index()).map(Operation::operands).unwrap_or_default(),
            );
        }
        Ok(seen.into_iter().rev().collect())
    }

    fn entries(
        &mut self,
        program: &Program,
        by: &[usize],
        wanted: impl Fn(u32, u32) -> bool,
    ) -> Result<Sparse, Error> {
        let count = program.inputs.len();
        if let Some(&input) = by.iter().find(|&&input| input >= count) {
            return Err(refusals::no_input(input, count));
        }
        let mut column_of: Vec<Option<u32>> = vec![None; count];
        for (column, &input) in by.iter().enumerate() {
            column_of.iter_mut().skip(input).take(1).for_each(|slot| *slot = Some(column as u32));
        }
        let depends = dependent(program, &column_of);
        let mut below = Vec::with_capacity(program.outputs.len());
        for &output in &program.outputs {
            below.push(self.below(program, output, &depends)?);
        }
        let reverse: usize = below.iter().map(Vec::len).sum();
        let mut forward = 0;
        for &input in by {
            self.budget.spend(program.operations.len() as u64 / 8)?;
            forward += entered(program, input);
        }
        let mut copy = Copy::new(program);
        let mut found: Vec<((u32, u32), Value)> = Vec::new();
        if reverse <= forward && !selects(program) {
            let one = copy.builder.integer(1);
            for (row, (&output, order)) in (0u32..).zip(program.outputs.iter().zip(&below)) {
                let gradient = self.reverse(&mut copy, &[(output, one)], order, &depends)?;
                for (adjoint, column) in gradient.into_iter().zip(&column_of) {
                    found.extend(column.zip(adjoint).map(|(column, value)| ((row, column), value)));
                }
            }
        } else {
            for (column, &input) in (0u32..).zip(by) {
                let tangents = self.column(&mut copy, input)?;
                for (row, output) in (0u32..).zip(&program.outputs) {
                    let tangent = tangents.get(output.index()).copied().flatten();
                    found.extend(tangent.map(|value| ((row, column), value)));
                }
            }
        }
        found.retain(|&((row, column), value)| {
            wanted(row, column)
                && !copy.builder.as_number(value).is_some_and(viete_numbers::Number::is_zero)
        });
        found.sort_unstable_by_key(|&(entry, _)| entry);
        let (entries, values): (Vec<(u32, u32)>, Vec<Value>) = found.into_iter().unzip();
        Ok(Sparse {
            program: copy.builder.finish(values),
            rows: program.outputs.len(),
            columns: by.len(),
            entries,
        })
    }
}

/// Which values depend on the inputs that are columns.
fn dependent(program: &Program, column_of: &[Option<u32>]) -> Vec<bool> {
    let mut depends: Vec<bool> = Vec::with_capacity(program.operations.len());
    for operation in &program.operations {
        let is = match *operation {
            Operation::Input(index) => column_of.get(index as usize).is_some_and(Option::is_some),
            Operation::Select(_, _, [x, y]) => {
                [x, y].iter().any(|v| depends.get(v.index()) == Some(&true))
            }
            _ => operation.operands().iter().any(|v| depends.get(v.index()) == Some(&true)),
        };
        depends.push(is);
    }
    depends
}

/// How many operations an input enters.
fn entered(program: &Program, input: usize) -> usize {
    let mut enters: Vec<bool> = Vec::with_capacity(program.operations.len());
    for operation in &program.operations {
        let is = match *operation {
            Operation::Input(i) => i as usize == input,
            _ => operation.operands().iter().any(|v| enters.get(v.index()) == Some(&true)),
        };
        enters.push(is);
    }
    enters.into_iter().filter(|&is| is).count()
}
