//! Hostile input: random token lines through parser and evaluator. No panic, every line answered,
//! the session alive after each. `VIETE_FUZZ_LINES` sets the number of lines (20 000 unless told).

use std::time::Duration;
use viete::Session;

const TOKENS: &[&str] = &[
    "x",
    "y",
    "f",
    "g",
    "0",
    "1",
    "2",
    "-1",
    "3/4",
    "0.1",
    "1e3",
    "10^20",
    "oo",
    "undefined",
    "pi",
    "E",
    "I",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ";",
    "+",
    "-",
    "*",
    "/",
    "^",
    "!",
    "'",
    "=",
    "==",
    "===",
    "!=",
    "<",
    "<=",
    ">",
    "..",
    "->",
    "|->",
    ":=",
    "/.",
    "|>",
    "if",
    "then",
    "else",
    "and",
    "or",
    "not",
    "in",
    "assuming",
    "sin(",
    "cos(",
    "log(",
    "sqrt(",
    "gamma(",
    "zeta(",
    "floor(",
    "abs(",
    "besselj(",
    "mod(",
    "simplify(",
    "expand(",
    "diff(",
    "N(",
    "subs(",
    "grad(",
    "jacobian(",
    "compile(",
    "hold(",
    "factorial(",
    "binomial(",
    "piecewise(",
    "%",
    "%3",
    "\"s\"",
    "otherwise",
    "²",
    "0x1f",
    "clear(",
    "is(",
    "latex(",
    "assume(",
];

fn next(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

/// A line of up to 14 tokens, its brackets closed half of the time.
fn line(state: &mut u64) -> String {
    let mut text = String::new();
    let mut open = Vec::new();
    for _ in 0..1 + next(state) % 14 {
        let token = TOKENS[(next(state) % TOKENS.len() as u64) as usize];
        if token.ends_with('(') {
            open.push(")");
        }
        text.push_str(token);
        if next(state).is_multiple_of(3) {
            text.push(' ');
        }
    }
    if next(state).is_multiple_of(2) {
        open.reverse();
        text.push_str(&open.concat());
    }
    text
}

#[test]
fn random_token_lines_never_break_the_session() {
    let lines =
        std::env::var("VIETE_FUZZ_LINES").ok().and_then(|n| n.parse().ok()).unwrap_or(20_000u64);
    let seed = std::env::var("VIETE_FUZZ_SEED")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(0x5EED_1234_5678_9ABCu64);
    println!("{lines} lines from seed {seed}");
    let mut state = seed;
    let mut session = Session::new();
    for index in 0..lines {
        let text = line(&mut state);
        session.set_limits(2_000_000, Some(Duration::from_secs(2)));
        let start = std::time::Instant::now();
        let outcome = session.evaluate(&text);
        assert!(
            start.elapsed() < Duration::from_secs(10),
            "line {index} took {:?}: {text}",
            start.elapsed()
        );
        if let Ok(answers) = outcome {
            for answer in answers {
                if let Some(term) = answer.term
                    && session.size(term) < 10_000
                {
                    let _ = session.show(term, viete::OutputMode::Plain);
                }
            }
        }
        if index % 1000 == 999 {
            let _ = session.evaluate("clear(); forget(x); forget(y)");
            let answer = session.evaluate("987654321*123456789").unwrap();
            assert_eq!(
                session.show(answer[0].term.unwrap(), viete::OutputMode::Plain),
                "121932631112635269"
            );
            session.collect(&[]);
        }
        if index % 10_000 == 9_999 {
            session = Session::new();
        }
    }
}

/// Numbers of 10^5 digits as numerator and denominator: arithmetic, comparison and hashing stay far
/// from quadratic time and deep recursion.
#[test]
fn numbers_of_many_digits_are_ordinary() {
    let session = Session::new();
    let cases = [
        ("(3e4)!/3^(10^5) - (3e4)!/3^(10^5)", "0"),
        ("(3e4)!/3^(10^5)*(3^(10^5)/(3e4)!)", "1"),
        ("(3e4)!/3^(10^5) < (3e4)!/3^(10^5) + 1/(2e4)!", "true"),
        ("(2e4)!/-1 + (2e4)!", "0"),
        ("20000!!*19999!! - (2e4)!", "0"),
        ("binomial(20000, 10000)*10000!^2 - 20000!", "0"),
    ];
    for (text, expected) in cases {
        let answer = session.evaluate(text).unwrap();
        assert_eq!(
            session.show(answer[0].term.unwrap(), viete::OutputMode::Plain),
            expected,
            "{text}"
        );
    }
}
