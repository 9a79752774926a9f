//! The soundness test of a law: both sides must have values at the same points, and there the same
//! values.
//!
//! It is tested by enclosures at thousands of exact points that meet the guards, and by exact
//! instances (`x_ = pi/2`), where constructors know what is undefined. At a point where only one
//! side is determined the law is contradicted if both are at a point close by: then it is a pole of
//! one side, and no weakness of the enclosures. Mutants of the law (a sign, a number, a guard left
//! out) show that the points would notice a mistake.

use rustc_hash::FxHashMap;
use viete_evaluate::{Assumptions, Check, Outcome, Point, Property, constant_value};
use viete_numbers::{Big, Budget, Enclosure, Number, Rational, Real, Stop, Truth};
use viete_proof::{Guard, Rule, is_variable};
use viete_syntax::{Library, parse_plain, plain};
use viete_term::{Kind, Store, Term};

/// What testing a law found.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// Points that met the guards.
    pub points: usize,
    /// Those at which both sides were known.
    pub informative: usize,
    /// How the law fails, and where.
    pub counterexample: Option<(Outcome, String)>,
}

/// Values at which laws break: units, halves, both sides of the cuts on both axes, large, small.
/// Real and imaginary parts over 1024.
const SPECIAL: &[(i64, i64)] = &[
    (1024, 0),
    (-1024, 0),
    (0, 0),
    (512, 0),
    (-512, 0),
    (2048, 0),
    (-2560, 0),
    (384, 0),
    (-384, 0),
    (0, 1024),
    (0, -1024),
    (0, 2560),
    (0, -2560),
    (640, 896),
    (-640, 896),
    (-640, -896),
    (640, -896),
    (-3072, 1),
    (-3072, -1),
    (3072, 1),
    (1, 3072),
    (-1, 3072),
    (1, -3072),
    (-1, -3072),
    (5120, 384),
    (1, 1),
    (1, 0),
    (-1, 0),
    (102_400, 0),
    (-102_400, 0),
    (7168, 0),
    (0, 7168),
    (0, -7168),
    (1408, 3840),
    (-1664, 256),
    (-512, 7168),
    (4096, 0),
    (-4096, 0),
    (3072, 0),
    (-3072, 0),
];

/// Exact values for instances of laws.
const CONSTANTS: &[&str] = &[
    "0", "1", "-1", "2", "-2", "3", "1/2", "-1/2", "I", "-I", "pi", "-pi", "pi/2", "-pi/2", "pi/4",
    "pi/3", "-2*pi/3", "I*pi", "-I*pi/2", "E",
];

/// Tries for a value that meets the guards of its variable.
const DRAWS: u64 = 24;
/// Points tried for each point wanted, before guards on compound terms count as rarely met.
const EFFORT: usize = 8;

/// SplitMix64: the same points in every run.
fn mix(mut state: u64) -> u64 {
    state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^ (state >> 31)
}

fn quotient(numerator: i64, denominator: i64) -> Rational {
    Rational::new(&numerator.into(), &denominator.into()).unwrap_or(Rational::ZERO)
}

fn uniform(seed: u64, spread: i64) -> i64 {
    (mix(seed) % (2 * spread as u64 + 1)) as i64 - spread
}

/// A complex value: half the time a special one, else random on the real line, an axis or the
/// plane.
fn any_value(seed: u64) -> (Rational, Rational) {
    let pick = mix(seed);
    let special = SPECIAL.get((pick >> 8) as usize % SPECIAL.len()).copied().unwrap_or((0, 0));
    let (re, im) = (uniform(seed ^ 0xA5A5, 6 * 1024), uniform(seed ^ 0x5A5A, 6 * 1024));
    let (re, im) = match pick % 8 {
        0..=3 => special,
        4 | 5 => (re, 0),
        6 => (0, im),
        _ => (re, im),
    };
    (quotient(re, 1024), quotient(im, 1024))
}

fn value_has((re, im): &(Rational, Rational), guard: &Guard) -> bool {
    let real = im.is_zero();
    match guard {
        Guard::Has(Property::Real, _) => real,
        Guard::Has(Property::Integer, _) => real && re.is_integer(),
        Guard::Has(Property::Positive, _) => real && re.signum() > 0,
        Guard::Has(Property::Nonnegative, _) => real && re.signum() >= 0,
        Guard::Has(Property::Negative, _) => real && re.signum() < 0,
        Guard::Has(Property::Nonzero, _) => !(real && re.is_zero()),
        Guard::Has(Property::Finite, _) => true,
        Guard::Between(_, low, high) => real && *re >= *low && *re <= *high,
    }
}

