//! Forms of exact constants that no pattern can find: perfect powers under logarithms, square roots
//! of `a + b sqrt(c)`.

use viete_numbers::{Integer, Number, Rational};
use viete_proof::Reason;
use viete_term::{Kind, Store, Term};

/// Another form of an exact constant, and why it is equal.
pub fn exact_form(store: &mut Store, term: Term) -> Option<(Term, Reason)> {
    match (store.kind(term), store.children(term)) {
        (Kind::Call(name), &[argument]) if store.text(name) == "log" => {
            let value = store.as_number(argument)?.as_rational()?.clone();
            log_of_power(store, term, &value).map(|form| (form, Reason::PerfectPower))
        }
        (Kind::Power, &[base, exponent])
            if *store.as_number(exponent)?.as_rational()? == Rational::HALF =>
        {
            denested(store, base).map(|form| (form, Reason::NestedRoot))
        }
        _ => None,
    }
}

/// `log(b^k)` as `k log(b)` for a positive integer or the reciprocal of one.
fn log_of_power(store: &mut Store, log: Term, value: &Rational) -> Option<Term> {
    let (whole, sign) = if value.is_integer() {
        (value.numerator(), 1)
    } else if value.numerator() == Integer::from(1i64) {
        (value.denominator(), -1)
    } else {
        return None;
    };
    if whole.signum() <= 0 || whole.bits() > 4096 {
        return None;
    }
    let (root, power) = (2..=whole.bits() as u32)
        .rev()
        .find_map(|k| Some((exact_root(&whole, k)?, i64::from(k))))
        .unwrap_or((whole, 1));
    if sign * power == 1 {
        return None;
    }
    let Kind::Call(name) = store.kind(log) else { return None };
    let (root, factor) =
        (store.number(Number::from(Rational::from(root))), store.integer(sign * power));
    let inner = store.call(name, &[root]);
    Some(store.product(&[factor, inner]))
}

fn exact_root(n: &Integer, k: u32) -> Option<Integer> {
    let root = n.root_floor(k)?;
    (root.checked_pow(u64::from(k)).ok()? == *n).then_some(root)
}

fn rational_root(r: &Rational) -> Option<Rational> {
    Rational::new(&exact_root(&r.numerator(), 2)?, &exact_root(&r.denominator(), 2)?)
}

/// `sqrt(a + b sqrt(c))` as `sqrt(x) + sqrt(y)` or their difference, where x + y = a and 4 x y =
/// b^2 c, for rational a, b, c with a > 0 and a^2 - b^2 c a square (Borodin, Fagin, Hopcroft,
/// Tompa, J. Symbolic Computation 1, 1985).
fn denested(store: &mut Store, sum: Term) -> Option<Term> {
    let (Kind::Sum, &[first, second]) = (store.kind(sum), store.children(sum)) else { return None };
    let (number, surd) =
        if store.as_number(first).is_some() { (first, second) } else { (second, first) };
    let a = store.as_number(number)?.as_rational()?.clone();
    let b = store.coefficient(surd).as_rational()?.clone();
    let root = store.monomial(surd);
    let (base, exponent) = store.base_and_exponent(root);
    let c = store.as_number(base)?.as_rational()?.clone();
    if *store.as_number(exponent)?.as_rational()? != Rational::HALF
        || a.signum() <= 0
        || c.signum() <= 0
    {
        return None;
    }
    let norm = &(&a * &a) - &(&(&b * &b) * &c);
    if norm.signum() < 0 {
        return None;
    }
    let d = rational_root(&norm)?;
    let (x, y) = (&(&a + &d) * &Rational::HALF, &(&a - &d) * &Rational::HALF);
    let half = store.number(Number::from(Rational::HALF));
    let mut parts = Vec::new();
    for (value, negative) in [(x, false), (y, b.signum() < 0)] {
        let value = store.number(Number::from(value));
        let part = store.power(value, half);
        parts.push(if negative { store.negate(part) } else { part });
    }
    Some(store.sum(&parts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn square_roots_denest_with_their_sign() {
        let mut s = Store::new();
        let half = s.number(Number::from(Rational::HALF));
        let root = |s: &mut Store, n: i64| {
            let n = s.integer(n);
            s.power(n, half)
        };
        for (sign, expected) in [(2, 1), (-2, -1)] {
            let (six, five, factor) = (root(&mut s, 6), s.integer(5), s.integer(sign));
            let surd = s.product(&[factor, six]);
            let sum = s.sum(&[five, surd]);
            let nested = s.power(sum, half);
            let (two, three, factor) = (root(&mut s, 2), root(&mut s, 3), s.integer(expected));
            let second = s.product(&[factor, two]);
            assert_eq!(
                exact_form(&mut s, nested),
                Some((s.sum(&[three, second]), Reason::NestedRoot))
            );
        }
    }
}
