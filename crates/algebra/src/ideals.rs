//! Ideals of polynomials given as terms: Groebner bases, normal forms, elimination.

use crate::convert::with_keys;
use crate::expand::AlgebraError;
use crate::operations::{Answer, LIMIT, Problem, read_with};
use crate::reader::Reader;
use viete_numbers::{Budget, Integer, Rational};
use viete_rings::groebner::{self, Basis, Order};
use viete_rings::{Key, Polynomial};
use viete_term::{Store, Term};

fn problem<'p>(
    store: &'p mut Store,
    terms: &[Term],
    variables: &[Term],
    budget: &'p Budget,
) -> Answer<Problem<'p>> {
    let problem = Problem::new(store, terms, variables, budget)?;
    match problem.frame.generators.get(variables.len()) {
        None => Ok(problem),
        Some(_) => Err(AlgebraError::Unsuitable(
            "expected polynomials in the variables named and no other symbols or functions: name them all".into(),
        )),
    }
}

/// Reads all polynomials; `None` when one is none.
fn read_all<K: Key>(
    reader: &mut Reader<'_, K>,
    terms: &[Term],
) -> viete_rings::Result<Option<Vec<Polynomial<K>>>> {
    let mut all = Vec::new();
    for &term in terms {
        match reader.polynomial(term)? {
            Some((p, _)) => all.push(p),
            None => return Ok(None),
        }
    }
    Ok(Some(all))
}

/// Rational coefficients over their common denominator.
fn whole<K: Key>(
    terms: &[(K, Rational)],
    reader: &Reader<'_, K>,
) -> viete_rings::Result<(Polynomial<K>, Integer)> {
    let mut common = Integer::ONE;
    for (_, value) in terms {
        let denominator = value.denominator();
        common = common.checked_mul(
            &denominator.exact_div(&common.gcd(&denominator)).unwrap_or(Integer::ONE),
        )?;
    }
    let scaled = terms.iter().map(|(key, value)| {
        (*key, &value.numerator() * &common.exact_div(&value.denominator()).unwrap_or(Integer::ONE))
    });
    Ok((Polynomial::from_terms(scaled.collect(), reader.layout), common))
}

fn basis_terms<K: Key>(
    reader: &mut Reader<'_, K>,
    basis: &Basis<K>,
) -> viete_rings::Result<Vec<Term>> {
    let mut terms = Vec::new();
    for element in basis.iter().rev() {
        let (polynomial, _) = whole(element, reader)?;
        terms.push(reader.term(&polynomial));
    }
    Ok(terms)
}

/// The reduced Groebner basis with whole coefficients without common divisor, the largest leading
/// power product first.
///
/// # Errors
/// Other symbols than the variables, too large, or the budget's stop.
pub fn groebner(
    store: &mut Store,
    polynomials: &[Term],
    variables: &[Term],
    order: Order,
    budget: &Budget,
) -> Answer<Vec<Term>> {
    let mut problem = problem(store, polynomials, variables, budget)?;
    read_with!(problem, |reader| {
        let Some(system) = read_all(&mut reader, polynomials)? else { return Ok(None) };
        let basis = groebner::groebner(&system, order, budget)?;
        Ok(Some(basis_terms(&mut reader, &basis)?))
    })
}

/// The normal form of a polynomial modulo the ideal: zero exactly for its members.
///
/// # Errors
/// As for [`groebner`].
pub fn normal_form(
    store: &mut Store,
    f: Term,
    polynomials: &[Term],
    variables: &[Term],
    order: Order,
    budget: &Budget,
) -> Answer<Term> {
    let all: Vec<Term> = polynomials.iter().chain([&f]).copied().collect();
    let mut problem = problem(store, &all, variables, budget)?;
    read_with!(problem, |reader| {
        let Some(system) = read_all(&mut reader, polynomials)? else { return Ok(None) };
        let Some((p, scale)) = reader.polynomial(f)? else { return Ok(None) };
        let basis = groebner::groebner(&system, order, budget)?;
        let terms: Option<Vec<_>> =
            p.terms().iter().map(|(key, c)| Some((*key, Rational::new(c, &scale)?))).collect();
        let rest = groebner::normal_form(
            &terms.unwrap_or_default(),
            &basis,
            reader.layout,
            order,
            budget,
        )?;
        let (polynomial, common) = whole(&rest, &reader)?;
        Ok(Some(reader.term_over(&polynomial, &common)))
    })
}

