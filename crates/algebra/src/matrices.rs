//! Exact linear algebra on matrices of terms: over the rational numbers by the methods of
//! [`viete_rings::matrix::integer`], over rational functions by fraction-free elimination.

use crate::convert::with_keys;
use crate::expand::AlgebraError;
use crate::fraction::Fraction;
use crate::operations::{Answer, LIMIT, Problem, read_with};
use crate::reader::Reader;
use viete_numbers::{Budget, Integer, Number, Rational};
use viete_rings::matrix::{integer, normal, symbolic};
use viete_rings::{Key, Polynomial, RingError, lattice};
use viete_term::{Store, Term};

/// Rows of entries.
pub type TermMatrix = Vec<Vec<Term>>;

/// The entries, when all are exact rational numbers.
pub(crate) fn rationals(store: &Store, rows: &TermMatrix) -> Option<Vec<Vec<Rational>>> {
    let entry = |&term: &Term| store.as_number(term)?.as_rational().cloned();
    rows.iter().map(|row| row.iter().map(entry).collect()).collect()
}

/// The rows times their common denominators, and these.
fn whole_rows(rows: &[Vec<Rational>]) -> Result<(integer::IntegerMatrix, Vec<Integer>), RingError> {
    let (mut whole, mut scales) = (Vec::new(), Vec::new());
    for row in rows {
        let mut common = Integer::ONE;
        for x in row {
            let denominator = x.denominator();
            common = common.checked_mul(
                &denominator.exact_div(&common.gcd(&denominator)).unwrap_or(Integer::ONE),
            )?;
        }
        let scaled = row
            .iter()
            .map(|x| &x.numerator() * &common.exact_div(&x.denominator()).unwrap_or(Integer::ONE));
        whole.push(scaled.collect());
        scales.push(common);
    }
    Ok((whole, scales))
}

fn whole_entries(store: &Store, rows: &TermMatrix, what: &str) -> Answer<integer::IntegerMatrix> {
    let entries = rationals(store, rows).unwrap_or_default();
    let whole: Option<integer::IntegerMatrix> =
        entries.iter().map(|row| row.iter().map(Rational::to_integer).collect()).collect();
    whole.filter(|rows| !rows.is_empty()).ok_or_else(|| {
        AlgebraError::Unsuitable(format!("`{what}` expected a matrix of whole numbers"))
    })
}

fn number(store: &mut Store, value: Rational) -> Term {
    store.number(Number::from(value))
}

/// Reads rows as polynomials over common denominators of the rows, or leaves the enclosing closure
/// with `Ok(None)`.
fn polynomial_rows<K: Key>(
    reader: &mut Reader<'_, K>,
    rows: &TermMatrix,
) -> viete_rings::Result<Option<(symbolic::PolynomialMatrix<K>, Vec<Fraction<K>>)>> {
    let (mut polynomials, mut denominators) = (Vec::new(), Vec::new());
    for row in rows {
        let mut fractions = Vec::new();
        for &entry in row {
            match reader.read(entry)? {
                Some(fraction) => fractions.push(fraction),
                None => return Ok(None),
            }
        }
        let one = reader.constant(Integer::ONE);
        if fractions
            .iter()
            .all(|fraction| fraction.factors.is_empty() && fraction.content == Integer::ONE)
        {
            polynomials.push(fractions.into_iter().map(|fraction| fraction.numerator).collect());
            denominators.push(Fraction::whole(one));
            continue;
        }
        // the sum of the denominators' inverses has the common denominator
        let mut common = Fraction::whole(one.clone());
        for fraction in &fractions {
            common = Fraction { numerator: one.clone(), ..common.clone() }
                .add(&Fraction { numerator: one.clone(), ..fraction.clone() }, reader.budget)?;
            common.numerator = one.clone();
        }
        let whole = common.denominator(reader.budget)?;
        let mut entries = Vec::new();
        for fraction in fractions {
            let own = fraction.denominator(reader.budget)?;
            let factor = whole.exact_quotient(&own, reader.budget)?.ok_or(RingError::Widen)?;
            entries.push(fraction.numerator.multiply(&factor, reader.budget)?);
        }
        polynomials.push(entries);
        denominators.push(common);
    }
    Ok(Some((polynomials, denominators)))
}

