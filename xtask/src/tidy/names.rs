//! A fact about a function is written once, in its row: nobody else names a function in quotes.

use super::allowed::{NAMES, limit};
use super::source::Source;
use std::collections::HashMap;

/// The folder of the rows.
const ROWS: &str = "crates/functions/";

/// Quoted names of functions outside the rows, the rules and tests, where more than allowed.
pub fn check(sources: &[Source]) -> Vec<String> {
    let rows = sources.iter().filter(|source| source.starts_with(ROWS));
    let names: Vec<String> = rows
        .flat_map(|source| source.code().filter_map(name).collect::<Vec<_>>())
        .map(|name| format!("\"{name}\""))
        .collect();
    let mut wrong = Vec::new();
    for source in sources {
        if source.starts_with(ROWS) || source.starts_with("rules/") || source.is_test() {
            continue;
        }
        let mut found: HashMap<&str, usize> = HashMap::new();
        for line in source.code() {
            for name in names.iter().filter(|name| line.contains(name.as_str())) {
                *found.entry(name).or_default() += line.matches(name.as_str()).count();
            }
        }
        let (count, most) = (found.values().sum::<usize>(), limit(NAMES, &source.path));
        if count > most {
            let mut found: Vec<&str> = found.into_keys().collect();
            found.sort_unstable();
            let found = found.join(", ");
            wrong.push(format!(
                "{}: quotes names of functions {count} times, at most {most}: {found}",
                source.path
            ));
        }
    }
    wrong
}

/// The name that a line of a row states.
fn name(line: &str) -> Option<&str> {
    let name = line.trim().strip_prefix("name: \"")?.strip_suffix("\",")?;
    (!name.is_empty()).then_some(name)
}
