//! Greatest common divisors over the integers: images modulo word primes, by sparse interpolation
//! in several variables (`zippel`), joined by the Chinese remainder theorem. A result is accepted
//! only if it divides both polynomials.

mod heuristic;
pub(crate) mod modular;
pub(crate) mod zippel;

use crate::dense::{self, modular as dense_modular};
use crate::key::Key;
use crate::polynomial::Polynomial;
use crate::word::{Field, Stream, word_primes};
use crate::{Result, RingError};
use viete_numbers::{Budget, Integer, Stop};

/// Primes tried before the problem is given up.
const ATTEMPTS: usize = 2000;

impl<K: Key> Polynomial<K> {
    /// The greatest common divisor, its leading coefficient positive.
    ///
    /// # Errors
    /// The budget's stop.
    pub fn gcd(&self, other: &Polynomial<K>, budget: &Budget) -> Result<Polynomial<K>> {
        let positive = |p: &Polynomial<K>| {
            if p.leading().is_some_and(|t| t.1.signum() < 0) { p.negate() } else { p.clone() }
        };
        if self.is_zero() || other.is_zero() || self == other {
            return Ok(positive(if self.is_zero() { other } else { self }));
        }
        budget.spend((self.len() + other.len()) as u64)?;
        let ((content_a, a), (content_b, b)) = (self.primitive(), other.primitive());
        let content = content_a.gcd(&content_b);
        let (power_a, power_b) = (a.common_power(), b.common_power());
        let power = self.layout.gcd(power_a, power_b);
        let (a, b) = (a.divide_power(power_a), b.divide_power(power_b));
        let common = primitive_gcd(&a, &b, budget)?;
        common.shift(power)?.scale(&content)
    }

    /// The least common multiple.
    ///
    /// # Errors
    /// A result too large, or the budget's stop.
    pub fn lcm(&self, other: &Polynomial<K>, budget: &Budget) -> Result<Polynomial<K>> {
        let common = self.gcd(other, budget)?;
        match self.exact_quotient(&common, budget)? {
            Some(rest) => rest.multiply(other, budget),
            None => Ok(common),
        }
    }

    /// The only variable that occurs, and the coefficients of its powers; constants have none.
    ///
    /// # Errors
    /// Arrays as long as the degree would exceed the allowance of memory.
    pub fn univariate(&self, budget: &Budget) -> Result<Option<(usize, Vec<Integer>)>> {
        let Some(variable) = self.only_variable() else { return Ok(None) };
        Ok(Some((variable, self.dense(variable, 1, budget)?)))
    }

    /// The only variable that occurs.
    fn only_variable(&self) -> Option<usize> {
        let degrees = self.degrees();
        let mut occurring = (0..degrees.len()).filter(|&variable| degrees[variable] > 0);
        let first = occurring.next()?;
        occurring.next().is_none().then_some(first)
    }

    /// The coefficients of the powers of `variable^step`, the only ones that occur.
    fn dense(&self, variable: usize, step: u64, budget: &Budget) -> Result<Vec<Integer>> {
        let count = self.degree(variable) / step + 1;
        // what is done with them takes several arrays of this length
        budget.fits_array::<Integer>(4 * count)?;
        let mut coefficients = vec![Integer::ZERO; count as usize];
        for (key, c) in &self.terms {
            let exponent = self.layout.exponent(*key, variable) / step;
            coefficients[exponent as usize] = c.clone();
        }
        Ok(coefficients)
    }

    /// The greatest common divisor of the exponents of a variable and of `step`.
    fn common_step(&self, variable: usize, step: u64) -> u64 {
        let exponents = self.terms.iter().map(|term| self.layout.exponent(term.0, variable));
        exponents.fold(step, num_integer::gcd)
    }

    /// The polynomial in one variable with these coefficients, lowest first.
    pub fn from_univariate(
        coefficients: &[Integer],
        variable: usize,
        layout: &std::sync::Arc<crate::Layout<K>>,
    ) -> Polynomial<K> {
        let nonzero = coefficients.iter().enumerate().rev().filter(|(_, c)| !c.is_zero());
        let terms = nonzero.map(|(n, c)| (layout.power(variable, n as u64), c.clone())).collect();
        Polynomial { layout: layout.clone(), terms }
    }
}

