//! The gcd in Z\[x\] from one gcd of integers: the values at a power of two (B. Char, K. Geddes, G.
//! Gonnet, "GCDHEU", J. Symbolic Comput. 7 (1989)). With GMP's gcd beneath, the fastest method
//! where coefficients are short. Nothing is guessed: quotients are read off the same way, and sizes
//! show that the products are the polynomials.

use crate::Result;
use crate::dense::{bits, primitive, trim};
use viete_numbers::{Budget, Integer, divide_words, gcd_words};

/// Longer values are left to the modular method.
const MAX_BITS: u64 = 1 << 22;

/// The gcd of polynomials without content; `None` when this method does not show it.
pub(super) fn gcd(a: &[Integer], b: &[Integer], budget: &Budget) -> Result<Option<Vec<Integer>>> {
    // room for the products that show the candidate to divide, where factors are no longer than
    // their product
    let slot = bits(a).max(bits(b)) + 8 + u64::from(a.len().max(b.len()).ilog2() / 2);
    if slot > 62 || slot * a.len().max(b.len()) as u64 > MAX_BITS {
        return Ok(None);
    }
    budget.spend(slot * (a.len() + b.len()) as u64 / 16)?;
    let slot = slot as u32;
    let (value_a, value_b) = (pack(a, slot), pack(b, slot));
    let Some(common) = gcd_words(&value_a, &value_b) else { return Ok(None) };
    let candidate = primitive(&unpack(&common, slot));
    // beyond 2^(bits + 1) every factor's value exceeds half of 2^slot, so none hides in the content
    if candidate.len() <= 1 {
        return Ok(Some(vec![Integer::ONE]));
    }
    let value = pack(&candidate, slot);
    for whole in [&value_a, &value_b] {
        let Some(words) = divide_words(whole, &value) else { return Ok(None) };
        let quotient = unpack(&words, slot);
        // coefficients of the product are at most half of 2^slot: equal values show equal
        // polynomials
        let terms = u64::from((candidate.len().min(quotient.len()) as u64).ilog2() + 1);
        if bits(&candidate) + bits(&quotient) + terms + 1 > u64::from(slot) {
            return Ok(None);
        }
    }
    Ok(Some(candidate))
}

/// The magnitude of the value at `2^slot`; coefficients fit `slot - 1` bits.
fn pack(p: &[Integer], slot: u32) -> Vec<u64> {
    let mut words = vec![0u64; (p.len() * slot as usize).div_ceil(64) + 1];
    let negative = p.last().is_some_and(|lead| lead.signum() < 0);
    let mask = (1u64 << slot) - 1;
    let mut borrow = 0i64;
    for (index, c) in p.iter().enumerate() {
        let value = c.to_i64().unwrap_or(0);
        let value = if negative { -value } else { value } - borrow;
        borrow = i64::from(value < 0);
        let (word, shift) = (index * slot as usize / 64, (index * slot as usize % 64) as u32);
        let digit = u128::from(value as u64 & mask) << shift;
        words[word] |= digit as u64;
        words[word + 1] |= (digit >> 64) as u64;
    }
    while words.last() == Some(&0) {
        words.pop();
    }
    words
}

/// The polynomial with coefficients of least magnitude and this value at `2^slot`.
fn unpack(words: &[u64], slot: u32) -> Vec<Integer> {
    let count = (words.len() * 64).div_ceil(slot as usize) + 1;
    let mask = (1u64 << slot) - 1;
    let word = |index: usize| u128::from(words.get(index).copied().unwrap_or(0));
    let mut carry = 0;
    let mut p: Vec<Integer> = (0..count)
        .map(|index| {
            let (place, shift) = (index * slot as usize / 64, (index * slot as usize % 64) as u32);
            let digit = (((word(place) | word(place + 1) << 64) >> shift) as u64 & mask) + carry;
            carry = u64::from(digit >> (slot - 1) != 0);
            Integer::Small(if carry == 1 { digit as i64 - (1 << slot) } else { digit as i64 })
        })
        .collect();
    trim(&mut p);
    p
}
