//! Equations on a line of cells with a symbolic number N of them: one program for the inner cells,
//! run over columns, and one for each end. Code size and compile time do not depend on N.

use crate::ModelError;
use crate::cells::{Met, Place, SumText, cells, sum_name, without_sums};
use crate::text::{is_name, number, wrong};
use std::collections::BTreeSet;
use viete::{Expr, Kernel, Session, SparseKernel, Uniform};

/// Fields `u[1] .. u[N]`, each with an equation `u[i]' = ...` over neighbouring cells.
#[derive(Clone, Debug)]
pub struct Lattice {
    /// Names of the fields.
    pub fields: Vec<String>,
    /// Parameters and their usual values; N and t come after them in kernels.
    pub parameters: Vec<String>,
    /// Usual values of the parameters.
    pub values: Vec<f64>,
    /// The number of cells that a line `N = ...` states.
    pub cells: Option<usize>,
    /// How far equations reach: cells at each end with equations of their own.
    pub(crate) reach: usize,
    /// Fewest cells.
    pub(crate) least: usize,
    pub(crate) inner: Inner,
    /// The rows at the left end, then those at the right end.
    pub(crate) ends: [End; 2],
    pub(crate) sums: Vec<Sum>,
    pub(crate) start: Vec<Kernel>,
}

/// A sum over all cells: arguments of its kernel are cells summed over (fields), the number of that
/// cell, cells at i (fields), then parameters, N, t and i.
#[derive(Clone, Debug)]
pub(crate) struct Sum {
    pub there: Vec<usize>,
    pub here: Vec<usize>,
    pub rate: Uniform,
}

/// The program of an inner cell and its Jacobian: arguments are cells (field, offset), then
/// parameters, N, t and i.
#[derive(Clone, Debug)]
pub(crate) struct Inner {
    pub cells: Vec<(usize, i64)>,
    pub rate: Uniform,
    pub jacobian: Uniform,
    /// Field of the row, and the cell of the column.
    pub entries: Vec<(usize, (usize, i64))>,
    /// Whether the cell's number is an argument.
    pub is_numbered: bool,
}

/// The programs of the cells at one end: arguments are the cells next to it, then parameters, N and
/// t; outputs by rows from the outermost, by fields.
#[derive(Clone, Debug)]
pub(crate) struct End {
    /// Field, position from the end, and whether from this one: beyond a periodic end are cells of
    /// the other.
    pub cells: Vec<(usize, usize, bool)>,
    pub rate: Kernel,
    pub jacobian: SparseKernel,
}

/// An equation of a cell.
struct Equation<'s> {
    field: String,
    right: Expr<'s>,
    met: Met,
}

