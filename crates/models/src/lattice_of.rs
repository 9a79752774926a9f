//! A lattice of some number of cells, run.

use crate::{Dynamics, Lattice, ModelError};
use smallvec::SmallVec;
use std::borrow::Cow;
use viete::Uniform;

/// Largest number of states of a lattice.
const MAX_STATES: usize = 10_000_000;

/// A lattice of some number of cells: a system of differential equations, the states field by
/// field.
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

impl Lattice {
    /// The lattice with `cells` cells.
    ///
    /// # Errors
    /// Fewer cells than twice the reach of the equations (four times, where ends are periodic),
    /// more than ten million states.
    pub fn of(&self, cells: usize) -> Result<LatticeOf, ModelError> {
        let least = self.least;
        if cells < least || cells.saturating_mul(self.fields.len()) > MAX_STATES {
            let most = MAX_STATES / self.fields.len().max(1);
            return Err(ModelError::Model(format!(
                "{cells} cells: expected at least {least} and at most {most}"
            )));
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
        let sums = self.sums.len();
        for &(row, (field, offset)) in self.inner.entries.iter().filter(|_| sums == 0) {
            for cell in self.reach..cells - self.reach {
                entries.push((
                    state(row, cell),
                    state(field, cell.saturating_add_signed(offset as isize)),
                ));
            }
        }
        for (end, from_left) in self.ends.iter().zip([true, false]) {
            let cell = |position: usize, own: bool| {
                if own == from_left { position } else { cells - 1 - position }
            };
            for &(row, column) in end.jacobian.entries.iter().filter(|_| sums == 0) {
                let (position, field) =
                    (row as usize / self.fields.len(), row as usize % self.fields.len());
                let (other, from, own) =
                    end.cells.get(column as usize).copied().unwrap_or_default();
                entries.push((state(field, cell(position, true)), state(other, cell(from, own))));
            }
        }
        let fields = self.fields.len();
        // numbers come after the fields, sums after the numbers
        let block = |field: usize| if field < fields { field } else { field + 1 };
        let inner = self.inner.cells.iter();
        let mut starts: Vec<usize> = inner
            .map(|&(field, offset)| {
                (block(field) * cells + self.reach).saturating_add_signed(offset as isize)
            })
            .collect();
        if self.inner.is_numbered {
            starts.push(fields * cells + self.reach);
        }
        let ends = [true, false].map(|from_left| {
            let place = |&(field, position, own): &(usize, usize, bool)| {
                block(field) * cells
                    + if own == from_left { position } else { cells - 1 - position }
            };
            let rows = (0..self.reach * fields)
                .map(|row| place(&(row % fields, row / fields, true)))
                .collect();
            let [left, right] = &self.ends;
            let known = if from_left { left } else { right };
            EndPlaces { arguments: known.cells.iter().map(place).collect(), rows }
        });
        Ok(LatticeOf {
            starts,
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
    /// The arguments that are the same for all cells. Buffers are filled in place: moving them
    /// costs as much as short lattices take.
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

    /// The states, behind them the cells' numbers and the sums over all cells, where equations need
    /// them.
    fn source<'x>(
        &self,
        x: &'x [f64],
        parameters: &[f64],
        t: f64,
    ) -> Result<Cow<'x, [f64]>, ModelError> {
        if !self.lattice.inner.is_numbered && self.lattice.sums.is_empty() {
            return Ok(Cow::Borrowed(x));
        }
        let n = self.cells;
        let mut source = x.to_vec();
        source.extend_from_slice(&self.numbers);
        let mut terms = vec![0.0; n];
        for sum in &self.lattice.sums {
            let mut starts: Vec<usize> = sum.there.iter().map(|field| field * n).collect();
            starts.push(x.len());
            let mut arguments = vec![0.0; sum.here.len() + parameters.len() + 3];
            let (here, tail) = arguments.split_at_mut(sum.here.len());
            let (tail, last) = tail.split_at_mut(parameters.len() + 2);
            self.uniform(parameters, t, tail);
            let mut sums = Vec::with_capacity(n);
            for (cell, &number) in self.numbers.iter().enumerate() {
                for (slot, field) in here.iter_mut().zip(&sum.here) {
                    *slot = x.get(field * n + cell).copied().unwrap_or(f64::NAN);
                }
                last.fill(number);
                let arguments: Vec<f64> =
                    here.iter().chain(tail.iter()).chain(last.iter()).copied().collect();
                sum.rate.shifted((&source, &starts), &arguments, (&mut terms, &[0]), n)?;
                sums.push(total(&terms));
            }
            source.extend(sums);
        }
        Ok(Cow::Owned(source))
    }

    fn inner(
        &self,
        kernel: &Uniform,
        source: &[f64],
        numbers: &[f64],
        target: (&mut [f64], &[usize]),
    ) -> Result<(), ModelError> {
        let rows = self.cells - 2 * self.lattice.reach;
        Ok(kernel.shifted((source, &self.starts), numbers, target, rows)?)
    }

    /// The states at `times`: see [`crate::Ode::solve`].
    ///
    /// # Errors
    /// What the solver reports.
    pub fn solve(&self, times: &[f64], tolerance: f64) -> Result<Vec<Vec<f64>>, ModelError> {
        self.solve_while(times, tolerance, &|| true)
    }

    /// [`Self::solve`], stopped when `goes_on`, asked before every step, says no.
    ///
    /// # Errors
    /// What the solver reports; cancellation.
    pub fn solve_while(
        &self,
        times: &[f64],
        tolerance: f64,
        goes_on: &dyn Fn() -> bool,
    ) -> Result<Vec<Vec<f64>>, ModelError> {
        crate::solve::solve(self.clone(), times, tolerance, goes_on)
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

    fn rate(
        &self,
        x: &[f64],
        parameters: &[f64],
        t: f64,
        rate: &mut [f64],
    ) -> Result<(), ModelError> {
        if x.len() != self.states()
            || rate.len() != self.states()
            || parameters.len() != self.lattice.values.len()
        {
            return Err(ModelError::Model(format!(
                "{} states: expected {}",
                x.len().min(rate.len()),
                self.states()
            )));
        }
        let (mut arguments, mut values) = (Buffer::new(), Buffer::new());
        arguments.resize(parameters.len() + 2, 0.0);
        self.uniform(parameters, t, &mut arguments);
        let x = &self.source(x, parameters, t)?;
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

    fn has_jacobian(&self) -> bool {
        self.lattice.sums.is_empty()
    }

    fn jacobian_entries(&self) -> &[(u32, u32)] {
        &self.entries
    }

    fn jacobian(
        &self,
        x: &[f64],
        parameters: &[f64],
        t: f64,
        values: &mut [f64],
    ) -> Result<(), ModelError> {
        if x.len() != self.states() || values.len() != self.entries.len() {
            return Err(ModelError::Model(format!(
                "{} entries: expected {}",
                values.len(),
                self.entries.len()
            )));
        }
        if !self.has_jacobian() {
            return Err(ModelError::Model(
                "the Jacobian of sums over all cells is not made".into(),
            ));
        }
        let x = &self.source(x, parameters, t)?;
        let rows = self.cells - 2 * self.lattice.reach;
        let places: Vec<usize> =
            (0..self.lattice.inner.entries.len()).map(|entry| entry * rows).collect();
        let mut arguments = Buffer::new();
        arguments.resize(parameters.len() + 2, 0.0);
        self.uniform(parameters, t, &mut arguments);
        self.inner(&self.lattice.inner.jacobian, x, &arguments, (&mut *values, &places))?;
        let mut rest = values.get_mut(places.len() * rows..).unwrap_or_default();
        for (end, places) in self.lattice.ends.iter().zip(&self.ends) {
            let Some((own, next)) = rest.split_at_mut_checked(end.jacobian.entries.len()) else {
                break;
            };
            self.at_end(places, x, parameters, t, &mut arguments);
            end.jacobian.kernel.call(&arguments, own)?;
            rest = next;
        }
        Ok(())
    }
}

/// The sum in eight parts, then of these: the same bits on every machine.
fn total(terms: &[f64]) -> f64 {
    let mut parts = [0.0; 8];
    for chunk in terms.chunks(8) {
        parts.iter_mut().zip(chunk).for_each(|(part, term)| *part += term);
    }
    parts.iter().sum()
}
