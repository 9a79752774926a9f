//! A figure as an SVG document: the legend above, a grid with labelled ticks, the curves clipped to
//! the frame.

use crate::strokes::strokes;
use crate::ticks::ticks;
use crate::{Curve, Figure, Window};
use std::fmt::Write;

/// Colours that remain distinct for the colour-blind (Okabe and Ito, 2008), yellow left out.
const COLOURS: [&str; 7] =
    ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"];
/// Average width of a character of the labels, in pixels.
const CHARACTER: f64 = 7.2;
/// Height of a line of the legend.
const LINE: f64 = 20.0;
/// Longest label of the legend.
const LONGEST: usize = 80;
const TICK: f64 = 5.0;
/// Pixels per tick.
const ACROSS: f64 = 90.0;
const UP: f64 = 60.0;

/// The edges of the frame in pixels.
struct Frame {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Frame {
    /// Shares of the frame as pixels.
    fn place(&self, (right, up): (f64, f64)) -> (f64, f64) {
        (self.left + right * (self.right - self.left), self.bottom - up * (self.bottom - self.top))
    }
}

pub(crate) fn draw(figure: &Figure, window: &Window, width: u32, height: u32) -> String {
    let (width, height) = (f64::from(width), f64::from(height));
    let vertical = ticks(window.vertical, (height / UP) as usize);
    let longest = vertical.iter().map(|tick| tick.label.len()).max().unwrap_or(1);
    let left = 22.0 + CHARACTER * longest as f64;
    let (right, bottom) = (width - 20.0, height - 50.0);
    let entries = legend(&figure.curves, left, right);
    let lines = entries.last().map_or(0.0, |entry| entry.1.1 + 1.0);
    let frame = Frame { left, right, top: 14.0 + LINE * lines, bottom };
    let horizontal = ticks(window.horizontal, (width / ACROSS) as usize);

    let mut out = String::new();
    // writing to a string cannot fail
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" font-size=\"13\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
    );
    for tick in &horizontal {
        let x = frame.place(window.share((tick.value, window.vertical.0))).0;
        grid(&mut out, (x, frame.top), (x, frame.bottom + TICK), tick.value == 0.0);
        let y = frame.bottom + 20.0;
        label(&mut out, (x, y), "middle", "", &tick.label);
    }
    for tick in &vertical {
        let y = frame.place(window.share((window.horizontal.0, tick.value))).1;
        grid(&mut out, (frame.left - TICK, y), (frame.right, y), tick.value == 0.0);
        label(&mut out, (frame.left - 9.0, y + 4.5), "end", "", &tick.label);
    }
    let _ = writeln!(
        out,
        "<rect x=\"{:.2}\" y=\"{:.2}\" width=\"{:.2}\" height=\"{:.2}\" fill=\"none\" \
         stroke=\"#555\"/>",
        frame.left,
        frame.top,
        frame.right - frame.left,
        frame.bottom - frame.top
    );
    let middle = ((frame.left + frame.right) / 2.0, frame.bottom + 40.0);
    label(&mut out, middle, "middle", " font-style=\"italic\"", &figure.variable);
    for (index, curve) in figure.curves.iter().enumerate() {
        draw_curve(&mut out, curve, index, window, &frame);
    }
    for (index, (text, (x, line))) in entries.iter().enumerate() {
        let y = 18.0 + LINE * line;
        let _ = writeln!(
            out,
            "<path d=\"M{x:.2} {y:.2}h22\" stroke=\"{}\" stroke-width=\"2.5\"/>",
            colour(index)
        );
        label(&mut out, (x + 28.0, y + 4.5), "start", "", text);
    }
    out.push_str("</svg>\n");
    out
}

fn colour(index: usize) -> &'static str {
    COLOURS.get(index % COLOURS.len()).copied().unwrap_or("#000000")
}

fn draw_curve(out: &mut String, curve: &Curve, index: usize, window: &Window, frame: &Frame) {
    let mut path = String::new();
    for stroke in strokes(&curve.points, window) {
        for (place, &point) in stroke.iter().enumerate() {
            let (x, y) = frame.place(window.share(point));
            let command = if place == 0 { 'M' } else { 'L' };
            let _ = write!(path, "{command}{x:.2} {y:.2}");
        }
        if stroke.len() == 1 {
            // a round cap makes a dot of it
            path.push_str("h0");
        }
    }
    let _ = writeln!(
        out,
        "<path d=\"{path}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\" \
         stroke-linejoin=\"round\" stroke-linecap=\"round\"/>",
        colour(index)
    );
}

fn grid(out: &mut String, from: (f64, f64), to: (f64, f64), zero: bool) {
    let stroke = if zero { "#999" } else { "#e2e2e2" };
    let _ = writeln!(
        out,
        "<path d=\"M{:.2} {:.2}L{:.2} {:.2}\" stroke=\"{stroke}\"/>",
        from.0, from.1, to.0, to.1
    );
}

fn label(out: &mut String, (x, y): (f64, f64), anchor: &str, style: &str, text: &str) {
    let _ = writeln!(
        out,
        "<text x=\"{x:.2}\" y=\"{y:.2}\" text-anchor=\"{anchor}\" fill=\"#222\"{style}>{}</text>",
        escaped(text)
    );
}

/// The text, left edge and line of each entry, wrapped at the right edge.
fn legend(curves: &[Curve], left: f64, right: f64) -> Vec<(String, (f64, f64))> {
    let (mut x, mut line) = (left, 0.0);
    let mut entries = Vec::new();
    for curve in curves {
        let mut text: String = curve.label.chars().take(LONGEST).collect();
        if text.len() < curve.label.len() {
            text.push('…');
        }
        let width = 28.0 + CHARACTER * text.chars().count() as f64;
        if x > left && x + width > right {
            (x, line) = (left, line + 1.0);
        }
        entries.push((text, (x, line)));
        x += width + 18.0;
    }
    entries
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use crate::{Curve, Figure};

    #[test]
    fn a_document_has_a_path_and_an_entry_for_each_curve() {
        let points = vec![(0.0, 0.0), (1.0, 2.0)];
        let curve = |label: &str| Curve { label: label.into(), points: points.clone() };
        let curves = vec![curve("a < b"), curve("c & d")];
        let figure = Figure { variable: "t".into(), range: (0.0, 1.0), curves };
        let text = figure.svg(800, 500).unwrap_or_default();
        assert!(text.contains("a &lt; b") && text.contains("c &amp; d"));
        assert_eq!(text.matches("stroke-linejoin").count(), 2);
        assert!(text.ends_with("</svg>\n"));
    }
}
