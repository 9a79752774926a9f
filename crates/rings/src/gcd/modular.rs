//! Sparse polynomials over Z/p, for the inner steps of modular algorithms.

use crate::Result;
use crate::key::{Key, Layout};
use crate::polynomial::Polynomial;
use crate::word::{Field, Stream};
use std::collections::BTreeMap;
use viete_numbers::Budget;

/// Terms in descending order, no coefficient zero.
pub(crate) type Terms<K> = Vec<(K, u64)>;

#[derive(Clone, Copy)]
pub(crate) struct Context<'c, K> {
    pub layout: &'c Layout<K>,
    pub field: Field,
    pub budget: &'c Budget,
}

impl<K: Key> Context<'_, K> {
    pub fn image(&self, p: &Polynomial<K>) -> Terms<K> {
        p.terms
            .iter()
            .map(|(key, c)| (*key, self.field.from_integer(c)))
            .filter(|term| term.1 != 0)
            .collect()
    }

    pub fn collect(&self, mut terms: Terms<K>) -> Terms<K> {
        terms.sort_unstable_by_key(|term| std::cmp::Reverse(term.0));
        terms.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 = self.field.add(kept.1, next.1);
            }
            same
        });
        terms.retain(|term| term.1 != 0);
        terms
    }

    pub fn monic(&self, terms: &Terms<K>) -> Terms<K> {
        let inverse = terms.first().map_or(0, |term| self.field.inverse(term.1));
        terms.iter().map(|&(key, c)| (key, self.field.mul(c, inverse))).collect()
    }

    pub fn degrees(&self, terms: &Terms<K>) -> Vec<u64> {
        let mut degrees = vec![0; self.layout.variables()];
        for (key, _) in terms {
            for (variable, degree) in degrees.iter_mut().enumerate() {
                *degree = (*degree).max(self.layout.exponent(*key, variable));
            }
        }
        degrees
    }

    /// Powers of `value` up to the degree.
    pub fn powers(&self, value: u64, degree: u64) -> Vec<u64> {
        let mut powers = vec![self.field.one()];
        for n in 0..degree as usize {
            powers.push(self.field.mul(powers[n], value));
        }
        powers
    }

    /// Elements put for the variables that have one.
    pub fn evaluate(&self, terms: &Terms<K>, values: &[Option<u64>]) -> Terms<K> {
        let tables = self.tables(&self.degrees(terms), values);
        let lowered = terms.iter().map(|&(key, c)| {
            let (mut rest, mut value) = (key, c);
            for (variable, powers) in &tables {
                let exponent = self.layout.exponent(key, *variable);
                rest = rest.minus(self.layout.power(*variable, exponent));
                value = self.field.mul(value, powers[exponent as usize]);
            }
            (rest, value)
        });
        self.collect(lowered.collect())
    }

    /// The powers of the given values up to the degrees.
    pub fn tables(&self, degrees: &[u64], values: &[Option<u64>]) -> Vec<(usize, Vec<u64>)> {
        let given =
            values.iter().enumerate().filter_map(|(variable, value)| Some((variable, (*value)?)));
        given.map(|(variable, value)| (variable, self.powers(value, degrees[variable]))).collect()
    }

    /// The polynomial in `x` at values of all other variables.
    pub fn univariate(
        &self,
        terms: &Terms<K>,
        degrees: &[u64],
        x: usize,
        values: &[Option<u64>],
    ) -> Vec<u64> {
        let mut result = vec![0; degrees[x] as usize + 1];
        let tables = self.tables(degrees, values);
        for &(key, c) in terms {
            let value = tables.iter().fold(c, |value, (variable, powers)| {
                self.field.mul(value, powers[self.layout.exponent(key, *variable) as usize])
            });
            let place = self.layout.exponent(key, x) as usize;
            result[place] = self.field.add(result[place], value);
        }
        crate::dense::modular::trim(&mut result);
        result
    }

    /// The coefficients of the powers of `x` that occur, lowest first.
    pub fn coefficients(&self, terms: &Terms<K>, x: usize) -> Vec<(u64, Terms<K>)> {
        let mut by_power: BTreeMap<u64, Terms<K>> = BTreeMap::new();
        for &(key, c) in terms {
            by_power
                .entry(self.layout.exponent(key, x))
                .or_default()
                .push((self.layout.without(key, x), c));
        }
        by_power.into_iter().collect()
    }

    pub fn multiply(&self, a: &Terms<K>, b: &Terms<K>) -> Result<Terms<K>> {
        self.budget.spend((a.len() * b.len()) as u64)?;
        let mut products = Vec::with_capacity(a.len() * b.len());
        for &(key, c) in a {
            products.extend(b.iter().map(|&(other, d)| (key.plus(other), self.field.mul(c, d))));
        }
        Ok(self.collect(products))
    }

    /// The quotient, when the division leaves nothing.
    pub fn exact_quotient(&self, a: &Terms<K>, b: &Terms<K>) -> Result<Option<Terms<K>>> {
        let Some(&(lead, first)) = b.first() else { return Ok(None) };
        let inverse = self.field.inverse(first);
        let mut rest: BTreeMap<K, u64> = a.iter().copied().collect();
        let mut quotient = Vec::new();
        while let Some((top, c)) = rest.pop_last() {
            self.budget.spend(b.len() as u64)?;
            if c == 0 {
                continue;
            }
            let Some(key) = self.layout.quotient(top, lead) else { return Ok(None) };
            let factor = self.field.mul(c, inverse);
            for &(other, d) in b.iter().skip(1) {
                let slot = rest.entry(key.plus(other)).or_insert(0);
                *slot = self.field.sub(*slot, self.field.mul(factor, d));
            }
            quotient.push((key, factor));
        }
        Ok(Some(quotient))
    }

    /// A random combination of polynomials.
    pub fn combination<'p>(
        &self,
        parts: impl Iterator<Item = &'p Terms<K>>,
        stream: &mut Stream,
    ) -> Terms<K>
    where
        K: 'p,
    {
        let mut terms = Vec::new();
        for part in parts {
            let factor = stream.element(&self.field);
            terms.extend(part.iter().map(|&(key, c)| (key, self.field.mul(c, factor))));
        }
        self.collect(terms)
    }
}
