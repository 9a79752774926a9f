//! Laws over every function row: what a row states must hold, in every domain it has a kernel for.

use num_complex::Complex64;
use viete::floors::calculus::derivative;
use viete::floors::evaluate::{evaluate, expand_definitions};
use viete::floors::functions::{ALL, Domain, Function, Monotone, Native, Parity, exact_enclosure};
use viete::floors::numbers::{Big, Budget, Enclosure, Endpoint, HAS_BIG_FLOATS, Round};
use viete::floors::syntax::{Library, parse_plain, plain};
use viete::floors::term::{Store, Term};

/// Precision of the reference, in bits; doubles where MPFR is not compiled in.
const BITS: u32 = 400;

struct World {
    store: Store,
    library: Library,
}

impl World {
    fn new() -> World {
        let mut store = Store::new();
        let library = Library::new(&mut store);
        World { store, library }
    }

    fn parse(&mut self, text: &str) -> Term {
        parse_plain(&mut self.library, &mut self.store, text)
            .unwrap_or_else(|e| panic!("{text}: {e}"))
    }

    /// The value of a text at real points of its symbols.
    fn value(&mut self, text: &str, point: &[(&str, f64)]) -> Enclosure<Big> {
        let term = self.parse(text);
        self.term_value(term, point)
    }

    fn term_value(&mut self, term: Term, point: &[(&str, f64)]) -> Enclosure<Big> {
        let term = expand_definitions(&mut self.store, &mut self.library, term);
        let bindings = point
            .iter()
            .map(|&(name, x)| (self.store.symbol(name), exact_enclosure(x, BITS)))
            .collect();
        evaluate(&self.store, &self.library, term, &bindings, BITS)
    }
}

fn call(function: &Function) -> String {
    format!("{}({})", function.name, function.arguments.join(", "))
}

/// Points inside the tested region of a row's argument.
fn region_points(function: &Function, argument: usize, count: u32) -> Vec<f64> {
    let (low, high) = function.region.get(argument).copied().unwrap_or((0.3, 3.0));
    (0..count)
        .map(|i| {
            let part = (f64::from(i) + 0.437) / f64::from(count);
            // wide ranges are sampled by magnitude
            if low > 0.0 && high / low > 1e6 {
                (low.ln() + (high.ln() - low.ln()) * part).exp()
            } else {
                low + (high - low) * part
            }
        })
        .collect()
}

fn double(x: &Big, round: Round) -> f64 {
    Endpoint::to_f64(x, round)
}

fn overlap(a: &Enclosure<Big>, b: &Enclosure<Big>) -> bool {
    !a.is_finite() || !b.is_finite() || a.overlaps(b)
}

#[test]
fn rows_are_complete() {
    let mut names = std::collections::BTreeSet::new();
    for f in ALL {
        assert!(names.insert(f.name), "{} is listed twice", f.name);
        assert!(
            !f.summary.is_empty() && !f.reference.is_empty() && !f.chapter.is_empty(),
            "{}: summary, reference or chapter",
            f.name
        );
        assert!(!f.examples.is_empty(), "{}: no example", f.name);
        assert!(
            f.derivative.is_empty() != f.no_derivative.is_empty(),
            "{}: a derivative or a reason for none",
            f.name
        );
        let native = !matches!(f.kernels.f64, Native::Unstated);
        assert!(f.definition.is_some() || native, "{}: neither definition nor kernel", f.name);
    }
    assert!(ALL.len() >= 60, "{}", ALL.len());
}

#[test]
fn facts_parse_and_print_back() {
    let mut w = World::new();
    for f in ALL {
        let pairs =
            f.values.iter().chain(f.limits).flat_map(|p| [p.0, p.1]).flat_map(|t| t.split(','));
        let facts =
            f.derivative.iter().copied().chain(f.antiderivative).chain(f.definition).chain(pairs);
        for fact in facts.filter(|t| !t.is_empty()) {
            let term = w.parse(fact);
            let printed = plain(&w.store, term);
            assert_eq!(w.parse(&printed), term, "{}: `{fact}` prints as `{printed}`", f.name);
        }
        let text = call(f).replace(", ...", "");
        let term = w.parse(&text);
        let printed = plain(&w.store, term);
        assert_eq!(w.parse(&printed), term, "{text}");
    }
}

#[test]
fn special_values_are_those_of_the_kernels() {
    let mut w = World::new();
    for f in ALL {
        for (arguments, value) in f.values {
            // the kernel itself, so that no table is asked
            let values: Vec<Enclosure<Big>> =
                arguments.split(',').map(|a| w.value(a, &[])).collect();
            let Some(computed) = Domain::call(f, &values) else { continue };
            let stated = w.value(value, &[]);
            assert!(
                overlap(&computed, &stated),
                "{}({arguments}) is not {value}: {computed:?}",
                f.name
            );
        }
    }
}

