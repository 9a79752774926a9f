//! Canonical powers: exact folding with size prediction, and only those exponent laws that hold for
//! all values on the principal branch (DLMF 4.2(iv)). `0^0 = 1`; a negative power of zero is
//! undefined.

use crate::node::{Kind, Term};
use crate::store::Store;
use smallvec::SmallVec;
use viete_numbers::{Integer, Number, Rational};

/// Trial division pulls perfect powers of primes below this bound out of radicals.
const TRIAL_BOUND: i64 = 1000;
/// Radicands above this many bits are left alone.
const RADICAND_BITS: u64 = 4096;

impl Store {
    /// The canonical power `base^exponent`.
    pub fn power(&mut self, base: Term, exponent: Term) -> Term {
        if base == self.undefined() || exponent == self.undefined() {
            return self.undefined();
        }
        if exponent == self.one() {
            return base;
        }
        if let Some(value) = self.infinite_power(base, exponent) {
            return value;
        }
        let exponent_number = self.as_number(exponent).cloned();
        let base_number = self.as_number(base).cloned();
        if exponent_number.as_ref().is_some_and(Number::is_zero) && self.is_total(base) {
            return self.one();
        }
        if base == self.one() && self.is_total(exponent) {
            return base;
        }
        if let (Some(b), Some(e)) = (&base_number, &exponent_number)
            && let Some(result) = self.numeric_power(b, e)
        {
            return result;
        }
        if let Some(e) = exponent_number.as_ref().and_then(Number::as_rational).cloned()
            && let Some(result) = self.rational_power_of(base, &e)
        {
            return result;
        }
        self.intern(Kind::Power, &[base, exponent])
    }

    /// Powers that involve infinity; `None` when neither part is infinite.
    fn infinite_power(&self, base: Term, exponent: Term) -> Option<Term> {
        let infinity = self.infinity();
        if base == infinity {
            return match self.as_number(exponent).and_then(Number::signum) {
                Some(1) => Some(infinity),
                Some(-1) => Some(self.zero()),
                Some(_) => Some(self.undefined()),
                None => None,
            };
        }
        let grows = base == self.euler()
            || self
                .as_number(base)
                .and_then(Number::as_rational)
                .is_some_and(|r| *r > Rational::ONE);
        let negative = self.children(exponent) == [self.minus_one(), infinity];
        match (grows, exponent == infinity, negative) {
            (true, true, _) => Some(infinity),
            (true, _, true) => Some(self.zero()),
            _ => None,
        }
    }

    /// Number to a number: exact when it fits, radicals in lowest form, else `None` (stays
    /// symbolic).
    fn numeric_power(&mut self, base: &Number, exponent: &Number) -> Option<Term> {
        let exponent = exponent.as_rational()?.clone();
        if base.is_zero() {
            return Some(if exponent.signum() > 0 { self.zero() } else { self.undefined() });
        }
        if let Some(n) = exponent.to_integer() {
            return match base.checked_pow(&n) {
                Ok(Some(value)) => Some(self.number(value)),
                Ok(None) => Some(self.undefined()),
                Err(_) => None,
            };
        }
        let value = base.as_rational()?.clone();
        if value.is_one() {
            return Some(self.one());
        }
        self.radical(&value, &exponent)
    }

    /// `value^exponent` for a rational that is not 0 or 1 and a non-integer exponent, principal
    /// branch: integer powers and perfect roots come out, `(-r)^e = (-1)^e r^e`. `None` when
    /// nothing changes.
    fn radical(&mut self, value: &Rational, exponent: &Rational) -> Option<Term> {
        if value.bits() > RADICAND_BITS {
            return None;
        }
        let whole = exponent.floor();
        let fraction = exponent - &Rational::from(whole.clone());
        let (p, q) = (
            fraction.numerator(),
            fraction.denominator().to_i64().and_then(|q| u32::try_from(q).ok())?,
        );
        let p = p.to_i64().and_then(|p| u64::try_from(p).ok())?;
        if value.signum() < 0 {
            return self.negative_radical(value, exponent, &whole, &fraction);
        }
        let (outside_n, inside_n) = extract_root(&value.numerator(), p, q)?;
        let (outside_d, inside_d) = extract_root(&value.denominator(), p, q)?;
        // 1/sqrt(d) = sqrt(d^(q-1))/d: radicands stay integers
        let denominator_free = inside_d.checked_pow(u64::from(q) - 1).ok()?;
        let inside = inside_n.checked_mul(&denominator_free).ok()?;
        // numerator and denominator together may hold further perfect powers
        let (outside_n, inside) = match inside_d == Integer::ONE {
            true => (outside_n, inside),
            false => {
                let (more, inside) = extract_root(&inside, 1, q)?;
                (outside_n.checked_mul(&more).ok()?, inside)
            }
        };
        let unchanged = inside_d == Integer::ONE
            && outside_n == Integer::ONE
            && outside_d == Integer::ONE
            && whole.is_zero();
        let outside =
            &Rational::from(outside_n) * &Rational::new(&Integer::ONE, &(&outside_d * &inside_d))?;
        let outside = outside.checked_mul(&value.checked_pow(&whole).ok()??).ok()?;
        let outside = self.number(outside.into());
        let root = Rational::new(&Integer::ONE, &i64::from(q).into())?;
        if inside == Integer::ONE {
            return Some(outside);
        }
        // lower the index when the radicand is itself a perfect power: 4^(1/6) = 2^(1/3)
        let (inside, root) = lower_index(inside, root);
        if unchanged && Rational::from(inside.clone()) == *value && root == *exponent {
            return None;
        }
        let (inside, root) = (self.number(inside.into()), self.number(root.into()));
        let radical = self.intern(Kind::Power, &[inside, root]);
        Some(if outside == self.one() { radical } else { self.product(&[outside, radical]) })
    }