/// What the text of a lattice says.
struct Read<'s> {
    session: &'s Session,
    equations: Vec<Equation<'s>>,
    /// Cells beyond the ends, and what stands for them.
    beyond: Vec<(Expr<'s>, Expr<'s>)>,
    /// Whether cells of the other end stand beyond the left end, and beyond the right one.
    wraps: [bool; 2],
    starts: Vec<(String, Expr<'s>)>,
    values: Vec<(Expr<'s>, f64)>,
    /// Bodies of sums, with the cells met.
    sums: Vec<(Expr<'s>, String, Met)>,
}

impl Lattice {
    /// Reads equations: `u[i]' = ...` for each field, over cells `u[i-1]`, parameters, `N`, `i` and
    /// `t`; `u[0] = ...`, `u[N+1] = ...` for what lies beyond the ends, in terms of cells near an
    /// end (`u[0] = u[N]` is periodic); `u[i](0) = ...` for initial values (zero where none are
    /// given); `k = ...` for parameters; `N = ...` for the usual number of cells. `sum(..., j =
    /// 1..N)` over cells `u[j]` and `u[i]` is a loop over all cells.
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
    /// Lines that are none of these, cells beyond an end that are not stated, fields without
    /// equation.
    pub fn parse(text: &str) -> Result<Lattice, ModelError> {
        let session = Session::new();
        let mut read = Read {
            session: &session,
            equations: Vec::new(),
            beyond: Vec::new(),
            wraps: [false; 2],
            starts: Vec::new(),
            values: Vec::new(),
            sums: Vec::new(),
        };
        let (mut stated, mut replaced): (Option<usize>, Vec<(Expr<'_>, Expr<'_>)>) =
            Default::default();
        let lines = text
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line.split('#').next().unwrap_or_default().trim()));
        let lines: Vec<(usize, &str)> = lines.filter(|(_, line)| !line.is_empty()).collect();
        // parameters and abbreviations first: equations may stand before them
        let (definitions, equations): (Vec<_>, Vec<_>) = lines
            .into_iter()
            .partition(|(_, line)| line.split('=').next().is_some_and(|left| is_name(left.trim())));
        for (n, line) in definitions {
            let (name, right) = line
                .split_once('=')
                .ok_or_else(|| wrong(n, format!("expected an equation, got `{line}`")))?;
            let value =
                session.parse(right).map_err(|error| wrong(n, error.to_string()))?.subs(&replaced);
            match (name.trim(), number(&session, value, &[])) {
                ("N", Some(cells)) if cells.fract() == 0.0 && cells > 0.0 => {
                    stated = Some(cells as usize)
                }
                ("N", _) => return Err(wrong(n, "expected a whole number of cells".into())),
                (name, Some(value)) => read.values.push((session.symbol(name), value)),
                (name, None) => replaced.push((session.symbol(name), value)),
            }
        }
        let mut sums: Vec<SumText> = Vec::new();
        for (n, line) in equations {
            let (left, right) = line
                .split_once('=')
                .ok_or_else(|| wrong(n, format!("expected an equation, got `{line}`")))?;
            let (right, met) = cells(&without_sums(right, n, &mut sums)?, n, None)?;
            let right =
                session.parse(&right).map_err(|error| wrong(n, error.to_string()))?.subs(&replaced);
            let (left, own) = cells(left.trim(), n, None)?;
            match (own.as_slice(), left.trim()) {
                ([(field, Place::Here(0))], left) if left.ends_with('\'') => {
                    if read.equations.iter().any(|equation| equation.field == *field) {
                        return Err(wrong(n, format!("a second equation for {field}[i]'")));
                    }
                    read.equations.push(Equation { field: field.clone(), right, met });
                }
                ([(field, Place::Here(0))], left) if left.ends_with("(0)") => {
                    read.starts.push((field.clone(), right))
                }
                ([(field, place @ (Place::Left(_) | Place::Right(_)))], _) => {
                    let is_left = |place: &Place| matches!(place, Place::Left(_));
                    let wraps = met.iter().any(|(_, other)| is_left(other) != is_left(place));
                    let [left, end] = &mut read.wraps;
                    *(if is_left(place) { left } else { end }) |= wraps;
                    read.beyond.push((session.symbol(&place.symbol(field)), right));
                }
                _ => {
                    let usage =
                        "expected u[i]' = ..., u[i](0) = ..., u[0] = ..., u[N+1] = ... or k = ...";
                    return Err(wrong(n, usage.into()));
                }
            }
        }
        for SumText { body, index, line } in sums {
            let (body, met) = cells(&body, line, Some(&index))?;
            let body = session
                .parse(&body)
                .map_err(|error| wrong(line, error.to_string()))?
                .subs(&replaced);
            read.sums.push((body, index, met));
        }
        let lattice = Lattice::build(&read)?;
        Ok(Lattice { cells: stated, ..lattice })
    }

    fn build(read: &Read<'_>) -> Result<Lattice, ModelError> {
        let Read { session, equations, beyond, wraps, starts, values, sums } = read;
        let fields: Vec<String> = equations.iter().map(|e| e.field.clone()).collect();
        // sums are fields of their own behind the others
        let all: Vec<String> =
            fields.iter().cloned().chain((0..sums.len()).map(sum_name)).collect();
        let field_of = |name: &str| {
            let place = all.iter().position(|f| f == name);
            place.ok_or_else(|| {
                ModelError::Model(format!("field `{name}` has no equation {name}[i]' = ..."))
            })
        };
        let mut inner_cells: BTreeSet<(usize, i64)> = BTreeSet::new();
        for (name, place) in equations.iter().flat_map(|e| &e.met) {
            match place {
                Place::Here(offset) => drop(inner_cells.insert((field_of(name)?, *offset))),
                _ => {
                    return Err(ModelError::Model(format!(
                        "expected cells relative to i in equations, as in {name}[i-1]"
                    )));
                }
            }
        }
        let reach = inner_cells.iter().map(|c| c.1.unsigned_abs() as usize).max().unwrap_or(0);
        let mut tail: Vec<Expr<'_>> = values.iter().map(|v| v.0).collect();
        tail.extend(session.symbols(["N", "t"]));
        let name = |field: usize| all.get(field).map_or("", String::as_str);
        let cell = |&(field, offset): &(usize, i64)| {
            session.symbol(&Place::Here(offset).symbol(name(field)))
        };
        let inner_list: Vec<(usize, i64)> = inner_cells.iter().copied().collect();
        let mut arguments: Vec<Expr<'_>> = inner_list.iter().map(cell).collect();
        arguments.extend(&tail);
        let right: Vec<Expr<'_>> = equations.iter().map(|e| e.right).collect();
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
        for (from_left, &wraps) in [true, false].into_iter().zip(wraps) {
            // cells beyond the end stand for what is stated of them, which may name cells within
            let place = |position: i64| {
                if from_left { Place::Left(position + 1) } else { Place::Right(-position) }
            };
            let mut rows = Vec::new();
            for row in 0..reach as i64 {
                let towards = if from_left { 1 } else { -1 };
                let number = session.integer(row);
                let at = if from_left { number + 1 } else { session.symbol("N") - number };
                let mut names = vec![(session.symbol("i"), at)];
                for &(field, offset) in &inner.cells {
                    let symbol = session.symbol(&place(row + towards * offset).symbol(name(field)));
                    names.push((
                        session.symbol(&Place::Here(offset).symbol(name(field))),
                        if field < fields.len() { symbol.subs(beyond) } else { symbol },
                    ));
                }
                rows.extend(right.iter().map(|right| right.subs(&names)));
            }
            let width = |field: usize| if field < fields.len() { 2 * reach } else { reach };
            let own = (0..all.len()).flat_map(|f| (0..width(f)).map(move |p| (f, p, true)));
            let other = (0..if wraps { fields.len() } else { 0 })
                .flat_map(|f| (0..2 * reach).map(move |p| (f, p, false)));
            let cells: Vec<(usize, usize, bool)> = own.chain(other).collect();
            let symbol = |&(field, position, own): &(usize, usize, bool)| {
                let from_left = own == from_left;
                let place = if from_left {
                    Place::Left(position as i64 + 1)
                } else {
                    Place::Right(-(position as i64))
                };
                session.symbol(&place.symbol(name(field)))
            };
            let mut arguments: Vec<Expr<'_>> = cells.iter().map(symbol).collect();
            arguments.extend(&tail);
            let rate = session.compile(&arguments, &rows)?;
            let jacobian = session.compile_jacobian(&arguments, &rows, cells.len())?;
            ends.push(End { cells, rate, jacobian });
        }
        let start: Result<Vec<Kernel>, viete::Error> = (fields.iter())
            .map(|field| {
                let value =
                    starts.iter().find(|s| s.0 == *field).map_or(session.integer(0), |s| s.1);
                let mut arguments = tail.clone();
                arguments.push(session.symbol("i"));
                session.compile(&arguments, &[value])
            })
            .collect();
        let sums: Result<Vec<Sum>, ModelError> = sums
            .iter()
            .map(|(body, index, met)| sum(session, *body, index, met, &fields, &tail))
            .collect();
        let ends: [End; 2] =
            ends.try_into().map_err(|_| ModelError::Model("a lattice has two ends".into()))?;
        Ok(Lattice {
            parameters: values.iter().map(|(symbol, _)| symbol.to_string()).collect(),
            values: values.iter().map(|v| v.1).collect(),
            cells: None,
            start: start?,
            sums: sums?,
            fields,
            // the ends' cells must differ where one end reaches those of the other
            least: if wraps.contains(&true) { 4 } else { 2 } * reach.max(1),
            reach,
            inner,
            ends,
        })
    }
}

