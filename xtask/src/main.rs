//! Automation: `cargo xtask ci | tidy | book | bench | rules`.
//!
//! Depends on nothing of the product, so that a check of the sources starts within seconds; what
//! needs the product is a binary of `tests` or `bench` that is run from here.

mod ci;
mod tidy;

use std::io::{Error, Result};
use std::process::{Command, ExitCode};

const USAGE: &str = "usage: cargo run -p xtask -- ci | tidy | book | bench | rules [name]";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["ci"] => ci::all(),
        ["tidy"] => tidy::run(),
        ["book"] => cargo(ci::PAGES),
        ["bench"] => cargo(&["run", "--release", "-p", "viete-bench"]),
        ["rules", part @ ..] => cargo(&[LAWS, part].concat()),
        _ => Err(Error::other(USAGE)),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The soundness test of every law at ten thousand points.
const LAWS: &[&str] = &["run", "--release", "-p", "viete-conformance", "--bin", "laws", "--"];

/// Runs cargo and passes its failure on.
fn cargo(arguments: &[&str]) -> Result<()> {
    run("cargo", arguments)
}

/// Runs a program, its name and arguments shown, and passes its failure on.
fn run(program: &str, arguments: &[&str]) -> Result<()> {
    let line = format!("{program} {}", arguments.join(" "));
    eprintln!("{line}");
    let status = Command::new(program)
        .args(arguments)
        .status()
        .map_err(|error| Error::other(format!("cannot start {program}: {error}")))?;
    if status.success() { Ok(()) } else { Err(Error::other(format!("`{line}` failed"))) }
}

/// Whether a program runs and succeeds, its output thrown away.
fn succeeds(program: &str, arguments: &[&str]) -> bool {
    Command::new(program).args(arguments).output().is_ok_and(|output| output.status.success())
}
