//! The rules of the house that a program can check: floors, file sizes, marks of unfinished work.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Floors of the crates; a dependency must be on a lower one.
const FLOORS: &[(&str, u32)] = &[
    ("viete-numbers", 0),
    ("viete-elementary", 0),
    ("viete-grammar", 0),
    ("viete-rules", 0),
    ("viete-rings", 1),
    ("viete-term", 1),
    ("viete-functions", 1),
    ("viete-syntax", 2),
    ("viete-algebra", 2),
    ("viete-evaluate", 3),
    ("viete-constants", 4),
    ("viete-proof", 4),
    ("viete-kernel", 4),
    ("viete-rewrite", 5),
    ("viete-calculus", 5),
    ("viete", 6),
    ("viete-models", 7),
    ("viete-repl", 8),
    ("viete-capi", 8),
    ("viete-conformance", 8),
    ("viete-bench", 8),
    ("xtask", 9),
];

const MAX_LINES: usize = 800;

pub fn run() -> Result<(), String> {
    let mut wrong = floors()?;
    let mut files = Vec::new();
    for folder in ["crates", "grammar", "rules", "tests", "bench", "xtask"] {
        sources(Path::new(folder), &mut files);
    }
    for file in &files {
        let text = std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
        wrong.extend(check(file, &text));
    }
    if wrong.is_empty() { Ok(()) } else { Err(format!("tidy:\n{}", wrong.join("\n"))) }
}

fn floors() -> Result<Vec<String>, String> {
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--no-deps"])
        .output()
        .map_err(|e| e.to_string())?;
    let metadata: Value = serde_json::from_slice(&output.stdout).map_err(|e| e.to_string())?;
    let floor = |name: &str| FLOORS.iter().find(|f| f.0 == name).map(|f| f.1);
    let mut wrong = Vec::new();
    for package in metadata.get("packages").and_then(Value::as_array).into_iter().flatten() {
        let name = package.get("name").and_then(Value::as_str).unwrap_or("");
        let Some(own) = floor(name) else {
            wrong.push(format!("crate `{name}` has no floor"));
            continue;
        };
        for dependency in
            package.get("dependencies").and_then(Value::as_array).into_iter().flatten()
        {
            let other = dependency.get("name").and_then(Value::as_str).unwrap_or("");
            if floor(other).is_some_and(|f| f >= own) {
                wrong.push(format!(
                    "`{name}` may not depend on `{other}`: the arrow does not point down"
                ));
            }
        }
    }
    Ok(wrong)
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

fn check(file: &Path, text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let name = file.display();
    let lines = text.lines().count();
    if lines > MAX_LINES {
        wrong.push(format!("{name}: {lines} lines, at most {MAX_LINES}"));
    }
    if !text.starts_with("//!") && !text.starts_with("#!") {
        wrong.push(format!("{name}: no opening `//!` that says what it is"));
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
        if text.contains(&mark) {
            wrong.push(format!("{name}: `{mark}`"));
        }
    }
    wrong
}
