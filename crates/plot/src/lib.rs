//! Pictures of curves: axes with labelled ticks, a legend, gaps where there is no value; as lines
//! of Braille characters for a terminal and as SVG.
//!
//! Values in, text out: nothing here reads a function, writes a file or knows a terminal. Curves
//! come as points, sampled by whoever has the function.
//!
//! ```
//! use viete_plot::{Curve, Figure};
//! let points = (0..=100).map(|i| f64::from(i) / 10.0).map(|x| (x, x.sin())).collect();
//! let curve = Curve { label: "sin(x)".into(), points };
//! let figure = Figure { variable: "x".into(), range: (0.0, 10.0), curves: vec![curve] };
//! assert!(figure.text(72, 20, false).is_some_and(|text| text.contains("sin(x)")));
//! assert!(figure.svg(800, 500).is_some_and(|text| text.starts_with("<svg")));
//! ```

mod canvas;
mod strokes;
mod svg;
mod text;
mod ticks;
mod window;

pub use window::Window;

/// A curve as points in the order they are joined; a value that is not finite is a gap.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// What the legend says.
    pub label: String,
    /// Pairs of the variable and the value.
    pub points: Vec<(f64, f64)>,
}

/// Curves over one range of one variable.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The name that stands at the horizontal axis.
    pub variable: String,
    /// The least and the greatest value of the variable that are shown.
    pub range: (f64, f64),
    /// The curves, drawn one over another in this order.
    pub curves: Vec<Curve>,
}

impl Figure {
    /// The part of the plane that is shown; nothing where no point within the range has a finite
    /// value.
    pub fn window(&self) -> Option<Window> {
        Window::around(self)
    }

    /// Lines of text: a canvas of `columns` times `rows` characters with eight Braille dots each,
    /// axes to its left and below, a legend. Curves differ by ANSI colours where `colours` is
    /// true, else by dashes. Nothing where [`Figure::window`] has nothing.
    pub fn text(&self, columns: usize, rows: usize, colours: bool) -> Option<String> {
        Some(text::draw(self, &self.window()?, columns.max(8), rows.max(4), colours))
    }

    /// An SVG document of the given size in pixels. Nothing where [`Figure::window`] has nothing.
    pub fn svg(&self, width: u32, height: u32) -> Option<String> {
        Some(svg::draw(self, &self.window()?, width.max(200), height.max(150)))
    }
}
