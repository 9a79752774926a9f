//! Polynomials over Z/p: elements in Montgomery form, lowest coefficient first.

use crate::Result;
use crate::word::Field;
use viete_numbers::{Budget, Integer};

pub type Dense = Vec<u64>;

pub fn trim(p: &mut Dense) {
    while p.last() == Some(&0) {
        p.pop();
    }
}

/// The image of an integer polynomial.
pub fn image(field: &Field, p: &[Integer]) -> Dense {
    let mut image: Dense = p.iter().map(|c| field.from_integer(c)).collect();
    trim(&mut image);
    image
}

/// The integer polynomial with coefficients of least magnitude.
pub fn lift(field: &Field, p: &[u64]) -> Vec<Integer> {
    p.iter().map(|&c| Integer::from(field.to_i64(c))).collect()
}

pub fn add(field: &Field, a: &[u64], b: &[u64]) -> Dense {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut sum = long.to_vec();
    sum.iter_mut().zip(short).for_each(|(x, &y)| *x = field.add(*x, y));
    trim(&mut sum);
    sum
}

pub fn subtract(field: &Field, a: &[u64], b: &[u64]) -> Dense {
    let mut difference = a.to_vec();
    difference.resize(a.len().max(b.len()), 0);
    difference.iter_mut().zip(b).for_each(|(x, &y)| *x = field.sub(*x, y));
    trim(&mut difference);
    difference
}

pub fn scale(field: &Field, p: &[u64], factor: u64) -> Dense {
    if factor == 0 { Dense::new() } else { p.iter().map(|&c| field.mul(c, factor)).collect() }
}

/// Products of fewer coefficients are formed one by one, larger ones by Karatsuba's formula.
const KARATSUBA: usize = 32;

pub fn multiply(field: &Field, a: &[u64], b: &[u64]) -> Dense {
    if a.is_empty() || b.is_empty() {
        return Dense::new();
    }
    let mut product = vec![0; a.len() + b.len() - 1];
    multiply_into(field, a, b, &mut product);
    trim(&mut product);
    product
}

/// `product = a b`; its length is `a.len() + b.len() - 1`.
fn multiply_into(field: &Field, a: &[u64], b: &[u64], product: &mut [u64]) {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if field.is_tiny() && short.len() < 1 << 13 {
        for (place, target) in product.iter_mut().enumerate() {
            let low = (place + 1).saturating_sub(long.len());
            let high = place.min(short.len() - 1);
            let pairs = short[low..=high].iter().zip(long[place - high..=place - low].iter().rev());
            let sum = pairs.fold(0u64, |sum, (&x, &y)| {
                sum.wrapping_add((x & 0xFFFF_FFFF).wrapping_mul(y & 0xFFFF_FFFF))
            });
            *target = field.reduce(u128::from(sum));
        }
        return;
    }
    if short.len() < KARATSUBA {
        for (place, target) in product.iter_mut().enumerate() {
            let low = (place + 1).saturating_sub(long.len());
            let high = place.min(short.len() - 1);
            let pairs = short[low..=high].iter().zip(long[place - high..=place - low].iter().rev());
            *target = field.reduce(pairs.fold(0, |sum, (&x, &y)| field.accumulate(sum, x, y)));
        }
        return;
    }
    if long.len() > short.len() {
        // blocks as long as the shorter factor
        product.fill(0);
        for (index, block) in long.chunks(short.len()).enumerate() {
            let part = multiply(field, short, block);
            product[index * short.len()..]
                .iter_mut()
                .zip(&part)
                .for_each(|(x, &y)| *x = field.add(*x, y));
        }
        return;
    }
    let half = short.len() / 2;
    let ((a0, a1), (b0, b1)) = (short.split_at(half), long.split_at(half));
    let sum = |low: &[u64], high: &[u64]| -> Dense {
        high.iter().enumerate().map(|(i, &x)| low.get(i).map_or(x, |&y| field.add(x, y))).collect()
    };
    let (sa, sb) = (sum(a0, a1), sum(b0, b1));
    let mut middle = vec![0; sa.len() + sb.len() - 1];
    multiply_into(field, &sa, &sb, &mut middle);
    let (low, high) = product.split_at_mut(2 * half - 1);
    multiply_into(field, a0, b0, low);
    high[0] = 0;
    multiply_into(field, a1, b1, &mut high[1..]);
    middle.iter_mut().zip(low.iter()).for_each(|(x, &y)| *x = field.sub(*x, y));
    middle.iter_mut().zip(high[1..].iter()).for_each(|(x, &y)| *x = field.sub(*x, y));
    product[half..].iter_mut().zip(&middle).for_each(|(x, &y)| *x = field.add(*x, y));
}

