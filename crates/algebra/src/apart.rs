//! Partial fractions: full, over the rational numbers, in one variable; other symbols are
//! parameters.

use crate::convert::with_keys;
use crate::field::FractionField;
use crate::fraction::Fraction;
use crate::operations::{Answer, Problem, read_with};
use crate::reader::Reader;
use viete_numbers::{Budget, Integer, Rational};
use viete_rings::univariate::{PaidRationals, ScalarField, divide, inverse_modulo, multiply, trim};
use viete_rings::{Key, Polynomial, Result, RingError};
use viete_term::{Store, Term};

/// Monomials of the expression.
const LIMIT: usize = 100_000;

/// The expression as a polynomial in `x` and fractions whose denominators are powers of irreducible
/// polynomials.
///
/// # Errors
/// Not a rational expression, too large, or the budget's stop.
pub fn apart(store: &mut Store, term: Term, x: Term, budget: &Budget) -> Answer<Term> {
    let mut problem = Problem::new(store, &[term], &[x], budget)?;
    read_with!(problem, |reader| {
        reader.limit = LIMIT;
        let Some(fraction) = reader.read(term)? else { return Ok(None) };
        let fraction = fraction.lowest_terms(budget)?;
        // irreducible factors in x; what is free of x is a scale
        let mut scale = Fraction {
            numerator: reader.constant(Integer::ONE),
            content: fraction.content.clone(),
            factors: Vec::new(),
        };
        let mut poles = Vec::new();
        for (factor, n) in &fraction.factors {
            for (irreducible, m) in factor.factor(budget)?.factors {
                if irreducible.degree(0) == 0 {
                    scale.factors.push((irreducible, n * m));
                } else {
                    poles.push((irreducible, n * m));
                }
            }
        }
        // the product of all poles, and the Euclidean schemes, are arrays
        let degree = poles.iter().map(|(p, n)| p.degree(0).saturating_mul(*n)).sum::<u64>();
        budget.fits_array::<Rational>(8 * degree.max(fraction.numerator.degree(0)))?;
        let parts = if reader.layout.variables() == 1 {
            let field = PaidRationals(budget);
            let value = |p: &Polynomial<_>| p.as_constant().map_or(Rational::ZERO, Rational::from);
            let dense = |p: &Polynomial<_>| -> Result<Vec<Rational>> {
                Ok(p.coefficients(0, budget)?.iter().map(value).collect())
            };
            let found = expand(
                &field,
                &dense(&fraction.numerator)?,
                &poles.iter().map(|(p, n)| Ok((dense(p)?, *n))).collect::<Result<Vec<_>>>()?,
                budget,
            )?;
            let whole = |c: &Rational| Fraction {
                numerator: reader.constant(c.numerator()),
                content: c.denominator(),
                factors: Vec::new(),
            };
            found.map(&whole)
        } else {
            let field = FractionField { layout: reader.layout, budget };
            let dense = |p: &Polynomial<_>| -> Result<Vec<_>> {
                Ok(p.coefficients(0, budget)?.into_iter().map(Fraction::whole).collect())
            };
            expand(
                &field,
                &dense(&fraction.numerator)?,
                &poles.iter().map(|(p, n)| Ok((dense(p)?, *n))).collect::<Result<Vec<_>>>()?,
                budget,
            )?
        };
        let mut addends = vec![numerator(&mut reader, &parts.polynomial, &scale, &[])?];
        for (digits, (pole, _)) in parts.digits.iter().zip(&poles) {
            for (k, digit) in digits.iter().enumerate().filter(|(_, digit)| !digit.is_empty()) {
                addends.push(numerator(
                    &mut reader,
                    digit,
                    &scale,
                    &[(pole.clone(), k as u64 + 1)],
                )?);
            }
        }
        Ok(Some(reader.store.sum(&addends)))
    })
}

/// `sum c_j x^j * scale / poles` as a term.
fn numerator<K: Key>(
    reader: &mut Reader<'_, K>,
    coefficients: &[Fraction<K>],
    scale: &Fraction<K>,
    poles: &[(Polynomial<K>, u64)],
) -> Result<Term> {
    let mut sum = Fraction::whole(Polynomial::zero(reader.layout));
    for (j, c) in coefficients.iter().enumerate() {
        let mut part = c.clone();
        part.numerator = part.numerator.shift(reader.layout.power(0, j as u64))?;
        sum = sum.add(&part, reader.budget)?;
    }
    let mut whole = sum.multiply(scale, reader.budget)?.lowest_terms(reader.budget)?;
    whole.factors.extend_from_slice(poles);
    Ok(reader.factored_quotient(&whole))
}

/// A polynomial, and for each pole the numerators over its first, second, ... power.
struct Parts<E> {
    polynomial: Vec<E>,
    digits: Vec<Vec<Vec<E>>>,
}

impl<E> Parts<E> {
    fn map<F>(self, f: &impl Fn(&E) -> F) -> Parts<F> {
        let list = |p: &Vec<E>| p.iter().map(f).collect::<Vec<F>>();
        Parts {
            polynomial: list(&self.polynomial),
            digits: self.digits.iter().map(|d| d.iter().map(list).collect()).collect(),
        }
    }
}

/// Partial fractions of `numerator / product of p^n` for pairwise coprime p: by the Chinese
/// remainder theorem the part over p^n is the numerator divided by the other factors modulo p^n,
/// written to the base p.
fn expand<F: ScalarField>(
    field: &F,
    numerator: &[F::E],
    poles: &[(Vec<F::E>, u64)],
    budget: &Budget,
) -> Result<Parts<F::E>> {
    let mut powers = Vec::new();
    for (p, n) in poles {
        let mut power = vec![field.one()];
        for _ in 0..*n {
            power = multiply(field, &power, p)?;
        }
        powers.push(power);
    }
    let mut digits = Vec::new();
    let mut whole = vec![field.one()];
    for power in &powers {
        whole = multiply(field, &whole, power)?;
    }
    for (i, ((p, n), power)) in poles.iter().zip(&powers).enumerate() {
        budget.spend(poles.len() as u64 * power.len() as u64)?;
        let mut cofactor = vec![field.one()];
        for (_, other) in powers.iter().enumerate().filter(|(j, _)| *j != i) {
            let reduced = divide(field, other, power)?.1;
            cofactor = divide(field, &multiply(field, &cofactor, &reduced)?, power)?.1;
        }
        let inverse = inverse_modulo(field, &cofactor, power)?.ok_or(RingError::Widen)?;
        let reduced = divide(field, numerator, power)?.1;
        let mut rest = divide(field, &multiply(field, &reduced, &inverse)?, power)?.1;
        // the lowest digit belongs to the highest power
        let mut own = vec![Vec::new(); *n as usize];
        for slot in own.iter_mut().rev() {
            let (quotient, digit) = divide(field, &rest, p)?;
            *slot = digit;
            rest = quotient;
        }
        digits.push(own);
    }
    let (mut polynomial, _) = divide(field, numerator, &whole)?;
    trim(field, &mut polynomial);
    Ok(Parts { polynomial, digits })
}