/// The gcd of polynomials without content and without common power product.
fn primitive_gcd<K: Key>(
    a: &Polynomial<K>,
    b: &Polynomial<K>,
    budget: &Budget,
) -> Result<Polynomial<K>> {
    let one = Polynomial::constant(Integer::ONE, &a.layout);
    if a.len() == 1 || b.len() == 1 {
        return Ok(one);
    }
    if a == b {
        return Ok(a.clone());
    }
    // two different polynomials of degree one, each without content
    let linear = |p: &Polynomial<K>| p.terms.iter().all(|term| p.layout.total(term.0) <= 1);
    if linear(a) && linear(b) {
        return Ok(one);
    }
    if let (Some(x), Some(y)) = (a.only_variable(), b.only_variable()) {
        if x != y {
            return Ok(one);
        }
        // polynomials in x^step are as long as their degree in it
        let step = b.common_step(x, a.common_step(x, 0)).max(1);
        let (p, q) = (a.dense(x, step, budget)?, b.dense(x, step, budget)?);
        let common = dense_gcd(&p, &q, budget)?;
        let nonzero = common.iter().enumerate().rev().filter(|(_, c)| !c.is_zero());
        let term = |(n, c): (usize, &Integer)| (a.layout.power(x, n as u64 * step), c.clone());
        return Ok(Polynomial { layout: a.layout.clone(), terms: nonzero.map(term).collect() });
    }
    // images in one variable at a time are arrays
    let longest = a.degrees().into_iter().chain(b.degrees()).max().unwrap_or(0);
    budget.fits_array::<u64>(8 * longest)?;
    let lead = a.terms[0].1.gcd(&b.terms[0].1);
    let mut stream = Stream::new(17);
    let mut images: Remainders<K> = Remainders::new();
    for p in word_primes().take(ATTEMPTS) {
        let field = Field::new(p);
        let scale = field.from_integer(&lead);
        if scale == 0 {
            continue;
        }
        let context = modular::Context { layout: &a.layout, field, budget };
        let (left, right) = (context.image(a), context.image(b));
        let Some(image) = zippel::gcd(&context, &left, &right, &mut stream)? else { continue };
        if image.len() == 1 && image[0].0 == K::default() {
            return Ok(one);
        }
        let scaled: Vec<(K, i64)> =
            image.iter().map(|&(key, c)| (key, field.to_i64(field.mul(c, scale)))).collect();
        let small = scaled.iter().all(|term| term.1.unsigned_abs() < 1 << 56);
        let stable = images.join(&field, scaled);
        if stable || small {
            let (_, candidate) = images.candidate(a).primitive();
            if a.exact_quotient(&candidate, budget)?.is_some()
                && b.exact_quotient(&candidate, budget)?.is_some()
            {
                return Ok(candidate);
            }
        }
    }
    Err(RingError::Stopped(Stop::Fuel))
}

/// Terms known modulo a product of primes.
struct Remainders<K> {
    modulus: Integer,
    terms: Vec<(K, Integer)>,
}

impl<K: Key> Remainders<K> {
    fn new() -> Remainders<K> {
        Remainders { modulus: Integer::ONE, terms: Vec::new() }
    }

    /// Joins an image; answers whether nothing changed. An image with a smaller leading power
    /// product replaces what was known, for all earlier primes were unlucky; one with a larger is
    /// unlucky itself.
    fn join(&mut self, field: &Field, image: Vec<(K, i64)>) -> bool {
        let p = Integer::from(field.characteristic());
        let lead = |terms: &[(K, Integer)]| terms.first().map(|term| term.0);
        let order = image.first().map(|term| term.0).cmp(&lead(&self.terms));
        if self.terms.is_empty() || order == std::cmp::Ordering::Less {
            self.modulus = p;
            self.terms = image.into_iter().map(|(key, c)| (key, Integer::from(c))).collect();
            return false;
        }
        if order == std::cmp::Ordering::Greater {
            return false;
        }
        let inverse = field.inverse(field.from_integer(&self.modulus));
        let mut changed = false;
        let mut joined = Vec::with_capacity(self.terms.len().max(image.len()));
        let (mut i, mut j) = (0, 0);
        while i < self.terms.len() || j < image.len() {
            let key = match (self.terms.get(i), image.get(j)) {
                (Some(a), Some(b)) => a.0.max(b.0),
                (Some(a), None) => a.0,
                (_, b) => b.map_or(K::default(), |b| b.0),
            };
            let mut old = Integer::ZERO;
            if let Some(term) = self.terms.get(i).filter(|term| term.0 == key) {
                old = term.1.clone();
                i += 1;
            }
            let mut new = 0;
            if let Some(term) = image.get(j).filter(|term| term.0 == key) {
                new = term.1;
                j += 1;
            }
            let value = garner(field, &old, &self.modulus, inverse, new);
            changed |= value != old;
            joined.push((key, value));
        }
        self.modulus = &self.modulus * &p;
        self.terms = joined;
        !changed
    }

    fn candidate(&self, like: &Polynomial<K>) -> Polynomial<K> {
        let terms = self.terms.iter().filter(|term| !term.1.is_zero()).cloned().collect();
        Polynomial { layout: like.layout.clone(), terms }
    }
}

/// The number of least magnitude that is `old` modulo `modulus` and `new` modulo p; `inverse` is
/// that of the modulus (H. Garner's form of the Chinese remainder theorem).
pub(crate) fn garner(
    field: &Field,
    old: &Integer,
    modulus: &Integer,
    inverse: u64,
    new: i64,
) -> Integer {
    let difference = field.sub(field.from_i64(new), field.from_integer(old));
    let digit = field.to_i64(field.mul(difference, inverse));
    if digit == 0 { old.clone() } else { old + &(modulus * &Integer::from(digit)) }
}

