//! Registers for straight-line code: values that are needed last leave first (Belady, IBM Systems
//! Journal 5, 1966); loads and constants are read from memory where they are used once.

use super::plan::{Local, Machine, Place, Stage};
use crate::program::Relation;
use rustc_hash::FxHashMap;
use viete_functions::Rounding;

/// A vector register.
pub type Register = u8;

/// What an instruction reads besides registers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Source {
    Register(Register),
    Place(Place),
    Constant(u32),
    Spill(u32),
}

/// Vector instructions before encoding; the first register is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Instruction {
    Move(Register, Source),
    Store(Place, Register),
    Spill(u32, Register),
    Arithmetic(Arithmetic, Register, Register, Source),
    Sqrt(Register, Source),
    Round(Rounding, Register, Source),
    /// `r = r a + s`, and with other signs.
    Fused213(Fused, Register, Register, Source),
    /// `r = a s + r`, and with other signs.
    Fused231(Fused, Register, Register, Source),
    /// `r = if a relation b then x else y`, NaN (the last register) when a or b is.
    Select(Relation, Register, [Register; 2], [Register; 2], Register),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Xor,
    And,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fused {
    Add,
    Subtract,
    NegateAdd,
}

/// The code of a stage.
#[derive(Clone, Debug, Default)]
pub struct Allocated {
    pub instructions: Vec<Instruction>,
    /// Constants that stay in registers over all rounds of the loop.
    pub pinned: Vec<(Register, u32)>,
    pub spills: u32,
    /// Moves, spills and operands from memory.
    traffic: usize,
}

/// The allocation with the least memory traffic among several numbers of pinned constants.
pub fn allocate(stage: &Stage, registers: u8) -> Option<Allocated> {
    let mut counts: FxHashMap<u32, usize> = FxHashMap::default();
    for operation in &stage.operations {
        let (operands, count) = operation.operands();
        for &operand in operands.iter().take(count) {
            if let Some(&Machine::Constant(c)) = stage.operations.get(operand as usize) {
                *counts.entry(c).or_insert(0) += 1;
            }
        }
    }
    let mut counts: Vec<(u32, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|&(constant, n)| (std::cmp::Reverse(n), constant));
    let most = counts.len().min(usize::from(registers) - 6);
    let mut best: Option<Allocated> = None;
    for pinned in [most, most / 2, 0] {
        let pinned: Vec<u32> = counts.iter().take(pinned).map(|&(c, _)| c).collect();
        let allocated = Allocator::new(stage, registers, &pinned).run()?;
        if best.as_ref().is_none_or(|best| allocated.traffic < best.traffic) {
            best = Some(allocated);
        }
    }
    best
}

/// The allocation without pinned constants, for code that runs once.
pub fn allocate_once(stage: &Stage, registers: u8) -> Option<Allocated> {
    Allocator::new(stage, registers, &[]).run()
}

struct Allocator<'s> {
    stage: &'s Stage,
    /// Uses of each value still to come, last first.
    uses: Vec<Vec<u32>>,
    register_of: Vec<Option<Register>>,
    spill_of: Vec<Option<u32>>,
    /// The value in each register.
    held: Vec<Option<Local>>,
    /// Registers outside the allocation: pinned constants.
    reserved: Vec<bool>,
    locked: Vec<Register>,
    /// Spill slots whose values are used up, and those that the present instruction may still read.
    open_slots: Vec<u32>,
    closing_slots: Vec<u32>,
    result: Allocated,
}

impl<'s> Allocator<'s> {
    fn new(stage: &'s Stage, registers: u8, pinned: &[u32]) -> Self {
        let count = stage.operations.len();
        let mut allocator = Allocator {
            stage,
            uses: vec![Vec::new(); count],
            register_of: vec![None; count],
            spill_of: vec![None; count],
            held: vec![None; registers.into()],
            reserved: vec![false; registers.into()],
            locked: Vec::new(),
            open_slots: Vec::new(),
            closing_slots: Vec::new(),
            result: Allocated::default(),
        };
        for (index, operation) in stage.operations.iter().enumerate().rev() {
            let (operands, count) = operation.operands();
            for &operand in operands.iter().take(count) {
                if let Some(uses) = allocator.uses.get_mut(operand as usize) {
                    uses.push(index as u32);
                }
            }
        }
        for (offset, &constant) in pinned.iter().enumerate() {
            let register = registers - 1 - offset as u8;
            allocator.result.pinned.push((register, constant));
            allocator.reserved.iter_mut().skip(register.into()).take(1).for_each(|r| *r = true);
            let value = stage.operations.iter().position(|o| *o == Machine::Constant(constant));
            if let Some(slot) = value.and_then(|value| allocator.register_of.get_mut(value)) {
                *slot = Some(register);
            }
        }
        allocator
    }

