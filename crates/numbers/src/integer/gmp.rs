//! The operations that grow faster than linearly, through GMP once operands are huge.

use super::{BigInt, GMP_BITS, Integer};
use num_bigint::Sign;
use num_integer::Integer as _;
use rug::integer::Order;
use rug::ops::Pow;

pub fn to_gmp(n: &BigInt) -> rug::Integer {
    let magnitude = rug::Integer::from_digits(&n.to_u64_digits().1, Order::Lsf);
    if n.sign() == Sign::Minus { -magnitude } else { magnitude }
}

pub fn from_gmp(n: &rug::Integer) -> BigInt {
    let digits: Vec<u32> = n.to_digits(Order::Lsf);
    BigInt::from_slice(if n.is_negative() { Sign::Minus } else { Sign::Plus }, &digits)
}

#[inline]
pub fn big_mul(a: &BigInt, b: &BigInt) -> BigInt {
    if a.bits().min(b.bits()) < GMP_BITS { a * b } else { from_gmp(&(to_gmp(a) * to_gmp(b))) }
}

/// Floored quotient and remainder; the divisor is not zero.
pub fn big_div_mod(a: &BigInt, b: &BigInt) -> (BigInt, BigInt) {
    if b.bits() < GMP_BITS || a.bits() < b.bits() + GMP_BITS {
        return a.div_mod_floor(b);
    }
    let (quotient, remainder) = to_gmp(a).div_rem_floor(to_gmp(b));
    (from_gmp(&quotient), from_gmp(&remainder))
}

pub fn big_gcd(a: &BigInt, b: &BigInt) -> BigInt {
    from_gmp(&to_gmp(a).gcd(&to_gmp(b)))
}

pub fn big_pow(base: &BigInt, exponent: u32) -> BigInt {
    from_gmp(&to_gmp(base).pow(exponent))
}

/// What long computations hold their numbers in.
pub type Long = rug::Integer;

pub fn long(n: &BigInt) -> Long {
    to_gmp(n)
}

pub fn short(n: &Long) -> BigInt {
    from_gmp(n)
}

pub fn residue(a: &Long, modulus: &Long) -> Long {
    rug::ops::RemRounding::rem_euc(a.clone(), modulus)
}

/// Of numbers that are not negative.
pub fn product_mod(a: &Long, b: &Long, modulus: &Long) -> Long {
    Long::from(a * b) % modulus
}

/// Of residues.
pub fn difference_mod(a: &Long, b: &Long, modulus: &Long) -> Long {
    let difference = Long::from(a - b);
    if difference.is_negative() { difference + modulus } else { difference }
}

pub fn power_mod(base: &Long, exponent: &Long, modulus: &Long) -> Long {
    base.clone().pow_mod(exponent, modulus).unwrap_or_default()
}

pub fn inverse_mod(a: &Integer, modulus: &Integer) -> Option<Integer> {
    let inverse = to_gmp(&a.to_big()).invert(&to_gmp(&modulus.to_big())).ok()?;
    Some(from_gmp(&inverse).into())
}

pub fn big_factorial(n: u32) -> Integer {
    from_gmp(&rug::Integer::from(rug::Integer::factorial(n))).into()
}

pub fn big_root(n: &BigInt, k: u32) -> BigInt {
    if n.bits() < GMP_BITS { n.nth_root(k) } else { from_gmp(&to_gmp(n).root(k)) }
}

pub fn print_big(n: &BigInt) -> String {
    if n.bits() < GMP_BITS { n.to_string() } else { to_gmp(n).to_string() }
}

pub fn gcd_words(a: &[u64], b: &[u64]) -> Option<Vec<u64>> {
    let read = |words| rug::Integer::from_digits(words, Order::Lsf);
    Some(read(a).gcd(&read(b)).to_digits(Order::Lsf))
}

pub fn divide_words(a: &[u64], b: &[u64]) -> Option<Vec<u64>> {
    let read = |words| rug::Integer::from_digits(words, Order::Lsf);
    let (quotient, remainder) = read(a).div_rem(read(b));
    remainder.is_zero().then(|| quotient.to_digits(Order::Lsf))
}

pub fn multiply_words(a: &[u64], b: &[u64]) -> Vec<u64> {
    if a.len().min(b.len()) < 16 {
        return super::multiply_words_purely(a, b);
    }
    let read = |words| rug::Integer::from_digits(words, Order::Lsf);
    (read(a) * read(b)).to_digits(Order::Lsf)
}

pub fn parse_big(digits: &str, radix: u32) -> Option<BigInt> {
    rug::Integer::from_str_radix(digits, i32::try_from(radix).ok()?).ok().map(|n| from_gmp(&n))
}
