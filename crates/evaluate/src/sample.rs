//! Refuting equalities by enclosures at sample points: both signs, complex values, both sides of
//! cuts.

use crate::assumptions::{Assumptions, Property};
use crate::value::{Tape, evaluate_above, expand_definitions};
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
    if re.is_zero()
        && !properties.is_empty()
        && !has(Property::Nonnegative)
        && !has(Property::Integer)
        && !has(Property::Real)
    {
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

/// Values of terms at one sample point, in double enclosures: equal terms have overlapping ones.
#[derive(Clone, Debug, Default)]
pub struct Fingerprints {
    known: FxHashMap<Term, Enclosure<f64>>,
    assumptions: Assumptions,
}

impl Fingerprints {
    /// The sample point meets the assumptions.
    pub fn new(assumptions: &Assumptions) -> Fingerprints {
        Fingerprints { known: FxHashMap::default(), assumptions: assumptions.clone() }
    }

    fn value(&mut self, store: &Store, library: &Library, term: Term) -> Enclosure<f64> {
        if let Some(value) = self.known.get(&term) {
            return value.clone();
        }
        for symbol in store.symbols(term) {
            let (known, assumptions) = (&mut self.known, &self.assumptions);
            known.entry(symbol).or_insert_with(|| {
                // a point in the plane where nothing is assumed
                let (re, im) = sample(5, u64::from(symbol.raw()), assumptions.of(symbol));
                Enclosure {
                    re: Interval::from_rational(&re, 53),
                    im: Interval::from_rational(&im, 53),
                }
            });
        }
        evaluate_above(store, library, term, &mut self.known, 53)
    }

    /// True when the values are proved to differ at the sample point.
    pub fn differ(&mut self, store: &Store, library: &Library, a: Term, b: Term) -> bool {
        let (x, y) = (self.value(store, library, a), self.value(store, library, b));
        x.is_finite() && y.is_finite() && !x.overlaps(&y)
    }
}

/// Exact values of symbols: real and imaginary parts.
pub type Point = FxHashMap<Term, (Rational, Rational)>;

/// How two terms compare at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Both are known there, and their enclosures overlap.
    Agree,
    /// Their enclosures are disjoint.
    Differ,
    /// Only one has a value; the other is undetermined, also at twice the precision.
    FirstUndetermined,
    /// As [`Outcome::FirstUndetermined`], for the second.
    SecondUndetermined,
    /// Both are undetermined.
    Unknown,
}

/// Terms laid out for evaluation at exact points, in doubles and with many bits.
pub struct Check<'s> {
    store: &'s Store,
    library: &'s Library,
    tape: Tape,
    symbols: Vec<Term>,
}

impl<'s> Check<'s> {
    /// Lays out terms, with definitions put for functions without kernels.
    pub fn new(store: &'s mut Store, library: &'s mut Library, terms: &[Term]) -> Check<'s> {
        let terms: Vec<Term> =
            terms.iter().map(|&term| expand_definitions(store, library, term)).collect();
        let mut symbols: Vec<Term> = terms.iter().flat_map(|&term| store.symbols(term)).collect();
        symbols.sort_unstable();
        symbols.dedup();
        // the sample of a symbol depends on its place in the canonical order, not on when it was
        // made
        symbols.sort_by(|&a, &b| store.compare(a, b));
        Check { tape: Tape::new(store, &terms), symbols, store, library }
    }

    /// A symbol of the terms as text.
    pub fn name(&self, symbol: Term) -> String {
        viete_syntax::plain(self.store, symbol)
    }

    /// Enclosures of the terms at a point.
    pub fn values<F: EnclosureKernel>(&self, point: &Point, bits: u32) -> Vec<Enclosure<F>> {
        let enclosed = |(re, im): &(Rational, Rational)| Enclosure {
            re: Interval::from_rational(re, bits),
            im: Interval::from_rational(im, bits),
        };
        let bindings = point.iter().map(|(&symbol, value)| (symbol, enclosed(value))).collect();
        self.tape.evaluate(self.store, self.library, &bindings, bits)
    }

    /// Compares the first two terms at a point. Doubles decide only where they are sharp and
    /// overlap.
    pub fn compare(&self, point: &Point) -> Outcome {
        if !point.is_empty() && agree(&self.values(point, 53)) {
            return Outcome::Agree;
        }
        let values: Vec<Enclosure<Big>> = self.values(point, BITS);
        match values.as_slice() {
            [a, b, ..] if a.is_finite() && b.is_finite() => {
                if a.overlaps(b) {
                    Outcome::Agree
                } else {
                    Outcome::Differ
                }
            }
            [a, b, ..] if a.is_finite() || b.is_finite() => {
                match self.values::<Big>(point, 2 * BITS).as_slice() {
                    [a, b, ..] if a.is_finite() && b.is_finite() => Outcome::Agree,
                    [a, ..] if a.is_finite() => Outcome::SecondUndetermined,
                    _ => Outcome::FirstUndetermined,
                }
            }
            _ => Outcome::Unknown,
        }
    }

    fn points(&self, assumptions: &Assumptions) -> impl Iterator<Item = Point> {
        let count = if self.symbols.is_empty() { 1 } else { POINTS };
        (0..count).map(move |point| {
            let symbols = self.symbols.iter().enumerate();
            symbols
                .map(|(index, &symbol)| {
                    (symbol, sample(point, index as u64, assumptions.of(symbol)))
                })
                .collect()
        })
    }
}

