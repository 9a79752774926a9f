//! Exact constants in cyclotomic fields: sums, products and quotients of sines and cosines of
//! rational multiples of pi, square roots of integers and the imaginary unit are polynomials in one
//! root of unity, where equality is decided (Washington, Introduction to Cyclotomic Fields, chapter
//! 2).

use crate::structure::structure;
use num_integer::Integer as _;
use viete_numbers::{Budget, Integer, Number, Rational, Real, Stop};
use viete_term::{Kind, Store, Term};

/// Largest degree of a field.
const MAX_DEGREE: usize = 64;
/// Largest order of a root of unity.
const MAX_ORDER: u64 = 960;

/// The rational or quadratic value `a + sqrt(b)` of a constant that mentions a sine, cosine or root
/// of unity; `None` when it has none, or lies in no field of small degree.
///
/// # Errors
/// The budget's stop.
pub(crate) fn quadratic_value(
    store: &mut Store,
    term: Term,
    budget: &Budget,
) -> Result<Option<Term>, Stop> {
    let mut order = 4;
    if !field(store, term, &mut order) {
        return Ok(None);
    }
    let Some(field) = Field::new(order) else { return Ok(None) };
    let Some(value) = field.read(store, term, budget)? else { return Ok(None) };
    Ok(field.quadratic(store, &value))
}

/// Takes the roots of unity that a constant needs into `order`; false when it lies in no cyclotomic
/// field.
fn field(store: &Store, root: Term, order: &mut u64) -> bool {
    let mut angles = false;
    for part in structure(store, root) {
        let needed = match (store.kind(part), store.children(part)) {
            (Kind::Number(_), _) => store.as_number(part).filter(|n| n.is_exact()).map(|_| 1),
            (Kind::Sum | Kind::Product, _) => Some(1),
            (Kind::Power, &[_, exponent]) if store.as_i64(exponent).is_some() => Some(1),
            _ => match angle(store, part) {
                Some((_, turn)) => {
                    angles = true;
                    turn.denominator().to_i64().map(|d| 2 * d.unsigned_abs())
                }
                None => radicand(store, part).map(|radicand| 4 * radicand),
            },
        };
        match needed.map(|needed| order.lcm(&needed)) {
            Some(common) if common <= MAX_ORDER => *order = common,
            _ => return false,
        }
    }
    angles
}

/// `f(pi t)` as f and t: a trigonometric function, or `exp(I pi t)` and `(-1)^t` as "exp".
fn angle(store: &Store, term: Term) -> Option<(&str, Rational)> {
    match (store.kind(term), store.children(term)) {
        (Kind::Call(name), &[argument]) => {
            let function = store.text(name);
            let known = matches!(function, "sin" | "cos" | "tan" | "cot" | "sec" | "csc");
            Some((function, multiple_of_pi(store, argument, &Number::ONE)?)).filter(|_| known)
        }
        (Kind::Power, &[base, exponent]) if base == store.euler() => {
            Some(("exp", multiple_of_pi(store, exponent, &Number::i())?))
        }
        (Kind::Power, &[base, exponent]) if base == store.minus_one() => {
            Some(("exp", store.as_number(exponent)?.as_rational()?.clone()))
        }
        _ => None,
    }
}

fn multiple_of_pi(store: &Store, term: Term, unit: &Number) -> Option<Rational> {
    let is_pi = |t: Term| matches!(store.kind(t), Kind::Constant(name) if store.text(name) == "pi");
    let coefficient = match (store.kind(term), store.children(term)) {
        (Kind::Product, &[_, factor]) if is_pi(factor) => store.coefficient(term),
        _ if is_pi(term) => Number::ONE,
        _ => return None,
    };
    coefficient.mul(&unit.conj()).ok()?.as_rational().cloned()
}

/// m of `sqrt(m)` or `1/sqrt(m)` for a small positive integer.
fn radicand(store: &Store, term: Term) -> Option<u64> {
    let (base, exponent) = store.base_and_exponent(term);
    let half = store.as_number(exponent)?.as_rational()?.abs() == Rational::HALF;
    u64::try_from(store.as_i64(base)?).ok().filter(|&m| half && m > 0 && m < MAX_ORDER)
}

/// The field of the roots of unity of one order, elements as polynomials in a primitive one.
struct Field {
    order: usize,
    /// The cyclotomic polynomial, lowest coefficient first.
    modulus: Vec<Rational>,
}

type Element = Vec<Rational>;

