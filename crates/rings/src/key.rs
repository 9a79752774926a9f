//! Power products packed into words: one field of bits an exponent, the first variable highest, so
//! that comparing words compares power products lexicographically and adding words multiplies them.
//!
//! The top bit of every field stays clear: a sum that would run into it is noticed
//! ([`Layout::fits`]) and the computation repeated with wider words. Nothing wraps.

use std::fmt::Debug;
use std::hash::Hash;

/// The words of a packed power product.
pub trait Key: Copy + Ord + Hash + Debug + Default + Send + Sync + 'static {
    const BITS: u32;
    fn plus(self, other: Self) -> Self;
    fn minus(self, other: Self) -> Self;
    fn and(self, other: Self) -> Self;
    fn or(self, other: Self) -> Self;
    /// `value` moved up by `shift` bits.
    fn at(value: u64, shift: u32) -> Self;
    /// The 64 bits from `shift` up.
    fn get(self, shift: u32) -> u64;
    /// A hash whose high bits are good.
    fn scatter(self) -> u64;
}

const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

impl Key for u64 {
    const BITS: u32 = 64;
    #[inline(always)]
    fn plus(self, other: u64) -> u64 {
        self.wrapping_add(other)
    }
    #[inline(always)]
    fn minus(self, other: u64) -> u64 {
        self.wrapping_sub(other)
    }
    fn and(self, other: u64) -> u64 {
        self & other
    }
    fn or(self, other: u64) -> u64 {
        self | other
    }
    fn at(value: u64, shift: u32) -> u64 {
        value << shift
    }
    #[inline(always)]
    fn get(self, shift: u32) -> u64 {
        self >> shift
    }
    #[inline(always)]
    fn scatter(self) -> u64 {
        self.wrapping_mul(FACTOR)
    }
}

impl Key for u128 {
    const BITS: u32 = 128;
    #[inline(always)]
    fn plus(self, other: u128) -> u128 {
        self.wrapping_add(other)
    }
    #[inline(always)]
    fn minus(self, other: u128) -> u128 {
        self.wrapping_sub(other)
    }
    fn and(self, other: u128) -> u128 {
        self & other
    }
    fn or(self, other: u128) -> u128 {
        self | other
    }
    fn at(value: u64, shift: u32) -> u128 {
        u128::from(value) << shift
    }
    #[inline(always)]
    fn get(self, shift: u32) -> u64 {
        (self >> shift) as u64
    }
    #[inline(always)]
    fn scatter(self) -> u64 {
        ((self >> 64) as u64)
            .wrapping_mul(FACTOR)
            .rotate_left(29)
            .wrapping_add(self as u64)
            .wrapping_mul(FACTOR)
    }
}

/// Sixteen words, the highest first: 1024 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Wide([u64; 16]);

impl Wide {
    fn zip(self, other: Wide, f: impl Fn(u64, u64) -> u64) -> Wide {
        let mut words = self.0;
        words.iter_mut().zip(other.0).for_each(|(word, other)| *word = f(*word, other));
        Wide(words)
    }
}

/// Fields do not straddle words of [`Wide`] (the layout sees to it), so no carries cross.
impl Key for Wide {
    const BITS: u32 = 1024;
    fn plus(self, other: Wide) -> Wide {
        self.zip(other, u64::wrapping_add)
    }
    fn minus(self, other: Wide) -> Wide {
        self.zip(other, u64::wrapping_sub)
    }
    fn and(self, other: Wide) -> Wide {
        self.zip(other, |a, b| a & b)
    }
    fn or(self, other: Wide) -> Wide {
        self.zip(other, |a, b| a | b)
    }
    fn at(value: u64, shift: u32) -> Wide {
        let mut words = [0; 16];
        words[15 - (shift / 64) as usize] = value << (shift % 64);
        Wide(words)
    }
    fn get(self, shift: u32) -> u64 {
        self.0[15 - (shift / 64) as usize] >> (shift % 64)
    }
    fn scatter(self) -> u64 {
        self.0
            .iter()
            .fold(0, |state: u64, word| (state.rotate_left(23) ^ word).wrapping_mul(FACTOR))
    }
}

/// Where each variable's exponent stands in a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout<K> {
    shifts: Vec<u32>,
    /// Bits of a field, its guard included.
    width: u32,
    guard: K,
}