/// Divides in place: `rest` keeps the remainder in its low coefficients; answers the quotient.
/// `inverse` is that of the divisor's leading coefficient.
fn divide_in_place(
    field: &Field,
    rest: &mut Dense,
    divisor: &[u64],
    inverse: u64,
    quotient: Option<&mut Dense>,
) {
    let size = divisor.len();
    if rest.len() < size {
        return;
    }
    let mut factors = vec![0; rest.len() - size + 1];
    if field.is_tiny() && factors.len() < 1 << 15 {
        for place in (0..factors.len()).rev() {
            let factor = field.mul(field.settle(rest[place + size - 1]), inverse);
            factors[place] = factor;
            // a plain residue times an element is an element: sums need no reduction
            let minus = field.to_u64(field.negate(factor)) & 0xFFFF_FFFF;
            for (x, &y) in rest[place..place + size - 1].iter_mut().zip(divisor) {
                *x = x.wrapping_add(minus.wrapping_mul(y & 0xFFFF_FFFF));
            }
        }
        rest.truncate(size - 1);
        rest.iter_mut().for_each(|x| *x = field.settle(*x));
        trim(rest);
        if let Some(quotient) = quotient {
            *quotient = factors;
        }
        return;
    }
    for place in (0..factors.len()).rev() {
        let factor = field.mul(rest[place + size - 1], inverse);
        factors[place] = factor;
        if factor != 0 {
            let minus = field.negate(factor);
            for (x, &y) in rest[place..place + size - 1].iter_mut().zip(divisor) {
                *x = field.reduce(field.accumulate(Field::raised(*x), minus, y));
            }
        }
    }
    rest.truncate(size - 1);
    trim(rest);
    if let Some(quotient) = quotient {
        *quotient = factors;
    }
}

/// Quotient and remainder; the divisor is not zero.
pub fn divide(field: &Field, a: &[u64], b: &[u64]) -> (Dense, Dense) {
    let (mut quotient, mut rest) = (Dense::new(), a.to_vec());
    let Some(&lead) = b.last() else { return (quotient, rest) };
    divide_in_place(field, &mut rest, b, field.inverse(lead), Some(&mut quotient));
    (quotient, rest)
}

pub fn remainder(field: &Field, a: &[u64], b: &[u64]) -> Dense {
    let mut rest = a.to_vec();
    if let Some(&lead) = b.last() {
        divide_in_place(field, &mut rest, b, field.inverse(lead), None);
    }
    rest
}

/// Products and divisions of more steps look at the clock in between: some milliseconds.
const LONG: usize = 1 << 22;

/// Reduces modulo the divisor in place, looking at the clock now and then; `inverse` is that of the
/// divisor's leading coefficient. Fuel is the caller's.
fn reduce(
    field: &Field,
    rest: &mut Dense,
    divisor: &[u64],
    inverse: u64,
    budget: &Budget,
) -> Result<()> {
    let size = divisor.len();
    let block = LONG / size + 1;
    while rest.len() >= size + block {
        budget.check_clock()?;
        let mut top = rest.split_off(rest.len() - size - block);
        divide_in_place(field, &mut top, divisor, inverse, None);
        rest.append(&mut top);
        trim(rest);
    }
    divide_in_place(field, rest, divisor, inverse, None);
    Ok(())
}

