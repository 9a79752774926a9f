//! The algorithm F4 modulo a prime below 2^31 (J.-C. Faugère, J. Pure Appl. Algebra 139 (1999)):
//! all S-pairs of the least degree are reduced at once by elimination in a sparse matrix. Pairs are
//! thinned by R. Gebauer's and H. M. Möller's criteria (J. Symbolic Comput. 6 (1988)). A run is
//! recorded, so that for other primes only eliminations are left that are known to give something
//! (C. Traverso, ISSAC 1988).

use super::{Setting, Terms};
use crate::key::Key;
use crate::{Result, RingError};
use rustc_hash::FxHashMap;
use viete_numbers::Budget;

/// A row of a matrix: a multiple of a polynomial of the basis.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Source<K> {
    multiplier: K,
    element: usize,
}

/// One matrix: its columns are power products in descending order.
struct Step<K> {
    columns: usize,
    /// Rows with different leading columns, and the columns of their terms.
    pivots: Vec<(Source<K>, Vec<u32>)>,
    /// Rows to be reduced that do not vanish, with the power products that new elements consist of.
    reduced: Vec<(Source<K>, Vec<u32>)>,
    /// The columns of the new elements, in order of the rows.
    results: Vec<Vec<u32>>,
    /// The power products of the columns.
    products: Vec<K>,
}

/// What a run did.
pub(super) struct Trace<K> {
    steps: Vec<Step<K>>,
    /// The last reduction: tails of the minimal basis.
    last: Option<Step<K>>,
    /// Elements of the minimal basis, in order of their leading power products.
    minimal: Vec<usize>,
}

struct Pair<K> {
    i: usize,
    j: usize,
    lcm: K,
    degree: u64,
}

/// Rows over Z/p in the making: lazily reduced sums.
struct Elimination {
    p: u32,
    dense: Vec<i64>,
}

impl Elimination {
    /// The row without what pivots remove, monic; empty when nothing is left. Pivots are by leading
    /// column.
    fn reduce(
        &mut self,
        row: &[(u32, u32)],
        pivots: &[Option<Vec<(u32, u32)>>],
        skip_lead: bool,
        budget: &Budget,
    ) -> Result<Vec<(u32, u32)>> {
        let square = i64::from(self.p) * i64::from(self.p);
        let p = i64::from(self.p);
        let Some(&(first, _)) = row.first() else { return Ok(Vec::new()) };
        let mut work = 0;
        self.dense[first as usize..].fill(0);
        row.iter().for_each(|&(column, c)| self.dense[column as usize] = i64::from(c));
        let from = first as usize + usize::from(skip_lead);
        for (column, pivot) in pivots.iter().enumerate().skip(from) {
            let value = self.dense[column];
            if value == 0 {
                continue;
            }
            let value = value % p;
            self.dense[column] = value;
            if value == 0 {
                continue;
            }
            if let Some(pivot) = pivot {
                work += pivot.len() as u64;
                // fuel was spent for the row; the clock is seen within a long one
                if work > 1 << 18 {
                    work = 0;
                    budget.check_clock()?;
                }
                for &(place, c) in pivot {
                    let difference =
                        self.dense[place as usize].wrapping_sub(value.wrapping_mul(i64::from(c)));
                    self.dense[place as usize] =
                        difference.wrapping_add((difference >> 63) & square);
                }
            }
        }
        let mut result: Vec<(u32, u32)> = Vec::new();
        for (column, &value) in self.dense.iter().enumerate().skip(first as usize) {
            if value != 0 {
                let value = value % p;
                if value != 0 {
                    result.push((column as u32, value as u32));
                }
            }
        }
        monic(&mut result, self.p);
        Ok(result)
    }
}

fn inverse(a: u32, p: u32) -> u64 {
    let (mut r, mut s, mut u, mut v) = (i64::from(p), i64::from(a), 0i64, 1i64);
    while s != 0 {
        let q = r / s;
        (r, s) = (s, r - q * s);
        (u, v) = (v, u - q * v);
    }
    u.rem_euclid(i64::from(p)) as u64
}

fn monic<T>(row: &mut [(T, u32)], p: u32) {
    if let Some(&mut (_, lead)) = row.first_mut()
        && lead != 1
    {
        let factor = inverse(lead, p);
        row.iter_mut().for_each(|term| term.1 = (u64::from(term.1) * factor % u64::from(p)) as u32);
    }
}

