//! Refuting equalities by enclosures at sample points: both signs, complex values, both sides of cuts.

use crate::assumptions::{Assumptions, Property};
use crate::value::{Tape, expand_definitions};
use rustc_hash::FxHashMap;
use viete_functions::EnclosureKernel;
use viete_numbers::{Big, Enclosure, Integer, Interval, Rational};
use viete_syntax::Library;
use viete_term::{Store, Term};

/// Points tried by a check.
const POINTS: u64 = 24;
const BITS: u32 = 128;
/// Relative width of a double enclosure that is sharp.
const SHARP: f64 = 1e-6;

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

/// A sample value of a symbol that meets its assumptions: real and imaginary part.
fn sample(point: u64, index: u64, properties: &[Property]) -> (Rational, Rational) {
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
    (re, im)
}

/// Terms laid out for evaluation at the sample points of their symbols.
struct Check<'s> {
    store: &'s Store,
    library: &'s Library,
    tape: Tape,
    points: Vec<FxHashMap<Term, (Rational, Rational)>>,
}

impl<'s> Check<'s> {
    fn new(store: &'s mut Store, library: &'s mut Library, terms: &[Term], assumptions: &Assumptions) -> Check<'s> {
        let terms: Vec<Term> = terms.iter().map(|&term| expand_definitions(store, library, term)).collect();
        let mut symbols: Vec<Term> = terms.iter().flat_map(|&term| store.symbols(term)).collect();
        symbols.sort_unstable();
        symbols.dedup();
        // the sample of a symbol depends on its place in the canonical order, not on when it was made
        symbols.sort_by(|&a, &b| store.compare(a, b));
        let count = if symbols.is_empty() { 1 } else { POINTS };
        let value = |point| {
            let symbols = symbols.iter().enumerate();
            symbols.map(|(index, &symbol)| (symbol, sample(point, index as u64, assumptions.of(symbol)))).collect()
        };
        Check { tape: Tape::new(store, &terms), points: (0..count).map(value).collect(), store, library }
    }

    fn values<F: EnclosureKernel>(&self, point: &FxHashMap<Term, (Rational, Rational)>, bits: u32) -> Vec<Enclosure<F>> {
        let enclosed = |(re, im): &(Rational, Rational)| Enclosure {
            re: Interval::from_rational(re, bits),
            im: Interval::from_rational(im, bits),
        };
        let bindings = point.iter().map(|(&symbol, value)| (symbol, enclosed(value))).collect();
        self.tape.evaluate(self.store, self.library, &bindings, bits)
    }

    /// Whether `known` holds of the values at some point. Where there are many points, sharp doubles tell where it
    /// does not (`unlikely`); the answer "yes" is always that of the long enclosures.
    fn somewhere(&self, unlikely: fn(&[Enclosure<f64>]) -> bool, known: fn(&[Enclosure<Big>]) -> bool) -> bool {
        let several = self.points.len() > 1;
        self.points.iter().any(|point| !(several && unlikely(&self.values(point, 53))) && known(&self.values(point, BITS)))
    }
}

fn differ<F: viete_numbers::Endpoint>(values: &[Enclosure<F>]) -> bool {
    matches!(values, [a, b] if a.is_finite() && b.is_finite() && !a.overlaps(b))
}

/// Known to some digits.
fn is_sharp(value: &Enclosure<f64>) -> bool {
    let sharp = |part: &Interval<f64>| part.upper - part.lower <= SHARP * part.upper.abs().max(1e-3);
    sharp(&value.re) && sharp(&value.im)
}

fn agree(values: &[Enclosure<f64>]) -> bool {
    matches!(values, [a, b] if is_sharp(a) && is_sharp(b) && a.overlaps(b))
}

fn vanish(values: &[Enclosure<f64>]) -> bool {
    values.iter().all(|value| is_sharp(value) && value.contains_zero())
}

/// True when enclosures prove that the two terms differ at some point of the assumptions where `a` is known.
pub fn disagree(store: &mut Store, library: &mut Library, a: Term, b: Term, assumptions: &Assumptions) -> bool {
    a != b && Check::new(store, library, &[a, b], assumptions).somewhere(agree, differ)
}

/// True when the term is proved to have a nonzero value at some sample point: it is not identically zero.
pub fn defined_somewhere(store: &mut Store, library: &mut Library, term: Term, assumptions: &Assumptions) -> bool {
    let nonzero = |values: &[Enclosure<Big>]| matches!(values, [value] if value.is_finite() && !value.contains_zero());
    Check::new(store, library, &[term], assumptions).somewhere(vanish, nonzero)
}
