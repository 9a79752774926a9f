//! Machine code of a stage: a loop over vectors, `fn(pointers, memory, bytes, constants, spills)`
//! by the System V convention, where `pointers` are those of the inputs and then of the outputs.

use super::allocate::{Allocated, Arithmetic, Fused, Instruction, Register, Source};
use super::plan::Place;
use crate::program::Relation;
use iced_x86::code_asm::{CodeAssembler, CodeLabel};
use iced_x86::{Code, Instruction as Encoded, MemoryOperand, Register as Name};
use rustc_hash::FxHashMap;
use viete_elementary::Level;
use viete_functions::Rounding;

/// Bytes of a column of working memory.
pub const COLUMN_BYTES: i64 = super::run::BLOCK as i64 * 8;

/// Registers for pointers that are loaded once; the rest are loaded where they are used.
const POINTERS: [Name; 8] =
    [Name::R9, Name::R10, Name::R11, Name::RBX, Name::RBP, Name::R12, Name::R13, Name::R14];
const SAVED: [Name; 6] = [Name::RBX, Name::RBP, Name::R12, Name::R13, Name::R14, Name::R15];

pub struct Encoder {
    level: Level,
    inputs: u32,
    /// Pointers in use, by number.
    pointers: Vec<u32>,
    assembler: CodeAssembler,
}

type Result<T> = std::result::Result<T, iced_x86::IcedError>;

/// The machine code, position-independent.
pub fn encode(code: &Allocated, inputs: u32, level: Level) -> Result<Vec<u8>> {
    let mut encoder =
        Encoder { level, inputs, pointers: Vec::new(), assembler: CodeAssembler::new(64)? };
    encoder.function(code)?;
    encoder.assembler.assemble(0)
}

impl Encoder {
    fn wide(&self) -> bool {
        self.level == Level::Avx512
    }

    /// Bytes of a vector.
    fn bytes(&self) -> i64 {
        if self.wide() { 64 } else { 32 }
    }

    fn vector(&self, register: Register) -> Name {
        let first = if self.wide() { Name::ZMM0 } else { Name::YMM0 };
        first + u32::from(register)
    }

    fn emit(&mut self, instruction: Encoded) -> Result<()> {
        self.assembler.add_instruction(instruction)
    }

    fn function(&mut self, code: &Allocated) -> Result<()> {
        self.pointers = used_pointers(code, self.inputs);
        for register in SAVED {
            self.emit(Encoded::with1(Code::Push_r64, register)?)?;
        }
        for (&register, pointer) in POINTERS.iter().zip(self.pointers.clone()) {
            self.load_pointer(register, pointer)?;
        }
        for &(register, constant) in &code.pinned {
            self.instruction(&Instruction::Move(register, Source::Constant(constant)))?;
        }
        self.emit(Encoded::with2(Code::Xor_r32_rm32, Name::EAX, Name::EAX)?)?;
        let mut head: CodeLabel = self.assembler.create_label();
        self.assembler.set_label(&mut head)?;
        for instruction in &code.instructions {
            self.instruction(instruction)?;
        }
        self.emit(Encoded::with2(Code::Add_rm64_imm8, Name::RAX, self.bytes() as i32)?)?;
        self.emit(Encoded::with2(Code::Cmp_r64_rm64, Name::RAX, Name::RDX)?)?;
        self.assembler.jb(head)?;
        for register in SAVED.into_iter().rev() {
            self.emit(Encoded::with1(Code::Pop_r64, register)?)?;
        }
        self.emit(Encoded::with(Code::VEX_Vzeroupper))?;
        self.emit(Encoded::with(Code::Retnq))
    }

    fn load_pointer(&mut self, register: Name, pointer: u32) -> Result<()> {
        let memory = MemoryOperand::with_base_displ(Name::RDI, i64::from(pointer) * 8);
        self.emit(Encoded::with2(Code::Mov_r64_rm64, register, memory)?)
    }

    fn place(&mut self, place: Place) -> Result<MemoryOperand> {
        let pointer = match place {
            Place::Column(column) => {
                let displacement = i64::from(column) * COLUMN_BYTES;
                return Ok(MemoryOperand::with_base_index_scale_displ_size(
                    Name::RSI,
                    Name::RAX,
                    1,
                    displacement,
                    8,
                ));
            }
            Place::Input(index) => index,
            Place::Output(index) => self.inputs + index,
        };
        let known =
            self.pointers.iter().position(|&p| p == pointer).and_then(|at| POINTERS.get(at));
        let base = match known {
            Some(&register) => register,
            None => {
                self.load_pointer(Name::R15, pointer)?;
                Name::R15
            }
        };
        Ok(MemoryOperand::with_base_index(base, Name::RAX))
    }

