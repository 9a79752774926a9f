//! Resultants and discriminants by evaluation and interpolation modulo word primes, as many as a
//! bound of the coefficients demands (G. Collins, "The calculation of multivariate polynomial
//! resultants", J. ACM 18 (1971)).

use crate::dense::modular as dense;
use crate::gcd::garner;
use crate::gcd::modular::{Context, Terms};
use crate::key::Key;
use crate::polynomial::Polynomial;
use crate::word::{Field, word_primes};
use crate::{MAX_TERMS, Result, RingError};
use viete_numbers::{Budget, Integer, MAX_BITS, TooLarge};

impl<K: Key> Polynomial<K> {
    /// The resultant with respect to `x`: the determinant of Sylvester's matrix, zero where both
    /// have a common root.
    ///
    /// # Errors
    /// A result too large, or the budget's stop.
    pub fn resultant(
        &self,
        other: &Polynomial<K>,
        x: usize,
        budget: &Budget,
    ) -> Result<Polynomial<K>> {
        if self.is_zero() || other.is_zero() {
            return Ok(Polynomial::zero(&self.layout));
        }
        let (of_a, of_b) = (self.degrees(), other.degrees());
        let (m, n) = (of_a[x], of_b[x]);
        if n == 0 || m == 0 {
            return if n == 0 { other.power(m, budget) } else { self.power(n, budget) };
        }
        // bounds of the result's degrees, in each variable and in total
        let mut degrees: Vec<u64> = of_a.iter().zip(&of_b).map(|(a, b)| a * n + b * m).collect();
        degrees[x] = 0;
        let total = |p: &Polynomial<K>| {
            p.terms.iter().map(|term| p.layout.total(term.0)).max().unwrap_or(0)
        };
        // Sylvester's matrix with entries of weighted degree: at most the product of the total
        // degrees
        let bound = total(self).saturating_mul(total(other));
        degrees.iter_mut().for_each(|d| *d = (*d).min(bound));
        if degrees.iter().any(|&d| d > self.layout.largest()) {
            return Err(RingError::Widen);
        }
        let size = degrees.iter().fold(1u64, |size, d| size.saturating_mul(d + 1));
        if size > 4 * MAX_TERMS {
            return Err(RingError::TooManyTerms(size));
        }
        // Hadamard's bound over the unit circle: every row's sum of magnitudes
        let sum = |p: &Polynomial<K>| {
            p.terms.iter().fold(Integer::ZERO, |sum, term| &sum + &term.1.abs()).bits()
        };
        let bits = sum(self) * n + sum(other) * m + 2;
        if bits > MAX_BITS {
            return Err(TooLarge.into());
        }
        let variables: Vec<usize> = (0..degrees.len()).filter(|&v| degrees[v] > 0).collect();
        let mut modulus = Integer::ONE;
        let mut joined: Vec<(K, Integer)> = Vec::new();
        for p in word_primes() {
            let field = Field::new(p);
            let context = Context { layout: &self.layout, field, budget };
            let evaluation =
                Evaluation { context, x, degrees: &degrees, formal: (m as usize, n as usize) };
            let image =
                evaluation.resultant(&context.image(self), &context.image(other), &variables)?;
            let inverse = field.inverse(field.from_integer(&modulus));
            joined = join(&field, &joined, &modulus, inverse, &image);
            modulus = &modulus * &Integer::from(p);
            if modulus.bits() > bits + 1 {
                break;
            }
        }
        Ok(Polynomial::from_terms(joined, &self.layout))
    }

    /// The discriminant with respect to `x`: zero where a root is repeated.
    ///
    /// # Errors
    /// A result too large, or the budget's stop.
    pub fn discriminant(&self, x: usize, budget: &Budget) -> Result<Polynomial<K>> {
        let n = self.degree(x);
        if n == 0 {
            return Ok(Polynomial::zero(&self.layout));
        }
        let resultant = self.resultant(&self.derivative(x), x, budget)?;
        let lead = self.leading_coefficient(x);
        let quotient = resultant.exact_quotient(&lead, budget)?.ok_or(RingError::Widen)?;
        Ok(if n * (n - 1) / 2 % 2 == 1 { quotient.negate() } else { quotient })
    }
}

