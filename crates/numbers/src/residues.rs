//! Arithmetic modulo a long number, one product at a time: each asks the budget, so that powers
//! with long exponents end when the statement must. What is short enough is one call of GMP.

use crate::budget::{Budget, Stop};
use crate::integer::Integer;
use crate::integer::huge::{self, Long};

/// The numbers modulo a positive number.
pub struct Residues<'b> {
    modulus: Long,
    bits: u64,
    /// Fuel of one product.
    unit: u64,
    budget: &'b Budget,
}

/// An element, in `0..modulus`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Residue(Long);

/// Powers predicted to spend less are one call: some milliseconds.
const ONE_CALL: u64 = 1 << 16;
/// Bits of the exponent that share one product.
const WINDOW: u64 = 4;

impl<'b> Residues<'b> {
    /// Arithmetic modulo `modulus`, which is positive.
    pub fn new(modulus: &Integer, budget: &'b Budget) -> Residues<'b> {
        let bits = modulus.bits();
        let words = bits / 64 + 1;
        Residues {
            modulus: huge::long(&modulus.to_big()),
            bits,
            unit: 1 + words * words.isqrt() / 16,
            budget,
        }
    }

    /// The residue class of a number.
    pub fn residue(&self, n: &Integer) -> Residue {
        Residue(huge::residue(&huge::long(&n.to_big()), &self.modulus))
    }

    /// The representative in `0..modulus`.
    pub fn value(&self, a: &Residue) -> Integer {
        huge::short(&a.0).into()
    }

    /// Whether the class is that of zero.
    pub fn is_zero(&self, a: &Residue) -> bool {
        a.0 == Long::default()
    }

    /// The product.
    ///
    /// # Errors
    /// The budget's stop.
    pub fn multiply(&self, a: &Residue, b: &Residue) -> Result<Residue, Stop> {
        self.budget.spend(self.unit)?;
        // a long product takes as long as many spends
        if self.unit > 256 {
            self.budget.check_clock()?;
        }
        Ok(Residue(huge::product_mod(&a.0, &b.0, &self.modulus)))
    }

    /// The difference.
    pub fn subtract(&self, a: &Residue, b: &Residue) -> Residue {
        Residue(huge::difference_mod(&a.0, &b.0, &self.modulus))
    }

    /// The power with a natural exponent, by windows of its bits (D. Knuth, The Art of Computer
    /// Programming 2, 4.6.3).
    ///
    /// # Errors
    /// The budget's stop.
    pub fn power(&self, base: &Residue, exponent: &Integer) -> Result<Residue, Stop> {
        let predicted = exponent.bits().saturating_mul(self.unit);
        if predicted <= ONE_CALL {
            self.budget.spend(predicted)?;
            let exponent = huge::long(&exponent.to_big());
            return Ok(Residue(huge::power_mod(&base.0, &exponent, &self.modulus)));
        }
        self.budget.suffices(predicted)?;
        let one = self.residue(&Integer::ONE);
        let mut table = vec![one];
        for index in 0..(1usize << WINDOW) - 1 {
            let last = table.get(index).cloned().unwrap_or_else(|| base.clone());
            table.push(self.multiply(&last, base)?);
        }
        let digits = exponent.to_big();
        let windows = exponent.bits().div_ceil(WINDOW);
        let mut power: Option<Residue> = None;
        for window in (0..windows).rev() {
            if let Some(value) = power.as_mut() {
                for _ in 0..WINDOW {
                    *value = self.multiply(value, value)?;
                }
            }
            let digit = (0..WINDOW).fold(0usize, |digit, bit| {
                digit | usize::from(digits.bit(window * WINDOW + bit)) << bit
            });
            if let Some(factor) = table.get(digit).filter(|_| digit > 0 || power.is_none()) {
                power = Some(match power {
                    Some(value) => self.multiply(&value, factor)?,
                    None => factor.clone(),
                });
            }
        }
        Ok(power.unwrap_or_else(|| base.clone()))
    }

    /// Number of bits of the modulus.
    pub fn bits(&self) -> u64 {
        self.bits
    }
}

impl Integer {
    /// `self^exponent` modulo a positive `modulus`, in `0..modulus`; the exponent is not negative.
    ///
    /// # Errors
    /// The budget's stop.
    pub fn pow_mod(
        &self,
        exponent: &Integer,
        modulus: &Integer,
        budget: &Budget,
    ) -> Result<Integer, Stop> {
        let ring = Residues::new(modulus, budget);
        Ok(ring.value(&ring.power(&ring.residue(self), exponent)?))
    }

