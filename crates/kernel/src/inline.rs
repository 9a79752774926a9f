//! Functions that are one or a few instructions, where they need no call.

use crate::program::{Operation, Program};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rounding {
    Down,
    Up,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Its argument, where that is real.
    Same,
    Abs,
    Sign,
    Round(Rounding),
    Max,
    Min,
}

/// What the call of a program comes down to; `None` for true calls and other operations.
pub fn inline(program: &Program, operation: &Operation) -> Option<Inline> {
    let (Operation::Call1(function, _) | Operation::Call2(function, ..)) = *operation else {
        return None;
    };
    Some(match program.function(function)?.name {
        "re" | "conj" => Inline::Same,
        "abs" => Inline::Abs,
        "sign" => Inline::Sign,
        "floor" => Inline::Round(Rounding::Down),
        "ceil" => Inline::Round(Rounding::Up),
        "max" => Inline::Max,
        "min" => Inline::Min,
        _ => return None,
    })
}
