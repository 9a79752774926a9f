//! Logarithms and powers of exact positive numbers by their prime factors: `log(12) = 2 log(2) +
//! log(3)`, `12^x = 2^(2 x) 3^x`. Logarithms of primes are independent over the rationals, so equal
//! sums become the same.

use crate::structure::structure;
use rustc_hash::FxHashMap;
use viete_numbers::{Integer, Number, Rational};
use viete_term::{Kind, Store, Term};

/// Trial divisors go up to here; what is left counts as one factor.
const LARGEST_DIVISOR: u64 = 1000;
/// Larger numbers are left alone.
const MAX_BITS: u64 = 256;

/// The term with logarithms and symbolic powers of positive rational numbers written by prime
/// factors, wherever they stand outside of other functions.
pub fn by_prime_factors(store: &mut Store, term: Term) -> Term {
    let mut replacements: FxHashMap<Term, Term> = FxHashMap::default();
    for part in structure(store, term) {
        let written = match (store.kind(part), store.children(part)) {
            (Kind::Call(name), &[argument]) if store.text(name) == "log" => {
                logarithm(store, part, argument)
            }
            (Kind::Power, &[base, exponent]) if store.as_number(exponent).is_none() => {
                power(store, base, exponent)
            }
            _ => None,
        };
        if let Some(written) = written {
            replacements.insert(part, written);
        }
    }
    if replacements.is_empty() {
        return term;
    }
    store.transform(term, &mut |store, node, children| match replacements.get(&node) {
        Some(&written) => written,
        None => match store.kind(node) {
            Kind::Sum => store.sum(children),
            Kind::Product => store.product(children),
            Kind::Power => match *children {
                [base, exponent] => store.power(base, exponent),
                _ => node,
            },
            _ => node,
        },
    })
}

fn logarithm(store: &mut Store, log: Term, argument: Term) -> Option<Term> {
    let factors = prime_factors(store, argument)?;
    let Kind::Call(name) = store.kind(log) else { return None };
    let addends: Vec<Term> = factors
        .into_iter()
        .map(|(factor, power)| {
            let (factor, power) =
                (store.number(Number::from(Rational::from(factor))), store.integer(power));
            let inner = store.call(name, &[factor]);
            store.product(&[power, inner])
        })
        .collect();
    Some(store.sum(&addends))
}

fn power(store: &mut Store, base: Term, exponent: Term) -> Option<Term> {
    let factors = prime_factors(store, base)?;
    let powers: Vec<Term> = factors
        .into_iter()
        .map(|(factor, power)| {
            let (factor, power) =
                (store.number(Number::from(Rational::from(factor))), store.integer(power));
            let exponent = store.product(&[power, exponent]);
            store.power(factor, exponent)
        })
        .collect();
    Some(store.product(&powers))
}

/// Factors and exponents of a positive rational number that is not a prime itself.
fn prime_factors(store: &Store, number: Term) -> Option<Vec<(Integer, i64)>> {
    let value = store.as_number(number)?.as_rational()?;
    if value.signum() <= 0 || value.is_one() || value.bits() > MAX_BITS {
        return None;
    }
    let mut factors = Vec::new();
    for (part, sign) in [(value.numerator(), 1), (value.denominator(), -1)] {
        let mut rest = part;
        for divisor in 2..=LARGEST_DIVISOR {
            let divisor = Integer::from(divisor);
            let mut power = 0;
            while let Some(quotient) = rest.exact_div(&divisor) {
                rest = quotient;
                power += sign;
            }
            if power != 0 {
                factors.push((divisor, power));
            }
            if rest == Integer::ONE {
                break;
            }
        }
        if rest != Integer::ONE {
            factors.push((rest, sign));
        }
    }
    (factors.len() != 1 || factors.first().is_some_and(|f| f.1 != 1)).then_some(factors)
}
