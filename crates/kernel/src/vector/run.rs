//! Running the stages over blocks of points, and the function pointer for callers from C.

use super::allocate::allocate;
use super::code::{Executable, StageCode};
use super::encode::encode;
use super::plan::{Call, Place, Plan, plan};
use crate::compiled::Columns;
use crate::program::Program;
use smallvec::SmallVec;
use viete_elementary::{Level, block, level};

/// Points of a block where there are calls; working memory of a stage stays in the first caches.
pub const BLOCK: usize = 256;
/// Doubles of the widest vector.
const WIDEST: usize = 8;

/// A vector of the widest kind, where no load crosses a line of the cache.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
struct Vector([f64; WIDEST]);

/// Vectors of a column.
const VECTORS: usize = BLOCK / WIDEST;

/// Operations beyond which a program is left to other executors.
const MAX_OPERATIONS: usize = 2_000_000;

struct Stage {
    code: Option<StageCode>,
    calls: Vec<Call>,
}

/// What the machine code is given; lives behind a stable address.
struct Body {
    stages: Vec<Stage>,
    constants: Vec<Vector>,
    columns: usize,
    filled: Vec<(u32, f64)>,
    copies: Vec<(Place, u32)>,
    spills: usize,
    inputs: usize,
    outputs: usize,
    width: usize,
    level: Level,
    has_calls: bool,
}

/// Vector code of a program.
pub(crate) struct Vectors {
    body: Box<Body>,
    executable: Executable,
    entry: usize,
}

impl Vectors {
    /// `None` where the processor has no AVX2, or the program is too large or calls a function without a kernel.
    pub fn new(program: &Program, fuse: bool) -> Option<Vectors> {
        let level = level();
        if level < Level::Avx2 || program.operations.len() > MAX_OPERATIONS || program.outputs.is_empty() {
            return None;
        }
        let Plan { stages, constants, columns, filled, copies } = plan(program, fuse)?;
        let (width, registers) = if level == Level::Avx512 { (8, 32) } else { (4, 15) };
        let (mut bytes, mut offsets, mut spills) = (Vec::new(), Vec::new(), 0);
        for stage in &stages {
            if stage.stores.is_empty() {
                offsets.push(None);
                continue;
            }
            let allocated = allocate(stage, registers)?;
            spills = spills.max(allocated.spills as usize);
            bytes.resize(bytes.len().next_multiple_of(64), 0xCC);
            offsets.push(Some(bytes.len()));
            bytes.extend(encode(&allocated, program.inputs.len() as u32, level).ok()?);
        }
        let mut body = Box::new(Body {
            stages: Vec::new(),
            constants: constants.iter().map(|&c| Vector([c; WIDEST])).collect(),
            columns: columns as usize,
            filled,
            copies,
            spills,
            inputs: program.inputs.len(),
            outputs: program.outputs.len(),
            width,
            level,
            has_calls: stages.iter().any(|stage| !stage.calls.is_empty()),
        });
        let entry = bytes.len().next_multiple_of(64);
        bytes.resize(entry, 0xCC);
        bytes.extend(trampoline(&raw const *body));
        let executable = Executable::new(&bytes).ok()?;
        for (stage, offset) in stages.into_iter().zip(offsets) {
            let address = offset.and_then(|offset| executable.address(offset));
            // SAFETY: the code at the address was made with this signature
            let code = address.map(|address| unsafe { std::mem::transmute::<*const u8, StageCode>(address) });
            body.stages.push(Stage { code, calls: stage.calls });
        }
        Some(Vectors { body, executable, entry })
    }

    /// A C function of columns; it lives as long as this value. On x86-64 with the System V convention only.
    pub fn columns(&self) -> Option<Columns> {
        let address = self.executable.address(self.entry)?;
        // SAFETY: the trampoline has this signature
        Some(unsafe { std::mem::transmute::<*const u8, Columns>(address) })
    }

    pub fn code_bytes(&self) -> usize {
        self.executable.len()
    }

    /// Runs all rows. False, and nothing done, when the number or length of columns is not right.
    pub fn batch(&self, columns: &[&[f64]], outputs: &mut [&mut [f64]], rows: usize) -> bool {
        let lengths = columns.iter().all(|c| c.len() == rows) && outputs.iter().all(|c| c.len() == rows);
        if columns.len() != self.body.inputs || outputs.len() != self.body.outputs || !lengths {
            return false;
        }
        let sources: SmallVec<[*const f64; 8]> = columns.iter().map(|c| c.as_ptr()).collect();
        let targets: SmallVec<[*mut f64; 8]> = outputs.iter_mut().map(|c| c.as_mut_ptr()).collect();
        // SAFETY: all lengths were just checked, and the exclusive borrows of the outputs exclude overlap
        unsafe { run_columns(sources.as_ptr(), targets.as_ptr(), rows, &raw const *self.body) };
        true
    }
}

/// `mov rcx, body; mov rax, run_columns; jmp rax`: the fourth argument of [`run_columns`] added to three.
fn trampoline(body: *const Body) -> Vec<u8> {
    let mut bytes = vec![0x48, 0xB9];
    bytes.extend((body as u64).to_le_bytes());
    bytes.extend([0x48, 0xB8]);
    bytes.extend((run_columns as *const () as u64).to_le_bytes());
    bytes.extend([0xFF, 0xE0]);
    bytes
}

