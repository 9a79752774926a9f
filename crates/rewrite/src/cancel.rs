//! Cancellation that widens the domain: `x^2/x` to `x`, `1/x - 1/x` to 0. The result equals the
//! input wherever the input has a value; what must not vanish there is reported ("provided x !=
//! 0"). A base that is not shown to have nonzero values somewhere is never cancelled, so `0/0` in
//! disguise stays.

use viete_evaluate::{Assumptions, Property, defined_somewhere};
use viete_numbers::Number;
use viete_proof::{Lemma, Reason};
use viete_syntax::Library;
use viete_term::{Kind, Store, Term};

/// Cancels equal bases and zero coefficients everywhere; returns the term and the bases assumed
/// nonzero. Each change is added to `lemmas`.
pub fn cancel(
    store: &mut Store,
    library: &mut Library,
    term: Term,
    assumptions: &Assumptions,
    lemmas: &mut Vec<Lemma>,
) -> (Term, Vec<(Property, Term)>) {
    let mut conditions = Vec::new();
    let result = store.transform(term, &mut |store, node, children| {
        let kind = store.kind(node);
        let rebuilt = if store.children(node) == children {
            node
        } else {
            library.build(store, kind, children)
        };
        let result = match store.kind(rebuilt) {
            Kind::Product => cancel_product(store, library, rebuilt, assumptions, &mut conditions),
            Kind::Power => cancel_power(store, library, rebuilt, assumptions, &mut conditions),
            _ => rebuilt,
        };
        if result != rebuilt {
            lemmas.push(Lemma { left: rebuilt, right: result, reason: Reason::Fraction });
        }
        result
    });
    (result, conditions)
}

/// Whether `base` may be taken as nonzero; notes the condition when it is not proved.
fn allow(
    store: &mut Store,
    library: &mut Library,
    base: Term,
    assumptions: &Assumptions,
    conditions: &mut Vec<(Property, Term)>,
) -> bool {
    if assumptions.prove(store, library, base, Property::Nonzero).is_true() {
        return true;
    }
    if !defined_somewhere(store, library, base, assumptions) {
        return false;
    }
    if !conditions.contains(&(Property::Nonzero, base)) {
        conditions.push((Property::Nonzero, base));
    }
    true
}

/// Whether `factor` may be taken as finite: it has values somewhere.
fn allow_finite(
    store: &mut Store,
    library: &mut Library,
    factor: Term,
    assumptions: &Assumptions,
    conditions: &mut Vec<(Property, Term)>,
) -> bool {
    if !defined_somewhere(store, library, factor, assumptions) {
        return false;
    }
    if !conditions.contains(&(Property::Finite, factor)) {
        conditions.push((Property::Finite, factor));
    }
    true
}

fn cancel_product(
    store: &mut Store,
    library: &mut Library,
    product: Term,
    assumptions: &Assumptions,
    conditions: &mut Vec<(Property, Term)>,
) -> Term {
    let factors = store.children(product).to_vec();
    // 0 * t for a t that has no value somewhere
    if factors
        .first()
        .and_then(|&f| store.as_number(f))
        .is_some_and(|n| n.is_zero() && n.is_exact())
    {
        let partial: Vec<Term> = factors.iter().copied().filter(|&f| !store.is_total(f)).collect();
        let defined = partial.iter().all(|&factor| match pole(store, factor) {
            Some(base) => allow(store, library, base, assumptions, conditions),
            None => allow_finite(store, library, factor, assumptions, conditions),
        });
        return if defined { store.zero() } else { product };
    }
    let mut current = factors;
    let mut index = 0;
    while let Some(&first) = current.get(index) {
        let (base, _) = store.base_and_exponent(first);
        let same: Vec<Term> =
            current.iter().copied().filter(|&f| store.base_and_exponent(f).0 == base).collect();
        let numeric = same.iter().all(|&f| store.as_number(store.base_and_exponent(f).1).is_some());
        if same.len() < 2
            || !numeric
            || store.as_number(base).is_some()
            || !allow(store, library, base, assumptions, conditions)
        {
            index += 1;
            continue;
        }
        let exponents: Vec<Term> = same.iter().map(|&f| store.base_and_exponent(f).1).collect();
        let exponent = store.sum(&exponents);
        // the base is not zero here, so its power 0 is 1
        let power =
            if exponent == store.zero() { store.one() } else { store.power(base, exponent) };
        current.retain(|&f| store.base_and_exponent(f).0 != base);
        current.insert(0, power);
        index = 1;
    }
    store.product(&current)
}

/// The base whose zeros are the poles of a factor `b^-n` with a total base.
fn pole(store: &Store, factor: Term) -> Option<Term> {
    let (base, exponent) = store.base_and_exponent(factor);
    let negative = store.as_number(exponent).and_then(Number::signum).is_some_and(|s| s < 0);
    (negative && store.is_total(base)).then_some(base)
}

/// `(b^a)^n` to `b^(a n)` for integer n, `t^0` to 1.
fn cancel_power(
    store: &mut Store,
    library: &mut Library,
    power: Term,
    assumptions: &Assumptions,
    conditions: &mut Vec<(Property, Term)>,
) -> Term {
    let &[base, exponent] = store.children(power) else { return power };
    let integer = store.as_number(exponent).and_then(Number::as_integer);
    if let (Kind::Power, Some(_)) = (store.kind(base), integer)
        && let &[inner, inner_exponent] = store.children(base)
        && allow(store, library, inner, assumptions, conditions)
    {
        let product = store.product(&[inner_exponent, exponent]);
        return store.power(inner, product);
    }
    power
}
