//! Making programs: equal operations are one value; the arithmetic of derivatives folds zeros, ones
//! and exact constants.

use crate::program::{Constant, Operation, Program, Value};
use crate::schedule::scheduled;
use rustc_hash::FxHashMap;
use viete_functions::Function;
use viete_numbers::Number;

/// One program with the outputs of all, in order; their inputs must be the same.
pub fn joined(programs: &[&Program]) -> Program {
    let inputs = programs.first().map(|program| program.inputs.clone()).unwrap_or_default();
    let mut builder = Builder::new(&inputs);
    let arguments: Vec<Value> = (0..inputs.len() as u32).map(Value).collect();
    let mut outputs = Vec::new();
    for program in programs {
        let values = builder.inline(program, &arguments);
        outputs.extend(
            program
                .outputs
                .iter()
                .map(|output| values.get(output.index()).copied().unwrap_or(*output)),
        );
    }
    builder.finish(outputs)
}

#[derive(Default)]
pub struct Builder {
    program: Program,
    made: FxHashMap<Operation, Value>,
    constants: FxHashMap<Constant, u32>,
    functions: FxHashMap<&'static str, u32>,
}

impl Builder {
    /// An empty program of these inputs, which are its first values.
    pub fn new(inputs: &[String]) -> Builder {
        let mut builder = Builder::default();
        for name in inputs {
            builder.input(name.clone());
        }
        builder
    }

    /// One more input.
    pub fn input(&mut self, name: String) -> Value {
        self.program.inputs.push(name);
        self.push(Operation::Input(self.program.inputs.len() as u32 - 1))
    }

    pub fn inputs(&self) -> &[String] {
        &self.program.inputs
    }

    pub fn push(&mut self, operation: Operation) -> Value {
        let operations = &mut self.program.operations;
        *self.made.entry(operation).or_insert_with(|| {
            operations.push(operation);
            Value(operations.len() as u32 - 1)
        })
    }

    pub fn constant(&mut self, constant: Constant) -> Value {
        let constants = &mut self.program.constants;
        let index = *self.constants.entry(constant).or_insert_with_key(|constant| {
            constants.push(constant.clone());
            constants.len() as u32 - 1
        });
        self.push(Operation::Constant(index))
    }

    pub fn number(&mut self, number: &Number) -> Value {
        self.constant(Constant::Number(number.clone()))
    }

    pub fn integer(&mut self, n: i64) -> Value {
        self.number(&Number::integer(n))
    }

    /// The number of a function in this program.
    pub fn function(&mut self, function: &Function) -> u32 {
        let functions = &mut self.program.functions;
        *self.functions.entry(function.name).or_insert_with(|| {
            functions.push(*function);
            functions.len() as u32 - 1
        })
    }

    /// The operation of another program here, its operands renamed. Inputs are the caller's to
    /// place.
    pub fn copy(
        &mut self,
        source: &Program,
        operation: &Operation,
        new: &dyn Fn(Value) -> Value,
    ) -> Value {
        match operation.map(new) {
            Operation::Constant(index) => {
                let constant =
                    source.constants.get(index as usize).cloned().unwrap_or(Constant::Undetermined);
                self.constant(constant)
            }
            Operation::Call1(index, a) => match source.function(index) {
                Some(function) => {
                    let index = self.function(function);
                    self.push(Operation::Call1(index, a))
                }
                None => self.constant(Constant::Undetermined),
            },
            Operation::Call2(index, a, b) => match source.function(index) {
                Some(function) => {
                    let index = self.function(function);
                    self.push(Operation::Call2(index, a, b))
                }
                None => self.constant(Constant::Undetermined),
            },
            other => self.push(other),
        }
    }

    /// All operations of another program at `arguments`: the new name of each.
    pub fn inline(&mut self, source: &Program, arguments: &[Value]) -> Vec<Value> {
        let mut values: Vec<Value> = Vec::with_capacity(source.operations.len());
        for operation in &source.operations {
            let value = match *operation {
                Operation::Input(index) => {
                    arguments.get(index as usize).copied().unwrap_or(Value(0))
                }
                _ => self.copy(source, operation, &|v| values.get(v.index()).copied().unwrap_or(v)),
            };
            values.push(value);
        }
        values
    }

