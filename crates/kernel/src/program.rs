//! The program: operations in single-assignment order with sharing, several outputs. Plain data
//! with a text form; every executor runs exactly these operations in this order, so strict results
//! agree.

use std::fmt;
use viete_functions::Function;
use viete_numbers::Number;

/// Index of the operation that computes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Value(pub u32);

impl Value {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A constant, exact until an executor rounds it once.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Constant {
    Number(Number),
    Pi,
    Euler,
    Undetermined,
    /// A number that each run over columns is given anew: see [`crate::Uniform`].
    Given(u32),
    /// The bits of a double, in programs of executors over doubles.
    Double(u64),
}

/// Relations that a selection can test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    Less,
    LessEqual,
    Equal,
}

/// One operation; operands are earlier values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    Input(u32),
    Constant(u32),
    Add(Value, Value),
    Subtract(Value, Value),
    Multiply(Value, Value),
    Divide(Value, Value),
    Negate(Value),
    /// Integer power by repeated squaring, exponent within 64.
    PowerInteger(Value, i32),
    Power(Value, Value),
    Sqrt(Value),
    Exp(Value),
    /// Function number and argument(s).
    Call1(u32, Value),
    Call2(u32, Value, Value),
    /// `if a relation b then x else y`; undetermined when the relation is.
    Select(Relation, [Value; 2], [Value; 2]),
}

/// A straight-line program.
#[derive(Clone, Debug, Default)]
pub struct Program {
    pub inputs: Vec<String>,
    pub constants: Vec<Constant>,
    pub functions: Vec<Function>,
    pub operations: Vec<Operation>,
    pub outputs: Vec<Value>,
    /// Operations after each pass of the compiler so far.
    pub passes: Vec<(&'static str, usize)>,
}

impl Operation {
    /// The operands, for passes that look at uses.
    pub fn operands(&self) -> Vec<Value> {
        match *self {
            Operation::Input(_) | Operation::Constant(_) => vec![],
            Operation::Negate(a)
            | Operation::PowerInteger(a, _)
            | Operation::Sqrt(a)
            | Operation::Exp(a)
            | Operation::Call1(_, a) => vec![a],
            Operation::Add(a, b)
            | Operation::Subtract(a, b)
            | Operation::Multiply(a, b)
            | Operation::Divide(a, b)
            | Operation::Power(a, b)
            | Operation::Call2(_, a, b) => vec![a, b],
            Operation::Select(_, [a, b], [x, y]) => vec![a, b, x, y],
        }
    }
}

impl Operation {
    /// The operation with other operands.
    #[must_use]
    pub fn map(&self, new: &dyn Fn(Value) -> Value) -> Operation {
        match *self {
            Operation::Add(a, b) => Operation::Add(new(a), new(b)),
            Operation::Subtract(a, b) => Operation::Subtract(new(a), new(b)),
            Operation::Multiply(a, b) => Operation::Multiply(new(a), new(b)),
            Operation::Divide(a, b) => Operation::Divide(new(a), new(b)),
            Operation::Negate(a) => Operation::Negate(new(a)),
            Operation::PowerInteger(a, n) => Operation::PowerInteger(new(a), n),
            Operation::Power(a, b) => Operation::Power(new(a), new(b)),
            Operation::Sqrt(a) => Operation::Sqrt(new(a)),
            Operation::Exp(a) => Operation::Exp(new(a)),
            Operation::Call1(f, a) => Operation::Call1(f, new(a)),
            Operation::Call2(f, a, b) => Operation::Call2(f, new(a), new(b)),
            Operation::Select(r, [a, b], [x, y]) => {
                Operation::Select(r, [new(a), new(b)], [new(x), new(y)])
            }
            leaf => leaf,
        }
    }
}

impl Program {
    /// Number of arithmetic operations and calls (inputs and constants not counted).
    pub fn cost(&self) -> usize {
        self.operations
            .iter()
            .filter(|o| !matches!(o, Operation::Input(_) | Operation::Constant(_)))
            .count()
    }

    /// Which products have one use, in a sum or difference that can be contracted with them: one
    /// product for each sum.
    pub fn contractible(&self) -> Vec<bool> {
        let mut uses = vec![0u32; self.operations.len()];
        let operands = self
            .operations
            .iter()
            .flat_map(Operation::operands)
            .chain(self.outputs.iter().copied());
        operands.for_each(|v| uses.iter_mut().skip(v.index()).take(1).for_each(|n| *n += 1));
        let mut chosen = vec![false; self.operations.len()];
        for operation in &self.operations {
            let (Operation::Add(a, b) | Operation::Subtract(a, b)) = *operation else { continue };
            let single = |v: &Value| {
                let product =
                    matches!(self.operations.get(v.index()), Some(Operation::Multiply(..)));
                product && uses.get(v.index()) == Some(&1)
            };
            if let Some(product) = [b, a].into_iter().find(single) {
                chosen.iter_mut().skip(product.index()).take(1).for_each(|flag| *flag = true);
            }
        }
        chosen
    }

    pub fn function(&self, index: u32) -> Option<&Function> {
        self.functions.get(index as usize)
    }
}

impl fmt::Display for Program {
    /// One operation a line: `v3 = v1 * v2`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |v: Value| format!("v{}", v.0);
        let function = |i: u32| self.function(i).map_or("?", |f| f.name);
        for (index, operation) in self.operations.iter().enumerate() {
            let text = match *operation {
                Operation::Input(i) => self.inputs.get(i as usize).cloned().unwrap_or_default(),
                Operation::Constant(i) => match self.constants.get(i as usize) {
                    Some(Constant::Number(n)) if n.is_real() => n.re().to_string(),
                    Some(Constant::Number(n)) => format!("{} + {}*I", n.re(), n.im()),
                    Some(Constant::Pi) => "pi".into(),
                    Some(Constant::Euler) => "E".into(),
                    Some(Constant::Given(n)) => format!("given {n}"),
                    Some(Constant::Double(bits)) => format!("double {:?}", f64::from_bits(*bits)),
                    _ => "undetermined".into(),
                },
                Operation::Add(a, b) => format!("{} + {}", name(a), name(b)),
                Operation::Subtract(a, b) => format!("{} - {}", name(a), name(b)),
                Operation::Multiply(a, b) => format!("{} * {}", name(a), name(b)),
                Operation::Divide(a, b) => format!("{} / {}", name(a), name(b)),
                Operation::Negate(a) => format!("-{}", name(a)),
                Operation::PowerInteger(a, n) => format!("{}^{n}", name(a)),
                Operation::Power(a, b) => format!("{}^{}", name(a), name(b)),
                Operation::Sqrt(a) => format!("sqrt({})", name(a)),
                Operation::Exp(a) => format!("exp({})", name(a)),
                Operation::Call1(i, a) => format!("{}({})", function(i), name(a)),
                Operation::Call2(i, a, b) => format!("{}({}, {})", function(i), name(a), name(b)),
                Operation::Select(relation, [a, b], [x, y]) => {
                    let sign = match relation {
                        Relation::Less => "<",
                        Relation::LessEqual => "<=",
                        Relation::Equal => "=",
                    };
                    format!("if {} {sign} {} then {} else {}", name(a), name(b), name(x), name(y))
                }
            };
            writeln!(f, "v{index} = {text}")?;
        }
        let outputs: Vec<String> = self.outputs.iter().map(|&v| name(v)).collect();
        write!(f, "return {}", outputs.join(", "))
    }
}
