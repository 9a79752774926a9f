//! The program of fast mode: quotients with a common or constant denominator become products with its reciprocal, integer
//! powers share their chains (Knuth, TAOCP 2, section 4.6.3).

use crate::interpret::constant_f64;
use crate::program::{Constant, Operation, Program, Value};
use crate::schedule::scheduled;
use rustc_hash::FxHashMap;
use viete_numbers::Number;

struct Rewriter<'p> {
    program: &'p Program,
    result: Program,
    made: FxHashMap<Operation, Value>,
    constants: FxHashMap<Constant, u32>,
    /// How often each value divides something.
    divides: Vec<u32>,
}

/// The same function by fewer operations, a few ulp apart.
pub fn fast(program: &Program) -> Program {
    let result = Program {
        inputs: program.inputs.clone(),
        constants: program.constants.clone(),
        functions: program.functions.clone(),
        ..Program::default()
    };
    let constants = program.constants.iter().cloned().zip(0..).collect();
    let divides = vec![0; program.operations.len()];
    let mut rewriter = Rewriter { program, result, made: FxHashMap::default(), constants, divides };
    for operation in &program.operations {
        if let Operation::Divide(_, b) = operation {
            rewriter.divides.iter_mut().skip(b.index()).take(1).for_each(|n| *n += 1);
        }
    }
    let mut values: Vec<Value> = Vec::with_capacity(program.operations.len());
    for operation in &program.operations {
        let new = |v: Value| values.get(v.index()).copied().unwrap_or(v);
        let value = rewriter.operation(operation, &new);
        values.push(value);
    }
    rewriter.result.outputs = program.outputs.iter().map(|v| values.get(v.index()).copied().unwrap_or(*v)).collect();
    scheduled(rewriter.result)
}

impl Rewriter<'_> {
    fn push(&mut self, operation: Operation) -> Value {
        if let Some(&value) = self.made.get(&operation) {
            return value;
        }
        let value = Value(self.result.operations.len() as u32);
        self.result.operations.push(operation);
        self.made.insert(operation, value);
        value
    }

    fn constant(&mut self, constant: Constant) -> Value {
        let constants = &mut self.result.constants;
        let index = *self.constants.entry(constant).or_insert_with_key(|constant| {
            constants.push(constant.clone());
            constants.len() as u32 - 1
        });
        self.push(Operation::Constant(index))
    }

    /// The exact reciprocal of a constant whose double is not zero.
    fn reciprocal(&self, value: Value) -> Option<Constant> {
        let Some(&Operation::Constant(index)) = self.program.operations.get(value.index()) else { return None };
        let constant = self.program.constants.get(index as usize)?;
        let Constant::Number(number) = constant else { return None };
        (constant_f64(constant) != 0.0).then_some(())?;
        number.recip().ok().flatten().map(Constant::Number)
    }

    fn operation(&mut self, operation: &Operation, new: &dyn Fn(Value) -> Value) -> Value {
        match *operation {
            Operation::Divide(a, b) => {
                if let Some(inverse) = self.reciprocal(b) {
                    let inverse = self.constant(inverse);
                    return self.push(Operation::Multiply(new(a), inverse));
                }
                if self.divides.get(b.index()).is_some_and(|&n| n > 1) {
                    let one = self.constant(Constant::Number(Number::ONE));
                    let inverse = self.push(Operation::Divide(one, new(b)));
                    return if new(a) == one { inverse } else { self.push(Operation::Multiply(new(a), inverse)) };
                }
                self.push(Operation::Divide(new(a), new(b)))
            }
            Operation::PowerInteger(a, n) => {
                let power = self.power(new(a), n.unsigned_abs());
                if n >= 0 {
                    return power;
                }
                let one = self.constant(Constant::Number(Number::ONE));
                self.push(Operation::Divide(one, power))
            }
            other => self.push(other.map(new)),
        }
    }

    /// `x^n` from the powers of half the exponent.
    fn power(&mut self, x: Value, n: u32) -> Value {
        match n {
            0 => self.constant(Constant::Number(Number::ONE)),
            1 => x,
            _ => {
                let (low, high) = (self.power(x, n / 2), self.power(x, n - n / 2));
                self.push(Operation::Multiply(low, high))
            }
        }
    }
}
