//! Round numbers along an axis, and how they are written.

/// A tick: its place on the axis and its label.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tick {
    pub value: f64,
    pub label: String,
}

/// Decimal exponents of steps that are written without an exponent.
const PLAIN: std::ops::RangeInclusive<i32> = -5..=5;

/// About `wanted` ticks within the range, a round step apart: 1, 2 or 5 times a power of ten
/// (Heckbert, Graphics Gems, 1990).
pub(crate) fn ticks((low, high): (f64, f64), wanted: usize) -> Vec<Tick> {
    let rough = (high / 2.0 - low / 2.0) / wanted.max(1) as f64 * 2.0;
    let mut exponent = rough.log10().floor();
    let mantissa = rough / 10f64.powf(exponent);
    // the bounds are the geometric means of neighbouring steps
    let mut digit = 1.0;
    for (bound, next) in [(1.415, 2.0), (3.163, 5.0), (7.072, 10.0)] {
        if mantissa > bound {
            digit = next;
        }
    }
    if digit == 10.0 {
        (digit, exponent) = (1.0, exponent + 1.0);
    }
    let step = digit * 10f64.powf(exponent);
    if !step.is_normal() {
        return Vec::new();
    }

    // a tick at an end that rounding has moved out is still that end's
    let slack = 1e-9;
    let (first, last) = ((low / step - slack).ceil(), (high / step + slack).floor());
    let count = (last - first) as usize;
    (0..=count.min(4 * wanted + 4))
        .map(|index| first + index as f64)
        .filter(|&multiple| multiple <= last)
        .map(|multiple| Tick {
            value: (multiple * step).clamp(low, high),
            label: label((multiple * digit) as i64, exponent as i32),
        })
        .collect()
}

/// `digits * 10^exponent` in decimals, or with an exponent where that is long.
fn label(digits: i64, exponent: i32) -> String {
    if digits == 0 {
        return "0".into();
    }
    if !PLAIN.contains(&exponent) {
        let text = format!("{:e}", digits as f64);
        let (mantissa, own) = text.split_once('e').unwrap_or((&text, "0"));
        return format!("{mantissa}e{}", own.parse::<i32>().unwrap_or(0) + exponent);
    }
    if exponent >= 0 {
        return format!("{digits}{}", "0".repeat(exponent as usize));
    }
    let places = exponent.unsigned_abs();
    let unit = 10u64.pow(places);
    let sign = if digits < 0 { "-" } else { "" };
    let (whole, part) = (digits.unsigned_abs() / unit, digits.unsigned_abs() % unit);
    format!("{sign}{whole}.{part:0width$}", width = places as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(range: (f64, f64), wanted: usize) -> Vec<String> {
        ticks(range, wanted).into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn steps_are_round_and_labels_exact() {
        assert_eq!(labels((-3.0, 3.0), 6), ["-3", "-2", "-1", "0", "1", "2", "3"]);
        assert_eq!(labels((-0.3, 0.3), 3), ["-0.2", "0.0", "0.2"].map(|l| l.replace("0.0", "0")));
        assert_eq!(labels((0.0, 1e7), 4), ["0", "2e6", "4e6", "6e6", "8e6", "1e7"]);
        assert_eq!(labels((1e-9, 3e-9), 2), ["1e-9", "2e-9", "3e-9"]);
        assert_eq!(labels((0.0, 20000.0), 2), ["0", "10000", "20000"]);
    }

    #[test]
    fn extreme_ranges_do_not_overflow() {
        assert!(ticks((-1e308, 1e308), 5).len() > 2);
        assert!(ticks((0.0, 5e-324), 5).len() < 40);
        assert!(ticks((1e15, 1e15 + 1.0), 5).len() > 1);
    }
}
