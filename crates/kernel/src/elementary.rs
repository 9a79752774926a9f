//! What computes a function of a program, over points and over blocks: its row says.

use crate::program::Program;
use viete_elementary::Elementary;
use viete_functions::Native;

/// The lanes of the row, or its double kernel lane by lane; `None` without a kernel.
pub(crate) fn elementary(program: &Program, function: u32) -> Option<Elementary> {
    let function = program.function(function)?;
    function.code.lanes.or(match function.kernels.f64 {
        Native::Unary(f) => Some(Elementary::Unary(f)),
        Native::Binary(f) => Some(Elementary::Binary(f)),
        Native::Unstated => None,
    })
}