    /// `(-r)^e = (-1)^floor(e) (-1)^(e - floor e) r^e` for positive r.
    fn negative_radical(
        &mut self,
        value: &Rational,
        exponent: &Rational,
        whole: &Integer,
        fraction: &Rational,
    ) -> Option<Term> {
        if *value == Rational::MINUS_ONE && whole.is_zero() && *fraction != Rational::HALF {
            return None;
        }
        let unit = if *fraction == Rational::HALF {
            self.number(Number::i())
        } else {
            let (minus_one, fraction) = (self.minus_one(), self.number(fraction.clone().into()));
            self.intern(Kind::Power, &[minus_one, fraction])
        };
        let sign = self.integer(if whole.is_even() { 1 } else { -1 });
        let (magnitude, exponent) =
            (self.number(value.abs().into()), self.number(exponent.clone().into()));
        let magnitude = self.power(magnitude, exponent);
        Some(self.product(&[sign, unit, magnitude]))
    }

    /// A compound base to a rational exponent.
    fn rational_power_of(&mut self, base: Term, exponent: &Rational) -> Option<Term> {
        match self.kind(base) {
            Kind::Power => {
                let [inner, inner_exponent] = *self.children(base) else {
                    return None;
                };
                let holds = match self.as_number(inner_exponent).and_then(Number::as_rational) {
                    // (x^a)^b: for 0 < a <= 1 always; for an integer b > 0 always; for a <= -1 the
                    // zero must stay excluded
                    Some(a) => {
                        a.signum() > 0 && (*a <= Rational::ONE || exponent.is_integer())
                            || (exponent.is_integer() && exponent.signum() > 0)
                    }
                    None => {
                        exponent.is_integer()
                            && (exponent.signum() > 0 || self.is_nonzero_constant(inner))
                    }
                } || (exponent.is_integer() && self.is_nonzero_constant(inner));
                if !holds {
                    return None;
                }
                let exponent = self.number(exponent.clone().into());
                let product = self.product(&[inner_exponent, exponent]);
                Some(self.power(inner, product))
            }
            Kind::Product => {
                let factors: SmallVec<[Term; 8]> = self.children(base).into();
                let number = factors.first().and_then(|&t| self.as_number(t)).cloned();
                let exponent_term = self.number(exponent.clone().into());
                if exponent.is_integer() {
                    let powers: SmallVec<[Term; 8]> =
                        factors.iter().map(|&f| self.power(f, exponent_term)).collect();
                    return Some(self.product(&powers));
                }
                // (c x)^b = c^b x^b for positive c
                let coefficient = number?.as_rational().cloned().filter(|c| c.signum() != 0)?;
                let magnitude = coefficient.abs();
                if magnitude.is_one() {
                    return None;
                }
                let sign = &coefficient * &magnitude.recip()?;
                let sign = self.number(sign.into());
                let mut rest: SmallVec<[Term; 8]> = factors;
                if let Some(first) = rest.first_mut() {
                    *first = sign;
                }
                let rest = self.product(&rest);
                let magnitude = self.number(magnitude.into());
                let outside = self.power(magnitude, exponent_term);
                let inside = self.power(rest, exponent_term);
                Some(self.product(&[outside, inside]))
            }
            _ => None,
        }
    }
}

