//! Cranelift: a program becomes a function of a point, with real branches; the engine of control
//! flow and of machines without code of our own. Strict, the interpreter's operations in the interpreter's order, unless products are to be
//! contracted with sums.

use super::{ColumnCode, Executor};
use crate::compiled::{Built, Compiled, Points};
use crate::elementary::elementary;
use crate::inline::inline;
use crate::interpret::constant_f64;
use crate::program::{Operation, Program, Relation};
use crate::refusals;
use crate::regions::{ALWAYS, Region, Regions};
use cranelift_codegen::Context;
use cranelift_codegen::ir::condcodes::FloatCC;
use cranelift_codegen::ir::{
    AbiParam, FuncRef, Function as IrFunction, InstBuilder, MemFlagsData, Signature, UserFuncName,
    Value, types,
};
use cranelift_codegen::settings::{self, Configurable};
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext};
use cranelift_jit::{JITBuilder, JITModule};
use cranelift_module::{Linkage, Module};
use rustc_hash::FxHashMap;
use viete_elementary::{Binary, Elementary, Unary, code, pair_code};
use viete_functions::{Function, Inline, Native, Rounding};
use viete_numbers::{Error, ErrorKind, Stop};

/// Beyond this many operations there is no code for points: one function would compile
/// superlinearly.
const MAX_OPERATIONS: usize = 50_000;
/// Beyond this many the linear register allocator is used.
const SINGLE_PASS_OPERATIONS: usize = 600;

/// The backend.
pub(super) struct Cranelift;

impl Executor for Cranelift {
    fn name(&self) -> &'static str {
        "cranelift"
    }

    fn points(&self, program: &Program, fuse: bool) -> Option<Result<Points, Error>> {
        let compiled = Compiled::new(program, fuse, &build);
        compiled.map(|code| Points::new(Box::new(code), program)).transpose()
    }

    /// The code for points, row after row.
    fn columns(&self, program: &Program, fuse: bool) -> Option<Box<dyn ColumnCode>> {
        let points = self.points(program, fuse)?.ok()?;
        Some(Box::new(Rows { points, width: program.inputs.len() }))
    }
}

/// Columns by calls of the code for points.
struct Rows {
    points: Points,
    width: usize,
}

impl ColumnCode for Rows {
    fn run(
        &self,
        columns: &[&[f64]],
        outputs: &mut [&mut [f64]],
        rows: usize,
        given: &[f64],
    ) -> bool {
        if !given.is_empty() || columns.len() != self.width {
            return false;
        }
        let (mut point, mut values) = (vec![0.0; self.width], vec![0.0; outputs.len()]);
        for row in 0..rows {
            for (slot, column) in point.iter_mut().zip(columns) {
                *slot = column.get(row).copied().unwrap_or(f64::NAN);
            }
            if !self.points.call(&point, &mut values) {
                return false;
            }
            for (column, value) in outputs.iter_mut().zip(&values) {
                column.iter_mut().skip(row).take(1).for_each(|slot| *slot = *value);
            }
        }
        true
    }

    fn code_bytes(&self) -> usize {
        self.points.code_bytes()
    }
}

fn failed(reason: impl std::fmt::Display) -> Error {
    Error::unsupported(format!("code generation failed: {reason}"))
}

fn no_generator(reason: impl std::fmt::Display) -> Error {
    Error::unsupported(format!("no code generator for this machine: {reason}"))
}

extern "C" fn power(x: f64, y: f64) -> f64 {
    viete_functions::Domain::power(&x, &y)
}

extern "C" fn exponential(x: f64) -> f64 {
    viete_functions::Domain::exp(&x)
}

