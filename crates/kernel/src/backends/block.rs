//! The block machine: one loop for each operation over blocks of points, in portable code that the
//! compiler vectorises for the machine at hand; elementary functions take whole blocks. What runs
//! columns where there is no vector code of our own, ready in microseconds, with the same bits.

use super::{ColumnCode, Executor};
use crate::compiled::Points;
use crate::elementary::elementary;
use crate::interpret::constant_f64;
use crate::program::{Operation, Program, Relation, Value};
use viete_elementary::{Binary, Elementary, Level, Unary, block, level};
use viete_numbers::Error;

/// Points of a block: working memory stays in the first caches.
const BLOCK: usize = 128;

/// Where a value stands.
#[derive(Clone, Copy, Debug)]
enum Place {
    Input(u32),
    Slot(u32),
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Fill(f64),
    Add([Place; 2]),
    Subtract([Place; 2]),
    Multiply([Place; 2]),
    Divide([Place; 2]),
    Negate(Place),
    Sqrt(Place),
    Power(Place, i32),
    Call(Elementary, [Place; 2]),
    Select(Relation, [Place; 2], [Place; 2]),
}

/// The backend.
pub(super) struct Block;

impl Executor for Block {
    fn name(&self) -> &'static str {
        "block"
    }

    fn points(&self, _: &Program, _: bool) -> Option<Result<Points, Error>> {
        None
    }

    fn columns(&self, program: &Program, _: bool) -> Option<Box<dyn ColumnCode>> {
        Some(Box::new(BlockMachine::new(program)?))
    }
}

impl ColumnCode for BlockMachine {
    fn run(
        &self,
        columns: &[&[f64]],
        outputs: &mut [&mut [f64]],
        rows: usize,
        given: &[f64],
    ) -> bool {
        if given.is_empty() {
            self.run_blocks(columns, outputs, rows);
        }
        given.is_empty()
    }
}

struct BlockMachine {
    /// What to compute, and the slot it goes to.
    steps: Vec<(Step, u32)>,
    outputs: Vec<Place>,
    slots: usize,
    level: Level,
}

impl BlockMachine {
    /// `None` for functions without a kernel.
    fn new(program: &Program) -> Option<BlockMachine> {
        let mut last_use = vec![0usize; program.operations.len()];
        for (index, operation) in program.operations.iter().enumerate() {
            for operand in operation.operands() {
                *last_use.get_mut(operand.index())? = index;
            }
        }
        for output in &program.outputs {
            *last_use.get_mut(output.index())? = usize::MAX;
        }
        let mut machine =
            BlockMachine { steps: Vec::new(), outputs: Vec::new(), slots: 0, level: level() };
        let (mut places, mut open): (Vec<Place>, Vec<u32>) = (Vec::new(), Vec::new());
        for (index, operation) in program.operations.iter().enumerate() {
            let at = |v: Value| places.get(v.index()).copied();
            if let Operation::Input(input) = *operation {
                places.push(Place::Input(input));
                continue;
            }
            let step = step(program, operation, &at)?;
            // the slot is not one that this operation still reads
            let slot = open.pop().unwrap_or_else(|| {
                machine.slots += 1;
                machine.slots as u32 - 1
            });
            machine.steps.push((step, slot));
            places.push(Place::Slot(slot));
            let mut operands = operation.operands();
            operands.sort_unstable();
            operands.dedup();
            for operand in operands {
                if let (Some(&Place::Slot(slot)), Some(true)) = (
                    places.get(operand.index()),
                    last_use.get(operand.index()).map(|&last| last == index),
                ) {
                    open.push(slot);
                }
            }
        }
        machine.outputs = program
            .outputs
            .iter()
            .map(|v| places.get(v.index()).copied())
            .collect::<Option<_>>()?;
        Some(machine)
    }