/// `(out, inside)` with `n^(p/q) = out * inside^(1/q)` for positive `n`, from trial division and a
/// perfect-root test.
fn extract_root(n: &Integer, p: u64, q: u32) -> Option<(Integer, Integer)> {
    let mut outside = Integer::ONE;
    let mut inside = Integer::ONE;
    let mut rest = n.clone();
    let mut prime = 2i64;
    let mut place = |prime: &Integer, count: u64| -> Option<()> {
        let exponent = count.checked_mul(p)?;
        outside = outside.checked_mul(&prime.checked_pow(exponent / u64::from(q)).ok()?).ok()?;
        inside = inside.checked_mul(&prime.checked_pow(exponent % u64::from(q)).ok()?).ok()?;
        Some(())
    };
    while prime < TRIAL_BOUND && rest != Integer::ONE {
        let divisor = Integer::from(prime);
        let mut count = 0;
        while let Some(quotient) = rest.exact_div(&divisor) {
            rest = quotient;
            count += 1;
        }
        if count > 0 {
            place(&divisor, count)?;
        }
        prime += if prime == 2 { 1 } else { 2 };
    }
    if rest != Integer::ONE {
        // what is left may be a perfect power of a large number
        let degree = (2..=q.min(64)).rev().find(|&k| {
            rest.root_floor(k)
                .is_some_and(|root| root.checked_pow(k.into()).is_ok_and(|power| power == rest))
        });
        match degree {
            Some(k) => place(&rest.root_floor(k)?, k.into())?,
            None => place(&rest, 1)?,
        }
    }
    Some((outside, inside))
}

/// `inside^(1/q)` with the smallest possible index.
fn lower_index(mut inside: Integer, mut root: Rational) -> (Integer, Rational) {
    let mut k = 2u32;
    while let Some(q) = root.denominator().to_i64() {
        if i64::from(k) > q || k > 64 {
            break;
        }
        let perfect = (q % i64::from(k) == 0)
            .then(|| inside.root_floor(k))
            .flatten()
            .filter(|r| r.checked_pow(k.into()).is_ok_and(|power| power == inside));
        match (perfect, Rational::new(&Integer::ONE, &(q / i64::from(k)).into())) {
            (Some(smaller), Some(index)) if !index.is_one() => (inside, root) = (smaller, index),
            _ => k += 1,
        }
    }
    (inside, root)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(store: &mut Store, n: i64, d: i64) -> Term {
        let value = Rational::new(&n.into(), &d.into()).unwrap_or(Rational::ZERO);
        store.number(value.into())
    }

    #[test]
    fn radicals_have_one_form() {
        let mut s = Store::new();
        let half = number(&mut s, 1, 2);
        let (two, eight) = (s.integer(2), s.integer(8));
        let root_two = s.power(two, half);
        let root_eight = s.power(eight, half);
        assert_eq!(root_eight, s.product(&[two, root_two]));
        let minus_half = number(&mut s, -1, 2);
        let inverse = s.power(two, minus_half);
        assert_eq!(inverse, s.product(&[half, root_two]));
        let sixth = number(&mut s, 1, 6);
        let third = number(&mut s, 1, 3);
        let four = s.integer(4);
        assert_eq!(s.power(four, sixth), s.power(two, third));
        assert_eq!(s.product(&[root_two, root_two]), two);
        let nine = s.integer(9);
        assert_eq!(s.power(nine, half), s.integer(3));
    }

    #[test]
    fn only_unconditional_laws_are_applied() {
        let mut s = Store::new();
        let x = s.symbol("x");
        let half = number(&mut s, 1, 2);
        let two = s.integer(2);
        let square = s.power(x, two);
        assert_ne!(s.power(square, half), x);
        let root = s.power(x, half);
        assert_eq!(s.power(root, two), x);
        let minus_one = s.minus_one();
        let inverse = s.power(x, minus_one);
        assert_ne!(s.product(&[x, inverse]), s.one());
        assert_ne!(s.power(inverse, minus_one), x);
        let difference = s.subtract(inverse, inverse);
        assert_ne!(difference, s.zero());
        assert_eq!(s.subtract(x, x), s.zero());
        let cube = s.integer(-3);
        let (low, lower) = (s.power(x, cube), s.power(x, minus_one));
        let _ = lower;
        let minus_two = s.integer(-2);
        let expected = s.power(x, minus_two);
        assert_eq!(s.product(&[x, low]), expected);
    }

    #[test]
    fn zero_and_infinity() {
        let mut s = Store::new();
        let (zero, infinity, minus_one) = (s.zero(), s.infinity(), s.minus_one());
        assert_eq!(s.power(zero, minus_one), s.undefined());
        assert_eq!(s.power(zero, zero), s.one());
        assert_eq!(s.product(&[zero, infinity]), s.undefined());
        let negative = s.negate(infinity);
        assert_eq!(s.sum(&[infinity, negative]), s.undefined());
        assert_eq!(s.power(infinity, minus_one), zero);
    }

    #[test]
    fn towers_stay_symbolic() {
        let mut s = Store::new();
        let nine = s.integer(9);
        let mut tower = nine;
        for _ in 0..3 {
            tower = s.power(nine, tower);
        }
        assert_eq!(s.kind(tower), Kind::Power);
    }
}
