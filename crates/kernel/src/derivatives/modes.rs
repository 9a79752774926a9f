//! Forward mode: `J v`. Reverse mode: `w^T J`.

use super::{Copy, Derivatives, select};
use crate::inline::selection;
use crate::program::{Operation, Program, Value};
use viete_numbers::Error;

/// Whether a program has selections. Reverse mode would multiply the zero weight of the branch not
/// taken by slopes that need not exist there (of `sqrt(x)` for negative x), and the result would be
/// NaN; forward mode selects among tangents.
pub(super) fn selects(program: &Program) -> bool {
    program.operations.iter().any(|operation| matches!(operation, Operation::Select(..)))
}

impl Derivatives<'_> {
    /// The program of inputs `x` and then `dx`, one for each, whose outputs are the directional
    /// derivatives `J(x) dx`.
    ///
    /// # Errors
    /// A function whose row states no derivative. Cost: at most a few times the operations of the
    /// program.
    pub fn tangent(&mut self, program: &Program) -> Result<Program, Error> {
        let mut copy = Copy::new(program);
        let seeds: Vec<Option<Value>> = program
            .inputs
            .iter()
            .map(|name| Some(copy.builder.input(format!("d{name}"))))
            .collect();
        let tangents = self.forward(&mut copy, &seeds)?;
        let zero = copy.builder.integer(0);
        let outputs = program
            .outputs
            .iter()
            .map(|v| tangents.get(v.index()).copied().flatten().unwrap_or(zero))
            .collect();
        Ok(copy.builder.finish(outputs))
    }

    /// The program of inputs `x` and then one weight for each output, whose outputs are `w^T J(x)`,
    /// one for each `x`.
    ///
    /// # Errors
    /// As [`Derivatives::tangent`]. Cost: a few times the operations of the program, however many
    /// inputs there are; with selections that many times as much.
    pub fn adjoint(&mut self, program: &Program) -> Result<Program, Error> {
        let mut copy = Copy::new(program);
        let weights: Vec<Value> =
            (0..program.outputs.len()).map(|i| copy.builder.input(format!("w{i}"))).collect();
        let seeds: Vec<(Value, Value)> = program.outputs.iter().copied().zip(weights).collect();
        self.weighted(copy, &seeds)
    }

    /// The gradient of the first output: reverse mode with weight one.
    ///
    /// # Errors
    /// As [`Derivatives::adjoint`].
    pub fn gradient(&mut self, program: &Program) -> Result<Program, Error> {
        let mut copy = Copy::new(program);
        let one = copy.builder.integer(1);
        let seeds: Vec<(Value, Value)> =
            program.outputs.iter().take(1).map(|&output| (output, one)).collect();
        self.weighted(copy, &seeds)
    }

    /// The derivatives of a weighted sum of outputs by all inputs.
    fn weighted(&mut self, mut copy: Copy, seeds: &[(Value, Value)]) -> Result<Program, Error> {
        let program = copy.source;
        let zero = copy.builder.integer(0);
        let gradient = if selects(program) {
            let mut gradient = Vec::with_capacity(program.inputs.len());
            for input in 0..program.inputs.len() {
                let tangents = self.column(&mut copy, input)?;
                let mut sum = zero;
                for &(output, weight) in seeds {
                    let Some(tangent) = tangents.get(output.index()).copied().flatten() else {
                        continue;
                    };
                    let part = copy.builder.multiply(tangent, weight);
                    sum = copy.builder.add(sum, part);
                }
                gradient.push(Some(sum));
            }
            gradient
        } else {
            let order: Vec<usize> = (0..program.operations.len()).rev().collect();
            let depends = vec![true; program.operations.len()];
            self.reverse(&mut copy, seeds, &order, &depends)?
        };
        let outputs = gradient.into_iter().map(|d| d.unwrap_or(zero)).collect();
        Ok(copy.builder.finish(outputs))
    }

    /// The tangents of all values in the direction of one input.
    pub(super) fn column(
        &mut self,
        copy: &mut Copy,
        input: usize,
    ) -> Result<Vec<Option<Value>>, Error> {
        let one = copy.builder.integer(1);
        let mut seeds = vec![None; copy.source.inputs.len()];
        seeds.iter_mut().skip(input).take(1).for_each(|seed| *seed = Some(one));
        self.forward(copy, &seeds)
    }

    /// The tangent of every value; absent where it is zero throughout.
    pub(super) fn forward(
        &mut self,
        copy: &mut Copy,
        seeds: &[Option<Value>],
    ) -> Result<Vec<Option<Value>>, Error> {
        let mut tangents: Vec<Option<Value>> = Vec::with_capacity(copy.source.operations.len());
        for old in 0..copy.source.operations.len() {
            let of = |v: Value| tangents.get(v.index()).copied().flatten();
            let operation = copy.operation(old);
            let chosen = operation.and_then(|operation| selection(copy.source, &operation));
            let tangent = match (operation, chosen) {
                (Some(Operation::Input(index)), _) => seeds.get(index as usize).copied().flatten(),
                (_, Some((relation, [a, b], [x, y]))) => {
                    let condition = [copy.value(a), copy.value(b)];
                    let branches = [of(x), of(y)];
                    select(&mut copy.builder, relation, condition, branches)
                }
                _ => {
                    let mut sum = None;
                    for (operand, factor) in self.partials(copy, old, &|v| of(v).is_some())? {
                        let Some(inner) = of(operand) else { continue };
                        let product = copy.builder.multiply(factor, inner);
                        sum = Some(sum.map_or(product, |sum| copy.builder.add(sum, product)));
                    }
                    sum
                }
            };
            tangents.push(tangent);
        }
        Ok(tangents)
    }

    /// The adjoint of every input after a sweep over `order`, operations from last to first, that
    /// starts with the adjoints of `seeds`. Values that do not depend on inputs of interest take
    /// none.
    pub(super) fn reverse(
        &mut self,
        copy: &mut Copy,
        seeds: &[(Value, Value)],
        order: &[usize],
        depends: &[bool],
    ) -> Result<Vec<Option<Value>>, Error> {
        let mut adjoints: rustc_hash::FxHashMap<Value, Value> = rustc_hash::FxHashMap::default();
        let mut gradient = vec![None; copy.source.inputs.len()];
        let give = |copy: &mut Copy,
                    adjoints: &mut rustc_hash::FxHashMap<Value, Value>,
                    to: Value,
                    part: Value| {
            let sum = match adjoints.get(&to) {
                Some(&sum) => copy.builder.add(sum, part),
                None => part,
            };
            adjoints.insert(to, sum);
        };
        for &(output, weight) in seeds {
            give(copy, &mut adjoints, output, weight);
        }
        let varies = |v: Value| depends.get(v.index()) == Some(&true);
        for &old in order {
            let Some(adjoint) = adjoints.remove(&Value(old as u32)) else { continue };
            let operation = copy.operation(old);
            let chosen = operation.and_then(|operation| selection(copy.source, &operation));
            match (operation, chosen) {
                (Some(Operation::Input(index)), _) if varies(Value(old as u32)) => {
                    gradient
                        .iter_mut()
                        .skip(index as usize)
                        .take(1)
                        .for_each(|slot| *slot = Some(adjoint));
                }
                (_, Some((relation, [a, b], [x, y]))) => {
                    let condition = [copy.value(a), copy.value(b)];
                    for (branch, parts) in [(x, [Some(adjoint), None]), (y, [None, Some(adjoint)])]
                    {
                        let part = varies(branch)
                            .then(|| select(&mut copy.builder, relation, condition, parts))
                            .flatten();
                        part.into_iter().for_each(|part| give(copy, &mut adjoints, branch, part));
                    }
                }
                _ => {
                    for (operand, factor) in self.partials(copy, old, &varies)? {
                        let part = copy.builder.multiply(factor, adjoint);
                        give(copy, &mut adjoints, operand, part);
                    }
                }
            }
        }
        Ok(gradient)
    }
}
