//! Cutting a program into stages: everything that needs no call, the calls whose arguments are then
//! known, and so on.

use crate::elementary::elementary;
use crate::inline::inline;
use crate::interpret::constant_f64;
use crate::program::{Constant, Operation, Program, Relation, Value};
use rustc_hash::FxHashMap;
use viete_elementary::{Binary, Elementary, Unary};
use viete_functions::{Inline, Rounding};

/// Where a block of values stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    Input(u32),
    Output(u32),
    /// A column of the working memory.
    Column(u32),
}

/// Index of an operation within its stage.
pub type Local = u32;

/// One vector operation; operands are earlier ones of the stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Machine {
    Load(Place),
    Constant(u32),
    Add(Local, Local),
    Subtract(Local, Local),
    Multiply(Local, Local),
    Divide(Local, Local),
    Negate(Local),
    Sqrt(Local),
    /// `a b + c`, `a b - c`, `c - a b`, rounded once.
    MultiplyAdd(Local, Local, Local),
    MultiplySubtract(Local, Local, Local),
    NegativeMultiplyAdd(Local, Local, Local),
    Abs(Local),
    Round(Rounding, Local),
    /// `if a relation b then x else y`, NaN when a or b is.
    Select(Relation, [Local; 2], [Local; 2]),
}

impl Machine {
    pub fn operands(&self) -> ([Local; 4], usize) {
        match *self {
            Machine::Load(_) | Machine::Constant(_) => ([0; 4], 0),
            Machine::Negate(a) | Machine::Sqrt(a) | Machine::Abs(a) | Machine::Round(_, a) => {
                ([a, 0, 0, 0], 1)
            }
            Machine::Add(a, b)
            | Machine::Subtract(a, b)
            | Machine::Multiply(a, b)
            | Machine::Divide(a, b) => ([a, b, 0, 0], 2),
            Machine::MultiplyAdd(a, b, c)
            | Machine::MultiplySubtract(a, b, c)
            | Machine::NegativeMultiplyAdd(a, b, c) => ([a, b, c, 0], 3),
            Machine::Select(_, [a, b], [x, y]) => ([a, b, x, y], 4),
        }
    }
}

/// A call of a block function.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    pub function: Elementary,
    pub arguments: [Place; 2],
    pub target: Place,
}

/// Straight-line code, what it stores, and the calls after it.
#[derive(Clone, Debug, Default)]
pub struct Stage {
    pub operations: Vec<Machine>,
    pub stores: Vec<(Local, Place)>,
    pub calls: Vec<Call>,
    made: FxHashMap<Machine, Local>,
}

#[derive(Clone, Debug, Default)]
pub struct Plan {
    pub stages: Vec<Stage>,
    pub constants: Vec<f64>,
    /// Columns of working memory, and those that hold one constant throughout, by index.
    pub columns: u32,
    pub filled: Vec<(u32, u32)>,
    /// Constants that each run is given: index, and number of what is given.
    pub given: Vec<(u32, u32)>,
    /// Outputs that repeat a place, and those that are constants.
    pub copies: Vec<(Place, u32)>,
    pub fills: Vec<(u32, u32)>,
}

/// Where the NaN of undetermined selections stands among the constants.
pub const NAN: u32 = 0;
/// The sign bit alone.
pub const SIGN: u32 = 1;
/// All bits but that one.
pub const SIZE: u32 = 2;

impl Stage {
    fn push(&mut self, operation: Machine) -> Local {
        let operations = &mut self.operations;
        *self.made.entry(operation).or_insert_with(|| {
            operations.push(operation);
            operations.len() as Local - 1
        })
    }
}

struct Planner<'p> {
    program: &'p Program,
    plan: Plan,
    /// First stage at whose start a value is known, and the stage that computes it.
    levels: Vec<u32>,
    /// Products that a sum may take in.
    contractible: Vec<bool>,
    places: FxHashMap<Value, Place>,
    locals: FxHashMap<(u32, Value), Local>,
    /// Index of each constant, by its bits.
    constants: FxHashMap<u64, u32>,
}

