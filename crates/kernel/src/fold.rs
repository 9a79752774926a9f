//! Constants computed before code is made. Programs keep them exact, for interpreters of other
//! domains; executors over doubles compute what depends on no argument once, by the interpreter,
//! with the bits that it would have at every point.

use crate::interpret::run;
use crate::program::{Constant, Operation, Program};
use crate::uniform::split;
use std::borrow::Cow;

/// Which values are computed from constants alone.
pub fn constant_values(program: &Program) -> Vec<bool> {
    let mut constant: Vec<bool> = Vec::with_capacity(program.operations.len());
    for operation in &program.operations {
        let is = match *operation {
            Operation::Input(_) => false,
            Operation::Constant(index) => {
                !matches!(program.constants.get(index as usize), Some(Constant::Given(_)) | None)
            }
            _ => operation.operands().iter().all(|v| constant.get(v.index()) == Some(&true)),
        };
        constant.push(is);
    }
    constant
}

/// The program with such values as constants.
pub fn folded(program: &Program) -> Cow<'_, Program> {
    let constant = constant_values(program);
    let computed =
        |(operation, &is): (&Operation, &bool)| is && !matches!(operation, Operation::Constant(_));
    if !program.operations.iter().zip(&constant).any(computed) {
        return Cow::Borrowed(program);
    }
    let (constants, mut body) = split(program, &vec![false; program.inputs.len()]);
    let values: Vec<f64> = run(&constants, &[], 53);
    for constant in &mut body.constants {
        if let Constant::Given(number) = *constant {
            let value = values.get(number as usize).copied().unwrap_or(f64::NAN);
            *constant = Constant::Double(value.to_bits());
        }
    }
    Cow::Owned(body)
}
