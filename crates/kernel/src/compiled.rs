//! Native code in memory: the only module that calls into it and frees it. Pages are written first,
//! then made executable and never writable again (cranelift-jit); the last owner frees them.

use crate::backend::{BackendError, Built, build};
use crate::program::Program;
use cranelift_jit::JITModule;

/// A compiled function of one point: inputs, outputs.
pub type Point = unsafe extern "C" fn(*const f64, *mut f64);
/// A compiled function of columns: input columns, output columns, rows.
pub type Columns = unsafe extern "C" fn(*const *const f64, *const *mut f64, usize);

/// A compiled program.
pub(crate) struct Compiled {
    module: Option<JITModule>,
    point: Point,
    inputs: usize,
    outputs: usize,
    pub code_bytes: usize,
}

// SAFETY: after `build` the module is never touched again until it is dropped by its last owner;
// the code reads only its arguments and calls pure functions, so any thread may run it, several at
// once.
unsafe impl Send for Compiled {}
// SAFETY: as above; no method changes the module.
unsafe impl Sync for Compiled {}

impl Compiled {
    /// Native code for a point; `fuse` contracts products and sums.
    pub fn new(program: &Program, fuse: bool) -> Result<Compiled, BackendError> {
        let Built { module, point, code_bytes, .. } = build(program, fuse, false)?;
        let point = module.get_finalized_function(point);
        // SAFETY: the function was emitted with exactly this signature and C calling convention,
        // and lives as long as `module`
        let point = unsafe { std::mem::transmute::<*const u8, Point>(point) };
        Ok(Compiled {
            module: Some(module),
            point,
            inputs: program.inputs.len(),
            outputs: program.outputs.len(),
            code_bytes,
        })
    }

    /// The entry point for a point, for callers from C. Calling it is unsafe: lengths are the
    /// caller's to get right.
    pub fn point(&self) -> Point {
        self.point
    }

    /// Runs one point. False, and nothing done, when the lengths are not those of the program.
    pub fn call(&self, inputs: &[f64], outputs: &mut [f64]) -> bool {
        if inputs.len() != self.inputs || outputs.len() != self.outputs {
            return false;
        }
        // SAFETY: the code reads `inputs` and writes `outputs` doubles; the lengths were just
        // checked, and `&mut` excludes overlap.
        unsafe { (self.point)(inputs.as_ptr(), outputs.as_mut_ptr()) };
        true
    }
}

impl Drop for Compiled {
    fn drop(&mut self) {
        if let Some(module) = self.module.take() {
            // SAFETY: this is the last owner, so no call is running and no pointer into the code
            // remains.
            unsafe { module.free_memory() };
        }
    }
}

/// The machine code of a program as text.
pub(crate) fn disassemble(program: &Program) -> Result<String, BackendError> {
    let Built { module, assembly, .. } = build(program, false, true)?;
    // SAFETY: nothing has taken a pointer into this module.
    unsafe { module.free_memory() };
    Ok(assembly.unwrap_or_default())
}
