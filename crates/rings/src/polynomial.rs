//! Sparse polynomials over the integers in several variables: terms in descending lexicographic
//! order.

use crate::key::{Key, Layout};
use crate::{Result, RingError};
use std::collections::BTreeMap;
use std::sync::Arc;
use viete_numbers::{Budget, Integer, MAX_BITS, TooLarge};

/// A polynomial with integer coefficients. Power products are packed into `K`; polynomials that
/// meet in an operation share one layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Polynomial<K> {
    pub(crate) layout: Arc<Layout<K>>,
    /// Descending in the key, no coefficient zero.
    pub(crate) terms: Vec<(K, Integer)>,
}

impl<K: Key> Polynomial<K> {
    pub fn zero(layout: &Arc<Layout<K>>) -> Polynomial<K> {
        Polynomial { layout: layout.clone(), terms: Vec::new() }
    }

    pub fn constant(value: Integer, layout: &Arc<Layout<K>>) -> Polynomial<K> {
        Polynomial::monomial(K::default(), value, layout)
    }

    pub fn monomial(key: K, coefficient: Integer, layout: &Arc<Layout<K>>) -> Polynomial<K> {
        let terms = if coefficient.is_zero() { Vec::new() } else { vec![(key, coefficient)] };
        Polynomial { layout: layout.clone(), terms }
    }

    pub fn variable(variable: usize, layout: &Arc<Layout<K>>) -> Polynomial<K> {
        Polynomial::monomial(layout.power(variable, 1), Integer::ONE, layout)
    }

    /// The sum of the terms, in any order, equal power products collected.
    pub fn from_terms(mut terms: Vec<(K, Integer)>, layout: &Arc<Layout<K>>) -> Polynomial<K> {
        if !terms.is_sorted_by(|a, b| a.0 > b.0) {
            terms.sort_unstable_by_key(|term| std::cmp::Reverse(term.0));
            terms.dedup_by(|next, kept| {
                let same = next.0 == kept.0;
                if same {
                    kept.1 = &kept.1 + &next.1;
                }
                same
            });
        }
        terms.retain(|term| !term.1.is_zero());
        Polynomial { layout: layout.clone(), terms }
    }

    pub fn layout(&self) -> &Arc<Layout<K>> {
        &self.layout
    }

    /// Power products and coefficients, the lexicographically largest first.
    pub fn terms(&self) -> &[(K, Integer)] {
        &self.terms
    }

    /// Number of terms.
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    pub fn is_zero(&self) -> bool {
        self.terms.is_empty()
    }

    /// The value of a polynomial without variables.
    pub fn as_constant(&self) -> Option<Integer> {
        match self.terms.as_slice() {
            [] => Some(Integer::ZERO),
            [(key, value)] if *key == K::default() => Some(value.clone()),
            _ => None,
        }
    }

    pub fn is_one(&self) -> bool {
        self.as_constant() == Some(Integer::ONE)
    }

    pub fn leading(&self) -> Option<&(K, Integer)> {
        self.terms.first()
    }

    /// The largest exponent of each variable.
    pub fn degrees(&self) -> Vec<u64> {
        let mut degrees = vec![0; self.layout.variables()];
        for (key, _) in &self.terms {
            for (variable, degree) in degrees.iter_mut().enumerate() {
                *degree = (*degree).max(self.layout.exponent(*key, variable));
            }
        }
        degrees
    }

    pub fn degree(&self, variable: usize) -> u64 {
        self.terms.iter().map(|term| self.layout.exponent(term.0, variable)).max().unwrap_or(0)
    }

    /// The largest number of bits of a coefficient.
    pub fn bits(&self) -> u64 {
        self.terms.iter().map(|term| term.1.bits()).max().unwrap_or(0)
    }

    /// The coefficients, when all fit a word.
    pub(crate) fn words(&self) -> Option<Vec<i64>> {
        self.terms.iter().map(|term| term.1.to_i64()).collect()
    }

