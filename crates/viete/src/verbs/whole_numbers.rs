//! Number theory at the prompt.

use super::polynomials::pair;
use super::{Verb, wrong};
use crate::core::Core;
use crate::error::Error;
use viete_algebra::rings::{RingError, number};
use viete_numbers::{Integer, Number, Rational, Stop};
use viete_syntax::plain;
use viete_term::{Form, Term};

pub(super) const VERBS: &[Verb] = &[
    Verb {
        name: "isprime",
        signature: "isprime(n)",
        summary: "whether a whole number is prime; proved below 3*10^24, above by the Baillie-PSW test, which no known composite passes",
        example: ("isprime(2^61 - 1)", "true"),
        run: is_prime,
    },
    Verb {
        name: "nextprime",
        signature: "nextprime(n)",
        summary: "the smallest prime above n",
        example: ("nextprime(10^20)", "100000000000000000039"),
        run: next_prime,
    },
    Verb {
        name: "invmod",
        signature: "invmod(a, m)",
        summary: "the inverse of a modulo m",
        example: ("invmod(3, 7)", "5"),
        run: inverse,
    },
    Verb {
        name: "powmod",
        signature: "powmod(a, n, m)",
        summary: "a^n modulo m",
        example: ("powmod(2, 1000, 1009)", "942"),
        run: power,
    },
    Verb {
        name: "jacobi",
        signature: "jacobi(a, n)",
        summary: "the Jacobi symbol of a over an odd positive n",
        example: ("jacobi(2, 15)", "1"),
        run: jacobi,
    },
    Verb {
        name: "crt",
        signature: "crt([a1, a2], [m1, m2])",
        summary: "the least number with remainders a1, a2 modulo m1, m2",
        example: ("crt([2, 3, 2], [3, 5, 7])", "23"),
        run: remainders,
    },
    Verb {
        name: "contfrac",
        signature: "contfrac(x)",
        summary: "partial quotients of a rational number",
        example: ("contfrac(415/93)", "[4, 2, 6, 7]"),
        run: continued_fraction,
    },
    Verb {
        name: "convergents",
        signature: "convergents([a0, a1, ...])",
        summary: "convergents of a continued fraction",
        example: ("convergents([3, 7, 15, 1])", "[3, 22/7, 333/106, 355/113]"),
        run: convergents,
    },
    Verb {
        name: "ratrec",
        signature: "ratrec(a, m)",
        summary: "the fraction with small numerator and denominator that is a modulo m",
        example: ("ratrec(333335, 1000003)", "2/3"),
        run: rational_reconstruction,
    },
];

fn integer(core: &Core, verb: &str, term: Term) -> Result<Integer, Error> {
    core.store.as_number(term).and_then(Number::as_integer).ok_or_else(|| {
        let text: String = plain(&core.store, term).chars().take(40).collect();
        Error::Argument(format!("`{verb}` expected whole numbers, got {text}"))
    })
}

fn integers<const N: usize>(
    core: &Core,
    verb: &str,
    arguments: &[Term],
) -> Result<[Integer; N], Error> {
    let terms: &[Term; N] = arguments.try_into().map_err(|_| wrong(core, verb, arguments))?;
    let mut numbers = [const { Integer::ZERO }; N];
    for (number, &term) in numbers.iter_mut().zip(terms) {
        *number = integer(core, verb, term)?;
    }
    Ok(numbers)
}

fn answer(core: &mut Core, value: Integer) -> Term {
    core.store.number(Number::from(value))
}

fn fraction(core: &mut Core, value: Rational) -> Term {
    core.store.number(Number::from(value))
}

fn stopped(stop: Stop) -> Error {
    viete_algebra::AlgebraError::from(RingError::from(stop)).into()
}

fn is_prime(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let [n] = integers(core, "isprime", arguments)?;
    let prime = number::is_prime(&n, &core.budget()).map_err(viete_algebra::AlgebraError::from)?;
    Ok(core.store.boolean(prime))
}

fn next_prime(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let [n] = integers(core, "nextprime", arguments)?;
    let prime =
        number::next_prime(&n, &core.budget()).map_err(viete_algebra::AlgebraError::from)?;
    Ok(answer(core, prime))
}

/// A modulus, which must be positive.
fn modulus(verb: &str, m: &Integer) -> Result<(), Error> {
    if m.signum() > 0 {
        Ok(())
    } else {
        Err(Error::Argument(format!("range error: `{verb}` expected a positive modulus, got {m}")))
    }
}

fn inverse(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let [a, m] = integers(core, "invmod", arguments)?;
    modulus("invmod", &m)?;
    match a.inverse_mod(&m, &core.budget()).map_err(stopped)? {
        Some(inverse) => Ok(answer(core, inverse)),
        None => Err(Error::Argument(format!(
            "`invmod`: {a} has no inverse modulo {m}: their greatest common divisor is {}",
            a.gcd(&m)
        ))),
    }
}

