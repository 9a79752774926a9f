//! Cells of a lattice in text: `u[i-1]`, `u[0]`, `u[N+1]`, and sums over all cells.

use crate::ModelError;
use crate::text::{is_name, last_name, wrong};

/// A cell as text has it between brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// `i + offset`
    Here(i64),
    /// From the left end, which is 1.
    Left(i64),
    /// `N + offset`
    Right(i64),
    /// The cell that a sum is over.
    There,
}

impl Place {
    fn parse(text: &str, index: Option<&str>) -> Option<Place> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if index == Some(text.as_str()) {
            return Some(Place::There);
        }
        let offset = |rest: &str| {
            if rest.is_empty() { Some(0) } else { rest.trim_start_matches('+').parse().ok() }
        };
        match (text.strip_prefix('i'), text.strip_prefix('N')) {
            (Some(rest), _) => offset(rest).map(Place::Here),
            (_, Some(rest)) => offset(rest).map(Place::Right),
            _ => text.parse().ok().map(Place::Left),
        }
    }

    pub fn symbol(self, field: &str) -> String {
        let (kind, n) = match self {
            Place::Here(n) => ("here", n),
            Place::Left(n) => ("left", n),
            Place::Right(n) => ("right", n),
            Place::There => ("there", 0),
        };
        format!("cell_{field}_{kind}_{}{}", if n < 0 { "m" } else { "" }, n.unsigned_abs())
    }
}

/// Fields and places.
pub type Met = Vec<(String, Place)>;

/// `u[i-1]` replaced by the symbol of that cell; the cells met. Within a sum `index` names the cell
/// summed over.
pub fn cells(text: &str, line: usize, index: Option<&str>) -> Result<(String, Met), ModelError> {
    let (mut result, mut met, mut rest) = (String::new(), Vec::new(), text);
    while let Some((before, after)) = rest.split_once('[') {
        let Some((inside, next)) = after.split_once(']') else {
            return Err(wrong(line, format!("`[{after}` is not closed")));
        };
        let field = last_name(before);
        let place = Place::parse(inside, index).filter(|_| is_name(field));
        let place = place.ok_or_else(|| {
            wrong(
                line,
                format!("expected a cell such as u[i+1], u[0] or u[N], got `{field}[{inside}]`"),
            )
        })?;
        result.push_str(before.strip_suffix(field).unwrap_or(before));
        result.push_str(&place.symbol(field));
        met.push((field.to_string(), place));
        rest = next;
    }
    result.push_str(rest);
    Ok((result, met))
}

/// `sum(body, j = 1..N)`.
pub struct SumText {
    pub body: String,
    pub index: String,
    pub line: usize,
}

/// The name that stands for a sum: a field of its own, `sum_0[i]`.
pub fn sum_name(number: usize) -> String {
    format!("sum_{number}")
}

/// Sums over all cells replaced by cells of fields that stand for them.
pub fn without_sums(
    text: &str,
    line: usize,
    sums: &mut Vec<SumText>,
) -> Result<String, ModelError> {
    let (mut result, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once("sum(") {
        if last_name(before).is_empty() {
            let usage = || {
                wrong(line, "expected a sum over all cells, as in sum(m[j]*x[j], j = 1..N)".into())
            };
            let mut depth = 1;
            let end = after.char_indices().find_map(|(at, c)| {
                depth += i32::from(c == '(') - i32::from(c == ')');
                (depth == 0).then_some(at)
            });
            let (inside, next) =
                after.split_at_checked(end.ok_or_else(usage)?).ok_or_else(usage)?;
            let (body, range) = inside.rsplit_once(',').ok_or_else(usage)?;
            let range: String = range.chars().filter(|c| !c.is_whitespace()).collect();
            let index = range
                .strip_suffix("=1..N")
                .filter(|name| is_name(name) && !matches!(*name, "i" | "N" | "t"));
            let index = index.ok_or_else(usage)?.to_string();
            if body.contains("sum(") {
                return Err(wrong(line, "a sum within a sum is not supported".into()));
            }
            result.push_str(&format!("{before}{}[i]", sum_name(sums.len())));
            sums.push(SumText { body: body.to_string(), index, line });
            rest = next.strip_prefix(')').unwrap_or(next);
        } else {
            result.push_str(before);
            result.push_str("sum(");
            rest = after;
        }
    }
    Ok(result + rest)
}