/// A run without knowledge.
struct Run<'s, K> {
    setting: &'s Setting<'s, K>,
    p: u32,
    basis: Vec<Terms<K>>,
    /// Elements whose leading power product is a multiple of a later one's.
    redundant: Vec<bool>,
    pairs: Vec<Pair<K>>,
    steps: Vec<Step<K>>,
}

/// The reduced basis of an ideal modulo p and how it was found.
pub(super) fn learn<K: Key>(
    setting: &Setting<'_, K>,
    p: u32,
    input: &[Terms<K>],
) -> Result<(Vec<Terms<K>>, Trace<K>)> {
    let mut run = Run {
        setting,
        p,
        basis: Vec::new(),
        redundant: Vec::new(),
        pairs: Vec::new(),
        steps: Vec::new(),
    };
    for f in input {
        let mut f = f.clone();
        monic(&mut f, p);
        run.insert(f);
    }
    while let Some(least) = run.pairs.iter().map(|pair| pair.degree).min() {
        let (now, later) =
            std::mem::take(&mut run.pairs).into_iter().partition(|pair| pair.degree == least);
        run.pairs = later;
        run.step(now)?;
        setting.budget.check_clock()?;
    }
    let mut minimal: Vec<usize> = (0..run.basis.len()).filter(|&i| !run.redundant[i]).collect();
    minimal.sort_by(|&i, &j| {
        setting.order.compare(setting.layout, run.basis[i][0].0, run.basis[j][0].0)
    });
    let (basis, last) = run.reduced(&minimal)?;
    Ok((basis, Trace { steps: run.steps, last: Some(last), minimal }))
}

