//! Refuting equalities by enclosures at sample points: both signs, complex values, both sides of cuts.

use crate::assumptions::{Assumptions, Property};
use crate::value::{evaluate, expand_definitions};
use rustc_hash::FxHashMap;
use viete_numbers::{Big, Enclosure, Integer, Interval, Rational};
use viete_syntax::Library;
use viete_term::{Store, Term};

/// Points tried by a check.
const POINTS: u64 = 24;
const BITS: u32 = 128;

/// A fixed pseudo-random sequence (SplitMix64): the same points in every run.
fn mix(mut state: u64) -> u64 {
    state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^ (state >> 31)
}

fn rational(seed: u64, spread: i64) -> Rational {
    let numerator = (mix(seed) % (2 * spread as u64 * 16 + 1)) as i64 - spread * 16;
    Rational::new(&Integer::from(numerator), &Integer::from(16i64)).unwrap_or(Rational::ONE)
}

/// A sample value of a symbol that meets its assumptions.
fn sample(point: u64, index: u64, properties: &[Property]) -> Enclosure<Big> {
    let seed = point * 1000 + index * 7 + 1;
    let has = |p: Property| properties.contains(&p);
    let whole = |r: Rational| Rational::from(r.floor());
    let mut re = rational(seed, 4);
    if has(Property::Integer) {
        re = whole(rational(seed, 8));
    }
    if has(Property::Positive) || has(Property::Nonnegative) {
        re = re.abs();
    }
    if has(Property::Negative) {
        re = -&re.abs();
    }
    if re.is_zero() && !properties.is_empty() && !has(Property::Nonnegative) && !has(Property::Integer) && !has(Property::Real) {
        re = if has(Property::Negative) { Rational::MINUS_ONE } else { Rational::ONE };
    }
    if re.is_zero() && (has(Property::Positive) || has(Property::Nonzero)) {
        re = Rational::ONE;
    }
    let real_only = properties.iter().any(|p| !matches!(p, Property::Nonzero | Property::Finite));
    // every third point is complex, every ninth purely imaginary
    let im = if real_only || point % 3 != 2 { Rational::ZERO } else { rational(seed + 3, 2) };
    if point % 9 == 8 && !real_only {
        re = Rational::ZERO;
    }
    Enclosure { re: Interval::from_rational(&re, BITS), im: Interval::from_rational(&im, BITS) }
}

fn points(symbols: &[Term], assumptions: &Assumptions) -> Vec<FxHashMap<Term, Enclosure<Big>>> {
    let count = if symbols.is_empty() { 1 } else { POINTS };
    (0..count)
        .map(|point| {
            let value = |(index, &symbol): (usize, &Term)| (symbol, sample(point, index as u64, assumptions.of(symbol)));
            symbols.iter().enumerate().map(value).collect()
        })
        .collect()
}

/// True when enclosures prove that the two terms differ at some point of the assumptions where `a` is known.
pub fn disagree(store: &mut Store, library: &mut Library, a: Term, b: Term, assumptions: &Assumptions) -> bool {
    if a == b {
        return false;
    }
    let (a, b) = (expand_definitions(store, library, a), expand_definitions(store, library, b));
    let mut symbols = store.symbols(a);
    symbols.extend(store.symbols(b));
    symbols.sort_unstable();
    symbols.dedup();
    points(&symbols, assumptions).iter().any(|point| {
        let x = evaluate(store, library, a, point, BITS);
        let y = evaluate(store, library, b, point, BITS);
        x.is_finite() && y.is_finite() && !x.overlaps(&y)
    })
}

/// True when the term is proved to have a nonzero value at some sample point: it is not identically zero.
pub fn defined_somewhere(store: &mut Store, library: &mut Library, term: Term, assumptions: &Assumptions) -> bool {
    let term = expand_definitions(store, library, term);
    let symbols = store.symbols(term);
    points(&symbols, assumptions).iter().any(|point| {
        let value = evaluate(store, library, term, point, BITS);
        value.is_finite() && !value.contains_zero()
    })
}
