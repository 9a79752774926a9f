//! Curves cut into the strokes that are visible: broken at gaps and poles, clipped at the edges.

use crate::Window;

type Point = (f64, f64);

/// The visible pieces of a curve, each a chain of points within the window; a value without
/// neighbours is a piece of one point.
///
/// A step from above the window to below it, or back, is taken for a pole and not joined.
pub(crate) fn strokes(points: &[Point], window: &Window) -> Vec<Vec<Point>> {
    let mut pieces: Vec<Vec<Point>> = Vec::new();
    for run in points.split(|point| !point.0.is_finite() || !point.1.is_finite()) {
        if let [alone] = run {
            pieces.extend(clipped(*alone, *alone, window).map(|(point, _)| vec![point]));
        }
        // a new run never continues the piece before it
        let mut end: Option<Point> = None;
        for pair in run.windows(2) {
            let &[from, to] = pair else { continue };
            let visible =
                if crosses(from.1, to.1, window) { None } else { clipped(from, to, window) };
            let Some((start, stop)) = visible else {
                end = None;
                continue;
            };
            match pieces.last_mut() {
                Some(piece) if end == Some(start) => piece.push(stop),
                _ => pieces.push(vec![start, stop]),
            }
            end = Some(stop);
        }
    }
    pieces
}

/// Whether a step leads from one side of the window to the other without a value inside.
fn crosses(a: f64, b: f64, window: &Window) -> bool {
    let (bottom, top) = window.vertical;
    a.min(b) < bottom && a.max(b) > top
}

/// The part of a segment within the window (Liang and Barsky, ACM Transactions on Graphics 3,
/// 1984).
fn clipped(from: Point, to: Point, window: &Window) -> Option<(Point, Point)> {
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    let step = (to.0 - from.0, to.1 - from.1);
    for (start, step, (low, high)) in
        [(from.0, step.0, window.horizontal), (from.1, step.1, window.vertical)]
    {
        if step == 0.0 {
            if start < low || start > high {
                return None;
            }
            continue;
        }
        let (a, b) = ((low - start) / step, (high - start) / step);
        enter = enter.max(a.min(b));
        leave = leave.min(a.max(b));
    }
    if enter > leave {
        return None;
    }
    let at = |part: f64| (from.0 + part * step.0, from.1 + part * step.1);
    // the ends themselves where they are inside, so that strokes join exactly
    let start = if enter > 0.0 { at(enter) } else { from };
    let stop = if leave < 1.0 { at(leave) } else { to };
    Some((start, stop))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: Window = Window { horizontal: (0.0, 10.0), vertical: (-1.0, 1.0) };

    #[test]
    fn gaps_and_poles_break_a_curve() {
        let points = [(0.0, 0.0), (1.0, 0.5), (2.0, f64::NAN), (3.0, 0.0), (4.0, 0.1)];
        assert_eq!(strokes(&points, &SQUARE).len(), 2);
        let pole = [(0.0, 0.0), (1.0, 50.0), (2.0, -50.0), (3.0, 0.0)];
        let pieces = strokes(&pole, &SQUARE);
        assert_eq!(pieces, vec![vec![(0.0, 0.0), (0.02, 1.0)], vec![(2.98, -1.0), (3.0, 0.0)]]);
    }

    #[test]
    fn a_value_alone_is_a_point() {
        let points = [(1.0, f64::NAN), (2.0, 0.5), (3.0, f64::INFINITY)];
        assert_eq!(strokes(&points, &SQUARE), vec![vec![(2.0, 0.5)]]);
    }

    #[test]
    fn what_is_outside_is_not_drawn() {
        assert!(strokes(&[(0.0, 2.0), (5.0, 3.0)], &SQUARE).is_empty());
        assert!(strokes(&[(-3.0, 0.0), (-1.0, 0.0)], &SQUARE).is_empty());
        assert!(strokes(&[], &SQUARE).is_empty());
    }
}
