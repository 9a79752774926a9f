//! Natural powers of polynomials.

use crate::key::Key;
use crate::polynomial::Polynomial;
use crate::word::{Field, word_primes};
use crate::{MAX_TERMS, Result, RingError};
use viete_numbers::{Budget, Integer, MAX_BITS, TooLarge};

/// The binomial coefficients "n choose 0" to "n choose n".
fn binomials(n: usize, budget: &Budget) -> Result<Vec<Integer>> {
    let mut row = vec![Integer::ONE];
    for k in 0..n {
        budget.spend(1 + n as u64 / 256)?;
        let next = &row[k] * &Integer::from((n - k) as u64);
        row.push(next.exact_div(&Integer::from(k as u64 + 1)).unwrap_or(Integer::ZERO));
    }
    Ok(row)
}

/// Bits that a power may have in all: half a gigabyte.
const MAX_TOTAL_BITS: u64 = 1 << 32;

/// Number of power products of degree `exponent` in so many factors: binomial(n + k - 1, k - 1),
/// saturating.
pub fn multinomial_terms(addends: u64, exponent: u64) -> u64 {
    let (short, long) =
        (exponent.min(addends.saturating_sub(1)), exponent.max(addends.saturating_sub(1)));
    let mut count = 1u128;
    for index in 0..short {
        count = count * (u128::from(long) + 1 + u128::from(index)) / u128::from(index + 1);
        if count > u128::from(u64::MAX) {
            return u64::MAX;
        }
    }
    count as u64
}

impl<K: Key> Polynomial<K> {
    /// The power: by the multinomial theorem where all its power products are different, else by
    /// squaring (dense) or repeated multiplication (sparse).
    ///
    /// # Errors
    /// A result too large, or the budget's stop.
    pub fn power(&self, exponent: u64, budget: &Budget) -> Result<Polynomial<K>> {
        if exponent == 0 || self.is_zero() {
            let value = if exponent == 0 { Integer::ONE } else { Integer::ZERO };
            return Ok(Polynomial::constant(value, &self.layout));
        }
        if self.degrees().iter().any(|d| d.saturating_mul(exponent) > self.layout.largest()) {
            return Err(RingError::Widen);
        }
        // the sum of the magnitudes, to the power, bounds every coefficient
        let sum = self.terms.iter().fold(Integer::ZERO, |sum, term| &sum + &term.1.abs());
        let bits = sum.bits().saturating_mul(exponent);
        if self.len() == 1 {
            let (key, c) = &self.terms[0];
            let key = self
                .layout
                .unpack(*key)
                .enumerate()
                .fold(K::default(), |product, (variable, e)| {
                    product.plus(self.layout.power(variable, e * exponent))
                });
            return Ok(Polynomial::monomial(key, c.checked_pow(exponent)?, &self.layout));
        }
        let predicted = multinomial_terms(self.len() as u64, exponent);
        let box_size = self.degrees().iter().fold(1u64, |size, d| {
            size.saturating_mul(d.saturating_mul(exponent).saturating_add(1))
        });
        if predicted.min(box_size) > MAX_TERMS {
            return Err(RingError::TooManyTerms(predicted.min(box_size)));
        }
        if bits > MAX_BITS {
            return Err(TooLarge.into());
        }
        if bits.saturating_mul(predicted.min(box_size)) > MAX_TOTAL_BITS {
            return Err(RingError::TooLong);
        }
        // terms with their coefficients, and the sums that they are written to
        let terms = predicted.min(box_size);
        budget.fits(terms.saturating_mul(128 + bits / 4))?;
        if predicted <= MAX_TERMS && self.affinely_independent() {
            return self.multinomial(exponent, bits < 127, budget);
        }
        // squaring where powers fill their boxes
        if predicted > 4 * box_size || self.layout.variables() == 1 {
            let half = self.power(exponent / 2, budget)?;
            let square = half.multiply(&half, budget)?;
            return if exponent.is_multiple_of(2) {
                Ok(square)
            } else {
                square.multiply(self, budget)
            };
        }
        let mut result = self.clone();
        for _ in 1..exponent {
            result = result.multiply(self, budget)?;
        }
        Ok(result)
    }

