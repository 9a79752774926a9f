//! The interpreter: runs a program in any number domain. The reference for every other executor.

use crate::program::{Constant, Operation, Program, Relation, Value};
use viete_functions::Domain;
use viete_numbers::{Number, Truth};

/// The outputs at `inputs` (one value per program input), with `bits` of working precision where
/// the domain has one.
pub(crate) fn run<D: Domain>(program: &Program, inputs: &[D], bits: u32) -> Vec<D> {
    let mut values: Vec<D> = Vec::with_capacity(program.operations.len());
    let undetermined = || D::undetermined(bits);
    for operation in &program.operations {
        let get = |v: Value| values.get(v.index()).cloned().unwrap_or_else(undetermined);
        let value = match *operation {
            Operation::Input(i) => inputs.get(i as usize).cloned().unwrap_or_else(undetermined),
            Operation::Constant(i) => match program.constants.get(i as usize) {
                Some(Constant::Number(n)) => D::from_number(n, bits),
                Some(Constant::Pi) => D::pi(bits),
                Some(Constant::Euler) => D::euler(bits),
                _ => undetermined(),
            },
            Operation::Add(a, b) => get(a).add(&get(b)),
            Operation::Subtract(a, b) => get(a).add(&get(b).neg()),
            Operation::Multiply(a, b) => get(a).mul(&get(b)),
            Operation::Divide(a, b) => get(a).div(&get(b)),
            Operation::Negate(a) => get(a).neg(),
            Operation::PowerInteger(a, n) => get(a).power_integer(&i64::from(n).into()),
            Operation::Power(a, b) => get(a).power(&get(b)),
            Operation::Sqrt(a) => get(a).sqrt(),
            Operation::Exp(a) => get(a).exp(),
            Operation::Call1(f, a) => {
                program.function(f).and_then(|f| D::call(f, &[get(a)])).unwrap_or_else(undetermined)
            }
            Operation::Call2(f, a, b) => program
                .function(f)
                .and_then(|f| D::call(f, &[get(a), get(b)]))
                .unwrap_or_else(undetermined),
            Operation::Select(relation, [a, b], [x, y]) => {
                match holds(relation, &get(a), &get(b)) {
                    Truth::True => get(x),
                    Truth::False => get(y),
                    Truth::Unknown => undetermined(),
                }
            }
        };
        values.push(value);
    }
    program
        .outputs
        .iter()
        .map(|v| values.get(v.index()).cloned().unwrap_or_else(undetermined))
        .collect()
}

fn holds<D: Domain>(relation: Relation, a: &D, b: &D) -> Truth {
    match relation {
        Relation::Less => a.less(b),
        Relation::LessEqual => a.less(b).or(a.equal(b)),
        Relation::Equal => a.equal(b),
    }
}

/// A constant as the double that native code loads.
pub(crate) fn constant_f64(constant: &Constant) -> f64 {
    match constant {
        Constant::Number(n) => <f64 as Domain>::from_number(n, 53),
        Constant::Pi => std::f64::consts::PI,
        Constant::Euler => std::f64::consts::E,
        Constant::Undetermined | Constant::Given(_) => f64::NAN,
        Constant::Double(bits) => f64::from_bits(*bits),
    }
}

/// Whether every constant is real: programs with complex constants have no double executor.
pub(crate) fn is_real(program: &Program) -> bool {
    program.constants.iter().all(|c| !matches!(c, Constant::Number(n) if !Number::is_real(n)))
}
