//! Programs from their text: what `Display` writes is read back, so that kernels can be stored and
//! compiled again.

use crate::program::{Constant, Operation, Program, Relation, Value};
use std::str::FromStr;
use viete_functions::parts_of_powers::{EXP, SQRT};
use viete_functions::{ALL, Function};
use viete_numbers::{Error, ErrorKind};
use viete_syntax::{Library, parse_plain};
use viete_term::Store;

/// What is wrong with a line.
fn wrong(message: String) -> Error {
    Error::new(ErrorKind::Syntax, message)
}

fn error_at(line: usize, message: &str) -> Error {
    wrong(format!("line {line}: {message}"))
}

struct Reader {
    program: Program,
    store: Store,
    library: Library,
}

impl FromStr for Program {
    type Err = Error;

    /// Reads the text form: a line `v3 = v1 * v2` for each value in order, then `return v3, v1`.
    /// Functions are the built-in ones.
    fn from_str(text: &str) -> Result<Program, Error> {
        let mut store = Store::new();
        let library = Library::new(&mut store);
        let mut reader = Reader { program: Program::default(), store, library };
        let mut is_complete = false;
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let at = |error: Error| error_at(index + 1, &error.to_string());
            if is_complete {
                return Err(error_at(index + 1, "expected nothing after `return`"));
            }
            if let Some(outputs) = line.trim().strip_prefix("return ") {
                let values = outputs.split(", ").map(|v| reader.value(v)).collect::<Result<_, _>>();
                reader.program.outputs = values.map_err(at)?;
                is_complete = true;
                continue;
            }
            let name = format!("v{} = ", reader.program.operations.len());
            let right = line.trim().strip_prefix(&name).ok_or_else(|| {
                error_at(index + 1, &format!("expected `{name}...`, got `{line}`"))
            })?;
            let operation = reader.operation(right).map_err(at)?;
            reader.program.operations.push(operation);
        }
        let last = text.lines().count();
        if is_complete { Ok(reader.program) } else { Err(error_at(last, "expected `return ...`")) }
    }
}

impl Reader {
    /// An earlier value.
    fn value(&self, text: &str) -> Result<Value, Error> {
        let number = text.trim().strip_prefix('v').and_then(|digits| digits.parse::<u32>().ok());
        let known = number.filter(|&n| (n as usize) < self.program.operations.len());
        known
            .map(Value)
            .ok_or_else(|| wrong(format!("expected an earlier value such as v0, got `{text}`")))
    }

    fn operation(&mut self, text: &str) -> Result<Operation, Error> {
        let words: Vec<&str> = text.split(' ').collect();
        match words.as_slice() {
            ["if", a, relation, b, "then", x, "else", y] => {
                let relation = match *relation {
                    "<" => Relation::Less,
                    "<=" => Relation::LessEqual,
                    "=" => Relation::Equal,
                    other => return Err(wrong(format!("expected <, <= or =, got `{other}`"))),
                };
                Ok(Operation::Select(
                    relation,
                    [self.value(a)?, self.value(b)?],
                    [self.value(x)?, self.value(y)?],
                ))
            }
            [a, sign @ ("+" | "-" | "*" | "/"), b]
                if a.starts_with('v') && self.value(a).is_ok() =>
            {
                let (a, b) = (self.value(a)?, self.value(b)?);
                Ok(match *sign {
                    "+" => Operation::Add(a, b),
                    "-" => Operation::Subtract(a, b),
                    "*" => Operation::Multiply(a, b),
                    _ => Operation::Divide(a, b),
                })
            }
            _ => self.one(text),
        }
    }

    fn one(&mut self, text: &str) -> Result<Operation, Error> {
        if let Some(value) = text.strip_prefix('-').and_then(|rest| self.value(rest).ok()) {
            return Ok(Operation::Negate(value));
        }
        if let Some((base, exponent)) = text.split_once('^') {
            let base = self.value(base)?;
            return match exponent.parse::<i32>() {
                Ok(n) if n.unsigned_abs() <= 64 => Ok(Operation::PowerInteger(base, n)),
                _ => Ok(Operation::Power(base, self.value(exponent)?)),
            };
        }
        if let Some((name, arguments)) =
            text.strip_suffix(')').and_then(|call| call.split_once('('))
        {
            let arguments: Vec<Value> =
                arguments.split(", ").map(|a| self.value(a)).collect::<Result<_, _>>()?;
            return self.call(name, &arguments);
        }
        match text {
            "pi" => Ok(self.constant(Constant::Pi)),
            "E" => Ok(self.constant(Constant::Euler)),
            "undetermined" => Ok(self.constant(Constant::Undetermined)),
            name if name.starts_with(|c: char| c.is_alphabetic() || c == '_') => {
                self.program.inputs.push(name.to_string());
                Ok(Operation::Input(self.program.inputs.len() as u32 - 1))
            }
            number => {
                let term = parse_plain(&mut self.library, &mut self.store, number)
                    .map_err(|error| wrong(error.to_string()))?;
                let number = self
                    .store
                    .as_number(term)
                    .cloned()
                    .ok_or_else(|| wrong(format!("expected a number, got `{text}`")))?;
                Ok(self.constant(Constant::Number(number)))
            }
        }
    }

    fn constant(&mut self, constant: Constant) -> Operation {
        self.program.constants.push(constant);
        Operation::Constant(self.program.constants.len() as u32 - 1)
    }

    fn call(&mut self, name: &str, arguments: &[Value]) -> Result<Operation, Error> {
        match (name, arguments) {
            (root, &[a]) if root == SQRT.name => return Ok(Operation::Sqrt(a)),
            (exponential, &[a]) if exponential == EXP.name => return Ok(Operation::Exp(a)),
            _ => {}
        }
        let row: Option<&&Function> = ALL.iter().find(|row| row.name == name);
        let row = **row
            .ok_or_else(|| wrong(format!("unknown function `{name}`: expected a built-in one")))?;
        let functions = &mut self.program.functions;
        let index = functions.iter().position(|f| f.name == name).unwrap_or_else(|| {
            functions.push(row);
            functions.len() - 1
        }) as u32;
        match *arguments {
            [a] => Ok(Operation::Call1(index, a)),
            [a, b] => Ok(Operation::Call2(index, a, b)),
            _ => Err(wrong(format!(
                "`{name}` with {} arguments: expected one or two",
                arguments.len()
            ))),
        }
    }
}
