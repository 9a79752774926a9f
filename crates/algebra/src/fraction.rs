//! A term as one reduced fraction of polynomials. Any part that is no sum, product or integer power is a generator;
//! roots and exponentials of multiples are powers of one generator.

use crate::gcd::{Exponents, IntegerPolynomial, gcd};
use num_bigint::BigInt;
use num_integer::Integer as _;
use num_traits::One;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use viete_numbers::{Budget, Integer, Number, Rational, Real, Stop};
use viete_term::{Kind, Store, Term};

/// A numerator and a denominator without common factor.
#[derive(Clone, Debug)]
pub(crate) struct Fraction {
    pub(crate) numerator: IntegerPolynomial,
    pub(crate) denominator: IntegerPolynomial,
}

/// A reduced term, and what the reduction took out of denominators: where one of `cancelled` is zero the original
/// has no value, the reduced term may have one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reduced {
    pub term: Term,
    pub cancelled: Vec<Term>,
}

/// Larger problems are left alone.
const MAX_GENERATORS: usize = 12;
/// Largest exponent of a sum, and of a generator.
const MAX_EXPONENT: u32 = 60;
const MAX_DEGREE: u32 = 1 << 20;

pub(crate) struct Reader<'s> {
    pub(crate) store: &'s mut Store,
    pub(crate) budget: &'s Budget,
    /// Monomials a polynomial, and nodes the rational structure, may have.
    pub(crate) limit: usize,
    pub(crate) generators: Vec<Term>,
    /// For `b^(c t)` with rational c: the common denominator of all c of one b and t.
    denominators: FxHashMap<(Term, Term), u64>,
    /// The imaginary unit, when it may be a generator.
    pub(crate) imaginary: Option<Term>,
    /// Bases of negative powers, with their numerators.
    pub(crate) poles: Vec<(Term, IntegerPolynomial)>,
}

/// The term as one fraction in lowest terms. `None` when it is no rational expression, or one with polynomials of more
/// than `limit` monomials.
///
/// # Errors
/// The budget's stop.
pub fn reduce(store: &mut Store, term: Term, limit: usize, budget: &Budget) -> Result<Option<Reduced>, Stop> {
    let Some(mut reader) = Reader::over(store, &[term], limit, budget) else { return Ok(None) };
    let Some(fraction) = reader.read(term)? else { return Ok(None) };
    let Some(Fraction { numerator, denominator }) = fraction.lowest_terms(budget)? else { return Ok(None) };
    let mut cancelled = Vec::new();
    for (base, pole) in std::mem::take(&mut reader.poles) {
        let stays = !pole.is_constant() && denominator.exact_divide(&pole, budget)?.is_some();
        if !stays && !pole.is_constant() && !cancelled.contains(&base) {
            cancelled.push(base);
        }
    }
    let term = reader.quotient(&Fraction { numerator, denominator });
    Ok(Some(Reduced { term, cancelled }))
}

/// The greatest common divisor of two polynomials with integer coefficients, up to sign; rational coefficients are
/// made integers first. `None` when they are no polynomials, or too large for the method.
///
/// # Errors
/// The budget's stop.
pub fn common_divisor(store: &mut Store, a: Term, b: Term, limit: usize, budget: &Budget) -> Result<Option<Term>, Stop> {
    let Some(mut reader) = Reader::over(store, &[a, b], limit, budget) else { return Ok(None) };
    let (Some(x), Some(y)) = (reader.read(a)?, reader.read(b)?) else { return Ok(None) };
    if !reader.poles.is_empty() || !x.denominator.is_constant() || !y.denominator.is_constant() {
        return Ok(None);
    }
    Ok(gcd(&x.numerator, &y.numerator, budget)?.map(|common| reader.term(&common)))
}

fn one_over(denominator: u64) -> Rational {
    Rational::new(&Integer::from(1i64), &Integer::from(denominator as i64)).unwrap_or(Rational::ONE)
}

impl Fraction {
    /// Without common factor, the denominator's leading coefficient positive; `None` when the gcd is too large.
    pub(crate) fn lowest_terms(&self, budget: &Budget) -> Result<Option<Fraction>, Stop> {
        let Some(common) = gcd(&self.numerator, &self.denominator, budget)? else { return Ok(None) };
        let (numerator, denominator) =
            (self.numerator.exact_divide(&common, budget)?, self.denominator.exact_divide(&common, budget)?);
        Ok(numerator.zip(denominator).map(|(numerator, denominator)| match denominator.is_negative() {
            true => Fraction { numerator: numerator.negate(), denominator: denominator.negate() },
            false => Fraction { numerator, denominator },
        }))
    }
}