/// The gcd in Z\[x\], its leading coefficient positive.
///
/// # Errors
/// The budget's stop.
pub fn dense_gcd(a: &[Integer], b: &[Integer], budget: &Budget) -> Result<Vec<Integer>> {
    if a.is_empty() || b.is_empty() {
        let other = if a.is_empty() { b } else { a };
        return Ok(dense::scale(&dense::primitive(other), &dense::content(other).abs()));
    }
    let (content_a, content_b) = (dense::content(a), dense::content(b));
    let content = content_a.gcd(&content_b);
    let (a, b) = (dense::primitive(a), dense::primitive(b));
    if let Some(common) = heuristic::gcd(&a, &b, budget)? {
        return Ok(dense::scale(&common, &content));
    }
    let lead = a[a.len() - 1].gcd(&b[b.len() - 1]);
    let mut images: Remainders<u64> = Remainders::new();
    for p in word_primes().take(ATTEMPTS) {
        let field = Field::new(p);
        let scale = field.from_integer(&lead);
        if scale == 0 {
            continue;
        }
        let image = dense_modular::gcd(
            &field,
            &dense_modular::image(&field, &a),
            &dense_modular::image(&field, &b),
            budget,
        )?;
        if image.len() == 1 {
            return Ok(vec![content]);
        }
        let terms: Vec<(u64, i64)> = image
            .iter()
            .enumerate()
            .rev()
            .filter(|(_, c)| **c != 0)
            .map(|(n, &c)| (n as u64, field.to_i64(field.mul(c, scale))))
            .collect();
        let small = terms.iter().all(|term| term.1.unsigned_abs() < 1 << 56);
        if images.join(&field, terms) || small {
            let mut candidate = vec![Integer::ZERO; image.len()];
            images.terms.iter().for_each(|(n, c)| candidate[*n as usize] = c.clone());
            let candidate = dense::primitive(&candidate);
            if dense::divides(&candidate, &a, budget)? && dense::divides(&candidate, &b, budget)? {
                return Ok(dense::scale(&candidate, &content));
            }
        }
    }
    Err(RingError::Stopped(Stop::Fuel))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Layout, Wide};
    use std::sync::Arc;

    fn random<K: Key>(
        stream: &mut Stream,
        layout: &Arc<Layout<K>>,
        terms: usize,
        degree: u64,
        bits: u32,
    ) -> Polynomial<K> {
        let mut term = || {
            let exponents: Vec<u32> = (0..layout.variables())
                .map(|_| (stream.next_u64() % (degree + 1)) as u32)
                .collect();
            (layout.pack(&exponents), Integer::from((stream.next_u64() as i64) >> (63 - bits)))
        };
        Polynomial::from_terms((0..terms).map(|_| term()).collect(), layout)
    }

    fn planted_factors_are_found<K: Key>(variables: usize, problems: &[(usize, u64, u32)]) {
        let layout: Arc<Layout<K>> =
            Layout::new(variables, 200).map(Arc::new).unwrap_or_else(|| unreachable!());
        let (mut stream, budget) = (Stream::new(variables as u64), Budget::default());
        for &(terms, degree, bits) in problems {
            let mut draw = |n: usize| random(&mut stream, &layout, n, degree, bits);
            let (g, a, b) = (draw(terms), draw(terms), draw(terms + 2));
            let times = |x: &Polynomial<K>, y: &Polynomial<K>| {
                x.multiply(y, &budget).unwrap_or_else(|_| unreachable!())
            };
            let common =
                times(&g, &a).gcd(&times(&g, &b), &budget).unwrap_or_else(|_| unreachable!());
            let cofactor = a.gcd(&b, &budget).unwrap_or_else(|_| unreachable!());
            let expected = times(&g, &cofactor);
            assert!(
                common == expected || common == expected.negate(),
                "{variables} {terms} {degree} {bits}"
            );
            // a content in every variable
            let content = random(&mut stream, &layout, 2, 2, 3);
            let (x, y) = (times(&content, &a), times(&content, &times(&content, &b)));
            let found = x.gcd(&y, &budget).unwrap_or_else(|_| unreachable!());
            assert!(
                found.exact_quotient(&content.primitive().1, &budget).is_ok_and(|q| q.is_some())
            );
        }
    }

    #[test]
    fn gcds_of_products_contain_the_common_factor_in_every_ring() {
        planted_factors_are_found::<u64>(1, &[(5, 10, 10), (30, 40, 30), (60, 60, 62)]);
        planted_factors_are_found::<u64>(2, &[(5, 4, 5), (12, 10, 20), (30, 7, 62)]);
        planted_factors_are_found::<u64>(3, &[(4, 3, 5), (8, 6, 8), (40, 4, 30)]);
        planted_factors_are_found::<u128>(4, &[(8, 6, 8), (15, 10, 8), (6, 3, 62)]);
        planted_factors_are_found::<Wide>(9, &[(4, 3, 5), (8, 4, 8)]);
    }
}
