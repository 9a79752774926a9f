//! Runs every ```viete block of the scenarios and the book: a line `> input` and below it the
//! expected answer, notes (`note: ...`) and errors (`error: ...`). One session a file; answers are
//! compared whole.

use std::path::{Path, PathBuf};
use viete::{OutputMode, Session};

fn markdown(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            markdown(&path, found);
        } else if path.extension().is_some_and(|e| e == "md") {
            found.push(path);
        }
    }
}

/// What the prompt would print for one input.
fn transcript(session: &Session, input: &str) -> Vec<String> {
    let mut lines = Vec::new();
    match session.evaluate(input) {
        Ok(answers) => {
            for answer in answers {
                if !answer.hidden {
                    match (&answer.text, answer.term) {
                        (Some(text), _) => lines.push(text.clone()),
                        (None, Some(term)) => lines.push(session.show(term, OutputMode::Plain)),
                        (None, None) => {}
                    }
                }
                // how long a compilation took differs from run to run
                lines.extend(
                    answer
                        .notes
                        .iter()
                        .filter(|n| !n.contains("machine code"))
                        .map(|n| format!("note: {n}")),
                );
            }
        }
        Err(error) => lines.push(format!("error: {error}")),
    }
    lines
}

fn run_file(path: &Path) -> (usize, Vec<String>) {
    let text = std::fs::read_to_string(path).unwrap();
    let session = Session::new();
    let (mut count, mut wrong) = (0, Vec::new());
    let mut inside = false;
    let mut pending: Option<(String, Vec<String>)> = None;
    let mut check = |pending: &mut Option<(String, Vec<String>)>, count: &mut usize| {
        if let Some((input, expected)) = pending.take() {
            *count += 1;
            let got = transcript(&session, &input);
            if got != expected && (viete::HAS_BIG_FLOATS || !needs_precision(&input)) {
                wrong.push(format!(
                    "{}: > {input}\n  expected {expected:?}\n  got      {got:?}",
                    path.display()
                ));
            }
        }
    };
    for line in text.lines() {
        if line.starts_with("```") {
            check(&mut pending, &mut count);
            inside = line == "```viete";
        } else if inside {
            if let Some(input) = line.strip_prefix("> ") {
                check(&mut pending, &mut count);
                pending = Some((input.to_string(), Vec::new()));
            } else if let (Some((_, expected)), false) = (&mut pending, line.trim().is_empty()) {
                expected.push(line.to_string());
            }
        }
    }
    check(&mut pending, &mut count);
    (count, wrong)
}

fn run_folder(folder: &str) -> usize {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files = Vec::new();
    markdown(&root, &mut files);
    let (mut total, mut wrong) = (0, Vec::new());
    for file in files {
        let (count, failures) = run_file(&file);
        total += count;
        wrong.extend(failures);
    }
    assert!(wrong.is_empty(), "{} of {total} examples differ:\n{}", wrong.len(), wrong.join("\n"));
    total
}

/// Without MPFR there are 12 digits at most, and a double enclosure decides less about large
/// constants.
fn needs_precision(input: &str) -> bool {
    ["N(", "intrel(", "floor(10^20", "is(exp("].iter().any(|part| input.contains(part))
}

#[test]
fn scenarios_hold() {
    assert!(run_folder("scenarios") >= 60);
}

#[test]
fn examples_of_the_book_hold() {
    assert!(run_folder("../book/src") >= 30);
}

#[test]
fn examples_of_rows_and_commands_hold() {
    let mut wrong = Vec::new();
    let rows = viete::floors::functions::ALL.iter().flat_map(|f| f.examples.iter().copied());
    for (input, expected) in rows.chain(viete::verbs().map(|v| v.example)) {
        let session = Session::new();
        let wanted = transcript(&session, expected);
        let got = transcript(&session, input);
        // decimals are exact when read, so floats are compared as text
        if (viete::HAS_BIG_FLOATS || !needs_precision(input))
            && got.first() != wanted.first()
            && got.first().map(String::as_str) != Some(expected)
        {
            wrong.push(format!("{input}: expected {wanted:?}, got {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
