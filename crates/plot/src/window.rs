//! The part of the plane that a figure shows.

use crate::Figure;

/// A rectangle of the plane; both sides have positive length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Least and greatest value of the variable.
    pub horizontal: (f64, f64),
    /// Least and greatest value of the curves.
    pub vertical: (f64, f64),
}

/// Shares of the values that lie below the lower and the upper fence.
const FENCES: (f64, f64) = (0.03, 0.97);
/// Extremes that are farther outside the fences than this many times their distance are cut off.
const REACH: f64 = 3.0;

impl Window {
    /// The range of the figure, and the values of its curves: all of them, but for extremes near
    /// a pole, which are cut off at the outer percentiles.
    pub(crate) fn around(figure: &Figure) -> Option<Window> {
        let horizontal = widened(figure.range)?;
        let inside = |x: f64| horizontal.0 <= x && x <= horizontal.1;
        let points = figure.curves.iter().flat_map(|curve| &curve.points);
        let mut values: Vec<f64> = points
            .filter(|point| inside(point.0) && point.1.is_finite())
            .map(|point| point.1)
            .collect();
        values.sort_by(f64::total_cmp);

        let last = values.len().checked_sub(1)? as f64;
        let at = |share: f64| values.get((last * share) as usize).copied();
        let (least, greatest) = (at(0.0)?, at(1.0)?);
        let (low, high) = (at(FENCES.0)?, at(FENCES.1)?);
        let reach = REACH * (high - low);
        let bottom = if low - least > reach { low } else { least };
        let top = if greatest - high > reach { high } else { greatest };
        let vertical = if bottom < top { (bottom, top) } else { (least, greatest) };
        Some(Window { horizontal, vertical: widened(vertical)? })
    }

    /// Where a point lies, as shares of the width from the left and of the height from below.
    pub(crate) fn share(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (share(self.horizontal, x), share(self.vertical, y))
    }
}

fn share((low, high): (f64, f64), x: f64) -> f64 {
    // halves, since the difference of the ends may overflow
    (x / 2.0 - low / 2.0) / (high / 2.0 - low / 2.0)
}

/// A range with distinguishable ends; a single value gets room on both sides.
fn widened((low, high): (f64, f64)) -> Option<(f64, f64)> {
    let (low, high) = (low.min(high), low.max(high));
    let size = low.abs().max(high.abs());
    let room = if high - low > size * 1e-10 { 0.0 } else { size.max(1.0) * 0.5 };
    let (low, high) = (low - room, high + room);
    (low.is_finite() && high.is_finite() && low < high).then_some((low, high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Curve;

    fn figure(f: impl Fn(f64) -> f64) -> Figure {
        let points = (0..=400).map(|i| f64::from(i) / 200.0 - 1.0).map(|x| (x, f(x))).collect();
        let curve = Curve { label: "f".into(), points };
        Figure { variable: "x".into(), range: (-1.0, 1.0), curves: vec![curve] }
    }

    #[test]
    fn a_pole_does_not_flatten_the_picture() {
        let window = figure(|x| 1.0 / x).window();
        assert!(window.is_some_and(|w| w.vertical.1 < 50.0 && w.vertical.0 > -50.0));
    }

    #[test]
    fn a_peak_is_shown_whole_and_a_constant_has_room() {
        assert_eq!(figure(|x| x * x).window().map(|w| w.vertical), Some((0.0, 1.0)));
        assert_eq!(figure(|_| 2.0).window().map(|w| w.vertical), Some((1.0, 3.0)));
        assert_eq!(figure(|_| 0.0).window().map(|w| w.vertical), Some((-0.5, 0.5)));
        assert_eq!(figure(|_| f64::NAN).window(), None);
    }
}
