//! The same operations in pure Rust.

use super::{BigInt, Integer};
use num_integer::Integer as _;
use num_traits::Zero;

pub fn big_mul(a: &BigInt, b: &BigInt) -> BigInt {
    a * b
}

pub fn big_div_mod(a: &BigInt, b: &BigInt) -> (BigInt, BigInt) {
    a.div_mod_floor(b)
}

/// One division first: num-bigint's binary gcd takes a step for every bit of the larger
/// operand.
pub fn big_gcd(a: &BigInt, b: &BigInt) -> BigInt {
    let (large, small) = if a.bits() < b.bits() { (b, a) } else { (a, b) };
    if small.is_zero() { large.gcd(small) } else { (large % small).gcd(small) }
}

pub fn big_pow(base: &BigInt, exponent: u32) -> BigInt {
    base.pow(exponent)
}

/// What long computations hold their numbers in.
pub type Long = BigInt;

pub fn long(n: &BigInt) -> Long {
    n.clone()
}

pub fn short(n: &Long) -> BigInt {
    n.clone()
}

pub fn residue(a: &Long, modulus: &Long) -> Long {
    a.mod_floor(modulus)
}

/// Of numbers that are not negative.
pub fn product_mod(a: &Long, b: &Long, modulus: &Long) -> Long {
    a * b % modulus
}

/// Of residues.
pub fn difference_mod(a: &Long, b: &Long, modulus: &Long) -> Long {
    (a - b).mod_floor(modulus)
}

pub fn power_mod(base: &Long, exponent: &Long, modulus: &Long) -> Long {
    base.modpow(exponent, modulus)
}

/// Euclid's algorithm of the caller is as good.
pub fn inverse_mod(_: &Integer, _: &Integer) -> Option<Integer> {
    None
}

pub fn big_factorial(n: u32) -> Integer {
    super::product(2, u64::from(n).max(1) + 1, &Integer::from)
}

pub fn big_root(n: &BigInt, k: u32) -> BigInt {
    n.nth_root(k)
}

pub fn print_big(n: &BigInt) -> String {
    n.to_string()
}

pub fn multiply_words(a: &[u64], b: &[u64]) -> Vec<u64> {
    super::multiply_words_purely(a, b)
}

pub fn gcd_words(_: &[u64], _: &[u64]) -> Option<Vec<u64>> {
    None
}

pub fn divide_words(_: &[u64], _: &[u64]) -> Option<Vec<u64>> {
    None
}

pub fn parse_big(digits: &str, radix: u32) -> Option<BigInt> {
    BigInt::parse_bytes(digits.as_bytes(), radix)
}