impl<'s> Reader<'s> {
    /// A reader that knows the generators of all `roots`; `None` when there are too many.
    pub(crate) fn over(store: &'s mut Store, roots: &[Term], limit: usize, budget: &'s Budget) -> Option<Reader<'s>> {
        let (generators, poles) = (Vec::new(), Vec::new());
        let mut reader = Reader { store, budget, limit, generators, denominators: FxHashMap::default(), imaginary: None, poles };
        let kernels = reader.kernels(roots)?;
        for &kernel in &kernels {
            reader.note_denominators(kernel);
        }
        for kernel in kernels {
            for (generator, _) in reader.factors(kernel) {
                if !reader.generators.contains(&generator) {
                    reader.generators.push(generator);
                }
            }
            if reader.generators.len() > MAX_GENERATORS {
                return None;
            }
        }
        let store = &*reader.store;
        reader.generators.sort_by(|&a, &b| store.compare(a, b));
        Some(reader)
    }

    /// Parts that are no sum, product, number or integer power of these.
    fn kernels(&self, roots: &[Term]) -> Option<Vec<Term>> {
        let mut kernels = Vec::new();
        let mut stack = roots.to_vec();
        while let Some(term) = stack.pop() {
            match (self.store.kind(term), self.integer_power(term)) {
                (Kind::Number(_), _) => {}
                (Kind::Sum | Kind::Product, _) => stack.extend_from_slice(self.store.children(term)),
                (_, Some((base, _))) => stack.push(base),
                _ if kernels.contains(&term) => {}
                _ => kernels.push(term),
            }
            if kernels.len() > 8 * MAX_GENERATORS || stack.len() > self.limit.saturating_mul(8) {
                return None;
            }
        }
        Some(kernels)
    }

    /// The part as powers `base^exponent` whose product it is: an exponent that is a sum is taken apart.
    fn powers(&mut self, term: Term) -> Vec<(Term, Term)> {
        let (mut base, mut exponent) = self.store.base_and_exponent(term);
        // (b^e)^n = b^(n e) for integer n
        let mut times = self.store.one();
        if self.store.kind(base) == Kind::Power && self.store.as_number(exponent).is_some_and(|n| n.as_integer().is_some()) {
            times = exponent;
            (base, exponent) = self.store.base_and_exponent(base);
        }
        let addends = match self.store.kind(exponent) {
            Kind::Sum => self.store.children(exponent).to_vec(),
            _ => vec![exponent],
        };
        addends.into_iter().map(|addend| (base, self.store.product(&[times, addend]))).collect()
    }

    /// `exponent = p/q rest` for a rational p/q that is not zero.
    fn ratio(&mut self, exponent: Term) -> Option<(i64, u64, Term)> {
        let number = self.store.as_number(exponent).cloned();
        let coefficient = number.clone().unwrap_or(self.store.coefficient(exponent));
        let rational = coefficient.as_rational()?;
        let (p, q) = (rational.numerator().to_i64()?, rational.denominator().to_i64()?);
        let rest = if number.is_some() { self.store.one() } else { self.store.monomial(exponent) };
        (p != 0).then_some((p, q.unsigned_abs(), rest))
    }

    fn note_denominators(&mut self, kernel: Term) {
        for (base, exponent) in self.powers(kernel) {
            if let Some((_, q, rest)) = self.ratio(exponent) {
                let common = self.denominators.entry((base, rest)).or_insert(1);
                *common = common.checked_mul(q / common.gcd(&q)).unwrap_or(*common);
            }
        }
    }

    /// The part as a product of integer powers of generators.
    pub(crate) fn factors(&mut self, term: Term) -> Vec<(Term, i64)> {
        let powers = self.powers(term);
        powers.into_iter().map(|(base, exponent)| self.generator(base, exponent)).collect()
    }

    /// `base^exponent` as an integer power of a generator.
    fn generator(&mut self, base: Term, exponent: Term) -> (Term, i64) {
        let whole = |reader: &mut Self| (reader.store.power(base, exponent), 1);
        let Some((p, q, rest)) = self.ratio(exponent) else { return whole(self) };
        let common = self.denominators.get(&(base, rest)).copied().filter(|&common| common % q == 0).unwrap_or(q);
        let Some(power) = i64::try_from(common / q).ok().and_then(|factor| p.checked_mul(factor)) else { return whole(self) };
        let unit = self.store.number(Number::from(one_over(common)));
        let exponent = self.store.product(&[unit, rest]);
        (self.store.power(base, exponent), power)
    }

    fn integer_power(&self, term: Term) -> Option<(Term, i64)> {
        match (self.store.kind(term), self.store.children(term)) {
            (Kind::Power, &[base, exponent]) if matches!(self.store.kind(base), Kind::Sum | Kind::Product) => {
                self.store.as_i64(exponent).map(|n| (base, n))
            }
            _ => None,
        }
    }

    pub(crate) fn constant(&self, value: BigInt) -> IntegerPolynomial {
        IntegerPolynomial::constant(value, self.generators.len())
    }

    /// The exponents of a power of one generator.
    pub(crate) fn monomial(&self, generator: usize, power: u32) -> Exponents {
        let mut exponents: Exponents = SmallVec::from_elem(0, self.generators.len());
        exponents.iter_mut().skip(generator).take(1).for_each(|exponent| *exponent = power);
        exponents
    }

    fn whole(&self, numerator: IntegerPolynomial) -> Fraction {
        Fraction { numerator, denominator: self.constant(BigInt::one()) }
    }

    /// The fractions of all parts, children first.
    pub(crate) fn read(&mut self, root: Term) -> Result<Option<Fraction>, Stop> {
        let mut order = vec![root];
        let mut next = 0;
        while let Some(&term) = order.get(next) {
            next += 1;
            match (self.store.kind(term), self.integer_power(term)) {
                (Kind::Sum | Kind::Product, _) => order.extend_from_slice(self.store.children(term)),
                (_, Some((base, _))) => order.push(base),
                _ => {}
            }
            if order.len() > self.limit.saturating_mul(16) {
                return Ok(None);
            }
        }
        order.sort_unstable();
        order.dedup();
        let mut known: FxHashMap<Term, Fraction> = FxHashMap::default();
        for term in order {
            let Some(fraction) = self.node(term, &known)? else { return Ok(None) };
            if fraction.numerator.count() > self.limit || fraction.denominator.count() > self.limit {
                return Ok(None);
            }
            known.insert(term, fraction);
        }
        Ok(known.remove(&root))
    }

    fn node(&mut self, term: Term, known: &FxHashMap<Term, Fraction>) -> Result<Option<Fraction>, Stop> {
        let kind = self.store.kind(term);
        if let Some(number) = self.store.as_number(term) {
            return Ok(self.number(&number.clone()));
        }
        if let Some((base, exponent)) = self.integer_power(term) {
            let Some(inner) = known.get(&base) else { return Ok(None) };
            return self.power(base, inner, exponent);
        }
        let children: Vec<&Fraction> = match kind {
            Kind::Sum | Kind::Product => self.store.children(term).iter().filter_map(|c| known.get(c)).collect(),
            _ => return Ok(self.kernel(term)),
        };
        let unit = if kind == Kind::Sum { BigInt::default() } else { BigInt::one() };
        let mut result = self.whole(self.constant(unit));
        for child in children {
            let combined = if kind == Kind::Sum { self.add(&result, child)? } else { self.multiply(&result, child)?.into() };
            let Some(combined) = combined else { return Ok(None) };
            if combined.numerator.count() > self.limit || combined.denominator.count() > self.limit {
                return Ok(None);
            }
            result = combined;
        }
        Ok(Some(result))
    }

    /// An exact number; a complex one when the imaginary unit is a generator.
    fn number(&self, number: &Number) -> Option<Fraction> {
        let (Real::Exact(real), Real::Exact(imaginary)) = (number.re(), number.im()) else { return None };
        let common = real.denominator().to_big().lcm(&imaginary.denominator().to_big());
        let over = |part: &Rational| part.numerator().to_big() * (&common / part.denominator().to_big());
        let mut numerator = self.constant(over(real));
        if !imaginary.is_zero() {
            let unit = self.imaginary.and_then(|unit| self.generators.iter().position(|&g| g == unit))?;
            numerator.add_term(self.monomial(unit, 1), over(imaginary));
        }
        Some(Fraction { numerator, denominator: self.constant(common) })
    }

    /// A part that is no sum, product or integer power.
    fn kernel(&mut self, term: Term) -> Option<Fraction> {
        let (mut over, mut under) =
            (SmallVec::from_elem(0, self.generators.len()), SmallVec::from_elem(0, self.generators.len()));
        for (generator, exponent) in self.factors(term) {
            let place = self.generators.iter().position(|&g| g == generator)?;
            let size = u32::try_from(exponent.unsigned_abs()).ok().filter(|&size| size <= MAX_DEGREE)?;
            let side: &mut Exponents = if exponent > 0 { &mut over } else { &mut under };
            *side.get_mut(place)? += size;
        }
        let monomial = |exponents| {
            let mut polynomial = IntegerPolynomial::default();
            polynomial.add_term(exponents, BigInt::one());
            polynomial
        };
        let (numerator, denominator) = (monomial(over), monomial(under));
        if !denominator.is_constant() {
            let (base, _) = self.store.base_and_exponent(term);
            if base != self.store.euler() {
                self.poles.push((base, denominator.clone()));
            }
        }
        Some(Fraction { numerator, denominator })
    }

    fn multiply(&self, a: &Fraction, b: &Fraction) -> Result<Fraction, Stop> {
        Ok(Fraction {
            numerator: a.numerator.multiply(&b.numerator, self.budget)?,
            denominator: a.denominator.multiply(&b.denominator, self.budget)?,
        })
    }

    fn add(&self, a: &Fraction, b: &Fraction) -> Result<Option<Fraction>, Stop> {
        let Some(common) = gcd(&a.denominator, &b.denominator, self.budget)? else { return Ok(None) };
        let (Some(left), Some(right)) =
            (a.denominator.exact_divide(&common, self.budget)?, b.denominator.exact_divide(&common, self.budget)?)
        else {
            return Ok(None);
        };
        let sum = a.numerator.multiply(&right, self.budget)?.add(&b.numerator.multiply(&left, self.budget)?);
        Ok(Some(Fraction { numerator: sum, denominator: a.denominator.multiply(&right, self.budget)? }))
    }

    fn power(&mut self, base: Term, inner: &Fraction, exponent: i64) -> Result<Option<Fraction>, Stop> {
        let Ok(count) = u32::try_from(exponent.unsigned_abs()) else { return Ok(None) };
        if count > MAX_EXPONENT {
            return Ok(None);
        }
        let mut inner = inner.clone();
        if exponent < 0 {
            if inner.numerator.is_zero() {
                return Ok(None);
            }
            self.poles.push((base, inner.numerator.clone()));
            inner = Fraction { numerator: inner.denominator, denominator: inner.numerator };
        }
        let mut result = self.whole(self.constant(BigInt::one()));
        for _ in 0..count {
            result = self.multiply(&result, &inner)?;
            if result.numerator.count() > self.limit || result.denominator.count() > self.limit {
                return Ok(None);
            }
        }
        Ok(Some(result))
    }

    /// The quotient as a term.
    pub(crate) fn quotient(&mut self, fraction: &Fraction) -> Term {
        let (over, under) = (self.term(&fraction.numerator), self.term(&fraction.denominator));
        let minus_one = self.store.minus_one();
        let inverse = self.store.power(under, minus_one);
        self.store.product(&[over, inverse])
    }

    fn term(&mut self, polynomial: &IntegerPolynomial) -> Term {
        let content = polynomial.terms().fold(BigInt::default(), |content, (_, c)| content.gcd(c));
        let mut addends = Vec::with_capacity(polynomial.count());
        for (exponents, coefficient) in polynomial.terms() {
            let reduced = if content.is_one() { coefficient.clone() } else { coefficient / &content };
            let mut factors = vec![self.store.number(Number::from(Rational::from(reduced)))];
            for (&generator, &exponent) in self.generators.iter().zip(exponents) {
                if exponent > 0 {
                    let exponent = self.store.integer(exponent.into());
                    factors.push(self.store.power(generator, exponent));
                }
            }
            addends.push(self.store.product(&factors));
        }
        let sum = self.store.sum(&addends);
        let content = self.store.number(Number::from(Rational::from(content)));
        if polynomial.is_zero() { sum } else { self.store.product(&[content, sum]) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_common_factor_is_cancelled_and_reported() {
        let mut s = Store::new();
        let (x, one, two) = (s.symbol("x"), s.one(), s.integer(2));
        let square = s.power(x, two);
        let (minus, over) = (s.minus_one(), s.subtract(square, one));
        let under = s.subtract(x, one);
        let inverse = s.power(under, minus);
        let quotient = s.product(&[over, inverse]);
        let sum = s.sum(&[x, one]);
        assert_eq!(reduce(&mut s, quotient, 100, &Budget::default()), Ok(Some(Reduced { term: sum, cancelled: vec![under] })));
    }
}