/// The determinant of a square matrix.
///
/// # Errors
/// Entries that are no rational expressions, too large, or the budget's stop.
pub fn determinant(store: &mut Store, rows: &TermMatrix, budget: &Budget) -> Answer<Term> {
    if let Some(entries) = rationals(store, rows) {
        let (whole, scales) = whole_rows(&entries)?;
        let value = integer::determinant(&whole, budget)?;
        let scale = scales
            .iter()
            .try_fold(Integer::ONE, |product, scale| product.checked_mul(scale))
            .map_err(RingError::from)?;
        return Ok(number(store, Rational::new(&value, &scale).unwrap_or(Rational::ZERO)));
    }
    let all: Vec<Term> = rows.iter().flatten().copied().collect();
    let mut problem = Problem::new(store, &all, &[], budget)?;
    read_with!(problem, |reader| {
        let Some((polynomials, denominators)) = polynomial_rows(&mut reader, rows)? else {
            return Ok(None);
        };
        let value = symbolic::determinant(&polynomials, budget)?;
        let mut result = Fraction::whole(value);
        for denominator in
            denominators.iter().filter(|d| !d.factors.is_empty() || d.content != Integer::ONE)
        {
            result = result.multiply(denominator, budget)?;
        }
        let plain = result.factors.is_empty() && result.content == Integer::ONE;
        let result = if plain { result } else { result.lowest_terms(budget)? };
        Ok(Some(reader.factored_quotient(&result)))
    })
}

/// The solution X of `A X = B` for a square matrix A; and the determinant that must not vanish,
/// when it has symbols. `None` when the determinant is zero.
///
/// # Errors
/// As for [`determinant`].
pub fn solve(
    store: &mut Store,
    a: &TermMatrix,
    b: &TermMatrix,
    budget: &Budget,
) -> Answer<Option<(TermMatrix, Option<Term>)>> {
    if let (Some(left), Some(right)) = (rationals(store, a), rationals(store, b)) {
        let joined: Vec<Vec<Rational>> =
            left.iter().zip(&right).map(|(x, y)| x.iter().chain(y).cloned().collect()).collect();
        let (whole, _) = whole_rows(&joined)?;
        let n = a.len();
        let split = |from: usize, to: usize| -> integer::IntegerMatrix {
            whole.iter().map(|row| row.get(from..to).unwrap_or_default().to_vec()).collect()
        };
        let width = whole.first().map_or(0, Vec::len);
        let solution = integer::solve(&split(0, n), &split(n, width), budget)?;
        return Ok(solution.map(|rows| {
            (
                rows.into_iter()
                    .map(|row| row.into_iter().map(|x| number(store, x)).collect())
                    .collect(),
                None,
            )
        }));
    }
    let all: Vec<Term> = a.iter().chain(b).flatten().copied().collect();
    let joined: TermMatrix =
        a.iter().zip(b).map(|(x, y)| x.iter().chain(y).copied().collect()).collect();
    let n = a.len();
    let mut problem = Problem::new(store, &all, &[], budget)?.without_radicals()?;
    read_with!(problem, |reader| {
        let Some((rows, _)) = polynomial_rows(&mut reader, &joined)? else { return Ok(None) };
        let left: symbolic::PolynomialMatrix<_> =
            rows.iter().map(|row| row.iter().take(n).cloned().collect()).collect();
        let right: symbolic::PolynomialMatrix<_> =
            rows.iter().map(|row| row.iter().skip(n).cloned().collect()).collect();
        let Some((numerators, determinant)) = symbolic::solve(&left, &right, budget)? else {
            return Ok(Some(None));
        };
        let inverse = Fraction::whole(determinant.clone()).inverse(budget)?;
        let mut solution = Vec::new();
        for row in numerators {
            let mut terms = Vec::new();
            for numerator in row {
                let quotient =
                    Fraction::whole(numerator).multiply(&inverse, budget)?.lowest_terms(budget)?;
                terms.push(reader.factored_quotient(&quotient));
            }
            solution.push(terms);
        }
        let condition =
            determinant.as_constant().is_none().then(|| reader.term(&determinant.primitive().1));
        Ok(Some(Some((solution, condition))))
    })
}

