//! Products. Terms are grouped by their power of the first variable; each power of the result is
//! summed in one accumulator, an array where the remaining variables are dense and a hash table
//! where they are sparse, so that the working set stays in cache. Polynomials of many or huge
//! coefficients that fill their box go through Kronecker substitution into one big integer.
//!
//! The alternative, a heap of products (M. Monagan, R. Pearce, CASC 2007), needs less memory where
//! terms cancel or collect, and a logarithmic number of comparisons for each product.

use crate::dense;
use crate::key::{Key, Layout};
use crate::polynomial::Polynomial;
use crate::{Result, RingError};
use std::collections::BTreeSet;
use std::ops::Range;
use viete_numbers::{Budget, Integer, MAX_BITS, TooLarge};

/// Cells of an accumulating array: 1 MiB of 16-byte cells.
const MAX_CELLS: u64 = 1 << 16;

/// Sums of products of coefficients.
trait Accumulator: Clone + Default {
    type Factor;
    fn add_product(&mut self, a: &Self::Factor, b: &Self::Factor);
    fn is_zero(&self) -> bool;
    fn value(&self) -> Integer;
}

impl Accumulator for i64 {
    type Factor = i64;
    #[inline(always)]
    fn add_product(&mut self, a: &i64, b: &i64) {
        *self = self.wrapping_add(a.wrapping_mul(*b));
    }
    fn is_zero(&self) -> bool {
        *self == 0
    }
    fn value(&self) -> Integer {
        Integer::Small(*self)
    }
}

impl Accumulator for i128 {
    type Factor = i64;
    #[inline(always)]
    fn add_product(&mut self, a: &i64, b: &i64) {
        *self = self.wrapping_add(i128::from(*a).wrapping_mul(i128::from(*b)));
    }
    fn is_zero(&self) -> bool {
        *self == 0
    }
    fn value(&self) -> Integer {
        (*self).into()
    }
}

impl Accumulator for Integer {
    type Factor = Integer;
    fn add_product(&mut self, a: &Integer, b: &Integer) {
        *self = &*self + &(a * b);
    }
    fn is_zero(&self) -> bool {
        Integer::is_zero(self)
    }
    fn value(&self) -> Integer {
        self.clone()
    }
}

impl<K: Key> Polynomial<K> {
    /// The product.
    ///
    /// # Errors
    /// Exponents or coefficients too large, or the budget's stop.
    pub fn multiply(&self, other: &Polynomial<K>, budget: &Budget) -> Result<Polynomial<K>> {
        let (small, large) = if self.len() <= other.len() { (self, other) } else { (other, self) };
        match small.terms.as_slice() {
            [] => return Ok(small.clone()),
            [(key, coefficient)] => {
                budget.spend(large.len() as u64)?;
                return large.shift(*key)?.scale(coefficient);
            }
            _ => {}
        }
        let degrees: Vec<u64> =
            small.degrees().iter().zip(large.degrees()).map(|(a, b)| a + b).collect();
        if degrees.iter().any(|&d| d > self.layout.largest()) {
            return Err(RingError::Widen);
        }
        let bits =
            small.bits() + large.bits() + u64::from(64 - (small.len() as u64).leading_zeros());
        if bits > MAX_BITS {
            return Err(TooLarge.into());
        }
        let plan = Plan::new(small, large, degrees);
        let words = small.words().zip(large.words());
        let terms = match words {
            Some((a, b)) if bits < 64 => plan.run::<i64>(&a, &b, budget)?,
            Some((a, b)) if bits < 128 => plan.run::<i128>(&a, &b, budget)?,
            _ if plan.fills_box() => plan.kronecker(budget)?,
            _ => {
                let whole = |p: &Polynomial<K>| {
                    p.terms.iter().map(|term| term.1.clone()).collect::<Vec<_>>()
                };
                plan.run::<Integer>(&whole(small), &whole(large), budget)?
            }
        };
        Ok(Polynomial { layout: self.layout.clone(), terms })
    }
}

/// How one product is computed.
struct Plan<'p, K> {
    layout: &'p Layout<K>,
    a: &'p Polynomial<K>,
    b: &'p Polynomial<K>,
    /// Of the product.
    degrees: Vec<u64>,
    /// Variables whose exponents an index in an array tells: all but the first (unless it is the
    /// only one), and not the last where both factors are homogeneous, for then the others tell it.
    minor: Range<usize>,
    /// The total degree of a homogeneous product.
    homogeneous: Option<u64>,
}

fn homogeneous<K: Key>(p: &Polynomial<K>) -> Option<u64> {
    let total = p.layout.total(p.terms.first()?.0);
    p.terms.iter().all(|term| p.layout.total(term.0) == total).then_some(total)
}

/// Terms with one exponent of the first variable.
struct Groups {
    ranges: Vec<(u64, Range<usize>)>,
}

