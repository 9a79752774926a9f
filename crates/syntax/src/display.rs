//! How terms are shown, before any notation: sums ordered by degree, products as fractions, half
//! powers as roots, powers of E as `exp`. Printers read this; a rule of presentation is written
//! once.

use std::cmp::Reverse;
use viete_numbers::{Integer, Number, Rational, Real};
use viete_term::{Kind, Store, Term};

/// A factor of a shown product.
#[derive(Clone, Debug)]
pub enum Factor {
    /// A number written out.
    Literal(String),
    Term(Term),
    /// A positive rational power other than one.
    Power(Term, Rational),
}

/// A product as a signed fraction.
#[derive(Clone, Debug, Default)]
pub struct Fraction {
    pub negative: bool,
    pub numerator: Vec<Factor>,
    pub denominator: Vec<Factor>,
}

/// What a sum, product, power or number looks like.
#[derive(Clone, Debug)]
pub enum Shown {
    /// Signed addends in display order.
    Sum(Vec<Fraction>),
    Fraction(Fraction),
    Exponential(Term),
    Power(Term, Term),
    Other,
}

/// The shown structure of a term.
pub fn show(store: &Store, term: Term) -> Shown {
    match (store.kind(term), store.children(term)) {
        (Kind::Number(_), _) => match store.as_number(term) {
            Some(number) => show_number(number),
            None => Shown::Other,
        },
        (Kind::Sum, addends) => {
            let mut shown: Vec<Fraction> =
                display_order(store, addends).into_iter().flat_map(|t| addend(store, t)).collect();
            // `1 - x` rather than `-x + 1`
            let positive = shown.iter().position(|f| !f.negative);
            if let (true, Some(at)) = (shown.first().is_some_and(|f| f.negative), positive) {
                let first = shown.remove(at);
                shown.insert(0, first);
            }
            Shown::Sum(shown)
        }
        (Kind::Product, _) => Shown::Fraction(fraction(store, term)),
        (Kind::Power, [base, exponent]) => {
            if *base == store.euler() {
                return Shown::Exponential(*exponent);
            }
            match store.as_number(*exponent).and_then(Number::as_rational) {
                Some(_) => Shown::Fraction(fraction(store, term)),
                None => Shown::Power(*base, *exponent),
            }
        }
        _ => Shown::Other,
    }
}

/// Addends of a sum; a complex number gives two.
fn addend(store: &Store, term: Term) -> Vec<Fraction> {
    match store.as_number(term) {
        Some(number) => number_parts(number),
        None => vec![fraction(store, term)],
    }
}

fn show_number(number: &Number) -> Shown {
    let mut parts = number_parts(number);
    match (parts.len(), parts.pop()) {
        (1, Some(single)) => Shown::Fraction(single),
        (_, Some(last)) => {
            parts.push(last);
            Shown::Sum(parts)
        }
        _ => Shown::Other,
    }
}

/// Real and imaginary part as fractions; zero parts are left out unless all are.
fn number_parts(number: &Number) -> Vec<Fraction> {
    let mut parts = Vec::new();
    let exact_zero = |r: &Real| matches!(r, Real::Exact(q) if q.is_zero());
    if !exact_zero(number.re()) || number.is_real() {
        parts.push(real_fraction(number.re(), None));
    }
    if !number.is_real() {
        parts.push(real_fraction(number.im(), Some("I")));
    }
    parts
}

fn real_fraction(value: &Real, unit: Option<&str>) -> Fraction {
    let mut fraction = Fraction { negative: value.signum() < 0, ..Fraction::default() };
    let literal = |n: String| Factor::Literal(n);
    match value {
        Real::Exact(r) => {
            let (n, d) = (r.numerator().abs(), r.denominator());
            if n != Integer::ONE || unit.is_none() {
                fraction.numerator.push(literal(n.to_string()));
            }
            if d != Integer::ONE {
                fraction.denominator.push(literal(d.to_string()));
            }
        }
        Real::Float(d) => {
            let text = d.to_string();
            fraction.numerator.push(literal(text.trim_start_matches('-').to_string()));
        }
    }
    fraction.numerator.extend(unit.map(|u| literal(u.to_string())));
    fraction
}