    fn run(mut self) -> Option<Allocated> {
        let stage = self.stage;
        let mut stores: Vec<Vec<Place>> = vec![Vec::new(); stage.operations.len()];
        for &(value, place) in &stage.stores {
            stores.get_mut(value as usize)?.push(place);
        }
        for (index, (operation, places)) in stage.operations.iter().zip(stores).enumerate() {
            let value = index as Local;
            self.open_slots.append(&mut self.closing_slots);
            if !matches!(operation, Machine::Load(_) | Machine::Constant(_)) {
                self.operation(value, operation)?;
            }
            for place in places {
                let register = self.in_register(value)?;
                self.result.instructions.push(Instruction::Store(place, register));
                self.locked.clear();
            }
            if self.uses.get(index)?.is_empty() {
                self.release(value);
            }
        }
        Some(self.result)
    }

    fn home(&self, value: Local) -> Option<Source> {
        if let Some(&Some(slot)) = self.spill_of.get(value as usize) {
            return Some(Source::Spill(slot));
        }
        match *self.stage.operations.get(value as usize)? {
            Machine::Load(place) => Some(Source::Place(place)),
            Machine::Constant(constant) => Some(Source::Constant(constant)),
            _ => None,
        }
    }

    fn release(&mut self, value: Local) {
        let Some(slot) = self.register_of.get_mut(value as usize) else { return };
        if let Some(register) = *slot
            && self.reserved.get(usize::from(register)) == Some(&false)
        {
            *slot = None;
            self.held.iter_mut().skip(register.into()).take(1).for_each(|held| *held = None);
        }
    }

    /// A free register, by eviction if need be.
    fn free(&mut self) -> Option<Register> {
        let open = |(index, held): (usize, &Option<Local>)| {
            (held.is_none()
                && self.reserved.get(index) == Some(&false)
                && !self.locked.contains(&(index as u8)))
            .then_some(index)
        };
        if let Some(index) = self.held.iter().enumerate().find_map(open) {
            return Some(index as Register);
        }
        let next_use = |value: Local| {
            self.uses.get(value as usize).and_then(|uses| uses.last().copied()).unwrap_or(u32::MAX)
        };
        let candidates = self
            .held
            .iter()
            .enumerate()
            .filter_map(|(index, held)| Some((index as Register, (*held)?)));
        let (register, value) = candidates
            .filter(|(r, _)| !self.locked.contains(r))
            .max_by_key(|&(_, v)| next_use(v))?;
        if self.home(value).is_none() && next_use(value) != u32::MAX {
            let slot = self.open_slots.pop().unwrap_or_else(|| {
                self.result.spills += 1;
                self.result.spills - 1
            });
            self.result.traffic += 1;
            self.result.instructions.push(Instruction::Spill(slot, register));
            *self.spill_of.get_mut(value as usize)? = Some(slot);
        }
        self.release(value);
        Some(register)
    }

    fn hold(&mut self, value: Local, register: Register) -> Option<()> {
        *self.register_of.get_mut(value as usize)? = Some(register);
        *self.held.get_mut(usize::from(register))? = Some(value);
        Some(())
    }

    /// The value's register, loaded if need be, and locked for the instruction.
    fn in_register(&mut self, value: Local) -> Option<Register> {
        let register = match *self.register_of.get(value as usize)? {
            Some(register) => register,
            None => {
                let home = self.home(value)?;
                let register = self.free()?;
                self.result.instructions.push(Instruction::Move(register, home));
                self.result.traffic += 1;
                self.hold(value, register)?;
                register
            }
        };
        self.locked.push(register);
        Some(register)
    }

    /// The value as a last operand: from memory when this is its last use.
    fn as_source(&mut self, value: Local) -> Option<Source> {
        let last = self.uses.get(value as usize)?.len() <= 1;
        match (*self.register_of.get(value as usize)?, self.home(value)) {
            (None, Some(home)) if last => {
                self.result.traffic += 1;
                Some(home)
            }
            _ => self.in_register(value).map(Source::Register),
        }
    }

    /// Takes the uses of an operation off its operands; those used up give their registers back.
    fn consume(&mut self, operation: &Machine) {
        let (operands, count) = operation.operands();
        for &operand in operands.iter().take(count) {
            let Some(uses) = self.uses.get_mut(operand as usize) else { continue };
            uses.pop();
            if uses.is_empty() {
                self.release(operand);
                self.closing_slots
                    .extend(self.spill_of.get_mut(operand as usize).and_then(Option::take));
            }
        }
        self.locked.clear();
    }

    fn result_register(&mut self, value: Local) -> Option<Register> {
        let register = self.free()?;
        self.hold(value, register)?;
        Some(register)
    }