impl Groups {
    fn new<K: Key>(p: &Polynomial<K>, split: bool) -> Groups {
        let mut ranges: Vec<(u64, Range<usize>)> = Vec::new();
        for (index, term) in p.terms.iter().enumerate() {
            let exponent = if split { p.layout.exponent(term.0, 0) } else { 0 };
            match ranges.last_mut() {
                Some((last, range)) if *last == exponent => range.end = index + 1,
                _ => ranges.push((exponent, index..index + 1)),
            }
        }
        Groups { ranges }
    }

    fn find(&self, exponent: u64) -> Option<&Range<usize>> {
        self.ranges
            .binary_search_by(|probe| exponent.cmp(&probe.0))
            .ok()
            .map(|place| &self.ranges[place].1)
    }
}

impl<'p, K: Key> Plan<'p, K> {
    fn new(a: &'p Polynomial<K>, b: &'p Polynomial<K>, degrees: Vec<u64>) -> Plan<'p, K> {
        let variables = degrees.len();
        let total = if variables > 1 {
            homogeneous(a).zip(homogeneous(b)).map(|(x, y)| x + y)
        } else {
            None
        };
        let end = if total.is_some() { variables - 1 } else { variables };
        let start = usize::from(end > 1 && a.len() as u64 * b.len() as u64 > 4096);
        Plan { layout: &a.layout, a, b, degrees, minor: start..end, homogeneous: total }
    }

    /// Cells of the array for the minor variables.
    fn cells(&self) -> u64 {
        self.degrees[self.minor.clone()].iter().fold(1, |cells: u64, d| cells.saturating_mul(d + 1))
    }

    fn all_cells(&self) -> u64 {
        self.degrees.iter().fold(1, |cells: u64, d| cells.saturating_mul(d + 1))
    }

    fn fills_box(&self) -> bool {
        self.a.len().min(self.b.len()) > 8
            && self.all_cells() <= 8 * (self.a.len() + self.b.len()) as u64
    }

    /// The place of a power product in the box of these variables, the last one running fastest.
    fn place(&self, key: K, variables: Range<usize>) -> u64 {
        variables.fold(0, |index, variable| {
            index * (self.degrees[variable] + 1) + self.layout.exponent(key, variable)
        })
    }

    fn run<A: Accumulator>(
        &self,
        a: &[A::Factor],
        b: &[A::Factor],
        budget: &Budget,
    ) -> Result<Vec<(K, Integer)>> {
        let split = self.minor.start == 1;
        let (left, right) = (Groups::new(self.a, split), Groups::new(self.b, split));
        let cells = self.cells();
        let places = |p: &Polynomial<K>| -> Vec<u32> {
            if cells > MAX_CELLS {
                Vec::new()
            } else {
                p.terms.iter().map(|term| self.place(term.0, self.minor.clone()) as u32).collect()
            }
        };
        let (at_a, at_b) = (places(self.a), places(self.b));
        let mut array: Vec<A> = Vec::new();
        let mut table: Table<K, A> = Table::new();
        let mut result = Vec::new();
        let top = if split { self.degrees[0] } else { 0 };
        // where few of the powers can occur, only these
        let sparse: Option<BTreeSet<u64>> =
            (top > 4 * (left.ranges.len() * right.ranges.len()) as u64).then(|| {
                let exponents = |groups: &Groups| -> Vec<u64> {
                    groups.ranges.iter().map(|(exponent, _)| *exponent).collect()
                };
                let (low, high) = (exponents(&left), exponents(&right));
                low.iter().flat_map(|x| high.iter().map(move |y| x + y)).collect()
            });
        let powers: Box<dyn Iterator<Item = u64>> = match sparse {
            Some(sums) => Box::new(sums.into_iter().rev()),
            None => Box::new((0..=top).rev()),
        };
        for power in powers {
            budget.spend(1 + left.ranges.len() as u64 / 8)?;
            let pairs: Vec<(Range<usize>, Range<usize>)> = left
                .ranges
                .iter()
                .filter_map(|(exponent, range)| {
                    Some((range.clone(), right.find(power.checked_sub(*exponent)?)?.clone()))
                })
                .collect();
            let products: u64 = pairs.iter().map(|(x, y)| (x.len() * y.len()) as u64).sum();
            if products == 0 {
                continue;
            }
            if cells <= MAX_CELLS && cells <= 4 * products + 64 {
                array.clear();
                array.resize(cells as usize, A::default());
                for (x, y) in pairs {
                    let (at_y, of_y) = (&at_b[y.clone()], &b[y]);
                    for i in x {
                        budget.spend(at_y.len() as u64 / 8 + 1)?;
                        let row = &mut array[at_a[i] as usize..];
                        for (&place, factor) in at_y.iter().zip(of_y) {
                            row[place as usize].add_product(&a[i], factor);
                        }
                    }
                }
                self.drain_array(power, &array, &mut result);
            } else {
                table.clear(products);
                for (x, y) in pairs {
                    let (terms_y, of_y) = (&self.b.terms[y.clone()], &b[y]);
                    for i in x {
                        budget.spend(terms_y.len() as u64 / 8 + 1)?;
                        let key = self.a.terms[i].0;
                        for (term, factor) in terms_y.iter().zip(of_y) {
                            table.entry(key.plus(term.0)).add_product(&a[i], factor);
                        }
                    }
                }
                table.drain(&mut result);
            }
            if result.len() as u64 > crate::MAX_TERMS {
                return Err(RingError::TooManyTerms(result.len() as u64));
            }
        }
        Ok(result)
    }

    /// Appends the nonzero cells, the highest first.
    fn drain_array<A: Accumulator>(&self, power: u64, array: &[A], result: &mut Vec<(K, Integer)>) {
        let variables = self.minor.clone();
        let mut exponents: Vec<u64> = self.degrees[variables.clone()].to_vec();
        let base = if variables.start == 1 { self.layout.power(0, power) } else { K::default() };
        let last = exponents.len() - 1;
        let row = self.degrees[variables.end - 1] as usize + 1;
        for cells in array.chunks(row).rev() {
            if cells.iter().any(|cell| !cell.is_zero()) {
                let mut key = base;
                let mut total = if variables.start == 1 { power } else { 0 };
                for (place, variable) in variables.clone().enumerate().take(last) {
                    key = key.plus(self.layout.power(variable, exponents[place]));
                    total += exponents[place];
                }
                for (exponent, cell) in
                    cells.iter().enumerate().rev().filter(|(_, cell)| !cell.is_zero())
                {
                    let mut key = key.plus(self.layout.power(variables.end - 1, exponent as u64));
                    if let Some(degree) = self.homogeneous {
                        key = key.plus(
                            self.layout.power(variables.end, degree - total - exponent as u64),
                        );
                    }
                    result.push((key, cell.value()));
                }
            }
            // the next lower row
            for place in (0..last).rev() {
                if exponents[place] > 0 {
                    exponents[place] -= 1;
                    break;
                }
                exponents[place] = self.degrees[variables.start + place];
            }
        }
    }

    /// Kronecker substitution x_i -> X^(product of the lower degrees + 1), then one product in
    /// Z\[X\].
    fn kronecker(&self, budget: &Budget) -> Result<Vec<(K, Integer)>> {
        let all = 0..self.degrees.len();
        let cells = self.all_cells();
        let write = |p: &Polynomial<K>| {
            let mut coefficients =
                vec![
                    Integer::ZERO;
                    p.terms.first().map_or(0, |term| self.place(term.0, all.clone()) as usize + 1)
                ];
            for (key, c) in &p.terms {
                coefficients[self.place(*key, all.clone()) as usize] = c.clone();
            }
            coefficients
        };
        let mut product = dense::multiply(&write(self.a), &write(self.b), budget)?;
        product.resize(cells as usize, Integer::ZERO);
        let whole = Plan { minor: all, homogeneous: None, degrees: self.degrees.clone(), ..*self };
        let mut result = Vec::new();
        whole.drain_array(0, &product, &mut result);
        Ok(result)
    }
}

