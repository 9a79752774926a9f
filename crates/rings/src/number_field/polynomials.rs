//! Polynomials in one variable over a number field Q(a): greatest common divisors by Euclid,
//! factors by norms (B. Trager, "Algebraic factoring and rational function integration", SYMSAC
//! 1976).

use super::{NumberField, NumberFieldElement as Element};
use crate::dense::factor::factor as factor_integers;
use crate::dense::primitive;
use crate::univariate::{ScalarField, common_denominator, divide, multiply, trim};
use crate::{Layout, Polynomial, Result, RingError};
use std::sync::Arc;
use viete_numbers::{Budget, Integer, Rational};

/// Shifts tried until the norm has no repeated factor.
const SHIFTS: i64 = 50;

impl NumberField {
    fn monic(&self, f: &[Element]) -> Result<Vec<Element>> {
        let Some(lead) = f.last() else { return Ok(Vec::new()) };
        let inverse = self.inverse(lead)?;
        f.iter().map(|c| self.multiply(c, &inverse)).collect()
    }

    /// The monic greatest common divisor.
    ///
    /// # Errors
    /// A coefficient too large, or the budget's stop.
    pub fn gcd(&self, f: &[Element], g: &[Element], budget: &Budget) -> Result<Vec<Element>> {
        let (mut a, mut b) = (f.to_vec(), g.to_vec());
        trim(self, &mut a);
        trim(self, &mut b);
        while !b.is_empty() {
            budget.spend((a.len() * b.len() * self.modulus.len() * self.modulus.len()) as u64)?;
            let rest = divide(self, &a, &self.monic(&b)?)?.1;
            (a, b) = (b, rest);
        }
        self.monic(&a)
    }

    /// The value of a polynomial over Q(a) at an element.
    pub(super) fn value(&self, f: &[Element], x: &Element) -> Result<Element> {
        let mut value = Element::default();
        for c in f.iter().rev() {
            value = self.add(&self.multiply(&value, x)?, c)?;
        }
        Ok(value)
    }

    /// `f(x + s a)`.
    fn shifted(&self, f: &[Element], s: i64) -> Result<Vec<Element>> {
        let by = self.reduce(&[Rational::ZERO, Rational::integer(s)])?;
        let mut result: Vec<Element> = Vec::new();
        for c in f.iter().rev() {
            // result (x + s a) + c
            let mut next = vec![c.clone()];
            next.extend(result.iter().cloned());
            for (slot, old) in next.iter_mut().zip(&result) {
                *slot = self.add(slot, &self.multiply(old, &by)?)?;
            }
            result = next;
        }
        trim(self, &mut result);
        Ok(result)
    }

    /// The product of the conjugates, as a polynomial over the integers: a resultant.
    fn norm(&self, f: &[Element], budget: &Budget) -> Result<Vec<Integer>> {
        let layout: Arc<Layout<u64>> =
            Layout::new(2, 1 << 20).map(Arc::new).ok_or(RingError::Widen)?;
        let common =
            common_denominator(f.iter().flat_map(Element::coordinates).chain(&self.modulus))?;
        let whole = |c: &Rational| {
            &c.numerator() * &common.exact_div(&c.denominator()).unwrap_or(Integer::ONE)
        };
        // x is variable 0, a variable 1
        let key = |x: usize, a: usize| layout.power(0, x as u64) + layout.power(1, a as u64);
        let terms = f
            .iter()
            .enumerate()
            .flat_map(|(i, c)| c.coordinates().iter().enumerate().map(move |(j, r)| (i, j, r)));
        let left =
            Polynomial::from_terms(terms.map(|(i, j, r)| (key(i, j), whole(r))).collect(), &layout);
        let minimal = self.modulus.iter().enumerate().map(|(j, r)| (key(0, j), whole(r)));
        let right = Polynomial::from_terms(minimal.collect(), &layout);
        let norm = right.resultant(&left, 1, budget)?;
        Ok(norm
            .univariate(budget)?
            .map_or_else(|| norm.as_constant().into_iter().collect(), |pair| pair.1))
    }

    /// The monic irreducible factors with multiplicities.
    ///
    /// # Errors
    /// A coefficient too large, or the budget's stop.
    pub fn factor(&self, f: &[Element], budget: &Budget) -> Result<Vec<(Vec<Element>, u64)>> {
        let mut factors = Vec::new();
        for (part, multiplicity) in self.squarefree(f, budget)? {
            for factor in self.split(&part, budget)? {
                factors.push((factor, multiplicity));
            }
        }
        Ok(factors)
    }

