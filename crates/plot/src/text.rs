//! A figure as lines of text: ticks and labels to the left of the canvas and below it, the legend
//! under them.

use crate::canvas::Canvas;
use crate::strokes::strokes;
use crate::ticks::{Tick, ticks};
use crate::{Curve, Figure, Window};

/// ANSI colours of the curves in turn: blue, red, green, magenta, cyan, yellow.
const COLOURS: [u8; 6] = [34, 31, 32, 35, 36, 33];
/// Rows and columns per tick.
const ROWS: usize = 4;
const COLUMNS: usize = 12;

pub(crate) fn draw(
    figure: &Figure,
    window: &Window,
    columns: usize,
    rows: usize,
    colours: bool,
) -> String {
    let mut canvas = Canvas::new(columns, rows);
    let dashed = !colours && figure.curves.len() > 1;
    for (index, curve) in figure.curves.iter().enumerate() {
        for stroke in strokes(&curve.points, window) {
            let dots: Vec<(i64, i64)> =
                stroke.iter().map(|&point| canvas.dot(window.share(point))).collect();
            canvas.chain(&dots, index, dashed);
        }
    }

    let across = ticks(window.horizontal, columns / COLUMNS);
    let up = ticks(window.vertical, rows / ROWS);
    let column_of = |x: f64| cell(canvas.dot(window.share((x, window.vertical.0))).0, 2);
    let row_of = |y: f64| cell(canvas.dot(window.share((window.horizontal.0, y))).1, 4);
    let zero = (
        inside(window.horizontal).then(|| column_of(0.0)),
        inside(window.vertical).then(|| row_of(0.0)),
    );
    let margin = up.iter().map(|tick| tick.label.chars().count()).max().unwrap_or(0);

    let mut lines = Vec::new();
    for row in 0..rows {
        let tick = up.iter().find(|tick| row_of(tick.value) == row);
        let label = tick.map_or("", |tick| &tick.label);
        let edge = if tick.is_some() { '┤' } else { '│' };
        lines
            .push(format!("{label:>margin$} {edge}{}", line(&canvas, row, columns, zero, colours)));
    }
    let places: Vec<(usize, &Tick)> =
        across.iter().map(|tick| (column_of(tick.value), tick)).collect();
    let (axis, labels) = bottom(&places, columns, &figure.variable);
    lines.push(format!("{:margin$} └{axis}", ""));
    lines.push(format!("{:margin$}  {labels}", ""));
    lines.extend(legend(&figure.curves, margin + 2 + columns, colours));
    lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n")
}

fn inside((low, high): (f64, f64)) -> bool {
    low < 0.0 && 0.0 < high
}

/// The character that holds a dot.
fn cell(dot: i64, dots: usize) -> usize {
    usize::try_from(dot).unwrap_or(0) / dots
}

/// A row of the canvas; the lines through zero show where no curve is.
fn line(
    canvas: &Canvas,
    row: usize,
    columns: usize,
    zero: (Option<usize>, Option<usize>),
    colours: bool,
) -> String {
    let mut text = String::new();
    let mut current = None;
    for column in 0..columns {
        let (character, owner) = match canvas.character(column, row) {
            Some((character, owner)) => (character, Some(owner)),
            None => match (zero.0 == Some(column), zero.1 == Some(row)) {
                (true, true) => ('┼', None),
                (true, false) => ('┊', None),
                (false, true) => ('┄', None),
                (false, false) => (' ', None),
            },
        };
        if colours && owner != current {
            text.push_str(&owner.map_or("\x1b[0m".into(), start));
            current = owner;
        }
        text.push(character);
    }
    if current.is_some() {
        text.push_str("\x1b[0m");
    }
    text
}

/// The escape that starts a curve's colour.
fn start(owner: usize) -> String {
    format!("\x1b[{}m", COLOURS.get(owner % COLOURS.len()).copied().unwrap_or(39))
}

/// The horizontal axis and the labels under it; a label that would touch the one before it is left
/// out.
fn bottom(places: &[(usize, &Tick)], columns: usize, variable: &str) -> (String, String) {
    let axis: String = (0..columns)
        .map(|column| if places.iter().any(|place| place.0 == column) { '┬' } else { '─' })
        .collect();
    let (mut labels, mut length) = (String::new(), 0);
    for (column, tick) in places {
        let width = tick.label.chars().count();
        // a minus sign does not move the number off its tick
        let start = column.saturating_sub(width / 2);
        if start < length + usize::from(length > 0) {
            continue;
        }
        labels.push_str(&" ".repeat(start - length));
        labels.push_str(&tick.label);
        length = start + width;
    }
    let gap = columns.saturating_sub(length + variable.chars().count()).max(2);
    (axis, format!("{labels}{}{variable}", " ".repeat(gap)))
}

/// A sample of each curve and its label, as many on a line as `width` holds.
fn legend(curves: &[Curve], width: usize, colours: bool) -> Vec<String> {
    let (mut lines, mut length) = (vec![String::new()], 0);
    for (index, curve) in curves.iter().enumerate() {
        let mut sample = Canvas::new(6, 1);
        sample.chain(&[(0, 2), (11, 2)], index, !colours && curves.len() > 1);
        let sample = line(&sample, 0, 6, (None, None), colours);
        let needed = 6 + 1 + curve.label.chars().count();
        if length > 0 && length + 3 + needed > width {
            lines.push(String::new());
            length = 0;
        }
        if let Some(last) = lines.last_mut() {
            let gap = if length > 0 { "   " } else { "" };
            last.push_str(&format!("{gap}{sample} {}", curve.label));
            length += gap.len() + needed;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use crate::{Curve, Figure};

    fn figure(count: usize) -> Figure {
        let curve = |shift: usize| Curve {
            label: format!("curve {shift}"),
            points: (0..=100).map(|i| f64::from(i) / 10.0).map(|x| (x, x + shift as f64)).collect(),
        };
        let curves = (0..count).map(curve).collect();
        Figure { variable: "x".into(), range: (0.0, 10.0), curves }
    }

    #[test]
    fn a_rising_line_rises_between_labelled_axes() {
        let text = figure(1).text(10, 5, false).unwrap_or_default();
        let expected = "\
10 ┤        ⢀⡠
   │      ⣀⠔⠁
 5 ┤   ⢀⡠⠊
   │ ⣀⠔⠁
 0 ┤⠊
   └┬────────┬
    0        10  x
⠤⠤⠤⠤⠤⠤ curve 0";
        assert_eq!(text.lines().count(), expected.lines().count(), "{text}");
        for place in [0, 5, 7] {
            let (line, wanted) = (text.lines().nth(place), expected.lines().nth(place));
            let head = |line: Option<&str>| line.map(|l| l.chars().take(4).collect::<String>());
            assert_eq!(head(line), head(wanted), "{text}");
        }
    }

    #[test]
    fn curves_differ_by_dashes_or_by_colours() {
        let plain = figure(2).text(40, 10, false).unwrap_or_default();
        assert!(!plain.contains('\x1b') && plain.contains("curve 1"));
        let legend = plain.lines().last().unwrap_or_default();
        let samples: Vec<&str> = legend.split_whitespace().filter(|w| w.len() > 7).collect();
        assert_ne!(samples.first(), samples.get(1), "{legend}");
        let coloured = figure(2).text(40, 10, true).unwrap_or_default();
        assert!(coloured.contains("\x1b[34m") && coloured.contains("\x1b[31m"));
    }
}