impl<K: Key> Run<'_, K> {
    fn lead(&self, i: usize) -> K {
        self.basis[i][0].0
    }

    /// Adds an element and the pairs that it makes necessary.
    fn insert(&mut self, f: Terms<K>) {
        let layout = self.setting.layout;
        let (new, lead) = (self.basis.len(), f[0].0);
        self.basis.push(f);
        self.redundant.push(false);
        let lcm_with = |run: &Self, i: usize| layout.lcm(run.lead(i), lead);
        // old pairs whose lcm the new lead divides properly in both ways are superfluous
        let leads: Vec<K> = (0..new).map(|i| lcm_with(self, i)).collect();
        self.pairs.retain(|pair| {
            layout.quotient(pair.lcm, lead).is_none()
                || leads[pair.i] == pair.lcm
                || leads[pair.j] == pair.lcm
        });
        // new pairs: of those with lcms that divide each other one is enough; coprime leads need
        // none
        let mut candidates: Vec<(usize, K, bool)> = (0..new)
            .filter(|&i| !self.redundant[i])
            .map(|i| (i, leads[i], leads[i] == self.lead(i).plus(lead)))
            .collect();
        candidates.sort_by(|a, b| layout.total(a.1).cmp(&layout.total(b.1)).then(b.2.cmp(&a.2)));
        let mut kept: Vec<(usize, K, bool)> = Vec::new();
        for candidate in candidates {
            if !kept.iter().any(|other| layout.quotient(candidate.1, other.1).is_some()) {
                kept.push(candidate);
            }
        }
        for (i, lcm, coprime) in kept {
            if !coprime {
                self.pairs.push(Pair {
                    i,
                    j: new,
                    lcm,
                    degree: self.setting.order.degree(layout, lcm),
                });
            }
        }
        // of two leads that divide each other one way, the multiple is redundant; of equal ones the
        // later
        if (0..new).any(|i| !self.redundant[i] && layout.quotient(lead, self.lead(i)).is_some()) {
            self.redundant[new] = true;
            return;
        }
        for i in 0..new {
            if layout.quotient(self.lead(i), lead).is_some() {
                self.redundant[i] = true;
            }
        }
    }

    fn step(&mut self, pairs: Vec<Pair<K>>) -> Result<()> {
        let layout = self.setting.layout;
        let mut sources: Vec<Source<K>> = Vec::new();
        let mut seen: rustc_hash::FxHashSet<Source<K>> = rustc_hash::FxHashSet::default();
        for pair in &pairs {
            if !layout.fits(pair.lcm) {
                return Err(RingError::Widen);
            }
            for element in [pair.i, pair.j] {
                let source = Source { multiplier: pair.lcm.minus(self.lead(element)), element };
                if seen.insert(source) {
                    sources.push(source);
                }
            }
        }
        let mut step = self.matrix(sources, false)?;
        let (found, useful) = self.eliminate(&step)?;
        step.reduced = useful;
        step.results = found.iter().map(|row| row.iter().map(|term| term.0).collect()).collect();
        for row in &found {
            self.insert(
                row.iter().map(|&(column, c)| (step.products[column as usize], c)).collect(),
            );
        }
        self.steps.push(step);
        Ok(())
    }

    /// The matrix of some rows and all rows that can reduce them; the rows that are no pivots
    /// apart. With `tails`, leading power products of the rows are not reduced.
    fn matrix(&self, sources: Vec<Source<K>>, tails: bool) -> Result<Step<K>> {
        let layout = self.setting.layout;
        let mut place: FxHashMap<K, u32> = FxHashMap::default();
        let mut products: Vec<K> = Vec::new();
        // the element whose multiple has this leading power product
        let mut pivot_of: FxHashMap<K, Source<K>> = FxHashMap::default();
        let mut rest: Vec<Source<K>> = Vec::new();
        let mut queue: Vec<Source<K>> = Vec::new();
        for source in sources {
            let lead = source.multiplier.plus(self.lead(source.element));
            // a minimal element is reduced itself and reduces the others' tails
            let taken = pivot_of.insert(lead, source);
            if let Some(first) = taken {
                pivot_of.insert(lead, first);
            }
            if taken.is_some() || tails {
                rest.push(source);
            }
            queue.push(source);
        }
        if tails {
            for &source in &rest {
                let lead = source.multiplier.plus(self.lead(source.element));
                place.insert(lead, products.len() as u32);
                products.push(lead);
            }
        }
        let mut next = 0;
        while next < queue.len() {
            let source = queue[next];
            next += 1;
            self.setting.budget.spend(self.basis[source.element].len() as u64)?;
            for &(own, _) in &self.basis[source.element] {
                let product = own.plus(source.multiplier);
                if !layout.fits(product) {
                    return Err(RingError::Widen);
                }
                if place.contains_key(&product) {
                    continue;
                }
                place.insert(product, products.len() as u32);
                products.push(product);
                if pivot_of.contains_key(&product) {
                    continue;
                }
                // the shortest element that reduces it
                let reducer = (0..self.basis.len())
                    .filter(|&i| !self.redundant[i])
                    .filter_map(|i| Some((i, layout.quotient(product, self.lead(i))?)))
                    .min_by_key(|&(i, _)| self.basis[i].len());
                if let Some((element, multiplier)) = reducer {
                    let source = Source { multiplier, element };
                    pivot_of.insert(product, source);
                    queue.push(source);
                }
            }
        }
        products.sort_unstable_by(|&a, &b| self.setting.order.compare(layout, b, a));
        products.iter().enumerate().for_each(|(column, product)| {
            place.insert(*product, column as u32);
        });
        let columns = |source: &Source<K>| -> Vec<u32> {
            self.basis[source.element]
                .iter()
                .map(|term| place[&term.0.plus(source.multiplier)])
                .collect()
        };
        let mut pivots: Vec<(Source<K>, Vec<u32>)> =
            pivot_of.values().map(|source| (*source, columns(source))).collect();
        pivots.sort_unstable_by_key(|pivot| pivot.1[0]);
        rest.sort_by_key(|source| {
            std::cmp::Reverse(place[&source.multiplier.plus(self.lead(source.element))])
        });
        let reduced = rest.iter().map(|source| (*source, columns(source))).collect();
        Ok(Step { columns: products.len(), pivots, reduced, results: Vec::new(), products })
    }

    /// New rows, and the rows that they come from.
    fn eliminate(
        &self,
        step: &Step<K>,
    ) -> Result<(Vec<Vec<(u32, u32)>>, Vec<(Source<K>, Vec<u32>)>)> {
        let mut pivots = pivot_rows(step, &self.basis);
        let mut elimination = Elimination { p: self.p, dense: vec![0; step.columns] };
        let (mut found, mut useful) = (Vec::new(), Vec::new());
        for (source, columns) in &step.reduced {
            self.setting.budget.spend(columns.len() as u64 * 16 + step.columns as u64 / 8)?;
            let row = coefficients(&self.basis[source.element], columns);
            let row = elimination.reduce(&row, &pivots, false, self.setting.budget)?;
            if let Some(&(lead, _)) = row.first() {
                pivots[lead as usize] = Some(row.clone());
                found.push(row);
                useful.push((*source, columns.clone()));
            }
        }
        Ok((found, useful))
    }

    /// The minimal basis with reduced tails.
    fn reduced(&self, minimal: &[usize]) -> Result<(Vec<Terms<K>>, Step<K>)> {
        let sources =
            minimal.iter().map(|&element| Source { multiplier: K::default(), element }).collect();
        let mut step = self.matrix(sources, true)?;
        // rows in the order of the minimal basis
        let by_source: FxHashMap<Source<K>, Vec<u32>> = step.reduced.drain(..).collect();
        step.reduced = minimal
            .iter()
            .map(|&element| Source { multiplier: K::default(), element })
            .map(|source| (source, by_source.get(&source).cloned().unwrap_or_default()))
            .collect();
        let rows = tails(&step, &self.basis, self.p, self.setting.budget)?;
        step.results = rows.iter().map(|row| row.iter().map(|term| term.0).collect()).collect();
        let basis = rows
            .iter()
            .map(|row| row.iter().map(|&(column, c)| (step.products[column as usize], c)).collect())
            .collect();
        Ok((basis, step))
    }
}

