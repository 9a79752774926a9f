//! Equations on a line of cells with a symbolic number N of them: one program for the inner cells, run over columns, and
//! one for each end. Code size and compile time do not depend on N.

use crate::text::{is_name, number, wrong};
use crate::{Dynamics, ModelError};
use smallvec::SmallVec;
use std::collections::BTreeSet;
use viete::{Expr, Kernel, Session, SparseKernel, Uniform};

/// Largest number of states of a lattice.
const MAX_STATES: usize = 10_000_000;

/// Fields `u[1] .. u[N]`, each with an equation `u[i]' = ...` over neighbouring cells.
#[derive(Clone, Debug)]
pub struct Lattice {
    pub fields: Vec<String>,
    /// Parameters and their usual values; N and t come after them in kernels.
    pub parameters: Vec<String>,
    pub values: Vec<f64>,
    /// The number of cells that a line `N = ...` states.
    pub cells: Option<usize>,
    /// How far equations reach: cells at each end with equations of their own.
    reach: usize,
    inner: Inner,
    /// The rows at the left end, then those at the right end.
    ends: [End; 2],
    start: Vec<Kernel>,
}

/// The program of an inner cell and its Jacobian: arguments are cells (field, offset), then parameters, N, t and i.
#[derive(Clone, Debug)]
struct Inner {
    cells: Vec<(usize, i64)>,
    rate: Uniform,
    jacobian: Uniform,
    /// Field of the row, and the cell of the column.
    entries: Vec<(usize, (usize, i64))>,
    /// Whether the cell's number is an argument.
    is_numbered: bool,
}

/// The programs of the cells at one end: arguments are the cells next to it, then parameters, N and t; outputs by rows from
/// the outermost, by fields.
#[derive(Clone, Debug)]
struct End {
    /// Field and position from the end.
    cells: Vec<(usize, usize)>,
    rate: Kernel,
    jacobian: SparseKernel,
}

/// A lattice of some number of cells: a system of differential equations, the states field by field.
#[derive(Clone, Debug)]
pub struct LatticeOf {
    lattice: Lattice,
    cells: usize,
    /// 1, 2, .. for equations that depend on the cell's number.
    numbers: Vec<f64>,
    initial: Vec<f64>,
    entries: Vec<(u32, u32)>,
    /// Where the inner cells' arguments begin among the states, and the fields' inner cells.
    starts: Vec<usize>,
    fields: Vec<usize>,
    ends: [EndPlaces; 2],
}

type Buffer = SmallVec<[f64; 16]>;

/// The states that are the arguments of an end, and those of its rows.
#[derive(Clone, Debug)]
struct EndPlaces {
    arguments: Vec<usize>,
    rows: Vec<usize>,
}

/// A cell as text has it between brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// `i + offset`
    Here(i64),
    /// From the left end, which is 1.
    Left(i64),
    /// `N + offset`
    Right(i64),
}

impl Place {
    fn parse(text: &str) -> Option<Place> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let offset = |rest: &str| if rest.is_empty() { Some(0) } else { rest.trim_start_matches('+').parse().ok() };
        match (text.strip_prefix('i'), text.strip_prefix('N')) {
            (Some(rest), _) => offset(rest).map(Place::Here),
            (_, Some(rest)) => offset(rest).map(Place::Right),
            _ => text.parse().ok().map(Place::Left),
        }
    }

    fn symbol(self, field: &str) -> String {
        let (kind, n) = match self {
            Place::Here(n) => ("here", n),
            Place::Left(n) => ("left", n),
            Place::Right(n) => ("right", n),
        };
        format!("cell_{field}_{kind}_{}{}", if n < 0 { "m" } else { "" }, n.unsigned_abs())
    }
}

