//! The order of a program's operations: each output in turn, operands just before their first use,
//! the operand that needs more registers first (Sethi, Ullman, Journal of the ACM 17, 1970). Values
//! do not depend on it, registers do.

use crate::program::{Operation, Program, Value};

/// The same program without operations that no output needs, in the order described above; inputs
/// stay, and stay first.
pub fn scheduled(program: Program) -> Program {
    let needs = registers_needed(&program);
    let need = |v: &Value| needs.get(v.index()).copied().unwrap_or(0);
    let mut moved: Vec<Option<Value>> = vec![None; program.operations.len()];
    let mut operations = Vec::with_capacity(program.operations.len());
    let mut place = |moved: &mut Vec<Option<Value>>, index: usize, operation: Operation| {
        let new = |v: Value| moved.get(v.index()).copied().flatten().unwrap_or(v);
        operations.push(operation.map(&new));
        let value = Value(operations.len() as u32 - 1);
        moved.iter_mut().skip(index).take(1).for_each(|slot| *slot = Some(value));
    };
    for (index, operation) in program.operations.iter().enumerate() {
        if matches!(operation, Operation::Input(_)) {
            place(&mut moved, index, *operation);
        }
    }
    // operations whose operands are still to be placed, the innermost last
    let mut open: Vec<(Value, Vec<Value>)> = Vec::new();
    for &output in &program.outputs {
        let mut next = Some(output);
        loop {
            if let Some(value) = next.take().filter(|v| moved.get(v.index()) == Some(&None)) {
                let mut operands = program
                    .operations
                    .get(value.index())
                    .map(Operation::operands)
                    .unwrap_or_default();
                // popped from the end
                operands.reverse();
                operands.sort_by_key(need);
                open.push((value, operands));
            }
            let Some((value, operands)) = open.last_mut() else { break };
            next = operands.pop();
            if next.is_none() {
                let value = *value;
                open.pop();
                if let Some(operation) = program.operations.get(value.index()) {
                    place(&mut moved, value.index(), *operation);
                }
            }
        }
    }
    let outputs = program
        .outputs
        .iter()
        .map(|v| moved.get(v.index()).copied().flatten().unwrap_or(*v))
        .collect();
    Program { operations, outputs, ..program }
}

/// How many registers each value would need if nothing were shared.
fn registers_needed(program: &Program) -> Vec<u16> {
    let mut needs: Vec<u16> = Vec::with_capacity(program.operations.len());
    for operation in &program.operations {
        let mut operands: Vec<u16> = operation
            .operands()
            .iter()
            .map(|v| needs.get(v.index()).copied().unwrap_or(0))
            .collect();
        operands.sort_unstable_by(|a, b| b.cmp(a));
        let waiting =
            operands.iter().zip(0u16..).map(|(need, waiting)| need.saturating_add(waiting));
        // leaves come from memory
        let leaf = u16::from(!matches!(operation, Operation::Input(_) | Operation::Constant(_)));
        needs.push(waiting.max().unwrap_or(0).max(leaf));
    }
    needs
}
