//! Statements that nobody types: `-e`, files, piped input. One answer a line on standard output,
//! errors on standard error; the exit code tells whether there was one.

use crate::commands;
use crate::progress;
use crate::terminal::Terminal;
use std::io::BufRead;
use std::path::Path;
use std::process::ExitCode;
use viete::Session;

/// Terms after which a session is compacted between statements.
const COLLECT_AT: usize = 3_000_000;

/// Runs one line; true when all went well, `None` to end.
pub fn line(session: &Session, terminal: &mut Terminal, text: &str, numbers: bool) -> Option<bool> {
    match commands::run(session, terminal, text) {
        commands::Outcome::Quit => return None,
        commands::Outcome::Done(fine) => return Some(fine),
        commands::Outcome::Statement => {}
    }
    let shown = progress::show(session, numbers && !terminal.plain);
    let result = session.evaluate(text);
    drop(shown);
    let fine = match result {
        Ok(answers) => {
            for answer in &answers {
                let number =
                    (numbers && answer.term.is_some()).then(|| commands::history_length(session));
                terminal.answer(session, answer, number);
            }
            true
        }
        Err(error) => {
            terminal.error(&error, text);
            false
        }
    };
    if session.terms() > COLLECT_AT {
        session.collect(&[]);
    }
    Some(fine)
}

pub fn lines(session: &Session, terminal: &mut Terminal, texts: &[String]) -> ExitCode {
    let mut fine = true;
    for text in texts {
        match line(session, terminal, text, false) {
            Some(ok) => fine &= ok,
            None => break,
        }
    }
    if fine { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

pub fn file(session: &Session, terminal: &mut Terminal, path: &Path) -> ExitCode {
    match std::fs::read_to_string(path) {
        Ok(text) => lines(session, terminal, &join_continued(&text)),
        Err(error) => {
            terminal.complain(&format!("error: cannot read `{}`: {error}", path.display()));
            ExitCode::FAILURE
        }
    }
}

/// Joins lines while a bracket is open, so that statements may span lines.
pub fn join_continued(text: &str) -> Vec<String> {
    let mut statements = Vec::new();
    let mut pending = String::new();
    for line in text.lines() {
        pending.push_str(line);
        if !is_incomplete(&pending) {
            statements.push(std::mem::take(&mut pending));
        } else {
            pending.push('\n');
        }
    }
    if !pending.trim().is_empty() {
        statements.push(pending);
    }
    statements
}

/// True when a bracket is open or the text ends with an operator.
pub fn is_incomplete(text: &str) -> bool {
    let mut depth = 0i64;
    let (mut in_string, mut in_comment, mut escaped) = (false, false, false);
    for c in text.chars() {
        match c {
            '\n' => in_comment = false,
            _ if in_comment => {}
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            _ if in_string => {}
            '#' => in_comment = true,
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
    }
    let end = text.trim_end();
    depth > 0
        || (!in_comment && ["+", "*", "/", "^", "=", "->", ","].iter().any(|o| end.ends_with(o)))
}

pub fn standard_input(session: &Session, terminal: &mut Terminal) -> ExitCode {
    let mut input = std::io::stdin().lock();
    let mut fine = true;
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        match input.read_until(b'\n', &mut bytes) {
            Ok(0) => break,
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => {
                terminal.complain(&format!("error: cannot read input: {error}"));
                return ExitCode::FAILURE;
            }
        }
        match std::str::from_utf8(&bytes) {
            Ok(text) => match line(session, terminal, text.trim_end_matches(['\n', '\r']), false) {
                Some(ok) => fine &= ok,
                None => break,
            },
            Err(error) => {
                terminal.complain(&format!(
                    "error: invalid UTF-8 encoding at byte {}",
                    error.valid_up_to()
                ));
                fine = false;
            }
        }
    }
    if fine { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
