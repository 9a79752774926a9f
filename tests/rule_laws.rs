//! Laws over every rule: both sides have values at the same points, and there the same values,
//! wherever the guards hold. Rejected laws must be refuted at their counterexample. `cargo xtask
//! rules` does the same at more points.

use viete::floors::evaluate::{Assumptions, Property, evaluate, expand_definitions};
use viete::floors::numbers::{Big, Budget, Enclosure, Truth};
use viete::floors::rewrite::{RuleSet, parse_rule, test_rule};
use viete::floors::syntax::{Library, parse_plain};
use viete::floors::term::{Store, Term};

const BITS: u32 = 160;
/// Points for each rule in this quick run.
const POINTS: usize = 150;

#[test]
fn every_rule_holds_wherever_its_guards_do() {
    let mut store = Store::new();
    let mut library = Library::new(&mut store);
    let rules = RuleSet::standard(&store, &library).all(&mut store, &mut library).unwrap();
    let (mut wrong, mut untested) = (Vec::new(), Vec::new());
    for rule in &rules {
        let verdict =
            test_rule(&mut store, &mut library, rule, POINTS, &Budget::default()).unwrap();
        match verdict.complaint() {
            Some(complaint) => wrong.push(format!("{}   {complaint}", rule.text)),
            None if verdict.informative == 0 => untested.push(rule.text.clone()),
            None => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // without MPFR the special functions have no enclosures
    assert!(
        untested.is_empty() || !viete::HAS_BIG_FLOATS,
        "no informative point for:\n{}",
        untested.join("\n")
    );
    assert!(rules.len() >= 400, "{} rules", rules.len());
}

#[test]
fn rule_names_are_unique() {
    let mut store = Store::new();
    let mut library = Library::new(&mut store);
    let rules = RuleSet::standard(&store, &library).all(&mut store, &mut library).unwrap();
    let mut names: Vec<&str> = rules.iter().map(|r| r.name.as_str()).collect();
    names.sort_unstable();
    let repeated: Vec<_> = names.windows(2).filter(|w| w[0] == w[1]).collect();
    assert!(repeated.is_empty(), "{repeated:?}");
}

#[test]
fn rejected_laws_are_refuted_at_their_counterexamples() {
    let mut store = Store::new();
    let mut library = Library::new(&mut store);
    let lines: Vec<&str> =
        viete_rules::REJECTED.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).collect();
    let mut standing = Vec::new();
    for line in &lines {
        let (law, point) =
            line.split_once("# at ").unwrap_or_else(|| panic!("no counterexample: {line}"));
        let rule = parse_rule(&mut store, &mut library, law.trim()).unwrap().remove(0);
        let mut map: Vec<(Term, Enclosure<Big>)> = Vec::new();
        for assignment in point.split(", ") {
            let (name, value) = assignment.split_once(" = ").unwrap();
            let (name, value) =
                (store.symbol(name.trim()), parse_plain(&mut library, &mut store, value).unwrap());
            let value = expand_definitions(&mut store, &mut library, value);
            map.push((name, evaluate(&store, &library, value, &Default::default(), BITS)));
        }
        let bindings = map.into_iter().collect();
        let mut side = |term: Term| -> Enclosure<Big> {
            let term = expand_definitions(&mut store, &mut library, term);
            evaluate(&store, &library, term, &bindings, BITS)
        };
        let (a, b) = (side(rule.left), side(rule.right));
        // without MPFR gamma has no enclosures
        let known = viete::HAS_BIG_FLOATS || !line.starts_with("gamma");
        if known && (!a.is_finite() || !b.is_finite() || a.overlaps(&b)) {
            standing.push(*line);
        }
    }
    assert!(standing.is_empty(), "not refuted:\n{}", standing.join("\n"));
    assert!(lines.len() >= 60);
}

#[test]
fn guards_are_proved_never_assumed() {
    let mut store = Store::new();
    let mut library = Library::new(&mut store);
    let x = store.symbol("x");
    let nothing = Assumptions::default();
    for property in [
        Property::Real,
        Property::Positive,
        Property::Nonzero,
        Property::Integer,
        Property::Negative,
    ] {
        assert_eq!(
            nothing.prove(&mut store, &mut library, x, property),
            Truth::Unknown,
            "{property:?}"
        );
    }
    let mut real = Assumptions::default();
    real.assume(x, Property::Real);
    let square_plus_one = parse_plain(&mut library, &mut store, "x^2 + 1").unwrap();
    assert_eq!(
        real.prove(&mut store, &mut library, square_plus_one, Property::Positive),
        Truth::True
    );
    assert_eq!(
        nothing.prove(&mut store, &mut library, square_plus_one, Property::Positive),
        Truth::Unknown
    );
    let hidden_zero = parse_plain(&mut library, &mut store, "sin(1)^2 + cos(1)^2 - 1").unwrap();
    assert_eq!(
        nothing.prove(&mut store, &mut library, hidden_zero, Property::Nonzero),
        Truth::Unknown
    );
}
