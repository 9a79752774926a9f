//! Operations on polynomials and rational functions given as terms. What is refused says why.

use crate::convert::with_keys;
use crate::expand::AlgebraError;
use crate::fraction::Fraction;
use crate::frame::Frame;
use crate::reader::Reader;
use std::sync::Arc;
use viete_numbers::{Budget, Integer, Number, Rational};
use viete_rings::{Key, Layout, Polynomial, RingError};
use viete_term::{Kind, Store, Term};

/// Monomials a polynomial may have.
pub(crate) const LIMIT: usize = 5_000_000;

pub type Answer<T> = Result<T, AlgebraError>;

/// Reads terms over one frame, the given generators first, and works on them.
pub(crate) struct Problem<'p> {
    pub store: &'p mut Store,
    pub frame: Frame,
    pub budget: &'p Budget,
}

impl<'p> Problem<'p> {
    /// `main` are the variables that the operation names; each is a generator even if it does not
    /// occur.
    pub fn new(
        store: &'p mut Store,
        terms: &[Term],
        main: &[Term],
        budget: &'p Budget,
    ) -> Answer<Problem<'p>> {
        let roots: Vec<Term> = main.iter().chain(terms).copied().collect();
        let mut frame = Frame::over(store, &roots).ok_or(AlgebraError::TooManyGenerators)?;
        if !frame.put_first(main) {
            return Err(AlgebraError::NoPolynomial);
        }
        Ok(Problem { store, frame, budget })
    }

    /// Refuses coefficients that contain the variable inside a function: they are no constants.
    fn separated(self, x: Term) -> Answer<Problem<'p>> {
        match self.frame.generators.iter().any(|&g| g != x && self.store.contains(g, x)) {
            true => Err(AlgebraError::Unsuitable(
                "expected polynomials: the variable stands inside a function as well".into(),
            )),
            false => Ok(self),
        }
    }

    /// Refuses radicals: elimination must know which combinations of them are zero.
    pub fn without_radicals(self) -> Answer<Problem<'p>> {
        let radical = |&g: &Term| match self.store.kind(g) {
            Kind::Power => self.store.symbols(g).is_empty(),
            Kind::Call(name) => self.store.text(name) == "rootof",
            _ => false,
        };
        match self.frame.generators.iter().any(radical) {
            true => Err(AlgebraError::Unsuitable(
                "matrices with radicals or roots as entries have determinants only".into(),
            )),
            false => Ok(self),
        }
    }
}

/// Runs a body with a reader over the smallest layout that does.
macro_rules! read_with {
    ($problem:expr, |$reader:ident| $body:expr) => {{
        let problem = &mut $problem;
        let result: std::result::Result<Option<_>, viete_rings::RingError> =
            with_keys!(problem.frame.generators.len(), 1u32, |layout| {
                let mut $reader =
                    Reader::new(problem.store, &problem.frame, &layout, LIMIT, problem.budget);
                let mut run = || $body;
                run()
            });
        match result {
            Ok(Some(value)) => Ok(value),
            Ok(None) => Err($crate::AlgebraError::NoPolynomial),
            Err(error) => Err($crate::AlgebraError::Ring(error)),
        }
    }};
}
pub(crate) use read_with;

/// Reads a polynomial or leaves the enclosing closure with `Ok(None)`.
macro_rules! polynomial {
    ($reader:expr, $term:expr) => {
        match $reader.polynomial($term)? {
            Some(read) => read,
            None => return Ok(None),
        }
    };
}

/// A rational number, and irreducible factors with positive or negative exponents, as terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactorList {
    pub content: Term,
    pub factors: Vec<(Term, i64)>,
    /// What was cancelled from denominators: where one is zero the expression has no value.
    pub cancelled: Vec<Term>,
}

impl FactorList {
    /// The factors, and the number first when it is not 1.
    pub fn with_content(self, store: &Store) -> Vec<(Term, i64)> {
        let content = (self.content != store.one()).then_some((self.content, 1));
        content.into_iter().chain(self.factors).collect()
    }
}

