//! Automation: `cargo xtask ci | tidy | book | bench | rules`.
//!
//! `ci` is the whole truth: format, lints, tests with and without `mpfr`, tidy, generated pages
//! fresh.

mod pages;
mod rules;
mod tidy;

use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    let task = std::env::args().nth(1).unwrap_or_default();
    let result = match task.as_str() {
        "ci" => ci(),
        "tidy" => tidy::run(),
        "book" => pages::write(),
        "bench" => cargo(&["run", "--release", "-p", "viete-bench"]),
        "rules" => rules::run(&std::env::args().nth(2).unwrap_or_default()),
        _ => {
            Err("usage: cargo run -p xtask -- ci | tidy | book | bench | rules [name]".to_string())
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn cargo(arguments: &[&str]) -> Result<(), String> {
    eprintln!("cargo {}", arguments.join(" "));
    let status = Command::new("cargo")
        .args(arguments)
        .status()
        .map_err(|e| format!("cannot start cargo: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("cargo {} failed", arguments.join(" "))) }
}

fn has(subcommand: &str) -> bool {
    Command::new("cargo").args([subcommand, "--version"]).output().is_ok_and(|o| o.status.success())
}

/// Runs tests with nextest where it is installed, else with cargo's own runner.
fn tests(arguments: &[&str]) -> Result<(), String> {
    let runner: &[&str] = if has("nextest") { &["nextest", "run"] } else { &["test"] };
    cargo(&[runner, arguments].concat())
}

fn ci() -> Result<(), String> {
    tidy::run()?;
    pages::check()?;
    cargo(&["fmt", "--all", "--check"])?;
    cargo(&["clippy", "--workspace", "--", "-D", "warnings"])?;
    tests(&["--workspace"])?;
    cargo(&["test", "--workspace", "--doc"])?;
    // the pure-Rust core, in its own target folder so that neither build evicts the other
    let pure = [
        "-p",
        "viete",
        "-p",
        "viete-conformance",
        "-p",
        "viete-numbers",
        "-p",
        "viete-rings",
        "-p",
        "viete-kernel",
        "--no-default-features",
    ];
    let target = ["--target-dir", "target/pure"];
    tests(&[&pure[..], &target[..]].concat())?;
    oracle()
}

/// Random problems of exact algebra against python-flint and SymPy, where `.ci/run` has installed
/// them.
fn oracle() -> Result<(), String> {
    let python = ".venv/bin/python";
    let there = Command::new(python)
        .args(["-c", "import flint, sympy"])
        .output()
        .is_ok_and(|o| o.status.success());
    if !there {
        eprintln!(
            "no python-flint in .venv: the comparison with it is left out (.ci/run installs it)"
        );
        return Ok(());
    }
    cargo(&["build", "-p", "viete-repl"])?;
    eprintln!("{python} tests/adapters/oracle.py");
    let status = Command::new(python).args(["tests/adapters/oracle.py", "--count", "60"]).status();
    let status = status.map_err(|e| format!("cannot start {python}: {e}"))?;
    if status.success() { Ok(()) } else { Err("answers differ from the oracle's".into()) }
}