/// A basis of what the ideal says of the other variables alone.
///
/// # Errors
/// As for [`groebner`].
pub fn eliminate(
    store: &mut Store,
    polynomials: &[Term],
    gone: &[Term],
    rest: &[Term],
    budget: &Budget,
) -> Answer<Vec<Term>> {
    let variables: Vec<Term> = gone.iter().chain(rest).copied().collect();
    let mut problem = problem(store, polynomials, &variables, budget)?;
    read_with!(problem, |reader| {
        let Some(system) = read_all(&mut reader, polynomials)? else { return Ok(None) };
        let basis = groebner::groebner(&system, Order::Elimination(gone.len()), budget)?;
        let layout = reader.layout.clone();
        let kept: Basis<_> = basis
            .into_iter()
            .filter(|f| {
                f.iter().all(|term| (0..gone.len()).all(|v| layout.exponent(term.0, v) == 0))
            })
            .collect();
        Ok(Some(basis_terms(&mut reader, &kept)?))
    })
}

/// Triangular systems that have together the solutions of a system with finitely many: in each, one
/// polynomial a variable, its leading coefficient in it a number, in that variable and later ones
/// only. Lexicographic bases are split at leading coefficients that are zero divisors (D. Lazard,
/// "Solving zero-dimensional algebraic systems", J. Symbolic Comput. 13 (1992)).
///
/// # Errors
/// Infinitely many solutions, or as for [`groebner`].
pub fn triangular(
    store: &mut Store,
    polynomials: &[Term],
    variables: &[Term],
    budget: &Budget,
) -> Answer<Vec<Vec<Term>>> {
    let (mut pending, mut found) = (vec![polynomials.to_vec()], Vec::new());
    while let Some(system) = pending.pop() {
        let basis = groebner(store, &system, variables, Order::Lexicographic, budget)?;
        if basis.as_slice() == [store.one()] {
            continue;
        }
        match zero_divisor(store, &basis, variables, budget)? {
            None => found.push(basis),
            Some(divisor) => {
                // where it vanishes, and where it has an inverse t
                pending.push(basis.iter().copied().chain([divisor]).collect());
                let inverse = store.symbol("#t");
                let product = store.product(&[inverse, divisor]);
                let one = store.one();
                let unit = store.subtract(product, one);
                let extended: Vec<Term> = basis.iter().copied().chain([unit]).collect();
                pending.push(eliminate(store, &extended, &[inverse], variables, budget)?);
            }
        }
    }
    Ok(found)
}

/// A leading coefficient of a lexicographic basis that is no number, where a variable has several
/// polynomials; `None` when the basis is triangular.
fn zero_divisor(
    store: &mut Store,
    basis: &[Term],
    variables: &[Term],
    budget: &Budget,
) -> Answer<Option<Term>> {
    for (place, &variable) in variables.iter().enumerate().rev() {
        let before = variables.get(..place).unwrap_or_default();
        let mut own: Vec<(usize, Term)> = Vec::new();
        for &p in basis {
            if store.contains(p, variable) && before.iter().all(|&v| !store.contains(p, v)) {
                let coefficients = crate::operations::coefficients(store, p, variable, budget)?;
                own.extend(coefficients.last().map(|&lead| (coefficients.len(), lead)));
            }
        }
        if own.is_empty() {
            return Err(AlgebraError::Unsuitable(
                "expected a system with finitely many solutions".into(),
            ));
        }
        let divisor = own
            .iter()
            .filter(|(_, lead)| store.as_number(*lead).is_none())
            .min_by_key(|pair| pair.0);
        if let (Some(&(_, lead)), true) = (divisor, own.len() > 1) {
            return Ok(Some(lead));
        }
        if own.iter().all(|(_, lead)| store.as_number(*lead).is_none()) {
            return Err(AlgebraError::Unsuitable(
                "expected a system with finitely many solutions".into(),
            ));
        }
    }
    Ok(None)
}