/// The stages of a program; `fuse` contracts a product and a sum into one rounding. `None` for
/// functions without a kernel.
pub fn plan(program: &Program, fuse: bool) -> Option<Plan> {
    let count = program.operations.len();
    let mut planner = Planner {
        program,
        plan: Plan {
            constants: vec![f64::NAN, -0.0, f64::from_bits(!(1 << 63))],
            ..Plan::default()
        },
        levels: vec![0; count],
        contractible: if fuse { program.contractible() } else { vec![false; count] },
        places: FxHashMap::default(),
        locals: FxHashMap::default(),
        constants: FxHashMap::default(),
    };
    planner.level_all();
    planner.place_all();
    planner.fill()?;
    Some(planner.plan)
}

fn is_call(program: &Program, operation: &Operation) -> bool {
    let calls = matches!(
        operation,
        Operation::Exp(_) | Operation::Power(..) | Operation::Call1(..) | Operation::Call2(..)
    );
    calls && inline(program, operation).is_none()
}

fn is_leaf(operation: &Operation) -> bool {
    matches!(operation, Operation::Input(_) | Operation::Constant(_))
}

impl Planner<'_> {
    fn operation(&self, value: Value) -> Option<&Operation> {
        self.program.operations.get(value.index())
    }

    fn level(&self, value: Value) -> u32 {
        self.levels.get(value.index()).copied().unwrap_or(0)
    }

    fn level_all(&mut self) {
        for (index, operation) in self.program.operations.iter().enumerate() {
            let ready = operation.operands().into_iter().map(|v| self.level(v)).max().unwrap_or(0);
            let level = ready + u32::from(is_call(self.program, operation));
            self.levels.iter_mut().skip(index).take(1).for_each(|slot| *slot = level);
        }
        let last = self.levels.iter().copied().max().unwrap_or(0);
        self.plan.stages = vec![Stage::default(); last as usize + 1];
    }

    fn column(&mut self) -> u32 {
        self.plan.columns += 1;
        self.plan.columns - 1
    }

    /// Gives memory to inputs, outputs, results of calls, and to what a later stage or a call
    /// reads.
    fn place_all(&mut self) {
        let program = self.program;
        for (index, output) in program.outputs.iter().enumerate() {
            let index = index as u32;
            let leaf = self.operation(*output).is_none_or(is_leaf);
            match self.places.get(output) {
                Some(&place) => self.plan.copies.push((place, index)),
                None if leaf => {}
                None => {
                    self.places.insert(*output, Place::Output(index));
                }
            }
        }
        for (index, operation) in program.operations.iter().enumerate() {
            let value = Value(index as u32);
            match *operation {
                Operation::Input(i) => {
                    self.places.insert(value, Place::Input(i));
                }
                _ if is_call(self.program, operation) && !self.places.contains_key(&value) => {
                    let column = self.column();
                    self.places.insert(value, Place::Column(column));
                }
                _ => {}
            }
            for operand in operation.operands() {
                let crosses =
                    is_call(self.program, operation) || self.level(operand) < self.level(value);
                if !crosses || self.places.contains_key(&operand) {
                    continue;
                }
                match self.operation(operand) {
                    Some(&Operation::Input(i)) => {
                        self.places.insert(operand, Place::Input(i));
                    }
                    Some(&Operation::Constant(i)) if is_call(self.program, operation) => {
                        let (constant, column) = (self.slot(i), self.column());
                        self.plan.filled.push((column, constant));
                        self.places.insert(operand, Place::Column(column));
                    }
                    Some(Operation::Constant(_)) => {}
                    _ => {
                        let column = self.column();
                        self.places.insert(operand, Place::Column(column));
                    }
                }
            }
        }
    }

    fn fill(&mut self) -> Option<()> {
        let program = self.program;
        for (index, operation) in program.operations.iter().enumerate() {
            let value = Value(index as u32);
            if is_leaf(operation) {
                continue;
            }
            if is_call(self.program, operation) {
                let call = self.call(operation, value)?;
                let stage = self.level(value) as usize - 1;
                self.plan.stages.get_mut(stage)?.calls.push(call);
                continue;
            }
            if self.is_fused_away(value) {
                continue;
            }
            let stage = self.level(value);
            let local = self.local(stage, value)?;
            if let Some(&place) = self.places.get(&value) {
                self.plan.stages.get_mut(stage as usize)?.stores.push((local, place));
            }
        }
        for (&output, index) in program.outputs.iter().zip(0u32..) {
            // a loop of its own for each: fewer columns are written at a time
            match self.operation(output) {
                Some(&Operation::Input(i)) => self.plan.copies.push((Place::Input(i), index)),
                Some(&Operation::Constant(i)) => {
                    let constant = self.slot(i);
                    self.plan.fills.push((index, constant));
                }
                _ => {}
            }
        }
        Some(())
    }

    /// A product whose only use is a sum of its stage, which takes it in.
    fn is_fused_away(&self, value: Value) -> bool {
        self.contractible.get(value.index()) == Some(&true) && !self.places.contains_key(&value)
    }

    /// The factors of a product that the sum `user` takes in.
    fn fused(&self, value: Value, stage: u32) -> Option<(Value, Value)> {
        match self.operation(value) {
            Some(&Operation::Multiply(a, b))
                if self.is_fused_away(value) && self.level(value) == stage =>
            {
                Some((a, b))
            }
            _ => None,
        }
    }

    /// Where a constant of the program stands among those of the plan.
    fn slot(&mut self, constant: u32) -> u32 {
        let constant = self.program.constants.get(constant as usize);
        if let Some(&Constant::Given(number)) = constant {
            let known = self.plan.given.iter().find(|given| given.1 == number);
            if let Some(&(slot, _)) = known {
                return slot;
            }
            self.plan.constants.push(f64::NAN);
            let slot = self.plan.constants.len() as u32 - 1;
            self.plan.given.push((slot, number));
            return slot;
        }
        self.number(constant.map_or(f64::NAN, constant_f64))
    }

    fn number(&mut self, value: f64) -> u32 {
        let constants = &mut self.plan.constants;
        *self.constants.entry(value.to_bits()).or_insert_with(|| {
            constants.push(value);
            constants.len() as u32 - 1
        })
    }

    /// The value as an operation of the stage: loaded, or computed there.
    fn local(&mut self, stage: u32, value: Value) -> Option<Local> {
        if let Some(&local) = self.locals.get(&(stage, value)) {
            return Some(local);
        }
        let operation = *self.operation(value)?;
        let local = match operation {
            Operation::Input(i) => {
                self.plan.stages.get_mut(stage as usize)?.push(Machine::Load(Place::Input(i)))
            }
            Operation::Constant(i) => {
                let slot = self.slot(i);
                self.plan.stages.get_mut(stage as usize)?.push(Machine::Constant(slot))
            }
            _ if is_call(self.program, &operation) || self.level(value) < stage => {
                let place = *self.places.get(&value)?;
                self.plan.stages.get_mut(stage as usize)?.push(Machine::Load(place))
            }
            _ => self.compute(stage, operation)?,
        };
        self.locals.insert((stage, value), local);
        Some(local)
    }

    fn compute(&mut self, stage: u32, operation: Operation) -> Option<Local> {
        let machine = match operation {
            Operation::Add(a, b) => match (self.fused(a, stage), self.fused(b, stage)) {
                (_, Some((x, y))) => Machine::MultiplyAdd(
                    self.local(stage, x)?,
                    self.local(stage, y)?,
                    self.local(stage, a)?,
                ),
                (Some((x, y)), _) => Machine::MultiplyAdd(
                    self.local(stage, x)?,
                    self.local(stage, y)?,
                    self.local(stage, b)?,
                ),
                _ => Machine::Add(self.local(stage, a)?, self.local(stage, b)?),
            },
            Operation::Subtract(a, b) => match (self.fused(a, stage), self.fused(b, stage)) {
                (_, Some((x, y))) => Machine::NegativeMultiplyAdd(
                    self.local(stage, x)?,
                    self.local(stage, y)?,
                    self.local(stage, a)?,
                ),
                (Some((x, y)), _) => Machine::MultiplySubtract(
                    self.local(stage, x)?,
                    self.local(stage, y)?,
                    self.local(stage, b)?,
                ),
                _ => Machine::Subtract(self.local(stage, a)?, self.local(stage, b)?),
            },
            Operation::Multiply(a, b) => {
                Machine::Multiply(self.local(stage, a)?, self.local(stage, b)?)
            }
            Operation::Divide(a, b) => {
                Machine::Divide(self.local(stage, a)?, self.local(stage, b)?)
            }
            Operation::Negate(a) => Machine::Negate(self.local(stage, a)?),
            Operation::Sqrt(a) => Machine::Sqrt(self.local(stage, a)?),
            Operation::PowerInteger(a, n) => return self.power(stage, a, n),
            Operation::Call1(_, a) => match inline(self.program, &operation)? {
                Inline::Same => return self.local(stage, a),
                Inline::Abs => Machine::Abs(self.local(stage, a)?),
                Inline::Sign => return self.sign(stage, a),
                Inline::Round(rounding) => Machine::Round(rounding, self.local(stage, a)?),
                Inline::Max | Inline::Min => return None,
            },
            Operation::Call2(_, a, b) => {
                let (a, b) = (self.local(stage, a)?, self.local(stage, b)?);
                match inline(self.program, &operation)? {
                    Inline::Max => Machine::Select(Relation::Less, [a, b], [b, a]),
                    Inline::Min => Machine::Select(Relation::Less, [b, a], [b, a]),
                    _ => return None,
                }
            }
            Operation::Select(relation, [a, b], [x, y]) => Machine::Select(
                relation,
                [self.local(stage, a)?, self.local(stage, b)?],
                [self.local(stage, x)?, self.local(stage, y)?],
            ),
            _ => return None,
        };
        Some(self.plan.stages.get_mut(stage as usize)?.push(machine))
    }

    /// 1, -1 or 0, NaN for NaN.
    fn sign(&mut self, stage: u32, a: Value) -> Option<Local> {
        let a = self.local(stage, a)?;
        let numbers = [0.0, 1.0, -1.0].map(|number| self.number(number));
        let code = self.plan.stages.get_mut(stage as usize)?;
        let [zero, one, minus] = numbers.map(|slot| code.push(Machine::Constant(slot)));
        let below = code.push(Machine::Select(Relation::Less, [a, zero], [minus, zero]));
        Some(code.push(Machine::Select(Relation::Less, [zero, a], [one, below])))
    }

    /// The multiplications of `viete_functions::power_f64`, in its order; squares are shared.
    fn power(&mut self, stage: u32, base: Value, n: i32) -> Option<Local> {
        let mut square = self.local(stage, base)?;
        let one = self.number(1.0);
        let code = self.plan.stages.get_mut(stage as usize)?;
        let one = code.push(Machine::Constant(one));
        let (mut result, mut k) = (None, n.unsigned_abs());
        while k > 0 {
            if k & 1 == 1 {
                result = Some(match result {
                    Some(product) => code.push(Machine::Multiply(product, square)),
                    None => square,
                });
            }
            k >>= 1;
            if k > 0 {
                square = code.push(Machine::Multiply(square, square));
            }
        }
        let result = result.unwrap_or(one);
        Some(if n < 0 { code.push(Machine::Divide(one, result)) } else { result })
    }

    fn call(&mut self, operation: &Operation, value: Value) -> Option<Call> {
        let program = self.program;
        let (function, a, b) = match *operation {
            Operation::Exp(a) => (Elementary::Lanes(Unary::Exp), a, a),
            Operation::Power(a, b) => (Elementary::Pairs(Binary::Power), a, b),
            Operation::Call1(f, a) => (elementary(program, f)?, a, a),
            Operation::Call2(f, a, b) => (elementary(program, f)?, a, b),
            _ => return None,
        };
        let place = |v: &Value| self.places.get(v).copied();
        Some(Call { function, arguments: [place(&a)?, place(&b)?], target: place(&value)? })
    }
}