    /// Whether the exponent vectors are affinely independent (decided modulo a prime, so "no" may
    /// be wrong): then different multinomials are different power products.
    fn affinely_independent(&self) -> bool {
        let variables = self.layout.variables();
        if self.len() > variables + 1 {
            return false;
        }
        let field = Field::new(word_primes().next().unwrap_or(3));
        let vector =
            |key: K| -> Vec<u64> { self.layout.unpack(key).map(|e| field.from_u64(e)).collect() };
        let last = vector(self.terms[self.len() - 1].0);
        let mut rows: Vec<(usize, Vec<u64>)> = Vec::new();
        for (key, _) in &self.terms[..self.len() - 1] {
            let mut row: Vec<u64> =
                vector(*key).iter().zip(&last).map(|(&a, &b)| field.sub(a, b)).collect();
            for (pivot, other) in &rows {
                let factor = field.div(row[*pivot], other[*pivot]);
                row.iter_mut()
                    .zip(other)
                    .for_each(|(a, &b)| *a = field.sub(*a, field.mul(factor, b)));
            }
            match row.iter().position(|&a| a != 0) {
                Some(pivot) => rows.push((pivot, row)),
                None => return false,
            }
        }
        true
    }

    fn multinomial(&self, exponent: u64, short: bool, budget: &Budget) -> Result<Polynomial<K>> {
        budget.spend(multinomial_terms(self.len() as u64, exponent))?;
        let mut terms = Vec::with_capacity(multinomial_terms(self.len() as u64, exponent) as usize);
        if short {
            let whole = |n: &Integer| match n {
                Integer::Small(n) => i128::from(*n),
                Integer::Big(n) => num_traits::ToPrimitive::to_i128(&**n).unwrap_or(0),
            };
            // intermediate products divide or equal coefficients of the result, which fit
            self.enumerate::<i128>(
                exponent,
                whole,
                |a, b| a.wrapping_mul(*b),
                |a| (*a).into(),
                (1, budget),
                &mut terms,
            )?;
        } else {
            let cost = 1 + exponent / 64;
            budget.fits(exponent.saturating_mul(exponent) / 4)?;
            self.enumerate::<Integer>(
                exponent,
                Integer::clone,
                |a, b| a * b,
                Integer::clone,
                (cost, budget),
                &mut terms,
            )?;
        }
        Ok(Polynomial::from_terms(terms, &self.layout))
    }

    /// All products of powers of the terms: choose the exponent of each term in turn, with its
    /// binomial coefficient.
    fn enumerate<N: Clone>(
        &self,
        exponent: u64,
        convert: impl Fn(&Integer) -> N,
        mul: impl Fn(&N, &N) -> N,
        value: impl Fn(&N) -> Integer,
        (cost, budget): (u64, &Budget),
        terms: &mut Vec<(K, Integer)>,
    ) -> Result<()> {
        let size = exponent as usize;
        let last = self.len() - 1;
        // powers of keys and coefficients; Pascal's triangle
        let mut tables: Vec<Vec<(K, N)>> = Vec::new();
        for (key, c) in &self.terms {
            let mut powers = vec![(K::default(), Integer::ONE)];
            for n in 0..size {
                let (product, coefficient) = (powers[n].0.plus(*key), &powers[n].1 * c);
                powers.push((product, coefficient));
            }
            tables.push(powers.iter().map(|(key, c)| (*key, convert(c))).collect());
        }
        // rows of Pascal's triangle as they are needed
        let mut pascal: Vec<Option<Vec<N>>> = vec![None; size + 1];
        // a stack of (term, degree left, key, coefficient); the largest exponent is taken first
        let mut stack = vec![(0usize, size, K::default(), convert(&Integer::ONE))];
        while let Some((index, left, key, coefficient)) = stack.pop() {
            budget.spend((left as u64 + 1) * cost)?;
            if pascal[left].is_none() {
                let row = binomials(left, budget)?;
                pascal[left] = Some(row.iter().map(&convert).collect());
            }
            let Some(row) = &pascal[left] else { continue };
            if index + 1 == last {
                let (first, second) = (&tables[index], &tables[last]);
                for e in (0..=left).rev() {
                    if cost > 16 {
                        budget.spend(cost)?;
                    }
                    let c =
                        mul(&mul(&coefficient, &row[e]), &mul(&first[e].1, &second[left - e].1));
                    terms.push((key.plus(first[e].0).plus(second[left - e].0), value(&c)));
                }
                continue;
            }
            for e in 0..=left {
                let (power, c) = &tables[index][e];
                stack.push((
                    index + 1,
                    left - e,
                    key.plus(*power),
                    mul(&mul(&coefficient, &row[e]), c),
                ));
            }
        }
        Ok(())
    }
}
