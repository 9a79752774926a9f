//! The values of `rootof([c0, c1, ...], k)`, the k-th root of `c0 + c1 x + ...`.
//!
//! Roots are counted as [`viete_rings::roots::all_roots`] orders them: real ones first, ascending,
//! then conjugate pairs by real part, the lower one first. How roots are found, told apart and
//! written stands in the crate `constants`.

use viete_functions::Domain;
use viete_numbers::{Budget, Integer, Number, Rational};
use viete_rings::roots;
use viete_term::{Form, Kind, Store, Term};

/// The name of roots of polynomials.
pub const ROOT: &str = "rootof";

/// The coefficients, lowest first, and the place of a term `rootof([c0, c1, ...], k)`.
pub fn as_root(store: &Store, term: Term) -> Option<(Vec<Integer>, usize)> {
    let (Kind::Call(name), &[list, place]) = (store.kind(term), store.children(term)) else {
        return None;
    };
    if store.text(name) != ROOT {
        return None;
    }
    let coefficient = |&c: &Term| store.as_number(c).and_then(Number::as_integer);
    let coefficients: Vec<Integer> =
        store.as_form(list, Form::List)?.iter().map(coefficient).collect::<Option<_>>()?;
    let place = usize::try_from(store.as_i64(place)?).ok()?;
    (1..coefficients.len()).contains(&place).then_some((coefficients, place))
}

/// The value of a root in a domain.
pub(crate) fn root_value<D: Domain>(
    store: &Store,
    term: Term,
    bits: u32,
    budget: &Budget,
) -> Option<D> {
    let (coefficients, place) = as_root(store, term)?;
    let discs = roots::all_roots(&coefficients, u64::from(bits) + 8, budget).ok()?;
    let disc = discs.get(place - 1)?;
    let scale = Integer::from(2i64).checked_pow(disc.scale).ok()?;
    let ends = |center: &Integer, radius: &Integer| {
        Some((
            Rational::new(&(center - radius), &scale)?,
            Rational::new(&(center + radius), &scale)?,
        ))
    };
    let (low, high) = ends(&disc.re, &disc.radius)?;
    let flat = if disc.real { Integer::ZERO } else { disc.radius.clone() };
    let (below, above) = ends(&disc.im, &flat)?;
    Some(D::within([&low, &high], [&below, &above], bits))
}