impl Field {
    fn new(order: u64) -> Option<Field> {
        let order = usize::try_from(order).ok()?;
        // the product of (x^d - 1)^mu(n/d) over the divisors d of n
        let mut modulus = vec![1i64];
        for (wanted, divide) in [(1, false), (-1, true)] {
            for d in
                (1..=order).filter(|d| order.is_multiple_of(*d) && moebius(order / d) == wanted)
            {
                modulus = if divide { quotient(&modulus, d) } else { times(&modulus, d) };
            }
        }
        (modulus.len() <= MAX_DEGREE + 1)
            .then(|| Field { order, modulus: modulus.into_iter().map(Rational::from).collect() })
    }

    fn degree(&self) -> usize {
        self.modulus.len() - 1
    }

    fn reduced(&self, mut value: Element) -> Element {
        let degree = self.degree();
        while value.len() > degree {
            let Some(lead) = value.pop().filter(|lead| !lead.is_zero()) else { continue };
            let shift = value.len() - degree;
            for (slot, coefficient) in value.iter_mut().skip(shift).zip(&self.modulus) {
                *slot = &*slot - &(&lead * coefficient);
            }
        }
        value.resize(degree, Rational::ZERO);
        value
    }

    fn rational(&self, value: Rational) -> Element {
        self.reduced(vec![value])
    }

    /// `zeta^power`.
    fn root(&self, power: i64) -> Element {
        let power = power.rem_euclid(self.order as i64) as usize;
        let mut value = vec![Rational::ZERO; power];
        value.push(Rational::ONE);
        self.reduced(value)
    }

    fn add(&self, a: &Element, b: &Element) -> Element {
        a.iter().zip(b).map(|(x, y)| x + y).collect()
    }

    fn scale(&self, a: &Element, factor: &Rational) -> Element {
        a.iter().map(|x| x * factor).collect()
    }

    fn multiply(&self, a: &Element, b: &Element) -> Element {
        let mut product = vec![Rational::ZERO; 2 * self.degree()];
        for (i, x) in a.iter().enumerate().filter(|(_, x)| !x.is_zero()) {
            for (slot, y) in product.iter_mut().skip(i).zip(b) {
                *slot = &*slot + &(x * y);
            }
        }
        self.reduced(product)
    }

    /// The inverse, by the extended Euclidean algorithm with the modulus; `None` for zero.
    fn inverse(&self, value: &Element) -> Option<Element> {
        let (mut a, mut b) = (self.modulus.clone(), trimmed(value.clone()));
        let (mut s, mut t) = (Vec::new(), vec![Rational::ONE]);
        while b.len() > 1 {
            let (quotient, rest) = divide(&a, &b)?;
            let next = difference(&s, &product(&quotient, &t));
            (a, b, s, t) = (b, rest, t, next);
        }
        let unit = b.first()?.recip()?;
        Some(self.reduced(t.iter().map(|c| c * &unit).collect()))
    }

    /// The element that a constant is; `None` for a division by zero.
    fn read(&self, store: &Store, root: Term, budget: &Budget) -> Result<Option<Element>, Stop> {
        let mut known: rustc_hash::FxHashMap<Term, Element> = rustc_hash::FxHashMap::default();
        for part in structure(store, root) {
            budget.spend(self.degree() as u64 * self.degree() as u64)?;
            let Some(value) = self.part(store, part, &known) else { return Ok(None) };
            known.insert(part, value);
        }
        Ok(known.remove(&root))
    }

    fn part(
        &self,
        store: &Store,
        part: Term,
        known: &rustc_hash::FxHashMap<Term, Element>,
    ) -> Option<Element> {
        match (store.kind(part), store.children(part)) {
            (Kind::Number(_), _) => {
                let number = store.as_number(part)?;
                let (Real::Exact(re), Real::Exact(im)) = (number.re(), number.im()) else {
                    return None;
                };
                Some(self.add(
                    &self.rational(re.clone()),
                    &self.scale(&self.root(self.order as i64 / 4), im),
                ))
            }
            (Kind::Sum, children) => {
                children.iter().try_fold(self.rational(Rational::ZERO), |sum, child| {
                    Some(self.add(&sum, known.get(child)?))
                })
            }
            (Kind::Product, children) => {
                children.iter().try_fold(self.rational(Rational::ONE), |value, child| {
                    Some(self.multiply(&value, known.get(child)?))
                })
            }
            (Kind::Power, &[base, exponent]) if store.as_i64(exponent).is_some() => {
                self.power(known.get(&base)?, store.as_i64(exponent)?)
            }
            _ => match angle(store, part) {
                Some((function, turn)) => self.function(function, &turn),
                None => self.square_root(
                    radicand(store, part)?,
                    store.as_number(store.base_and_exponent(part).1)?,
                ),
            },
        }
    }

    fn power(&self, base: &Element, exponent: i64) -> Option<Element> {
        let base = if exponent < 0 { self.inverse(base)? } else { base.clone() };
        let count = usize::try_from(exponent.unsigned_abs()).ok().filter(|&count| count <= 100)?;
        Some(
            std::iter::repeat_n(&base, count)
                .fold(self.rational(Rational::ONE), |value, base| self.multiply(&value, base)),
        )
    }

