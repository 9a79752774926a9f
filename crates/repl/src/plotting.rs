//! Plots: on the terminal with textplots, into SVG with plotters.

use crate::terminal::Terminal;
use plotters::prelude::{
    BLACK, ChartBuilder, Color, IntoDrawingArea, IntoFont, LineSeries, Palette, Palette99,
    PathElement, SVGBackend, WHITE,
};
use textplots::{Chart, Plot as _, Shape};
use viete::Plot;

/// Draws on the terminal, or writes the named SVG file; the text to print.
pub fn draw(plot: &Plot, terminal: &Terminal) -> Result<String, String> {
    let (low, high) =
        vertical_range(plot).ok_or("nothing to plot: no real finite value in the range")?;
    match &plot.file {
        None => Ok(on_terminal(plot, low, high)),
        Some(name) => {
            if !terminal.files {
                return Err(
                    "files are not allowed in batch input: start viete with --allow-files".into()
                );
            }
            if !name.ends_with(".svg") {
                return Err(format!("cannot write file `{name}`: expected a name ending in .svg"));
            }
            svg(plot, name, low, high)
                .map_err(|error| format!("cannot write file `{name}`: {error}"))?;
            Ok(format!("wrote {name}"))
        }
    }
}

/// Lowest and highest value shown: extremes at the poles of a function are cut off at the outer
/// percentiles.
fn vertical_range(plot: &Plot) -> Option<(f64, f64)> {
    let mut values: Vec<f64> =
        plot.curves.iter().flat_map(|c| &c.points).map(|p| p.1).filter(|y| y.is_finite()).collect();
    values.sort_by(f64::total_cmp);
    let at =
        |part: f64| values.get(((values.len().checked_sub(1)?) as f64 * part) as usize).copied();
    let (least, most, low, high) = (at(0.0)?, at(1.0)?, at(0.03)?, at(0.97)?);
    let spread = (high - low).max(f64::MIN_POSITIVE);
    let (bottom, top) = (
        if low - least > 3.0 * spread { low } else { least },
        if most - high > 3.0 * spread { high } else { most },
    );
    if bottom < top { Some((bottom, top)) } else { Some((bottom - 1.0, top + 1.0)) }
}

fn on_terminal(plot: &Plot, low: f64, high: f64) -> String {
    let (from, to) = (plot.range.0 as f32, plot.range.1 as f32);
    let lines: Vec<Vec<(f32, f32)>> = plot
        .curves
        .iter()
        .map(|c| {
            c.points
                .iter()
                .filter(|p| p.1 >= low && p.1 <= high)
                .map(|p| (p.0 as f32, p.1 as f32))
                .collect()
        })
        .collect();
    let shapes: Vec<Shape<'_>> = lines.iter().map(|points| Shape::Lines(points)).collect();
    let mut chart = Chart::new_with_y_range(120, 60, from, to, low as f32, high as f32);
    let mut drawn = &mut chart;
    for shape in &shapes {
        drawn = drawn.lineplot(shape);
    }
    drawn.axis();
    drawn.figures();
    let labels: Vec<&str> = plot.curves.iter().map(|c| c.label.as_str()).collect();
    format!(
        "{drawn}\n{} for {} = {}..{}",
        labels.join(", "),
        plot.variable,
        plot.range.0,
        plot.range.1
    )
}

fn svg(plot: &Plot, name: &str, low: f64, high: f64) -> Result<(), Box<dyn std::error::Error>> {
    let area = SVGBackend::new(name, (800, 500)).into_drawing_area();
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .margin(15)
        .x_label_area_size(35)
        .y_label_area_size(55)
        .build_cartesian_2d(plot.range.0..plot.range.1, low..high)?;
    chart
        .configure_mesh()
        .x_desc(plot.variable.as_str())
        .label_style(("sans-serif", 14).into_font())
        .draw()?;
    for (index, curve) in plot.curves.iter().enumerate() {
        let style = Palette99::pick(index).stroke_width(2);
        let color = Palette99::pick(index).to_rgba();
        // a gap wherever there is no value
        for piece in curve
            .points
            .split(|p| !p.1.is_finite() || p.1 < low || p.1 > high)
            .filter(|p| p.len() > 1)
        {
            chart.draw_series(LineSeries::new(piece.iter().copied(), style))?;
        }
        let labelled =
            chart.draw_series(LineSeries::new(std::iter::empty::<(f64, f64)>(), style))?;
        labelled
            .label(curve.label.clone())
            .legend(move |(x, y)| PathElement::new(vec![(x, y), (x + 18, y)], color));
    }
    chart.configure_series_labels().border_style(BLACK).background_style(WHITE.mix(0.8)).draw()?;
    area.present()?;
    Ok(())
}