fn coefficients<K>(element: &Terms<K>, columns: &[u32]) -> Vec<(u32, u32)> {
    columns.iter().zip(element).map(|(&column, term)| (column, term.1)).collect()
}

/// Pivot rows by leading column.
fn pivot_rows<K>(step: &Step<K>, basis: &[Terms<K>]) -> Vec<Option<Vec<(u32, u32)>>> {
    let mut pivots = vec![None; step.columns];
    for (source, columns) in &step.pivots {
        pivots[columns[0] as usize] = Some(coefficients(&basis[source.element], columns));
    }
    pivots
}

/// The rows with everything but their leads reduced.
fn tails<K>(
    step: &Step<K>,
    basis: &[Terms<K>],
    p: u32,
    budget: &Budget,
) -> Result<Vec<Vec<(u32, u32)>>> {
    let pivots = pivot_rows(step, basis);
    let mut elimination = Elimination { p, dense: vec![0; step.columns] };
    step.reduced
        .iter()
        .map(|(source, columns)| {
            let row = coefficients(&basis[source.element], columns);
            elimination.reduce(&row, &pivots, true, budget)
        })
        .collect()
}

/// The same computation for another prime; `None` when it goes another way.
pub(super) fn replay<K: Key>(
    setting: &Setting<'_, K>,
    p: u32,
    input: &[Terms<K>],
    trace: &Trace<K>,
) -> Result<Option<Vec<Terms<K>>>> {
    let mut basis: Vec<Terms<K>> = input.to_vec();
    basis.iter_mut().for_each(|f| monic(f, p));
    for step in &trace.steps {
        let fits = |rows: &[(Source<K>, Vec<u32>)], basis: &[Terms<K>]| {
            rows.iter().all(|(source, columns)| basis[source.element].len() == columns.len())
        };
        if !fits(&step.pivots, &basis) || !fits(&step.reduced, &basis) {
            return Ok(None);
        }
        let mut pivots = pivot_rows(step, &basis);
        let mut elimination = Elimination { p, dense: vec![0; step.columns] };
        for ((source, columns), expected) in step.reduced.iter().zip(&step.results) {
            setting.budget.spend(columns.len() as u64 * 16 + step.columns as u64 / 8)?;
            let row = coefficients(&basis[source.element], columns);
            let row = elimination.reduce(&row, &pivots, false, setting.budget)?;
            if row.len() != expected.len()
                || row.iter().zip(expected).any(|(term, &column)| term.0 != column)
            {
                return Ok(None);
            }
            if let Some(&(lead, _)) = row.first() {
                pivots[lead as usize] = Some(row.clone());
            }
            basis
                .push(row.iter().map(|&(column, c)| (step.products[column as usize], c)).collect());
        }
    }
    let Some(last) = &trace.last else { return Ok(None) };
    debug_assert_eq!(last.reduced.len(), trace.minimal.len());
    if last
        .pivots
        .iter()
        .chain(&last.reduced)
        .any(|(source, columns)| basis[source.element].len() != columns.len())
    {
        return Ok(None);
    }
    let rows = tails(last, &basis, p, setting.budget)?;
    Ok(Some(
        rows.iter()
            .map(|row| row.iter().map(|&(column, c)| (last.products[column as usize], c)).collect())
            .collect(),
    ))
}
