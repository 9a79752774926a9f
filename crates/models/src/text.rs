//! Systems as text, a line an equation.

use crate::{ModelError, System};
use rustc_hash::FxHashMap;
use viete::{Expr, Session};

/// Before the name of a state, that of its derivative.
const DERIVATIVE: &str = "der_";

/// An equation with its line.
struct Line<'t> {
    number: usize,
    left: &'t str,
    right: &'t str,
}

impl<'s> System<'s> {
    /// Reads a system: `x' = ...` (the left side may be any linear combination of derivatives, or 0
    /// for an algebraic equation), `x(0) = ...` for initial values, `k = ...` for parameters and
    /// abbreviations; `t` is time, `#` begins a comment.
    ///
    /// ```
    /// let session = viete::Session::new();
    /// let robertson = viete_models::System::parse(&session, "
    ///     x' = -k1*x + k3*y*z
    ///     y' = k1*x - k2*y^2 - k3*y*z
    ///     0 = x + y + z - 1
    ///     x(0) = 1
    ///     z(0) = 0
    ///     k1 = 0.04
    ///     k2 = 3e7
    ///     k3 = 1e4")?;
    /// assert_eq!(robertson.states().len(), 3);
    /// # Ok::<(), viete_models::ModelError>(())
    /// ```
    ///
    /// # Errors
    /// Lines that are none of these, as many equations as there are states missing, nonlinear left
    /// sides.
    pub fn parse(session: &'s Session, text: &str) -> Result<System<'s>, ModelError> {
        let (mut equations, mut initial, mut definitions) = (Vec::new(), Vec::new(), Vec::new());
        for (index, line) in text.lines().enumerate() {
            let (number, line) = (index + 1, line.split('#').next().unwrap_or_default().trim());
            if line.is_empty() {
                continue;
            }
            let Some((left, right)) = line.split_once('=') else {
                return Err(wrong(number, format!("expected an equation, got `{line}`")));
            };
            let line = Line { number, left: left.trim(), right: right.trim() };
            match line.left {
                left if left.contains('\'') || left == "0" => equations.push(line),
                left if left.ends_with("(0)") => initial.push(line),
                left if is_name(left) => definitions.push(line),
                left => {
                    return Err(wrong(
                        number,
                        format!(
                            "expected x' = ..., 0 = ..., x(0) = ... or k = ..., got `{left} = ...`"
                        ),
                    ));
                }
            }
        }
        let read = |number: usize, text: &str| {
            session.parse(text).map_err(|error| wrong(number, error.to_string()))
        };
        let mut states: Vec<String> = Vec::new();
        for name in equations
            .iter()
            .flat_map(|line| primed(line.left))
            .chain(initial.iter().map(|line| start_name(line.left)))
        {
            if !is_name(&name) {
                return Err(ModelError::Model(format!("`{name}` is no name of a state")));
            }
            if !states.contains(&name) {
                states.push(name);
            }
        }
        if states.len() != equations.len() {
            let all = states.join(", ");
            return Err(ModelError::Model(format!(
                "{} equations for the {} states {all}",
                equations.len(),
                states.len()
            )));
        }
        // parameters have numbers, abbreviations are put in
        let mut replaced: Vec<(Expr<'s>, Expr<'s>)> = Vec::new();
        let mut values: Vec<(Expr<'s>, f64)> = Vec::new();
        for line in &definitions {
            let value = read(line.number, line.right)?.subs(&replaced);
            let symbol = session.symbol(line.left);
            match number(session, value, &[]) {
                Some(number) => values.push((symbol, number)),
                None => replaced.push((symbol, value)),
            }
        }
        let mut start: FxHashMap<String, f64> = FxHashMap::default();
        for line in &initial {
            let value = read(line.number, line.right)?.subs(&replaced);
            let value = number(session, value, &values).ok_or_else(|| {
                wrong(line.number, format!("expected a number, got `{}`", line.right))
            })?;
            start.insert(start_name(line.left), value);
        }
        let symbols: Vec<Expr<'s>> = states.iter().map(|name| session.symbol(name)).collect();
        let dots: Vec<Expr<'s>> =
            states.iter().map(|name| session.symbol(&format!("{DERIVATIVE}{name}"))).collect();
        let (mut right, mut mass) = (Vec::new(), Vec::new());
        for (row, line) in (0u32..).zip(&equations) {
            right.push(read(line.number, line.right)?.subs(&replaced));
            let left = read(line.number, &without_primes(line.left))?.subs(&replaced);
            let zero = session.integer(0);
            let at_rest: Vec<(Expr<'s>, Expr<'s>)> = dots.iter().map(|&dot| (dot, zero)).collect();
            if left.subs(&at_rest) != zero {
                return Err(wrong(
                    line.number,
                    "expected derivatives alone on the left side".into(),
                ));
            }
            for (column, &dot) in (0u32..).zip(&dots) {
                let entry = left.diff(dot)?;
                if dots.iter().any(|&other| entry.diff(other).is_ok_and(|d| d != zero)) {
                    return Err(wrong(
                        line.number,
                        "expected a left side that is linear in the derivatives".into(),
                    ));
                }
                if entry != zero {
                    mass.push(((row, column), entry));
                }
            }
        }
        let initial: Vec<f64> =
            states.iter().map(|name| start.get(name).copied().unwrap_or(0.0)).collect();
        let one = session.integer(1);
        let unit = mass.len() == states.len()
            && mass.iter().all(|&((row, column), entry)| row == column && entry == one);
        let mut system = System::new(session, &symbols, &right)?.starting_at(&initial)?;
        if !unit {
            system = system.with_mass(mass)?;
        }
        Ok(values
            .into_iter()
            .fold(system, |system, (symbol, value)| system.parameter(symbol, value)))
    }
}

pub fn wrong(line: usize, message: String) -> ModelError {
    ModelError::Text { line, message }
}

pub fn is_name(text: &str) -> bool {
    text.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_alphanumeric() || c == '_')
}

fn start_name(left: &str) -> String {
    left.trim_end_matches("(0)").trim().to_string()
}

/// The names that a prime follows.
fn primed(left: &str) -> Vec<String> {
    let before = left.split('\'').collect::<Vec<_>>();
    let ends = before.len().saturating_sub(1);
    before.into_iter().take(ends).map(|part| last_name(part).to_string()).collect()
}

pub fn last_name(text: &str) -> &str {
    let begin = text
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_alphanumeric() || *c == '_')
        .last()
        .map_or(text.len(), |c| c.0);
    text.get(begin..).unwrap_or_default()
}

/// `2*x' + y'` as `2*der_x + der_y`.
fn without_primes(left: &str) -> String {
    let parts: Vec<&str> = left.split('\'').collect();
    let mut text = String::new();
    for (index, part) in parts.iter().enumerate() {
        let name = last_name(part);
        if index + 1 == parts.len() || name.is_empty() {
            text.push_str(part);
            continue;
        }
        text.push_str(part.strip_suffix(name).unwrap_or(part));
        text.push_str(DERIVATIVE);
        text.push_str(name);
    }
    text
}

/// The double that an expression of known parameters is.
pub fn number(session: &Session, value: Expr<'_>, known: &[(Expr<'_>, f64)]) -> Option<f64> {
    let arguments: Vec<Expr<'_>> = known.iter().map(|p| session.expr(p.0.term())).collect();
    let values: Vec<f64> = known.iter().map(|p| p.1).collect();
    session.compile(&arguments, &[session.expr(value.term())]).ok()?.value(&values).ok()
}
