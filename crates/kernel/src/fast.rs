//! The program of fast mode: quotients with a common or constant denominator become products with
//! its reciprocal, integer powers share their chains (Knuth, TAOCP 2, section 4.6.3).

use crate::builder::Builder;
use crate::fold::constant_values;
use crate::interpret::constant_f64;
use crate::program::{Constant, Operation, Program, Value};
use viete_numbers::Number;

struct Rewriter<'p> {
    program: &'p Program,
    result: Builder,
    /// How often each value divides something, and whether it is computed from constants alone.
    divides: Vec<u32>,
    constant: Vec<bool>,
}

/// The same function by fewer operations, a few ulp apart.
pub fn fast(program: &Program) -> Program {
    let divides = vec![0; program.operations.len()];
    let constant = constant_values(program);
    let mut rewriter =
        Rewriter { program, result: Builder::new(&program.inputs), divides, constant };
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
    let outputs =
        program.outputs.iter().map(|v| values.get(v.index()).copied().unwrap_or(*v)).collect();
    let mut result = rewriter.result.finish(outputs);
    result.passes.clone_from(&program.passes);
    result.passes.push(("fast mode", result.cost()));
    result
}

impl Rewriter<'_> {
    /// The exact reciprocal of a constant whose double is not zero.
    fn reciprocal(&self, value: Value) -> Option<Constant> {
        let Some(&Operation::Constant(index)) = self.program.operations.get(value.index()) else {
            return None;
        };
        let constant = self.program.constants.get(index as usize)?;
        let Constant::Number(number) = constant else { return None };
        (constant_f64(constant) != 0.0).then_some(())?;
        number.recip().ok().flatten().map(Constant::Number)
    }

    fn operation(&mut self, operation: &Operation, new: &dyn Fn(Value) -> Value) -> Value {
        match *operation {
            Operation::Divide(a, b) => {
                if let Some(inverse) = self.reciprocal(b) {
                    let inverse = self.result.constant(inverse);
                    return self.result.push(Operation::Multiply(new(a), inverse));
                }
                let is_constant = self.constant.get(b.index()) == Some(&true);
                if is_constant || self.divides.get(b.index()).is_some_and(|&n| n > 1) {
                    let one = self.result.constant(Constant::Number(Number::ONE));
                    let inverse = self.result.push(Operation::Divide(one, new(b)));
                    return if new(a) == one {
                        inverse
                    } else {
                        self.result.push(Operation::Multiply(new(a), inverse))
                    };
                }
                self.result.push(Operation::Divide(new(a), new(b)))
            }
            Operation::PowerInteger(a, n) => {
                let power = self.power(new(a), n.unsigned_abs());
                if n >= 0 {
                    return power;
                }
                let one = self.result.constant(Constant::Number(Number::ONE));
                self.result.push(Operation::Divide(one, power))
            }
            ref other => self.result.copy(self.program, other, new),
        }
    }

    /// `x^n` from the powers of half the exponent.
    fn power(&mut self, x: Value, n: u32) -> Value {
        match n {
            0 => self.result.constant(Constant::Number(Number::ONE)),
            1 => x,
            _ => {
                let (low, high) = (self.power(x, n / 2), self.power(x, n - n / 2));
                self.result.push(Operation::Multiply(low, high))
            }
        }
    }
}