fn power(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let [a, n, m] = integers(core, "powmod", arguments)?;
    modulus("powmod", &m)?;
    let budget = core.budget();
    let base = match n.signum() < 0 {
        false => a,
        true => a
            .inverse_mod(&m, &budget)
            .map_err(stopped)?
            .ok_or_else(|| Error::Argument(format!("`powmod`: {a} has no inverse modulo {m}")))?,
    };
    let power = base.pow_mod(&n.abs(), &m, &budget).map_err(stopped)?;
    Ok(answer(core, power))
}

fn jacobi(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let [a, n] = integers(core, "jacobi", arguments)?;
    if n.signum() <= 0 || n.is_even() {
        return Err(Error::Argument(format!(
            "range error: `jacobi` expected an odd positive second argument, got {n}"
        )));
    }
    let symbol =
        number::jacobi(&a, &n, &core.budget()).map_err(viete_algebra::AlgebraError::from)?;
    Ok(core.store.integer(symbol.into()))
}

fn remainders(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[residues, moduli] = arguments else { return Err(wrong(core, "crt", arguments)) };
    let (residues, moduli) = (super::items(core, residues), super::items(core, moduli));
    if residues.len() != moduli.len() {
        return Err(Error::Argument(format!(
            "`crt` expected as many moduli as remainders, got {} and {}",
            residues.len(),
            moduli.len()
        )));
    }
    let mut pairs = Vec::new();
    for (a, m) in residues.into_iter().zip(moduli) {
        let m = integer(core, "crt", m)?;
        modulus("crt", &m)?;
        pairs.push((integer(core, "crt", a)?, m));
    }
    let found = number::chinese_remainder(&pairs, &core.budget());
    match found.map_err(viete_algebra::AlgebraError::from)? {
        Some((value, _)) => Ok(answer(core, value)),
        None => Err(Error::Argument(
            "`crt`: no number has all these remainders: moduli share a divisor where remainders differ".into(),
        )),
    }
}

fn rational(core: &Core, verb: &str, term: Term) -> Result<Rational, Error> {
    core.store.as_number(term).and_then(Number::as_rational).cloned().ok_or_else(|| {
        let text: String = plain(&core.store, term).chars().take(40).collect();
        Error::Argument(format!("`{verb}` expected a rational number, got {text}"))
    })
}

fn continued_fraction(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[x] = arguments else { return Err(wrong(core, "contfrac", arguments)) };
    let x = rational(core, "contfrac", x)?;
    let quotients = number::continued_fraction(&x, &core.budget());
    let quotients: Vec<Term> = quotients
        .map_err(viete_algebra::AlgebraError::from)?
        .into_iter()
        .map(|q| answer(core, q))
        .collect();
    Ok(core.store.form(Form::List, &quotients))
}

fn convergents(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[list] = arguments else { return Err(wrong(core, "convergents", arguments)) };
    let quotients: Vec<Integer> = super::items(core, list)
        .into_iter()
        .map(|q| integer(core, "convergents", q))
        .collect::<Result<_, _>>()?;
    let all = number::convergents(&quotients, &core.budget());
    let all: Vec<Term> = all
        .map_err(viete_algebra::AlgebraError::from)?
        .into_iter()
        .map(|c| fraction(core, c))
        .collect();
    Ok(core.store.form(Form::List, &all))
}

fn rational_reconstruction(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let [a, m] = integers(core, "ratrec", arguments)?;
    modulus("ratrec", &m)?;
    let found = number::rational_reconstruction(&a, &m, &core.budget());
    match found.map_err(viete_algebra::AlgebraError::from)? {
        Some(value) => Ok(fraction(core, value)),
        None => Err(Error::Argument(format!(
            "`ratrec`: no fraction with numerator and denominator up to sqrt({m}/2) is {a} modulo {m}"
        ))),
    }
}

/// The prime factors of a whole number as pairs; a sign is the factor -1.
pub(super) fn prime_pairs(core: &mut Core, n: Term) -> Result<Vec<Term>, Error> {
    let n = integer(core, "factors", n)?;
    let budget = core.budget();
    let powers = viete_algebra::prime_powers(&mut core.store, &n, &budget)?;
    Ok(powers.into_iter().map(|(prime, exponent)| pair(core, prime, exponent)).collect())
}

/// The product of prime powers, held so that it does not fold back.
pub(super) fn held_factors(core: &mut Core, n: Term) -> Result<Term, Error> {
    let (value, budget) = (integer(core, "factors", n)?, core.budget());
    Ok(viete_algebra::held_primes(&mut core.store, &value, &budget)?.unwrap_or(n))
}
