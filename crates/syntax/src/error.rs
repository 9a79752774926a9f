//! How an error in a text is shown: the line, cut to what matters, and the place, with ariadne.

use ariadne::{CharSet, Color, Config, IndexType, Label, Report, ReportKind, Source};
use std::ops::Range;
use viete_numbers::Error;

/// Text shown around an error at most, in bytes.
const EXCERPT: usize = 120;

/// A diagnostic that points at the place of an error in `text`; `None` when it has no place.
pub fn report(error: &Error, text: &str, color: bool) -> Option<String> {
    let (excerpt, span) = excerpt(error.span()?, text);
    let set = if color { CharSet::Unicode } else { CharSet::Ascii };
    let config =
        Config::default().with_color(color).with_index_type(IndexType::Byte).with_char_set(set);
    let mut report = Report::build(ReportKind::Custom("error", Color::Red), span.clone())
        .with_config(config)
        .with_message(error)
        .with_label(Label::new(span).with_message("here").with_color(Color::Red));
    if let Some(help) = error.help() {
        report = report.with_help(help);
    }
    let mut out = Vec::new();
    Some(match report.finish().write(Source::from(&excerpt), &mut out) {
        Ok(()) if color => String::from_utf8_lossy(&out).trim_end().to_string(),
        Ok(()) => without_escapes(String::from_utf8_lossy(&out).trim_end()),
        Err(_) => format!("error: {error}"),
    })
}

/// The line with the error, cut around it, with control characters made visible.
fn excerpt(place: Range<usize>, text: &str) -> (String, Range<usize>) {
    let clamp =
        |at: usize| (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    let (start, end) = (clamp(place.start), clamp(place.end.max(place.start)));
    let line_start = text.get(..start).and_then(|t| t.rfind('\n')).map_or(0, |i| i + 1);
    let line_end = text.get(start..).and_then(|t| t.find('\n')).map_or(text.len(), |i| start + i);
    let from = clamp(line_start.max(start.saturating_sub(EXCERPT)));
    let to = clamp(line_end.min(end.max(start) + EXCERPT).max(start));
    let visible =
        |t: &str| t.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>();
    let before = visible(text.get(from..start).unwrap_or(""));
    let inside = visible(text.get(start..end.min(to).max(start)).unwrap_or(""));
    let after = visible(text.get(end.min(to).max(start)..to).unwrap_or(""));
    let span = before.len()..before.len() + inside.len();
    (format!("{before}{inside}{after}"), span)
}

/// The head of a report is coloured whatever the configuration says: drops the escape sequences.
fn without_escapes(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        out.push_str(before);
        rest = after.split_once('m').map_or("", |(_, after)| after);
    }
    out + rest
}