    /// Runs all rows; the caller has checked that all columns have that length.
    fn run_blocks(&self, columns: &[&[f64]], outputs: &mut [&mut [f64]], rows: usize) {
        let mut slots = vec![vec![0.0; BLOCK]; self.slots];
        for start in (0..rows).step_by(BLOCK) {
            let count = BLOCK.min(rows - start);
            for &(step, slot) in &self.steps {
                let Some(mut target) = slots.get_mut(slot as usize).map(std::mem::take) else {
                    continue;
                };
                let read = |place: Place| -> &[f64] {
                    let column = match place {
                        Place::Input(input) => {
                            columns.get(input as usize).and_then(|c| c.get(start..start + count))
                        }
                        Place::Slot(slot) => {
                            slots.get(slot as usize).and_then(|block| block.get(..count))
                        }
                    };
                    column.unwrap_or_default()
                };
                self.step(step, &read, target.get_mut(..count).unwrap_or_default());
                slots
                    .iter_mut()
                    .skip(slot as usize)
                    .take(1)
                    .for_each(|place| *place = std::mem::take(&mut target));
            }
            for (&place, output) in self.outputs.iter().zip(outputs.iter_mut()) {
                let source = match place {
                    Place::Input(input) => {
                        columns.get(input as usize).and_then(|c| c.get(start..start + count))
                    }
                    Place::Slot(slot) => {
                        slots.get(slot as usize).and_then(|block| block.get(..count))
                    }
                };
                if let (Some(source), Some(target)) = (source, output.get_mut(start..start + count))
                {
                    target.copy_from_slice(source);
                }
            }
        }
    }

    fn step<'a>(&self, step: Step, read: &dyn Fn(Place) -> &'a [f64], target: &mut [f64]) {
        match step {
            Step::Fill(value) => target.fill(value),
            Step::Add([a, b]) => each(target, read(a), read(b), |x, y| x + y),
            Step::Subtract([a, b]) => each(target, read(a), read(b), |x, y| x - y),
            Step::Multiply([a, b]) => each(target, read(a), read(b), |x, y| x * y),
            Step::Divide([a, b]) => each(target, read(a), read(b), |x, y| x / y),
            Step::Negate(a) => each(target, read(a), read(a), |x, _| -x),
            Step::Sqrt(a) => each(target, read(a), read(a), |x, _| x.sqrt()),
            Step::Power(a, n) => {
                each(target, read(a), read(a), |x, _| viete_functions::power_f64(x, n))
            }
            Step::Call(function, [a, b]) => block(function, self.level, [read(a), read(b)], target),
            Step::Select(relation, [a, b], [x, y]) => {
                let branches = read(x).iter().zip(read(y));
                for ((slot, (&a, &b)), (&x, &y)) in
                    target.iter_mut().zip(read(a).iter().zip(read(b))).zip(branches)
                {
                    let holds = match relation {
                        Relation::Less => a < b,
                        Relation::LessEqual => a <= b,
                        Relation::Equal => a == b,
                    };
                    let chosen = if holds { x } else { y };
                    *slot = if a.is_nan() || b.is_nan() { f64::NAN } else { chosen };
                }
            }
        }
    }
}

#[inline(always)]
fn each(target: &mut [f64], a: &[f64], b: &[f64], f: impl Fn(f64, f64) -> f64) {
    target.iter_mut().zip(a).zip(b).for_each(|((slot, &x), &y)| *slot = f(x, y));
}

fn step(
    program: &Program,
    operation: &Operation,
    at: &dyn Fn(Value) -> Option<Place>,
) -> Option<Step> {
    let two = |a, b| Some([at(a)?, at(b)?]);
    Some(match *operation {
        Operation::Input(_) => return None,
        Operation::Constant(index) => {
            Step::Fill(program.constants.get(index as usize).map_or(f64::NAN, constant_f64))
        }
        Operation::Add(a, b) => Step::Add(two(a, b)?),
        Operation::Subtract(a, b) => Step::Subtract(two(a, b)?),
        Operation::Multiply(a, b) => Step::Multiply(two(a, b)?),
        Operation::Divide(a, b) => Step::Divide(two(a, b)?),
        Operation::Negate(a) => Step::Negate(at(a)?),
        Operation::Sqrt(a) => Step::Sqrt(at(a)?),
        Operation::PowerInteger(a, n) => Step::Power(at(a)?, n),
        Operation::Power(a, b) => Step::Call(Elementary::Pairs(Binary::Power), two(a, b)?),
        Operation::Exp(a) => Step::Call(Elementary::Lanes(Unary::Exp), two(a, a)?),
        Operation::Call1(f, a) => Step::Call(elementary(program, f)?, two(a, a)?),
        Operation::Call2(f, a, b) => Step::Call(elementary(program, f)?, two(a, b)?),
        Operation::Select(relation, [a, b], [x, y]) => {
            Step::Select(relation, two(a, b)?, two(x, y)?)
        }
    })
}