/// A product (or single factor) as a fraction.
pub fn fraction(store: &Store, term: Term) -> Fraction {
    let factors: &[Term] = match store.kind(term) {
        Kind::Product => store.children(term),
        _ => std::slice::from_ref(&term),
    };
    let mut shown = Fraction::default();
    for &factor in factors {
        if let Some(number) = store.as_number(factor) {
            let mut parts = number_parts(number);
            if let (1, Some(part)) = (parts.len(), parts.pop()) {
                shown.negative ^= part.negative;
                let one = |f: &Factor| matches!(f, Factor::Literal(t) if t == "1");
                shown.numerator.extend(part.numerator.into_iter().filter(|f| !one(f)));
                shown.denominator.extend(part.denominator);
                continue;
            }
        }
        let (base, exponent) = store.base_and_exponent(factor);
        match store
            .as_number(exponent)
            .and_then(Number::as_rational)
            .filter(|_| base != store.euler())
        {
            // `(a^x)^(-2)`: the square of `a^x` below a fraction would be read as `a^(2*x)`
            Some(r) if r.signum() < 0 && store.kind(base) != Kind::Power => {
                shown.denominator.push(powered(base, &-r));
            }
            Some(r) => shown.numerator.push(powered(base, r)),
            None => shown.numerator.push(Factor::Term(factor)),
        }
    }
    if shown.numerator.is_empty() {
        shown.numerator.push(Factor::Literal("1".into()));
    }
    shown.numerator.sort_by_key(|f| place(store, f));
    shown.denominator.sort_by_key(|f| place(store, f));
    shown
}

/// Where a factor stands in a shown product: numbers and constants, powers of symbols, functions,
/// exponentials, sums.
fn place(store: &Store, factor: &Factor) -> u8 {
    let base = match factor {
        Factor::Literal(text) if text == "I" => return 1,
        Factor::Literal(_) => return 0,
        Factor::Power(base, _) => *base,
        Factor::Term(term) => store.base_and_exponent(*term).0,
    };
    match store.kind(base) {
        Kind::Constant(_) if base == store.euler() => 4,
        Kind::Number(_) | Kind::Constant(_) => 1,
        Kind::Symbol(_) | Kind::Bound(_) => 2,
        Kind::Sum => 5,
        _ => 3,
    }
}

fn powered(base: Term, exponent: &Rational) -> Factor {
    if exponent.is_one() { Factor::Term(base) } else { Factor::Power(base, exponent.clone()) }
}

/// Addends by falling degree, else in canonical order; numbers last.
fn display_order(store: &Store, addends: &[Term]) -> Vec<Term> {
    let mut keyed: Vec<(Term, Rational)> = addends.iter().map(|&t| (t, degree(store, t))).collect();
    keyed.sort_by(|(a, x), (b, y)| {
        let numbers = store.as_number(*a).is_some().cmp(&store.as_number(*b).is_some());
        numbers.then_with(|| Reverse(x).cmp(&Reverse(y)))
    });
    keyed.into_iter().map(|(t, _)| t).collect()
}

/// Total degree of a monomial in its symbols; other factors count zero.
fn degree(store: &Store, term: Term) -> Rational {
    let factors: &[Term] = match store.kind(term) {
        Kind::Product => store.children(term),
        _ => std::slice::from_ref(&term),
    };
    factors.iter().fold(Rational::ZERO, |sum, &factor| {
        let (base, exponent) = store.base_and_exponent(factor);
        match (store.kind(base), store.as_number(exponent).and_then(Number::as_rational)) {
            (Kind::Symbol(_) | Kind::Bound(_), Some(r)) => &sum + r,
            _ => sum,
        }
    })
}
