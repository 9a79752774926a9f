//! Laws over every rule: wherever its guards hold and the left side has a value, the right side has the
//! same value. Rejected laws must be refuted at their counterexample.

use viete::floors::evaluate::{Assumptions, Property, evaluate, expand_definitions};
use viete::floors::numbers::{Big, Enclosure, Interval, Rational, Truth};
use viete::floors::rewrite::{Guard, RuleSet, parse_rule};
use viete::floors::syntax::{Library, parse_plain, plain};
use viete::floors::term::{Kind, Store, Term, name_arity};

const BITS: u32 = 160;

/// Real and imaginary parts, over 8, of the sample values: zero, units, both sides of cuts, halves, large and small.
const SAMPLES: &[(i64, i64)] = &[
    (8, 0),
    (-8, 0),
    (0, 0),
    (4, 0),
    (-4, 0),
    (16, 0),
    (-20, 0),
    (3, 0),
    (-3, 0),
    (0, 8),
    (0, -8),
    (0, 20),
    (5, 7),
    (-5, 7),
    (-5, -7),
    (5, -7),
    (-24, 1),
    (-24, -1),
    (40, 3),
    (1, 1),
    (800, 0),
    (-800, 0),
    (24, 0),
    (0, 56),
    (0, -56),
    (11, 30),
    (-13, 2),
    (32, 0),
    (-32, 0),
];

fn sample((re, im): (i64, i64)) -> Enclosure<Big> {
    let part = |n: i64| Interval::from_rational(&Rational::new(&n.into(), &8i64.into()).unwrap(), BITS);
    Enclosure { re: part(re), im: part(im) }
}

fn variables(store: &Store, term: Term) -> Vec<Term> {
    let is_variable = |&s: &Term| matches!(store.kind(s), Kind::Symbol(name) if name_arity(store.text(name)) > 0);
    store.symbols(term).into_iter().filter(is_variable).collect()
}

/// Whether an enclosed value has the property; exact where the samples are.
fn holds(value: &Enclosure<Big>, guard: &Guard) -> Truth {
    let real: Truth = value.is_real().into();
    match guard {
        Guard::Has(Property::Real, _) => real,
        Guard::Has(Property::Positive, _) => real.and(value.re.is_positive()),
        Guard::Has(Property::Negative, _) => real.and(value.re.neg().is_positive()),
        Guard::Has(Property::Nonnegative, _) => real.and(value.re.neg().is_positive().not()),
        Guard::Has(Property::Nonzero, _) => (!value.contains_zero()).into(),
        Guard::Has(Property::Finite, _) => value.is_finite().into(),
        Guard::Has(Property::Integer, _) => real.and(value.re.exact().is_some_and(|r| r.is_integer()).into()),
        Guard::Between(_, low, high) => {
            let inside = value.re.exact().is_some_and(|r| r >= *low && r <= *high);
            real.and(inside.into())
        }
    }
}

/// Runs one law over all pairs of samples; the number of informative points and the first contradiction.
fn test_law(store: &mut Store, library: &mut Library, left: Term, right: Term, guards: &[Guard]) -> (usize, Option<String>) {
    let (left, right) = (expand_definitions(store, library, left), expand_definitions(store, library, right));
    let names = variables(store, left);
    let count = SAMPLES.len();
    let total = count.pow(names.len().min(2) as u32);
    let mut informative = 0;
    for index in 0..total {
        let pick = |position: usize| {
            sample(
                SAMPLES[match position {
                    0 => index % count,
                    1 => index / count % count,
                    _ => (index * 7 + 3 * position) % count,
                }],
            )
        };
        let bindings = names.iter().enumerate().map(|(i, &v)| (v, pick(i))).collect();
        let guarded = guards.iter().all(|guard| {
            let (Guard::Has(_, term) | Guard::Between(term, ..)) = guard;
            let value = evaluate(store, library, *term, &bindings, BITS);
            holds(&value, guard).is_true()
        });
        if !guarded {
            continue;
        }
        let (a, b) = (evaluate(store, library, left, &bindings, BITS), evaluate(store, library, right, &bindings, BITS));
        if !a.is_finite() || !b.is_finite() {
            continue;
        }
        informative += 1;
        if !a.overlaps(&b) {
            let at: Vec<String> = names
                .iter()
                .map(|&n| {
                    let v = &bindings[&n];
                    format!("{} = {} + {}i", plain(store, n), v.re.midpoint(), v.im.midpoint())
                })
                .collect();
            return (informative, Some(at.join(", ")));
        }
    }
    (informative, None)
}

#[test]
fn every_rule_holds_wherever_its_guards_do() {
    let mut store = Store::new();
    let mut library = Library::new(&mut store);
    let rules = RuleSet::standard(&store, &library).all(&mut store, &mut library).unwrap();
    let (mut wrong, mut untested) = (Vec::new(), Vec::new());
    for rule in &rules {
        match test_law(&mut store, &mut library, rule.left, rule.right, &rule.guards) {
            (_, Some(at)) => wrong.push(format!("{} fails at {at}", rule.text)),
            (0, None) => untested.push(rule.text.clone()),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // without MPFR the special functions have no enclosures
    assert!(untested.is_empty() || !viete::HAS_BIG_FLOATS, "no informative point for:\n{}", untested.join("\n"));
    assert!(rules.len() >= 100, "{} rules", rules.len());
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
    let lines: Vec<&str> = viete_rules::REJECTED.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).collect();
    for line in &lines {
        let (law, point) = line.split_once("# at ").unwrap_or_else(|| panic!("no counterexample: {line}"));
        let rule = parse_rule(&mut store, &mut library, law.trim()).unwrap().remove(0);
        let mut map: Vec<(Term, Enclosure<Big>)> = Vec::new();
        for assignment in point.split(", ") {
            let (name, value) = assignment.split_once(" = ").unwrap();
            let (name, value) = (store.symbol(name.trim()), parse_plain(&mut library, &mut store, value).unwrap());
            let value = expand_definitions(&mut store, &mut library, value);
            map.push((name, evaluate(&store, &library, value, &Default::default(), BITS)));
        }
        let bindings = map.into_iter().collect();
        let mut side = |term: Term| -> Enclosure<Big> {
            let term = expand_definitions(&mut store, &mut library, term);
            evaluate(&store, &library, term, &bindings, BITS)
        };
        let (a, b) = (side(rule.left), side(rule.right));
        assert!(a.is_finite() && b.is_finite() && !a.overlaps(&b), "not refuted: {line}");
    }
    assert!(lines.len() >= 25);
}

#[test]
fn guards_are_proved_never_assumed() {
    let mut store = Store::new();
    let mut library = Library::new(&mut store);
    let x = store.symbol("x");
    let nothing = Assumptions::default();
    for property in [Property::Real, Property::Positive, Property::Nonzero, Property::Integer, Property::Negative] {
        assert_eq!(nothing.prove(&mut store, &mut library, x, property), Truth::Unknown, "{property:?}");
    }
    let mut real = Assumptions::default();
    real.assume(x, Property::Real);
    let square_plus_one = parse_plain(&mut library, &mut store, "x^2 + 1").unwrap();
    assert_eq!(real.prove(&mut store, &mut library, square_plus_one, Property::Positive), Truth::True);
    assert_eq!(nothing.prove(&mut store, &mut library, square_plus_one, Property::Positive), Truth::Unknown);
    let hidden_zero = parse_plain(&mut library, &mut store, "sin(1)^2 + cos(1)^2 - 1").unwrap();
    assert_eq!(nothing.prove(&mut store, &mut library, hidden_zero, Property::Nonzero), Truth::Unknown);
}