/// Compiles a program, products contracted with sums if `fuse`; with `disassemble` the machine code
/// is kept as text.
fn build(program: &Program, fuse: bool, disassemble: bool) -> Result<Built, Error> {
    let count = program.operations.len();
    if count > MAX_OPERATIONS {
        let message =
            format!("resource limit: {count} operations, at most {MAX_OPERATIONS} are compiled");
        return Err(Error::new(ErrorKind::Stopped(Stop::Memory), message));
    }
    let mut flags = settings::builder();
    let allocator = if count > SINGLE_PASS_OPERATIONS { "single_pass" } else { "backtracking" };
    for (name, value) in [
        ("opt_level", "none"),
        ("regalloc_algorithm", allocator),
        ("enable_verifier", "false"),
        ("is_pic", "false"),
    ] {
        flags.set(name, value).map_err(no_generator)?;
    }
    let isa = cranelift_native::builder().map_err(no_generator)?;
    let isa = isa.finish(settings::Flags::new(flags)).map_err(failed)?;
    let mut builder = JITBuilder::with_isa(isa, cranelift_module::default_libcall_names());
    builder.symbol(
        "viete_power",
        pair_code(Binary::Power).map_or(power as *const u8, |f| f as *const u8),
    );
    let exp = code(Unary::Exp).map_or(exponential as *const u8, |f| f as *const u8);
    builder.symbol("viete_exp", exp);
    for (index, function) in program.functions.iter().enumerate() {
        let address = elementary(program, index as u32).and_then(Elementary::address);
        let stated = match function.kernels.f64 {
            Native::Unary(f) => Some(f as *const u8),
            Native::Binary(f) => Some(f as *const u8),
            Native::Unstated => None,
        };
        match address.map(|code| code.cast()).or(stated) {
            Some(code) => builder.symbol(symbol(function), code),
            None if function.code.inline.is_some() => continue,
            None => return Err(refusals::no_native_kernel(function.name)),
        };
    }
    let mut module = JITModule::new(builder);
    let pointer = module.target_config().pointer_type();
    let mut signature = module.make_signature();
    signature.params.extend([AbiParam::new(pointer), AbiParam::new(pointer)]);
    let point = module.declare_function("point", Linkage::Export, &signature).map_err(failed)?;
    let mut context =
        Context::for_function(IrFunction::with_name_signature(UserFuncName::default(), signature));
    context.set_disasm(disassemble);
    let mut frontend = FunctionBuilderContext::new();
    let function = FunctionBuilder::new(&mut context.func, &mut frontend);
    let contractible = if fuse { program.contractible() } else { Vec::new() };
    Emitter { program, contractible, module: &mut module, function, imports: FxHashMap::default() }
        .emit()?;
    module.define_function(point, &mut context).map_err(failed)?;
    let code = context.compiled_code();
    let code_bytes = code.map_or(0, |code| code.code_buffer().len());
    let assembly = code.and_then(|code| code.vcode.clone());
    module.finalize_definitions().map_err(failed)?;
    Ok(Built { module, point, code_bytes, assembly })
}

fn symbol(function: &Function) -> String {
    format!("viete_{}", function.name)
}

struct Emitter<'a> {
    program: &'a Program,
    /// Products that the sum which uses them takes in.
    contractible: Vec<bool>,
    module: &'a mut JITModule,
    function: FunctionBuilder<'a>,
    imports: FxHashMap<String, FuncRef>,
}