    fn operation(&mut self, value: Local, operation: &Machine) -> Option<()> {
        match *operation {
            Machine::Load(_) | Machine::Constant(_) => {}
            Machine::Add(a, b) => self.commutative(value, operation, Arithmetic::Add, a, b)?,
            Machine::Multiply(a, b) => {
                self.commutative(value, operation, Arithmetic::Multiply, a, b)?
            }
            Machine::Subtract(a, b) => {
                self.arithmetic(value, operation, Arithmetic::Subtract, a, b)?
            }
            Machine::Divide(a, b) => self.arithmetic(value, operation, Arithmetic::Divide, a, b)?,
            Machine::Negate(a) => {
                let register = self.in_register(a)?;
                self.consume(operation);
                let target = self.result_register(value)?;
                let sign = Source::Constant(super::plan::SIGN);
                self.result.instructions.push(Instruction::Arithmetic(
                    Arithmetic::Xor,
                    target,
                    register,
                    sign,
                ));
            }
            Machine::Abs(a) => {
                let register = self.in_register(a)?;
                self.consume(operation);
                let target = self.result_register(value)?;
                let size = Source::Constant(super::plan::SIZE);
                self.result.instructions.push(Instruction::Arithmetic(
                    Arithmetic::And,
                    target,
                    register,
                    size,
                ));
            }
            Machine::Sqrt(a) => {
                let source = self.as_source(a)?;
                self.consume(operation);
                let target = self.result_register(value)?;
                self.result.instructions.push(Instruction::Sqrt(target, source));
            }
            Machine::Round(rounding, a) => {
                let source = self.as_source(a)?;
                self.consume(operation);
                let target = self.result_register(value)?;
                self.result.instructions.push(Instruction::Round(rounding, target, source));
            }
            Machine::MultiplyAdd(a, b, c) => self.fused(value, operation, Fused::Add, [a, b, c])?,
            Machine::MultiplySubtract(a, b, c) => {
                self.fused(value, operation, Fused::Subtract, [a, b, c])?
            }
            Machine::NegativeMultiplyAdd(a, b, c) => {
                self.fused(value, operation, Fused::NegateAdd, [a, b, c])?
            }
            Machine::Select(relation, [a, b], [x, y]) => {
                let [a, b, x, y] = [
                    self.in_register(a)?,
                    self.in_register(b)?,
                    self.in_register(x)?,
                    self.in_register(y)?,
                ];
                let nan = self.free()?;
                self.locked.push(nan);
                let target = self.free()?;
                self.result
                    .instructions
                    .push(Instruction::Move(nan, Source::Constant(super::plan::NAN)));
                self.result.instructions.push(Instruction::Select(
                    relation,
                    target,
                    [a, b],
                    [x, y],
                    nan,
                ));
                self.consume(operation);
                self.hold(value, target)?;
            }
        }
        Some(())
    }

    fn in_memory(&self, value: Local) -> bool {
        self.register_of.get(value as usize) == Some(&None)
    }

    fn commutative(
        &mut self,
        value: Local,
        operation: &Machine,
        kind: Arithmetic,
        a: Local,
        b: Local,
    ) -> Option<()> {
        let (a, b) = if self.in_memory(a) && !self.in_memory(b) { (b, a) } else { (a, b) };
        self.arithmetic(value, operation, kind, a, b)
    }

    fn arithmetic(
        &mut self,
        value: Local,
        operation: &Machine,
        kind: Arithmetic,
        a: Local,
        b: Local,
    ) -> Option<()> {
        let left = self.in_register(a)?;
        let right = if a == b { Source::Register(left) } else { self.as_source(b)? };
        self.consume(operation);
        let target = self.result_register(value)?;
        self.result.instructions.push(Instruction::Arithmetic(kind, target, left, right));
        Some(())
    }

    /// The form that overwrites an operand used for the last time, else a copy.
    fn fused(
        &mut self,
        value: Local,
        operation: &Machine,
        kind: Fused,
        [a, b, c]: [Local; 3],
    ) -> Option<()> {
        let dies = |allocator: &Self, v: Local| {
            let last = allocator.uses.get(v as usize).is_some_and(|uses| uses.len() == 1);
            let pinned = allocator
                .register_of
                .get(v as usize)
                .copied()
                .flatten()
                .is_some_and(|r| allocator.reserved.get(usize::from(r)) == Some(&true));
            last && !pinned && !allocator.in_memory(v)
        };
        // a factor in memory is the better last operand of 231, an addend in memory that of 213
        let (a, b) = if self.in_memory(a) { (b, a) } else { (a, b) };
        if a != b && !dies(self, c) && (dies(self, a) || dies(self, b)) && a != c && b != c {
            let (over, other) = if dies(self, a) { (a, b) } else { (b, a) };
            let (register, factor) = (self.in_register(over)?, self.in_register(other)?);
            let source = self.as_source(c)?;
            self.consume(operation);
            self.hold(value, register)?;
            self.result.instructions.push(Instruction::Fused213(kind, register, factor, source));
            return Some(());
        }
        if dies(self, c) && a != c && b != c {
            let register = self.in_register(c)?;
            let left = self.in_register(a)?;
            let right = if a == b { Source::Register(left) } else { self.as_source(b)? };
            self.consume(operation);
            self.hold(value, register)?;
            self.result.instructions.push(Instruction::Fused231(kind, register, left, right));
            return Some(());
        }
        let addend = self.in_register(c)?;
        let left = self.in_register(a)?;
        let right = if a == b { left } else { self.in_register(b)? };
        let target = self.free()?;
        self.consume(operation);
        self.hold(value, target)?;
        self.result.instructions.push(Instruction::Move(target, Source::Register(addend)));
        self.result.instructions.push(Instruction::Fused231(
            kind,
            target,
            left,
            Source::Register(right),
        ));
        Some(())
    }
}