    fn merge(&self, other: &Polynomial<K>, sign: bool) -> Polynomial<K> {
        let mut terms = Vec::with_capacity(self.len() + other.len());
        let signed = |c: &Integer| if sign { -c } else { c.clone() };
        let (mut i, mut j) = (0, 0);
        while let (Some((a, x)), Some((b, y))) = (self.terms.get(i), other.terms.get(j)) {
            match a.cmp(b) {
                std::cmp::Ordering::Greater => {
                    terms.push((*a, x.clone()));
                    i += 1;
                }
                std::cmp::Ordering::Less => {
                    terms.push((*b, signed(y)));
                    j += 1;
                }
                std::cmp::Ordering::Equal => {
                    let sum = if sign { x - y } else { x + y };
                    if !sum.is_zero() {
                        terms.push((*a, sum));
                    }
                    (i, j) = (i + 1, j + 1);
                }
            }
        }
        terms.extend_from_slice(&self.terms[i..]);
        terms.extend(other.terms[j..].iter().map(|(key, c)| (*key, signed(c))));
        Polynomial { layout: self.layout.clone(), terms }
    }

    pub fn add(&self, other: &Polynomial<K>) -> Polynomial<K> {
        self.merge(other, false)
    }

    pub fn subtract(&self, other: &Polynomial<K>) -> Polynomial<K> {
        self.merge(other, true)
    }

    pub fn negate(&self) -> Polynomial<K> {
        let terms = self.terms.iter().map(|(key, c)| (*key, -c)).collect();
        Polynomial { layout: self.layout.clone(), terms }
    }

    /// The product with a whole number.
    ///
    /// # Errors
    /// A coefficient too large.
    pub fn scale(&self, factor: &Integer) -> Result<Polynomial<K>> {
        if self.bits() + factor.bits() > MAX_BITS {
            return Err(TooLarge.into());
        }
        let terms = if factor.is_zero() {
            Vec::new()
        } else {
            self.terms.iter().map(|(key, c)| (*key, c * factor)).collect()
        };
        Ok(Polynomial { layout: self.layout.clone(), terms })
    }

    /// The product with a power product.
    ///
    /// # Errors
    /// Exponents too large for the layout.
    pub fn shift(&self, key: K) -> Result<Polynomial<K>> {
        let shifted = |(own, c): &(K, Integer)| {
            let product = own.plus(key);
            if self.layout.fits(product) { Ok((product, c.clone())) } else { Err(RingError::Widen) }
        };
        let terms = self.terms.iter().map(shifted).collect::<Result<_>>()?;
        Ok(Polynomial { layout: self.layout.clone(), terms })
    }

    /// The quotient by a whole number that divides every coefficient.
    pub fn divide_by(&self, divisor: &Integer) -> Option<Polynomial<K>> {
        if *divisor == Integer::ONE {
            return Some(self.clone());
        }
        let terms = self
            .terms
            .iter()
            .map(|(key, c)| Some((*key, c.exact_div(divisor)?)))
            .collect::<Option<_>>()?;
        Some(Polynomial { layout: self.layout.clone(), terms })
    }

    /// The greatest common divisor of the coefficients, not negative.
    pub fn content(&self) -> Integer {
        let mut content = Integer::ZERO;
        for (_, coefficient) in &self.terms {
            content = content.gcd(coefficient);
            if content == Integer::ONE {
                break;
            }
        }
        content
    }

    /// The content with the leading coefficient's sign, and the polynomial divided by it.
    pub fn primitive(&self) -> (Integer, Polynomial<K>) {
        let content = self.content();
        let negative = self.leading().is_some_and(|term| term.1.signum() < 0);
        let content = if negative { -&content } else { content };
        match self.divide_by(&content) {
            Some(primitive) => (content, primitive),
            None => (Integer::ONE, self.clone()),
        }
    }

    /// The greatest power product that divides every term.
    pub fn common_power(&self) -> K {
        let mut keys = self.terms.iter().map(|term| term.0);
        let first = keys.next().unwrap_or_default();
        keys.fold(first, |common, key| self.layout.gcd(common, key))
    }

    /// The quotient by a power product that divides every term.
    pub fn divide_power(&self, key: K) -> Polynomial<K> {
        let terms = self.terms.iter().map(|(own, c)| (own.minus(key), c.clone())).collect();
        Polynomial { layout: self.layout.clone(), terms }
    }

