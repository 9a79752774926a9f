//! Exact constants in cyclotomic fields: sums, products and quotients of sines and cosines of
//! rational multiples of pi, square roots of integers and the imaginary unit are polynomials in one
//! root of unity, where equality is decided (Washington, Introduction to Cyclotomic Fields, chapter
//! 2).

use crate::fraction::attempt;
use crate::structure::structure;
use num_integer::Integer as _;
use rustc_hash::FxHashMap;
use viete_numbers::{Budget, Integer, Number, Rational, Real, Stop};
use viete_rings::dense::cyclotomic::cyclotomic;
use viete_rings::univariate::ScalarField;
use viete_rings::{NumberField, NumberFieldElement as Element, Result};
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
) -> std::result::Result<Option<Term>, Stop> {
    let mut order = 4;
    if !common_order(store, term, &mut order) {
        return Ok(None);
    }
    let Some(field) = CyclotomicField::new(order) else { return Ok(None) };
    let Some(value) = attempt(field.read(store, term, budget))? else { return Ok(None) };
    Ok(field.quadratic(store, &value))
}

/// Takes the roots of unity that a constant needs into `order`; false when it lies in no cyclotomic
/// field.
fn common_order(store: &Store, root: Term, order: &mut u64) -> bool {
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

/// The field of the roots of unity of one order.
struct CyclotomicField {
    order: usize,
    /// By a primitive root of unity.
    numbers: NumberField,
}

impl CyclotomicField {
    fn new(order: u64) -> Option<CyclotomicField> {
        let numbers = NumberField::new(&cyclotomic(order))?;
        let order = usize::try_from(order).ok()?;
        (numbers.degree() <= MAX_DEGREE).then_some(CyclotomicField { order, numbers })
    }

    /// `zeta^power`.
    fn root(&self, power: i64) -> Result<Element> {
        let power = power.rem_euclid(self.order as i64) as usize;
        let mut value = vec![Rational::ZERO; power];
        value.push(Rational::ONE);
        self.numbers.reduce(&value)
    }

    fn add(&self, a: &Element, b: &Element) -> Result<Element> {
        self.numbers.add(a, b)
    }

    fn multiply(&self, a: &Element, b: &Element) -> Result<Element> {
        self.numbers.multiply(a, b)
    }

    /// The inverse; `None` for zero.
    fn inverse(&self, value: &Element) -> Result<Option<Element>> {
        if self.numbers.is_zero(value) {
            return Ok(None);
        }
        self.numbers.inverse(value).map(Some)
    }

    /// The element that a constant is; `None` for a division by zero.
    fn read(&self, store: &Store, root: Term, budget: &Budget) -> Result<Option<Element>> {
        let mut known: FxHashMap<Term, Element> = FxHashMap::default();
        let degree = self.numbers.degree() as u64;
        for part in structure(store, root) {
            budget.spend(degree * degree)?;
            let Some(value) = self.part(store, part, &known)? else { return Ok(None) };
            known.insert(part, value);
        }
        Ok(known.remove(&root))
    }

    fn part(
        &self,
        store: &Store,
        part: Term,
        known: &FxHashMap<Term, Element>,
    ) -> Result<Option<Element>> {
        match (store.kind(part), store.children(part)) {
            (Kind::Number(_), _) => {
                let Some(number) = store.as_number(part) else { return Ok(None) };
                let (Real::Exact(re), Real::Exact(im)) = (number.re(), number.im()) else {
                    return Ok(None);
                };
                let imaginary = self.root(self.order as i64 / 4)?.scaled(im);
                self.add(&Element::rational(re.clone()), &imaginary).map(Some)
            }
            (kind @ (Kind::Sum | Kind::Product), children) => {
                let mut value = match kind {
                    Kind::Sum => Element::default(),
                    _ => self.numbers.one(),
                };
                for child in children {
                    let Some(next) = known.get(child) else { return Ok(None) };
                    value = match kind {
                        Kind::Sum => self.add(&value, next)?,
                        _ => self.multiply(&value, next)?,
                    };
                }
                Ok(Some(value))
            }
            (Kind::Power, &[base, exponent]) if store.as_i64(exponent).is_some() => {
                match (known.get(&base), store.as_i64(exponent)) {
                    (Some(base), Some(exponent)) => self.power(base, exponent),
                    _ => Ok(None),
                }
            }
            _ => match (angle(store, part), radicand(store, part)) {
                (Some((function, turn)), _) => self.function(function, &turn),
                (None, Some(m)) => {
                    let exponent = store.as_number(store.base_and_exponent(part).1);
                    self.square_root(m, exponent.and_then(Number::signum))
                }
                (None, None) => Ok(None),
            },
        }
    }

    fn power(&self, base: &Element, exponent: i64) -> Result<Option<Element>> {
        let count = exponent.unsigned_abs();
        let base = if exponent < 0 { self.inverse(base)? } else { Some(base.clone()) };
        let Some(base) = base.filter(|_| count <= 100) else { return Ok(None) };
        let mut value = self.numbers.one();
        for _ in 0..count {
            value = self.multiply(&value, &base)?;
        }
        Ok(Some(value))
    }

    /// A trigonometric function of `pi turn`, by `exp(I pi turn)`.
    fn function(&self, function: &str, turn: &Rational) -> Result<Option<Element>> {
        let half = &Rational::integer(self.order as i64) * &Rational::HALF;
        let Some(power) = (&half * turn).to_i64() else { return Ok(None) };
        let (up, down) = (self.root(power)?, self.root(-power)?);
        let cosine = self.add(&up, &down)?.scaled(&Rational::HALF);
        // 1/i = -i = zeta^(-order/4)
        let difference = self.add(&up, &down.scaled(&Rational::MINUS_ONE))?;
        let sine = self.multiply(&difference, &self.root(-(self.order as i64) / 4)?)?;
        let sine = sine.scaled(&Rational::HALF);
        let over = |a: &Element, b: &Element| -> Result<Option<Element>> {
            self.inverse(b)?.map(|inverse| self.multiply(a, &inverse)).transpose()
        };
        match function {
            "exp" => Ok(Some(up)),
            "sin" => Ok(Some(sine)),
            "cos" => Ok(Some(cosine)),
            "tan" => over(&sine, &cosine),
            "cot" => over(&cosine, &sine),
            "sec" => self.inverse(&cosine),
            _ => self.inverse(&sine),
        }
    }

    /// `sqrt(m)`, or its inverse for a negative sign of the exponent, by Gauss sums: `sum (k/p)
    /// zeta_p^k` is `sqrt(p)` or `I sqrt(p)` (Washington, section 4.1).
    fn square_root(&self, m: u64, sign: Option<i64>) -> Result<Option<Element>> {
        let Some(sign) = sign else { return Ok(None) };
        let (mut value, mut rest) = (self.numbers.one(), m as i64);
        let mut p = 2;
        while rest > 1 {
            if rest % p != 0 {
                p += 1;
                continue;
            }
            rest /= p;
            value = self.multiply(&value, &self.root_of_prime(p)?)?;
        }
        if sign < 0 { self.inverse(&value) } else { Ok(Some(value)) }
    }

    fn root_of_prime(&self, p: i64) -> Result<Element> {
        let order = self.order as i64;
        if p == 2 {
            return self.add(&self.root(order / 8)?, &self.root(-order / 8)?);
        }
        let squares: Vec<i64> = (1..p).map(|k| k * k % p).collect();
        let mut sum = Element::default();
        for k in 1..p {
            let sign = if squares.contains(&k) { Rational::ONE } else { Rational::MINUS_ONE };
            sum = self.add(&sum, &self.root(k * (order / p))?.scaled(&sign))?;
        }
        if p % 4 == 1 { Ok(sum) } else { self.multiply(&sum, &self.root(-order / 4)?) }
    }

    /// The mean of the conjugates: the traces of roots of unity are Ramanujan's sums (Hardy and
    /// Wright, section 16.6).
    fn mean(&self, value: &Element) -> Option<Rational> {
        let mut sum = Rational::ZERO;
        for (k, coefficient) in value.coordinates().iter().enumerate() {
            let primitive = self.order / self.order.gcd(&k);
            let mean = Rational::new(
                &Integer::from(moebius(primitive)),
                &Integer::from(totient(primitive)),
            )?;
            sum = &sum + &(coefficient * &mean);
        }
        Some(sum)
    }

    /// `a + sqrt(b)` with the sign or the factor I that the embedding `zeta = exp(2 pi I/n)` gives
    /// it.
    fn quadratic(&self, store: &mut Store, value: &Element) -> Option<Term> {
        let mean = self.mean(value)?;
        let rest = self.add(value, &Element::rational(-&mean)).ok()?;
        let square = self.multiply(&rest, &rest).ok()?.as_rational()?;
        let mean = store.number(Number::from(mean));
        if square.is_zero() {
            return Some(mean);
        }
        let (mut re, mut im) = (0.0, 0.0);
        for (k, coefficient) in rest.coordinates().iter().enumerate() {
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