/// The reduced row echelon form: its pivot columns and its rows, zero rows left out. Over rational
/// functions it holds for generic values of the symbols.
///
/// # Errors
/// As for [`determinant`].
pub fn echelon(
    store: &mut Store,
    rows: &TermMatrix,
    budget: &Budget,
) -> Answer<(Vec<usize>, TermMatrix)> {
    if let Some(entries) = rationals(store, rows) {
        let found = integer::echelon(&whole_rows(&entries)?.0, budget)?;
        let rows = found
            .rows
            .into_iter()
            .map(|row| row.into_iter().map(|x| number(store, x)).collect())
            .collect();
        return Ok((found.pivots, rows));
    }
    let all: Vec<Term> = rows.iter().flatten().copied().collect();
    let mut problem = Problem::new(store, &all, &[], budget)?.without_radicals()?;
    read_with!(problem, |reader| {
        let Some((polynomials, _)) = polynomial_rows(&mut reader, rows)? else { return Ok(None) };
        let (pivots, rows) = eliminate(polynomials, budget)?;
        let terms = rows
            .iter()
            .map(|row| row.iter().map(|x| reader.factored_quotient(x)).collect())
            .collect();
        Ok(Some((pivots, terms)))
    })
}

/// Gauss and Jordan's elimination over the field of fractions.
fn eliminate<K: Key>(
    rows: symbolic::PolynomialMatrix<K>,
    budget: &Budget,
) -> viete_rings::Result<(Vec<usize>, Vec<Vec<Fraction<K>>>)> {
    let mut rows: Vec<Vec<Fraction<K>>> =
        rows.into_iter().map(|row| row.into_iter().map(Fraction::whole).collect()).collect();
    let width = rows.first().map_or(0, Vec::len);
    let mut pivots = Vec::new();
    for column in 0..width {
        let top = pivots.len();
        let nonzero =
            |row: &Vec<Fraction<K>>| row.get(column).is_some_and(|x| !x.numerator.is_zero());
        let Some(found) = (top..rows.len()).find(|&i| rows.get(i).is_some_and(nonzero)) else {
            continue;
        };
        rows.swap(found, top);
        let Some(inverse) =
            rows.get(top).and_then(|row| row.get(column)).map(|x| x.inverse(budget)).transpose()?
        else {
            continue;
        };
        let pivot: Vec<Fraction<K>> = rows
            .get(top)
            .into_iter()
            .flatten()
            .map(|x| x.multiply(&inverse, budget)?.lowest_terms(budget))
            .collect::<viete_rings::Result<_>>()?;
        for (_, row) in rows.iter_mut().enumerate().filter(|(i, row)| *i != top && nonzero(row)) {
            let Some(factor) = row.get(column).cloned() else { continue };
            for (x, y) in row.iter_mut().zip(&pivot) {
                let mut product = y.multiply(&factor, budget)?;
                product.numerator = product.numerator.negate();
                *x = x.add(&product, budget)?.lowest_terms(budget)?;
            }
        }
        if let Some(row) = rows.get_mut(top) {
            *row = pivot;
        }
        pivots.push(column);
    }
    rows.truncate(pivots.len());
    Ok((pivots, rows))
}

/// A basis of the vectors v with `A v = 0`.
///
/// # Errors
/// As for [`determinant`].
pub fn nullspace(store: &mut Store, rows: &TermMatrix, budget: &Budget) -> Answer<TermMatrix> {
    let width = rows.first().map_or(0, Vec::len);
    let (pivots, echelon) = echelon(store, rows, budget)?;
    let mut basis = Vec::new();
    for free in (0..width).filter(|j| !pivots.contains(j)) {
        let mut vector = vec![store.zero(); width];
        for (&pivot, row) in pivots.iter().zip(&echelon) {
            if let (Some(slot), Some(&entry)) = (vector.get_mut(pivot), row.get(free)) {
                *slot = store.negate(entry);
            }
        }
        if let Some(slot) = vector.get_mut(free) {
            *slot = store.one();
        }
        basis.push(vector);
    }
    Ok(basis)
}