/// A value of a variable that meets the guards on it.
fn draw(seed: u64, guards: &[&Guard]) -> Option<(Rational, Rational)> {
    (0..DRAWS).map(|attempt| seed.wrapping_add(attempt << 32)).find_map(|seed| {
        let (mut re, mut im) = any_value(seed);
        for guard in guards {
            match guard {
                Guard::Has(Property::Finite | Property::Nonzero, _) => {}
                Guard::Has(property, _) => {
                    im = Rational::ZERO;
                    re = match property {
                        Property::Integer => quotient(uniform(seed, 12), 1),
                        Property::Positive | Property::Nonnegative => re.abs(),
                        Property::Negative => -&re.abs(),
                        _ => re,
                    };
                }
                Guard::Between(_, low, high) => {
                    im = Rational::ZERO;
                    let part = quotient((mix(seed) % 65) as i64, 64);
                    re = low + &(&(high - low) * &part);
                }
            }
        }
        let value = (re, im);
        guards.iter().all(|guard| value_has(&value, guard)).then_some(value)
    })
}

/// Whether an enclosed value has the property for certain.
fn enclosure_has(value: &Enclosure<Big>, guard: &Guard) -> bool {
    let real = value.is_finite() && value.is_real();
    let truth = match guard {
        Guard::Has(Property::Real, _) => Truth::True,
        Guard::Has(Property::Positive, _) => value.re.is_positive(),
        Guard::Has(Property::Negative, _) => value.re.neg().is_positive(),
        Guard::Has(Property::Nonnegative, _) => value.re.neg().is_positive().not(),
        Guard::Has(Property::Nonzero, _) => return value.is_finite() && !value.contains_zero(),
        Guard::Has(Property::Finite, _) => return value.is_finite(),
        Guard::Has(Property::Integer, _) => value.re.exact().is_some_and(|r| r.is_integer()).into(),
        Guard::Between(_, low, high) => {
            value.re.exact().is_some_and(|r| r >= *low && r <= *high).into()
        }
    };
    real && truth.is_true()
}

/// Most points at which one side alone is undetermined that are looked at exactly.
const SUSPECTS: usize = 16;

/// Tests `rule` at up to `wanted` points that meet its guards; stops at the first contradiction. A
/// law that widens the domain is also tested without its guards, where the left side alone may be
/// undefined.
///
/// # Errors
/// The budget's stop.
pub fn test_rule(
    store: &mut Store,
    library: &mut Library,
    rule: &Rule,
    wanted: usize,
    budget: &Budget,
) -> Result<Verdict, Stop> {
    let verdict = test_both_ways(store, library, rule, wanted, budget)?;
    if verdict.counterexample.is_some() || !rule.widens {
        return Ok(verdict);
    }
    let unguarded = Rule { guards: Vec::new(), ..rule.clone() };
    let wider = test_both_ways(store, library, &unguarded, wanted, budget)?;
    let real = wider.counterexample.filter(|(outcome, _)| *outcome != Outcome::FirstUndetermined);
    Ok(Verdict { counterexample: real, ..verdict })
}

fn test_both_ways(
    store: &mut Store,
    library: &mut Library,
    rule: &Rule,
    wanted: usize,
    budget: &Budget,
) -> Result<Verdict, Stop> {
    let mut variables: Vec<Term> = store.symbols(rule.left);
    variables.extend(store.symbols(rule.right));
    variables.retain(|&symbol| is_variable(store, symbol));
    variables.sort_unstable();
    variables.dedup();
    let mut verdict = Verdict {
        counterexample: failing_instance(store, library, rule, &variables),
        ..Verdict::default()
    };
    if verdict.counterexample.is_some() {
        return Ok(verdict);
    }
    let mut suspects = Vec::new();
    sample_points(store, library, rule, &variables, wanted, budget, &mut verdict, &mut suspects)?;
    for point in suspects {
        let exact = |(re, im): &(Rational, Rational)| {
            Number::complex(Real::Exact(re.clone()), Real::Exact(im.clone()))
        };
        let values =
            point.iter().map(|(&symbol, value)| (symbol, store.number(exact(value)))).collect();
        let outcome = exact_outcome(store, library, rule, &values);
        if !matches!(outcome, Outcome::Agree | Outcome::Unknown) {
            verdict.counterexample = Some((outcome, place(store, &variables, &values)));
            break;
        }
    }
    Ok(verdict)
}

