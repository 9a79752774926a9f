//! Programs over complex numbers as programs over doubles, two for each: so complex functions have
//! native code, batches and fast mode too. Principal branches; a zero imaginary part is on the
//! upper side of a cut, as everywhere in the language.

use crate::builder::Builder;
use crate::interpret::constant_f64;
use crate::program::{Constant, Operation, Program, Relation, Value};
use crate::refusals;
use viete_functions::parts_of_powers::{ATAN2, COS, LOG, SIN};
use viete_functions::{Function, Native, Parts, Real};
use viete_numbers::{Error, Number, Rational};

/// Real and imaginary part; a missing one is zero throughout.
#[derive(Clone, Copy)]
struct Pair {
    re: Value,
    im: Option<Value>,
}

impl From<Pair> for viete_functions::Pair {
    fn from(pair: Pair) -> Self {
        viete_functions::Pair { re: Real(pair.re.0), im: pair.im.map(|im| Real(im.0)) }
    }
}

impl From<viete_functions::Pair> for Pair {
    fn from(pair: viete_functions::Pair) -> Self {
        Pair { re: Value(pair.re.0), im: pair.im.map(|im| Value(im.0)) }
    }
}

struct Writer<'p> {
    source: &'p Program,
    builder: Builder,
}

/// The program of inputs `x_re, x_im` for each input, and outputs in the same order.
///
/// # Errors
/// Functions other than powers, exponentials, logarithms, trigonometric and hyperbolic functions
/// and parts.
pub fn complex(program: &Program) -> Result<Program, Error> {
    let names: Vec<String> =
        program.inputs.iter().flat_map(|x| [format!("{x}_re"), format!("{x}_im")]).collect();
    let mut writer = Writer { source: program, builder: Builder::new(&names) };
    let mut pairs: Vec<Pair> = Vec::with_capacity(program.operations.len());
    for operation in &program.operations {
        let pair = writer.operation(operation, &pairs)?;
        pairs.push(pair);
    }
    let zero = writer.builder.integer(0);
    let parts = program
        .outputs
        .iter()
        .filter_map(|v| pairs.get(v.index()))
        .flat_map(|p| [p.re, p.im.unwrap_or(zero)]);
    Ok(writer.builder.finish(parts.collect()))
}