/// The irreducible factors over the rational numbers of a rational expression.
///
/// # Errors
/// Not a rational expression with rational coefficients, too large, or the budget's stop.
pub fn factor_list(store: &mut Store, term: Term, budget: &Budget) -> Answer<FactorList> {
    let mut problem = Problem::new(store, &[term], &[], budget)?;
    read_with!(problem, |reader| {
        let Some(fraction) = reader.read(term)? else { return Ok(None) };
        let fraction = fraction.lowest_terms(budget)?;
        let cancelled = reader.cancelled(&fraction)?;
        let over = fraction.numerator.factor(budget)?;
        let mut factors = Vec::new();
        for (factor, n) in &over.factors {
            factors.push((reader.term(factor), *n as i64));
        }
        for (part, n) in &fraction.factors {
            for (factor, m) in part.factor(budget)?.factors {
                factors.push((reader.term(&factor), -((n * m) as i64)));
            }
        }
        let content = Rational::new(&over.content, &fraction.content).unwrap_or(Rational::ZERO);
        Ok(Some(FactorList {
            content: reader.store.number(Number::from(content)),
            factors,
            cancelled,
        }))
    })
}

/// The product of [`factor_list`], and what was cancelled.
///
/// # Errors
/// As there.
pub fn factor(store: &mut Store, term: Term, budget: &Budget) -> Answer<(Term, Vec<Term>)> {
    let list = factor_list(store, term, budget)?;
    let mut factors = vec![list.content];
    for (factor, exponent) in list.factors {
        let exponent = store.integer(exponent);
        factors.push(store.power(factor, exponent));
    }
    Ok((store.product(&factors), list.cancelled))
}

/// The resultant of two polynomials in `x`.
///
/// # Errors
/// Not polynomials, too large, or the budget's stop.
pub fn resultant(store: &mut Store, a: Term, b: Term, x: Term, budget: &Budget) -> Answer<Term> {
    let mut problem = Problem::new(store, &[a, b], &[x], budget)?.separated(x)?;
    read_with!(problem, |reader| {
        let ((p, scale_p), (q, scale_q)) = (polynomial!(reader, a), polynomial!(reader, b));
        let result = p.resultant(&q, 0, budget)?;
        // res(p/s, q/t) = res(p, q) / (s^deg q t^deg p)
        let denominator =
            scale_p.checked_pow(q.degree(0))?.checked_mul(&scale_q.checked_pow(p.degree(0))?)?;
        Ok(Some(reader.term_over(&result, &denominator)))
    })
}

/// The discriminant of a polynomial in `x`.
///
/// # Errors
/// Not a polynomial, too large, or the budget's stop.
pub fn discriminant(store: &mut Store, a: Term, x: Term, budget: &Budget) -> Answer<Term> {
    let mut problem = Problem::new(store, &[a], &[x], budget)?.separated(x)?;
    read_with!(problem, |reader| {
        let (p, scale) = polynomial!(reader, a);
        let result = p.discriminant(0, budget)?;
        let denominator = scale.checked_pow((2 * p.degree(0)).saturating_sub(2))?;
        Ok(Some(reader.term_over(&result, &denominator)))
    })
}

/// Coefficients of the powers of `x`, lowest first.
///
/// # Errors
/// Not a polynomial in `x`, too large, or the budget's stop.
pub fn coefficients(store: &mut Store, a: Term, x: Term, budget: &Budget) -> Answer<Vec<Term>> {
    let powers = powers(store, a, x, budget)?;
    let count = powers.last().map_or(0, |(exponent, _)| exponent + 1);
    // a list of the answer's, its statement and its text
    budget.fits(count.saturating_mul(200)).map_err(RingError::from)?;
    let mut all = vec![store.zero(); count.max(1) as usize];
    for (exponent, coefficient) in powers {
        if let Some(slot) = all.get_mut(exponent as usize) {
            *slot = coefficient;
        }
    }
    Ok(all)
}

/// Exponents of the powers of `x` that occur, ascending, with their coefficients.
///
/// # Errors
/// As for [`coefficients`].
fn powers(store: &mut Store, a: Term, x: Term, budget: &Budget) -> Answer<Vec<(u64, Term)>> {
    let mut problem = Problem::new(store, &[a], &[x], budget)?;
    read_with!(problem, |reader| {
        // other symbols may stand below
        let Some(fraction) = reader.read(a)? else { return Ok(None) };
        if fraction.factors.iter().any(|(factor, _)| factor.degree(0) > 0) {
            return Ok(None);
        }
        let mut terms = Vec::new();
        for (exponent, numerator) in fraction.numerator.powers(0) {
            let part = Fraction {
                numerator,
                content: fraction.content.clone(),
                factors: fraction.factors.clone(),
            };
            terms.push((exponent, reader.factored_quotient(&part.lowest_terms(budget)?)));
        }
        Ok(Some(terms))
    })
}

