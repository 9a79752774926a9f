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
pub const MAX_OPERATIONS: usize = 2_000_000;

struct Stage {
    code: Option<StageCode>,
    calls: Vec<Call>,
}

/// What the machine code is given; lives behind a stable address.
struct Body {
    stages: Vec<Stage>,
    constants: Vec<Vector>,
    columns: usize,
    /// Columns with one constant throughout; constants that a run is given.
    filled: Vec<(u32, u32)>,
    given: Vec<(u32, u32)>,
    copies: Vec<(Place, u32)>,
    /// Outputs that are constants.
    fills: Vec<(u32, u32)>,
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
    /// `None` where the processor has no AVX2, or the program is too large or calls a function
    /// without a kernel.
    pub fn new(program: &Program, fuse: bool) -> Option<Vectors> {
        let level = level();
        if level < Level::Avx2
            || program.operations.len() > MAX_OPERATIONS
            || program.outputs.is_empty()
        {
            return None;
        }
        let Plan { stages, constants, columns, filled, copies, fills, given } =
            plan(program, fuse)?;
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
            given,
            copies,
            fills,
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
            let code = address
                .map(|address| unsafe { std::mem::transmute::<*const u8, StageCode>(address) });
            body.stages.push(Stage { code, calls: stage.calls });
        }
        Some(Vectors { body, executable, entry })
    }

    /// A C function of columns; it lives as long as this value. On x86-64 with the System V
    /// convention only.
    pub fn columns(&self) -> Option<Columns> {
        let address = self.executable.address(self.entry)?;
        // SAFETY: the trampoline has this signature
        Some(unsafe { std::mem::transmute::<*const u8, Columns>(address) })
    }

    pub fn code_bytes(&self) -> usize {
        self.executable.len()
    }

    /// Runs all rows with the given constants. False, and nothing done, when the number or length
    /// of columns or the number of constants is not right.
    pub fn batch(
        &self,
        columns: &[&[f64]],
        outputs: &mut [&mut [f64]],
        rows: usize,
        given: &[f64],
    ) -> bool {
        let lengths =
            columns.iter().all(|c| c.len() == rows) && outputs.iter().all(|c| c.len() == rows);
        let missing = self.body.given.iter().any(|&(_, number)| number as usize >= given.len());
        if columns.len() != self.body.inputs
            || outputs.len() != self.body.outputs
            || !lengths
            || missing
        {
            return false;
        }
        let sources: SmallVec<[*const f64; 8]> = columns.iter().map(|c| c.as_ptr()).collect();
        let targets: SmallVec<[*mut f64; 8]> = outputs.iter_mut().map(|c| c.as_mut_ptr()).collect();
        // SAFETY: all lengths were just checked, and the exclusive borrows of the outputs exclude
        // overlap
        unsafe { run(&sources, &targets, rows, &self.body, given) };
        true
    }
}

impl Vectors {
    /// The batch of columns that begin at the given places of one slice, into those of another,
    /// which must ascend. False, and nothing done, where they do not or leave their slice.
    pub fn shifted(
        &self,
        sources: (&[f64], &[usize]),
        targets: (&mut [f64], &[usize]),
        rows: usize,
        given: &[f64],
    ) -> bool {
        let within =
            |length: usize, start: usize| start.checked_add(rows).is_some_and(|end| end <= length);
        // columns written must not overlap
        let apart = targets
            .1
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if a.checked_add(rows).is_some_and(|end| end <= *b)));
        let missing = self.body.given.iter().any(|&(_, number)| number as usize >= given.len());
        let right = sources.1.len() == self.body.inputs && targets.1.len() == self.body.outputs;
        let inside = sources.1.iter().all(|&s| within(sources.0.len(), s))
            && targets.1.iter().all(|&t| within(targets.0.len(), t));
        if !right || missing || !apart || !inside {
            return false;
        }
        let (mut from, mut into) =
            (SmallVec::<[*const f64; 16]>::new(), SmallVec::<[*mut f64; 8]>::new());
        let (first, base) = (sources.0.as_ptr(), targets.0.as_mut_ptr());
        from.resize(sources.1.len(), first);
        into.resize(targets.1.len(), base);
        // SAFETY: every column lies within its slice
        from.iter_mut()
            .zip(sources.1)
            .for_each(|(slot, &start)| *slot = unsafe { first.add(start) });
        // SAFETY: as above
        into.iter_mut()
            .zip(targets.1)
            .for_each(|(slot, &start)| *slot = unsafe { base.add(start) });
        // SAFETY: `rows` doubles lie behind every pointer, and those written overlap nothing:
        // `target` is borrowed alone
        unsafe { run(&from, &into, rows, &self.body, given) };
        true
    }
}

