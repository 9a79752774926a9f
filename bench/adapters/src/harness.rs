//! Kernel requests from outside: one JSON object a line, one reply a line.
//!
//! `{"expr": e, "vars": [..], "calls": [{"args": [..]}]}` or `{"exprs": [..], "args": [..],
//! "points": [[..]], "mode": "scalar|batch|fast|interpreter"}`; the reply is `{"ok": true,
//! "results": [[..]]}` or `{"ok": false, "error": ..}`.

use serde_json::{Value, json};
use std::io::{BufRead, Write};
use std::process::ExitCode;
use viete::{Kernel, Session};

type Failure = Box<dyn std::error::Error>;

/// Reads requests on standard input until its end.
pub fn run() -> ExitCode {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let Ok(line) = line else { return ExitCode::FAILURE };
        if line.trim().is_empty() {
            continue;
        }
        let reply = match answer(&line) {
            Ok(results) => json!({"ok": true, "results": results}),
            Err(error) => json!({"ok": false, "kind": "error", "error": error.to_string()}),
        };
        if writeln!(out, "{reply}").and_then(|()| out.flush()).is_err() {
            break;
        }
    }
    ExitCode::SUCCESS
}

fn strings(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|v| v.as_str().map(str::to_string)).collect()
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
}

fn numbers(value: &Value) -> Option<Vec<f64>> {
    value.as_array()?.iter().map(number).collect()
}

/// A member of an object; null where there is none.
fn field<'v>(value: &'v Value, name: &str) -> &'v Value {
    value.get(name).unwrap_or(&Value::Null)
}

fn answer(line: &str) -> Result<Vec<Vec<Value>>, Failure> {
    let request: Value =
        serde_json::from_str(line).map_err(|error| format!("parse error: {error}"))?;
    let expressions = match field(&request, "expr") {
        Value::String(text) => vec![text.clone()],
        _ => strings(field(&request, "exprs")).ok_or("expected `expr` or `exprs` as text")?,
    };
    let variables = [field(&request, "vars"), field(&request, "args")]
        .into_iter()
        .find_map(strings)
        .ok_or("expected `vars` as a list of names")?;
    let points: Option<Vec<Vec<f64>>> = match field(&request, "calls").as_array() {
        Some(calls) => calls.iter().map(|c| numbers(field(c, "args"))).collect(),
        None => field(&request, "points")
            .as_array()
            .ok_or("expected `calls` or `points`")?
            .iter()
            .map(numbers)
            .collect(),
    };
    let points = points.ok_or("type error: a point must be a list of numbers")?;
    let session = Session::new();
    let arguments: Vec<_> = variables.iter().map(|v| session.symbol(v)).collect();
    let outputs: Result<Vec<_>, _> = expressions.iter().map(|e| session.parse(e)).collect();
    let kernel = session.compile(&arguments, &outputs?)?;
    let rows = match field(&request, "mode").as_str() {
        Some("batch") => batch(&kernel, &points)?,
        Some("fast") => batch(&kernel.fast(), &points)?,
        Some("interpreter") => scalar(&Kernel::interpreted(kernel.program().clone()), &points)?,
        _ => scalar(&kernel, &points)?,
    };
    Ok(rows.into_iter().map(|row| row.into_iter().map(write_number).collect()).collect())
}

fn scalar(kernel: &Kernel, points: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Failure> {
    points
        .iter()
        .map(|point| {
            let mut out = vec![0.0; kernel.outputs()];
            kernel.call(point, &mut out)?;
            Ok(out)
        })
        .collect()
}

fn batch(kernel: &Kernel, points: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Failure> {
    let columns: Vec<Vec<f64>> = (0..kernel.arguments().len())
        .map(|i| points.iter().filter_map(|p| p.get(i).copied()).collect())
        .collect();
    let mut outputs = vec![vec![0.0; points.len()]; kernel.outputs()];
    let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let mut targets: Vec<&mut [f64]> = outputs.iter_mut().map(Vec::as_mut_slice).collect();
    kernel.batch(&slices, &mut targets)?;
    Ok((0..points.len())
        .map(|row| outputs.iter().filter_map(|c| c.get(row).copied()).collect())
        .collect())
}

/// JSON has no NaN and no infinities.
fn write_number(x: f64) -> Value {
    if x.is_nan() {
        json!("nan")
    } else if x.is_infinite() {
        json!(if x > 0.0 { "inf" } else { "-inf" })
    } else {
        json!(x)
    }
}
