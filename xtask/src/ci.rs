//! `ci` is the whole truth: tidy, format, lints, tests with and without `mpfr`, generated pages
//! fresh, answers compared with foreign systems.
//!
//! The cheap checks come first. Everything is built in one target folder and one profile, for the
//! whole workspace at once: a package chosen alone may unify features differently and so build
//! its dependencies a second time.

use crate::{cargo, run, succeeds, tidy};
use std::io::{Error, Result};
use std::path::Path;

/// The binary that writes the book's pages from the rows.
pub const PAGES: &[&str] = &["run", "-p", "viete-conformance", "--bin", "pages", "--"];

/// The crates whose tests also run without GMP and MPFR.
const PURE: &[&str] = &[
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

pub fn all() -> Result<()> {
    tidy::run()?;
    cargo(&["fmt", "--all", "--check"])?;
    cargo(&["clippy", "--workspace", "--", "-D", "warnings"])?;
    tests(&["--workspace"])?;
    cargo(&["test", "--workspace", "--doc"])?;
    cargo(&[PAGES, &["check"]].concat())?;
    tests(PURE)?;
    let left_out = oracle()?;
    match left_out {
        None => eprintln!("ci: everything passed"),
        Some(reason) => eprintln!("ci: everything else passed\nLEFT OUT: {reason}"),
    }
    Ok(())
}

/// Runs tests with nextest where it is installed, else with cargo's own runner.
fn tests(arguments: &[&str]) -> Result<()> {
    let nextest = succeeds("cargo", &["nextest", "--version"]);
    let runner: &[&str] = if nextest { &["nextest", "run"] } else { &["test"] };
    cargo(&[runner, arguments].concat())
}

const PYTHON: &str = ".venv/bin/python";
const PACKAGES: &[&str] = &["python-flint==0.9.0", "sympy==1.14.0"];

/// Random problems of exact algebra against python-flint and SymPy; the reason where that is left
/// out.
fn oracle() -> Result<Option<String>> {
    if let Err(error) = python() {
        let reason = "the comparison of exact algebra with python-flint and SymPy";
        return Ok(Some(format!("{reason} ({error}; `.ci/run` installs what it needs)")));
    }
    cargo(&["build", "--workspace"])?;
    run(PYTHON, &["bench/adapters/oracle.py", "--count", "60"])?;
    Ok(None)
}

/// Makes the virtual environment with the oracles where it is not there yet.
fn python() -> Result<()> {
    if succeeds(PYTHON, &["-c", "import flint, sympy"]) {
        return Ok(());
    }
    if !succeeds("python3", &["-c", "import ensurepip, venv"]) {
        return Err(Error::other("there is no python3 with venv"));
    }
    if !Path::new(PYTHON).exists() {
        run("python3", &["-m", "venv", ".venv"])?;
    }
    run(PYTHON, &[&["-m", "pip", "install", "--quiet"], PACKAGES].concat())
}