    /// A trigonometric function of `pi turn`, by `exp(I pi turn)`.
    fn function(&self, function: &str, turn: &Rational) -> Option<Element> {
        let half = Rational::new(&Integer::from(self.order as i64), &Integer::from(2i64))?;
        let power = (&half * turn).to_i64()?;
        let (up, down) = (self.root(power), self.root(-power));
        let cosine = self.scale(&self.add(&up, &down), &Rational::HALF);
        // 1/i = -i = zeta^(-order/4)
        let sine = self.multiply(
            &self.add(&up, &self.scale(&down, &Rational::MINUS_ONE)),
            &self.root(-(self.order as i64) / 4),
        );
        let sine = self.scale(&sine, &Rational::HALF);
        match function {
            "exp" => Some(up),
            "sin" => Some(sine),
            "cos" => Some(cosine),
            "tan" => Some(self.multiply(&sine, &self.inverse(&cosine)?)),
            "cot" => Some(self.multiply(&cosine, &self.inverse(&sine)?)),
            "sec" => self.inverse(&cosine),
            _ => self.inverse(&sine),
        }
    }

    /// `sqrt(m)` or its inverse by Gauss sums: `sum (k/p) zeta_p^k` is `sqrt(p)` or `I sqrt(p)`
    /// (Washington, section 4.1).
    fn square_root(&self, m: u64, exponent: &Number) -> Option<Element> {
        let (mut value, mut rest) = (self.rational(Rational::ONE), m as i64);
        let mut p = 2;
        while rest > 1 {
            if rest % p != 0 {
                p += 1;
                continue;
            }
            rest /= p;
            value = self.multiply(&value, &self.root_of_prime(p));
        }
        if exponent.signum()? < 0 { self.inverse(&value) } else { Some(value) }
    }

    fn root_of_prime(&self, p: i64) -> Element {
        let order = self.order as i64;
        if p == 2 {
            return self.add(&self.root(order / 8), &self.root(-order / 8));
        }
        let squares: Vec<i64> = (1..p).map(|k| k * k % p).collect();
        let sum = (1..p).fold(self.rational(Rational::ZERO), |sum, k| {
            let sign = if squares.contains(&k) { Rational::ONE } else { Rational::MINUS_ONE };
            self.add(&sum, &self.scale(&self.root(k * (order / p)), &sign))
        });
        if p % 4 == 1 { sum } else { self.multiply(&sum, &self.root(-order / 4)) }
    }

    /// The mean of the conjugates: the traces of roots of unity are Ramanujan's sums (Hardy and
    /// Wright, section 16.6).
    fn mean(&self, value: &Element) -> Option<Rational> {
        let mut sum = Rational::ZERO;
        for (k, coefficient) in value.iter().enumerate() {
            let primitive = self.order / self.order.gcd(&k);
            let mean = Rational::new(
                &Integer::from(moebius(primitive)),
                &Integer::from(totient(primitive)),
            )?;
            sum = &sum + &(coefficient * &mean);
        }
        Some(sum)
    }

    fn as_rational(&self, value: &Element) -> Option<Rational> {
        value.iter().skip(1).all(Rational::is_zero).then(|| value.first().cloned())?
    }

    /// `a + sqrt(b)` with the sign or the factor I that the embedding `zeta = exp(2 pi I/n)` gives
    /// it.
    fn quadratic(&self, store: &mut Store, value: &Element) -> Option<Term> {
        let mean = self.mean(value)?;
        let rest = self.add(value, &self.rational(-&mean));
        let square = self.as_rational(&self.multiply(&rest, &rest))?;
        let mean = store.number(Number::from(mean));
        if square.is_zero() {
            return Some(mean);
        }
        let (mut re, mut im) = (0.0, 0.0);
        for (k, coefficient) in rest.iter().enumerate() {
            let (sin, cos) = (2.0 * std::f64::consts::PI * k as f64 / self.order as f64).sin_cos();
            re += coefficient.to_f64() * cos;
            im += coefficient.to_f64() * sin;
        }
        let size = square.to_f64().abs().sqrt();
        let approximate = if square.signum() > 0 { re } else { im };
        // only the sign is open
        if (approximate.abs() - size).abs() > 1e-6 * size {
            return None;
        }
        let (half, magnitude) =
            (store.number(Number::from(Rational::HALF)), store.number(Number::from(square.abs())));
        let root = store.power(magnitude, half);
        let sign = Number::integer(if approximate < 0.0 { -1 } else { 1 });
        let factor = if square.signum() > 0 { sign } else { sign.mul(&Number::i()).ok()? };
        let factor = store.number(factor);
        let surd = store.product(&[factor, root]);
        Some(store.sum(&[mean, surd]))
    }
}