/// Known to some digits.
fn is_sharp(value: &Enclosure<f64>) -> bool {
    let sharp =
        |part: &Interval<f64>| part.upper - part.lower <= SHARP * part.upper.abs().max(1e-3);
    value.is_finite() && sharp(&value.re) && sharp(&value.im)
}

fn agree(values: &[Enclosure<f64>]) -> bool {
    matches!(values, [a, b, ..] if is_sharp(a) && is_sharp(b) && a.overlaps(b))
}

/// True when enclosures prove that the two terms differ at some point of the assumptions where `a`
/// is known.
pub fn disagree(
    store: &mut Store,
    library: &mut Library,
    a: Term,
    b: Term,
    assumptions: &Assumptions,
) -> bool {
    if a == b {
        return false;
    }
    let check = Check::new(store, library, &[a, b]);
    check.points(assumptions).any(|point| check.compare(&point) == Outcome::Differ)
}

/// Points of the measure of accuracy, and the largest exponent of two among their coordinates.
const MAGNITUDES: u64 = 96;
const LARGEST_EXPONENT: i64 = 40;

/// Bits that an evaluation in doubles loses at most, in the mean over real points of many
/// magnitudes: the relative width of the enclosure against one rounding. A point where the
/// enclosure is unbounded counts as 64.
pub fn lost_bits(
    store: &mut Store,
    library: &mut Library,
    term: Term,
    assumptions: &Assumptions,
) -> f64 {
    let check = Check::new(store, library, &[term]);
    let symbols: Vec<Term> = check.symbols.clone();
    let mut total = 0.0;
    for number in 0..MAGNITUDES {
        let coordinate = |(index, &symbol): (usize, &Term)| {
            let seed = mix(number * 64 + index as u64);
            let exponent = (seed % (2 * LARGEST_EXPONENT as u64 + 1)) as i64 - LARGEST_EXPONENT;
            let properties = assumptions.of(symbol);
            let positive = properties.contains(&Property::Positive)
                || properties.contains(&Property::Nonnegative);
            let negative =
                properties.contains(&Property::Negative) || (!positive && seed >> 60 & 1 == 1);
            let mantissa = 1.0 + ((seed >> 8) % (1 << 40)) as f64 / (1u64 << 40) as f64;
            let value = mantissa * (exponent as f64).exp2();
            (
                symbol,
                (
                    Rational::from_f64(if negative { -value } else { value })
                        .unwrap_or(Rational::ONE),
                    Rational::ZERO,
                ),
            )
        };
        let point: Point = symbols.iter().enumerate().map(coordinate).collect();
        let lost = |value: &Enclosure<f64>| {
            let width = |part: &Interval<f64>| part.upper - part.lower;
            let size = value.re.upper.abs().max(value.im.upper.abs()).max(f64::MIN_POSITIVE);
            let relative = width(&value.re).max(width(&value.im)) / size / f64::EPSILON;
            if relative.is_finite() { relative.max(1.0).log2().min(64.0) } else { 64.0 }
        };
        total += check.values::<f64>(&point, 53).iter().map(lost).sum::<f64>();
    }
    total / MAGNITUDES as f64
}

/// True when the term is proved to have a nonzero value at some sample point: it is not identically
/// zero.
pub fn defined_somewhere(
    store: &mut Store,
    library: &mut Library,
    term: Term,
    assumptions: &Assumptions,
) -> bool {
    let check = Check::new(store, library, &[term]);
    check.points(assumptions).any(|point| {
        let vanishes = |value: &Enclosure<f64>| is_sharp(value) && value.contains_zero();
        if !point.is_empty() && check.values(&point, 53).iter().all(vanishes) {
            return false;
        }
        check
            .values::<Big>(&point, BITS)
            .iter()
            .all(|value| value.is_finite() && !value.contains_zero())
    })
}
