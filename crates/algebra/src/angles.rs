//! Trigonometric and hyperbolic functions of several angles by sines and cosines of a few: `sin(3 x
//! + y)` is a polynomial in the sines and cosines of x and y (DLMF 4.21.2 to 4.21.38), `sinh(x)` a
//! fraction in `exp(x)`.

use crate::Apply;
use crate::structure::structure;
use num_integer::Integer as _;
use rustc_hash::FxHashMap;
use viete_numbers::{Number, Rational};
use viete_term::{Kind, Store, Term};

/// Largest multiple of an angle that is expanded.
const MAX_MULTIPLE: i64 = 12;

const CIRCULAR: [&str; 6] = ["sin", "cos", "tan", "cot", "sec", "csc"];
const HYPERBOLIC: [&str; 6] = ["sinh", "cosh", "tanh", "coth", "sech", "csch"];

/// The part of an angle that its addends with one monomial have in common, and its sine and cosine.
struct Unit {
    size: Rational,
    functions: Option<(Term, Term)>,
}

struct Angles<'s, 'a> {
    store: &'s mut Store,
    apply: Apply<'a>,
    units: FxHashMap<Term, Unit>,
}

/// The term with trigonometric functions in its sums, products and integer powers written by sines
/// and cosines of common parts of their angles, and hyperbolic ones by exponentials. Both have a
/// value at the same points. `None` when there is nothing to write, or an angle is too large a
/// multiple.
pub fn by_common_angles(store: &mut Store, apply: Apply<'_>, term: Term) -> Option<Term> {
    let structure = structure(store, term);
    let mut angles = Angles { store, apply, units: FxHashMap::default() };
    let mut found = false;
    for &part in &structure {
        if let Some((function, argument)) = angles.application(part) {
            found = true;
            if CIRCULAR.contains(&function) {
                angles.note(argument)?;
            }
        }
    }
    if !found {
        return None;
    }
    let mut known: FxHashMap<Term, Term> = FxHashMap::default();
    for part in structure {
        let written = match angles.application(part) {
            Some((function, argument)) if CIRCULAR.contains(&function) => {
                angles.circular(function, argument)?
            }
            Some((function, argument)) => angles.hyperbolic(function, argument),
            None => angles.rebuilt(part, &known),
        };
        known.insert(part, written);
    }
    known.get(&term).copied()
}

impl Angles<'_, '_> {
    /// The name and argument of one of the twelve functions.
    fn application(&self, term: Term) -> Option<(&'static str, Term)> {
        let (Kind::Call(name), &[argument]) = (self.store.kind(term), self.store.children(term))
        else {
            return None;
        };
        let text = self.store.text(name);
        CIRCULAR
            .into_iter()
            .chain(HYPERBOLIC)
            .find(|&function| function == text)
            .map(|function| (function, argument))
    }

    fn rebuilt(&mut self, part: Term, known: &FxHashMap<Term, Term>) -> Term {
        let children: Vec<Term> = self
            .store
            .children(part)
            .iter()
            .map(|child| known.get(child).copied().unwrap_or(*child))
            .collect();
        match (self.store.kind(part), children.as_slice()) {
            (Kind::Sum, _) => self.store.sum(&children),
            (Kind::Product, _) => self.store.product(&children),
            (Kind::Power, &[base, exponent]) => self.store.power(base, exponent),
            _ => part,
        }
    }

    /// The addends of an angle as rational multiples of monomials.
    fn addends(&mut self, angle: Term) -> Vec<(Term, Rational)> {
        let addends = if self.store.kind(angle) == Kind::Sum {
            self.store.children(angle).to_vec()
        } else {
            vec![angle]
        };
        let one = self.store.one();
        let split = |angles: &mut Self, addend: Term| match angles
            .store
            .as_number(addend)
            .map(|n| n.as_rational().cloned())
        {
            Some(Some(value)) => (one, value),
            Some(None) => (addend, Rational::ONE),
            None => match angles.store.coefficient(addend).as_rational().cloned() {
                Some(coefficient) => (angles.store.monomial(addend), coefficient),
                None => (addend, Rational::ONE),
            },
        };
        addends.into_iter().map(|addend| split(self, addend)).collect()
    }

    /// Takes the addends of `angle` into the units.
    fn note(&mut self, angle: Term) -> Option<()> {
        for (monomial, coefficient) in self.addends(angle) {
            let size = match self.units.get(&monomial) {
                Some(unit) => common_part(&unit.size, &coefficient)?,
                None => coefficient.abs(),
            };
            self.units.insert(monomial, Unit { size, functions: None });
        }
        Some(())
    }

    /// The sine and cosine of the unit of a monomial.
    fn unit_functions(&mut self, monomial: Term) -> Option<(Term, Term)> {
        let unit = self.units.get(&monomial)?;
        if let Some(functions) = unit.functions {
            return Some(functions);
        }
        let size = unit.size.clone();
        let functions = match self.inverse(monomial) {
            Some(functions) if size.is_one() => functions,
            _ => {
                let size = self.store.number(Number::from(size));
                let angle = self.store.product(&[size, monomial]);
                (self.call("sin", angle), self.call("cos", angle))
            }
        };
        self.units.get_mut(&monomial)?.functions = Some(functions);
        Some(functions)
    }