/// `u[i-1]` replaced by the symbol of that cell; the cells met.
fn cells(text: &str, line: usize) -> Result<(String, Vec<(String, Place)>), ModelError> {
    let (mut result, mut met, mut rest) = (String::new(), Vec::new(), text);
    while let Some((before, after)) = rest.split_once('[') {
        let Some((inside, next)) = after.split_once(']') else {
            return Err(wrong(line, format!("`[{after}` is not closed")));
        };
        let field = crate::text::last_name(before);
        let place = Place::parse(inside).filter(|_| is_name(field));
        let place =
            place.ok_or_else(|| wrong(line, format!("expected a cell such as u[i+1], u[0] or u[N], got `{field}[{inside}]`")))?;
        result.push_str(before.strip_suffix(field).unwrap_or(before));
        result.push_str(&place.symbol(field));
        met.push((field.to_string(), place));
        rest = next;
    }
    result.push_str(rest);
    Ok((result, met))
}

/// An equation of a cell.
struct Equation<'s> {
    field: String,
    right: Expr<'s>,
    met: Vec<(String, Place)>,
}

impl Lattice {
    /// Reads equations: `u[i]' = ...` for each field, over cells `u[i-1]`, parameters, `N`, `i` and `t`; `u[0] = ...`,
    /// `u[N+1] = ...` for what lies beyond the ends, in terms of cells near that end; `u[i](0) = ...` for initial values
    /// (zero where none are given); `k = ...` for parameters; `N = ...` for the usual number of cells.
    ///
    /// ```
    /// let heat = viete_models::Lattice::parse("
    ///     u[i]' = (N + 1)^2*(u[i-1] - 2*u[i] + u[i+1])
    ///     u[0] = 0
    ///     u[N+1] = 0
    ///     u[i](0) = sin(pi*i/(N + 1))")?.of(20)?;
    /// let end = heat.solve(&[0.0, 0.1], 1e-9)?;
    /// let decay = (21.0f64 * 21.0) * (2.0 - 2.0 * (std::f64::consts::PI / 21.0).cos());
    /// assert!((end[1][9] / end[0][9] - (-0.1 * decay).exp()).abs() < 1e-6);
    /// # Ok::<(), viete_models::ModelError>(())
    /// ```
    ///
    /// # Errors
    /// Lines that are none of these, cells beyond an end that are not stated, fields without equation.
    pub fn parse(text: &str) -> Result<Lattice, ModelError> {
        let session = Session::new();
        let (mut equations, mut beyond, mut starts): (Vec<Equation<'_>>, Vec<(Expr<'_>, Expr<'_>)>, Vec<_>) = Default::default();
        let (mut values, mut replaced): (Vec<(Expr<'_>, f64)>, Vec<(Expr<'_>, Expr<'_>)>) = Default::default();
        let mut stated = None;
        for (index, line) in text.lines().enumerate() {
            let (n, line) = (index + 1, line.split('#').next().unwrap_or_default().trim());
            if line.is_empty() {
                continue;
            }
            let (left, right) = line.split_once('=').ok_or_else(|| wrong(n, format!("expected an equation, got `{line}`")))?;
            let (right, met) = cells(right, n)?;
            let right = session.parse(&right).map_err(|error| wrong(n, error.to_string()))?.subs(&replaced);
            let (left, own) = cells(left.trim(), n)?;
            let usage = || wrong(n, "expected u[i]' = ..., u[i](0) = ..., u[0] = ..., u[N+1] = ... or k = ...".into());
            match (own.as_slice(), left.trim()) {
                ([(field, Place::Here(0))], left) if left.ends_with('\'') => {
                    equations.push(Equation { field: field.clone(), right, met });
                }
                ([(field, Place::Here(0))], left) if left.ends_with("(0)") => starts.push((field.clone(), right)),
                ([(field, place @ (Place::Left(_) | Place::Right(_)))], _) => {
                    beyond.push((session.symbol(&place.symbol(field)), right));
                }
                ([], "N") => stated = number(&session, right, &[]).filter(|n| n.fract() == 0.0 && *n > 0.0).map(|n| n as usize),
                ([], name) if is_name(name) => match number(&session, right, &[]) {
                    Some(value) => values.push((session.symbol(name), value)),
                    None => replaced.push((session.symbol(name), right)),
                },
                _ => return Err(usage()),
            }
        }
        let lattice = Lattice::build(&session, &equations, &beyond, &starts, &values)?;
        Ok(Lattice { cells: stated, ..lattice })
    }

    fn build<'s>(
        session: &'s Session,
        equations: &[Equation<'s>],
        beyond: &[(Expr<'s>, Expr<'s>)],
        starts: &[(String, Expr<'s>)],
        values: &[(Expr<'s>, f64)],
    ) -> Result<Lattice, ModelError> {
        let fields: Vec<String> = equations.iter().map(|e| e.field.clone()).collect();
        let field_of = |name: &str| {
            let place = fields.iter().position(|f| f == name);
            place.ok_or_else(|| ModelError::Model(format!("field `{name}` has no equation {name}[i]' = ...")))
        };
        let mut inner_cells: BTreeSet<(usize, i64)> = BTreeSet::new();
        for (name, place) in equations.iter().flat_map(|e| &e.met) {
            match place {
                Place::Here(offset) => drop(inner_cells.insert((field_of(name)?, *offset))),
                _ => return Err(ModelError::Model(format!("expected cells relative to i in equations, as in {name}[i-1]"))),
            }
        }
        let reach = inner_cells.iter().map(|c| c.1.unsigned_abs() as usize).max().unwrap_or(0);
        let mut tail: Vec<Expr<'s>> = values.iter().map(|v| v.0).collect();
        tail.extend(session.symbols(["N", "t"]));
        let name = |field: usize| fields.get(field).map_or("", String::as_str);
        let cell = |&(field, offset): &(usize, i64)| session.symbol(&Place::Here(offset).symbol(name(field)));
        let inner_list: Vec<(usize, i64)> = inner_cells.iter().copied().collect();
        let mut arguments: Vec<Expr<'s>> = inner_list.iter().map(cell).collect();
        arguments.extend(&tail);
        let right: Vec<Expr<'s>> = equations.iter().map(|e| e.right).collect();
        let number = session.symbol("i");
        let is_numbered = right.iter().any(|e| e.subs(&[(number, session.integer(0))]) != *e);
        if is_numbered {
            arguments.push(number);
        }
        let jacobian = session.compile_jacobian(&arguments, &right, inner_list.len())?;
        let column = |column: u32| inner_list.get(column as usize).copied().unwrap_or((0, 0));
        let entries = jacobian.entries.iter().map(|&(row, c)| (row as usize, column(c))).collect();
        let tail_names: Vec<String> = tail.iter().map(ToString::to_string).collect();
        let ones: Vec<&str> = tail_names.iter().map(String::as_str).collect();
        let inner = Inner {
            rate: session.compile(&arguments, &right)?.uniform(&ones),
            jacobian: jacobian.kernel.uniform(&ones),
            entries,
            is_numbered,
            cells: inner_list,
        };
        let mut ends = Vec::new();
        for from_left in [true, false] {
            // cells beyond the end stand for what is stated of them, which may name cells within
            let place = |position: i64| if from_left { Place::Left(position + 1) } else { Place::Right(-position) };
            let mut rows = Vec::new();
            for row in 0..reach as i64 {
                let towards = if from_left { 1 } else { -1 };
                let number = session.integer(row);
                let at = if from_left { number + 1 } else { session.symbol("N") - number };
                let mut names = vec![(session.symbol("i"), at)];
                for &(field, offset) in &inner.cells {
                    let symbol = session.symbol(&place(row + towards * offset).symbol(name(field)));
                    names.push((session.symbol(&Place::Here(offset).symbol(name(field))), symbol.subs(beyond)));
                }
                rows.extend(right.iter().map(|right| right.subs(&names)));
            }
            let cells: Vec<(usize, usize)> = (0..fields.len()).flat_map(|f| (0..2 * reach).map(move |p| (f, p))).collect();
            let mut arguments: Vec<Expr<'s>> =
                cells.iter().map(|&(field, position)| session.symbol(&place(position as i64).symbol(name(field)))).collect();
            arguments.extend(&tail);
            let rate = session.compile(&arguments, &rows)?;
            let jacobian = session.compile_jacobian(&arguments, &rows, cells.len())?;
            ends.push(End { cells, rate, jacobian });
        }
        let start: Result<Vec<Kernel>, viete::Error> = (fields.iter())
            .map(|field| {
                let value = starts.iter().find(|s| s.0 == *field).map_or(session.integer(0), |s| s.1);
                let mut arguments = tail.clone();
                arguments.push(session.symbol("i"));
                session.compile(&arguments, &[value])
            })
            .collect();
        let ends: [End; 2] = ends.try_into().map_err(|_| ModelError::Model("a lattice has two ends".into()))?;
        Ok(Lattice {
            parameters: values.iter().map(|(symbol, _)| symbol.to_string()).collect(),
            values: values.iter().map(|v| v.1).collect(),
            cells: None,
            start: start?,
            fields,
            reach,
            inner,
            ends,
        })
    }

    /// The lattice with `cells` cells.
    ///
    /// # Errors
    /// Fewer cells than twice the reach of the equations, more than ten million states.
    pub fn of(&self, cells: usize) -> Result<LatticeOf, ModelError> {
        let least = 2 * self.reach.max(1);
        if cells < least || cells.saturating_mul(self.fields.len()) > MAX_STATES {
            let most = MAX_STATES / self.fields.len().max(1);
            return Err(ModelError::Model(format!("{cells} cells: expected at least {least} and at most {most}")));
        }
        let numbers: Vec<f64> = (1..=cells).map(|i| i as f64).collect();
        let mut initial = Vec::with_capacity(cells * self.fields.len());
        for kernel in &self.start {
            for &i in &numbers {
                let mut arguments = self.values.clone();
                arguments.extend([cells as f64, 0.0, i]);
                initial.push(kernel.value(&arguments)?);
            }
        }
        let mut entries = Vec::new();
        let state = |field: usize, cell: usize| (field * cells + cell) as u32;
        for &(row, (field, offset)) in &self.inner.entries {
            for cell in self.reach..cells - self.reach {
                entries.push((state(row, cell), state(field, cell.saturating_add_signed(offset as isize))));
            }
        }
        for (end, from_left) in self.ends.iter().zip([true, false]) {
            let cell = |position: usize| if from_left { position } else { cells - 1 - position };
            for &(row, column) in &end.jacobian.entries {
                let (position, field) = (row as usize / self.fields.len(), row as usize % self.fields.len());
                let (other, from) = end.cells.get(column as usize).copied().unwrap_or_default();
                entries.push((state(field, cell(position)), state(other, cell(from))));
            }
        }
        let starts =
            self.inner.cells.iter().map(|&(field, offset)| (field * cells + self.reach).saturating_add_signed(offset as isize));
        let fields = self.fields.len();
        let ends = [true, false].map(|from_left| {
            let place = |field: usize, position: usize| field * cells + if from_left { position } else { cells - 1 - position };
            let rows = (0..self.reach * fields).map(|row| place(row % fields, row / fields)).collect();
            let [left, right] = &self.ends;
            let known = if from_left { left } else { right };
            EndPlaces { arguments: known.cells.iter().map(|&(field, position)| place(field, position)).collect(), rows }
        });
        Ok(LatticeOf {
            starts: starts.collect(),
            fields: (0..fields).map(|field| field * cells + self.reach).collect(),
            ends,
            lattice: self.clone(),
            cells,
            numbers,
            initial,
            entries,
        })
    }
}

impl LatticeOf {
    /// The arguments that are the same for all cells. Buffers are filled in place: moving them costs as much as short
    /// lattices take.
    #[inline(always)]
    fn uniform(&self, parameters: &[f64], t: f64, into: &mut [f64]) {
        if let Some((last, rest)) = into.split_last_mut() {
            *last = t;
            let known = parameters.iter().copied().chain([self.cells as f64]);
            rest.iter_mut().zip(known).for_each(|(slot, value)| *slot = value);
        }
    }

    /// The arguments of an end.
    #[inline(always)]
    fn at_end(&self, places: &EndPlaces, x: &[f64], parameters: &[f64], t: f64, into: &mut Buffer) {
        into.resize(places.arguments.len() + parameters.len() + 2, 0.0);
        let (cells, rest) = into.split_at_mut(places.arguments.len());
        for (slot, &place) in cells.iter_mut().zip(&places.arguments) {
            *slot = x.get(place).copied().unwrap_or(f64::NAN);
        }
        self.uniform(parameters, t, rest);
    }

    fn inner(&self, kernel: &Uniform, x: &[f64], numbers: &[f64], target: (&mut [f64], &[usize])) -> Result<(), ModelError> {
        let rows = self.cells - 2 * self.lattice.reach;
        if !self.lattice.inner.is_numbered {
            return Ok(kernel.shifted((x, &self.starts), numbers, target, rows)?);
        }
        // the cells' numbers stand behind the states
        let mut source = x.to_vec();
        source.extend_from_slice(&self.numbers);
        let mut starts = self.starts.clone();
        starts.push(x.len() + self.lattice.reach);
        Ok(kernel.shifted((&source, &starts), numbers, target, rows)?)
    }

    /// The states at `times`: see [`crate::Ode::solve`].
    ///
    /// # Errors
    /// What the solver reports.
    pub fn solve(&self, times: &[f64], tolerance: f64) -> Result<Vec<Vec<f64>>, ModelError> {
        crate::solve::solve(self.clone(), times, tolerance)
    }
}

impl Dynamics for LatticeOf {
    fn states(&self) -> usize {
        self.cells * self.lattice.fields.len()
    }

    fn parameters(&self) -> &[f64] {
        &self.lattice.values
    }

    fn initial(&self) -> &[f64] {
        &self.initial
    }

    fn rate(&self, x: &[f64], parameters: &[f64], t: f64, rate: &mut [f64]) -> Result<(), ModelError> {
        if x.len() != self.states() || rate.len() != self.states() || parameters.len() != self.lattice.values.len() {
            return Err(ModelError::Model(format!("{} states: expected {}", x.len().min(rate.len()), self.states())));
        }
        let (mut arguments, mut values) = (Buffer::new(), Buffer::new());
        arguments.resize(parameters.len() + 2, 0.0);
        self.uniform(parameters, t, &mut arguments);
        self.inner(&self.lattice.inner.rate, x, &arguments, (&mut *rate, &self.fields))?;
        for (end, places) in self.lattice.ends.iter().zip(&self.ends) {
            self.at_end(places, x, parameters, t, &mut arguments);
            values.resize(places.rows.len(), 0.0);
            end.rate.call(&arguments, &mut values)?;
            for (&place, value) in places.rows.iter().zip(&values) {
                if let Some(slot) = rate.get_mut(place) {
                    *slot = *value;
                }
            }
        }
        Ok(())
    }

    fn jacobian_entries(&self) -> &[(u32, u32)] {
        &self.entries
    }

    fn jacobian(&self, x: &[f64], parameters: &[f64], t: f64, values: &mut [f64]) -> Result<(), ModelError> {
        if x.len() != self.states() || values.len() != self.entries.len() {
            return Err(ModelError::Model(format!("{} entries: expected {}", values.len(), self.entries.len())));
        }
        let rows = self.cells - 2 * self.lattice.reach;
        let places: Vec<usize> = (0..self.lattice.inner.entries.len()).map(|entry| entry * rows).collect();
        let mut arguments = Buffer::new();
        arguments.resize(parameters.len() + 2, 0.0);
        self.uniform(parameters, t, &mut arguments);
        self.inner(&self.lattice.inner.jacobian, x, &arguments, (&mut *values, &places))?;
        let mut rest = values.get_mut(places.len() * rows..).unwrap_or_default();
        for (end, places) in self.lattice.ends.iter().zip(&self.ends) {
            let Some((own, next)) = rest.split_at_mut_checked(end.jacobian.entries.len()) else { break };
            self.at_end(places, x, parameters, t, &mut arguments);
            end.jacobian.kernel.call(&arguments, own)?;
            rest = next;
        }
        Ok(())
    }
}
