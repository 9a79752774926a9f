//! Lowering: terms to one program. Every shared node becomes one operation; sums subtract negative
//! addends, products gather their denominators into one division.

use crate::builder::Builder;
use crate::horner::horner_forms;
use crate::program::{Constant, Operation, Program, Relation, Value};
use rustc_hash::FxHashMap;
use viete_evaluate::expand_definitions;
use viete_functions::Native;
use viete_numbers::{Error, Number, Rational};
use viete_syntax::{Library, plain};
use viete_term::{Form, Kind, Store, Term};

/// Largest n for which `x^(n + 1/2)` is computed by a square root.
const MAX_HALF: i64 = 4;

/// Whether an addend is subtracted, and its factors besides the coefficient.
type Signed<'t> = (bool, &'t [Term]);

struct Lowering<'s> {
    store: &'s Store,
    library: &'s Library,
    builder: Builder,
    values: FxHashMap<Term, Value>,
}

/// The program that computes `outputs` from the values of the symbols `arguments`, in that order.
///
/// # Errors
/// Free symbols, terms that are not numeric, functions without kernels.
pub fn lower(
    store: &mut Store,
    library: &mut Library,
    arguments: &[Term],
    outputs: &[Term],
) -> Result<Program, Error> {
    let outputs: Vec<Term> =
        outputs.iter().map(|&o| expand_definitions(store, library, o)).collect();
    let before = arithmetic(store, &outputs);
    let outputs = horner_forms(store, &outputs);
    let nested = arithmetic(store, &outputs);
    let mut lowering =
        Lowering { store, library, builder: Builder::default(), values: FxHashMap::default() };
    for &argument in arguments {
        let Kind::Symbol(name) = store.kind(argument) else {
            let shown = plain(store, argument);
            return Err(Error::of_type(format!("argument `{shown}` is not a symbol")));
        };
        let text = store.text(name).to_string();
        if lowering.values.contains_key(&argument) {
            return Err(Error::of_type(format!("argument `{text}` is named twice")));
        }
        let value = lowering.builder.input(text);
        lowering.values.insert(argument, value);
    }
    for term in store.reachable(&outputs) {
        if !lowering.values.contains_key(&term) && lowering.is_numeric(term) {
            let value = lowering.node(term)?;
            lowering.values.insert(term, value);
        }
    }
    let values: Result<Vec<Value>, Error> =
        outputs.iter().map(|&output| lowering.value(output)).collect();
    let values = values?;
    let mut program = lowering.builder.finish(values);
    program.passes =
        vec![("shared terms", before), ("Horner forms", nested), ("program", program.cost())];
    Ok(program)
}

fn no_kernel(name: &str) -> Error {
    Error::unsupported(format!("function `{name}` has no numeric kernel: cannot compile it"))
}

/// Operations of the distinct terms below `outputs`.
fn arithmetic(store: &Store, outputs: &[Term]) -> usize {
    let count = |&term: &Term| match store.kind(term) {
        Kind::Sum | Kind::Product => store.children(term).len() - 1,
        Kind::Power | Kind::Call(_) | Kind::Form(_) => 1,
        _ => 0,
    };
    store.reachable(outputs).iter().map(count).sum()
}

impl<'s> Lowering<'s> {
    fn push(&mut self, operation: Operation) -> Value {
        self.builder.push(operation)
    }

    fn constant(&mut self, constant: Constant) -> Value {
        self.builder.constant(constant)
    }

    fn number(&mut self, number: &Number) -> Value {
        self.builder.number(number)
    }

    /// Conditions are lowered where a selection needs them.
    fn is_numeric(&self, term: Term) -> bool {
        match self.store.kind(term) {
            Kind::Form(form) => form == Form::Piecewise,
            Kind::Constant(name) => !matches!(self.store.text(name), "true" | "false"),
            Kind::Text(_) | Kind::Lambda(_) | Kind::Bound(_) => false,
            _ => true,
        }
    }

    fn value(&self, term: Term) -> Result<Value, Error> {
        self.values.get(&term).copied().ok_or_else(|| self.not_numeric(term))
    }

    fn not_numeric(&self, term: Term) -> Error {
        let shown: String = plain(self.store, term).chars().take(60).collect();
        Error::unsupported(format!("cannot compile `{shown}`: expected a numeric expression"))
    }

    fn node(&mut self, term: Term) -> Result<Value, Error> {
        let children = self.store.children(term);
        match self.store.kind(term) {
            Kind::Number(_) => match self.store.as_number(term) {
                Some(number) => Ok(self.number(number)),
                None => Err(self.not_numeric(term)),
            },
            Kind::Constant(name) => Ok(self.constant(match self.store.text(name) {
                "pi" => Constant::Pi,
                "E" => Constant::Euler,
                _ => Constant::Undetermined,
            })),
            Kind::Symbol(name) => {
                let expected = self.builder.inputs().join(", ");
                let name = self.store.text(name);
                Err(Error::unsupported(format!(
                    "unknown variable `{name}`: expected one of the arguments {expected}"
                )))
            }
            Kind::Sum => self.sum(children),
            Kind::Product => self.product(children),
            Kind::Power => match *children {
                [base, exponent] => self.power(base, exponent),
                _ => Err(self.not_numeric(term)),
            },
            Kind::Call(name) => self.call(term, self.store.text(name), children),
            Kind::Form(Form::Piecewise) => self.piecewise(children),
            _ => Err(self.not_numeric(term)),
        }
    }