impl Writer<'_> {
    fn zero(&mut self) -> Value {
        self.builder.integer(0)
    }

    fn im(&mut self, pair: Pair) -> Value {
        pair.im.unwrap_or_else(|| self.zero())
    }

    fn real(re: Value) -> Pair {
        Pair { re, im: None }
    }

    fn function(&mut self, row: &Function, argument: Value) -> Value {
        let index = self.builder.function(row);
        self.builder.push(Operation::Call1(index, argument))
    }

    fn two(&mut self, operation: fn(Value, Value) -> Operation, a: Real, b: Real) -> Real {
        Real(self.builder.push(operation(Value(a.0), Value(b.0))).0)
    }

    fn constant(&mut self, index: u32) -> Pair {
        match self.source.constants.get(index as usize) {
            Some(Constant::Number(number)) if !number.is_real() => {
                let [re, im] = [number.re().clone(), number.im().clone()].map(|part| {
                    match part.to_rational() {
                        Ok(rational) => self.builder.number(&Number::from(rational)),
                        Err(_) => self.builder.constant(Constant::Undetermined),
                    }
                });
                Pair { re, im: Some(im) }
            }
            Some(constant) if constant_f64(constant).is_nan() => {
                let nan = self.builder.constant(Constant::Undetermined);
                Pair { re: nan, im: Some(nan) }
            }
            Some(constant) => Writer::real(self.builder.constant(constant.clone())),
            None => Writer::real(self.builder.constant(Constant::Undetermined)),
        }
    }

    fn operation(&mut self, operation: &Operation, pairs: &[Pair]) -> Result<Pair, Error> {
        let nan = Writer::real(Value(0));
        let of = |v: Value| pairs.get(v.index()).copied().unwrap_or(nan);
        Ok(match *operation {
            Operation::Input(i) => Pair { re: Value(2 * i), im: Some(Value(2 * i + 1)) },
            Operation::Constant(i) => self.constant(i),
            Operation::Add(a, b) => self.sum(of(a), of(b)),
            Operation::Subtract(a, b) => self.difference(of(a), of(b)),
            Operation::Negate(a) => {
                let zero = Writer::real(self.zero());
                self.difference(zero, of(a))
            }
            Operation::Multiply(a, b) => self.product(of(a), of(b)),
            Operation::Divide(a, b) => self.quotient(of(a), of(b)),
            Operation::PowerInteger(a, n) => self.power_integer(of(a), n),
            Operation::Power(a, b) => self.power(of(a), of(b)),
            Operation::Sqrt(a) => self.sqrt(of(a)),
            Operation::Exp(a) => self.exp(of(a)),
            Operation::Call1(f, a) => self.call(self.source.function(f), of(a))?,
            Operation::Call2(f, ..) => {
                return Err(refusals::no_complex_form(
                    self.source.function(f).map_or("?", |f| f.name),
                ));
            }
            Operation::Select(relation, [a, b], [x, y]) => {
                self.select(relation, [of(a), of(b)], [of(x), of(y)])
            }
        })
    }

    fn sum(&mut self, a: Pair, b: Pair) -> Pair {
        let re = self.builder.push(Operation::Add(a.re, b.re));
        let im = match (a.im, b.im) {
            (Some(x), Some(y)) => Some(self.builder.push(Operation::Add(x, y))),
            (one, other) => one.or(other),
        };
        Pair { re, im }
    }

    fn difference(&mut self, a: Pair, b: Pair) -> Pair {
        let re = self.builder.push(Operation::Subtract(a.re, b.re));
        let im = match (a.im, b.im) {
            (x, None) => x,
            // 0 - 0 is +0, where a change of sign would go to the other side of a cut
            (x, Some(y)) => {
                let x = x.unwrap_or_else(|| self.zero());
                Some(self.builder.push(Operation::Subtract(x, y)))
            }
        };
        Pair { re, im }
    }

    fn product(&mut self, a: Pair, b: Pair) -> Pair {
        let times = |builder: &mut Builder, x, y| builder.push(Operation::Multiply(x, y));
        let builder = &mut self.builder;
        let re = times(builder, a.re, b.re);
        match (a.im, b.im) {
            (None, None) => Writer::real(re),
            (Some(im), None) => Pair { re, im: Some(times(builder, im, b.re)) },
            (None, Some(im)) => Pair { re, im: Some(times(builder, a.re, im)) },
            (Some(x), Some(y)) => {
                let (both, first, second) =
                    (times(builder, x, y), times(builder, a.re, y), times(builder, x, b.re));
                let re = builder.push(Operation::Subtract(re, both));
                Pair { re, im: Some(builder.push(Operation::Add(first, second))) }
            }
        }
    }

    /// By the reciprocal of the larger part (Smith, Communications of the ACM 5, 1962): no square
    /// overflows.
    fn quotient(&mut self, a: Pair, b: Pair) -> Pair {
        let Some(d) = b.im else {
            let divide = |builder: &mut Builder, x| builder.push(Operation::Divide(x, b.re));
            return Pair {
                re: divide(&mut self.builder, a.re),
                im: a.im.map(|im| divide(&mut self.builder, im)),
            };
        };
        let (x, y) = (a.re, self.im(a));
        let c = b.re;
        let [size_c, size_d] = [c, d].map(|part| self.size(part));
        let builder = &mut self.builder;
        let wide = |builder: &mut Builder, p, q| {
            builder.push(Operation::Select(Relation::Less, [size_c, size_d], [p, q]))
        };
        // where |c| < |d| both are multiplied by -i (z -> -i z), which swaps the parts
        let minus = |builder: &mut Builder, v| builder.push(Operation::Negate(v));
        let (minus_x, minus_c) = (minus(builder, x), minus(builder, c));
        let (p, q) = (wide(builder, y, x), wide(builder, minus_x, y));
        let (r, s) = (wide(builder, d, c), wide(builder, minus_c, d));
        let ratio = builder.push(Operation::Divide(s, r));
        let part = builder.push(Operation::Multiply(s, ratio));
        let below = builder.push(Operation::Add(r, part));
        let (first, second) = (
            builder.push(Operation::Multiply(q, ratio)),
            builder.push(Operation::Multiply(p, ratio)),
        );
        let (above, beside) =
            (builder.push(Operation::Add(p, first)), builder.push(Operation::Subtract(q, second)));
        let re = builder.push(Operation::Divide(above, below));
        Pair { re, im: Some(builder.push(Operation::Divide(beside, below))) }
    }

    fn size(&mut self, part: Value) -> Value {
        let zero = self.zero();
        let minus = self.builder.push(Operation::Negate(part));
        self.builder.push(Operation::Select(Relation::Less, [part, zero], [minus, part]))
    }

    /// `sqrt(x^2 + y^2)` by the ratio of the smaller to the larger.
    fn hypot(&mut self, x: Value, y: Value) -> Value {
        let (x, y) = (self.size(x), self.size(y));
        let builder = &mut self.builder;
        let (zero, one) = (builder.integer(0), builder.integer(1));
        let large = builder.push(Operation::Select(Relation::Less, [x, y], [y, x]));
        let small = builder.push(Operation::Select(Relation::Less, [x, y], [x, y]));
        let ratio = builder.push(Operation::Divide(small, large));
        let square = builder.push(Operation::Multiply(ratio, ratio));
        let sum = builder.push(Operation::Add(one, square));
        let root = builder.push(Operation::Sqrt(sum));
        let size = builder.push(Operation::Multiply(large, root));
        builder.push(Operation::Select(Relation::Equal, [large, zero], [zero, size]))
    }

    fn power_integer(&mut self, a: Pair, n: i32) -> Pair {
        let Some(_) = a.im else {
            return Writer::real(self.builder.push(Operation::PowerInteger(a.re, n)));
        };
        let (mut result, mut square, mut k) = (None, a, n.unsigned_abs());
        while k > 0 {
            if k & 1 == 1 {
                result = Some(result.map_or(square, |partial| self.product(partial, square)));
            }
            k >>= 1;
            if k > 0 {
                square = self.product(square, square);
            }
        }
        let one = Writer::real(self.builder.integer(1));
        let result = result.unwrap_or(one);
        if n < 0 { self.quotient(one, result) } else { result }
    }

    fn exp(&mut self, a: Pair) -> Pair {
        let growth = self.builder.push(Operation::Exp(a.re));
        let Some(im) = a.im else { return Writer::real(growth) };
        let (cos, sin) = (self.function(&COS, im), self.function(&SIN, im));
        let re = self.builder.push(Operation::Multiply(growth, cos));
        Pair { re, im: Some(self.builder.push(Operation::Multiply(growth, sin))) }
    }

    /// The imaginary part with +0 for -0.
    fn upper(&mut self, a: Pair) -> Value {
        let (im, zero) = (self.im(a), self.zero());
        self.builder.push(Operation::Add(im, zero))
    }

    fn log(&mut self, a: Pair) -> Pair {
        let im = self.upper(a);
        let size = self.hypot(a.re, im);
        let angle = self.builder.function(&ATAN2);
        Pair {
            re: self.function(&LOG, size),
            im: Some(self.builder.push(Operation::Call2(angle, im, a.re))),
        }
    }

    /// `sqrt((|a| + |re|)/2)` is the larger part.
    fn sqrt(&mut self, a: Pair) -> Pair {
        let im = self.upper(a);
        let size = self.hypot(a.re, im);
        let length = self.size(a.re);
        let builder = &mut self.builder;
        let (zero, half) = (builder.integer(0), builder.number(&Number::from(Rational::HALF)));
        let sum = builder.push(Operation::Add(size, length));
        let mean = builder.push(Operation::Multiply(sum, half));
        let large = builder.push(Operation::Sqrt(mean));
        let twice = builder.push(Operation::Add(large, large));
        let ratio = builder.push(Operation::Divide(im, twice));
        let small = builder.push(Operation::Select(Relation::Equal, [large, zero], [zero, ratio]));
        let (minus_small, minus_large) =
            (builder.push(Operation::Negate(small)), builder.push(Operation::Negate(large)));
        let below =
            builder.push(Operation::Select(Relation::Less, [im, zero], [minus_large, large]));
        let beside =
            builder.push(Operation::Select(Relation::Less, [im, zero], [minus_small, small]));
        let re = builder.push(Operation::Select(Relation::Less, [a.re, zero], [beside, large]));
        Pair {
            re,
            im: Some(builder.push(Operation::Select(Relation::Less, [a.re, zero], [below, small]))),
        }
    }

    /// `exp(b log(a))`; `0^b` is 0 for a positive real part of b, 1 for b = 0.
    fn power(&mut self, a: Pair, b: Pair) -> Pair {
        let log = self.log(a);
        let exponent = self.product(b, log);
        let general = self.exp(exponent);
        let (a_im, b_im, general_im) = (self.im(a), self.im(b), self.im(general));
        let builder = &mut self.builder;
        let (zero, one, nan) =
            (builder.integer(0), builder.integer(1), builder.constant(Constant::Undetermined));
        let select = |builder: &mut Builder, a, b, x, y| {
            builder.push(Operation::Select(Relation::Equal, [a, b], [x, y]))
        };
        let at_one = select(builder, b_im, zero, one, nan);
        let at_zero = select(builder, b.re, zero, at_one, nan);
        let grown = builder.push(Operation::Select(Relation::Less, [zero, b.re], [zero, at_zero]));
        let nothing = select(builder, a_im, zero, grown, general.re);
        let re = select(builder, a.re, zero, nothing, general.re);
        let flat = builder.push(Operation::Subtract(grown, grown));
        let nothing = select(builder, a_im, zero, flat, general_im);
        Pair { re, im: Some(select(builder, a.re, zero, nothing, general_im)) }
    }

    /// The form that the row states; without one, the double kernel of a real argument.
    fn call(&mut self, function: Option<&Function>, a: Pair) -> Result<Pair, Error> {
        let Some(function) = function else { return Err(refusals::no_complex_form("?")) };
        if let Some(form) = function.code.complex {
            return Ok(form(self, a.into()).into());
        }
        let is_real = function.real && function.real_domain.is_everything();
        match (a.im, function.kernels.f64) {
            (None, Native::Unary(_)) if is_real => Ok(Writer::real(self.function(function, a.re))),
            _ => Err(refusals::no_complex_form(function.name)),
        }
    }

    /// Numbers are ordered where they are real, and equal where both parts are.
    fn select(&mut self, relation: Relation, [a, b]: [Pair; 2], [x, y]: [Pair; 2]) -> Pair {
        let [a_im, b_im] = [self.im(a), self.im(b)];
        let parts = [(Some(x.re), Some(y.re)), (x.im, y.im)];
        let real = a.im.is_none() && b.im.is_none();
        let (zero, nan) = (self.zero(), self.builder.constant(Constant::Undetermined));
        let builder = &mut self.builder;
        let [re, im] = parts.map(|(p, q)| {
            if p.is_none() && q.is_none() && real {
                return None;
            }
            let (p, q) = (p.unwrap_or(zero), q.unwrap_or(zero));
            let value = builder.push(Operation::Select(relation, [a.re, b.re], [p, q]));
            if real {
                return Some(value);
            }
            Some(if relation == Relation::Equal {
                builder.push(Operation::Select(Relation::Equal, [a_im, b_im], [value, q]))
            } else {
                let second =
                    builder.push(Operation::Select(Relation::Equal, [b_im, zero], [value, nan]));
                builder.push(Operation::Select(Relation::Equal, [a_im, zero], [second, nan]))
            })
        });
        Pair { re: re.unwrap_or(zero), im }
    }
}

