//! Plots: the text of a picture to the terminal, or its SVG into a file.

use crate::terminal::Terminal;
use viete::Plot;
use viete_plot::{Curve, Figure};

/// Characters of the canvas on the terminal.
const CANVAS: (usize, usize) = (68, 20);
/// Pixels of an SVG.
const PICTURE: (u32, u32) = (800, 500);

const NOTHING: &str = "nothing to plot: no real finite value in the range";

/// Draws on the terminal, or writes the named SVG file; the text to print.
pub fn draw(plot: &Plot, terminal: &Terminal) -> Result<String, String> {
    let curve =
        |curve: &viete::Curve| Curve { label: curve.label.clone(), points: curve.points.clone() };
    let figure = Figure {
        variable: plot.variable.clone(),
        range: plot.range,
        curves: plot.curves.iter().map(curve).collect(),
    };
    let Some(name) = &plot.file else {
        return figure.text(CANVAS.0, CANVAS.1, !terminal.plain).ok_or(NOTHING.into());
    };
    if !terminal.files {
        return Err("files are not allowed in batch input: start viete with --allow-files".into());
    }
    if !name.ends_with(".svg") {
        return Err(format!("cannot write file `{name}`: expected a name ending in .svg"));
    }
    let picture = figure.svg(PICTURE.0, PICTURE.1).ok_or(NOTHING)?;
    std::fs::write(name, picture)
        .map_err(|error| format!("cannot write file `{name}`: {error}"))?;
    Ok(format!("wrote {name}"))
}