    /// Adds what is positive, then subtracts what is negative. Addends with one coefficient, up to
    /// its sign, are summed before they are multiplied by it.
    fn sum(&mut self, addends: &[Term]) -> Result<Value, Error> {
        let mut groups: Vec<(Number, Vec<Signed>)> = Vec::new();
        let mut group_of: FxHashMap<Number, usize> = FxHashMap::default();
        for addend in addends {
            let (coefficient, factors) = self.split(addend);
            let negative = coefficient.signum() == Some(-1);
            let magnitude = if negative { coefficient.neg() } else { coefficient };
            let index = *group_of.entry(magnitude).or_insert_with_key(|magnitude| {
                groups.push((magnitude.clone(), Vec::new()));
                groups.len() - 1
            });
            groups.get_mut(index).into_iter().for_each(|group| group.1.push((negative, factors)));
        }
        let mut all = Vec::new();
        for (magnitude, members) in groups {
            if magnitude.is_one() || members.len() == 1 {
                for (negative, factors) in members {
                    all.push((negative, self.scaled(&magnitude, factors)?));
                }
                continue;
            }
            // the sign outside, so that a sum and its negative are one value
            let opposite = members.iter().all(|member| member.0);
            let mut inner = Vec::with_capacity(members.len());
            for (negative, factors) in members {
                inner.push((negative != opposite, self.scaled(&Number::ONE, factors)?));
            }
            let (inner, number) = (self.signed_sum(&inner), self.number(&magnitude));
            all.push((opposite, self.push(Operation::Multiply(number, inner))));
        }
        Ok(self.signed_sum(&all))
    }

    fn signed_sum(&mut self, addends: &[(bool, Value)]) -> Value {
        let mut total: Option<Value> = None;
        for &(_, value) in addends.iter().filter(|addend| !addend.0) {
            total = Some(total.map_or(value, |sum| self.push(Operation::Add(sum, value))));
        }
        for &(_, value) in addends.iter().filter(|addend| addend.0) {
            total = Some(match total {
                Some(sum) => self.push(Operation::Subtract(sum, value)),
                None => self.push(Operation::Negate(value)),
            });
        }
        total.unwrap_or_else(|| self.number(&Number::ZERO))
    }