    /// The exact number that a value is.
    pub fn as_number(&self, value: Value) -> Option<&Number> {
        match self.program.operations.get(value.index()) {
            Some(&Operation::Constant(index)) => match self.program.constants.get(index as usize) {
                Some(Constant::Number(number)) => Some(number),
                _ => None,
            },
            _ => None,
        }
    }

    fn is(&self, value: Value, n: i64) -> bool {
        self.as_number(value).is_some_and(|number| *number == Number::integer(n))
    }

    fn folded<E>(
        &mut self,
        a: Value,
        b: Value,
        f: impl Fn(&Number, &Number) -> Result<Number, E>,
    ) -> Option<Value> {
        let number = f(self.as_number(a)?, self.as_number(b)?).ok()?;
        Some(self.number(&number))
    }

    pub fn add(&mut self, a: Value, b: Value) -> Value {
        if self.is(a, 0) {
            return b;
        }
        if self.is(b, 0) {
            return a;
        }
        match self.program.operations.get(b.index()) {
            Some(&Operation::Negate(positive)) => self.subtract(a, positive),
            _ => match self.folded(a, b, Number::add) {
                Some(value) => value,
                None => self.push(Operation::Add(a, b)),
            },
        }
    }

    pub fn subtract(&mut self, a: Value, b: Value) -> Value {
        if self.is(b, 0) {
            return a;
        }
        if self.is(a, 0) {
            return self.negate(b);
        }
        match self.folded(a, b, |a, b| a.add(&b.neg())) {
            Some(value) => value,
            None => self.push(Operation::Subtract(a, b)),
        }
    }

    pub fn negate(&mut self, a: Value) -> Value {
        match self.program.operations.get(a.index()) {
            Some(&Operation::Negate(positive)) => positive,
            Some(&Operation::Subtract(x, y)) => self.push(Operation::Subtract(y, x)),
            _ => match self.as_number(a).map(Number::neg) {
                Some(number) => self.number(&number),
                None => self.push(Operation::Negate(a)),
            },
        }
    }

    pub fn multiply(&mut self, a: Value, b: Value) -> Value {
        if self.is(a, 0) || self.is(b, 1) {
            return a;
        }
        if self.is(b, 0) || self.is(a, 1) {
            return b;
        }
        if self.is(a, -1) {
            return self.negate(b);
        }
        if self.is(b, -1) {
            return self.negate(a);
        }
        if let Some(value) = self.folded(a, b, Number::mul) {
            return value;
        }
        // signs outside, where sums take them in; a reciprocal makes a quotient
        let operation = |v: Value| self.program.operations.get(v.index()).copied();
        match (operation(a), operation(b)) {
            (Some(Operation::Negate(a)), _) => {
                let product = self.multiply(a, b);
                self.negate(product)
            }
            (_, Some(Operation::Negate(b))) => {
                let product = self.multiply(a, b);
                self.negate(product)
            }
            (Some(Operation::Divide(one, c)), _) if self.is(one, 1) => self.divide(b, c),
            (_, Some(Operation::Divide(one, c))) if self.is(one, 1) => self.divide(a, c),
            _ => self.push(Operation::Multiply(a.min(b), a.max(b))),
        }
    }

    pub fn divide(&mut self, a: Value, b: Value) -> Value {
        if self.is(a, 0) || self.is(b, 1) {
            return a;
        }
        self.push(Operation::Divide(a, b))
    }

    pub fn power_integer(&mut self, a: Value, n: i32) -> Value {
        match n {
            0 => self.integer(1),
            1 => a,
            _ => self.push(Operation::PowerInteger(a, n)),
        }
    }

    /// The program with these outputs.
    pub fn finish(mut self, outputs: Vec<Value>) -> Program {
        self.program.outputs = outputs;
        scheduled(self.program)
    }
}
