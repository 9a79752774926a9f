//! Continued fractions and rational reconstruction.

use viete_numbers::{Integer, Rational};

/// The partial quotients of a rational number, by Euclid's algorithm; the last is at least 2 unless
/// it is the only one.
pub fn continued_fraction(x: &Rational) -> Vec<Integer> {
    let (mut p, mut q) = (x.numerator(), x.denominator());
    let mut quotients = Vec::new();
    while let Some((quotient, rest)) = p.div_mod_floor(&q) {
        quotients.push(quotient);
        (p, q) = (q, rest);
    }
    quotients
}

/// The successive convergents of partial quotients.
pub fn convergents(quotients: &[Integer]) -> Vec<Rational> {
    let (mut p, mut q) = ((Integer::ZERO, Integer::ONE), (Integer::ONE, Integer::ZERO));
    let mut all = Vec::with_capacity(quotients.len());
    for quotient in quotients {
        p = (p.1.clone(), &(quotient * &p.1) + &p.0);
        q = (q.1.clone(), &(quotient * &q.1) + &q.0);
        all.extend(Rational::new(&p.1, &q.1));
    }
    all
}

/// The fraction `n/d` congruent to `a` modulo `m` with `|n|` and `d` at most `sqrt(m/2)`, if there
/// is one; it is the only one (P. Wang, 1981; von zur Gathen, Gerhard, Modern Computer Algebra,
/// 5.10).
pub fn rational_reconstruction(a: &Integer, m: &Integer) -> Option<Rational> {
    let bound = m.div_mod_floor(&Integer::from(2i64))?.0.root_floor(2)?;
    let (mut r, mut next_r) = (m.clone(), a.div_mod_floor(m)?.1);
    let (mut t, mut next_t) = (Integer::ZERO, Integer::ONE);
    while next_r > bound {
        let (quotient, rest) = r.div_mod_floor(&next_r)?;
        (r, next_r) = (next_r, rest);
        (t, next_t) = (next_t.clone(), &t - &(&quotient * &next_t));
    }
    (next_t.abs() <= bound && next_r.gcd(&next_t) == Integer::ONE)
        .then(|| Rational::new(&next_r, &next_t))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_come_back_from_their_parts() {
        let x = Rational::new(&Integer::from(-649i64), &Integer::from(200i64))
            .unwrap_or(Rational::ZERO);
        let quotients = continued_fraction(&x);
        assert_eq!(
            quotients.iter().map(Integer::to_i64).collect::<Vec<_>>(),
            [-4, 1, 3, 12, 4].map(Some)
        );
        assert_eq!(convergents(&quotients).last(), Some(&x));
        let m = Integer::from(1_000_003i64);
        let inverse =
            super::super::inverse_mod(&Integer::from(200i64), &m).unwrap_or(Integer::ZERO);
        assert_eq!(rational_reconstruction(&(&Integer::from(-649i64) * &inverse), &m), Some(x));
    }
}