    /// Coefficient and other factors of an addend.
    fn split<'t>(&self, addend: &'t Term) -> (Number, &'t [Term])
    where
        's: 't,
    {
        if let Some(number) = self.store.as_number(*addend) {
            return (number.clone(), &[]);
        }
        match (self.store.kind(*addend), self.store.children(*addend)) {
            (Kind::Product, [first, rest @ ..]) if self.store.as_number(*first).is_some() => {
                (self.store.as_number(*first).cloned().unwrap_or(Number::ONE), rest)
            }
            _ => (Number::ONE, std::slice::from_ref(addend)),
        }
    }

    fn product(&mut self, factors: &[Term]) -> Result<Value, Error> {
        match factors {
            [first, rest @ ..] if self.store.as_number(*first).is_some() => {
                let number = self.store.as_number(*first).cloned().unwrap_or(Number::ONE);
                if number.signum() == Some(-1) {
                    let positive = self.scaled(&number.neg(), rest)?;
                    return Ok(self.push(Operation::Negate(positive)));
                }
                self.scaled(&number, rest)
            }
            _ => self.scaled(&Number::ONE, factors),
        }
    }

    /// `number * factors` as one numerator over one denominator.
    fn scaled(&mut self, number: &Number, factors: &[Term]) -> Result<Value, Error> {
        let mut above = None;
        let mut below = None;
        match number.as_rational() {
            Some(r) if r.is_one() => {}
            _ => above = Some(self.number(number)),
        }
        for &factor in factors {
            let (base, exponent) = self.store.base_and_exponent(factor);
            let rational = self
                .store
                .as_number(exponent)
                .and_then(Number::as_rational)
                .filter(|r| r.signum() < 0)
                .cloned();
            match rational {
                Some(r) if base != self.store.euler() => {
                    let value = self.rational_power(base, &-&r)?;
                    below = Some(self.times(below, value));
                }
                _ => {
                    let value = self.value(factor)?;
                    above = Some(self.times(above, value));
                }
            }
        }
        let above = above.unwrap_or_else(|| self.number(&Number::ONE));
        Ok(match below {
            Some(below) => self.push(Operation::Divide(above, below)),
            None => above,
        })
    }

    fn times(&mut self, product: Option<Value>, factor: Value) -> Value {
        match product {
            Some(product) => self.push(Operation::Multiply(product, factor)),
            None => factor,
        }
    }

    /// `base^r` for a positive rational.
    fn rational_power(&mut self, base: Term, exponent: &Rational) -> Result<Value, Error> {
        let base = self.value(base)?;
        if exponent.is_one() {
            return Ok(base);
        }
        if *exponent == Rational::HALF {
            return Ok(self.push(Operation::Sqrt(base)));
        }
        let whole = exponent - &Rational::HALF;
        if let Some(n @ 1..=MAX_HALF) = whole.to_i64() {
            // x^(n + 1/2), a rounding or two off and many times as fast as the general power
            let (root, power) = (
                self.push(Operation::Sqrt(base)),
                self.push(Operation::PowerInteger(base, n as i32)),
            );
            return Ok(self.push(Operation::Multiply(power, root)));
        }
        match exponent.to_i64().and_then(|n| i32::try_from(n).ok()) {
            Some(n) if n <= 64 => Ok(self.push(Operation::PowerInteger(base, n))),
            _ => {
                let exponent = self.number(&exponent.clone().into());
                Ok(self.push(Operation::Power(base, exponent)))
            }
        }
    }

    fn power(&mut self, base: Term, exponent: Term) -> Result<Value, Error> {
        if base == self.store.euler() {
            let exponent = self.value(exponent)?;
            return Ok(self.push(Operation::Exp(exponent)));
        }
        match self.store.as_number(exponent).and_then(Number::as_rational).cloned() {
            Some(r) if r.signum() > 0 => self.rational_power(base, &r),
            Some(r) => {
                let below = self.rational_power(base, &-&r)?;
                let one = self.number(&Number::ONE);
                Ok(self.push(Operation::Divide(one, below)))
            }
            None => {
                let (base, exponent) = (self.value(base)?, self.value(exponent)?);
                Ok(self.push(Operation::Power(base, exponent)))
            }
        }
    }

    fn call(&mut self, term: Term, name: &str, children: &[Term]) -> Result<Value, Error> {
        let Some(function) = self.library.find(self.store, name).copied() else {
            return Err(no_kernel(name));
        };
        let index = self.builder.function(&function);
        let values: Result<Vec<Value>, Error> = children.iter().map(|&c| self.value(c)).collect();
        let stated = function.kernels.complex.is_some() || function.kernels.enclosure.is_some();
        match (function.kernels.f64, values?.as_slice()) {
            (Native::Binary(_), [first, rest @ ..])
                if function.is_variadic() || rest.len() == 1 =>
            {
                Ok(rest.iter().fold(*first, |a, &b| self.push(Operation::Call2(index, a, b))))
            }
            (Native::Unary(_), [x]) => Ok(self.push(Operation::Call1(index, *x))),
            (Native::Unstated, [x]) if stated => Ok(self.push(Operation::Call1(index, *x))),
            (Native::Unstated, _) => Err(no_kernel(name)),
            _ => Err(self.not_numeric(term)),
        }
    }

    /// Branches from the last to the first, as nested selections.
    fn piecewise(&mut self, parts: &[Term]) -> Result<Value, Error> {
        let mut result = None;
        for pair in parts.chunks(2).rev() {
            match *pair {
                [value, when] => {
                    let value = self.value(value)?;
                    let other = result.unwrap_or_else(|| self.constant(Constant::Undetermined));
                    result = Some(self.select(when, value, other)?);
                }
                [value] => result = Some(self.value(value)?),
                _ => {}
            }
        }
        Ok(result.unwrap_or_else(|| self.constant(Constant::Undetermined)))
    }

    /// `if condition then x else y`; connectives become nested selections.
    fn select(&mut self, condition: Term, x: Value, y: Value) -> Result<Value, Error> {
        let view = self.store.view(condition);
        let relation = match view.kind {
            Kind::Form(Form::Less) => Relation::Less,
            Kind::Form(Form::LessEqual) => Relation::LessEqual,
            Kind::Form(Form::Equation | Form::NotEqual) => Relation::Equal,
            Kind::Form(Form::Not) => {
                let [inner] = view.children else {
                    return Err(self.not_numeric(condition));
                };
                return self.select(*inner, y, x);
            }
            Kind::Form(Form::And) => {
                return view
                    .children
                    .iter()
                    .rev()
                    .try_fold(x, |inner, &c| self.select(c, inner, y));
            }
            Kind::Form(Form::Or) => {
                return view
                    .children
                    .iter()
                    .rev()
                    .try_fold(y, |inner, &c| self.select(c, x, inner));
            }
            _ => match viete_syntax::as_truth(self.store, condition) {
                viete_numbers::Truth::True => return Ok(x),
                viete_numbers::Truth::False => return Ok(y),
                viete_numbers::Truth::Unknown => {
                    return Err(self.not_numeric(condition));
                }
            },
        };
        let [a, b] = view.children else {
            return Err(self.not_numeric(condition));
        };
        let operands = [self.value(*a)?, self.value(*b)?];
        let branches = if view.kind == Kind::Form(Form::NotEqual) { [y, x] } else { [x, y] };
        Ok(self.push(Operation::Select(relation, operands, branches)))
    }
}