    fn call(&mut self, function: &str, argument: Term) -> Term {
        let name = self.store.name(function);
        (self.apply)(self.store, name, &[argument])
    }

    /// The sine and cosine of an inverse sine, cosine or tangent (DLMF 4.24(iii)).
    fn inverse(&mut self, angle: Term) -> Option<(Term, Term)> {
        let (Kind::Call(name), &[x]) = (self.store.kind(angle), self.store.children(angle)) else {
            return None;
        };
        let function = self.store.text(name).to_string();
        let (one, two, half) = (
            self.store.one(),
            self.store.integer(2),
            self.store.number(Number::from(Rational::HALF)),
        );
        let square = self.store.power(x, two);
        let other = if function == "atan" {
            self.store.sum(&[one, square])
        } else {
            self.store.subtract(one, square)
        };
        let root = self.store.power(other, half);
        match function.as_str() {
            "asin" => Some((x, root)),
            "acos" => Some((root, x)),
            "atan" => Some((self.store.divide(x, root), self.store.divide(one, root))),
            _ => None,
        }
    }

    /// The sine and cosine of an angle, by those of its units.
    fn sine_and_cosine(&mut self, angle: Term) -> Option<(Term, Term)> {
        let (mut sine, mut cosine) = (self.store.zero(), self.store.one());
        for (monomial, coefficient) in self.addends(angle) {
            let (s, c) = self.unit_functions(monomial)?;
            let size = self.units.get(&monomial)?.size.recip()?;
            let multiple = (&coefficient * &size).to_i64().filter(|n| n.abs() <= MAX_MULTIPLE)?;
            let (s, c) = self.multiple(s, c, multiple);
            let [sc, cs, cc, ss] = [[sine, c], [cosine, s], [cosine, c], [sine, s]]
                .map(|pair| self.store.product(&pair));
            sine = self.store.sum(&[sc, cs]);
            cosine = self.store.subtract(cc, ss);
        }
        Some((sine, cosine))
    }

    /// `sin(n a)` and `cos(n a)` from `s = sin(a)` and `c = cos(a)`: s U(n-1, c) and T(n, c) (DLMF
    /// 18.5.1, 18.5.2).
    fn multiple(&mut self, s: Term, c: Term, n: i64) -> (Term, Term) {
        let count = n.unsigned_abs() as usize;
        let (second, first) = (chebyshev(count.wrapping_sub(1), 2), chebyshev(count, 1));
        let factor = self.polynomial(if count == 0 { &[0] } else { &second }, c);
        let sign = self.store.integer(n.signum());
        (self.store.product(&[sign, s, factor]), self.polynomial(&first, c))
    }

    fn polynomial(&mut self, coefficients: &[i64], x: Term) -> Term {
        let mut addends = Vec::new();
        for (power, &coefficient) in coefficients.iter().enumerate().filter(|&(_, &c)| c != 0) {
            let (coefficient, power) =
                (self.store.integer(coefficient), self.store.integer(power as i64));
            let power = self.store.power(x, power);
            addends.push(self.store.product(&[coefficient, power]));
        }
        self.store.sum(&addends)
    }

    fn circular(&mut self, function: &str, angle: Term) -> Option<Term> {
        let (sine, cosine) = self.sine_and_cosine(angle)?;
        let one = self.store.one();
        Some(match function {
            "sin" => sine,
            "cos" => cosine,
            "tan" => self.store.divide(sine, cosine),
            "cot" => self.store.divide(cosine, sine),
            "sec" => self.store.divide(one, cosine),
            _ => self.store.divide(one, sine),
        })
    }

    fn hyperbolic(&mut self, function: &str, argument: Term) -> Term {
        let (euler, half, two) = (
            self.store.euler(),
            self.store.number(Number::from(Rational::HALF)),
            self.store.integer(2),
        );
        let opposite = self.store.negate(argument);
        let (up, down) = (self.store.power(euler, argument), self.store.power(euler, opposite));
        let (sum, difference) = (self.store.sum(&[up, down]), self.store.subtract(up, down));
        match function {
            "sinh" => self.store.product(&[half, difference]),
            "cosh" => self.store.product(&[half, sum]),
            "tanh" => self.store.divide(difference, sum),
            "coth" => self.store.divide(sum, difference),
            "sech" => self.store.divide(two, sum),
            _ => self.store.divide(two, difference),
        }
    }
}

/// The largest rational of which both are integer multiples.
fn common_part(a: &Rational, b: &Rational) -> Option<Rational> {
    let denominator = a.denominator().to_big().lcm(&b.denominator().to_big());
    let over = |r: &Rational| r.numerator().to_big() * (&denominator / r.denominator().to_big());
    Rational::new(&over(a).gcd(&over(b)).into(), &denominator.into())
}

/// Coefficients of the Chebyshev polynomial of degree `n` whose degree-one polynomial is `first x`.
fn chebyshev(n: usize, first: i64) -> Vec<i64> {
    let (mut before, mut current) = (vec![1], vec![0, first]);
    if n == 0 {
        return before;
    }
    for _ in 1..n.min(MAX_MULTIPLE as usize) {
        let mut next = vec![0];
        next.extend(current.iter().map(|c| 2 * c));
        next.iter_mut().zip(&before).for_each(|(c, b)| *c -= b);
        (before, current) = (current, next);
    }
    current
}