/// What the forms of rows are written with.
impl Parts for Writer<'_> {
    fn integer(&mut self, number: i64) -> Real {
        Real(self.builder.integer(number).0)
    }

    fn add(&mut self, a: Real, b: Real) -> Real {
        self.two(Operation::Add, a, b)
    }

    fn subtract(&mut self, a: Real, b: Real) -> Real {
        self.two(Operation::Subtract, a, b)
    }

    fn multiply(&mut self, a: Real, b: Real) -> Real {
        self.two(Operation::Multiply, a, b)
    }

    fn divide(&mut self, a: Real, b: Real) -> Real {
        self.two(Operation::Divide, a, b)
    }

    fn call(&mut self, function: &Function, arguments: &[Real]) -> Real {
        let index = self.builder.function(function);
        Real(match *arguments {
            [a] => self.builder.push(Operation::Call1(index, Value(a.0))).0,
            [a, b] => self.builder.push(Operation::Call2(index, Value(a.0), Value(b.0))).0,
            _ => self.builder.constant(Constant::Undetermined).0,
        })
    }

    fn modulus(&mut self, z: viete_functions::Pair) -> Real {
        let z = Pair::from(z);
        let im = self.im(z);
        Real(self.hypot(z.re, im).0)
    }

    fn logarithm(&mut self, z: viete_functions::Pair) -> viete_functions::Pair {
        self.log(z.into()).into()
    }
}