/// `mov rcx, body; mov rax, run_columns; jmp rax`: the fourth argument of [`run_columns`] added to
/// three.
fn trampoline(body: *const Body) -> Vec<u8> {
    let mut bytes = vec![0x48, 0xB9];
    bytes.extend((body as u64).to_le_bytes());
    bytes.extend([0x48, 0xB8]);
    bytes.extend((run_columns as *const () as u64).to_le_bytes());
    bytes.extend([0xFF, 0xE0]);
    bytes
}

/// # Safety
/// `rows` doubles behind every input and output pointer, as many pointers as the program has;
/// outputs overlap nothing; `body` must be alive.
unsafe extern "C" fn run_columns(
    inputs: *const *const f64,
    outputs: *const *mut f64,
    rows: usize,
    body: *const Body,
) {
    // SAFETY: the caller's promises
    unsafe {
        let body = &*body;
        // a caller may give no list where there are no arguments
        let inputs =
            if body.inputs == 0 { &[] } else { std::slice::from_raw_parts(inputs, body.inputs) };
        run(inputs, std::slice::from_raw_parts(outputs, body.outputs), rows, body, &[]);
    }
}

/// # Safety
/// As [`run_columns`]; as many given constants as the body takes.
unsafe fn run(
    inputs: &[*const f64],
    outputs: &[*mut f64],
    rows: usize,
    body: &Body,
    given: &[f64],
) {
    let mut memory = Memory {
        pointers: SmallVec::new(),
        constants: SmallVec::new(),
        columns: Vec::new(),
        spills: Vec::new(),
    };
    memory.prepare(body, given);
    let whole = rows - rows % body.width;
    let step = if body.has_calls || body.columns > 0 { BLOCK } else { whole.max(1) };
    let mut start = 0;
    // SAFETY: blocks lie within the rows
    unsafe {
        while start < whole {
            let count = step.min(whole - start);
            memory.point_at(inputs, outputs, start);
            body.block(&mut memory, count);
            start += count;
        }
        let rest = rows - whole;
        if rest > 0 && whole > 0 {
            // the last vector once more over rows that are done: the same bits
            memory.point_at(inputs, outputs, rows - body.width);
            body.block(&mut memory, body.width);
        } else if rest > 0 {
            body.tail(&mut memory, inputs, outputs, rest);
        }
    }
}

/// Working memory of one call: pointers of the current block, columns, spilled registers.
struct Memory {
    pointers: SmallVec<[*mut f64; 16]>,
    /// The constants, where some of them are given; else the body's.
    constants: SmallVec<[Vector; 12]>,
    columns: Vec<Vector>,
    spills: Vec<Vector>,
}

impl Memory {
    /// Fills memory in place: moving it would cost more than short runs take.
    #[inline(always)]
    fn prepare(&mut self, body: &Body, given: &[f64]) {
        if !body.given.is_empty() {
            self.constants.extend_from_slice(&body.constants);
        }
        for &(slot, number) in &body.given {
            let value = given.get(number as usize).copied().unwrap_or(f64::NAN);
            if let Some(slot) = self.constants.get_mut(slot as usize) {
                *slot = Vector([value; WIDEST]);
            }
        }
        self.columns.resize(body.columns * VECTORS, Vector([0.0; WIDEST]));
        let from =
            if self.constants.is_empty() { body.constants.as_slice() } else { &self.constants };
        for &(column, constant) in &body.filled {
            let value = from.get(constant as usize).copied().unwrap_or(Vector([f64::NAN; WIDEST]));
            self.columns
                .iter_mut()
                .skip(column as usize * VECTORS)
                .take(VECTORS)
                .for_each(|slot| *slot = value);
        }
        self.pointers.resize(body.inputs + body.outputs, std::ptr::null_mut());
        self.spills.resize(body.spills, Vector([0.0; WIDEST]));
    }