/// The points of one test. Where one side alone is undetermined, and both are known close by, the
/// point is a suspect.
#[expect(clippy::too_many_arguments, reason = "the parts of one loop")]
fn sample_points(
    store: &mut Store,
    library: &mut Library,
    rule: &Rule,
    variables: &[Term],
    wanted: usize,
    budget: &Budget,
    verdict: &mut Verdict,
    suspects: &mut Vec<Point>,
) -> Result<(), Stop> {
    let (simple, compound): (Vec<&Guard>, Vec<&Guard>) =
        rule.guards.iter().partition(|g| variables.contains(&g.subject()));
    let mut terms = vec![rule.left, rule.right];
    terms.extend(compound.iter().map(|guard| guard.subject()));
    let check = Check::new(store, library, &terms);
    let total = if variables.is_empty() { 1 } else { wanted * EFFORT };
    for index in 0..total as u64 {
        if verdict.points >= wanted {
            break;
        }
        budget.spend(64)?;
        let value = |(place, &variable): (usize, &Term)| {
            let guards: Vec<&Guard> =
                simple.iter().copied().filter(|guard| guard.subject() == variable).collect();
            let value = draw(mix(index * 64 + place as u64), &guards)?;
            Some((variable, value))
        };
        let Some(point) = variables.iter().enumerate().map(value).collect::<Option<Point>>() else {
            continue;
        };
        if !compound.is_empty() {
            let values: Vec<Enclosure<Big>> = check.values(&point, 128);
            let met = compound
                .iter()
                .zip(values.iter().skip(2))
                .all(|(guard, value)| enclosure_has(value, guard));
            if !met {
                continue;
            }
        }
        verdict.points += 1;
        match check.compare(&point) {
            Outcome::Agree => verdict.informative += 1,
            Outcome::Differ => {
                verdict.counterexample = Some((Outcome::Differ, point_text(&check, &point)));
                break;
            }
            Outcome::FirstUndetermined | Outcome::SecondUndetermined
                if suspects.len() < SUSPECTS
                    && check.compare(&nearby(&point)) == Outcome::Agree =>
            {
                suspects.push(point);
            }
            _ => {}
        }
    }
    Ok(())
}

impl Verdict {
    /// What is wrong with the law and where, in words.
    pub fn complaint(&self) -> Option<String> {
        let (outcome, place) = self.counterexample.as_ref()?;
        let what = match outcome {
            Outcome::FirstUndetermined => "the left side alone is undefined",
            Outcome::SecondUndetermined => "the right side alone is undefined",
            _ => "the sides differ",
        };
        Some(format!("{what} at {place}"))
    }
}

/// All values moved so little that only at a pole it matters, in a direction that follows no axis.
fn nearby(point: &Point) -> Point {
    let (right, up) = (quotient(1, 1 << 60), quotient(1, 3 << 60));
    let shift = |(re, im): &(Rational, Rational)| {
        (re + &right, if im.is_zero() { im.clone() } else { im + &up })
    };
    point.iter().map(|(&symbol, value)| (symbol, shift(value))).collect()
}

/// How the sides compare at exact values, for which the constructors know what is undefined.
fn exact_outcome(
    store: &mut Store,
    library: &mut Library,
    rule: &Rule,
    values: &FxHashMap<Term, Term>,
) -> Outcome {
    let (left, right) = (
        library.substitute(store, rule.left, values),
        library.substitute(store, rule.right, values),
    );
    let is_singular =
        |store: &Store, term: Term| [store.undefined(), store.infinity()].contains(&term);
    let has_value = |store: &mut Store, library: &mut Library, term| {
        constant_value(store, library, term, 128).is_some()
    };
    match (is_singular(store, left), is_singular(store, right)) {
        (true, true) => Outcome::Unknown,
        (false, false) => Check::new(store, library, &[left, right]).compare(&Point::default()),
        (true, false) if has_value(store, library, right) => Outcome::FirstUndetermined,
        (false, true) if has_value(store, library, left) => Outcome::SecondUndetermined,
        _ => Outcome::Unknown,
    }
}

