//! Z\[x\]: products (schoolbook, then Kronecker substitution), divisions, contents, values.

use crate::Result;
use num_bigint::{BigInt, BigUint, Sign};
use viete_numbers::{Budget, Integer, MAX_BITS, TooLarge, multiply_words};

/// Products of fewer coefficients (of the shorter factor) are formed one by one.
const SCHOOLBOOK: usize = 12;

/// Removes leading zeros.
pub fn trim(p: &mut Vec<Integer>) {
    while p.last().is_some_and(Integer::is_zero) {
        p.pop();
    }
}

pub fn degree(p: &[Integer]) -> usize {
    p.len().saturating_sub(1)
}

/// The largest number of bits of a coefficient.
pub fn bits(p: &[Integer]) -> u64 {
    p.iter().map(Integer::bits).max().unwrap_or(0)
}

/// The product.
///
/// # Errors
/// Coefficients too large, or the budget's stop.
pub fn multiply(a: &[Integer], b: &[Integer], budget: &Budget) -> Result<Vec<Integer>> {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return Ok(Vec::new());
    }
    let bits = bits(short) + bits(long) + u64::from(usize::BITS - short.len().leading_zeros());
    if bits > MAX_BITS {
        return Err(TooLarge.into());
    }
    budget.spend(
        (short.len() * long.len()).min((short.len() + long.len()) * 64) as u64 * bits.div_ceil(512),
    )?;
    if short.len() < SCHOOLBOOK {
        let mut product = vec![Integer::ZERO; a.len() + b.len() - 1];
        for (i, x) in short.iter().enumerate() {
            for (sum, y) in product[i..].iter_mut().zip(long) {
                *sum = &*sum + &(x * y);
            }
        }
        trim(&mut product);
        return Ok(product);
    }
    let width = (bits + 1).div_ceil(64) as usize;
    let (left, right) = (pack(short, width), pack(long, width));
    let words = multiply_words(&left.0, &right.0);
    let mut product = unpack(&words, width, a.len() + b.len() - 1, left.1 != right.1);
    trim(&mut product);
    Ok(product)
}

/// The magnitude and sign of the value at 2^(64 width), coefficients being shorter than the slots.
fn pack(p: &[Integer], width: usize) -> (Vec<u64>, bool) {
    let mut words = vec![0u64; p.len() * width];
    let mut borrow = false;
    for (slot, c) in words.chunks_mut(width).zip(p) {
        let negative = c.signum() < 0;
        match c {
            Integer::Small(n) => {
                slot[0] = *n as u64;
                slot[1..].fill(if negative { u64::MAX } else { 0 });
            }
            Integer::Big(n) => {
                slot.iter_mut().zip(n.iter_u64_digits()).for_each(|(word, digit)| *word = digit);
                if negative {
                    negate(slot);
                }
            }
        }
        let mut carried = borrow;
        borrow = negative || (borrow && c.is_zero());
        for word in slot {
            (*word, carried) = word.overflowing_sub(u64::from(carried));
        }
    }
    if borrow {
        negate(&mut words);
    }
    (words, borrow)
}

/// Two's complement.
fn negate(words: &mut [u64]) {
    let mut carry = true;
    for word in words {
        (*word, carry) = (!*word).overflowing_add(u64::from(carry));
    }
}

fn unpack(words: &[u64], width: usize, count: usize, negative: bool) -> Vec<Integer> {
    let mut coefficients = Vec::with_capacity(count);
    let mut carry = false;
    let mut slot = vec![0u64; width];
    for index in 0..count {
        for (place, word) in slot.iter_mut().enumerate() {
            (*word, carry) = words
                .get(index * width + place)
                .copied()
                .unwrap_or(0)
                .overflowing_add(u64::from(carry));
        }
        // a slot whose top bit is set holds a negative coefficient and owes one to the next
        let below = slot[width - 1] >> 63 == 1;
        carry = carry || below;
        if width == 1 {
            let value = Integer::Small(slot[0] as i64);
            coefficients.push(if negative { -&value } else { value });
            continue;
        }
        if below {
            negate(&mut slot);
        }
        coefficients.push(from_words(&slot, below != negative));
    }
    coefficients
}

/// The whole number with this magnitude.
fn from_words(words: &[u64], negative: bool) -> Integer {
    if words[1..].iter().all(|&word| word == 0) && words[0] >> 63 == 0 {
        let small = words[0] as i64;
        return Integer::Small(if negative { -small } else { small });
    }
    let halves = words.iter().flat_map(|word| [*word as u32, (word >> 32) as u32]).collect();
    BigInt::from_biguint(if negative { Sign::Minus } else { Sign::Plus }, BigUint::new(halves))
        .into()
}

pub fn add(a: &[Integer], b: &[Integer]) -> Vec<Integer> {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut sum: Vec<Integer> = long.to_vec();
    sum.iter_mut().zip(short).for_each(|(x, y)| *x = &*x + y);
    trim(&mut sum);
    sum
}

pub fn negated(p: &[Integer]) -> Vec<Integer> {
    p.iter().map(|c| -c).collect()
}

pub fn subtract(a: &[Integer], b: &[Integer]) -> Vec<Integer> {
    add(a, &negated(b))
}

pub fn scale(p: &[Integer], factor: &Integer) -> Vec<Integer> {
    if factor.is_zero() { Vec::new() } else { p.iter().map(|c| c * factor).collect() }
}

