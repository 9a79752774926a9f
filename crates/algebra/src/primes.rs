//! Whole numbers as products of prime powers, as terms.

use crate::operations::Answer;
use viete_numbers::{Budget, Integer, Number};
use viete_rings::number;
use viete_term::{Form, Kind, Store, Term};

/// The primes of a whole number with their exponents; a sign, and zero, are a factor of their own.
///
/// # Errors
/// The budget's stop.
pub fn prime_powers(store: &mut Store, n: &Integer, budget: &Budget) -> Answer<Vec<(Term, i64)>> {
    let factors = number::factor(n, budget)?;
    let sign = (n.signum() < 1).then(|| (Integer::from(n.signum()), 1));
    let all = sign.into_iter().chain(factors);
    Ok(all.map(|(prime, n)| (store.number(Number::from(prime)), n as i64)).collect())
}

/// The product of the prime powers, held so that it does not fold back; `None` when it is the
/// number itself.
///
/// # Errors
/// The budget's stop.
pub fn held_primes(store: &mut Store, n: &Integer, budget: &Budget) -> Answer<Option<Term>> {
    let whole = store.number(Number::from(n.clone()));
    let mut factors = Vec::new();
    for (prime, exponent) in prime_powers(store, n, budget)? {
        let exponent = store.integer(exponent);
        factors.push(match exponent == store.one() {
            true => prime,
            false => store.intern(Kind::Power, &[prime, exponent]),
        });
    }
    let product = match factors.as_slice() {
        [] => return Ok(None),
        [single] if *single == whole => return Ok(None),
        [single] => *single,
        _ => store.intern(Kind::Product, &factors),
    };
    Ok(Some(store.form(Form::Hold, &[product])))
}

/// What [`held_primes`] or another command holds, with its products and powers carried out.
pub fn multiplied_out(store: &mut Store, held: Term) -> Term {
    store.transform(held, &mut |store, node, children| match store.kind(node) {
        Kind::Product | Kind::Power => store.build(store.kind(node), children),
        _ => node,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_multiplies_out_again() {
        let (mut store, budget) = (Store::new(), Budget::default());
        let n = Integer::from(-360i64);
        let powers = prime_powers(&mut store, &n, &budget).map(|powers| powers.len());
        assert_eq!(powers, Ok(4));
        let held = held_primes(&mut store, &n, &budget).ok().flatten();
        let inner = held.and_then(|held| store.children(held).first().copied());
        let whole = store.integer(-360);
        assert_eq!(inner.map(|inner| multiplied_out(&mut store, inner)), Some(whole));
        assert_eq!(held_primes(&mut store, &Integer::from(7i64), &budget), Ok(None));
    }
}