impl<K: Key> Layout<K> {
    /// Fields for exponents up to `largest` of so many variables; `None` when they do not fit the
    /// key.
    pub fn new(variables: usize, largest: u64) -> Option<Layout<K>> {
        let width = 65 - largest.max(1).leading_zeros();
        let per_word = 64u32.checked_div(width).filter(|&n| n > 0)?;
        let count = u32::try_from(variables).ok()?;
        let (shifts, needed): (Vec<u32>, u32) = if K::BITS <= 128 {
            (
                (0..count).rev().map(|place| place.saturating_mul(width)).collect(),
                count.checked_mul(width)?,
            )
        } else {
            let shift = |place: u32| place / per_word * 64 + place % per_word * width;
            ((0..count).rev().map(shift).collect(), count.div_ceil(per_word).checked_mul(64)?)
        };
        if needed > K::BITS {
            return None;
        }
        // spare bits widen the fields
        let width = if K::BITS <= 128 && count > 0 { (K::BITS / count).min(33) } else { width };
        let shifts = if K::BITS <= 128 {
            (0..count).rev().map(|place| place * width).collect()
        } else {
            shifts
        };
        let guard = shifts
            .iter()
            .fold(K::default(), |guard, shift| guard.or(K::at(1 << (width - 1), *shift)));
        Some(Layout { shifts, width, guard })
    }

    pub fn variables(&self) -> usize {
        self.shifts.len()
    }

    /// Exponents up to this fit.
    pub fn largest(&self) -> u64 {
        (1 << (self.width - 1)) - 1
    }

    pub fn pack(&self, exponents: &[u32]) -> K {
        self.shifts
            .iter()
            .zip(exponents)
            .fold(K::default(), |key, (&shift, &e)| key.plus(K::at(e.into(), shift)))
    }

    /// The power product of one variable.
    pub fn power(&self, variable: usize, exponent: u64) -> K {
        K::at(exponent, self.shifts[variable])
    }

    #[inline(always)]
    pub fn exponent(&self, key: K, variable: usize) -> u64 {
        key.get(self.shifts[variable]) & ((1 << (self.width - 1)) - 1)
    }

    pub fn unpack(&self, key: K) -> impl Iterator<Item = u64> + '_ {
        (0..self.variables()).map(move |variable| self.exponent(key, variable))
    }

    pub fn total(&self, key: K) -> u64 {
        self.unpack(key).sum()
    }

    /// The key without this variable.
    pub fn without(&self, key: K, variable: usize) -> K {
        key.minus(self.power(variable, self.exponent(key, variable)))
    }

    /// Whether no field of a sum or difference of two keys has run over.
    #[inline(always)]
    pub fn fits(&self, key: K) -> bool {
        key.and(self.guard) == K::default()
    }

    /// The quotient of power products, if the division is exact.
    #[inline(always)]
    pub fn quotient(&self, key: K, divisor: K) -> Option<K> {
        let lifted = key.or(self.guard).minus(divisor);
        (lifted.and(self.guard) == self.guard).then(|| lifted.minus(self.guard))
    }

    /// The least common multiple of power products.
    pub fn lcm(&self, a: K, b: K) -> K {
        let powers = self.unpack(a).zip(self.unpack(b)).enumerate();
        powers
            .fold(K::default(), |key, (variable, (m, n))| key.plus(self.power(variable, m.max(n))))
    }

    /// The greatest common divisor of power products.
    pub fn gcd(&self, a: K, b: K) -> K {
        let powers = self.unpack(a).zip(self.unpack(b)).enumerate();
        powers
            .fold(K::default(), |key, (variable, (m, n))| key.plus(self.power(variable, m.min(n))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn power_products_multiply_divide_and_overflow_visibly<K: Key>(variables: usize, largest: u64) {
        let layout: Layout<K> = Layout::new(variables, largest).unwrap_or_else(|| unreachable!());
        let exponents: Vec<u32> =
            (0..variables as u32).map(|i| (i * 7 + 3) % (largest as u32 + 1)).collect();
        let key = layout.pack(&exponents);
        assert!(layout.unpack(key).zip(&exponents).all(|(a, &b)| a == u64::from(b)));
        for variable in 0..variables {
            let more = layout.power(variable, 1);
            assert_eq!(layout.quotient(key.plus(more), more), Some(key));
            assert_eq!(layout.quotient(layout.without(key, variable), more), None);
            let top = layout.power(variable, layout.largest());
            assert!(layout.fits(top) && !layout.fits(top.plus(more)));
            assert_eq!(layout.lcm(key, more).max(key), layout.lcm(more, key));
        }
    }

    #[test]
    fn keys_of_every_width_pack_and_guard() {
        power_products_multiply_divide_and_overflow_visibly::<u64>(3, 1000);
        power_products_multiply_divide_and_overflow_visibly::<u64>(1, 1 << 31);
        power_products_multiply_divide_and_overflow_visibly::<u128>(12, 200);
        power_products_multiply_divide_and_overflow_visibly::<Wide>(70, 1000);
        assert_eq!(Layout::<u64>::new(20, 100), None);
    }
}