/// The greatest common divisor of the coefficients, with the leading coefficient's sign.
pub fn content(p: &[Integer]) -> Integer {
    let mut content = Integer::ZERO;
    for c in p.iter().rev() {
        content = content.gcd(c);
        if content == Integer::ONE {
            break;
        }
    }
    if p.last().is_some_and(|lead| lead.signum() < 0) { -&content } else { content }
}

/// The polynomial divided by its content; its leading coefficient becomes positive.
pub fn primitive(p: &[Integer]) -> Vec<Integer> {
    let content = content(p);
    if content == Integer::ONE {
        p.to_vec()
    } else {
        p.iter().map(|c| c.exact_div(&content).unwrap_or(Integer::ZERO)).collect()
    }
}

pub fn derivative(p: &[Integer]) -> Vec<Integer> {
    p.iter().enumerate().skip(1).map(|(n, c)| c * &Integer::from(n as u64)).collect()
}

/// The value at a whole number, by Horner's rule.
pub fn evaluate(p: &[Integer], x: &Integer) -> Integer {
    p.iter().rev().fold(Integer::ZERO, |value, c| &(&value * x) + c)
}

/// The quotient, when the division leaves nothing.
///
/// # Errors
/// The budget's stop.
pub fn exact_quotient(
    a: &[Integer],
    b: &[Integer],
    budget: &Budget,
) -> Result<Option<Vec<Integer>>> {
    let Some(lead) = b.last() else { return Ok(None) };
    if a.is_empty() {
        return Ok(Some(Vec::new()));
    }
    // a multiple's ends are multiples
    let divides = |x: &Integer, y: &Integer| y.exact_div(x).is_some();
    if a.len() < b.len()
        || !divides(lead, &a[a.len() - 1])
        || (!b[0].is_zero() && !divides(&b[0], &a[0]))
    {
        return Ok(None);
    }
    let monic = *lead == Integer::ONE;
    let mut rest = a.to_vec();
    let mut quotient = vec![Integer::ZERO; a.len() - b.len() + 1];
    let cost = 1 + bits(b) / 256;
    for place in (0..quotient.len()).rev() {
        budget.spend(b.len() as u64 * cost)?;
        let top = &rest[place + b.len() - 1];
        if top.is_zero() {
            continue;
        }
        let factor = if monic { Some(top.clone()) } else { top.exact_div(lead) };
        let Some(factor) = factor else { return Ok(None) };
        for (x, y) in rest[place..].iter_mut().zip(b) {
            *x = &*x - &(&factor * y);
        }
        quotient[place] = factor;
    }
    Ok(rest[..b.len() - 1].iter().all(Integer::is_zero).then_some(quotient))
}

/// Whether `b` divides `a`.
///
/// # Errors
/// The budget's stop.
pub fn divides(b: &[Integer], a: &[Integer], budget: &Budget) -> Result<bool> {
    Ok(exact_quotient(a, b, budget)?.is_some())
}

/// The remainder of `lead(b)^(deg a - deg b + 1) a` by `b` (D. Knuth, The Art of Computer
/// Programming 2, 4.6.1).
///
/// # Errors
/// The budget's stop.
pub fn pseudo_remainder(a: &[Integer], b: &[Integer], budget: &Budget) -> Result<Vec<Integer>> {
    let Some(lead) = b.last() else { return Ok(a.to_vec()) };
    let mut rest = a.to_vec();
    for place in (0..(a.len() + 1).saturating_sub(b.len())).rev() {
        budget.spend(b.len() as u64 * (1 + bits(&rest) / 256))?;
        let top = rest[place + b.len() - 1].clone();
        rest.iter_mut().for_each(|c| *c = &*c * lead);
        for (x, y) in rest[place..].iter_mut().zip(b) {
            *x = &*x - &(&top * y);
        }
    }
    trim(&mut rest);
    Ok(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word::Stream;

    fn random(stream: &mut Stream, length: usize, bits: u32) -> Vec<Integer> {
        let word = |stream: &mut Stream| Integer::from(stream.next_u64() as i64);
        let mut p: Vec<Integer> = (0..length)
            .map(|_| match bits {
                0..64 => Integer::from((stream.next_u64() as i64) >> (63 - bits)),
                _ => &(&word(stream) * &word(stream)) * &word(stream),
            })
            .collect();
        trim(&mut p);
        p
    }

    #[test]
    fn kronecker_products_equal_schoolbook_products_and_divide_exactly() {
        let (mut stream, budget) = (Stream::new(7), Budget::default());
        for (length, bits) in [(13, 1), (20, 10), (33, 30), (40, 62), (25, 200)] {
            let (a, b) = (random(&mut stream, length, bits), random(&mut stream, length + 9, bits));
            let mut expected = vec![Integer::ZERO; a.len() + b.len() - 1];
            for (i, x) in a.iter().enumerate() {
                for (j, y) in b.iter().enumerate() {
                    expected[i + j] = &expected[i + j] + &(x * y);
                }
            }
            let product = multiply(&a, &b, &budget);
            assert_eq!(product.as_ref(), Ok(&expected));
            assert_eq!(exact_quotient(&expected, &b, &budget), Ok(Some(a.clone())));
            expected[0] = &expected[0] + &Integer::ONE;
            assert_eq!(exact_quotient(&expected, &b, &budget), Ok(None));
        }
    }
}