/// The product modulo a polynomial that is not zero.
///
/// # Errors
/// The budget's stop.
pub fn multiply_mod(
    field: &Field,
    a: &[u64],
    b: &[u64],
    modulus: &[u64],
    budget: &Budget,
) -> Result<Dense> {
    budget.spend((a.len() * b.len()) as u64 / 8 + 1)?;
    let mut product = multiply(field, a, b);
    if let Some(&lead) = modulus.last() {
        reduce(field, &mut product, modulus, field.inverse(lead), budget)?;
    }
    Ok(product)
}

pub fn monic(field: &Field, p: &[u64]) -> Dense {
    match p.last() {
        Some(&lead) if lead != field.one() => scale(field, p, field.inverse(lead)),
        _ => p.to_vec(),
    }
}

/// Below this degree remainders are formed without inverting the leading coefficient.
const FRACTION_FREE: usize = 200;

/// The monic greatest common divisor, by Euclid's algorithm.
pub fn gcd(field: &Field, a: &[u64], b: &[u64], budget: &Budget) -> Result<Dense> {
    let (mut a, mut b) =
        if a.len() >= b.len() { (a.to_vec(), b.to_vec()) } else { (b.to_vec(), a.to_vec()) };
    while let Some(&lead) = b.last() {
        if b.len() == 1 {
            return Ok(vec![field.one()]);
        }
        budget.spend((a.len() - b.len() + 1) as u64 * (b.len() as u64 / 8 + 1))?;
        if b.len() < FRACTION_FREE && a.len() < b.len() + FRACTION_FREE && !field.is_tiny() {
            pseudo_remainder_in_place(field, &mut a, &b, lead);
        } else {
            reduce(field, &mut a, &b, field.inverse(lead), budget)?;
        }
        std::mem::swap(&mut a, &mut b);
    }
    Ok(monic(field, &a))
}

/// A multiple of the remainder.
fn pseudo_remainder_in_place(field: &Field, rest: &mut Dense, divisor: &[u64], lead: u64) {
    let size = divisor.len();
    while rest.len() >= size {
        let place = rest.len() - size;
        let minus = field.negate(rest[rest.len() - 1]);
        rest.pop();
        let (low, high) = rest.split_at_mut(place);
        low.iter_mut().for_each(|x| *x = field.mul(*x, lead));
        for (x, &y) in high.iter_mut().zip(divisor) {
            *x = field.reduce(field.accumulate(
                u128::from(*x).wrapping_mul(u128::from(lead)),
                minus,
                y,
            ));
        }
        trim(rest);
    }
}

/// `(g, s, t)` with `s a + t b = g`, the monic greatest common divisor.
pub fn extended_gcd(field: &Field, a: &[u64], b: &[u64]) -> (Dense, Dense, Dense) {
    let (mut r0, mut r1) = (a.to_vec(), b.to_vec());
    let (mut s0, mut s1) = (vec![field.one()], Dense::new());
    let (mut t0, mut t1) = (Dense::new(), vec![field.one()]);
    while !r1.is_empty() {
        let (quotient, rest) = divide(field, &r0, &r1);
        let next = |x: &Dense, y: &Dense| subtract(field, x, &multiply(field, &quotient, y));
        (s0, s1) = (s1.clone(), next(&s0, &s1));
        (t0, t1) = (t1.clone(), next(&t0, &t1));
        (r0, r1) = (r1, rest);
    }
    let inverse = r0.last().map_or(0, |&lead| field.inverse(lead));
    (scale(field, &r0, inverse), scale(field, &s0, inverse), scale(field, &t0, inverse))
}

pub fn derivative(field: &Field, p: &[u64]) -> Dense {
    let mut result: Dense = p
        .iter()
        .enumerate()
        .skip(1)
        .map(|(n, &c)| field.mul(c, field.from_u64(n as u64)))
        .collect();
    trim(&mut result);
    result
}

/// The value at an element, by Horner's rule.
pub fn evaluate(field: &Field, p: &[u64], x: u64) -> u64 {
    p.iter().rev().fold(0, |value, &c| field.add(field.mul(value, x), c))
}