impl Emitter<'_> {
    fn emit(mut self) -> Result<(), Error> {
        let entry = self.function.create_block();
        self.function.append_block_params_for_function_params(entry);
        self.function.switch_to_block(entry);
        let parameters = self.function.block_params(entry).to_vec();
        let &[inputs, outputs] = parameters.as_slice() else { return Ok(()) };
        let flags = MemFlagsData::trusted();
        let loads: Vec<Value> = (0..self.program.inputs.len() as i32)
            .map(|i| self.function.ins().load(types::F64, flags, inputs, 8 * i))
            .collect();
        for (index, value) in self.body(&loads)?.into_iter().enumerate() {
            self.function.ins().store(flags, value, outputs, 8 * index as i32);
        }
        self.function.ins().return_(&[]);
        self.function.seal_all_blocks();
        self.function.finalize(self.module.target_config());
        Ok(())
    }

    fn body(&mut self, inputs: &[Value]) -> Result<Vec<Value>, Error> {
        let nan = self.function.ins().f64const(f64::NAN);
        let regions = Regions::new(self.program);
        let mut values = vec![nan; self.program.operations.len()];
        self.region(&regions, ALWAYS, inputs, nan, &mut values)?;
        let of = |v: &crate::program::Value| values.get(v.index()).copied().unwrap_or(nan);
        Ok(self.program.outputs.iter().map(of).collect())
    }

    /// The operations of a region; branches are regions within it, not deeper than those are.
    fn region(
        &mut self,
        regions: &Regions,
        region: Region,
        inputs: &[Value],
        nan: Value,
        values: &mut [Value],
    ) -> Result<(), Error> {
        for &index in regions.members.get(region as usize).into_iter().flatten() {
            let index = index as usize;
            let Some(operation) = self.program.operations.get(index) else { continue };
            let value = match (*operation, regions.branches(index)) {
                (Operation::Input(i), _) => inputs.get(i as usize).copied().unwrap_or(nan),
                (Operation::Select(relation, condition, chosen), Some([yes, no])) => {
                    let get =
                        |v: crate::program::Value| values.get(v.index()).copied().unwrap_or(nan);
                    let [a, b] = condition.map(get);
                    let [holds, unordered] = [comparison(relation), FloatCC::Unordered]
                        .map(|code| self.function.ins().fcmp(code, a, b));
                    let [first, other, second, end] =
                        [(); 4].map(|()| self.function.create_block());
                    self.function.append_block_param(end, types::F64);
                    self.function.ins().brif(holds, first, &[], other, &[]);
                    self.function.switch_to_block(other);
                    self.function.ins().brif(unordered, end, &[nan.into()], second, &[]);
                    for (block, inner, result) in [(first, yes, chosen[0]), (second, no, chosen[1])]
                    {
                        self.function.switch_to_block(block);
                        self.region(regions, inner, inputs, nan, values)?;
                        let value = values.get(result.index()).copied().unwrap_or(nan);
                        self.function.ins().jump(end, &[value.into()]);
                    }
                    self.function.switch_to_block(end);
                    self.function.block_params(end).first().copied().unwrap_or(nan)
                }
                (operation, _) => self.operation(index, &operation, nan, values)?,
            };
            values.iter_mut().skip(index).take(1).for_each(|slot| *slot = value);
        }
        Ok(())
    }

    fn operation(
        &mut self,
        index: usize,
        operation: &Operation,
        nan: Value,
        values: &[Value],
    ) -> Result<Value, Error> {
        let get = |v: crate::program::Value| values.get(v.index()).copied().unwrap_or(nan);
        Ok(match *operation {
            Operation::Input(_) => nan,
            Operation::Constant(i) => {
                let constant =
                    self.program.constants.get(i as usize).map_or(f64::NAN, constant_f64);
                self.function.ins().f64const(constant)
            }
            Operation::Multiply(..) if self.contractible.get(index) == Some(&true) => nan,
            Operation::Add(a, b) => match (self.factors(a), self.factors(b)) {
                (_, Some((x, y))) => self.function.ins().fma(get(x), get(y), get(a)),
                (Some((x, y)), _) => self.function.ins().fma(get(x), get(y), get(b)),
                _ => self.function.ins().fadd(get(a), get(b)),
            },
            Operation::Subtract(a, b) => match (self.factors(a), self.factors(b)) {
                (_, Some((x, y))) => {
                    let negative = self.function.ins().fneg(get(x));
                    self.function.ins().fma(negative, get(y), get(a))
                }
                (Some((x, y)), _) => {
                    let negative = self.function.ins().fneg(get(b));
                    self.function.ins().fma(get(x), get(y), negative)
                }
                _ => self.function.ins().fsub(get(a), get(b)),
            },
            Operation::Multiply(a, b) => self.function.ins().fmul(get(a), get(b)),
            Operation::Divide(a, b) => self.function.ins().fdiv(get(a), get(b)),
            Operation::Negate(a) => self.function.ins().fneg(get(a)),
            Operation::PowerInteger(a, n) => self.power_integer(get(a), n),
            Operation::Power(a, b) => self.call("viete_power", &[get(a), get(b)])?,
            Operation::Sqrt(a) => self.function.ins().sqrt(get(a)),
            Operation::Exp(a) => self.call("viete_exp", &[get(a)])?,
            Operation::Call1(f, a) => match inline(self.program, operation) {
                Some(form) => self.inlined(form, [get(a), get(a)], nan),
                None => self.call_function(f, &[get(a)])?,
            },
            Operation::Call2(f, a, b) => match inline(self.program, operation) {
                Some(form) => self.inlined(form, [get(a), get(b)], nan),
                None => self.call_function(f, &[get(a), get(b)])?,
            },
            Operation::Select(relation, [a, b], [x, y]) => {
                self.select(relation, [get(a), get(b)], [get(x), get(y)], nan)
            }
        })
    }

    /// Both values computed, one chosen; NaN where the relation can neither hold nor fail.
    fn select(
        &mut self,
        relation: Relation,
        [a, b]: [Value; 2],
        [x, y]: [Value; 2],
        nan: Value,
    ) -> Value {
        let holds = self.function.ins().fcmp(comparison(relation), a, b);
        let chosen = self.function.ins().select(holds, x, y);
        let unordered = self.function.ins().fcmp(FloatCC::Unordered, a, b);
        self.function.ins().select(unordered, nan, chosen)
    }

    fn inlined(&mut self, form: Inline, [a, b]: [Value; 2], nan: Value) -> Value {
        match form {
            Inline::Same => a,
            Inline::Abs => self.function.ins().fabs(a),
            Inline::Round(Rounding::Down) => self.function.ins().floor(a),
            Inline::Round(Rounding::Up) => self.function.ins().ceil(a),
            Inline::Max => self.select(Relation::Less, [a, b], [b, a], nan),
            Inline::Min => self.select(Relation::Less, [b, a], [b, a], nan),
            Inline::Sign => {
                let [zero, one, minus] =
                    [0.0, 1.0, -1.0].map(|number| self.function.ins().f64const(number));
                let below = self.select(Relation::Less, [a, zero], [minus, zero], nan);
                self.select(Relation::Less, [zero, a], [one, below], nan)
            }
        }
    }

    /// The factors of a product that is contracted.
    fn factors(
        &self,
        value: crate::program::Value,
    ) -> Option<(crate::program::Value, crate::program::Value)> {
        match self.program.operations.get(value.index()) {
            Some(&Operation::Multiply(a, b))
                if self.contractible.get(value.index()) == Some(&true) =>
            {
                Some((a, b))
            }
            _ => None,
        }
    }

    /// The multiplications of `viete_functions::power_f64`, in its order.
    fn power_integer(&mut self, x: Value, n: i32) -> Value {
        let (mut result, mut square, mut k) = (None, x, n.unsigned_abs());
        while k > 0 {
            if k & 1 == 1 {
                result = Some(match result {
                    Some(product) => self.function.ins().fmul(product, square),
                    None => square,
                });
            }
            k >>= 1;
            if k > 0 {
                square = self.function.ins().fmul(square, square);
            }
        }
        let one = self.function.ins().f64const(1.0);
        let result = result.unwrap_or(one);
        if n < 0 { self.function.ins().fdiv(one, result) } else { result }
    }

    fn call_function(&mut self, index: u32, arguments: &[Value]) -> Result<Value, Error> {
        let name = self.program.function(index).map_or_else(String::new, symbol);
        self.call(&name, arguments)
    }

    fn call(&mut self, name: &str, arguments: &[Value]) -> Result<Value, Error> {
        let function = match self.imports.get(name) {
            Some(&function) => function,
            None => {
                let mut signature: Signature = self.module.make_signature();
                signature.params.extend(arguments.iter().map(|_| AbiParam::new(types::F64)));
                signature.returns.push(AbiParam::new(types::F64));
                let id = self
                    .module
                    .declare_function(name, Linkage::Import, &signature)
                    .map_err(failed)?;
                let function = self.module.declare_func_in_func(id, self.function.func);
                self.imports.insert(name.to_string(), function);
                function
            }
        };
        let call = self.function.ins().call(function, arguments);
        let nan = self.function.inst_results(call).first().copied();
        Ok(nan.unwrap_or_else(|| self.function.ins().f64const(f64::NAN)))
    }
}

fn comparison(relation: Relation) -> FloatCC {
    match relation {
        Relation::Less => FloatCC::LessThan,
        Relation::LessEqual => FloatCC::LessThanOrEqual,
        Relation::Equal => FloatCC::Equal,
    }
}