fn trimmed(mut a: Vec<Rational>) -> Vec<Rational> {
    while a.last().is_some_and(Rational::is_zero) {
        a.pop();
    }
    a
}

fn product(a: &[Rational], b: &[Rational]) -> Vec<Rational> {
    let mut result = vec![Rational::ZERO; (a.len() + b.len()).saturating_sub(1)];
    for (i, x) in a.iter().enumerate() {
        for (slot, y) in result.iter_mut().skip(i).zip(b) {
            *slot = &*slot + &(x * y);
        }
    }
    result
}

fn difference(a: &[Rational], b: &[Rational]) -> Vec<Rational> {
    let at = |v: &[Rational], i: usize| v.get(i).cloned().unwrap_or(Rational::ZERO);
    trimmed((0..a.len().max(b.len())).map(|i| &at(a, i) - &at(b, i)).collect())
}

/// Quotient and remainder; `None` for a zero divisor.
fn divide(a: &[Rational], b: &[Rational]) -> Option<(Vec<Rational>, Vec<Rational>)> {
    let inverse = b.last()?.recip()?;
    let mut rest = a.to_vec();
    let mut quotient = vec![Rational::ZERO; (a.len() + 1).saturating_sub(b.len())];
    while rest.len() >= b.len() {
        let factor = rest.last()? * &inverse;
        let shift = rest.len() - b.len();
        for (slot, coefficient) in rest.iter_mut().skip(shift).zip(b) {
            *slot = &*slot - &(&factor * coefficient);
        }
        rest.pop();
        *quotient.get_mut(shift)? = factor;
    }
    Some((quotient, trimmed(rest)))
}

/// `a (x^d - 1)`.
fn times(a: &[i64], d: usize) -> Vec<i64> {
    let mut result = vec![0; d];
    result.extend_from_slice(a);
    result.iter_mut().zip(a).for_each(|(slot, c)| *slot -= c);
    result
}

/// `a / (x^d - 1)`, which leaves nothing.
fn quotient(a: &[i64], d: usize) -> Vec<i64> {
    let mut result: Vec<i64> = Vec::with_capacity(a.len());
    for (i, c) in a.iter().take(a.len().saturating_sub(d)).enumerate() {
        let before = i.checked_sub(d).and_then(|j| result.get(j)).copied().unwrap_or(0);
        result.push(before - c);
    }
    result
}

fn moebius(n: usize) -> i64 {
    let (mut rest, mut sign) = (n, 1);
    for p in 2..=n {
        if rest % p == 0 {
            rest /= p;
            sign = -sign;
            if rest % p == 0 {
                return 0;
            }
        }
    }
    sign
}

fn totient(n: usize) -> i64 {
    (1..=n).filter(|k| k.gcd(&n) == 1).count() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cosine(s: &mut Store, p: i64, q: i64) -> Term {
        let (pi, cos) = (s.constant("pi"), s.name("cos"));
        let turn = Rational::new(&p.into(), &q.into()).map(Number::from).map(|n| s.number(n));
        let Some(turn) = turn else { panic!("q is not zero") };
        let angle = s.product(&[turn, pi]);
        s.call(cos, &[angle])
    }

    #[test]
    fn products_and_sums_of_cosines_are_what_gauss_says() {
        let (mut s, budget) = (Store::new(), Budget::default());
        let sevenths = [1, 2, 4].map(|p| cosine(&mut s, p, 7));
        let product = s.product(&sevenths);
        let minus_eighth =
            Rational::new(&Integer::from(-1i64), &Integer::from(8i64)).map(|r| s.number(r.into()));
        assert_eq!(quadratic_value(&mut s, product, &budget), Ok(minus_eighth));
        // 2 cos(2 pi/17) summed over the quadratic residues is (sqrt(17) - 1)/2, so the cosines to
        // half of it
        let residues = [1, 2, 4, 8].map(|p| cosine(&mut s, 2 * p, 17));
        let sum = s.sum(&residues);
        let (seventeen, half) = (s.integer(17), s.number(Number::from(Rational::HALF)));
        let root = s.power(seventeen, half);
        let (minus_one, four) = (s.minus_one(), s.integer(4));
        let over = s.sum(&[root, minus_one]);
        let quotient = s.divide(over, four);
        let difference = s.subtract(sum, quotient);
        assert_eq!(quadratic_value(&mut s, difference, &budget), Ok(Some(s.zero())));
        // one cosine alone has degree 3
        assert_eq!(quadratic_value(&mut s, sevenths[0], &budget), Ok(None));
    }
}