/// Open addressing over entries kept side by side.
struct Table<K, A> {
    slots: Vec<u32>,
    /// 64 less the logarithm of the number of slots.
    shift: u32,
    entries: Vec<(K, A)>,
}

impl<K: Key, A: Accumulator> Table<K, A> {
    fn new() -> Table<K, A> {
        Table { slots: Vec::new(), shift: 63, entries: Vec::new() }
    }

    /// Empties the table; so many entries may come.
    fn clear(&mut self, expected: u64) {
        let size = (expected / 2).clamp(64, 1 << 16).next_power_of_two() as usize;
        self.entries.clear();
        self.slots.clear();
        self.slots.resize(size, 0);
        self.shift = 64 - size.ilog2();
    }

    #[inline(always)]
    fn entry(&mut self, key: K) -> &mut A {
        let mask = self.slots.len() - 1;
        // the high bits of the product depend on every field
        let mut place = (key.scatter() >> self.shift) as usize;
        loop {
            let slot = self.slots[place];
            if slot == 0 {
                break;
            }
            if self.entries[slot as usize - 1].0 == key {
                return &mut self.entries[slot as usize - 1].1;
            }
            place = (place + 1) & mask;
        }
        self.entries.push((key, A::default()));
        self.slots[place] = self.entries.len() as u32;
        if self.entries.len() * 2 > self.slots.len() {
            self.grow();
        }
        let last = self.entries.len() - 1;
        &mut self.entries[last].1
    }

    #[cold]
    fn grow(&mut self) {
        let size = self.slots.len() * 4;
        self.slots.clear();
        self.slots.resize(size, 0);
        self.shift = 64 - size.ilog2();
        for (index, entry) in self.entries.iter().enumerate() {
            let mut place = (entry.0.scatter() >> self.shift) as usize;
            while self.slots[place] != 0 {
                place = (place + 1) & (size - 1);
            }
            self.slots[place] = index as u32 + 1;
        }
    }

    fn drain(&mut self, result: &mut Vec<(K, Integer)>) {
        self.entries.sort_unstable_by_key(|entry| std::cmp::Reverse(entry.0));
        let nonzero = self.entries.iter().filter(|entry| !entry.1.is_zero());
        result.extend(nonzero.map(|(key, sum)| (*key, sum.value())));
    }
}