    /// Yun's algorithm.
    fn squarefree(&self, f: &[Element], budget: &Budget) -> Result<Vec<(Vec<Element>, u64)>> {
        let derivative = |f: &[Element]| -> Vec<Element> {
            let scaled = f.iter().enumerate().skip(1);
            scaled.map(|(n, c)| c.scaled(&Rational::integer(n as i64))).collect()
        };
        let f = self.monic(f)?;
        let slope = derivative(&f);
        let common = self.gcd(&f, &slope, budget)?;
        let (mut single, mut rest) =
            (divide(self, &f, &common)?.0, divide(self, &slope, &common)?.0);
        let (mut parts, mut multiplicity) = (Vec::new(), 1);
        while single.len() > 1 {
            let slope = derivative(&single);
            let mut difference = Vec::new();
            for i in 0..rest.len().max(slope.len()) {
                let (x, y) = (
                    rest.get(i).cloned().unwrap_or_default(),
                    slope.get(i).cloned().unwrap_or_default(),
                );
                difference.push(self.add(&x, &self.negate(&y))?);
            }
            trim(self, &mut difference);
            let part = self.gcd(&single, &difference, budget)?;
            rest = divide(self, &difference, &part)?.0;
            single = divide(self, &single, &part)?.0;
            if part.len() > 1 {
                parts.push((part, multiplicity));
            }
            multiplicity += 1;
        }
        Ok(parts)
    }

    /// The factors of a squarefree polynomial: common divisors with the factors of a squarefree
    /// norm.
    fn split(&self, f: &[Element], budget: &Budget) -> Result<Vec<Vec<Element>>> {
        for s in (0..SHIFTS).flat_map(|k| [k, -k]) {
            let moved = self.shifted(f, -s)?;
            let norm = primitive(&self.norm(&moved, budget)?);
            let (_, found) = factor_integers(&norm, budget)?;
            if found.iter().any(|factor| factor.1 > 1) {
                continue;
            }
            if found.len() == 1 {
                return Ok(vec![f.to_vec()]);
            }
            let mut factors = Vec::new();
            for (factor, _) in found {
                let lifted: Vec<Element> =
                    factor.into_iter().map(|c| Element::rational(Rational::from(c))).collect();
                factors.push(self.gcd(f, &self.shifted(&lifted, s)?, budget)?);
            }
            return Ok(factors);
        }
        Err(RingError::Widen)
    }

    /// The root in this field that `f` and `g` have in common, when it is the only one.
    ///
    /// # Errors
    /// A coefficient too large, or the budget's stop.
    pub fn common_root(
        &self,
        f: &[Element],
        g: &[Element],
        budget: &Budget,
    ) -> Result<Option<Element>> {
        match self.gcd(f, g, budget)?.as_slice() {
            [constant, _] => Ok(Some(self.negate(constant))),
            _ => Ok(None),
        }
    }

    /// `g(a - s x)` for a polynomial with rational coefficients.
    ///
    /// # Errors
    /// A coefficient too large.
    pub fn reflected(&self, g: &[Integer], s: i64) -> Result<Vec<Element>> {
        let generator = self.generator()?;
        let linear = vec![generator, Element::rational(Rational::integer(-s))];
        let mut result: Vec<Element> = Vec::new();
        for c in g.iter().rev() {
            result = multiply(self, &result, &linear)?;
            let constant = Element::rational(Rational::from(c.clone()));
            match result.first_mut() {
                Some(slot) => *slot = self.add(slot, &constant)?,
                None => result.push(constant),
            }
        }
        trim(self, &mut result);
        Ok(result)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polynomials_split_over_extensions() {
        let budget = Budget::default();
        let whole = |c: &[i64]| -> Vec<Integer> { c.iter().map(|&c| Integer::from(c)).collect() };
        let lifted = |c: &[i64]| -> Vec<Element> {
            c.iter().map(|&c| Element::rational(Rational::integer(c))).collect()
        };
        // x^4 + 1 over Q(i), x^4 - 10 x^2 + 1 over Q(sqrt 2), x^3 - 2 over Q(2^(1/3)), cyclotomic
        // over itself
        for (minimal, f, count) in [
            (whole(&[1, 0, 1]), lifted(&[1, 0, 0, 0, 1]), 2),
            (whole(&[-2, 0, 1]), lifted(&[1, 0, -10, 0, 1]), 2),
            (whole(&[-2, 0, 0, 1]), lifted(&[-2, 0, 0, 1]), 2),
            (whole(&[1, 1, 1, 1, 1]), lifted(&[1, 1, 1, 1, 1]), 4),
            (whole(&[-3, 0, 1]), lifted(&[1, 0, 1]), 1),
        ] {
            let field = NumberField::new(&minimal).unwrap_or_else(|| unreachable!());
            let factors = field.factor(&f, &budget).unwrap_or_default();
            assert_eq!(factors.len(), count);
            let product = factors
                .iter()
                .try_fold(vec![field.one()], |product, (g, _)| multiply(&field, &product, g));
            assert_eq!(product, field.monic(&f));
        }
    }
}