#[test]
fn parity_and_period_hold() {
    let mut w = World::new();
    for f in ALL.iter().filter(|f| f.arguments.len() == 1) {
        let template = f.definition.filter(|_| f.kernels.enclosure.is_none());
        let mut at = |x: &Enclosure<Big>| -> Option<Enclosure<Big>> {
            match template {
                Some(text) => {
                    let term = w.parse(text);
                    let term = expand_definitions(&mut w.store, &mut w.library, term);
                    let symbol = w.store.symbol("x");
                    Some(evaluate(
                        &w.store,
                        &w.library,
                        term,
                        &[(symbol, x.clone())].into_iter().collect(),
                        BITS,
                    ))
                }
                None => Domain::call(f, std::slice::from_ref(x)),
            }
        };
        let points: Vec<Enclosure<Big>> = [0.3, 0.75, 1.9, 5.5]
            .iter()
            .flat_map(|&x| {
                let real: Enclosure<Big> = exact_enclosure(x, BITS);
                let shifted = real.add(&Enclosure::i(BITS).mul(&exact_enclosure(0.5, BITS)));
                [real, shifted]
            })
            .collect();
        for x in &points {
            if f.parity != Parity::Unstated {
                let (Some(plus), Some(minus)) = (at(x), at(&x.neg())) else { continue };
                let mirrored = if f.parity == Parity::Odd { minus.neg() } else { minus };
                assert!(overlap(&plus, &mirrored), "{} is not {:?} at {x:?}", f.name, f.parity);
            }
        }
        if !f.period.is_empty() {
            let period = World::new().value(f.period, &[]);
            for x in &points {
                let (Some(here), Some(there)) = (at(x), at(&x.add(&period))) else { continue };
                assert!(overlap(&here, &there), "{} has not the period {}", f.name, f.period);
            }
        }
    }
}

/// Symmetric difference quotient against the stated derivative, at three points.
#[test]
fn derivatives_agree_with_differences() {
    if !HAS_BIG_FLOATS {
        return;
    }
    let mut w = World::new();
    let mut checked = 0;
    for f in ALL {
        for (index, stated) in f.derivative.iter().enumerate().filter(|(_, t)| !t.is_empty()) {
            let names = f.arguments;
            for part in [0.31, 0.56, 0.77] {
                let mut point: Vec<(&str, f64)> = Vec::new();
                for (i, name) in names.iter().enumerate() {
                    let (low, high) = f.region.get(i).copied().unwrap_or((0.2, 3.0));
                    let (low, high) = (low.max(-3.0), high.min(3.0));
                    // orders of Bessel functions are whole numbers
                    point.push((
                        name,
                        if *name == "n" && f.region.len() > 1 {
                            2.0
                        } else {
                            low + (high - low) * part
                        },
                    ));
                }
                let step = (-60f64).exp2();
                let text = call(f);
                let shifted = |w: &mut World, h: f64| {
                    let term = w.parse(&text);
                    let term = expand_definitions(&mut w.store, &mut w.library, term);
                    let bindings = point
                        .iter()
                        .enumerate()
                        .map(|(i, &(name, x))| {
                            let value: Enclosure<Big> = exact_enclosure(x, BITS);
                            let value = if i == index {
                                value.add(&exact_enclosure(h, BITS))
                            } else {
                                value
                            };
                            (w.store.symbol(name), value)
                        })
                        .collect();
                    evaluate(&w.store, &w.library, term, &bindings, BITS)
                };
                let difference = shifted(&mut w, step).sub(&shifted(&mut w, -step));
                let quotient: Enclosure<Big> = difference.div(&exact_enclosure(2.0 * step, BITS));
                let exact = w.value(stated, &point);
                if !quotient.is_finite() || !exact.is_finite() {
                    continue;
                }
                checked += 1;
                let scale = 1.0 + exact.abs().re.midpoint();
                let error = double(&exact.sub(&quotient).abs().re.upper, Round::Up);
                assert!(
                    error < 1e-20 * scale,
                    "{text} by {}: stated {stated}, error {error} at {point:?}",
                    names[index]
                );
            }
        }
    }
    assert!(checked > 100, "only {checked} derivatives could be checked");
}

#[test]
fn antiderivatives_differentiate_back() {
    let mut w = World::new();
    for f in ALL {
        let Some(text) = f.antiderivative else { continue };
        let (term, x) = (w.parse(text), w.store.symbol("x"));
        let back = derivative(&mut w.store, &mut w.library, term, x, &Budget::default()).unwrap();
        for at in [0.3, 0.62, 1.4] {
            let (a, b) = (w.term_value(back, &[("x", at)]), w.value(&call(f), &[("x", at)]));
            assert!(overlap(&a, &b), "{}: derivative of {text} at {at}", f.name);
        }
    }
}