/// The first instance of the law at exact constants that is false, or singular on one side only.
fn failing_instance(
    store: &mut Store,
    library: &mut Library,
    rule: &Rule,
    variables: &[Term],
) -> Option<(Outcome, String)> {
    let constants: Vec<Term> =
        CONSTANTS.iter().filter_map(|text| parse_plain(library, store, text).ok()).collect();
    let count = constants.len();
    let assumptions = Assumptions::default();
    for index in 0..count.pow(variables.len().clamp(1, 2) as u32) {
        // two variables take all pairs, further ones follow
        let pick = |place: usize| {
            constants
                .get((index / count.pow(place.min(1) as u32) + 7 * place.saturating_sub(1)) % count)
        };
        let values: FxHashMap<Term, Term> = variables
            .iter()
            .enumerate()
            .filter_map(|(place, &variable)| Some((variable, *pick(place)?)))
            .collect();
        let met = rule.guards.iter().all(|guard| {
            let subject = library.substitute(store, guard.subject(), &values);
            guard.prove(store, library, subject, &assumptions).is_true()
        });
        if !met {
            continue;
        }
        let outcome = exact_outcome(store, library, rule, &values);
        let singular = matches!(outcome, Outcome::FirstUndetermined | Outcome::SecondUndetermined)
            && [rule.left, rule.right].into_iter().any(|side| {
                let side = library.substitute(store, side, &values);
                [store.undefined(), store.infinity()].contains(&side)
            });
        if outcome == Outcome::Differ || singular {
            return Some((outcome, place(store, variables, &values)));
        }
    }
    None
}

fn place(store: &Store, variables: &[Term], values: &FxHashMap<Term, Term>) -> String {
    let value = |variable: Term| values.get(&variable).copied().unwrap_or(variable);
    let parts: Vec<String> = variables
        .iter()
        .map(|&v| format!("{} = {}", plain(store, v), plain(store, value(v))))
        .collect();
    parts.join(", ")
}

/// A law changed in one place.
#[derive(Clone, Debug)]
pub struct Mutant {
    pub what: String,
    pub rule: Rule,
}

/// The mutants of a rule: the sign of the right side and of each addend in it, each number on both
/// sides replaced by the next one, each guard left out. Those that are the law itself in other
/// words are left out.
pub fn mutants(store: &mut Store, library: &mut Library, rule: &Rule) -> Vec<Mutant> {
    let mut list = Vec::new();
    let undefined = store.undefined();
    let mut push = |what: String, left: Term, right: Term, guards: Vec<Guard>, is_guard: bool| {
        if [left, right].contains(&undefined) {
            return;
        }
        if is_guard || (left, right) != (rule.left, rule.right) {
            list.push(Mutant { what, rule: Rule { left, right, guards, ..rule.clone() } });
        }
    };
    let negated = store.negate(rule.right);
    push("sign of the right side".into(), rule.left, negated, rule.guards.clone(), false);
    if store.kind(rule.right) == Kind::Sum {
        let addends = store.children(rule.right).to_vec();
        for (index, &addend) in addends.iter().enumerate() {
            let mut changed = addends.clone();
            if let Some(slot) = changed.get_mut(index) {
                *slot = store.negate(addend);
            }
            let right = store.sum(&changed);
            push(
                format!("sign of addend {}", index + 1),
                rule.left,
                right,
                rule.guards.clone(),
                false,
            );
        }
    }
    for (side, term) in [("left", rule.left), ("right", rule.right)] {
        for number in numbers(store, term) {
            let Some(Ok(next)) = store.as_number(number).map(|n| n.add(&Number::ONE)) else {
                continue;
            };
            let next = store.number(next);
            let changed = library.substitute(store, term, &[(number, next)].into_iter().collect());
            let (left, right) =
                if side == "left" { (changed, rule.right) } else { (rule.left, changed) };
            let what = format!("{} on the {side}", plain(store, number));
            push(what, left, right, rule.guards.clone(), false);
        }
    }
    for index in 0..rule.guards.len() {
        let mut guards = rule.guards.clone();
        guards.remove(index);
        push(format!("guard {}", index + 1), rule.left, rule.right, guards, true);
    }
    list
}

fn numbers(store: &Store, term: Term) -> Vec<Term> {
    store.reachable(&[term]).into_iter().filter(|&t| store.as_number(t).is_some()).collect()
}

fn point_text(check: &Check<'_>, point: &Point) -> String {
    let value = |(re, im): &(Rational, Rational)| {
        if im.is_zero() { re.to_string() } else { format!("{re} + ({im})*I") }
    };
    let mut parts: Vec<String> =
        point.iter().map(|(&symbol, v)| format!("{} = {}", check.name(symbol), value(v))).collect();
    parts.sort_unstable();
    parts.join(", ")
}
