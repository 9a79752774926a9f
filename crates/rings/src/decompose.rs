//! Decomposition of polynomials in one variable as compositions (D. Kozen, S. Landau, J. Symbolic
//! Comput. 7 (1989)).

use crate::Result;
use crate::univariate::{PaidRationals, divide, trim};
use viete_numbers::{Budget, Rational};

type Polynomial = Vec<Rational>;

/// Polynomials f, g, ... of degree two or more, none decomposable, with `p = f(g(...))`; `[p]` when
/// there are no such. Inner ones are monic without constant term.
///
/// # Errors
/// A coefficient too large, or the budget's stop.
pub fn decompose(p: &[Rational], budget: &Budget) -> Result<Vec<Polynomial>> {
    let mut p = p.to_vec();
    trim(&PaidRationals(budget), &mut p);
    let mut parts = Vec::new();
    // the innermost part of least degree first, then the same of what is outside
    while let Some((outer, inner)) = split(&p, budget)? {
        parts.push(inner);
        p = outer;
    }
    parts.push(p);
    parts.reverse();
    Ok(parts)
}

/// `p = outer(inner)` with the inner degree as small as can be.
fn split(p: &[Rational], budget: &Budget) -> Result<Option<(Polynomial, Polynomial)>> {
    let n = p.len().saturating_sub(1);
    for s in (2..n).filter(|s| n.is_multiple_of(*s)) {
        budget.spend(1 + n as u64 / 64)?;
        let inner = candidate(p, n, s, budget)?;
        // powers of a power of x
        if inner.iter().take(s).all(Rational::is_zero) {
            if p.iter().enumerate().all(|(i, c)| c.is_zero() || i.is_multiple_of(s)) {
                return Ok(Some((p.iter().step_by(s).cloned().collect(), inner)));
            }
            continue;
        }
        // digits of p to the base of the inner part: constant ones are the outer coefficients
        let (mut rest, mut outer) = (p.to_vec(), Vec::new());
        while !rest.is_empty() {
            let (quotient, digit) = divide(&PaidRationals(budget), &rest, &inner)?;
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
/// coefficients of p made monic: the series of the root of p at infinity, by the recurrence
/// `k g_k = sum over i of (i s/n - (k - i)) f_i g_(k-i)` (D. Knuth, The Art of Computer Programming
/// 2, 4.7).
fn candidate(p: &[Rational], n: usize, s: usize, budget: &Budget) -> Result<Polynomial> {
    let lead = p.get(n).and_then(Rational::recip).unwrap_or(Rational::ONE);
    let ratio = Rational::integer((n / s) as i64).recip().unwrap_or(Rational::ONE);
    // the coefficients that occur among the highest, from above
    let series: Vec<(usize, Rational)> = (1..s)
        .filter_map(|i| p.get(n - i).filter(|c| !c.is_zero()).map(|c| (i, c)))
        .map(|(i, c)| Ok((i, c.checked_mul(&lead)?)))
        .collect::<Result<_>>()?;
    let mut root = vec![Rational::ONE];
    for k in 1..s {
        let mut sum = Rational::ZERO;
        for (i, f) in series.iter().take_while(|(i, _)| *i <= k) {
            let Some(earlier) = root.get(k - i).filter(|g| !g.is_zero()) else { continue };
            budget.spend(4)?;
            let weight =
                &(&Rational::integer(*i as i64) * &ratio) - &Rational::integer((k - i) as i64);
            sum = &sum + &weight.checked_mul(f)?.checked_mul(earlier)?;
        }
        budget.spend(1)?;
        root.push(match Rational::integer(k as i64).recip() {
            Some(inverse) if !sum.is_zero() => sum.checked_mul(&inverse)?,
            _ => Rational::ZERO,
        });
    }
    root.push(Rational::ZERO);
    root.reverse();
    Ok(root)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::univariate::{RationalField, multiply};

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
        let budget = Budget::default();
        let parts = decompose(&p, &budget).unwrap_or_default();
        assert_eq!(parts.iter().map(|part| part.len() - 1).collect::<Vec<_>>(), [3, 2, 3]);
        let back =
            parts.iter().skip(1).fold(parts[0].clone(), |outer, inner| compose(&outer, inner));
        assert_eq!(back, p);
        assert_eq!(decompose(&whole(&[1, 1, 0, 0, 0, 1]), &budget).map(|parts| parts.len()), Ok(1));
    }
}
