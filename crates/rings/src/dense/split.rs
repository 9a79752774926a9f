//! Factoring over Z/p, p odd: distinct degrees, then equal degrees (D. Cantor, H. Zassenhaus, Math.
//! Comp. 36 (1981)).

use super::modular::{Dense, derivative, divide, gcd, monic, multiply_mod, remainder, subtract};
use crate::Result;
use crate::word::{Field, Stream};
use viete_numbers::{Budget, Integer};

/// Arithmetic modulo a polynomial.
struct Quotient<'f> {
    field: &'f Field,
    modulus: &'f [u64],
    budget: &'f Budget,
}

impl Quotient<'_> {
    fn mul(&self, a: &[u64], b: &[u64]) -> Result<Dense> {
        multiply_mod(self.field, a, b, self.modulus, self.budget)
    }

    fn pow(&self, base: &[u64], exponent: &Integer) -> Result<Dense> {
        let mut result = vec![self.field.one()];
        let bits = exponent.to_big();
        for bit in (0..bits.bits()).rev() {
            result = self.mul(&result, &result)?;
            if bits.bit(bit) {
                result = self.mul(&result, base)?;
            }
        }
        Ok(result)
    }
}

/// Whether a polynomial of positive degree has no repeated factor.
pub fn is_squarefree(field: &Field, f: &[u64], budget: &Budget) -> Result<bool> {
    let slope = derivative(field, f);
    Ok(!slope.is_empty() && gcd(field, f, &slope, budget)?.len() == 1)
}

/// For a monic squarefree polynomial: `(d, product of the irreducible factors of degree d)`.
pub fn distinct_degrees(field: &Field, f: &[u64], budget: &Budget) -> Result<Vec<(usize, Dense)>> {
    let mut rest = f.to_vec();
    let p = Integer::from(field.characteristic());
    let x = vec![0, field.one()];
    let mut power = remainder(field, &x, &rest);
    let mut found = Vec::new();
    let mut degree = 0;
    while rest.len() > 2 * (degree + 1) {
        degree += 1;
        power = Quotient { field, modulus: &rest, budget }.pow(&power, &p)?;
        let common = gcd(field, &rest, &subtract(field, &power, &x), budget)?;
        if common.len() > 1 {
            rest = divide(field, &rest, &common).0;
            power = remainder(field, &power, &rest);
            found.push((degree, common));
        }
    }
    if rest.len() > 1 {
        found.push((rest.len() - 1, rest));
    }
    Ok(found)
}

/// The monic irreducible factors, all of degree `degree`, of a monic squarefree polynomial.
pub fn equal_degrees(
    field: &Field,
    f: &[u64],
    degree: usize,
    stream: &mut Stream,
    budget: &Budget,
) -> Result<Vec<Dense>> {
    let mut irreducible = Vec::new();
    let mut pending = vec![f.to_vec()];
    let order = Integer::from(field.characteristic()).checked_pow(degree as u64)?;
    let half = (&order - &Integer::ONE).exact_div(&Integer::from(2i64)).unwrap_or(Integer::ONE);
    while let Some(part) = pending.pop() {
        if part.len() - 1 == degree {
            irreducible.push(part);
            continue;
        }
        let random: Dense = (0..part.len() - 1).map(|_| stream.element(field)).collect();
        let power = Quotient { field, modulus: &part, budget }.pow(&random, &half)?;
        let one = vec![field.one()];
        let common = gcd(field, &part, &subtract(field, &power, &one), budget)?;
        if common.len() > 1 && common.len() < part.len() {
            pending.push(divide(field, &part, &common).0);
            pending.push(common);
        } else {
            pending.push(part);
        }
    }
    Ok(irreducible)
}

/// The monic irreducible factors of a polynomial that is not zero, with multiplicities.
///
/// # Errors
/// The budget's stop.
pub fn factor(field: &Field, f: &[u64], budget: &Budget) -> Result<Vec<(Dense, u64)>> {
    let mut factors = Vec::new();
    let mut stream = Stream::new(5);
    for (part, multiplicity) in squarefree_parts(field, f, budget)? {
        for (degree, product) in distinct_degrees(field, &part, budget)? {
            for irreducible in equal_degrees(field, &product, degree, &mut stream, budget)? {
                factors.push((irreducible, multiplicity));
            }
        }
    }
    factors.sort_by(|a, b| (a.0.len(), &a.0).cmp(&(b.0.len(), &b.0)));
    Ok(factors)
}

/// Squarefree parts with multiplicities; p-th powers are taken apart by their roots.
fn squarefree_parts(field: &Field, f: &[u64], budget: &Budget) -> Result<Vec<(Dense, u64)>> {
    let p = field.characteristic();
    let (mut parts, mut pending) = (Vec::new(), vec![(monic(field, f), 1u64)]);
    while let Some((f, times)) = pending.pop() {
        if f.len() <= 1 {
            continue;
        }
        let mut repeated = gcd(field, &f, &derivative(field, &f), budget)?;
        let mut single = divide(field, &f, &repeated).0;
        let mut multiplicity = 1;
        while single.len() > 1 {
            let common = gcd(field, &single, &repeated, budget)?;
            let part = divide(field, &single, &common).0;
            if part.len() > 1 {
                parts.push((part, multiplicity * times));
            }
            repeated = divide(field, &repeated, &common).0;
            single = common;
            multiplicity += 1;
        }
        if repeated.len() > 1 {
            // what is left is a p-th power, and coefficients are their own p-th roots
            pending.push((repeated.iter().step_by(p as usize).copied().collect(), times * p));
        }
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::super::modular::multiply;
    use super::*;
    use crate::word::word_primes;

    /// The product of powers.
    fn expand(field: &Field, factors: &[(Dense, u64)]) -> Dense {
        factors.iter().fold(vec![field.one()], |product, (factor, n)| {
            (0..*n).fold(product, |product, _| multiply(field, &product, factor))
        })
    }

    #[test]
    fn factors_multiply_back_and_are_irreducible() {
        let (mut stream, budget) = (Stream::new(2), Budget::default());
        for p in [3, 7, 101, 65_537].into_iter().chain(word_primes().take(1)) {
            let field = Field::new(p);
            for n in [1, 2, 5, 12, 30] {
                let mut f: Dense = (0..n).map(|_| stream.element(&field)).collect();
                f.push(field.one());
                let f = multiply(
                    &field,
                    &multiply(&field, &f, &f),
                    &[stream.element(&field), field.one()],
                );
                let factors = factor(&field, &f, &budget).unwrap_or_default();
                assert_eq!(expand(&field, &factors), f, "{p} {n}");
                for (irreducible, _) in &factors {
                    let degrees =
                        distinct_degrees(&field, irreducible, &budget).unwrap_or_default();
                    assert_eq!(degrees.first().map(|d| d.0), Some(irreducible.len() - 1));
                }
            }
        }
    }
}
