//! Machine code for one point: the stages of the vector code over single doubles, in one straight
//! function with the calls in between. Working memory is the stack frame; constants stand before
//! the code.

use super::allocate::{Allocated, Arithmetic, Fused, Instruction, Register, Source, allocate_once};
use super::code::Executable;
use super::plan::{Place, Plan, plan};
use super::run::MAX_OPERATIONS;
use crate::compiled::{Point, PointCode};
use crate::program::{Program, Relation};
use iced_x86::{Code, Encoder, Instruction as Encoded, MemoryOperand, Register as Name};
use rustc_hash::FxHashMap;
use viete_elementary::{Elementary, Level, level};
use viete_numbers::Error;

/// Bytes that a constant takes: a register's worth, since signs are flipped by a whole one.
const CONSTANT_BYTES: usize = 16;
/// Frames beyond are refused.
const MAX_FRAME: u32 = 256 * 1024;
const PAGE: u32 = 4096;
/// Arguments: pointers to the inputs and to the outputs, kept over calls.
const INPUTS: Name = Name::RBX;
const OUTPUTS: Name = Name::RBP;

/// Machine code of a program for points.
pub(crate) struct ScalarCode {
    executable: Executable,
    entry: usize,
}

type Result<T> = std::result::Result<T, iced_x86::IcedError>;

struct Writer {
    encoder: Encoder,
    address: u64,
    wide: bool,
    constants: Vec<f64>,
    /// Columns that hold one constant.
    filled: FxHashMap<u32, u32>,
    columns: u32,
}

impl ScalarCode {
    /// `None` where the processor has no AVX2, or the program needs a larger frame or calls a
    /// function without a kernel.
    pub fn new(program: &Program, fuse: bool) -> Option<ScalarCode> {
        if level() < Level::Avx2 || program.operations.len() > MAX_OPERATIONS {
            return None;
        }
        let Plan { stages, constants, columns, filled, copies, fills, given } =
            plan(program, fuse)?;
        if !given.is_empty() {
            return None;
        }
        let wide = level() == Level::Avx512;
        let allocated: Option<Vec<Allocated>> =
            stages.iter().map(|stage| allocate_once(stage, if wide { 32 } else { 15 })).collect();
        let allocated = allocated?;
        let spills = allocated.iter().map(|a| a.spills).max().unwrap_or(0);
        let entry = constants.len() * CONSTANT_BYTES;
        let filled = filled.into_iter().collect();
        let writer = Writer {
            encoder: Encoder::new(64),
            address: entry as u64,
            wide,
            constants,
            filled,
            columns,
        };
        // two registers are saved, so the frame is odd in words for the stack to be aligned at
        // calls
        let frame = ((columns + spills) | 1).checked_mul(8).filter(|&bytes| bytes <= MAX_FRAME)?;
        let mut bytes: Vec<u8> =
            writer.constants.iter().flat_map(|c| [c.to_le_bytes(); 2].concat()).collect();
        bytes.extend(writer.function(frame, &allocated, &stages, &copies, &fills).ok()?);
        let executable = Executable::new(&bytes).ok()?;
        Some(ScalarCode { executable, entry })
    }
}

impl PointCode for ScalarCode {
    fn entry(&self) -> Option<Point> {
        let address = self.executable.address(self.entry)?;
        // SAFETY: the code there was made with this signature
        Some(unsafe { std::mem::transmute::<*const u8, Point>(address) })
    }

    fn code_bytes(&self) -> usize {
        self.executable.len()
    }

    fn disassemble(&self, _: &Program) -> std::result::Result<String, Error> {
        Ok(super::disassembly::text(self.executable.bytes(), self.entry))
    }
}

