//! Roots of polynomials as terms: rational numbers, square roots, radicals, and `rootof` for what
//! is none of these.

use viete_evaluate::ROOT;
use viete_numbers::{Budget, Integer, Number, Rational};
use viete_rings::Result;
use viete_rings::separation::{self, NthRoot, NumberedRoot};
use viete_term::{Form, Store, Term};

/// The complex roots of a polynomial, as often as they occur, factor by factor.
///
/// # Errors
/// A degree above [`separation::MAX_DEGREE`], or the budget's stop.
pub fn roots(store: &mut Store, polynomial: &[Integer], budget: &Budget) -> Result<Vec<Term>> {
    let mut terms = Vec::new();
    for root in separation::numbered_roots(polynomial, 64, budget)? {
        let term = root_term(store, &root);
        terms.extend((0..root.multiplicity).map(|_| term));
    }
    Ok(terms)
}

/// The different real roots, ascending.
///
/// # Errors
/// As for [`roots`].
pub fn real_roots(store: &mut Store, polynomial: &[Integer], budget: &Budget) -> Result<Vec<Term>> {
    let found = separation::ascending_real_roots(polynomial, budget)?;
    Ok(found.iter().map(|root| root_term(store, root)).collect())
}

/// The root with a number (from 0) among the different roots, or how many these are.
///
/// # Errors
/// As for [`roots`].
pub fn nth_root(
    store: &mut Store,
    polynomial: &[Integer],
    number: usize,
    budget: &Budget,
) -> Result<std::result::Result<Term, usize>> {
    Ok(match separation::nth_root(polynomial, number, budget)? {
        NthRoot::Root(root) => Ok(root_term(store, &root)),
        NthRoot::Fewer(count) => Err(count),
    })
}

/// The root as simply as it can be written.
pub fn root_term(store: &mut Store, root: &NumberedRoot) -> Term {
    let (p, k) = (root.polynomial.as_slice(), root.number);
    match p {
        [b, a] => {
            let value = Rational::new(&-b, a).unwrap_or(Rational::ZERO);
            store.number(Number::from(value))
        }
        [c, b, a] => {
            // -b/(2 a) -+ sqrt(b^2 - 4 a c)/(2 a); the positive leading coefficient makes the first
            // the smaller (or lower) one
            let four = Integer::from(4i64);
            let discriminant = &(b * b) - &(&four * &(a * c));
            let double = a + a;
            let center = store.number(Rational::new(&-b, &double).unwrap_or(Rational::ZERO).into());
            // even powers leave the root
            let (mut outside, mut inside) = (Integer::ONE, discriminant);
            for d in 2..1000i64 {
                let square = Integer::from(d * d);
                while let Some(rest) = inside.exact_div(&square) {
                    inside = rest;
                    outside = &outside * &Integer::from(d);
                }
            }
            let factor =
                store.number(Rational::new(&outside, &double).unwrap_or(Rational::ZERO).into());
            let (inside, half) = (store.number(inside.into()), store.number(Rational::HALF.into()));
            let radical = store.power(inside, half);
            let offset = store.product(&[factor, radical]);
            let offset = if k == 0 { store.negate(offset) } else { offset };
            store.sum(&[center, offset])
        }
        // a x^n - c with c > 0: its real roots are radicals
        [c, middle @ .., a]
            if c.signum() < 0 && middle.iter().all(Integer::is_zero) && k < 1 + p.len() % 2 =>
        {
            let base = store.number(Rational::new(&-c, a).unwrap_or(Rational::ZERO).into());
            let exponent = store.number(
                Rational::new(&Integer::ONE, &Integer::from(p.len() as u64 - 1))
                    .unwrap_or(Rational::ZERO)
                    .into(),
            );
            let radical = store.power(base, exponent);
            // of an even degree the negative one comes first
            if p.len() % 2 == 1 && k == 0 { store.negate(radical) } else { radical }
        }
        _ => {
            let items: Vec<Term> = p.iter().map(|c| store.number(c.clone().into())).collect();
            let (list, place) = (store.form(Form::List, &items), store.integer(k as i64 + 1));
            let name = store.name(ROOT);
            store.call(name, &[list, place])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use viete_syntax::plain;

    #[test]
    fn roots_are_written_as_simply_as_they_can_be() {
        let (mut store, budget) = (Store::new(), Budget::default());
        let mut written = |coefficients: &[i64]| -> Vec<String> {
            let p: Vec<Integer> = coefficients.iter().map(|&c| Integer::from(c)).collect();
            let found = real_roots(&mut store, &p, &budget).unwrap_or_default();
            found.into_iter().map(|root| plain(&store, root)).collect()
        };
        assert_eq!(written(&[-1, 2]), ["1/2"]);
        assert_eq!(written(&[-12, 0, 1]), ["-2*sqrt(3)", "2*sqrt(3)"]);
        assert_eq!(written(&[-2, 0, 0, 1]), ["2^(1/3)"]);
        assert_eq!(written(&[-1, -1, 0, 1]), ["rootof([-1, -1, 0, 1], 1)"]);
    }
}
