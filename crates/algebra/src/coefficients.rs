//! Polynomials in one variable with rational coefficients between terms and lists: what `rings`
//! does with lists, here on terms.

use crate::expand::AlgebraError;
use crate::operations::{self, Answer};
use viete_numbers::{Budget, Number, Rational};
use viete_rings::dense::prime;
use viete_term::{Store, Term};

/// The rational coefficients of a polynomial in `x`, lowest first.
///
/// # Errors
/// Not such a polynomial, too large, or the budget's stop.
pub fn rational_coefficients(
    store: &mut Store,
    p: Term,
    x: Term,
    budget: &Budget,
) -> Answer<Vec<Rational>> {
    let coefficients = operations::coefficients(store, p, x, budget)?;
    let rational = |&c: &Term| store.as_number(c).and_then(Number::as_rational).cloned();
    let values: Option<Vec<Rational>> = coefficients.iter().map(rational).collect();
    values.ok_or(AlgebraError::NoPolynomial)
}

/// The sum of the coefficients, lowest first, times powers of `x`.
pub fn from_coefficients(store: &mut Store, coefficients: &[Term], x: Term) -> Term {
    let mut addends = Vec::new();
    for (n, &c) in coefficients.iter().enumerate() {
        let exponent = store.integer(n as i64);
        let power = store.power(x, exponent);
        addends.push(store.product(&[c, power]));
    }
    store.sum(&addends)
}

/// The polynomial in `x` with these numbers as coefficients, lowest first.
pub fn polynomial<C: Into<Number>>(
    store: &mut Store,
    coefficients: impl IntoIterator<Item = C>,
    x: Term,
) -> Term {
    let terms: Vec<Term> = coefficients.into_iter().map(|c| store.number(c.into())).collect();
    from_coefficients(store, &terms, x)
}

/// Polynomials f, g, ... with `p = f(g(...(x)))`, none of which can be taken apart further.
///
/// # Errors
/// As for [`rational_coefficients`].
pub fn decompose(store: &mut Store, p: Term, x: Term, budget: &Budget) -> Answer<Vec<Term>> {
    let coefficients = rational_coefficients(store, p, x, budget)?;
    let parts = viete_rings::decompose(&coefficients, budget)?;
    Ok(parts.into_iter().map(|part| polynomial(store, part, x)).collect())
}

/// The irreducible factors modulo a prime with their exponents, a number first when it is not 1;
/// `None` when a denominator is divisible by the prime, for which [`prime::is_word_prime`] must
/// hold.
///
/// # Errors
/// As for [`rational_coefficients`].
pub fn factor_modulo(
    store: &mut Store,
    p: Term,
    x: Term,
    modulus: u64,
    budget: &Budget,
) -> Answer<Option<Vec<(Term, i64)>>> {
    let coefficients = rational_coefficients(store, p, x, budget)?;
    let factors = prime::factor_modulo(&coefficients, modulus, budget)?;
    Ok(factors.map(|factors| {
        factors.into_iter().map(|(factor, n)| (polynomial(store, factor, x), n as i64)).collect()
    }))
}

/// The expression as a sum of powers of the first variable, whose coefficients are collected in the
/// others likewise.
///
/// # Errors
/// Not a polynomial in the variables, too large, or the budget's stop.
pub fn collect_in(
    store: &mut Store,
    term: Term,
    variables: &[Term],
    budget: &Budget,
) -> Answer<Term> {
    let Some((&x, others)) = variables.split_first() else { return Ok(term) };
    let coefficients = operations::coefficients(store, term, x, budget)?;
    let inner: Vec<Term> = coefficients
        .into_iter()
        .map(|c| collect_in(store, c, others, budget))
        .collect::<Answer<_>>()?;
    Ok(from_coefficients(store, &inner, x))
}

/// The symbols of the terms but for some, in the order of terms.
pub fn symbols_without(store: &Store, terms: &[Term], without: &[Term]) -> Vec<Term> {
    let mut symbols: Vec<Term> =
        terms.iter().flat_map(|&p| store.symbols(p)).filter(|x| !without.contains(x)).collect();
    symbols.sort_by(|&a, &b| store.compare(a, b));
    symbols.dedup();
    symbols
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coefficients_and_polynomials_are_inverse() {
        let (mut store, budget) = (Store::new(), Budget::default());
        let x = store.symbol("x");
        let values = [3, 0, -1].map(Rational::integer).to_vec();
        let p = polynomial(&mut store, values.clone(), x);
        assert_eq!(rational_coefficients(&mut store, p, x, &budget), Ok(values));
        let y = store.symbol("y");
        let refused = rational_coefficients(&mut store, y, x, &budget);
        assert_eq!(refused, Err(AlgebraError::NoPolynomial));
        assert_eq!(symbols_without(&store, &[p, y], &[x]), [y]);
    }

    #[test]
    fn coefficients_are_collected_in_the_other_variables() {
        let (mut store, budget) = (Store::new(), Budget::default());
        let [x, y, a] = ["x", "y", "a"].map(|name| store.symbol(name));
        // a x y + x y = x (y (a + 1))
        let (first, second) = (store.product(&[a, x, y]), store.product(&[x, y]));
        let sum = store.sum(&[first, second]);
        let one = store.one();
        let inner = store.sum(&[a, one]);
        let expected = store.product(&[x, y, inner]);
        assert_eq!(collect_in(&mut store, sum, &[x, y], &budget), Ok(expected));
    }
}
