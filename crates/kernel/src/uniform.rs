//! Batches in which some arguments are the same for all rows: what depends on them alone is
//! computed once a run.

use crate::builder::Builder;
use crate::kernel::Kernel;
use crate::program::{Constant, Operation, Program, Value};
use crate::refusals;
use smallvec::SmallVec;
use std::sync::Arc;
use viete_numbers::Error;

/// An argument of a batch: one number for all rows, or one for each.
#[derive(Clone, Copy, Debug)]
pub enum Column<'a> {
    One(f64),
    Each(&'a [f64]),
}

/// A kernel for batches in which the arguments of some names are numbers, not columns. Results have
/// the bits of [`Kernel::batch`] over columns that repeat the number.
#[derive(Clone, Debug)]
pub struct Uniform {
    whole: Kernel,
    /// Which arguments are one number.
    is_one: Arc<[bool]>,
    /// From those to what the body is given.
    prelude: Kernel,
    body: Kernel,
}

impl Kernel {
    /// This kernel for batches in which the arguments named are the same for all rows.
    pub fn uniform(&self, names: &[&str]) -> Uniform {
        let program = self.program();
        let is_one: Vec<bool> =
            program.inputs.iter().map(|input| names.contains(&input.as_str())).collect();
        let (prelude, body) = split(program, &is_one);
        Uniform {
            whole: self.clone(),
            is_one: is_one.into(),
            prelude: Kernel::new(prelude),
            body: self.alike(body),
        }
    }
}

impl Uniform {
    /// Evaluates `rows` rows: the columns begin at the places `starts` of `source`, which may
    /// overlap, and the outputs at the places `targets` of `target`, which may not; `numbers` are
    /// the arguments that are the same for all rows.
    ///
    /// # Errors
    /// Wrong numbers of places, columns that leave their slice, outputs that overlap.
    pub fn shifted(
        &self,
        (source, starts): (&[f64], &[usize]),
        numbers: &[f64],
        (target, places): (&mut [f64], &[usize]),
        rows: usize,
    ) -> Result<(), Error> {
        let mut given: SmallVec<[f64; 16]> = SmallVec::from_elem(0.0, self.prelude.outputs());
        self.prelude.call(numbers, &mut given)?;
        if self.body.batches().is_some_and(|batches| {
            batches.shifted((source, starts), (&mut *target, places), rows, &given)
        }) {
            return Ok(());
        }
        // elsewhere, and for the errors, whole columns
        let mut sorted = places.to_vec();
        sorted.sort_unstable();
        if sorted.windows(2).any(|pair| matches!(pair, [a, b] if b - a < rows)) {
            return Err(refusals::overlap(rows));
        }
        let wrong = |got| refusals::rows("shifted", rows, got);
        let slice = |&start: &usize| {
            source
                .get(start..start.saturating_add(rows))
                .ok_or(wrong(source.len().saturating_sub(start)))
        };
        let columns: Result<Vec<&[f64]>, Error> = starts.iter().map(slice).collect();
        let (columns, mut ones) = (columns?, numbers.iter());
        let mut each = columns.iter();
        let next = |&one: &bool| {
            if one {
                ones.next().map(|&n| Column::One(n))
            } else {
                each.next().map(|c| Column::Each(c))
            }
        };
        let arguments: Vec<Column> = self.is_one.iter().filter_map(next).collect();
        let mut results = vec![vec![0.0; rows]; places.len()];
        self.batch(&arguments, &mut results.iter_mut().map(Vec::as_mut_slice).collect::<Vec<_>>())?;
        for (&place, result) in places.iter().zip(results) {
            let length = target.len();
            let slot = target
                .get_mut(place..place.saturating_add(rows))
                .ok_or(wrong(length.saturating_sub(place)))?;
            slot.copy_from_slice(&result);
        }
        Ok(())
    }

