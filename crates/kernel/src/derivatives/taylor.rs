//! Taylor coefficients: jets of any order through a program (Griewank, Walther, chapter 13).

use super::{Copy, Derivatives};
use crate::builder::Builder;
use crate::program::{Operation, Program, Relation, Value};
use viete_numbers::{Error, Number, Rational};

/// The coefficients of a value, lowest first; those beyond the end are zero.
type Jet = Vec<Value>;

impl Derivatives<'_> {
    /// The program that takes the Taylor coefficients `x_0 .. x_order` of every input, input by
    /// input, and returns those of every output, output by output.
    ///
    /// # Errors
    /// A function whose row states no derivative, the budget's stop. Cost grows with the square of
    /// the order; for functions other than exponentials, roots and powers with the order's power of
    /// the nesting of their derivatives.
    pub fn taylor(&mut self, program: &Program, order: usize) -> Result<Program, Error> {
        let mut builder = Builder::default();
        let mut jets: Vec<Jet> = Vec::new();
        for name in &program.inputs {
            jets.push((0..=order).map(|k| builder.input(format!("{name}_{k}"))).collect());
        }
        let values = self.jets(&mut builder, program, &jets, order)?;
        let zero = builder.integer(0);
        let mut outputs = Vec::with_capacity(program.outputs.len() * (order + 1));
        for output in &program.outputs {
            let jet = values.get(output.index());
            outputs.extend(
                (0..=order).map(|k| jet.and_then(|jet| jet.get(k)).copied().unwrap_or(zero)),
            );
        }
        Ok(builder.finish(outputs))
    }

    /// The jets of all values of a program at jets of its inputs, to `order`.
    fn jets(
        &mut self,
        builder: &mut Builder,
        program: &Program,
        inputs: &[Jet],
        order: usize,
    ) -> Result<Vec<Jet>, Error> {
        let mut jets: Vec<Jet> = Vec::with_capacity(program.operations.len());
        for operation in &program.operations {
            self.budget.spend(1 + (order * order) as u64)?;
            let of = |v: Value| jets.get(v.index()).map(Vec::as_slice).unwrap_or_default();
            let jet = match *operation {
                Operation::Input(index) => inputs.get(index as usize).cloned().unwrap_or_default(),
                Operation::Constant(_) => vec![builder.copy(program, operation, &|v| v)],
                Operation::Add(a, b) => combined(builder, of(a), of(b), Builder::add),
                Operation::Subtract(a, b) => combined(builder, of(a), of(b), Builder::subtract),
                Operation::Negate(a) => {
                    of(a).to_vec().into_iter().map(|v| builder.negate(v)).collect()
                }
                Operation::Multiply(a, b) => product(builder, of(a), of(b), order),
                Operation::Divide(a, b) => quotient(builder, of(a), of(b), order),
                Operation::PowerInteger(a, n) => power_integer(builder, of(a), n, order),
                Operation::Sqrt(a) => root(builder, of(a), order),
                Operation::Exp(a) => exponential(builder, of(a), order),
                Operation::Select(relation, [a, b], [x, y]) => {
                    selected(builder, relation, [of(a), of(b)], [of(x), of(y)])
                }
                Operation::Power(..) | Operation::Call1(..) | Operation::Call2(..) => {
                    let operands: Vec<Jet> =
                        operation.operands().into_iter().map(|v| of(v).to_vec()).collect();
                    self.composed(builder, program, operation, &operands, order)?
                }
            };
            jets.push(jet);
        }
        Ok(jets)
    }

    /// `h = f(g)` from `h' = f'(g) g'`, where `f'(g)` is a program of its own to one order less.
    fn composed(
        &mut self,
        builder: &mut Builder,
        program: &Program,
        operation: &Operation,
        operands: &[Jet],
        order: usize,
    ) -> Result<Jet, Error> {
        let first: Vec<Value> =
            operands.iter().map(|jet| jet.first().copied().unwrap_or(Value(0))).collect();
        let places: Vec<Value> = operation.operands();
        let at = |v: Value| {
            places.iter().position(|&p| p == v).and_then(|i| first.get(i)).copied().unwrap_or(v)
        };
        let mut result = vec![builder.copy(program, operation, &at)];
        if order == 0 || operands.iter().all(|jet| jet.len() <= 1) {
            return Ok(result);
        }
        // a program of the operation alone, and of its partial derivatives
        let mut alone = Builder::default();
        let names: Vec<Value> = ["x", "y"]
            .iter()
            .take(operands.len())
            .map(|name| alone.input((*name).to_string()))
            .collect();
        let inner = |v: Value| {
            places.iter().position(|&p| p == v).and_then(|i| names.get(i)).copied().unwrap_or(v)
        };
        let value = alone.copy(program, operation, &inner);
        let single = alone.finish(vec![value]);
        let mut slopes: Vec<Jet> = Vec::new();
        for (index, operand) in operands.iter().enumerate() {
            if operand.len() <= 1 {
                slopes.push(Vec::new());
                continue;
            }
            let mut copy = Copy::new(&single);
            let last = single.operations.len() - 1;
            let partials = self.partials(&mut copy, last, &|v| v.index() == index)?;
            let total = partials
                .into_iter()
                .map(|(_, factor)| factor)
                .reduce(|a, b| copy.builder.add(a, b));
            let zero = copy.builder.integer(0);
            let slope = copy.builder.finish(vec![total.unwrap_or(zero)]);
            let jets = self.jets(builder, &slope, operands, order - 1)?;
            slopes.push(
                slope
                    .outputs
                    .first()
                    .and_then(|output| jets.get(output.index()))
                    .cloned()
                    .unwrap_or_default(),
            );
        }
        for k in 1..=order {
            let parts = slopes
                .iter()
                .zip(operands)
                .filter_map(|(slope, operand)| chain(builder, operand, slope, k));
            let sum = parts.collect::<Vec<_>>().into_iter().reduce(|a, b| builder.add(a, b));
            result.push(sum.unwrap_or_else(|| builder.integer(0)));
        }
        Ok(result)
    }
}