impl Writer {
    fn function(
        mut self,
        frame: u32,
        allocated: &[Allocated],
        stages: &[super::plan::Stage],
        copies: &[(Place, u32)],
        fills: &[(u32, u32)],
    ) -> Result<Vec<u8>> {
        for register in [INPUTS, OUTPUTS] {
            self.emit(Encoded::with1(Code::Push_r64, register)?)?;
        }
        self.emit(Encoded::with2(Code::Mov_r64_rm64, INPUTS, Name::RDI)?)?;
        self.emit(Encoded::with2(Code::Mov_r64_rm64, OUTPUTS, Name::RSI)?)?;
        // every page of the frame is touched in turn, so that a full stack meets its guard
        for page in 1..=frame / PAGE {
            let memory = MemoryOperand::with_base_displ(Name::RSP, -i64::from(page * PAGE));
            self.emit(Encoded::with2(Code::Or_rm8_imm8, memory, 0)?)?;
        }
        self.emit(Encoded::with2(Code::Sub_rm64_imm32, Name::RSP, frame as i32)?)?;
        for (stage, code) in stages.iter().zip(allocated) {
            for instruction in &code.instructions {
                self.instruction(instruction)?;
            }
            for call in &stage.calls {
                self.call(call.function, call.arguments, call.target)?;
            }
        }
        let repeated = copies.iter().map(|&(place, output)| (self.place(place), output));
        let constant = fills.iter().map(|&(output, constant)| (Writer::constant(constant), output));
        for (from, output) in repeated.chain(constant).collect::<Vec<_>>() {
            let to = self.place(Place::Output(output));
            self.emit(Encoded::with2(Code::VEX_Vmovsd_xmm_m64, Name::XMM0, from)?)?;
            self.emit(Encoded::with2(Code::VEX_Vmovsd_m64_xmm, to, Name::XMM0)?)?;
        }
        self.emit(Encoded::with2(Code::Add_rm64_imm32, Name::RSP, frame as i32)?)?;
        for register in [OUTPUTS, INPUTS] {
            self.emit(Encoded::with1(Code::Pop_r64, register)?)?;
        }
        self.emit(Encoded::with(Code::Retnq))?;
        Ok(self.encoder.take_buffer())
    }

    fn emit(&mut self, instruction: Encoded) -> Result<()> {
        self.address += self.encoder.encode(&instruction, self.address)? as u64;
        Ok(())
    }

    fn call(
        &mut self,
        function: Elementary,
        [first, second]: [Place; 2],
        target: Place,
    ) -> Result<()> {
        let address = function.address().map_or(0, |code| code as u64);
        let first = self.place(first);
        self.emit(Encoded::with2(Code::VEX_Vmovsd_xmm_m64, Name::XMM0, first)?)?;
        if matches!(function, Elementary::Binary(_) | Elementary::Pairs(_)) {
            let second = self.place(second);
            self.emit(Encoded::with2(Code::VEX_Vmovsd_xmm_m64, Name::XMM1, second)?)?;
        }
        self.emit(Encoded::with2(Code::Mov_r64_imm64, Name::RAX, address)?)?;
        self.emit(Encoded::with1(Code::Call_rm64, Name::RAX)?)?;
        let target = self.place(target);
        self.emit(Encoded::with2(Code::VEX_Vmovsd_m64_xmm, target, Name::XMM0)?)
    }

    fn constant(index: u32) -> MemoryOperand {
        MemoryOperand::with_base_displ(Name::RIP, i64::from(index) * CONSTANT_BYTES as i64)
    }

    fn place(&self, place: Place) -> MemoryOperand {
        match place {
            Place::Input(index) => MemoryOperand::with_base_displ(INPUTS, i64::from(index) * 8),
            Place::Output(index) => MemoryOperand::with_base_displ(OUTPUTS, i64::from(index) * 8),
            Place::Column(column) => match self.filled.get(&column) {
                Some(&constant) => Writer::constant(constant),
                None => MemoryOperand::with_base_displ(Name::RSP, i64::from(column) * 8),
            },
        }
    }

    fn spill(&self, slot: u32) -> MemoryOperand {
        MemoryOperand::with_base_displ(Name::RSP, i64::from(self.columns + slot) * 8)
    }

    fn memory(&self, source: Source) -> Option<MemoryOperand> {
        match source {
            Source::Register(_) => None,
            Source::Place(place) => Some(self.place(place)),
            Source::Constant(index) => Some(Writer::constant(index)),
            Source::Spill(slot) => Some(self.spill(slot)),
        }
    }

