//! Native code in memory: the only module that calls into it and frees it. Pages are written first,
//! then made executable and never writable again (cranelift-jit); the last owner frees them.

use crate::program::Program;
use cranelift_jit::JITModule;
use cranelift_module::FuncId;
use viete_numbers::Error;

/// A compiled function of one point: inputs, outputs.
pub type Point = unsafe extern "C" fn(*const f64, *mut f64);
/// A compiled function of columns: input columns, output columns, rows.
pub type Columns = unsafe extern "C" fn(*const *const f64, *const *mut f64, usize);

/// Owns the machine code of a function of one point.
pub(crate) trait PointCode: Send + Sync {
    /// The entry point, valid as long as this value.
    fn entry(&self) -> Option<Point>;
    /// Bytes of machine code.
    fn code_bytes(&self) -> usize;
    /// The machine code as text; Cranelift compiles once more for it.
    fn disassemble(&self, program: &Program) -> Result<String, Error>;
}

/// Machine code for points, whoever made it.
pub(crate) struct Points {
    entry: Point,
    inputs: usize,
    outputs: usize,
    code: Box<dyn PointCode>,
}

impl Points {
    /// `None` where there is no entry point.
    pub fn new(code: Box<dyn PointCode>, program: &Program) -> Option<Points> {
        let entry = code.entry()?;
        let (inputs, outputs) = (program.inputs.len(), program.outputs.len());
        Some(Points { entry, inputs, outputs, code })
    }

    /// The entry point, for callers from C. Calling it is unsafe: lengths are the caller's to get
    /// right.
    pub fn entry(&self) -> Point {
        self.entry
    }

    pub fn code_bytes(&self) -> usize {
        self.code.code_bytes()
    }

    /// The machine code as text.
    pub fn disassemble(&self, program: &Program) -> Result<String, Error> {
        self.code.disassemble(program)
    }

    /// Runs one point. False, and nothing done, when the lengths are not those of the program.
    #[inline]
    pub fn call(&self, inputs: &[f64], outputs: &mut [f64]) -> bool {
        if inputs.len() != self.inputs || outputs.len() != self.outputs {
            return false;
        }
        // SAFETY: the code, which `self` owns, reads `inputs` and writes `outputs` doubles; the
        // lengths were just checked, and `&mut` excludes overlap
        unsafe { (self.entry)(inputs.as_ptr(), outputs.as_mut_ptr()) };
        true
    }
}

/// A module with the function compiled, and its id.
pub(crate) struct Built {
    pub module: JITModule,
    pub point: FuncId,
    pub code_bytes: usize,
    pub assembly: Option<String>,
}

/// Compiles a program, products contracted with sums if the first flag is set; with the second the
/// machine code is kept as text.
pub(crate) type Build = dyn Fn(&Program, bool, bool) -> Result<Built, Error> + Send + Sync;

/// A program compiled by Cranelift.
pub(crate) struct Compiled {
    module: Option<JITModule>,
    point: Point,
    code_bytes: usize,
    build: &'static Build,
}

// SAFETY: after `build` the module is never touched again until it is dropped by its last owner;
// the code reads only its arguments and calls pure functions, so any thread may run it, several at
// once.
unsafe impl Send for Compiled {}
// SAFETY: as above; no method changes the module.
unsafe impl Sync for Compiled {}

impl Compiled {
    /// Native code for a point; `fuse` contracts products and sums.
    pub fn new(program: &Program, fuse: bool, build: &'static Build) -> Result<Compiled, Error> {
        let Built { module, point, code_bytes, .. } = build(program, fuse, false)?;
        let point = module.get_finalized_function(point);
        // SAFETY: the function was emitted with exactly this signature and C calling convention,
        // and lives as long as `module`
        let point = unsafe { std::mem::transmute::<*const u8, Point>(point) };
        Ok(Compiled { module: Some(module), point, code_bytes, build })
    }
}

impl PointCode for Compiled {
    fn entry(&self) -> Option<Point> {
        Some(self.point)
    }

    fn code_bytes(&self) -> usize {
        self.code_bytes
    }

    fn disassemble(&self, program: &Program) -> Result<String, Error> {
        let Built { module, assembly, .. } = (self.build)(program, false, true)?;
        // SAFETY: nothing has taken a pointer into this module.
        unsafe { module.free_memory() };
        Ok(assembly.unwrap_or_default())
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
