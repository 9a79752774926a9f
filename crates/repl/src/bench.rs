//! The line protocol of the symbolic benchmarks: setup lines, `:time K M R = e`, `:check e`, `:quit`.

use std::io::{BufRead, Write};
use std::process::ExitCode;
use std::time::Instant;
use viete::{OutputMode, Session};

/// Reads a script on standard input until `:quit` or its end.
pub fn run(session: &Session) -> ExitCode {
    let input = std::io::stdin().lock();
    let mut out = std::io::stdout().lock();
    for line in input.lines() {
        let Ok(line) = line else { return ExitCode::FAILURE };
        let line = line.trim();
        let reply = if let Some(rest) = line.strip_prefix(":time ") {
            timed(session, rest)
        } else if let Some(check) = line.strip_prefix(":check ") {
            evaluate(session, check).map(|value| format!("@@C {value}\n"))
        } else if line == ":quit" {
            break;
        } else {
            evaluate(session, line).map(|_| String::new())
        };
        let text = reply.unwrap_or_else(|message| format!("@@E {}\n", message.replace('\n', " ")));
        if write!(out, "{text}").and_then(|()| out.flush()).is_err() {
            break;
        }
    }
    ExitCode::SUCCESS
}

fn evaluate(session: &Session, text: &str) -> Result<String, String> {
    let answers = session.evaluate(text).map_err(|e| e.to_string())?;
    let term = answers.last().and_then(|a| a.term);
    Ok(term.filter(|&t| session.size(t) < 1000).map_or_else(String::new, |t| session.show(t, OutputMode::Plain)))
}

/// `K M R = expression`: K batches of M evaluations, the last value kept in R.
fn timed(session: &Session, text: &str) -> Result<String, String> {
    let (head, expression) = text.split_once('=').ok_or("expected `:time K M R = expression`")?;
    let words: Vec<&str> = head.split_whitespace().collect();
    let [batches, count, name] = words.as_slice() else { return Err("expected `:time K M R = expression`".into()) };
    let number = |w: &str| w.parse::<u32>().map_err(|_| format!("`{w}` is no whole number"));
    let (batches, count) = (number(batches)?, number(count)?);
    let mut report = String::new();
    for _ in 0..batches {
        let start = Instant::now();
        for _ in 0..count {
            session.evaluate(expression).map_err(|e| e.to_string())?;
        }
        report.push_str(&format!("@@T {:.9} {count}\n", start.elapsed().as_secs_f64()));
    }
    session.evaluate(&format!("{name} := {expression};")).map_err(|e| e.to_string())?;
    Ok(report)
}
