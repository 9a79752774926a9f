//! Change of order for ideals with finitely many points (J.-C. Faugère, P. Gianni, D. Lazard, T.
//! Mora, J. Symbolic Comput. 16 (1993)): power products of the new order in ascending order; the
//! first that depends linearly on smaller ones, modulo the ideal, gives an element of the basis.

use super::{Order, Setting, Terms};
use crate::Result;
use crate::key::Key;
use crate::word::Field;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Whether every variable has a power among the leading power products.
pub(super) fn is_zero_dimensional<K: Key>(setting: &Setting<'_, K>, basis: &[Terms<K>]) -> bool {
    let layout = setting.layout;
    let pure = |variable: usize, key: K| {
        key != K::default() && layout.without(key, variable) == K::default()
    };
    let constant = |f: &Terms<K>| f.first().is_some_and(|term| term.0 == K::default());
    basis.iter().any(constant)
        || (0..layout.variables())
            .all(|v| basis.iter().any(|f| f.first().is_some_and(|term| pure(v, term.0))))
}

/// The reduced basis for another order; `None` when the quotient is not of finite dimension.
pub(super) fn convert<K: Key>(
    setting: &Setting<'_, K>,
    field: Field,
    basis: Vec<Terms<K>>,
    order: Order,
) -> Result<Option<Vec<Terms<K>>>> {
    if !is_zero_dimensional(setting, &basis) {
        return Ok(None);
    }
    if basis.iter().any(|f| f.first().is_some_and(|term| term.0 == K::default())) {
        return Ok(Some(basis));
    }
    let quotient = Quotient::new(setting, field, &basis)?;
    let layout = setting.layout;
    let size = quotient.staircase.len();
    // independent power products with their vectors, in echelon form, and how these came about
    let mut known: Vec<(K, Vec<u64>)> = Vec::new();
    let mut echelon: Vec<(usize, Vec<u64>, Vec<u64>)> = Vec::new();
    let mut result: Vec<Terms<K>> = Vec::new();
    let mut leads: Vec<K> = Vec::new();
    let mut vectors: FxHashMap<K, Vec<u64>> = FxHashMap::default();
    let mut pending: Vec<K> = vec![K::default()];
    let mut seen: BTreeSet<K> = BTreeSet::new();
    while !pending.is_empty() {
        let least = (0..pending.len())
            .min_by(|&i, &j| order.compare(layout, pending[i], pending[j]))
            .unwrap_or(0);
        let product = pending.swap_remove(least);
        if leads.iter().any(|&lead| layout.quotient(product, lead).is_some()) {
            continue;
        }
        setting.budget.spend((size * size) as u64 / 8 + 1)?;
        let vector = match (0..layout.variables())
            .find_map(|v| Some((v, layout.quotient(product, layout.power(v, 1))?)))
        {
            Some((v, rest)) => {
                quotient.multiply(v, vectors.get(&rest).map_or(&[][..], Vec::as_slice))
            }
            None => quotient.one(),
        };
        vectors.insert(product, vector.clone());
        // reduce by the echelon form; `combination` says which known products were subtracted
        let mut rest = vector.clone();
        let mut combination = vec![0; known.len()];
        for (pivot, row, from) in &echelon {
            let factor = rest[*pivot];
            if factor != 0 {
                rest.iter_mut()
                    .zip(row)
                    .for_each(|(x, &y)| *x = field.sub(*x, field.mul(factor, y)));
                combination
                    .iter_mut()
                    .zip(from)
                    .for_each(|(x, &y)| *x = field.sub(*x, field.mul(factor, y)));
            }
        }
        match rest.iter().position(|&x| x != 0) {
            None => {
                // product + sum of combination * known = 0
                let mut terms: Terms<K> = vec![(product, 1)];
                let lower = known.iter().zip(&combination).filter(|(_, c)| **c != 0);
                terms.extend(lower.map(|((key, _), &c)| (*key, field.to_u64(c) as u32)));
                terms.sort_by(|a, b| order.compare(layout, b.0, a.0));
                leads.push(product);
                result.push(terms);
            }
            Some(pivot) => {
                let inverse = field.inverse(rest[pivot]);
                rest.iter_mut().for_each(|x| *x = field.mul(*x, inverse));
                combination.push(field.one());
                combination.iter_mut().for_each(|x| *x = field.mul(*x, inverse));
                echelon.iter_mut().for_each(|row| row.2.push(0));
                echelon.push((pivot, rest, combination));
                known.push((product, vector));
                for v in 0..layout.variables() {
                    let next = product.plus(layout.power(v, 1));
                    if !layout.fits(next) {
                        return Err(crate::RingError::Widen);
                    }
                    if seen.insert(next) {
                        pending.push(next);
                    }
                }
            }
        }
    }
    result.sort_by(|a, b| order.compare(layout, a[0].0, b[0].0));
    Ok(Some(result))
}

