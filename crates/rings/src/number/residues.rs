//! Residues: inverses, square roots, the Jacobi symbol, the Chinese remainder theorem.

use viete_numbers::Integer;

/// The inverse of `a` modulo a positive `m`, in `0..m`; `None` when they have a common divisor.
pub fn inverse_mod(a: &Integer, m: &Integer) -> Option<Integer> {
    let inverse = crate::dense::hensel::inverse_mod(a, m)?;
    Some(inverse.div_mod_floor(m)?.1)
}

/// The Jacobi symbol of `a` over an odd positive `n`, by quadratic reciprocity.
pub fn jacobi(a: &Integer, n: &Integer) -> i32 {
    let (mut a, mut n) = (a.div_mod_floor(n).map_or(Integer::ZERO, |pair| pair.1), n.clone());
    let low = |x: &Integer, m: i64| {
        x.div_mod_floor(&Integer::from(m)).and_then(|pair| pair.1.to_i64()).unwrap_or(0)
    };
    let two = Integer::from(2i64);
    let mut sign = 1;
    while !a.is_zero() {
        while a.is_even() {
            a = a.exact_div(&two).unwrap_or(Integer::ZERO);
            if matches!(low(&n, 8), 3 | 5) {
                sign = -sign;
            }
        }
        std::mem::swap(&mut a, &mut n);
        if low(&a, 4) == 3 && low(&n, 4) == 3 {
            sign = -sign;
        }
        a = a.div_mod_floor(&n).map_or(Integer::ZERO, |pair| pair.1);
    }
    if n == Integer::ONE { sign } else { 0 }
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
pub fn chinese_remainder(residues: &[(Integer, Integer)]) -> Option<(Integer, Integer)> {
    let (mut value, mut modulus) = (Integer::ZERO, Integer::ONE);
    for (a, m) in residues {
        // value + modulus t = a mod m
        let common = modulus.gcd(m);
        let difference = (a - &value).exact_div(&common)?;
        let (step, rest) = (modulus.exact_div(&common)?, m.exact_div(&common)?);
        let t = if rest == Integer::ONE {
            Integer::ZERO
        } else {
            (&difference * &inverse_mod(&step, &rest)?).div_mod_floor(&rest)?.1
        };
        value = &value + &(&modulus * &t);
        modulus = &modulus * &rest;
        value = value.div_mod_floor(&modulus)?.1;
    }
    Some((value, modulus))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_symbols_and_remainders_agree() {
        for p in [3u64, 7, 13, 17, 97, 193, 65_537, 4_294_967_291] {
            let roots = (0..p.min(200)).filter(|&a| match square_root_mod(a, p) {
                Some(root) => root * root % p == a % p,
                None => false,
            });
            let residues =
                (0..p.min(200)).filter(|&a| jacobi(&Integer::from(a), &Integer::from(p)) >= 0);
            assert!(roots.eq(residues), "{p}");
        }
        let pair = |a: i64, m: i64| (Integer::from(a), Integer::from(m));
        assert_eq!(chinese_remainder(&[pair(2, 3), pair(3, 5), pair(2, 7)]), Some(pair(23, 105)));
        assert_eq!(chinese_remainder(&[pair(1, 4), pair(3, 6)]), Some(pair(9, 12)));
        assert_eq!(chinese_remainder(&[pair(1, 4), pair(2, 6)]), None);
    }
}