/// Quotient and remainder of polynomials in `x`, the other symbols as coefficients.
///
/// # Errors
/// Not polynomials, a zero divisor, too large, or the budget's stop.
pub fn divide(
    store: &mut Store,
    a: Term,
    b: Term,
    x: Term,
    budget: &Budget,
) -> Answer<(Term, Term)> {
    let mut problem = Problem::new(store, &[a, b], &[x], budget)?;
    read_with!(problem, |reader| {
        let ((p, scale_p), (q, scale_q)) = (polynomial!(reader, a), polynomial!(reader, b));
        if q.is_zero() {
            return Ok(Some(None));
        }
        // lead^k p = quotient q + rest
        let (quotient, rest, lead) = pseudo_divide(&p, &q, 0, budget)?;
        let over = |numerator: &Polynomial<_>, scale: &Integer, by: &Integer| {
            let inverse = Fraction::whole(lead.scale(by)?).inverse(budget)?;
            Fraction { numerator: numerator.scale(scale)?, ..inverse.clone() }
                .multiply(&Fraction::whole(inverse.numerator), budget)?
                .lowest_terms(budget)
        };
        let (quotient, rest) =
            (over(&quotient, &scale_q, &scale_p)?, over(&rest, &Integer::ONE, &scale_p)?);
        let quotient = reader.factored_quotient(&quotient);
        Ok(Some(Some((quotient, reader.factored_quotient(&rest)))))
    })?
    .ok_or_else(|| AlgebraError::Unsuitable("division by the zero polynomial".into()))
}

/// `(q, r, l)` with `l a = q b + r`, l a power of the leading coefficient of b in the variable.
pub(crate) fn pseudo_divide<K: Key>(
    a: &Polynomial<K>,
    b: &Polynomial<K>,
    x: usize,
    budget: &Budget,
) -> viete_rings::Result<(Polynomial<K>, Polynomial<K>, Polynomial<K>)> {
    let layout: &Arc<Layout<K>> = a.layout();
    let one = Polynomial::constant(Integer::ONE, layout);
    if b.is_zero() {
        return Ok((one.clone(), a.clone(), one));
    }
    let lead = b.leading_coefficient(x);
    let degree = b.degree(x);
    let (mut quotient, mut rest, mut scale) = (Polynomial::zero(layout), a.clone(), one);
    while !rest.is_zero() && rest.degree(x) >= degree {
        let shift = layout.power(x, rest.degree(x) - degree);
        budget.spend(1 + rest.len() as u64 / 4)?;
        let top = rest.leading_coefficient(x);
        // only the part of the leading coefficient that the top lacks
        let common = top.gcd(&lead, budget)?;
        let factor = lead.exact_quotient(&common, budget)?.ok_or(RingError::Widen)?;
        let step = top.exact_quotient(&common, budget)?.ok_or(RingError::Widen)?.shift(shift)?;
        quotient = quotient.multiply(&factor, budget)?.add(&step);
        rest = rest.multiply(&factor, budget)?.subtract(&step.multiply(b, budget)?);
        scale = scale.multiply(&factor, budget)?;
    }
    Ok((quotient, rest, scale))
}

/// The expression as a sum of powers of `x` with coefficients that are free of it.
///
/// # Errors
/// As for [`coefficients`].
pub fn collect(store: &mut Store, a: Term, x: Term, budget: &Budget) -> Answer<Term> {
    let parts = powers(store, a, x, budget)?;
    let mut addends = Vec::new();
    for (n, part) in parts {
        let exponent = store.integer(n as i64);
        let power = store.power(x, exponent);
        addends.push(store.product(&[part, power]));
    }
    Ok(store.sum(&addends))
}

/// Horner's form `c0 + x (c1 + x (c2 + ...))`: as many multiplications as the degree.
///
/// # Errors
/// As for [`coefficients`].
pub fn horner(store: &mut Store, a: Term, x: Term, budget: &Budget) -> Answer<Term> {
    let parts = powers(store, a, x, budget)?;
    let mut value = store.zero();
    let mut last = 0;
    for (exponent, part) in parts.into_iter().rev() {
        if value != store.zero() {
            let gap = store.integer((last - exponent) as i64);
            let power = store.power(x, gap);
            value = store.product(&[power, value]);
        }
        value = store.sum(&[part, value]);
        last = exponent;
    }
    if last > 0 {
        let gap = store.integer(last as i64);
        let power = store.power(x, gap);
        value = store.product(&[power, value]);
    }
    Ok(value)
}
