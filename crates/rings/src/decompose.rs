//! Decomposition of polynomials in one variable as compositions (D. Kozen, S. Landau, J. Symbolic
//! Comput. 7 (1989)).

use crate::Result;
use crate::univariate::{RationalField, divide, multiply, trim};
use viete_numbers::Rational;

type Polynomial = Vec<Rational>;

/// Polynomials f, g, ... of degree two or more, none decomposable, with `p = f(g(...))`; `[p]` when
/// there are no such. Inner ones are monic without constant term.
///
/// # Errors
/// A coefficient too large.
pub fn decompose(p: &[Rational]) -> Result<Vec<Polynomial>> {
    let mut p = p.to_vec();
    trim(&RationalField, &mut p);
    let mut parts = Vec::new();
    // the innermost part of least degree first, then the same of what is outside
    while let Some((outer, inner)) = split(&p)? {
        parts.push(inner);
        p = outer;
    }
    parts.push(p);
    parts.reverse();
    Ok(parts)
}

/// `p = outer(inner)` with the inner degree as small as can be.
fn split(p: &[Rational]) -> Result<Option<(Polynomial, Polynomial)>> {
    let n = p.len().saturating_sub(1);
    for s in (2..n).filter(|s| n.is_multiple_of(*s)) {
        let inner = candidate(p, n, s)?;
        // digits of p to the base of the inner part: constant ones are the outer coefficients
        let (mut rest, mut outer) = (p.to_vec(), Vec::new());
        while !rest.is_empty() {
            let (quotient, digit) = divide(&RationalField, &rest, &inner)?;
            match digit.as_slice() {
                [] => outer.push(Rational::ZERO),
                [constant] => outer.push(constant.clone()),
                _ => break,
            }
            rest = quotient;
        }
        if rest.is_empty() {
            return Ok(Some((outer, inner)));
        }
    }
    Ok(None)
}

/// The monic polynomial of degree s without constant term whose (n/s)-th power has the highest s
/// coefficients of p made monic.
fn candidate(p: &[Rational], n: usize, s: usize) -> Result<Polynomial> {
    let r = n / s;
    let lead = p.get(n).and_then(Rational::recip).unwrap_or(Rational::ONE);
    let scale = Rational::integer(r as i64).recip().unwrap_or(Rational::ONE);
    let mut inner = vec![Rational::ZERO; s + 1];
    if let Some(top) = inner.get_mut(s) {
        *top = Rational::ONE;
    }
    for k in 1..s {
        let mut power = vec![Rational::ONE];
        for _ in 0..r {
            power = multiply(&RationalField, &power, &inner)?;
        }
        let wanted = p.get(n - k).map_or(Rational::ZERO, |c| c * &lead);
        let present = power.get(n - k).cloned().unwrap_or(Rational::ZERO);
        if let Some(slot) = inner.get_mut(s - k) {
            *slot = &(&wanted - &present) * &scale;
        }
    }
    Ok(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compose(f: &[Rational], g: &[Rational]) -> Polynomial {
        f.iter().rev().fold(Vec::new(), |value: Polynomial, c| {
            let mut next = multiply(&RationalField, &value, g).unwrap_or_default();
            match next.first_mut() {
                Some(slot) => *slot = &*slot + c,
                None => next.push(c.clone()),
            }
            trim(&RationalField, &mut next);
            next
        })
    }

    #[test]
    fn compositions_are_taken_apart() {
        let whole = |c: &[i64]| -> Polynomial { c.iter().map(|&c| Rational::integer(c)).collect() };
        let (f, g, h) = (whole(&[1, -3, 0, 2]), whole(&[0, 5, 1]), whole(&[4, 0, -1, 3]));
        let p = compose(&compose(&f, &g), &h);
        let parts = decompose(&p).unwrap_or_default();
        assert_eq!(parts.iter().map(|part| part.len() - 1).collect::<Vec<_>>(), [3, 2, 3]);
        let back =
            parts.iter().skip(1).fold(parts[0].clone(), |outer, inner| compose(&outer, inner));
        assert_eq!(back, p);
        assert_eq!(decompose(&whole(&[1, 1, 0, 0, 0, 1])).map(|parts| parts.len()), Ok(1));
    }
}
