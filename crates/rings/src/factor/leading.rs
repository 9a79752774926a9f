//! Leading coefficients of factors, found before the factors (P. Wang, "An improved multivariate
//! polynomial factoring algorithm", Math. Comp. 32 (1978), section 3): the factors of the leading
//! coefficient have values with primes of their own, and these show in the leading coefficients of
//! the factors' images.

use super::lift::Image;
use crate::Result;
use crate::key::Key;
use crate::polynomial::Polynomial;
use viete_numbers::{Budget, Integer};

/// The factored leading coefficient.
pub(super) struct Leading<K> {
    content: Integer,
    factors: Vec<(Polynomial<K>, u64)>,
}

impl<K: Key> Leading<K> {
    pub fn new(lead: &Polynomial<K>, budget: &Budget) -> Result<Leading<K>> {
        let found = lead.factor(budget)?;
        Ok(Leading { content: found.content, factors: found.factors })
    }

    /// For each factor of the image its leading coefficient up to a number: exponents of the
    /// factors of the leading coefficient. `None` when the values do not tell.
    pub fn distribute(&self, image: &Image) -> Option<Vec<Polynomial<K>>> {
        let layout = match self.factors.first() {
            Some((factor, _)) => factor.layout().clone(),
            None => image.layout()?,
        };
        let one = Polynomial::constant(Integer::ONE, &layout);
        if self.factors.is_empty() {
            return Some(vec![one; image.factors.len()]);
        }
        // each value without what it shares with the content and the values before
        let mut known = vec![&self.content * &image.content];
        let mut own = Vec::new();
        for (factor, _) in &self.factors {
            let value = image.value(factor)?.abs();
            let mut rest = value.clone();
            for other in known.iter().rev() {
                let mut common = rest.gcd(other);
                while common != Integer::ONE {
                    rest = rest.exact_div(&common)?;
                    common = rest.gcd(&common);
                }
            }
            if rest == Integer::ONE || rest.is_zero() {
                return None;
            }
            known.push(rest.clone());
            own.push(rest);
        }
        let mut left: Vec<u64> = self.factors.iter().map(|factor| factor.1).collect();
        let mut leads = Vec::new();
        for part in &image.factors {
            let mut number = part.last()?.abs();
            let mut lead = one.clone();
            for (index, prime) in own.iter().enumerate().rev() {
                let mut count = 0;
                while let Some(quotient) = number.exact_div(prime) {
                    number = quotient;
                    count += 1;
                }
                left[index] = left[index].checked_sub(count)?;
                let power = self.factors[index].0.power(count, &Budget::default()).ok()?;
                lead = lead.multiply(&power, &Budget::default()).ok()?;
            }
            leads.push(lead);
        }
        left.iter().all(|&count| count == 0).then_some(leads)
    }
}