    /// Three operands, in the shorter encoding where all registers have numbers below 16.
    fn three(
        &mut self,
        [vex, evex]: [Code; 2],
        target: Register,
        left: Register,
        source: Source,
    ) -> Result<()> {
        let memory = self.memory(source);
        let right = if let Source::Register(register) = source { register } else { 0 };
        let code = if target.max(left).max(right) < 16 { vex } else { evex };
        let (target, left) = (name(target), name(left));
        self.emit(match memory {
            Some(memory) => Encoded::with3(code, target, left, memory)?,
            None => Encoded::with3(code, target, left, name(right))?,
        })
    }

    fn store(&mut self, memory: MemoryOperand, register: Register) -> Result<()> {
        let code =
            if register < 16 { Code::VEX_Vmovsd_m64_xmm } else { Code::EVEX_Vmovsd_m64_k1_xmm };
        self.emit(Encoded::with2(code, memory, name(register))?)
    }

    fn load(&mut self, target: Register, source: Source) -> Result<()> {
        match (self.memory(source), source) {
            (Some(memory), _) => {
                let code = if target < 16 {
                    Code::VEX_Vmovsd_xmm_m64
                } else {
                    Code::EVEX_Vmovsd_xmm_k1z_m64
                };
                self.emit(Encoded::with2(code, name(target), memory)?)
            }
            (None, Source::Register(register)) => {
                let short = target.max(register) < 16;
                let code = if short {
                    Code::VEX_Vmovapd_xmm_xmmm128
                } else {
                    Code::EVEX_Vmovapd_xmm_k1z_xmmm128
                };
                self.emit(Encoded::with2(code, name(target), name(register))?)
            }
            _ => Ok(()),
        }
    }

    fn instruction(&mut self, instruction: &Instruction) -> Result<()> {
        match *instruction {
            Instruction::Move(target, source) => self.load(target, source),
            Instruction::Store(place, register) => {
                let memory = self.place(place);
                self.store(memory, register)
            }
            Instruction::Spill(slot, register) => {
                let memory = self.spill(slot);
                self.store(memory, register)
            }
            Instruction::Sqrt(target, source) => {
                // from a register: what stood in the target before would have to be waited for
                let register = match source {
                    Source::Register(register) => register,
                    memory => {
                        self.load(target, memory)?;
                        target
                    }
                };
                let codes =
                    [Code::VEX_Vsqrtsd_xmm_xmm_xmmm64, Code::EVEX_Vsqrtsd_xmm_k1z_xmm_xmmm64_er];
                self.three(codes, target, register, Source::Register(register))
            }
            Instruction::Round(rounding, target, source) => {
                let register = match source {
                    Source::Register(register) => register,
                    memory => {
                        self.load(target, memory)?;
                        target
                    }
                };
                let (vex, evex) = (
                    Code::VEX_Vroundsd_xmm_xmm_xmmm64_imm8,
                    Code::EVEX_Vrndscalesd_xmm_k1z_xmm_xmmm64_imm8_sae,
                );
                let code = if target.max(register) < 16 { vex } else { evex };
                let mode = super::encode::rounding_code(rounding);
                self.emit(Encoded::with4(code, name(target), name(register), name(register), mode)?)
            }
            Instruction::Arithmetic(kind, target, left, source) => {
                self.three(arithmetic(kind), target, left, source)
            }
            Instruction::Fused213(kind, target, left, source) => {
                self.three(fused(kind, true), target, left, source)
            }
            Instruction::Fused231(kind, target, left, source) => {
                self.three(fused(kind, false), target, left, source)
            }
            Instruction::Select(relation, target, [a, b], [x, y], nan) => {
                self.select(relation, target, [a, b], [x, y], nan)
            }
        }
    }

