//! Pages of the book that are written from the rows: `book/src/functions.md`. `pages` writes it,
//! `pages check` says whether the committed one is fresh.

use std::fmt::Write;
use std::io::{Error, Result};
use std::process::ExitCode;
use viete::floors::functions::ALL;

const PATH: &str = "book/src/functions.md";

fn main() -> ExitCode {
    let check = std::env::args().nth(1).is_some_and(|word| word == "check");
    let result = if check { fresh() } else { std::fs::write(PATH, functions()) };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {PATH}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether the committed page is what would be written now.
fn fresh() -> Result<()> {
    if std::fs::read_to_string(PATH)? == functions() {
        return Ok(());
    }
    Err(Error::other("out of date: run `cargo run -p xtask -- book`"))
}

fn functions() -> String {
    let mut page =
        String::from("# Functions\n\nWritten from the rows by `cargo run -p xtask -- book`.\n");
    let mut chapter = "";
    for f in ALL {
        if f.chapter != chapter {
            chapter = f.chapter;
            let _ = write!(
                page,
                "\n## {}{}\n",
                chapter.get(..1).unwrap_or("").to_uppercase(),
                chapter.get(1..).unwrap_or("")
            );
        }
        let _ = write!(page, "\n### `{}`\n\n{}. {}\n\n", f.signature(), f.summary, f.reference);
        if !f.text.is_empty() {
            let _ = writeln!(page, "- formula: {}", f.text);
        }
        for (label, fact) in [
            ("also", f.aliases.join(", ")),
            ("definition", f.definition.unwrap_or("").to_string()),
            ("derivative", f.derivative.join(", ")),
            ("no derivative", f.no_derivative.to_string()),
            ("antiderivative", f.antiderivative.unwrap_or("").to_string()),
            ("real for", f.real_domain.to_string()),
            ("range", f.range.to_string()),
            ("period", f.period.to_string()),
            ("laws", f.rules.join("; ")),
        ] {
            if !fact.is_empty() {
                let _ = writeln!(page, "- {label}: `{fact}`");
            }
        }
        for (input, output) in f.examples {
            let _ = writeln!(page, "- `{input}` gives `{output}`");
        }
    }
    page
}
