//! What runs columns of points: vector code where there is some, else the block machine.

use crate::compiled::Columns;
use crate::kernel::Mode;
use crate::machine::BlockMachine;
use crate::program::Program;
use viete_elementary::{Binary, Elementary, Unary};
use viete_functions::Native;

/// Whether a fused multiply-add is an instruction; in software it would be slow.
pub(crate) fn has_contraction() -> bool {
    cfg!(target_arch = "aarch64") || viete_elementary::level() > viete_elementary::Level::Scalar
}

/// What computes a function of the program over blocks; `None` without a kernel.
pub(crate) fn elementary(program: &Program, function: u32) -> Option<Elementary> {
    let function = program.function(function)?;
    if let Some(pair) = Binary::of(function.name) {
        return Some(Elementary::Pairs(pair));
    }
    match (Unary::of(function.name), function.kernels.f64) {
        (Some(unary), _) => Some(Elementary::Lanes(unary)),
        (None, Native::Unary(f)) => Some(Elementary::Unary(f)),
        (None, Native::Binary(f)) => Some(Elementary::Binary(f)),
        (None, Native::Unstated) => None,
    }
}

/// What runs columns.
pub(crate) enum Batches {
    #[cfg(all(target_arch = "x86_64", unix))]
    Vectors(crate::vector::Vectors),
    Blocks(BlockMachine),
}

impl Batches {
    pub fn new(program: &Program, mode: Mode) -> Option<Batches> {
        let fuse = mode == Mode::Fast && has_contraction();
        let program = &*crate::fold::folded(program);
        #[cfg(all(target_arch = "x86_64", unix))]
        if let Some(vectors) = crate::vector::Vectors::new(program, fuse) {
            return Some(Batches::Vectors(vectors));
        }
        let _ = fuse;
        BlockMachine::new(program).map(Batches::Blocks)
    }

    pub fn code_bytes(&self) -> usize {
        match self {
            #[cfg(all(target_arch = "x86_64", unix))]
            Batches::Vectors(vectors) => vectors.code_bytes(),
            Batches::Blocks(_) => 0,
        }
    }

    pub fn columns(&self) -> Option<Columns> {
        match self {
            #[cfg(all(target_arch = "x86_64", unix))]
            Batches::Vectors(vectors) => vectors.columns(),
            Batches::Blocks(_) => None,
        }
    }

    /// Runs all rows; `given` is for the constants of that kind. False, and nothing done, where
    /// lengths are not right.
    pub fn run(
        &self,
        columns: &[&[f64]],
        outputs: &mut [&mut [f64]],
        rows: usize,
        given: &[f64],
    ) -> bool {
        match self {
            #[cfg(all(target_arch = "x86_64", unix))]
            Batches::Vectors(vectors) => vectors.batch(columns, outputs, rows, given),
            Batches::Blocks(machine) => {
                if given.is_empty() {
                    machine.run(columns, outputs, rows);
                }
                given.is_empty()
            }
        }
    }

    /// [`Batches::run`] of columns that begin at the given places of one slice, into those of
    /// another; vector code only.
    pub fn shifted(
        &self,
        sources: (&[f64], &[usize]),
        targets: (&mut [f64], &[usize]),
        rows: usize,
        given: &[f64],
    ) -> bool {
        match self {
            #[cfg(all(target_arch = "x86_64", unix))]
            Batches::Vectors(vectors) => vectors.shifted(sources, targets, rows, given),
            Batches::Blocks(_) => false,
        }
    }
}