    /// The memory of a source that is no register.
    fn memory(&mut self, source: Source) -> Result<Option<MemoryOperand>> {
        let slot =
            |base, index: u32| Some(MemoryOperand::with_base_displ(base, i64::from(index) * 64));
        match source {
            Source::Register(_) => Ok(None),
            Source::Place(place) => self.place(place).map(Some),
            Source::Constant(index) => Ok(slot(Name::RCX, index)),
            Source::Spill(index) => Ok(slot(Name::R8, index)),
        }
    }

    fn two(&mut self, code: Code, target: Register, source: Source) -> Result<()> {
        let target = self.vector(target);
        let memory = self.memory(source)?;
        let instruction = match (memory, source) {
            (Some(memory), _) => Encoded::with2(code, target, memory)?,
            (None, Source::Register(register)) => {
                Encoded::with2(code, target, self.vector(register))?
            }
            _ => return Ok(()),
        };
        self.emit(instruction)
    }

    fn three(
        &mut self,
        code: Code,
        target: Register,
        left: Register,
        source: Source,
    ) -> Result<()> {
        let (target, left) = (self.vector(target), self.vector(left));
        let memory = self.memory(source)?;
        let instruction = match (memory, source) {
            (Some(memory), _) => Encoded::with3(code, target, left, memory)?,
            (None, Source::Register(register)) => {
                Encoded::with3(code, target, left, self.vector(register))?
            }
            _ => return Ok(()),
        };
        self.emit(instruction)
    }

    fn store(&mut self, memory: MemoryOperand, register: Register) -> Result<()> {
        let code = if self.wide() {
            Code::EVEX_Vmovupd_zmmm512_k1z_zmm
        } else {
            Code::VEX_Vmovupd_ymmm256_ymm
        };
        self.emit(Encoded::with2(code, memory, self.vector(register))?)
    }

