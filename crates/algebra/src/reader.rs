//! Terms read as fractions of packed polynomials, children first.

use crate::convert::Writer;
use crate::fraction::Fraction;
use crate::frame::{Frame, integer_power};
use rustc_hash::FxHashMap;
use std::sync::Arc;
use viete_numbers::{Budget, Integer, Number, Rational, Real};
use viete_rings::{Key, Layout, Polynomial, Result, RingError};
use viete_term::{Kind, Store, Term};

/// Largest exponent of a sum.
const MAX_EXPONENT: u64 = 1000;
const MAX_DEGREE: u64 = 1 << 30;

pub(crate) struct Reader<'s, K> {
    pub store: &'s mut Store,
    pub frame: &'s Frame,
    pub layout: &'s Arc<Layout<K>>,
    pub budget: &'s Budget,
    /// Monomials a polynomial, and nodes the rational structure, may have.
    pub limit: usize,
    /// Bases of negative powers, with their numerators.
    pub poles: Vec<(Term, Polynomial<K>)>,
    places: FxHashMap<Term, usize>,
    /// Factors of addends: the power product they are, when they have no pole.
    known: FxHashMap<Term, Option<K>>,
}

impl<'s, K: Key> Reader<'s, K> {
    pub fn new(
        store: &'s mut Store,
        frame: &'s Frame,
        layout: &'s Arc<Layout<K>>,
        limit: usize,
        budget: &'s Budget,
    ) -> Reader<'s, K> {
        let places = frame
            .generators
            .iter()
            .enumerate()
            .map(|(place, &generator)| (generator, place))
            .collect();
        Reader {
            store,
            frame,
            layout,
            budget,
            limit,
            poles: Vec::new(),
            places,
            known: FxHashMap::default(),
        }
    }

    pub fn constant(&self, value: Integer) -> Polynomial<K> {
        Polynomial::constant(value, self.layout)
    }

    /// The polynomial; `None` when the term is none, or has coefficients that are no exact numbers.
    /// The second component divides.
    pub fn polynomial(&mut self, term: Term) -> Result<Option<(Polynomial<K>, Integer)>> {
        self.poles.clear();
        let Some(fraction) = self.read(term)? else { return Ok(None) };
        if !self.poles.is_empty() || !fraction.factors.is_empty() {
            return Ok(None);
        }
        Ok(Some((fraction.numerator, fraction.content)))
    }

    /// The fractions of all parts, children first; `None` when the term is no rational expression,
    /// or is larger than the limit.
    pub fn read(&mut self, root: Term) -> Result<Option<Fraction<K>>> {
        let mut order = vec![root];
        let mut next = 0;
        while let Some(&term) = order.get(next) {
            next += 1;
            match (self.store.kind(term), integer_power(self.store, term)) {
                (Kind::Sum, _) => {
                    for addend in self.store.children(term).to_vec() {
                        self.budget.spend(1)?;
                        if self.monomial(addend).is_none() {
                            order.push(addend);
                        }
                    }
                }
                (Kind::Product, _) => order.extend_from_slice(self.store.children(term)),
                (_, Some((base, _))) => order.push(base),
                _ => {}
            }
            if order.len() > self.limit.saturating_mul(16) {
                return Ok(None);
            }
        }
        order.sort_unstable();
        order.dedup();
        let mut known: FxHashMap<Term, Fraction<K>> = FxHashMap::default();
        for term in order {
            self.budget.spend(1)?;
            let Some(fraction) = self.node(term, &known)? else { return Ok(None) };
            if fraction.numerator.len() > self.limit {
                return Ok(None);
            }
            known.insert(term, fraction);
        }
        Ok(known.remove(&root))
    }

    /// An addend that is an exact rational number times powers of generators.
    fn monomial(&mut self, addend: Term) -> Option<(K, Rational)> {
        let mut key = K::default();
        let mut coefficient = Rational::ONE;
        let whole = [addend];
        let count = if self.store.kind(addend) == Kind::Product {
            self.store.children(addend).len()
        } else {
            1
        };
        for index in 0..count {
            let factor = match self.store.kind(addend) {
                Kind::Product => *self.store.children(addend).get(index)?,
                _ => *whole.first()?,
            };
            if let Some(number) = self.store.as_number(factor) {
                coefficient = number.as_rational()?.clone();
                continue;
            }
            let power = match self.known.get(&factor) {
                Some(power) => *power,
                None => {
                    let power = self.factor_key(factor);
                    self.known.insert(factor, power);
                    power
                }
            };
            key = key.plus(power?);
            if !self.layout.fits(key) {
                return None;
            }
        }
        Some((key, coefficient))
    }

    fn factor_key(&mut self, factor: Term) -> Option<K> {
        if integer_power(self.store, factor).is_some()
            || matches!(self.store.kind(factor), Kind::Sum | Kind::Product)
        {
            return None;
        }
        let mut key = K::default();
        for (generator, exponent) in self.frame.factors(self.store, factor) {
            let exponent = u64::try_from(exponent).ok().filter(|&n| n <= self.layout.largest())?;
            key = key.plus(self.layout.power(*self.places.get(&generator)?, exponent));
            if !self.layout.fits(key) {
                return None;
            }
        }
        Some(key)
    }

    fn node(
        &mut self,
        term: Term,
        known: &FxHashMap<Term, Fraction<K>>,
    ) -> Result<Option<Fraction<K>>> {
        if let Some(number) = self.store.as_number(term) {
            return Ok(self.number(&number.clone()));
        }
        if let Some((base, exponent)) = integer_power(self.store, term) {
            let Some(inner) = known.get(&base) else { return Ok(None) };
            return self.power(base, inner, exponent);
        }
        match self.store.kind(term) {
            Kind::Sum => self.sum(term, known),
            Kind::Product => {
                let mut result = Fraction::whole(self.constant(Integer::ONE));
                for factor in self.store.children(term).to_vec() {
                    let Some(factor) = known.get(&factor) else { return Ok(None) };
                    result = result.multiply(factor, self.budget)?;
                    if result.numerator.len() > self.limit {
                        return Ok(None);
                    }
                }
                Ok(Some(result))
            }
            _ => self.kernel(term),
        }
    }

    fn sum(
        &mut self,
        term: Term,
        known: &FxHashMap<Term, Fraction<K>>,
    ) -> Result<Option<Fraction<K>>> {
        let (mut monomials, mut common) = (Vec::new(), Integer::ONE);
        let mut parts: Vec<Fraction<K>> = Vec::new();
        for addend in self.store.children(term).to_vec() {
            self.budget.spend(1)?;
            match self.monomial(addend) {
                Some((key, coefficient)) => {
                    let denominator = coefficient.denominator();
                    if denominator != Integer::ONE {
                        let factor = denominator
                            .exact_div(&common.gcd(&denominator))
                            .unwrap_or(Integer::ONE);
                        common = common.checked_mul(&factor)?;
                    }
                    monomials.push((key, coefficient));
                }
                None => match known.get(&addend) {
                    Some(fraction) => parts.push(fraction.clone()),
                    None => return Ok(None),
                },
            }
        }
        let scaled = monomials.into_iter().map(|(key, c)| {
            let factor = common.exact_div(&c.denominator()).unwrap_or(Integer::ONE);
            (key, if factor == Integer::ONE { c.numerator() } else { &c.numerator() * &factor })
        });
        let polynomial = Polynomial::from_terms(scaled.collect(), self.layout);
        parts.push(Fraction { numerator: polynomial, content: common, factors: Vec::new() });
        // neighbours first, so that operands stay of one size
        while parts.len() > 1 {
            let mut joined = Vec::with_capacity(parts.len().div_ceil(2));
            for pair in parts.chunks(2) {
                joined.push(match pair {
                    [a, b] => a.add(b, self.budget)?,
                    rest => rest.first().cloned().ok_or(RingError::Widen)?,
                });
            }
            if joined.iter().any(|part| part.numerator.len() > self.limit) {
                return Ok(None);
            }
            parts = joined;
        }
        Ok(parts.pop())
    }

    /// An exact number; a complex one when the imaginary unit is a generator.
    fn number(&self, number: &Number) -> Option<Fraction<K>> {
        let (Real::Exact(real), Real::Exact(imaginary)) = (number.re(), number.im()) else {
            return None;
        };
        let (p, q) = (real.denominator(), imaginary.denominator());
        let common = p.checked_mul(&q.exact_div(&p.gcd(&q))?).ok()?;
        let over =
            |part: &Rational| Some(&part.numerator() * &common.exact_div(&part.denominator())?);
        let mut numerator = self.constant(over(real)?);
        if !imaginary.is_zero() {
            let unit = *self.places.get(&self.frame.imaginary?)?;
            numerator = numerator.add(&Polynomial::monomial(
                self.layout.power(unit, 1),
                over(imaginary)?,
                self.layout,
            ));
        }
        Some(Fraction { numerator, content: common, factors: Vec::new() })
    }

    /// A part that is no sum, product or integer power.
    fn kernel(&mut self, term: Term) -> Result<Option<Fraction<K>>> {
        let (mut over, mut under) = (K::default(), K::default());
        for (generator, exponent) in self.frame.factors(self.store, term) {
            let Some(&place) = self.places.get(&generator) else { return Ok(None) };
            let size = exponent.unsigned_abs();
            if size > MAX_DEGREE {
                return Ok(None);
            }
            if size > self.layout.largest() {
                return Err(RingError::Widen);
            }
            let side = if exponent > 0 { &mut over } else { &mut under };
            *side = side.plus(self.layout.power(place, size));
            if !self.layout.fits(*side) {
                return Err(RingError::Widen);
            }
        }
        let monomial = |key| Polynomial::monomial(key, Integer::ONE, self.layout);
        if under != K::default() {
            let (base, _) = self.store.base_and_exponent(term);
            if base != self.store.euler() {
                self.poles.push((base, monomial(under)));
            }
        }
        let mut fraction = Fraction::whole(monomial(over));
        for variable in 0..self.layout.variables() {
            let exponent = self.layout.exponent(under, variable);
            if exponent > 0 {
                fraction.factors.push((Polynomial::variable(variable, self.layout), exponent));
            }
        }
        Ok(Some(fraction))
    }

    fn power(
        &mut self,
        base: Term,
        inner: &Fraction<K>,
        exponent: i64,
    ) -> Result<Option<Fraction<K>>> {
        let count = exponent.unsigned_abs();
        if count > MAX_EXPONENT {
            return Ok(None);
        }
        if exponent > 0 {
            return Ok(Some(inner.power(count, self.budget)?));
        }
        if inner.numerator.is_zero() {
            return Ok(None);
        }
        self.poles.push((base, inner.numerator.clone()));
        Ok(Some(inner.inverse(self.budget)?.power(count, self.budget)?))
    }

    /// The bases of poles that were read and that the fraction does not have.
    pub fn cancelled(&mut self, fraction: &Fraction<K>) -> Result<Vec<Term>> {
        let mut cancelled = Vec::new();
        for (base, pole) in std::mem::take(&mut self.poles) {
            if pole.as_constant().is_none()
                && !cancelled.contains(&base)
                && !fraction.denominator_has(&pole, self.budget)?
            {
                cancelled.push(base);
            }
        }
        Ok(cancelled)
    }

    /// The polynomial as a term.
    pub fn term(&mut self, polynomial: &Polynomial<K>) -> Term {
        self.term_over(polynomial, &Integer::ONE)
    }

    pub fn term_over(&mut self, polynomial: &Polynomial<K>, denominator: &Integer) -> Term {
        Writer::new(self.store, &self.frame.generators, polynomial).sum(
            self.store,
            polynomial,
            denominator,
        )
    }

    /// The quotient as a term, its denominator multiplied out.
    pub fn quotient(&mut self, fraction: &Fraction<K>) -> Result<Term> {
        let denominator = fraction.denominator(self.budget)?;
        let (over, under) = (self.term(&fraction.numerator), self.term(&denominator));
        let minus_one = self.store.minus_one();
        let inverse = self.store.power(under, minus_one);
        Ok(self.store.product(&[over, inverse]))
    }

    /// The quotient as a term, its denominator as a product of powers.
    pub fn factored_quotient(&mut self, fraction: &Fraction<K>) -> Term {
        let mut factors = vec![self.term_over(&fraction.numerator, &fraction.content)];
        for (factor, exponent) in &fraction.factors {
            let base = self.term(factor);
            let exponent = self.store.integer(-(*exponent as i64));
            factors.push(self.store.power(base, exponent));
        }
        self.store.product(&factors)
    }
}