    /// The derivative by one variable.
    pub fn derivative(&self, variable: usize) -> Polynomial<K> {
        let one = self.layout.power(variable, 1);
        let lowered = self.terms.iter().filter_map(|(key, c)| {
            let exponent = self.layout.exponent(*key, variable);
            (exponent > 0).then(|| (key.minus(one), c * &Integer::from(exponent)))
        });
        Polynomial { layout: self.layout.clone(), terms: lowered.collect() }
    }

    /// The coefficients of the powers of one variable that occur, by exponent.
    pub fn powers(&self, variable: usize) -> BTreeMap<u64, Polynomial<K>> {
        let mut by_power: BTreeMap<u64, Polynomial<K>> = BTreeMap::new();
        for (key, c) in &self.terms {
            let part = by_power
                .entry(self.layout.exponent(*key, variable))
                .or_insert_with(|| Polynomial::zero(&self.layout));
            part.terms.push((self.layout.without(*key, variable), c.clone()));
        }
        by_power
    }

    /// The coefficients of all powers of one variable up to the degree, lowest first.
    ///
    /// # Errors
    /// An array as long as the degree would exceed the allowance of memory.
    pub fn coefficients(&self, variable: usize, budget: &Budget) -> Result<Vec<Polynomial<K>>> {
        let count = self.degree(variable) + 1;
        budget.fits_array::<Polynomial<K>>(2 * count)?;
        let mut all = vec![Polynomial::zero(&self.layout); count as usize];
        for (exponent, part) in self.powers(variable) {
            all[exponent as usize] = part;
        }
        Ok(all)
    }

    /// The coefficient of the highest power of one variable.
    pub fn leading_coefficient(&self, variable: usize) -> Polynomial<K> {
        let degree = self.degree(variable);
        let highest = self
            .terms
            .iter()
            .filter(|(key, _)| self.layout.exponent(*key, variable) == degree)
            .map(|(key, c)| (self.layout.without(*key, variable), c.clone()));
        Polynomial { layout: self.layout.clone(), terms: highest.collect() }
    }

    /// The polynomial whose coefficients of powers of `variable` these are.
    pub fn from_coefficients(
        coefficients: &[Polynomial<K>],
        variable: usize,
        layout: &Arc<Layout<K>>,
    ) -> Polynomial<K> {
        let lifted = coefficients.iter().enumerate().flat_map(|(exponent, part)| {
            let power = layout.power(variable, exponent as u64);
            part.terms.iter().map(move |(key, c)| (key.plus(power), c.clone()))
        });
        Polynomial::from_terms(lifted.collect(), layout)
    }

    /// The value with a whole number put for one variable.
    ///
    /// # Errors
    /// A coefficient too large.
    pub fn evaluate(&self, variable: usize, value: &Integer) -> Result<Polynomial<K>> {
        // a table of the powers where most of them occur
        let count = self.degree(variable).min(4 * self.len() as u64) as usize;
        let mut powers = vec![Integer::ONE];
        for place in 0..count {
            let next = powers[place].checked_mul(value)?;
            powers.push(next);
        }
        let term = |(key, c): &(K, Integer)| {
            let exponent = self.layout.exponent(*key, variable);
            let product = match powers.get(exponent as usize) {
                Some(power) => c.checked_mul(power)?,
                None => c.checked_mul(&value.checked_pow(exponent)?)?,
            };
            Ok((self.layout.without(*key, variable), product))
        };
        Ok(Polynomial::from_terms(
            self.terms.iter().map(term).collect::<Result<_>>()?,
            &self.layout,
        ))
    }

    /// The same polynomial over another layout of as many variables.
    ///
    /// # Errors
    /// Exponents too large for it.
    pub fn convert<L: Key>(&self, layout: &Arc<Layout<L>>) -> Result<Polynomial<L>> {
        let term = |(key, c): &(K, Integer)| {
            let mut target = L::default();
            for (variable, exponent) in self.layout.unpack(*key).enumerate() {
                if exponent > layout.largest() {
                    return Err(RingError::Widen);
                }
                target = target.plus(layout.power(variable, exponent));
            }
            Ok((target, c.clone()))
        };
        Ok(Polynomial {
            layout: layout.clone(),
            terms: self.terms.iter().map(term).collect::<Result<_>>()?,
        })
    }
}