    /// Evaluates all rows into `outputs` (one slice per output); `arguments` in the order of the
    /// kernel's.
    ///
    /// # Errors
    /// A wrong number of arguments or outputs, columns of different lengths, a column where one
    /// number belongs and the other way round.
    pub fn batch(&self, arguments: &[Column], outputs: &mut [&mut [f64]]) -> Result<(), Error> {
        let names = self.whole.arguments();
        if arguments.len() != names.len() {
            return Err(refusals::arguments(names.len(), arguments.len(), names));
        }
        let rows = outputs.first().map_or(0, |column| column.len());
        let (mut numbers, mut columns): (SmallVec<[f64; 8]>, SmallVec<[&[f64]; 16]>) =
            Default::default();
        for ((argument, &one), name) in arguments.iter().zip(self.is_one.iter()).zip(names) {
            match (argument, one) {
                (Column::One(number), true) => numbers.push(*number),
                (Column::Each(column), false) => columns.push(*column),
                (Column::One(_), false) => {
                    return Err(refusals::rows(name, rows, 1));
                }
                (Column::Each(column), true) => {
                    return Err(refusals::rows(name, 1, column.len()));
                }
            }
        }
        let mut given: SmallVec<[f64; 16]> = SmallVec::from_elem(0.0, self.prelude.outputs());
        self.prelude.call(&numbers, &mut given)?;
        let vectors = self.body.batches();
        if self.body.is_vectorised()
            && vectors.is_some_and(|batches| batches.run(&columns, outputs, rows, &given))
        {
            return Ok(());
        }
        // elsewhere, and for the errors, whole columns
        let repeated: Vec<Vec<f64>> = numbers.iter().map(|&number| vec![number; rows]).collect();
        let (mut ones, mut each) = (repeated.iter(), columns.iter());
        let all = self
            .is_one
            .iter()
            .map(|&one| if one { ones.next().map(Vec::as_slice) } else { each.next().copied() });
        let all: Vec<&[f64]> = all.map(Option::unwrap_or_default).collect();
        self.whole.batch(&all, outputs)
    }
}

/// The program of what depends on uniform inputs alone and is used elsewhere, and the rest, which
/// is given it.
pub fn split(program: &Program, is_one: &[bool]) -> (Program, Program) {
    let of_kind = |one: bool| -> Vec<String> {
        program
            .inputs
            .iter()
            .zip(is_one)
            .filter(|(_, is)| **is == one)
            .map(|(name, _)| name.clone())
            .collect()
    };
    let (mut prelude, mut body) = (Builder::new(&of_kind(true)), Builder::new(&of_kind(false)));
    // each value in the prelude, where it depends on nothing else, and in the body, where it is
    // needed
    let mut before: Vec<Option<Value>> = Vec::with_capacity(program.operations.len());
    let mut within: Vec<Option<Value>> = Vec::with_capacity(program.operations.len());
    let mut given = Vec::new();
    let (mut ones, mut others) = ((0..).map(Value), (0..).map(Value));
    let mut enter = |body: &mut Builder,
                     operation: Option<&Operation>,
                     value: Option<Value>|
     -> Option<Value> {
        if let Some(constant @ Operation::Constant(_)) = operation {
            return Some(body.copy(program, constant, &|v| v));
        }
        let place = given.iter().position(|&g| Some(g) == value).unwrap_or_else(|| {
            given.extend(value);
            given.len() - 1
        });
        Some(body.constant(Constant::Given(place as u32)))
    };
    for operation in &program.operations {
        let old = |v: Value, values: &[Option<Value>]| values.get(v.index()).copied().flatten();
        match *operation {
            Operation::Input(input) => {
                let one = is_one.get(input as usize) == Some(&true);
                before.push(if one { ones.next() } else { None });
                within.push(if one { None } else { others.next() });
            }
            _ if operation.operands().iter().all(|&v| old(v, &before).is_some()) => {
                before.push(Some(
                    prelude.copy(program, operation, &|v| old(v, &before).unwrap_or(v)),
                ));
                within.push(None);
            }
            _ => {
                for operand in operation.operands() {
                    if old(operand, &within).is_none() {
                        let value = enter(
                            &mut body,
                            program.operations.get(operand.index()),
                            old(operand, &before),
                        );
                        within
                            .iter_mut()
                            .skip(operand.index())
                            .take(1)
                            .for_each(|slot| *slot = value);
                    }
                }
                before.push(None);
                within.push(Some(body.copy(program, operation, &|v| old(v, &within).unwrap_or(v))));
            }
        }
    }
    let mut outputs = Vec::with_capacity(program.outputs.len());
    for output in &program.outputs {
        let here = within.get(output.index()).copied().flatten();
        let from_before = before.get(output.index()).copied().flatten();
        let value =
            here.or_else(|| enter(&mut body, program.operations.get(output.index()), from_before));
        outputs.extend(value);
    }
    (prelude.finish(given), body.finish(outputs))
}