    /// Where the relation holds x, else y; where a or b is NaN, `nan`.
    fn select(
        &mut self,
        relation: Relation,
        target: Register,
        [a, b]: [Register; 2],
        [x, y]: [Register; 2],
        nan: Register,
    ) -> Result<()> {
        let [t, a, b, x, y, nan] = [target, a, b, x, y, nan].map(name);
        for (predicate, yes, no) in
            [(super::encode::predicate(relation), x, y), (super::encode::UNORDERED, nan, t)]
        {
            if self.wide {
                self.emit(Encoded::with4(
                    Code::EVEX_Vcmpsd_kr_k1_xmm_xmmm64_imm8_sae,
                    Name::K1,
                    a,
                    b,
                    predicate,
                )?)?;
                let mut blend =
                    Encoded::with3(Code::EVEX_Vblendmpd_xmm_k1z_xmm_xmmm128b64, t, no, yes)?;
                blend.set_op_mask(Name::K1);
                self.emit(blend)?;
            } else {
                // the mask takes the last register, which the allocation leaves free
                let mask = Name::XMM15;
                self.emit(Encoded::with4(
                    Code::VEX_Vcmpsd_xmm_xmm_xmmm64_imm8,
                    mask,
                    a,
                    b,
                    predicate,
                )?)?;
                self.emit(Encoded::with4(
                    Code::VEX_Vblendvpd_xmm_xmm_xmmm128_xmm,
                    t,
                    no,
                    yes,
                    mask,
                )?)?;
            }
        }
        Ok(())
    }
}

fn name(register: Register) -> Name {
    Name::XMM0 + u32::from(register)
}

/// The short and the long encoding.
fn arithmetic(kind: Arithmetic) -> [Code; 2] {
    match kind {
        Arithmetic::Add => {
            [Code::VEX_Vaddsd_xmm_xmm_xmmm64, Code::EVEX_Vaddsd_xmm_k1z_xmm_xmmm64_er]
        }
        Arithmetic::Subtract => {
            [Code::VEX_Vsubsd_xmm_xmm_xmmm64, Code::EVEX_Vsubsd_xmm_k1z_xmm_xmmm64_er]
        }
        Arithmetic::Multiply => {
            [Code::VEX_Vmulsd_xmm_xmm_xmmm64, Code::EVEX_Vmulsd_xmm_k1z_xmm_xmmm64_er]
        }
        Arithmetic::Divide => {
            [Code::VEX_Vdivsd_xmm_xmm_xmmm64, Code::EVEX_Vdivsd_xmm_k1z_xmm_xmmm64_er]
        }
        Arithmetic::And => {
            [Code::VEX_Vandpd_xmm_xmm_xmmm128, Code::EVEX_Vandpd_xmm_k1z_xmm_xmmm128b64]
        }
        Arithmetic::Xor => {
            [Code::VEX_Vxorpd_xmm_xmm_xmmm128, Code::EVEX_Vxorpd_xmm_k1z_xmm_xmmm128b64]
        }
    }
}

fn fused(kind: Fused, overwrites_factor: bool) -> [Code; 2] {
    match (kind, overwrites_factor) {
        (Fused::Add, true) => {
            [Code::VEX_Vfmadd213sd_xmm_xmm_xmmm64, Code::EVEX_Vfmadd213sd_xmm_k1z_xmm_xmmm64_er]
        }
        (Fused::Subtract, true) => {
            [Code::VEX_Vfmsub213sd_xmm_xmm_xmmm64, Code::EVEX_Vfmsub213sd_xmm_k1z_xmm_xmmm64_er]
        }
        (Fused::NegateAdd, true) => {
            [Code::VEX_Vfnmadd213sd_xmm_xmm_xmmm64, Code::EVEX_Vfnmadd213sd_xmm_k1z_xmm_xmmm64_er]
        }
        (Fused::Add, false) => {
            [Code::VEX_Vfmadd231sd_xmm_xmm_xmmm64, Code::EVEX_Vfmadd231sd_xmm_k1z_xmm_xmmm64_er]
        }
        (Fused::Subtract, false) => {
            [Code::VEX_Vfmsub231sd_xmm_xmm_xmmm64, Code::EVEX_Vfmsub231sd_xmm_k1z_xmm_xmmm64_er]
        }
        (Fused::NegateAdd, false) => {
            [Code::VEX_Vfnmadd231sd_xmm_xmm_xmmm64, Code::EVEX_Vfnmadd231sd_xmm_k1z_xmm_xmmm64_er]
        }
    }
}
