//! Laws of `simplify` over the corpus of `bench/corpus`: never larger than expected, idempotent,
//! independent of names and of the order of operands, with proofs that the checker accepts.

use viete::Session;

const CORPUS: &str = include_str!("../bench/corpus/simplify.txt");

fn lines() -> Vec<(&'static str, &'static str)> {
    CORPUS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(" => "))
        .collect()
}

#[test]
fn the_corpus_is_solved_with_accepted_proofs() {
    let session = Session::new();
    let (mut unsolved, mut unproved) = (Vec::new(), Vec::new());
    for (input, expected) in lines() {
        let (term, expected) = (session.parse(input).unwrap(), session.parse(expected).unwrap());
        let simple = term.simplify().unwrap();
        // without MPFR gamma has no enclosures, so it is never known to be finite
        let known = viete::HAS_BIG_FLOATS
            || !["gamma", "factorial", "binomial", "!"].iter().any(|name| input.contains(name));
        if known && session.size(simple.term()) > session.size(expected.term()) {
            unsolved.push(format!("{input} gives {simple}"));
        }
        assert_eq!(simple.simplify().unwrap(), simple, "not idempotent: {input}");
        if let Some(Err(refusal)) = session.explain(input).unwrap().proof {
            unproved.push(format!("{input}: {refusal}"));
        }
    }
    assert!(unsolved.is_empty(), "{unsolved:#?}");
    assert!(unproved.is_empty(), "{unproved:#?}");
}

#[test]
fn names_and_order_of_operands_make_no_difference() {
    let (straight, renamed) = (Session::new(), Session::new());
    for (input, _) in lines() {
        // other names in another order; letters of function names are left alone by the word
        // boundary
        let other: String = words(input)
            .into_iter()
            .map(|word| match word {
                "x" => "zeta1",
                "y" => "alpha1",
                "a" => "q",
                "b" => "c1",
                other => other,
            })
            .collect();
        let (one, two) = (straight.parse(input).unwrap(), renamed.parse(&other).unwrap());
        let sizes = (
            straight.size(one.simplify().unwrap().term()),
            renamed.size(two.simplify().unwrap().term()),
        );
        assert_eq!(sizes.0, sizes.1, "{input} against {other}");
    }
}

/// Words and what stands between them.
fn words(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    for (index, _) in text.char_indices().skip(1) {
        let (before, after) =
            (text[..index].chars().next_back().unwrap(), text[index..].chars().next().unwrap());
        if is_word(before) != is_word(after) {
            pieces.push(&text[start..index]);
            start = index;
        }
    }
    pieces.push(&text[start..]);
    pieces
}

#[test]
fn laws_that_contradict_each_other_change_nothing() {
    let session = Session::new();
    let answers =
        session.evaluate("rule one: f(x_) => 1\nrule two: f(x_) => 2\nsimplify(f(y))").unwrap();
    let last = answers.last().unwrap();
    assert_eq!(session.show(last.term.unwrap(), viete::OutputMode::Plain), "f(y)");
    assert!(last.notes.iter().any(|note| note.contains("contradict")), "{:?}", last.notes);
}

#[test]
fn laws_can_be_tested_on_demand() {
    let session = Session::new();
    let report = |law: &str| session.check_rule(law, 300).unwrap();
    assert!(report("r: sqrt(x_^2) => x_ if positive(x_)").contains("no contradiction"));
    assert!(report("r: log(x_*y_) => log(x_) + log(y_)").contains("false"));
    assert!(session.check_rule("nonsense", 10).is_err());
}

#[test]
fn large_terms_are_simplified_part_by_part_with_a_proof() {
    let session = Session::new();
    let addends = |trigonometric: &dyn Fn(usize) -> String| {
        let long = (0..400).map(|i| format!("w{i}^2*v{i}"));
        (0..8).map(trigonometric).chain(long).collect::<Vec<_>>().join(" + ")
    };
    let input = addends(&|i| format!("(sin(x{i})^2 + cos(x{i})^2)*y{i}"));
    let expected = addends(&|i| format!("y{i}"));
    let (term, expected) = (session.parse(&input).unwrap(), session.parse(&expected).unwrap());
    assert!(session.size(term.term()) > 2000);
    let simple = term.simplify().unwrap();
    assert!(session.size(simple.term()) <= session.size(expected.term()), "{simple}");
    let proof = session.explain(&input).unwrap().proof.unwrap();
    assert!(proof.is_ok(), "{proof:?}");
}

#[test]
fn the_accurate_form_avoids_cancellation() {
    let session = Session::new();
    let cases = [
        ("sqrt(x + 1) - sqrt(x)", "1/(sqrt(x) + sqrt(x + 1))"),
        ("1/(x + 1) - 1/x", "-1/(x^2 + x)"),
        ("sin(x) + x", "x + sin(x)"),
    ];
    for (input, expected) in cases {
        let answer = session.evaluate(&format!("simplify({input}, accuracy)")).unwrap();
        assert_eq!(
            session.show(answer[0].term.unwrap(), viete::OutputMode::Plain),
            expected,
            "{input}"
        );
    }
}