/// The characteristic polynomial `det(x - A)`: its coefficients, lowest first.
///
/// # Errors
/// As for [`determinant`].
pub fn characteristic(store: &mut Store, rows: &TermMatrix, budget: &Budget) -> Answer<Vec<Term>> {
    if let Some(entries) = rationals(store, rows) {
        let mut common = Integer::ONE;
        for scale in whole_rows(&entries)?.1 {
            common = common
                .checked_mul(&scale.exact_div(&common.gcd(&scale)).unwrap_or(Integer::ONE))
                .map_err(RingError::from)?;
        }
        let scaled: integer::IntegerMatrix = entries
            .iter()
            .map(|row| {
                row.iter()
                    .map(|x| {
                        &x.numerator() * &common.exact_div(&x.denominator()).unwrap_or(Integer::ONE)
                    })
                    .collect()
            })
            .collect();
        let coefficients = integer::characteristic(&scaled, budget)?;
        // det(x - A) = det(c x - c A) / c^n
        let n = rows.len() as u64;
        let mut terms = Vec::new();
        for (k, c) in coefficients.into_iter().enumerate() {
            let power = common.checked_pow(n - k as u64).map_err(RingError::from)?;
            terms.push(number(store, Rational::new(&c, &power).unwrap_or(Rational::ZERO)));
        }
        return Ok(terms);
    }
    let all: Vec<Term> = rows.iter().flatten().copied().collect();
    let mut problem = Problem::new(store, &all, &[], budget)?;
    read_with!(problem, |reader| {
        let mut polynomials: symbolic::PolynomialMatrix<_> = Vec::new();
        for row in rows {
            let mut entries = Vec::new();
            for &entry in row {
                match reader.polynomial(entry)? {
                    Some((p, scale)) if scale == Integer::ONE => entries.push(p),
                    _ => return Ok(None),
                }
            }
            polynomials.push(entries);
        }
        let coefficients: Vec<Polynomial<_>> = symbolic::characteristic(&polynomials, budget)?;
        Ok(Some(coefficients.iter().map(|c| reader.term(c)).collect()))
    })
}

fn terms(store: &mut Store, rows: integer::IntegerMatrix) -> TermMatrix {
    rows.into_iter()
        .map(|row| row.into_iter().map(|x| number(store, Rational::from(x))).collect())
        .collect()
}

/// Hermite's normal form of a matrix of whole numbers.
///
/// # Errors
/// Other entries, or the budget's stop.
pub fn hermite(store: &mut Store, rows: &TermMatrix, budget: &Budget) -> Answer<TermMatrix> {
    let found = normal::hermite(&whole_entries(store, rows, "hermite")?, budget)?;
    Ok(terms(store, found))
}

/// The invariant factors of a matrix of whole numbers.
///
/// # Errors
/// Other entries, or the budget's stop.
pub fn smith(store: &mut Store, rows: &TermMatrix, budget: &Budget) -> Answer<Vec<Term>> {
    let factors = normal::smith(&whole_entries(store, rows, "smith")?, budget)?;
    Ok(factors.into_iter().map(|x| number(store, Rational::from(x))).collect())
}

/// An LLL-reduced basis of the lattice of independent rows of whole numbers.
///
/// # Errors
/// Other entries, dependent rows, or the budget's stop.
pub fn lll(store: &mut Store, rows: &TermMatrix, budget: &Budget) -> Answer<TermMatrix> {
    let reduced = lattice::reduce(&whole_entries(store, rows, "lll")?, budget)?;
    let rows = reduced.ok_or_else(|| {
        AlgebraError::Unsuitable("`lll` expected linearly independent rows".into())
    })?;
    Ok(terms(store, rows))
}
