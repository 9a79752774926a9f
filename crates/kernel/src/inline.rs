//! Functions that are one or a few instructions, where they need no call: a column of their rows.

use crate::program::{Operation, Program};
use viete_functions::Inline;

/// What the call of a program comes down to; `None` for true calls and other operations.
pub fn inline(program: &Program, operation: &Operation) -> Option<Inline> {
    let (Operation::Call1(function, _) | Operation::Call2(function, ..)) = *operation else {
        return None;
    };
    program.function(function)?.code.inline
}
