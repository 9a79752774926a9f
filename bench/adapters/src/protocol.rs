//! The line protocol of the symbolic benchmarks: setup lines, `:time K M R = e`, `:check e`,
//! `:quit`.

use std::io::{BufRead, Write};
use std::process::ExitCode;
use std::time::Instant;
use viete::{OutputMode, Session};

type Failure = Box<dyn std::error::Error>;

/// Reads a script on standard input until `:quit` or its end.
pub fn run() -> ExitCode {
    let session = &Session::new();
    let cancel = session.cancel();
    // without a handler Ctrl-C still ends the program, so a failure here is no error
    let _ = ctrlc::set_handler(move || cancel.cancel());
    let input = std::io::stdin().lock();
    let mut out = std::io::stdout().lock();
    // the neutral notation's other names
    let _ = session.evaluate("ratsimp(e) := together(e); poly(e) := expand(e); vector(v) := v");
    for line in input.lines() {
        let Ok(line) = line else { return ExitCode::FAILURE };
        let line = line.trim();
        let reply = if let Some(rest) = line.strip_prefix(":time ") {
            timed(session, rest)
        } else if let Some(check) = line.strip_prefix(":check ") {
            evaluate(session, &numeric_check(check)).map(|value| format!("@@C {value}\n"))
        } else if line == ":quit" {
            break;
        } else {
            let statements = line.split(';').map(assignment).collect::<Vec<_>>().join("; ");
            evaluate(session, &statements).map(|_| String::new())
        };
        let text =
            reply.unwrap_or_else(|error| format!("@@E {}\n", error.to_string().replace('\n', " ")));
        if write!(out, "{text}").and_then(|()| out.flush()).is_err() {
            break;
        }
    }
    ExitCode::SUCCESS
}

/// The neutral notation's checks in the language: `evalf(e, x, v)` and `evalf(e, [x, y], [v, w])`
/// are decimal values at a point, `if(c, a, b)` is a conditional, and one check is in words.
fn numeric_check(check: &str) -> String {
    if let Some((value, modulus)) = check.split_once(" mod ") {
        return format!("mod({value}, {modulus})");
    }
    if check == "smallest factor of R" {
        return "factors(R)[1][1]".to_string();
    }
    if let Some(inside) = check.strip_prefix("if(").and_then(|rest| rest.strip_suffix(')'))
        && let [condition, yes, no] = split(inside).as_slice()
    {
        return format!("if {condition} then {yes} else {no}");
    }
    let Some(inside) = check.strip_prefix("evalf(").and_then(|rest| rest.strip_suffix(')')) else {
        return check.to_string();
    };
    let parts = split(inside);
    let [expression, names, values] = parts.as_slice() else { return check.to_string() };
    let inner = |text: &'_ str| -> Vec<String> {
        split(text.trim().trim_start_matches('[').trim_end_matches(']'))
            .into_iter()
            .map(|part| part.trim().to_string())
            .collect()
    };
    let pairs: Vec<String> = inner(names)
        .iter()
        .zip(inner(values))
        .map(|(name, value)| format!("{name} -> {value}"))
        .collect();
    format!("N(({expression}) /. {{{}}})", pairs.join(", "))
}

/// Splits at commas outside brackets.
fn split(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0, 0);
    for (index, c) in text.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.extend(text.get(start..index));
                start = index + 1;
            }
            _ => {}
        }
    }
    parts.extend(text.get(start..));
    parts
}

/// The neutral notation assigns with `=`.
fn assignment(statement: &str) -> String {
    match statement.split_once('=') {
        Some((name, value))
            if name.trim().chars().all(|c| c.is_alphanumeric() || c == '_')
                && !value.starts_with('=') =>
        {
            format!("{} := {value}", name.trim())
        }
        _ => statement.to_string(),
    }
}

fn evaluate(session: &Session, text: &str) -> Result<String, Failure> {
    let answers = session.evaluate(text)?;
    let term = answers.last().and_then(|a| a.term);
    Ok(term
        .filter(|&t| session.size(t) < 1000)
        .map_or_else(String::new, |t| session.show(t, OutputMode::Plain)))
}

/// `K M R = expression`: K batches of M evaluations, the last value kept in R.
fn timed(session: &Session, text: &str) -> Result<String, Failure> {
    let (head, expression) = text.split_once('=').ok_or("expected `:time K M R = expression`")?;
    let words: Vec<&str> = head.split_whitespace().collect();
    let [batches, count, name] = words.as_slice() else {
        return Err("expected `:time K M R = expression`".into());
    };
    let number = |w: &str| w.parse::<u32>().map_err(|_| format!("`{w}` is no whole number"));
    let (batches, count) = (number(batches)?, number(count)?);
    let mut report = String::new();
    for _ in 0..batches {
        let start = Instant::now();
        for _ in 0..count {
            session.evaluate(expression)?;
        }
        report.push_str(&format!("@@T {:.9} {count}\n", start.elapsed().as_secs_f64()));
    }
    session.evaluate(&format!("{name} := {expression};"))?;
    Ok(report)
}