    /// # Safety
    /// `start` must be within the columns.
    unsafe fn point_at(&mut self, inputs: &[*const f64], outputs: &[*mut f64], start: usize) {
        let all = inputs.iter().map(|p| p.cast_mut()).chain(outputs.iter().copied());
        // SAFETY: the caller's promise
        self.pointers
            .iter_mut()
            .zip(all)
            .for_each(|(slot, pointer)| *slot = unsafe { pointer.add(start) });
    }

    fn place(&mut self, body: &Body, place: Place) -> *mut f64 {
        let index = match place {
            Place::Input(index) => index as usize,
            Place::Output(index) => body.inputs + index as usize,
            Place::Column(column) => {
                return self
                    .columns
                    .get_mut(column as usize * VECTORS)
                    .map_or(std::ptr::null_mut(), |slot| slot.0.as_mut_ptr());
            }
        };
        self.pointers.get(index).copied().unwrap_or(std::ptr::null_mut())
    }
}

impl Body {
    /// # Safety
    /// `count` doubles behind every pointer of `memory`, a multiple of the width, at most [`BLOCK`]
    /// where there are columns.
    unsafe fn block(&self, memory: &mut Memory, count: usize) {
        for stage in &self.stages {
            if let Some(code) = stage.code {
                let (pointers, columns) =
                    (memory.pointers.as_ptr(), memory.columns.as_mut_ptr().cast());
                let own = memory.constants.is_empty();
                let constants =
                    if own { self.constants.as_ptr() } else { memory.constants.as_ptr() }.cast();
                let spills = memory.spills.as_mut_ptr().cast();
                // SAFETY: the code touches `count` doubles behind the pointers and within the
                // columns, and its spills
                unsafe { code(pointers, columns, count * 8, constants, spills) };
            }
            for call in &stage.calls {
                let [first, second] =
                    call.arguments.map(|place| memory.place(self, place).cast_const());
                let target = memory.place(self, call.target);
                // SAFETY: each place has `count` doubles, and the target is none of the arguments
                unsafe {
                    let arguments = [
                        std::slice::from_raw_parts(first, count),
                        std::slice::from_raw_parts(second, count),
                    ];
                    block(
                        call.function,
                        self.level,
                        arguments,
                        std::slice::from_raw_parts_mut(target, count),
                    );
                }
            }
        }
        for &(output, constant) in &self.fills {
            let target = memory.place(self, Place::Output(output));
            let constants = if memory.constants.is_empty() {
                &self.constants
            } else {
                memory.constants.as_slice()
            };
            let value =
                constants.get(constant as usize).map_or(f64::NAN, |Vector([first, ..])| *first);
            // SAFETY: as above
            unsafe { std::slice::from_raw_parts_mut(target, count) }.fill(value);
        }
        for &(place, output) in &self.copies {
            let (source, target) =
                (memory.place(self, place), memory.place(self, Place::Output(output)));
            // SAFETY: as above
            unsafe { std::ptr::copy_nonoverlapping(source, target, count) };
        }
    }

    /// Rows fewer than a vector, by way of full vectors of their own.
    ///
    /// # Safety
    /// `rest` doubles behind every pointer.
    unsafe fn tail(
        &self,
        memory: &mut Memory,
        inputs: &[*const f64],
        outputs: &[*mut f64],
        rest: usize,
    ) {
        let mut padded: SmallVec<[Vector; 8]> =
            SmallVec::from_elem(Vector([1.0; WIDEST]), self.inputs + self.outputs);
        for (Vector(vector), &input) in padded.iter_mut().zip(inputs) {
            // SAFETY: the caller's promise
            unsafe { std::ptr::copy_nonoverlapping(input, vector.as_mut_ptr(), rest) };
        }
        memory.pointers = padded.iter_mut().map(|vector| vector.0.as_mut_ptr()).collect();
        // SAFETY: every vector has the width
        unsafe { self.block(memory, self.width) };
        for (Vector(vector), &output) in padded.iter().skip(self.inputs).zip(outputs) {
            // SAFETY: the caller's promise
            unsafe { std::ptr::copy_nonoverlapping(vector.as_ptr(), output, rest) };
        }
    }
}
