//! Derivatives of programs as programs (Griewank, Walther, Evaluating Derivatives, 2008): forward
//! and reverse modes, sparse Jacobians and Hessians, Taylor coefficients of any order. What a
//! function's row states as its derivative is lowered once and put in at every call.

mod coloring;
mod modes;
mod sparse;
mod taylor;

pub use coloring::coloring;
pub use sparse::Sparse;

use crate::builder::Builder;
use crate::lower::lower;
use crate::program::{Operation, Program, Relation, Value};
use crate::refusals;
use rustc_hash::FxHashMap;
use viete_functions::Function;
use viete_functions::parts_of_powers::LOG;
use viete_numbers::{Budget, Error, Number};
use viete_syntax::{Library, parse_plain};
use viete_term::Store;

/// Fuel for lowering the derivative of a function.
const FUEL_OF_CALL: u64 = 100;

/// Makes derivative programs; keeps the lowered derivatives of functions.
pub struct Derivatives<'a> {
    store: &'a mut Store,
    library: &'a mut Library,
    budget: &'a Budget,
    partials: FxHashMap<(&'static str, usize), Program>,
}

/// A program being differentiated: itself, in a builder, with the new names of its values.
struct Copy<'p> {
    builder: Builder,
    source: &'p Program,
    values: Vec<Value>,
}

impl<'p> Copy<'p> {
    fn new(source: &'p Program) -> Copy<'p> {
        let mut builder = Builder::new(&source.inputs);
        let inputs: Vec<Value> = (0..source.inputs.len() as u32).map(Value).collect();
        let values = builder.inline(source, &inputs);
        Copy { builder, source, values }
    }

    fn value(&self, old: Value) -> Value {
        self.values.get(old.index()).copied().unwrap_or(old)
    }

    fn operation(&self, old: usize) -> Option<Operation> {
        self.source.operations.get(old).copied()
    }
}

impl<'a> Derivatives<'a> {
    /// Every operation visited spends a unit of the budget.
    pub fn new(
        store: &'a mut Store,
        library: &'a mut Library,
        budget: &'a Budget,
    ) -> Derivatives<'a> {
        Derivatives { store, library, budget, partials: FxHashMap::default() }
    }

    /// The lowered derivative of a function by one of its arguments, at `arguments`.
    fn of_function(
        &mut self,
        builder: &mut Builder,
        function: &Function,
        index: usize,
        arguments: &[Value],
    ) -> Result<Value, Error> {
        self.budget.spend(FUEL_OF_CALL)?;
        let unstated = || refusals::no_derivative(function.name, index + 1);
        let key = (function.name, index);
        if !self.partials.contains_key(&key) {
            let program = self.lowered(function, index, arguments.len())?;
            self.partials.insert(key, program);
        }
        let program = self.partials.get(&key).ok_or_else(unstated)?;
        let values = builder.inline(program, arguments);
        let output = program.outputs.first().and_then(|output| values.get(output.index()));
        output.copied().ok_or_else(unstated)
    }

    /// What the row states as derivative; for real arguments, which programs over doubles have.
    fn lowered(
        &mut self,
        function: &Function,
        index: usize,
        arguments: usize,
    ) -> Result<Program, Error> {
        let symbols: Vec<_> =
            function.arguments.iter().take(arguments).map(|s| self.store.symbol(s)).collect();
        let name = self.store.name(function.name);
        let stated = self.library.derivative(self.store, name, index, &symbols).or_else(|| {
            let text = function.real_derivative.get(index)?;
            parse_plain(self.library, self.store, text).ok()
        });
        let term = stated.ok_or_else(|| refusals::no_derivative(function.name, index + 1))?;
        lower(self.store, self.library, &symbols, &[term])
    }

    /// The factors by which the operands of an operation change its value, with the operands;
    /// selections are the caller's. Operands that `varies` denies are left out.
    fn partials(
        &mut self,
        copy: &mut Copy,
        old: usize,
        varies: &dyn Fn(Value) -> bool,
    ) -> Result<Vec<(Value, Value)>, Error> {
        self.budget.spend(1)?;
        let value = copy.value(Value(old as u32));
        let Some(operation) = copy.operation(old) else { return Ok(Vec::new()) };
        let new = |v: Value| copy.values.get(v.index()).copied().unwrap_or(v);
        let builder = &mut copy.builder;
        let mut list = Vec::new();
        match operation {
            Operation::Input(_) | Operation::Constant(_) | Operation::Select(..) => {}
            Operation::Add(a, b) => list.extend([(a, builder.integer(1)), (b, builder.integer(1))]),
            Operation::Subtract(a, b) => {
                list.extend([(a, builder.integer(1)), (b, builder.integer(-1))])
            }
            Operation::Negate(a) => list.push((a, builder.integer(-1))),
            Operation::Multiply(a, b) => list.extend([(a, new(b)), (b, new(a))]),
            Operation::Divide(a, b) => {
                let one = builder.integer(1);
                let inverse = builder.divide(one, new(b));
                if varies(a) {
                    list.push((a, inverse));
                }
                if varies(b) {
                    let slope = builder.multiply(value, inverse);
                    list.push((b, builder.negate(slope)));
                }
            }
            Operation::PowerInteger(a, n) => {
                let (factor, power) =
                    (builder.integer(n.into()), builder.power_integer(new(a), n - 1));
                list.push((a, builder.multiply(factor, power)));
            }
            Operation::Power(a, b) => {
                if varies(a) {
                    let one = builder.integer(1);
                    let lower = builder.subtract(new(b), one);
                    let power = builder.push(Operation::Power(new(a), lower));
                    list.push((a, builder.multiply(new(b), power)));
                }
                if varies(b) {
                    let index = builder.function(&LOG);
                    let log = builder.push(Operation::Call1(index, new(a)));
                    list.push((b, builder.multiply(value, log)));
                }
            }
            Operation::Sqrt(a) => {
                let half = builder.number(&Number::from(viete_numbers::Rational::HALF));
                list.push((a, builder.divide(half, value)));
            }
            Operation::Exp(a) => list.push((a, value)),
            Operation::Call1(f, a) => {
                if let Some(row) = copy.source.function(f).filter(|_| varies(a)) {
                    list.push((a, self.of_function(builder, row, 0, &[new(a)])?));
                }
            }
            Operation::Call2(f, a, b) => {
                let row = copy.source.function(f).into_iter();
                let operands = [a, b].into_iter().enumerate();
                for (row, (index, operand)) in row.cycle().zip(operands) {
                    if varies(operand) {
                        let slope = self.of_function(builder, row, index, &[new(a), new(b)])?;
                        list.push((operand, slope));
                    }
                }
            }
        }
        list.retain(|&(operand, _)| varies(operand));
        Ok(list)
    }
}

/// `if a relation b then x else y` with absent values as zeros; absent when both are.
fn select(
    builder: &mut Builder,
    relation: Relation,
    condition: [Value; 2],
    [x, y]: [Option<Value>; 2],
) -> Option<Value> {
    if x.is_none() && y.is_none() {
        return None;
    }
    let zero = builder.integer(0);
    Some(builder.push(Operation::Select(
        relation,
        condition,
        [x.unwrap_or(zero), y.unwrap_or(zero)],
    )))
}
