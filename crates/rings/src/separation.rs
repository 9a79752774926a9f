//! Roots of polynomials that need not be squarefree, told apart and numbered: each root is named by
//! the irreducible factor it belongs to and its number among the roots of that factor, as
//! [`crate::roots::all_roots`] orders them.
//!
//! Roots of different factors are different, so discs that still meet are refined until they do
//! not.

use crate::roots::{self, Disc};
use crate::{Result, RingError, dense};
use viete_numbers::{Budget, Integer};

/// Largest degree whose roots are separated.
pub const MAX_DEGREE: usize = 300;

/// A root of a polynomial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberedRoot {
    /// The primitive irreducible polynomial of the root, lowest coefficient first.
    pub polynomial: Vec<Integer>,
    /// Its number among the roots of that polynomial, from 0.
    pub number: usize,
    /// How often it is a root of what was asked about.
    pub multiplicity: u64,
    /// A disc around it that holds no other root of its polynomial.
    pub disc: Disc,
}

/// What [`nth_root`] finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NthRoot {
    /// The root.
    Root(NumberedRoot),
    /// There are only so many different roots.
    Fewer(usize),
}

/// All different complex roots, factor by factor, in discs of radius at most `2^-bits`.
///
/// # Errors
/// A degree above [`MAX_DEGREE`], or the budget's stop.
pub fn numbered_roots(p: &[Integer], bits: u64, budget: &Budget) -> Result<Vec<NumberedRoot>> {
    if p.len() > MAX_DEGREE {
        return Err(RingError::DegreeTooLarge);
    }
    let (_, factors) = dense::factor::factor(p, budget)?;
    let mut found = Vec::new();
    for (polynomial, multiplicity) in factors {
        for (number, disc) in roots::all_roots(&polynomial, bits, budget)?.into_iter().enumerate() {
            found.push(NumberedRoot { polynomial: polynomial.clone(), number, multiplicity, disc });
        }
    }
    Ok(found)
}

/// The different real roots, ascending.
///
/// # Errors
/// As for [`numbered_roots`].
pub fn ascending_real_roots(p: &[Integer], budget: &Budget) -> Result<Vec<NumberedRoot>> {
    let mut bits = 64;
    loop {
        let mut found = numbered_roots(p, bits, budget)?;
        found.retain(|root| root.disc.real);
        let scale = found.iter().map(|root| root.disc.scale).max().unwrap_or(0);
        found.sort_by_cached_key(|root| -> Integer {
            (root.disc.re.to_big() << (scale - root.disc.scale)).into()
        });
        // roots of different factors are different: more digits tell them apart
        if found.windows(2).any(|pair| matches!(pair, [a, b] if a.disc.meets(&b.disc))) {
            budget.check_clock()?;
            bits *= 2;
            continue;
        }
        return Ok(found);
    }
}

/// The root with a number (from 0) among the different roots of the whole polynomial, and its
/// factor and number there.
///
/// # Errors
/// As for [`numbered_roots`].
pub fn nth_root(p: &[Integer], number: usize, budget: &Budget) -> Result<NthRoot> {
    let (_, factors) = dense::factor::factor(p, budget)?;
    let single = factors.into_iter().map(|factor| (factor.0, 1)).collect();
    let squarefree = dense::factor::expand(&Integer::ONE, &single, budget)?;
    let mut bits = 40;
    loop {
        let all = roots::all_roots(&squarefree, bits, budget)?;
        let Some(disc) = all.get(number) else { return Ok(NthRoot::Fewer(all.len())) };
        let mut near = numbered_roots(&squarefree, bits, budget)?;
        near.retain(|root| disc.meets(&root.disc));
        if let (Some(root), true) = (near.pop(), near.is_empty()) {
            return Ok(NthRoot::Root(root));
        }
        bits *= 2;
        budget.check_clock()?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(coefficients: &[i64]) -> Vec<Integer> {
        coefficients.iter().map(|&c| Integer::from(c)).collect()
    }

    #[test]
    fn roots_are_numbered_within_their_factors() {
        let budget = Budget::default();
        // (x^2 - 2)^2 (x - 1)
        let p = whole(&[-4, 4, 4, -4, -1, 1]);
        let names = |roots: Vec<NumberedRoot>| -> Vec<(usize, usize, u64)> {
            let name =
                |root: NumberedRoot| (root.polynomial.len() - 1, root.number, root.multiplicity);
            roots.into_iter().map(name).collect()
        };
        let ascending = ascending_real_roots(&p, &budget).map(names);
        assert_eq!(ascending, Ok(vec![(2, 0, 2), (1, 0, 1), (2, 1, 2)]));
        let third = nth_root(&p, 2, &budget);
        assert!(matches!(third, Ok(NthRoot::Root(root)) if root.number == 1));
        assert_eq!(nth_root(&p, 3, &budget), Ok(NthRoot::Fewer(3)));
        let long = vec![Integer::ONE; MAX_DEGREE + 1];
        assert_eq!(numbered_roots(&long, 40, &budget), Err(RingError::DegreeTooLarge));
    }
}