/// # Safety
/// `rows` doubles behind every input and output pointer, as many pointers as the program has; outputs overlap nothing;
/// `body` must be alive.
unsafe extern "C" fn run_columns(inputs: *const *const f64, outputs: *const *mut f64, rows: usize, body: *const Body) {
    // SAFETY: the caller's promises
    unsafe {
        let body = &*body;
        // a caller may give no list where there are no arguments
        let inputs = if body.inputs == 0 { &[] } else { std::slice::from_raw_parts(inputs, body.inputs) };
        let outputs = std::slice::from_raw_parts(outputs, body.outputs);
        let mut memory = Memory::new(body);
        let whole = rows - rows % body.width;
        let step = if body.has_calls || body.columns > 0 { BLOCK } else { whole.max(1) };
        let mut start = 0;
        while start < whole {
            let count = step.min(whole - start);
            memory.point_at(inputs, outputs, start);
            body.block(&mut memory, count);
            start += count;
        }
        let rest = rows - whole;
        if rest > 0 {
            body.tail(&mut memory, inputs, outputs, whole, rest);
        }
    }
}

/// Working memory of one call: pointers of the current block, columns, spilled registers.
struct Memory {
    pointers: SmallVec<[*mut f64; 16]>,
    columns: Vec<Vector>,
    spills: Vec<Vector>,
}

impl Memory {
    fn new(body: &Body) -> Memory {
        let mut columns = vec![Vector([0.0; WIDEST]); body.columns * VECTORS];
        for &(column, value) in &body.filled {
            columns.iter_mut().skip(column as usize * VECTORS).take(VECTORS).for_each(|slot| *slot = Vector([value; WIDEST]));
        }
        let pointers = SmallVec::from_elem(std::ptr::null_mut(), body.inputs + body.outputs);
        let spills = vec![Vector([0.0; WIDEST]); body.spills];
        Memory { pointers, columns, spills }
    }

    /// # Safety
    /// `start` must be within the columns.
    unsafe fn point_at(&mut self, inputs: &[*const f64], outputs: &[*mut f64], start: usize) {
        let all = inputs.iter().map(|p| p.cast_mut()).chain(outputs.iter().copied());
        // SAFETY: the caller's promise
        self.pointers.iter_mut().zip(all).for_each(|(slot, pointer)| *slot = unsafe { pointer.add(start) });
    }

    fn place(&mut self, body: &Body, place: Place) -> *mut f64 {
        let index = match place {
            Place::Input(index) => index as usize,
            Place::Output(index) => body.inputs + index as usize,
            Place::Column(column) => {
                return self.columns.get_mut(column as usize * VECTORS).map_or(std::ptr::null_mut(), |slot| slot.0.as_mut_ptr());
            }
        };
        self.pointers.get(index).copied().unwrap_or(std::ptr::null_mut())
    }
}

impl Body {
    /// # Safety
    /// `count` doubles behind every pointer of `memory`, a multiple of the width, at most [`BLOCK`] where there are
    /// columns.
    unsafe fn block(&self, memory: &mut Memory, count: usize) {
        for stage in &self.stages {
            if let Some(code) = stage.code {
                let (pointers, columns) = (memory.pointers.as_ptr(), memory.columns.as_mut_ptr().cast());
                let (constants, spills) = (self.constants.as_ptr().cast(), memory.spills.as_mut_ptr().cast());
                // SAFETY: the code touches `count` doubles behind the pointers and within the columns, and its spills
                unsafe { code(pointers, columns, count * 8, constants, spills) };
            }
            for call in &stage.calls {
                let [first, second] = call.arguments.map(|place| memory.place(self, place).cast_const());
                let target = memory.place(self, call.target);
                // SAFETY: each place has `count` doubles, and the target is none of the arguments
                unsafe {
                    let arguments = [std::slice::from_raw_parts(first, count), std::slice::from_raw_parts(second, count)];
                    block(call.function, self.level, arguments, std::slice::from_raw_parts_mut(target, count));
                }
            }
        }
        for &(place, output) in &self.copies {
            let (source, target) = (memory.place(self, place), memory.place(self, Place::Output(output)));
            // SAFETY: as above
            unsafe { std::ptr::copy_nonoverlapping(source, target, count) };
        }
    }

    /// The last rows, fewer than a vector, by way of full vectors of their own.
    ///
    /// # Safety
    /// `start + rest` doubles behind every pointer.
    unsafe fn tail(&self, memory: &mut Memory, inputs: &[*const f64], outputs: &[*mut f64], start: usize, rest: usize) {
        let mut padded: SmallVec<[Vector; 8]> = SmallVec::from_elem(Vector([1.0; WIDEST]), self.inputs + self.outputs);
        for (Vector(vector), &input) in padded.iter_mut().zip(inputs) {
            // SAFETY: the caller's promise
            unsafe { std::ptr::copy_nonoverlapping(input.add(start), vector.as_mut_ptr(), rest) };
        }
        memory.pointers = padded.iter_mut().map(|vector| vector.0.as_mut_ptr()).collect();
        // SAFETY: every vector has the width
        unsafe { self.block(memory, self.width) };
        for (Vector(vector), &output) in padded.iter().skip(self.inputs).zip(outputs) {
            // SAFETY: the caller's promise
            unsafe { std::ptr::copy_nonoverlapping(vector.as_ptr(), output.add(start), rest) };
        }
    }
}