    fn instruction(&mut self, instruction: &Instruction) -> Result<()> {
        let wide = self.wide();
        let pick = |evex: Code, vex: Code| if wide { evex } else { vex };
        match *instruction {
            Instruction::Move(target, source) => self.two(
                pick(Code::EVEX_Vmovupd_zmm_k1z_zmmm512, Code::VEX_Vmovupd_ymm_ymmm256),
                target,
                source,
            ),
            Instruction::Sqrt(target, source) => self.two(
                pick(Code::EVEX_Vsqrtpd_zmm_k1z_zmmm512b64_er, Code::VEX_Vsqrtpd_ymm_ymmm256),
                target,
                source,
            ),
            Instruction::Round(rounding, target, source) => {
                let code = pick(
                    Code::EVEX_Vrndscalepd_zmm_k1z_zmmm512b64_imm8_sae,
                    Code::VEX_Vroundpd_ymm_ymmm256_imm8,
                );
                let target = self.vector(target);
                let memory = self.memory(source)?;
                let instruction = match (memory, source) {
                    (Some(memory), _) => {
                        Encoded::with3(code, target, memory, rounding_code(rounding))?
                    }
                    (None, Source::Register(register)) => Encoded::with3(
                        code,
                        target,
                        self.vector(register),
                        rounding_code(rounding),
                    )?,
                    _ => return Ok(()),
                };
                self.emit(instruction)
            }
            Instruction::Store(place, register) => {
                let memory = self.place(place)?;
                self.store(memory, register)
            }
            Instruction::Spill(slot, register) => {
                self.store(MemoryOperand::with_base_displ(Name::R8, i64::from(slot) * 64), register)
            }
            Instruction::Arithmetic(kind, target, left, source) => {
                let code = match kind {
                    Arithmetic::Add => pick(
                        Code::EVEX_Vaddpd_zmm_k1z_zmm_zmmm512b64_er,
                        Code::VEX_Vaddpd_ymm_ymm_ymmm256,
                    ),
                    Arithmetic::Subtract => pick(
                        Code::EVEX_Vsubpd_zmm_k1z_zmm_zmmm512b64_er,
                        Code::VEX_Vsubpd_ymm_ymm_ymmm256,
                    ),
                    Arithmetic::Multiply => pick(
                        Code::EVEX_Vmulpd_zmm_k1z_zmm_zmmm512b64_er,
                        Code::VEX_Vmulpd_ymm_ymm_ymmm256,
                    ),
                    Arithmetic::Divide => pick(
                        Code::EVEX_Vdivpd_zmm_k1z_zmm_zmmm512b64_er,
                        Code::VEX_Vdivpd_ymm_ymm_ymmm256,
                    ),
                    Arithmetic::Xor => pick(
                        Code::EVEX_Vxorpd_zmm_k1z_zmm_zmmm512b64,
                        Code::VEX_Vxorpd_ymm_ymm_ymmm256,
                    ),
                    Arithmetic::And => pick(
                        Code::EVEX_Vandpd_zmm_k1z_zmm_zmmm512b64,
                        Code::VEX_Vandpd_ymm_ymm_ymmm256,
                    ),
                };
                self.three(code, target, left, source)
            }
            Instruction::Fused213(kind, target, left, source) => {
                let code = match kind {
                    Fused::Add => pick(
                        Code::EVEX_Vfmadd213pd_zmm_k1z_zmm_zmmm512b64_er,
                        Code::VEX_Vfmadd213pd_ymm_ymm_ymmm256,
                    ),
                    Fused::Subtract => pick(
                        Code::EVEX_Vfmsub213pd_zmm_k1z_zmm_zmmm512b64_er,
                        Code::VEX_Vfmsub213pd_ymm_ymm_ymmm256,
                    ),
                    Fused::NegateAdd => pick(
                        Code::EVEX_Vfnmadd213pd_zmm_k1z_zmm_zmmm512b64_er,
                        Code::VEX_Vfnmadd213pd_ymm_ymm_ymmm256,
                    ),
                };
                self.three(code, target, left, source)
            }
            Instruction::Fused231(kind, target, left, source) => {
                let code = match kind {
                    Fused::Add => pick(
                        Code::EVEX_Vfmadd231pd_zmm_k1z_zmm_zmmm512b64_er,
                        Code::VEX_Vfmadd231pd_ymm_ymm_ymmm256,
                    ),
                    Fused::Subtract => pick(
                        Code::EVEX_Vfmsub231pd_zmm_k1z_zmm_zmmm512b64_er,
                        Code::VEX_Vfmsub231pd_ymm_ymm_ymmm256,
                    ),
                    Fused::NegateAdd => pick(
                        Code::EVEX_Vfnmadd231pd_zmm_k1z_zmm_zmmm512b64_er,
                        Code::VEX_Vfnmadd231pd_ymm_ymm_ymmm256,
                    ),
                };
                self.three(code, target, left, source)
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
        let [t, a, b, x, y, nan] = [target, a, b, x, y, nan].map(|register| self.vector(register));
        for (predicate, yes, no) in [(predicate(relation), x, y), (UNORDERED, nan, t)] {
            if self.wide() {
                let code = Code::EVEX_Vcmppd_kr_k1_zmm_zmmm512b64_imm8_sae;
                self.emit(Encoded::with4(code, Name::K1, a, b, predicate)?)?;
                let mut blend =
                    Encoded::with3(Code::EVEX_Vblendmpd_zmm_k1z_zmm_zmmm512b64, t, no, yes)?;
                blend.set_op_mask(Name::K1);
                self.emit(blend)?;
            } else {
                // the mask takes the last register, which the allocation leaves free
                let mask = Name::YMM15;
                self.emit(Encoded::with4(
                    Code::VEX_Vcmppd_ymm_ymm_ymmm256_imm8,
                    mask,
                    a,
                    b,
                    predicate,
                )?)?;
                self.emit(Encoded::with4(
                    Code::VEX_Vblendvpd_ymm_ymm_ymmm256_ymm,
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

/// Immediate of vroundpd: direction, and no exception for inexact results.
pub fn rounding_code(rounding: Rounding) -> u32 {
    match rounding {
        Rounding::Down => 0x09,
        Rounding::Up => 0x0A,
    }
}

/// Predicates of vcmppd: equal, less and less or equal, ordered and quiet.
pub fn predicate(relation: Relation) -> u32 {
    match relation {
        Relation::Equal => 0x00,
        Relation::Less => 0x11,
        Relation::LessEqual => 0x12,
    }
}

/// The predicate of vcmppd that holds where one side is NaN.
pub const UNORDERED: u32 = 0x03;

/// Pointers that the code uses, most used first.
fn used_pointers(code: &Allocated, inputs: u32) -> Vec<u32> {
    let mut counts: FxHashMap<u32, usize> = FxHashMap::default();
    for instruction in &code.instructions {
        let place = match *instruction {
            Instruction::Store(place, _) => place,
            Instruction::Move(_, Source::Place(place))
            | Instruction::Sqrt(_, Source::Place(place))
            | Instruction::Round(_, _, Source::Place(place))
            | Instruction::Arithmetic(_, _, _, Source::Place(place))
            | Instruction::Fused213(_, _, _, Source::Place(place))
            | Instruction::Fused231(_, _, _, Source::Place(place)) => place,
            _ => continue,
        };
        let pointer = match place {
            Place::Input(index) => index,
            Place::Output(index) => inputs + index,
            Place::Column(_) => continue,
        };
        *counts.entry(pointer).or_insert(0) += 1;
    }
    let mut counts: Vec<(u32, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|&(pointer, n)| (std::cmp::Reverse(n), pointer));
    counts.into_iter().take(POINTERS.len()).map(|(pointer, _)| pointer).collect()
}
