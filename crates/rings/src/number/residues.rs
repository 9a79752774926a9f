//! Residues: inverses, square roots, the Jacobi symbol, the Chinese remainder theorem.

use crate::Result;
use viete_numbers::{Budget, Integer, euclidean_cost, euclidean_step};

/// The Jacobi symbol of `a` over an odd positive `n`, by quadratic reciprocity.
///
/// # Errors
/// The budget's stop: the time is quadratic in the number of digits.
pub fn jacobi(a: &Integer, n: &Integer, budget: &Budget) -> Result<i32> {
    budget.suffices(euclidean_cost(n.bits().min(a.bits())))?;
    let (mut a, mut n) = (a.div_mod_floor(n).map_or(Integer::ZERO, |pair| pair.1), n.clone());
    let low = |x: &Integer| match x {
        Integer::Small(x) => x & 7,
        Integer::Big(x) => x.iter_u64_digits().next().map_or(0, |digit| (digit & 7) as i64),
    };
    let mut sign = 1;
    while !a.is_zero() {
        budget.spend(euclidean_step(n.bits()))?;
        let twos = match &a {
            Integer::Small(a) => a.trailing_zeros().into(),
            Integer::Big(a) => a.trailing_zeros().unwrap_or(0),
        };
        if twos > 0 {
            a = match &a {
                Integer::Small(a) => Integer::from(a >> twos),
                Integer::Big(a) => (&**a >> twos).into(),
            };
            if twos % 2 == 1 && matches!(low(&n), 3 | 5) {
                sign = -sign;
            }
        }
        std::mem::swap(&mut a, &mut n);
        if low(&a) & 3 == 3 && low(&n) & 3 == 3 {
            sign = -sign;
        }
        a = a.div_mod_floor(&n).map_or(Integer::ZERO, |pair| pair.1);
    }
    Ok(if n == Integer::ONE { sign } else { 0 })
}

/// A square root of `a` modulo an odd prime below 2^32 (A. Tonelli, D. Shanks); `None` for
/// non-residues.
pub fn square_root_mod(a: u64, p: u64) -> Option<u64> {
    let mul = |x: u64, y: u64| x * y % p;
    let pow = |mut base: u64, mut exponent: u64| {
        let mut result = 1;
        while exponent > 0 {
            if exponent & 1 == 1 {
                result = mul(result, base);
            }
            base = mul(base, base);
            exponent >>= 1;
        }
        result
    };
    let a = a % p;
    if a == 0 || p == 2 {
        return Some(a);
    }
    if pow(a, (p - 1) / 2) != 1 {
        return None;
    }
    if p % 4 == 3 {
        return Some(pow(a, p.div_ceil(4)));
    }
    let twos = (p - 1).trailing_zeros();
    let odd = (p - 1) >> twos;
    let other = (2..p).find(|&z| pow(z, (p - 1) / 2) == p - 1)?;
    let (mut c, mut root, mut t, mut m) =
        (pow(other, odd), pow(a, odd.div_ceil(2)), pow(a, odd), twos);
    while t != 1 {
        let (mut square, mut order) = (t, 0);
        while square != 1 {
            square = mul(square, square);
            order += 1;
        }
        let factor = (0..m - order - 1).fold(c, |factor, _| mul(factor, factor));
        root = mul(root, factor);
        c = mul(factor, factor);
        t = mul(t, c);
        m = order;
    }
    Some(root)
}

/// The least non-negative number with these residues `(a, m)`, and the least common multiple of the
/// moduli; `None` when they contradict each other.
///
/// # Errors
/// The budget's stop.
pub fn chinese_remainder(
    residues: &[(Integer, Integer)],
    budget: &Budget,
) -> Result<Option<(Integer, Integer)>> {
    let (mut value, mut modulus) = (Integer::ZERO, Integer::ONE);
    for (a, m) in residues {
        budget.spend(1 + (modulus.bits() + m.bits()) / 8)?;
        budget.check_clock()?;
        // value + modulus t = a mod m
        let common = modulus.gcd(m);
        let Some(difference) = (a - &value).exact_div(&common) else { return Ok(None) };
        let (Some(step), Some(rest)) = (modulus.exact_div(&common), m.exact_div(&common)) else {
            return Ok(None);
        };
        let t = if rest == Integer::ONE {
            Integer::ZERO
        } else {
            let Some(inverse) = step.inverse_mod(&rest, budget)? else { return Ok(None) };
            (&difference * &inverse).div_mod_floor(&rest).map_or(Integer::ZERO, |pair| pair.1)
        };
        value = &value + &modulus.checked_mul(&t)?;
        modulus = modulus.checked_mul(&rest)?;
        value = value.div_mod_floor(&modulus).map_or(Integer::ZERO, |pair| pair.1);
    }
    Ok(Some((value, modulus)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_symbols_and_remainders_agree() {
        let budget = Budget::default();
        for p in [3u64, 7, 13, 17, 97, 193, 65_537, 4_294_967_291] {
            let roots = (0..p.min(200)).filter(|&a| match square_root_mod(a, p) {
                Some(root) => root * root % p == a % p,
                None => false,
            });
            let symbol = |a| jacobi(&Integer::from(a), &Integer::from(p), &budget);
            let residues = (0..p.min(200)).filter(|&a| symbol(a).unwrap() >= 0);
            assert!(roots.eq(residues), "{p}");
        }
        let pair = |a: i64, m: i64| (Integer::from(a), Integer::from(m));
        assert_eq!(
            chinese_remainder(&[pair(2, 3), pair(3, 5), pair(2, 7)], &budget),
            Ok(Some(pair(23, 105)))
        );
        assert_eq!(chinese_remainder(&[pair(1, 4), pair(3, 6)], &budget), Ok(Some(pair(9, 12))));
        assert_eq!(chinese_remainder(&[pair(1, 4), pair(2, 6)], &budget), Ok(None));
    }
}
