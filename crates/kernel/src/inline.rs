//! Functions that are one or a few instructions, where they need no call: a column of their rows.

use crate::program::{Operation, Program, Relation, Value};
use viete_functions::Inline;

/// What the call of a program comes down to; `None` for true calls and other operations.
pub fn inline(program: &Program, operation: &Operation) -> Option<Inline> {
    let (Operation::Call1(function, _) | Operation::Call2(function, ..)) = *operation else {
        return None;
    };
    program.function(function)?.code.inline
}

/// What a selection, or a call that comes down to one, compares and chooses from.
pub fn selection(
    program: &Program,
    operation: &Operation,
) -> Option<(Relation, [Value; 2], [Value; 2])> {
    match (*operation, inline(program, operation)) {
        (Operation::Select(relation, condition, branches), _) => {
            Some((relation, condition, branches))
        }
        (Operation::Call2(_, a, b), Some(Inline::Max)) => Some((Relation::Less, [a, b], [b, a])),
        (Operation::Call2(_, a, b), Some(Inline::Min)) => Some((Relation::Less, [b, a], [b, a])),
        _ => None,
    }
}