/// Coefficient k of the integral of `s g'`: `sum over 0 < j <= k of (j/k) g_j s_(k-j)`.
fn chain(builder: &mut Builder, g: &[Value], s: &[Value], k: usize) -> Option<Value> {
    let mut sum = None;
    for j in 1..=k {
        let (Some(&slope), Some(&value)) = (g.get(j), s.get(k - j)) else { continue };
        let factor = builder.number(&Number::from(ratio(j, k)));
        let scaled = builder.multiply(factor, slope);
        let term = builder.multiply(scaled, value);
        sum = Some(sum.map_or(term, |sum| builder.add(sum, term)));
    }
    sum
}

fn ratio(a: usize, b: usize) -> Rational {
    Rational::new(&(a as i64).into(), &(b as i64).into()).unwrap_or(Rational::ONE)
}

fn combined(
    builder: &mut Builder,
    a: &[Value],
    b: &[Value],
    f: fn(&mut Builder, Value, Value) -> Value,
) -> Jet {
    let zero = builder.integer(0);
    let at = |jet: &[Value], k: usize| jet.get(k).copied().unwrap_or(zero);
    (0..a.len().max(b.len())).map(|k| f(builder, at(a, k), at(b, k))).collect()
}

/// `sum over j in range of a_j b_(k-j)`.
fn convolution(
    builder: &mut Builder,
    a: &[Value],
    b: &[Value],
    k: usize,
    range: impl Iterator<Item = usize>,
) -> Option<Value> {
    let mut sum = None;
    for j in range {
        let (Some(&x), Some(&y)) = (a.get(j), k.checked_sub(j).and_then(|i| b.get(i))) else {
            continue;
        };
        let term = builder.multiply(x, y);
        sum = Some(sum.map_or(term, |sum| builder.add(sum, term)));
    }
    sum
}

fn product(builder: &mut Builder, a: &[Value], b: &[Value], order: usize) -> Jet {
    let length = (a.len() + b.len()).saturating_sub(1).min(order + 1);
    let zero = builder.integer(0);
    (0..length).map(|k| convolution(builder, a, b, k, 0..=k).unwrap_or(zero)).collect()
}

/// `q b = a`: `q_k = (a_k - sum over j < k of q_j b_(k-j)) / b_0`.
fn quotient(builder: &mut Builder, a: &[Value], b: &[Value], order: usize) -> Jet {
    let zero = builder.integer(0);
    let divisor = b.first().copied().unwrap_or(zero);
    let length = if b.len() <= 1 { a.len().min(order + 1) } else { order + 1 };
    let mut q: Jet = Vec::with_capacity(length);
    for k in 0..length {
        let mut above = a.get(k).copied().unwrap_or(zero);
        if let Some(sum) = convolution(builder, &q, b, k, 0..k) {
            above = builder.subtract(above, sum);
        }
        q.push(builder.divide(above, divisor));
    }
    q
}

fn power_integer(builder: &mut Builder, a: &[Value], n: i32, order: usize) -> Jet {
    let one = vec![builder.integer(1)];
    let (mut result, mut square, mut k) = (None::<Jet>, a.to_vec(), n.unsigned_abs());
    while k > 0 {
        if k & 1 == 1 {
            result = Some(match result {
                Some(partial) => product(builder, &partial, &square, order),
                None => square.clone(),
            });
        }
        k >>= 1;
        if k > 0 {
            square = product(builder, &square, &square, order);
        }
    }
    let result = result.unwrap_or_else(|| one.clone());
    if n < 0 { quotient(builder, &one, &result, order) } else { result }
}

/// `r^2 = a`: `r_k = (a_k - sum over 0 < j < k of r_j r_(k-j)) / (2 r_0)`.
fn root(builder: &mut Builder, a: &[Value], order: usize) -> Jet {
    let zero = builder.integer(0);
    let first = builder.push(Operation::Sqrt(a.first().copied().unwrap_or(zero)));
    let mut r = vec![first];
    if a.len() <= 1 {
        return r;
    }
    let two = builder.integer(2);
    let divisor = builder.multiply(two, first);
    for k in 1..=order {
        let mut above = a.get(k).copied().unwrap_or(zero);
        if let Some(sum) = convolution(builder, &r, &r, k, 1..k) {
            above = builder.subtract(above, sum);
        }
        r.push(builder.divide(above, divisor));
    }
    r
}

/// `h' = h g'`: `h_k = sum over j of (j/k) g_j h_(k-j)`.
fn exponential(builder: &mut Builder, g: &[Value], order: usize) -> Jet {
    let zero = builder.integer(0);
    let mut h = vec![builder.push(Operation::Exp(g.first().copied().unwrap_or(zero)))];
    if g.len() <= 1 {
        return h;
    }
    for k in 1..=order {
        let sum = chain(builder, g, &h, k);
        h.push(sum.unwrap_or(zero));
    }
    h
}

/// The branch that the values themselves choose.
fn selected(
    builder: &mut Builder,
    relation: Relation,
    [a, b]: [&[Value]; 2],
    [x, y]: [&[Value]; 2],
) -> Jet {
    let zero = builder.integer(0);
    let at = |jet: &[Value], k: usize| jet.get(k).copied().unwrap_or(zero);
    let condition = [at(a, 0), at(b, 0)];
    (0..x.len().max(y.len()))
        .map(|k| builder.push(Operation::Select(relation, condition, [at(x, k), at(y, k)])))
        .collect()
}
