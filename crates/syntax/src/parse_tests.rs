//! Tests of the parser: precedence, round trips, errors.

use crate::{Library, parse_plain, plain};
use viete_term::Store;

fn round(text: &str) -> String {
    let mut store = Store::new();
    let mut library = Library::new(&mut store);
    match parse_plain(&mut library, &mut store, text) {
        Ok(term) => {
            let printed = plain(&store, term);
            let again = parse_plain(&mut library, &mut store, &printed);
            assert_eq!(
                again.as_ref().ok(),
                Some(&term),
                "`{text}` printed as `{printed}` reads back differently: {again:?}"
            );
            printed
        }
        Err(error) => format!("error: {error}"),
    }
}

#[test]
fn precedence_follows_the_table() {
    let mut wrong = Vec::new();
    for (input, output) in [
        ("-2^2", "-4"),
        ("2^3^2", "512"),
        ("2^-1", "1/2"),
        ("2^3!", "64"),
        ("1/2*x", "x/2"),
        ("2x^2", "2*x^2"),
        ("3(x+1)", "3*x + 3"),
        ("-x^2", "-x^2"),
        ("a - b - c", "a - b - c"),
        ("2sin(x)", "2*sin(x)"),
        ("x²", "x^2"),
        ("(-8)^(1/3)", "2*(-1)^(1/3)"),
        ("0 < x < 1", "0 < x and x < 1"),
        ("0x10", "16"),
        ("1_000", "1000"),
        ("0.1", "1/10"),
        ("1e-3", "1/1000"),
        ("exp(x)*exp(-x)", "1"),
        ("sin(-x)", "-sin(x)"),
        ("sin(x + 2*pi)", "sin(x)"),
        ("cos(5*pi/3)", "1/2"),
        ("tan(pi/2)", "undefined"),
        ("sqrt(8)", "2*sqrt(2)"),
        ("1/sqrt(x)", "1/sqrt(x)"),
        ("x^y^z", "x^(y^z)"),
        ("(x^y)^z", "(x^y)^z"),
        ("x/y/z", "x/(y*z)"),
        ("[1, 2; 3, 4]", "[1, 2; 3, 4]"),
        ("if x < 1 then 2 else 3", "piecewise(2 if x < 1, 3 otherwise)"),
        ("t |-> t^2", "t |-> t^2"),
        ("x = 1 and not y", "x = 1 and not y"),
        ("(2+3*I)*(1-I)", "5 + I"),
        ("x*(1 + 2*I)", "(1 + 2*I)*x"),
        ("3/4*I*x", "3*I*x/4"),
        ("a in RR", "a in RR"),
        ("1..n", "1..n"),
        ("v[1]", "v[1]"),
        ("log(8, 2)", "3"),
        ("sin(pi/12)", "sqrt(6)/4 - sqrt(2)/4"),
        ("2^x*2^y", "2^(x + y)"),
        ("(2*x)^y", "(2*x)^y"),
        ("E", "E"),
        ("E^(2*x)", "exp(2*x)"),
        ("\"a\\nb\"", "\"a\\nb\""),
        ("x->2", "x -> 2"),
        ("(x->2)", "x -> 2"),
        ("(a-b)*(-c)", "-c*(a - b)"),
        ("-(1/x)", "-1/x"),
        ("x-(y-z)", "x - y + z"),
    ] {
        let printed = round(input);
        if printed != output {
            wrong.push(format!("{input} -> {printed}, expected {output}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn errors_name_what_is_wrong() {
    for (input, part) in [
        ("1/2x", "ambiguous"),
        ("x y", "expected an operator"),
        ("(1", "unclosed"),
        ("1)", "no bracket"),
        ("f(20@", "invalid character"),
        ("1.", "1.0"),
        ("\"abc", "unterminated"),
        ("a = b == c", "mix"),
        ("[1, 2; 3]", "rows"),
        ("", "empty"),
        ("1..2..3", "chain"),
        ("2^", "expected"),
        ("0xg", "malformed"),
        ("1e99999999999", "large"),
        ("sin x", "expected an operator"),
        ("()", "empty"),
        ("{1]", "expected `}`"),
        ("if x then y", "incomplete"),
    ] {
        assert!(round(input).contains(part), "{input}: {}", round(input));
    }
}

#[test]
fn a_hundred_thousand_brackets_are_read() {
    let deep = format!("{}7{}", "(".repeat(100_000), ")".repeat(100_000));
    assert_eq!(round(&deep), "7");
    let calls = format!("{}x{}", "f(".repeat(100_000), ")".repeat(100_000));
    assert_eq!(round(&calls).len(), calls.len());
}
