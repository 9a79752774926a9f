//! The rules of the house that a program can check, over the text of the sources.
//!
//! Each check is a function from a file to complaints. What does not keep a rule yet stands in
//! [`allowed`] with how often it breaks it; that number may shrink, never grow. Text is read line
//! by line, not parsed: a check may be fooled by somebody who wants to, not by accident.

mod allowed;
mod floors;
mod names;
mod source;

use allowed::Allowance;
use source::Source;
use std::io::{Error, Result};

const FOLDERS: &[&str] = &["crates", "grammar", "rules", "tests", "bench", "xtask"];

const MAX_LINES: usize = 450;
const MAX_COLUMNS: usize = 100;
/// Wider lines allowed in a thousand, over all files.
const WIDE: usize = 5;

/// What may be found and how often by file, and what to say of one find too many.
struct Check {
    what: &'static str,
    count: fn(&Source) -> usize,
    allowed: &'static [Allowance],
}

const CHECKS: &[Check] = &[
    Check {
        what: "`unsafe` outside the places for it",
        count: |source| source.code_with(&["unsafe {", "unsafe fn", "unsafe impl"]),
        allowed: allowed::UNSAFE,
    },
    Check {
        what: "file I/O outside the doors",
        count: |source| {
            let files = [["std", "::fs"].concat(), ["File", "::open"].concat()];
            if source.is_door() { 0 } else { source.code_with(&[&files[0], &files[1]]) }
        },
        allowed: allowed::FILES,
    },
    Check {
        what: "`Budget::default()` outside tests",
        count: |source| if source.is_test() { 0 } else { source.code_with(&["Budget::default()"]) },
        allowed: allowed::BUDGETS,
    },
    Check {
        what: "an error that is a `String`",
        count: |source| source.code_with(&[", String>"]) - source.maps_of_text(),
        allowed: allowed::TEXT_ERRORS,
    },
    Check {
        what: "`viete::floors` outside tests and benchmarks",
        count: |source| {
            if source.is_test() || source.starts_with("crates/viete/") {
                0
            } else {
                source.code_with(&["viete::floors"])
            }
        },
        allowed: allowed::FLOORS,
    },
];

/// Runs every check; all complaints in one error.
pub fn run() -> Result<()> {
    let mut wrong = floors::check()?;
    let sources = source::read(FOLDERS)?;
    let (mut lines, mut wide) = (0, 0);
    for source in &sources {
        wrong.extend(form(source));
        lines += source.lines().count();
        wide += source.lines().filter(|line| line.chars().count() > MAX_COLUMNS).count();
        for check in CHECKS {
            let limit = allowed::limit(check.allowed, &source.path);
            let count = (check.count)(source);
            if count > limit {
                wrong.push(format!(
                    "{}: {} {count} times, at most {limit}",
                    source.path, check.what
                ));
            }
        }
    }
    wrong.extend(names::check(&sources));
    wrong.extend(sources.iter().filter_map(undocumented));
    if wide * 1000 > lines * WIDE {
        wrong.push(format!(
            "{wide} of {lines} lines are wider than {MAX_COLUMNS}: at most {WIDE} in a thousand"
        ));
    }
    if wrong.is_empty() {
        return Ok(());
    }
    Err(Error::other(format!("tidy:\n{}", wrong.join("\n"))))
}

/// Whether a file is the root of a crate without the lint for missing documentation.
fn undocumented(source: &Source) -> Option<String> {
    let name = source.path.strip_prefix("crates/")?.strip_suffix("/src/lib.rs")?;
    let manifest = std::fs::read_to_string(format!("crates/{name}/Cargo.toml")).unwrap_or_default();
    let has_lint = source.text.contains("missing_docs") || manifest.contains("missing_docs");
    let excused = has_lint || allowed::UNDOCUMENTED.contains(&name);
    (!excused).then(|| format!("{}: no lint `missing_docs`", source.path))
}

/// Length, opening, and marks of unfinished work.
fn form(source: &Source) -> Vec<String> {
    let (mut wrong, path) = (Vec::new(), &source.path);
    let lines = source.lines().count();
    let limit = allowed::limit(allowed::LONG, path).max(MAX_LINES);
    if lines > limit {
        wrong.push(format!("{path}: {lines} lines, at most {limit}"));
    }
    if !source.text.starts_with("//!") && !source.text.starts_with("#!") {
        wrong.push(format!("{path}: no opening `//!` that says what it is"));
    }
    // built from halves, so that this file does not find itself
    for (a, b) in [
        ("todo", "!("),
        ("unimplemented", "!("),
        ("#[ign", "ore"),
        ("should_", "panic"),
        ("FIX", "ME"),
        ("XX", "X"),
    ] {
        let mark = format!("{a}{b}");
        if source.text.contains(&mark) {
            wrong.push(format!("{path}: `{mark}`"));
        }
    }
    wrong
}
