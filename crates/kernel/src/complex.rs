//! Programs over complex numbers as programs over doubles, two for each: so complex functions have
//! native code, batches and fast mode too. Principal branches; a zero imaginary part is on the
//! upper side of a cut, as everywhere in the language.

use crate::builder::Builder;
use crate::interpret::constant_f64;
use crate::program::{Constant, Operation, Program, Relation, Value};
use viete_functions::{ALL, Function};
use viete_numbers::{Number, Rational};

/// A function without a complex form here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("function `{0}` has no native kernel over complex numbers")]
pub struct ComplexError(pub &'static str);

/// Real and imaginary part; a missing one is zero throughout.
#[derive(Clone, Copy)]
struct Pair {
    re: Value,
    im: Option<Value>,
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
pub fn complex(program: &Program) -> Result<Program, ComplexError> {
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

    fn function(&mut self, name: &'static str, arguments: &[Value]) -> Result<Value, ComplexError> {
        let row: Option<&&Function> = ALL.iter().find(|row| row.name == name);
        let index = self.builder.function(row.ok_or(ComplexError(name))?);
        Ok(match *arguments {
            [a] => self.builder.push(Operation::Call1(index, a)),
            [a, b] => self.builder.push(Operation::Call2(index, a, b)),
            _ => return Err(ComplexError(name)),
        })
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

    fn operation(&mut self, operation: &Operation, pairs: &[Pair]) -> Result<Pair, ComplexError> {
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
            Operation::Power(a, b) => self.power(of(a), of(b))?,
            Operation::Sqrt(a) => self.sqrt(of(a))?,
            Operation::Exp(a) => self.exp(of(a))?,
            Operation::Call1(f, a) => {
                self.call(self.source.function(f).map_or("?", |f| f.name), of(a))?
            }
            Operation::Call2(f, ..) => {
                return Err(ComplexError(self.source.function(f).map_or("?", |f| f.name)));
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

    fn exp(&mut self, a: Pair) -> Result<Pair, ComplexError> {
        let growth = self.builder.push(Operation::Exp(a.re));
        let Some(im) = a.im else { return Ok(Writer::real(growth)) };
        let (cos, sin) = (self.function("cos", &[im])?, self.function("sin", &[im])?);
        let re = self.builder.push(Operation::Multiply(growth, cos));
        Ok(Pair { re, im: Some(self.builder.push(Operation::Multiply(growth, sin))) })
    }

    /// The imaginary part with +0 for -0.
    fn upper(&mut self, a: Pair) -> Value {
        let (im, zero) = (self.im(a), self.zero());
        self.builder.push(Operation::Add(im, zero))
    }

    fn log(&mut self, a: Pair) -> Result<Pair, ComplexError> {
        let im = self.upper(a);
        let size = self.hypot(a.re, im);
        Ok(Pair {
            re: self.function("log", &[size])?,
            im: Some(self.function("atan2", &[im, a.re])?),
        })
    }

    /// `sqrt((|a| + |re|)/2)` is the larger part.
    fn sqrt(&mut self, a: Pair) -> Result<Pair, ComplexError> {
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
        Ok(Pair {
            re,
            im: Some(builder.push(Operation::Select(Relation::Less, [a.re, zero], [below, small]))),
        })
    }

    /// `exp(b log(a))`; `0^b` is 0 for a positive real part of b, 1 for b = 0.
    fn power(&mut self, a: Pair, b: Pair) -> Result<Pair, ComplexError> {
        let log = self.log(a)?;
        let exponent = self.product(b, log);
        let general = self.exp(exponent)?;
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
        Ok(Pair { re, im: Some(select(builder, a.re, zero, nothing, general_im)) })
    }

    fn call(&mut self, name: &'static str, a: Pair) -> Result<Pair, ComplexError> {
        let both = |writer: &mut Self, f, x, g, y| -> Result<Value, ComplexError> {
            let (f, g) = (writer.function(f, &[x])?, writer.function(g, &[y])?);
            Ok(writer.builder.push(Operation::Multiply(f, g)))
        };
        let Pair { re, im } = a;
        Ok(match (name, im) {
            ("log", _) => self.log(a)?,
            ("abs", Some(im)) => Writer::real(self.hypot(re, im)),
            ("re", _) => Writer::real(re),
            ("im", _) => Writer::real(self.im(a)),
            ("conj", Some(im)) => {
                let zero = self.zero();
                Pair { re, im: Some(self.builder.push(Operation::Subtract(zero, im))) }
            }
            ("conj", None) => a,
            ("arg", _) => self.log(a)?.im.map_or(a, Writer::real),
            ("sin" | "cos" | "tan" | "sinh" | "cosh" | "tanh" | "abs", None) => {
                Writer::real(self.function(name, &[re])?)
            }
            ("sin", Some(im)) => Pair {
                re: both(self, "sin", re, "cosh", im)?,
                im: Some(both(self, "cos", re, "sinh", im)?),
            },
            ("cos", Some(im)) => {
                let product = both(self, "sin", re, "sinh", im)?;
                let zero = self.zero();
                let minus = self.builder.push(Operation::Subtract(zero, product));
                Pair { re: both(self, "cos", re, "cosh", im)?, im: Some(minus) }
            }
            ("sinh", Some(im)) => Pair {
                re: both(self, "sinh", re, "cos", im)?,
                im: Some(both(self, "cosh", re, "sin", im)?),
            },
            ("cosh", Some(im)) => Pair {
                re: both(self, "cosh", re, "cos", im)?,
                im: Some(both(self, "sinh", re, "sin", im)?),
            },
            ("tan", Some(im)) => {
                // tan(z) = -i tanh(i z)
                let zero = self.zero();
                let turned = self.builder.push(Operation::Subtract(zero, im));
                let tanh = self.tanh(turned, re)?;
                let minus = self.builder.push(Operation::Subtract(zero, tanh.re));
                Pair { re: self.im(tanh), im: Some(minus) }
            }
            ("tanh", Some(im)) => self.tanh(re, im)?,
            _ => return Err(ComplexError(name)),
        })
    }

    /// `(t + i s (1 - t^2))/(1 + s^2 t^2)` with t = tanh(re), s = tan(im); 1 - t^2 is 1/cosh(re)^2.
    fn tanh(&mut self, re: Value, im: Value) -> Result<Pair, ComplexError> {
        let (t, s, cosh) = (
            self.function("tanh", &[re])?,
            self.function("tan", &[im])?,
            self.function("cosh", &[re])?,
        );
        let builder = &mut self.builder;
        let one = builder.integer(1);
        let (t2, s2) =
            (builder.push(Operation::Multiply(t, t)), builder.push(Operation::Multiply(s, s)));
        let both = builder.push(Operation::Multiply(s2, t2));
        let below = builder.push(Operation::Add(one, both));
        let grown = builder.push(Operation::Add(one, s2));
        let above = builder.push(Operation::Multiply(t, grown));
        let once = builder.push(Operation::Divide(s, cosh));
        let beside = builder.push(Operation::Divide(once, cosh));
        let re = builder.push(Operation::Divide(above, below));
        Ok(Pair { re, im: Some(builder.push(Operation::Divide(beside, below))) })
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