/// Distance of a double from the reference, in units of its last place.
fn ulps(value: f64, reference: &Enclosure<Big>) -> f64 {
    let (low, high) =
        (double(&reference.re.lower, Round::Down), double(&reference.re.upper, Round::Up));
    if value >= low && value <= high {
        return 0.0;
    }
    let exact: Enclosure<Big> = exact_enclosure(value, BITS);
    let unit = (low.abs().next_up() - low.abs()).max(f64::MIN_POSITIVE);
    double(&exact.sub(reference).abs().re.upper, Round::Up) / unit
}

#[test]
fn double_kernels_stay_within_their_ulps() {
    if !HAS_BIG_FLOATS {
        return;
    }
    let mut report = Vec::new();
    for f in ALL {
        let Some(enclosure) = f.kernels.enclosure else { continue };
        let orders: &[f64] =
            if f.region.len() == 2 && f.region[0] == (0.0, 0.0) { &[0.0, 1.0, 2.0] } else { &[] };
        let mut worst: (f64, Vec<f64>) = (0.0, vec![]);
        let mut count = 0;
        for i in 0..400 {
            let point: Vec<f64> = match (f.kernels.f64, orders) {
                (Native::Unary(_), _) => vec![region_points(f, 0, 400)[i]],
                (_, []) => {
                    vec![region_points(f, 0, 400)[i], region_points(f, 1, 400)[(i * 7) % 400]]
                }
                (_, orders) => vec![orders[i % orders.len()], region_points(f, 1, 400)[i]],
            };
            let Some(value) = <f64 as Domain>::call(f, &point) else { continue };
            let exact: Vec<Enclosure<Big>> =
                point.iter().map(|&x| exact_enclosure(x, BITS)).collect();
            let reference = (enclosure.big)(&exact);
            if !reference.is_finite() || !reference.is_real() {
                continue;
            }
            count += 1;
            let error = ulps(value, &reference);
            if error > worst.0 || error.is_nan() {
                worst = (error, point);
            }
        }
        if worst.0 > f.max_ulps || worst.0.is_nan() || count == 0 {
            report.push(format!(
                "{}: {:.2} ulps at {:?}, stated {} ({count} points)",
                f.name, worst.0, worst.1, f.max_ulps
            ));
        }
    }
    assert!(report.is_empty(), "{}", report.join("\n"));
}

/// What a direction gives where a row states no enclosure holds the enclosure that it states.
#[test]
fn directions_enclose_what_enclosure_kernels_do() {
    let mut checked = 0;
    for f in ALL.iter().filter(|f| f.monotone != Monotone::Unstated) {
        let Some(enclosure) = f.kernels.enclosure else { continue };
        let mut derived = **f;
        derived.kernels.enclosure = None;
        let points = region_points(f, 0, 40);
        for pair in points.windows(2) {
            let [low, high]: [Enclosure<Big>; 2] =
                [pair[0], pair[1]].map(|x| exact_enclosure(x, BITS));
            let wide = Enclosure::real(low.re.hull(&high.re));
            for (part, ends) in [(&low, [&low, &low]), (&wide, [&low, &high])] {
                let value = Domain::call(&derived, std::slice::from_ref(part)).unwrap();
                for exact in ends.map(|end| (enclosure.big)(std::slice::from_ref(end))) {
                    assert!(overlap(&value, &exact), "{} at {pair:?}", f.name);
                    checked += 1;
                }
            }
        }
    }
    assert!(checked > 500, "{checked}");
}

#[test]
fn definitions_equal_kernels_and_complex_kernels_their_enclosures() {
    let mut w = World::new();
    for f in ALL {
        if let (Some(definition), Some(enclosure)) = (f.definition, f.kernels.enclosure) {
            for x in [0.3, 1.7, -0.6] {
                let computed = (enclosure.big)(&[exact_enclosure(x, BITS)]);
                assert!(overlap(&computed, &w.value(definition, &[("x", x)])), "{} at {x}", f.name);
            }
        }
        let (Some(complex), Some(enclosure)) = (f.kernels.complex, f.kernels.enclosure) else {
            continue;
        };
        for (re, im) in [(0.4, 0.9), (-1.3, 0.2), (-0.7, -1.1), (2.5, 0.0), (-2.5, 0.0), (0.0, 1.5)]
        {
            let z: Enclosure<Big> = exact_enclosure::<Big>(re, BITS)
                .add(&Enclosure::i(BITS).mul(&exact_enclosure(im, BITS)));
            let reference = (enclosure.big)(&[z]);
            if !reference.is_finite() {
                continue;
            }
            let value = complex(&[Complex64::new(re, im)]);
            let expected = Complex64::new(reference.re.midpoint(), reference.im.midpoint());
            assert!(
                (value - expected).norm() <= 1e-13 * (1.0 + expected.norm()),
                "{} at {re} + {im}i: {value} is not {expected}",
                f.name
            );
        }
    }
}