/// The polynomial of least degree through points with different abscissae, by Newton's divided
/// differences.
///
/// # Errors
/// The budget's stop.
pub fn interpolate(field: &Field, points: &[(u64, u64)], budget: &Budget) -> Result<Dense> {
    let (mut result, mut basis) = (Dense::new(), vec![field.one()]);
    for &(x, y) in points {
        budget.spend(basis.len() as u64 / 4)?;
        let (at, value) = (evaluate(field, &basis, x), evaluate(field, &result, x));
        let factor = field.div(field.sub(y, value), at);
        result = add(field, &result, &scale(field, &basis, factor));
        basis = multiply(field, &basis, &[field.negate(x), field.one()]);
    }
    Ok(result)
}

/// The resultant by Euclid's algorithm (K. Geddes, S. Czapor, G. Labahn, Algorithms for Computer
/// Algebra, 7.3).
///
/// # Errors
/// The budget's stop.
pub fn resultant(field: &Field, a: &[u64], b: &[u64], budget: &Budget) -> Result<u64> {
    let (mut a, mut b) = (a.to_vec(), b.to_vec());
    let mut result = field.one();
    if a.is_empty() || b.is_empty() {
        return Ok(0);
    }
    if a.len() < b.len() {
        if (a.len() - 1) * (b.len() - 1) % 2 == 1 {
            result = field.negate(result);
        }
        std::mem::swap(&mut a, &mut b);
    }
    while b.len() > 1 {
        let (m, n, lead) = (a.len() - 1, b.len() - 1, b[b.len() - 1]);
        budget.spend((m - n + 1) as u64 * (n as u64 / 16 + 1))?;
        reduce(field, &mut a, &b, field.inverse(lead), budget)?;
        if a.is_empty() {
            return Ok(0);
        }
        result = field.mul(result, field.pow(lead, (m - (a.len() - 1)) as u64));
        if m * n % 2 == 1 {
            result = field.negate(result);
        }
        std::mem::swap(&mut a, &mut b);
    }
    Ok(field.mul(result, field.pow(b[0], (a.len() - 1) as u64)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::word::{Stream, word_primes};

    #[test]
    fn products_quotients_and_gcds_obey_their_laws() {
        let mut stream = Stream::new(3);
        for p in [3, 101, 65_537].into_iter().chain(word_primes().take(1)) {
            let f = Field::new(p);
            let mut random = |n: usize| {
                let mut p: Dense = (0..n).map(|_| stream.element(&f)).collect();
                trim(&mut p);
                p
            };
            for n in [1, 5, 31, 32, 33, 70, 129] {
                let (a, b, c) = (random(n), random(n / 2 + 3), random(n + 5));
                let left = multiply(&f, &a, &add(&f, &b, &c));
                assert_eq!(left, add(&f, &multiply(&f, &a, &b), &multiply(&f, &a, &c)));
                if b.is_empty() || a.is_empty() {
                    continue;
                }
                let (q, r) = divide(&f, &c, &b);
                assert_eq!(add(&f, &multiply(&f, &q, &b), &r), c);
                let (g, s, t) = extended_gcd(&f, &a, &b);
                assert_eq!(Ok(&g), gcd(&f, &a, &b, &Budget::default()).as_ref());
                assert_eq!(add(&f, &multiply(&f, &s, &a), &multiply(&f, &t, &b)), g);
                let common =
                    gcd(&f, &multiply(&f, &a, &c), &multiply(&f, &b, &c), &Budget::default());
                assert_eq!(common, Ok(monic(&f, &multiply(&f, &g, &c))));
                assert_eq!(resultant(&f, &a, &b, &Budget::default()) == Ok(0), g.len() > 1);
                let x = f.from_u64(2);
                assert_eq!(
                    evaluate(&f, &multiply(&f, &a, &b), x),
                    f.mul(evaluate(&f, &a, x), evaluate(&f, &b, x))
                );
            }
        }
    }
}