fn join<K: Key>(
    field: &Field,
    known: &[(K, Integer)],
    modulus: &Integer,
    inverse: u64,
    image: &Terms<K>,
) -> Vec<(K, Integer)> {
    let mut joined = Vec::with_capacity(known.len().max(image.len()));
    let (mut i, mut j) = (0, 0);
    while i < known.len() || j < image.len() {
        let left = known.get(i).map(|term| term.0);
        let right = image.get(j).map(|term| term.0);
        let key = match (left, right) {
            (Some(a), Some(b)) => a.max(b),
            (a, b) => a.or(b).unwrap_or_default(),
        };
        let (mut old, mut new) = (Integer::ZERO, 0);
        if left == Some(key) {
            old = known[i].1.clone();
            i += 1;
        }
        if right == Some(key) {
            new = field.to_i64(image[j].1);
            j += 1;
        }
        joined.push((key, garner(field, &old, modulus, inverse, new)));
    }
    joined
}

struct Evaluation<'e, K> {
    context: Context<'e, K>,
    x: usize,
    degrees: &'e [u64],
    /// Degrees in x before evaluation.
    formal: (usize, usize),
}

impl<K: Key> Evaluation<'_, K> {
    fn resultant(&self, a: &Terms<K>, b: &Terms<K>, variables: &[usize]) -> Result<Terms<K>> {
        let field = &self.context.field;
        let Some((&y, rest)) = variables.split_first() else {
            let none = vec![None; self.degrees.len()];
            let dense =
                |p: &Terms<K>| self.context.univariate(p, &self.context.degrees(p), self.x, &none);
            self.context.budget.fits_array::<u64>(4 * (self.formal.0 + self.formal.1) as u64)?;
            let value = self.univariate(&dense(a), &dense(b))?;
            return Ok(if value == 0 { Vec::new() } else { vec![(K::default(), value)] });
        };
        if rest.is_empty() {
            return self.bivariate(a, b, y);
        }
        // values at 0, 1, 2, ...; then each coefficient by interpolation
        let count = self.degrees[y] as usize + 1;
        let mut samples: Vec<Terms<K>> = Vec::with_capacity(count);
        let points: Vec<u64> = (0..count as u64).map(|n| field.from_u64(n)).collect();
        for &point in &points {
            self.context.budget.spend((a.len() + b.len()) as u64)?;
            let mut values = vec![None; self.degrees.len()];
            values[y] = Some(point);
            samples.push(self.resultant(
                &self.context.evaluate(a, &values),
                &self.context.evaluate(b, &values),
                rest,
            )?);
        }
        let mut table: std::collections::BTreeMap<K, Vec<u64>> = std::collections::BTreeMap::new();
        for (index, sample) in samples.iter().enumerate() {
            for &(key, c) in sample {
                table.entry(key).or_insert_with(|| vec![0; count])[index] = c;
            }
        }
        let mut terms = Terms::new();
        for (key, values) in table {
            let pairs: Vec<(u64, u64)> = points.iter().copied().zip(values).collect();
            let polynomial = dense::interpolate(field, &pairs, self.context.budget)?;
            terms.extend(
                polynomial
                    .iter()
                    .enumerate()
                    .map(|(n, &c)| (key.plus(self.context.layout.power(y, n as u64)), c)),
            );
        }
        Ok(self.context.collect(terms))
    }

    /// Two variables left: rows of coefficients are evaluated by Horner's rule.
    fn bivariate(&self, a: &Terms<K>, b: &Terms<K>, y: usize) -> Result<Terms<K>> {
        let (field, layout) = (&self.context.field, self.context.layout);
        let size = |p: &Terms<K>| {
            let degrees = self.context.degrees(p);
            (degrees[y] + 1).saturating_mul(degrees[self.x] + 1)
        };
        self.context.budget.fits_array::<u64>(size(a).saturating_add(size(b)))?;
        let rows = |p: &Terms<K>| {
            let degrees = self.context.degrees(p);
            let mut rows = vec![vec![0; degrees[y] as usize + 1]; degrees[self.x] as usize + 1];
            for &(key, c) in p {
                rows[layout.exponent(key, self.x) as usize][layout.exponent(key, y) as usize] = c;
            }
            rows
        };
        let (a, b) = (rows(a), rows(b));
        let count = self.degrees[y] + 1;
        let mut pairs = Vec::with_capacity(count as usize);
        for n in 0..count {
            self.context.budget.spend((a.len() + b.len()) as u64 * 4)?;
            let point = field.from_u64(n);
            let at = |rows: &[Vec<u64>]| -> Vec<u64> {
                let mut values: Vec<u64> =
                    rows.iter().map(|row| dense::evaluate(field, row, point)).collect();
                dense::trim(&mut values);
                values
            };
            pairs.push((point, self.univariate(&at(&a), &at(&b))?));
        }
        let polynomial = dense::interpolate(field, &pairs, self.context.budget)?;
        let terms = polynomial.iter().enumerate().rev().filter(|(_, c)| **c != 0);
        Ok(terms.map(|(n, &c)| (layout.power(y, n as u64), c)).collect())
    }

    /// The determinant of Sylvester's matrix for the formal degrees: where one leading coefficient
    /// vanishes the other gives a factor for each degree lost; where both vanish it is zero.
    fn univariate(&self, a: &[u64], b: &[u64]) -> Result<u64> {
        let field = &self.context.field;
        let (m, n) = self.formal;
        if a.is_empty() || b.is_empty() {
            return Ok(0);
        }
        let (lost_a, lost_b) = (m + 1 - a.len(), n + 1 - b.len());
        if lost_a > 0 && lost_b > 0 {
            return Ok(0);
        }
        let value = dense::resultant(field, a, b, self.context.budget)?;
        if lost_b > 0 {
            return Ok(field.mul(value, field.pow(a[a.len() - 1], lost_b as u64)));
        }
        let value = field.mul(value, field.pow(b[b.len() - 1], lost_a as u64));
        Ok(if lost_a * n % 2 == 1 { field.negate(value) } else { value })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Layout;
    use crate::word::Stream;
    use std::sync::Arc;

    #[test]
    fn resultants_are_multiplicative_and_eliminate() {
        let layout: Arc<Layout<u64>> =
            Layout::new(3, 200).map(Arc::new).unwrap_or_else(|| unreachable!());
        let (mut stream, budget) = (Stream::new(3), Budget::default());
        let mut draw = |terms: usize, degree: u64| {
            let mut term = || {
                let exponents: Vec<u32> =
                    (0..3).map(|_| (stream.next_u64() % (degree + 1)) as u32).collect();
                (layout.pack(&exponents), Integer::from((stream.next_u64() % 41) as i64 - 20))
            };
            Polynomial::from_terms((0..terms).map(|_| term()).collect(), &layout)
        };
        for (terms, degree) in [(3, 2), (6, 2), (5, 3)] {
            let (a, b, c) = (draw(terms, degree), draw(terms, degree), draw(terms, degree));
            for x in 0..3 {
                let times = |p: &Polynomial<u64>, q: &Polynomial<u64>| {
                    p.multiply(q, &budget).unwrap_or_else(|_| unreachable!())
                };
                let of = |p: &Polynomial<u64>, q: &Polynomial<u64>| {
                    p.resultant(q, x, &budget).unwrap_or_else(|_| unreachable!())
                };
                assert_eq!(of(&times(&a, &b), &c), times(&of(&a, &c), &of(&b, &c)));
                assert!(of(&times(&a, &c), &times(&b, &c)).is_zero() || c.degree(x) == 0);
                let swapped = of(&b, &a);
                let odd = a.degree(x) * b.degree(x) % 2 == 1;
                assert_eq!(of(&a, &b), if odd { swapped.negate() } else { swapped });
            }
        }
    }

    #[test]
    fn discriminants_of_quadratics_and_cubics() {
        let layout: Arc<Layout<u64>> =
            Layout::new(4, 50).map(Arc::new).unwrap_or_else(|| unreachable!());
        let term = |exponents: [u32; 4], c: i64| (layout.pack(&exponents), Integer::from(c));
        let poly = |terms: Vec<(u64, Integer)>| Polynomial::from_terms(terms, &layout);
        // a x^2 + b x + c in (x, a, b, c)
        let quadratic =
            poly(vec![term([2, 1, 0, 0], 1), term([1, 0, 1, 0], 1), term([0, 0, 0, 1], 1)]);
        let expected = poly(vec![term([0, 0, 2, 0], 1), term([0, 1, 0, 1], -4)]);
        assert_eq!(quadratic.discriminant(0, &Budget::default()), Ok(expected));
        // x^3 + a x + b: -4 a^3 - 27 b^2
        let cubic = poly(vec![term([3, 0, 0, 0], 1), term([1, 1, 0, 0], 1), term([0, 0, 1, 0], 1)]);
        let expected = poly(vec![term([0, 3, 0, 0], -4), term([0, 0, 2, 0], -27)]);
        assert_eq!(cubic.discriminant(0, &Budget::default()), Ok(expected));
    }
}
