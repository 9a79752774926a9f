//! What runs single points: our own machine code where the processor has the instructions, else the
//! code generator's.

use crate::backend::BackendError;
use crate::batches::has_contraction;
use crate::compiled::{Compiled, Point};
use crate::kernel::Mode;
use crate::program::Program;

pub(crate) enum Points {
    #[cfg(all(target_arch = "x86_64", unix))]
    Direct(crate::vector::PointCode),
    Generated(Box<Compiled>),
}

impl Points {
    pub fn new(program: &Program, mode: Mode) -> Result<Points, BackendError> {
        let fuse = mode == Mode::Fast && has_contraction();
        let program = &*crate::fold::folded(program);
        #[cfg(all(target_arch = "x86_64", unix))]
        if let Some(code) = crate::vector::PointCode::new(program, fuse) {
            return Ok(Points::Direct(code));
        }
        Compiled::new(program, fuse).map(|compiled| Points::Generated(Box::new(compiled)))
    }

    pub fn code_bytes(&self) -> usize {
        match self {
            #[cfg(all(target_arch = "x86_64", unix))]
            Points::Direct(code) => code.code_bytes(),
            Points::Generated(compiled) => compiled.code_bytes,
        }
    }

    /// The entry point, for callers from C. Calling it is unsafe: lengths are the caller's to get
    /// right.
    pub fn point(&self) -> Option<Point> {
        match self {
            #[cfg(all(target_arch = "x86_64", unix))]
            Points::Direct(code) => code.point(),
            Points::Generated(compiled) => Some(compiled.point()),
        }
    }

    /// Runs one point. False, and nothing done, when the lengths are not those of the program.
    #[inline]
    pub fn call(&self, inputs: &[f64], outputs: &mut [f64]) -> bool {
        match self {
            #[cfg(all(target_arch = "x86_64", unix))]
            Points::Direct(code) => code.call(inputs, outputs),
            Points::Generated(compiled) => compiled.call(inputs, outputs),
        }
    }

    /// The machine code as text; the code generator compiles once more for it.
    pub fn disassemble(&self, program: &Program) -> Result<String, BackendError> {
        match self {
            #[cfg(all(target_arch = "x86_64", unix))]
            Points::Direct(code) => Ok(code.disassemble()),
            Points::Generated(_) => crate::compiled::disassemble(program),
        }
    }
}
