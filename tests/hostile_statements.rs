//! Statements made to exhaust time or memory (`hostile/statements.txt`): each ends within its limit
//! and leaves a session that answers. By default a sample under a limit of a second; the variable
//! `VIETE_HOSTILE=all` runs every one under four seconds. Printing is not part of it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use viete::{OutputMode, Session};

const STATEMENTS: &str = include_str!("hostile/statements.txt");
/// One statement in so many is in the sample.
const SAMPLE: usize = 6;

/// The statements, without the known gaps.
fn statements() -> Vec<String> {
    let lines = STATEMENTS.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with(['#', '!']))
        .map(|line| {
            let mut text = line.to_string();
            for (name, entry) in MATRICES {
                text = with_matrices(&text, name, *entry);
            }
            text
        })
        .collect()
}

type Entry = fn(u64, u64) -> String;

const MATRICES: &[(&str, Entry)] = &[
    ("GENERIC", |i, j| format!("a{i}_{j}")),
    ("DENSE", |i, j| {
        let seed = u128::from(i * 7919 + j * 104_729 + 13);
        let value = seed.pow(3) * u128::from(i + 2 * j + 1) % (1_000_000_000_000_037);
        format!("{value} - {}", i * j)
    }),
    ("HILBERT", |i, j| format!("1/{}", i + j - 1)),
    ("POWERS", |i, j| format!("x^{i} + {j}*y^{j} + {}*x*y", i * j)),
];

/// The text with every `name(n)` written out as a list of n rows.
fn with_matrices(text: &str, name: &str, entry: Entry) -> String {
    let Some((before, call)) = text.split_once(&format!("{name}(")) else {
        return text.to_string();
    };
    let (size, after) = call.split_once(')').unwrap();
    let size: u64 = size.parse().unwrap();
    let row = |i| (1..=size).map(|j| entry(i, j)).collect::<Vec<_>>().join(", ");
    let rows: Vec<String> = (1..=size).map(|i| format!("[{}]", row(i))).collect();
    format!("{before}[{}]{}", rows.join(", "), with_matrices(after, name, entry))
}

/// How long a fresh session took, and whether it answers afterwards.
fn run(text: &str, limit: Duration) -> (Duration, bool) {
    let session = Session::new();
    session.set_limits(200_000_000, Some(limit));
    let start = Instant::now();
    let _ = session.evaluate(text);
    let elapsed = start.elapsed();
    let answer = session.evaluate("1 + 1").unwrap();
    (elapsed, session.show(answer[0].term.unwrap(), OutputMode::Plain) == "2")
}

#[test]
fn hostile_statements_end_in_time_and_leave_the_session_alive() {
    let whole = std::env::var("VIETE_HOSTILE").is_ok_and(|value| value == "all");
    // a sample shares the machine with other tests
    let (step, limit, slack) = match whole {
        true => (1, Duration::from_secs(4), Duration::from_millis(400)),
        false => (SAMPLE, Duration::from_secs(1), Duration::from_secs(1)),
    };
    let chosen: Vec<String> = statements().into_iter().step_by(step).collect();
    let next = AtomicUsize::new(0);
    let late = std::sync::Mutex::new(Vec::new());
    let work = || {
        while let Some(text) = chosen.get(next.fetch_add(1, Ordering::Relaxed)) {
            let (elapsed, alive) = run(text, limit);
            if elapsed > limit + slack || !alive {
                let short: String = text.chars().take(100).collect();
                late.lock().unwrap().push(format!("{elapsed:?}, alive {alive}: {short}"));
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from).min(4) {
            scope.spawn(work);
        }
    });
    let late = late.into_inner().unwrap();
    assert!(late.is_empty(), "{} of {}:\n{}", late.len(), chosen.len(), late.join("\n"));
}
