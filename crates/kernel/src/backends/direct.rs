//! The direct emitter: our own machine code on x86-64 with AVX2 or AVX-512, for points and for
//! columns. Selections are blends: both branches are computed, so points of programs with several
//! calls behind guards are left to the engine of control flow.

use super::{ColumnCode, Executor};
use crate::compiled::{Columns, PointCode, Points};
use crate::program::Program;
use crate::vector::{ScalarCode, Vectors};
use viete_numbers::Error;

/// The backend.
pub(super) struct Direct;

impl Executor for Direct {
    fn name(&self) -> &'static str {
        "direct"
    }

    fn points(&self, program: &Program, fuse: bool) -> Option<Result<Points, Error>> {
        if crate::regions::pays(program) {
            return None;
        }
        let code: Box<dyn PointCode> = Box::new(ScalarCode::new(program, fuse)?);
        Points::new(code, program).map(Ok)
    }

    fn columns(&self, program: &Program, fuse: bool) -> Option<Box<dyn ColumnCode>> {
        Some(Box::new(Vectors::new(program, fuse)?))
    }
}

impl ColumnCode for Vectors {
    fn run(
        &self,
        columns: &[&[f64]],
        outputs: &mut [&mut [f64]],
        rows: usize,
        given: &[f64],
    ) -> bool {
        self.batch(columns, outputs, rows, given)
    }

    fn shifted(
        &self,
        sources: (&[f64], &[usize]),
        targets: (&mut [f64], &[usize]),
        rows: usize,
        given: &[f64],
    ) -> bool {
        Vectors::shifted(self, sources, targets, rows, given)
    }

    fn code_bytes(&self) -> usize {
        Vectors::code_bytes(self)
    }

    fn entry(&self) -> Option<Columns> {
        self.columns()
    }

    fn is_vectorised(&self) -> bool {
        true
    }
}