    /// The inverse of `self` modulo a positive `modulus`, in `0..modulus`; `None` when they have a
    /// common divisor.
    ///
    /// # Errors
    /// The budget's stop: the inverse of numbers beyond some hundred thousand bits is refused as
    /// soon as fuel or time do not suffice.
    pub fn inverse_mod(&self, modulus: &Integer, budget: &Budget) -> Result<Option<Integer>, Stop> {
        const ONE_CALL: u64 = 1 << 18;
        let bits = modulus.bits();
        budget.spend(1 + bits / 8)?;
        if bits > 1024 && bits <= ONE_CALL && cfg!(feature = "mpfr") {
            return Ok(huge::inverse_mod(self, modulus));
        }
        budget.suffices(euclidean_cost(bits))?;
        let Some((_, start)) = self.div_mod_floor(modulus) else { return Ok(None) };
        let (mut r, mut next_r) = (modulus.clone(), start);
        let (mut t, mut next_t) = (Integer::ZERO, Integer::ONE);
        while let Some((q, rest)) = r.div_mod_floor(&next_r) {
            budget.spend(euclidean_step(r.bits()))?;
            (r, next_r) = (next_r, rest);
            let next = &t - &(&q * &next_t);
            (t, next_t) = (next_t, next);
        }
        Ok((r == Integer::ONE).then(|| t.div_mod_floor(modulus).map_or(Integer::ZERO, |p| p.1)))
    }
}

/// Fuel of one division of Euclid's algorithm for numbers of so many bits.
pub fn euclidean_step(bits: u64) -> u64 {
    1 + bits / 1024
}

/// Fuel that Euclid's algorithm, division by division, takes at least for numbers of so many bits:
/// about 0.58 divisions a bit (D. Knuth, The Art of Computer Programming 2, 4.5.3), of numbers half
/// as long on average.
pub fn euclidean_cost(bits: u64) -> u64 {
    (bits / 2).saturating_mul(euclidean_step(bits / 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_in_steps_equal_powers_in_one_call() {
        let budget = Budget::default();
        for bits in [70u64, 3000, 9000] {
            let n = &Integer::from(2i64).checked_pow(bits).unwrap() - &Integer::from(159i64);
            let ring = Residues::new(&n, &budget);
            for base in [2i64, 3, 1_000_003] {
                let (base, e) = (Integer::from(base), &n - &Integer::from(5i64));
                let expected = huge::power_mod(
                    &huge::long(&base.to_big()),
                    &huge::long(&e.to_big()),
                    &huge::long(&n.to_big()),
                );
                assert_eq!(ring.power(&ring.residue(&base), &e).unwrap().0, expected);
            }
            let three = Integer::from(3i64);
            let inverse = three.inverse_mod(&n, &budget).unwrap();
            let product = inverse.map(|inverse| &inverse * &three);
            let one = product.and_then(|p| p.div_mod_floor(&n)).map(|pair| pair.1);
            assert!(one.is_none_or(|one| one == Integer::ONE));
        }
    }

    #[test]
    fn long_powers_hear_the_end_of_time() {
        let time = Some(std::time::Duration::from_millis(50));
        let budget = Budget::new(u64::MAX, time, 0, crate::Cancel::default());
        let n = Integer::from(10i64).checked_pow(20_000).unwrap();
        let start = std::time::Instant::now();
        assert_eq!(Integer::from(3i64).pow_mod(&n, &n, &budget), Err(Stop::Time));
        assert!(start.elapsed() < std::time::Duration::from_secs(2));
    }
}
