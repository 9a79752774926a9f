//! Continued fractions and rational reconstruction.

use crate::Result;
use viete_numbers::{Budget, Integer, Rational, euclidean_cost, euclidean_step};

/// The partial quotients of a rational number, by Euclid's algorithm; the last is at least 2 unless
/// it is the only one.
///
/// # Errors
/// The budget's stop: the time is quadratic in the number of digits.
pub fn continued_fraction(x: &Rational, budget: &Budget) -> Result<Vec<Integer>> {
    let (mut p, mut q) = (x.numerator(), x.denominator());
    budget.suffices(euclidean_cost(p.bits().min(q.bits())))?;
    let mut quotients = Vec::new();
    while let Some((quotient, rest)) = p.div_mod_floor(&q) {
        budget.spend(euclidean_step(q.bits()))?;
        quotients.push(quotient);
        (p, q) = (q, rest);
    }
    Ok(quotients)
}

/// The successive convergents of partial quotients.
///
/// # Errors
/// The budget's stop.
pub fn convergents(quotients: &[Integer], budget: &Budget) -> Result<Vec<Rational>> {
    let (mut p, mut q) = ((Integer::ZERO, Integer::ONE), (Integer::ONE, Integer::ZERO));
    let mut all = Vec::with_capacity(quotients.len());
    let mut bytes = 0;
    for quotient in quotients {
        // the reduction to lowest terms takes most of the time
        let bits = q.1.bits();
        budget.spend(1 + bits / 16 + bits * bits / (1 << 18))?;
        bytes += bits / 4 + 64;
        budget.fits(bytes)?;
        p = (p.1.clone(), &(quotient * &p.1) + &p.0);
        q = (q.1.clone(), &(quotient * &q.1) + &q.0);
        all.extend(Rational::new(&p.1, &q.1));
    }
    Ok(all)
}

/// The fraction `n/d` congruent to `a` modulo `m` with `|n|` and `d` at most `sqrt(m/2)`, if there
/// is one; it is the only one (P. Wang, 1981; von zur Gathen, Gerhard, Modern Computer Algebra,
/// 5.10).
///
/// # Errors
/// The budget's stop: the time is quadratic in the number of digits.
pub fn rational_reconstruction(
    a: &Integer,
    m: &Integer,
    budget: &Budget,
) -> Result<Option<Rational>> {
    let half = m.div_mod_floor(&Integer::from(2i64)).and_then(|pair| pair.0.root_floor(2));
    let (Some(bound), Some((_, start))) = (half, a.div_mod_floor(m)) else { return Ok(None) };
    let (mut r, mut next_r) = (m.clone(), start);
    let (mut t, mut next_t) = (Integer::ZERO, Integer::ONE);
    budget.suffices(euclidean_cost(m.bits()) / 2)?;
    while next_r > bound {
        budget.spend(euclidean_step(r.bits()))?;
        let Some((quotient, rest)) = r.div_mod_floor(&next_r) else { break };
        (r, next_r) = (next_r, rest);
        let next = &t - &(&quotient * &next_t);
        (t, next_t) = (next_t, next);
    }
    Ok((next_t.abs() <= bound && next_r.gcd(&next_t) == Integer::ONE)
        .then(|| Rational::new(&next_r, &next_t))
        .flatten())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_come_back_from_their_parts() {
        let x = Rational::new(&Integer::from(-649i64), &Integer::from(200i64))
            .unwrap_or(Rational::ZERO);
        let budget = Budget::default();
        let quotients = continued_fraction(&x, &budget).unwrap();
        assert_eq!(
            quotients.iter().map(Integer::to_i64).collect::<Vec<_>>(),
            [-4, 1, 3, 12, 4].map(Some)
        );
        assert_eq!(convergents(&quotients, &budget).unwrap().last(), Some(&x));
        let m = Integer::from(1_000_003i64);
        let inverse = Integer::from(200i64).inverse_mod(&m, &budget).unwrap().unwrap();
        let residue = &Integer::from(-649i64) * &inverse;
        assert_eq!(rational_reconstruction(&residue, &m, &budget), Ok(Some(x)));
    }
}