/// The quotient ring as a vector space on the power products below the staircase of leading ones.
struct Quotient<K> {
    field: Field,
    staircase: Vec<K>,
    place: FxHashMap<K, usize>,
    /// For each variable the images of the basis vectors, as rows.
    tables: Vec<Vec<Vec<(usize, u64)>>>,
}

impl<K: Key> Quotient<K> {
    fn new(setting: &Setting<'_, K>, field: Field, basis: &[Terms<K>]) -> Result<Quotient<K>> {
        let layout = setting.layout;
        let reducible = |key: K| basis.iter().any(|f| layout.quotient(key, f[0].0).is_some());
        let mut staircase = vec![K::default()];
        let mut place: FxHashMap<K, usize> = FxHashMap::default();
        place.insert(K::default(), 0);
        let mut next = 0;
        while next < staircase.len() {
            setting.budget.spend(basis.len() as u64)?;
            let key = staircase[next];
            next += 1;
            for v in 0..layout.variables() {
                let product = key.plus(layout.power(v, 1));
                if !place.contains_key(&product) && !reducible(product) {
                    place.insert(product, staircase.len());
                    staircase.push(product);
                }
            }
        }
        let mut quotient =
            Quotient { field, staircase, place, tables: vec![Vec::new(); layout.variables()] };
        // border products in ascending order: their normal forms need only those of smaller ones
        let mut border: Vec<K> = Vec::new();
        for v in 0..layout.variables() {
            border.extend(
                quotient
                    .staircase
                    .iter()
                    .map(|&key| key.plus(layout.power(v, 1)))
                    .filter(|key| !quotient.place.contains_key(key)),
            );
        }
        border.sort_unstable_by(|&a, &b| setting.order.compare(layout, a, b));
        border.dedup();
        let size = quotient.staircase.len();
        let mut forms: FxHashMap<K, Vec<u64>> = FxHashMap::default();
        for key in border {
            setting.budget.spend(size as u64)?;
            let mut form = vec![0; size];
            if let Some(f) = basis.iter().find(|f| f[0].0 == key) {
                for &(other, c) in &f[1..] {
                    if let Some(&place) = quotient.place.get(&other) {
                        form[place] = field.negate(field.from_u64(c.into()));
                    }
                }
            } else {
                // a variable times a smaller border product
                let smaller = (0..layout.variables()).find_map(|v| {
                    let rest = layout.quotient(key, layout.power(v, 1))?;
                    Some((v, forms.get(&rest)?))
                });
                if let Some((v, known)) = smaller {
                    for (i, &c) in known.iter().enumerate().filter(|(_, c)| **c != 0) {
                        let product = quotient.staircase[i].plus(layout.power(v, 1));
                        match (quotient.place.get(&product), forms.get(&product)) {
                            (Some(&place), _) => form[place] = field.add(form[place], c),
                            (None, Some(other)) => form
                                .iter_mut()
                                .zip(other)
                                .for_each(|(x, &y)| *x = field.add(*x, field.mul(c, y))),
                            (None, None) => {}
                        }
                    }
                }
            }
            forms.insert(key, form);
        }
        for v in 0..layout.variables() {
            let rows = quotient.staircase.iter().map(|&key| {
                let product = key.plus(layout.power(v, 1));
                match quotient.place.get(&product) {
                    Some(&place) => vec![(place, field.one())],
                    None => forms[&product]
                        .iter()
                        .copied()
                        .enumerate()
                        .filter(|(_, c)| *c != 0)
                        .collect(),
                }
            });
            quotient.tables[v] = rows.collect();
        }
        Ok(quotient)
    }

    fn one(&self) -> Vec<u64> {
        let mut one = vec![0; self.staircase.len()];
        one[0] = self.field.one();
        one
    }

    /// The vector of a variable times an element.
    fn multiply(&self, variable: usize, vector: &[u64]) -> Vec<u64> {
        let mut product = vec![0; self.staircase.len()];
        for (&c, row) in vector.iter().zip(&self.tables[variable]).filter(|(c, _)| **c != 0) {
            for &(place, value) in row {
                product[place] = self.field.add(product[place], self.field.mul(c, value));
            }
        }
        product
    }
}
