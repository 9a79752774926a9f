//! `N(e, digits)`: decimal digits that are proved right. The term is enclosed at rising precision
//! until both ends of the enclosure round to the same decimals.

use crate::value::{evaluate_within, expand_definitions};
use rustc_hash::FxHashMap;
use viete_numbers::{
    Big, Budget, Decimal, Enclosure, Endpoint, HAS_BIG_FLOATS, Interval, Number, Rational, Real,
    Stop,
};
use viete_syntax::Library;
use viete_term::{Kind, Store, Term};

/// Most digits that `N` computes.
pub const MAX_DIGITS: u32 = 1_000_000;
/// Precision is not raised beyond this many bits above what the digits need.
const EXTRA_BITS: u32 = 1 << 12;

/// Why a term has no digits.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumericError {
    /// More or fewer digits than can be asked for.
    #[error("range error: digits out of range: expected 1 to {MAX_DIGITS}")]
    Digits,
    /// More digits than a double has, in a build without MPFR.
    #[error("`N` of more than 15 digits needs the feature `mpfr`")]
    NeedsBigFloats,
    /// The budget is spent.
    #[error(transparent)]
    Stopped(#[from] Stop),
}

/// The value of a constant term with `digits` right decimal digits in each part; `Ok(None)` when
/// the term has free symbols, no value, or a part that cannot be told from zero.
///
/// # Errors
/// Too many digits, or the budget's stop.
pub fn numeric(
    store: &mut Store,
    library: &mut Library,
    term: Term,
    digits: u32,
    budget: &Budget,
) -> Result<Option<Number>, NumericError> {
    if digits == 0 || digits > MAX_DIGITS {
        return Err(NumericError::Digits);
    }
    if let Some(number) = store.as_number(term) {
        return Ok(round_number(number, digits));
    }
    if !HAS_BIG_FLOATS && digits > 15 {
        return Err(NumericError::NeedsBigFloats);
    }
    if !store.symbols(term).is_empty() {
        return Ok(None);
    }
    let term = expand_definitions(store, library, term);
    let wanted = (f64::from(digits) * std::f64::consts::LOG2_10) as u32 + 16;
    let mut bits = wanted + 16;
    let parts = store.reachable(&[term]);
    let nodes = parts.len() as u64;
    let slow: Vec<u32> = parts
        .iter()
        .filter_map(|&part| match store.kind(part) {
            Kind::Call(name) => library.function(name).map(|function| function.second_bits),
            _ => None,
        })
        .filter(|&bits| bits > 0)
        .collect();
    loop {
        // series need a number of terms that grows with the precision
        budget.spend(nodes * u64::from(bits / 16 + 1) * u64::from(bits / 256 + 1))?;
        for &second_bits in &slow {
            budget.spend(slow_units(bits, second_bits))?;
        }
        budget.check_clock()?;
        let value: Enclosure<Big> =
            evaluate_within(store, library, term, &FxHashMap::default(), bits, budget);
        if let (Some(re), Some(im)) = (decimal(&value.re, digits), decimal(&value.im, digits)) {
            return Ok(Some(Number::complex(re, im)));
        }
        if !HAS_BIG_FLOATS || bits > wanted + EXTRA_BITS {
            return Ok(None);
        }
        bits *= 2;
    }
}

/// The term with decimals for its constant parts that have a value.
///
/// # Errors
/// As for [`numeric`].
pub fn numeric_parts(
    store: &mut Store,
    library: &mut Library,
    term: Term,
    digits: u32,
    budget: &Budget,
) -> Result<Term, NumericError> {
    let mut failure = None;
    let result = store.transform(term, &mut |store, node, children| {
        let kind = store.kind(node);
        let rebuilt = if store.children(node) == children {
            node
        } else {
            library.build(store, kind, children)
        };
        let is_exponent_like = matches!(store.kind(rebuilt), Kind::Number(_));
        if is_exponent_like
            || !store.symbols(rebuilt).is_empty()
            || matches!(store.kind(rebuilt), Kind::Form(_) | Kind::Text(_))
        {
            return rebuilt;
        }
        match numeric(store, library, rebuilt, digits, budget) {
            Ok(Some(number)) => store.number(number),
            Ok(None) => rebuilt,
            Err(error) => {
                failure = Some(error);
                rebuilt
            }
        }
    });
    failure.map_or(Ok(result), Err)
}

/// Fuel of one call that takes a second at `second_bits` and grows with their cube.
fn slow_units(bits: u32, second_bits: u32) -> u64 {
    /// Fuel of a second.
    const SECOND: f64 = 5e7;
    (SECOND * (f64::from(bits) / f64::from(second_bits)).powi(3)) as u64
}

fn round_number(number: &Number, digits: u32) -> Option<Number> {
    let part = |part: &Real| match part {
        Real::Exact(r) if r.is_zero() => Some(Real::Exact(Rational::ZERO)),
        Real::Exact(r) => Decimal::from_rational(r, digits).ok().map(Real::Float),
        Real::Float(d) if d.digits() <= digits => Some(Real::Float(d.clone())),
        Real::Float(d) => {
            Decimal::from_rational(&d.to_rational().ok()?, digits).ok().map(Real::Float)
        }
    };
    let (re, im) = (part(number.re())?, part(number.im())?);
    match (&re, &im) {
        // N(0) is a float zero, N(2*I) has no real part
        (Real::Exact(_), Real::Exact(_)) => Decimal::from_rational(&Rational::ZERO, digits)
            .ok()
            .map(|d| Number::Real(Real::Float(d))),
        _ => Some(Number::complex(re, im)),
    }
}

/// The decimal that both ends round to; an exact zero stays exact.
fn decimal<F: Endpoint>(part: &Interval<F>, digits: u32) -> Option<Real> {
    if part.is_exact_zero() {
        return Some(Real::Exact(Rational::ZERO));
    }
    if part.contains_zero() {
        return None;
    }
    let low = Decimal::from_rational(&part.lower.to_rational()?, digits).ok()?;
    let high = Decimal::from_rational(&part.upper.to_rational()?, digits).ok()?;
    (low == high).then_some(Real::Float(low))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_keep_their_place_among_decimals() {
        let mut store = Store::new();
        let mut library = Library::new(&mut store);
        let text = "x*sqrt(2) + sin(y)";
        let term = viete_syntax::parse_plain(&mut library, &mut store, text);
        let term = term.unwrap_or(store.undefined());
        let budget = Budget::default();
        let found = numeric_parts(&mut store, &mut library, term, 5, &budget);
        let text = |term| viete_syntax::plain(&store, term);
        assert_eq!(found.map(text), Ok("1.4142*x + sin(y)".to_string()));
    }
}
