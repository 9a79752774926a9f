//! Multivariate Horner forms before lowering: the factor that most addends of a sum share is taken
//! out, again and again (Ceberio, Kreinovich, ACM SIGSAM Bulletin 38, 2004). Equal inner sums
//! become one term, so the expanded determinant of order n shrinks to its minors.

use rustc_hash::FxHashMap;
use viete_numbers::Number;
use viete_term::{Kind, Store, Term};

/// Steps that the forms of one program may take; sums beyond stay as they are.
const MAX_STEPS: usize = 20_000_000;
/// Longer sums are left alone.
const MAX_ADDENDS: usize = 4000;

/// An addend: its coefficient, and factors with positive exponents; a negative power is a factor of
/// its own.
#[derive(Clone)]
struct Monomial {
    coefficient: Term,
    factors: Vec<(Term, i64)>,
}

/// The terms with every sum in Horner form.
pub fn horner_forms(store: &mut Store, outputs: &[Term]) -> Vec<Term> {
    let mut steps = MAX_STEPS;
    let mut known: FxHashMap<Term, Term> = FxHashMap::default();
    for term in store.reachable(outputs) {
        let children: Vec<Term> =
            store.children(term).iter().map(|c| known.get(c).copied().unwrap_or(*c)).collect();
        let mut form = if store.children(term) == children {
            term
        } else {
            store.build(store.kind(term), &children)
        };
        if store.kind(form) == Kind::Sum && store.children(form).len() <= MAX_ADDENDS {
            let monomials: Vec<Monomial> =
                store.children(form).to_vec().into_iter().map(|t| monomial(store, t)).collect();
            form = nested(store, monomials, &mut steps);
        }
        known.insert(term, form);
    }
    outputs.iter().map(|output| known.get(output).copied().unwrap_or(*output)).collect()
}

fn monomial(store: &mut Store, term: Term) -> Monomial {
    let coefficient = store.as_number(term).cloned().unwrap_or(store.coefficient(term));
    let parts = match store.kind(term) {
        Kind::Number(_) => Vec::new(),
        Kind::Product => store.children(term).to_vec(),
        _ => vec![term],
    };
    let mut factors = Vec::with_capacity(parts.len());
    for part in parts {
        if store.as_number(part).is_some() {
            continue;
        }
        let (base, exponent) = store.base_and_exponent(part);
        match store.as_i64(exponent) {
            Some(n) if n > 0 => factors.push((base, n)),
            Some(n) => {
                let minus_one = store.minus_one();
                factors.push((store.power(base, minus_one), -n));
            }
            None => factors.push((part, 1)),
        }
    }
    Monomial { coefficient: store.number(coefficient), factors }
}

fn term(store: &mut Store, monomial: &Monomial) -> Term {
    let mut factors = vec![monomial.coefficient];
    for &(base, exponent) in &monomial.factors {
        let exponent = store.integer(exponent);
        factors.push(store.power(base, exponent));
    }
    store.product(&factors)
}

/// The sum of the monomials, nested.
fn nested(store: &mut Store, mut monomials: Vec<Monomial>, steps: &mut usize) -> Term {
    let mut addends = Vec::new();
    while monomials.len() > 1 {
        let Some((base, exponent)) = most_shared(store, &monomials, steps) else { break };
        let (with, without): (Vec<Monomial>, Vec<Monomial>) = monomials
            .into_iter()
            .partition(|m| m.factors.iter().any(|&(b, n)| b == base && n >= exponent));
        let inner: Vec<Monomial> = with.into_iter().map(|m| divided(m, base, exponent)).collect();
        let inner = nested(store, inner, steps);
        // the sign outside, so that a sum and its negative are one term
        let negative = leading_is_negative(store, inner);
        let inner = if negative { opposite(store, inner) } else { inner };
        let exponent = store.integer(exponent);
        let power = store.power(base, exponent);
        let sign = store.integer(if negative { -1 } else { 1 });
        addends.push(store.product(&[sign, power, inner]));
        monomials = without;
    }
    for rest in monomials {
        addends.push(term(store, &rest));
    }
    store.sum(&addends)
}

fn divided(mut monomial: Monomial, base: Term, exponent: i64) -> Monomial {
    monomial.factors.retain_mut(|factor| {
        if factor.0 == base {
            factor.1 -= exponent;
        }
        factor.1 > 0
    });
    monomial
}

/// The factor of the most monomials, two at least, with the exponent they have in common.
fn most_shared(store: &Store, monomials: &[Monomial], steps: &mut usize) -> Option<(Term, i64)> {
    let mut counts: FxHashMap<Term, (usize, i64)> = FxHashMap::default();
    for monomial in monomials {
        *steps = steps.checked_sub(monomial.factors.len() + 1)?;
        for &(base, exponent) in &monomial.factors {
            let entry = counts.entry(base).or_insert((0, exponent));
            *entry = (entry.0 + 1, entry.1.min(exponent));
        }
    }
    let better = |a: &(Term, (usize, i64)), b: &(Term, (usize, i64))| {
        a.1.0.cmp(&b.1.0).then_with(|| store.compare(b.0, a.0))
    };
    let (base, (count, exponent)) = counts.into_iter().max_by(better)?;
    (count > 1).then_some((base, exponent))
}

fn leading_is_negative(store: &Store, sum: Term) -> bool {
    let first = match (store.kind(sum), store.children(sum)) {
        (Kind::Sum, [first, ..]) => *first,
        _ => return false,
    };
    let number = store.as_number(first).cloned().unwrap_or(store.coefficient(first));
    number.signum() == Some(-1)
}

/// The negative of a sum, addend by addend.
fn opposite(store: &mut Store, sum: Term) -> Term {
    let minus = store.number(Number::MINUS_ONE);
    let addends: Vec<Term> = store
        .children(sum)
        .to_vec()
        .into_iter()
        .map(|addend| store.product(&[minus, addend]))
        .collect();
    store.sum(&addends)
}

#[cfg(test)]
mod tests {
    use super::*;
    use viete_syntax::{Library, parse_plain, plain};

    #[test]
    fn sums_nest_by_their_most_common_factor() {
        let (mut s, mut forms) = (Store::new(), Vec::new());
        let mut l = Library::new(&mut s);
        for (text, expected) in [
            ("a + b*x + c*x^2 + d*x^3", "a + x*(b + x*(d*x + c))"),
            ("x*y + x*z + w", "w + x*(y + z)"),
            ("x^2*y - x^2*z", "x^2*(y - z)"),
            ("1 + x", "x + 1"),
        ] {
            let term = parse_plain(&mut l, &mut s, text).unwrap_or(s.undefined());
            forms.extend(
                horner_forms(&mut s, &[term]).into_iter().map(|t| (plain(&s, t), expected)),
            );
        }
        for (form, expected) in forms {
            assert_eq!(form, expected);
        }
    }
}