fn sum(
    session: &Session,
    body: Expr<'_>,
    index: &str,
    met: &Met,
    fields: &[String],
    tail: &[Expr<'_>],
) -> Result<Sum, ModelError> {
    let (mut there, mut here) = (BTreeSet::new(), BTreeSet::new());
    for (name, place) in met {
        let field = fields.iter().position(|f| f == name);
        let field = field.ok_or_else(|| {
            ModelError::Model(format!("field `{name}` has no equation {name}[i]' = ..."))
        })?;
        match place {
            Place::There => there.insert(field),
            Place::Here(0) => here.insert(field),
            _ => {
                return Err(ModelError::Model(format!(
                    "expected cells {name}[{index}] and {name}[i] in a sum"
                )));
            }
        };
    }
    let symbol = |place: Place| {
        move |&field: &usize| {
            session.symbol(&place.symbol(fields.get(field).map_or("", String::as_str)))
        }
    };
    let mut arguments: Vec<Expr<'_>> = there.iter().map(symbol(Place::There)).collect();
    arguments.push(session.symbol(index));
    let varying = arguments.len();
    arguments.extend(here.iter().map(symbol(Place::Here(0))));
    arguments.extend(tail.iter().map(|e| session.expr(e.term())));
    arguments.push(session.symbol("i"));
    let names: Vec<String> = arguments.iter().skip(varying).map(ToString::to_string).collect();
    let ones: Vec<&str> = names.iter().map(String::as_str).collect();
    let rate = session.compile(&arguments, &[session.expr(body.term())])?.uniform(&ones);
    Ok(Sum { there: there.into_iter().collect(), here: here.into_iter().collect(), rate })
}
