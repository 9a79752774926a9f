//! The arrow of dependency: a crate depends on lower floors only. Read from `cargo metadata`.

use serde_json::Value;
use std::io::{Error, Result};
use std::process::Command;

/// Floors of the crates, as ARCHITECTURE.md draws them.
const FLOORS: &[(&str, u32)] = &[
    ("viete-numbers", 0),
    ("viete-elementary", 0),
    ("viete-grammar", 0),
    ("viete-rules", 0),
    ("viete-rings", 1),
    ("viete-term", 1),
    ("viete-functions", 1),
    ("viete-plot", 1),
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
    ("viete-conformance", 8),
    ("viete-bench", 8),
    ("viete-adapters", 8),
];

/// Automation: depends on no crate of the workspace, and none on it.
const AUTOMATION: &str = "xtask";

/// The dependencies that do not point down, and crates without a floor.
pub fn check() -> Result<Vec<String>> {
    let output =
        Command::new("cargo").args(["metadata", "--format-version", "1", "--no-deps"]).output()?;
    if !output.status.success() {
        return Err(Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let mut wrong = Vec::new();
    for package in list(&metadata, "packages") {
        let name = text(package, "name");
        let own = match floor(name) {
            Some(own) => own,
            None if name == AUTOMATION => 0,
            None => {
                wrong.push(format!("crate `{name}` has no floor"));
                continue;
            }
        };
        for dependency in list(package, "dependencies") {
            let below = text(dependency, "name");
            if below == AUTOMATION || floor(below).is_some_and(|floor| floor >= own) {
                wrong.push(format!(
                    "`{name}` may not depend on `{below}`: the arrow does not point down"
                ));
            }
        }
    }
    Ok(wrong)
}

fn floor(name: &str) -> Option<u32> {
    FLOORS.iter().find(|row| row.0 == name).map(|row| row.1)
}

fn list<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or("")
}
