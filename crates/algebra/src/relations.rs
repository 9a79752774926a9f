//! Fractions of polynomials whose generators obey polynomial relations: `sin^2 = 1 - cos^2`, `I^2 = -1`, and
//! `(b^(1/q))^q = b`. Powers are reduced by the relations, and denominators are freed of square roots and sines by
//! the conjugate (Geddes, Czapor, Labahn, Algorithms for Computer Algebra, section 2.8).

use crate::Apply;
use crate::angles::by_common_angles;
use crate::cyclotomic::quadratic_value;
use crate::factors::by_prime_factors;
use crate::fraction::{Fraction, Reader, Reduced, reduce};
use crate::gcd::{Exponents, IntegerPolynomial};
use num_bigint::BigInt;
use num_traits::One;
use viete_numbers::{Budget, Number, Stop};
use viete_term::{Kind, Store, Term};

/// `generator^degree = value`.
struct Relation {
    generator: usize,
    degree: u32,
    value: IntegerPolynomial,
}

/// Conjugates multiplied into a denominator.
const MAX_CONJUGATES: usize = 6;

/// The term as a fraction in lowest terms over as few kernels as can be: functions of several angles by common ones,
/// logarithms and powers of numbers by prime factors, and all modulo the relations of sines, roots and the imaginary
/// unit. Constants in cyclotomic fields by their value. `None` when none of this applies, or the problem is larger than `limit` monomials.
///
/// # Errors
/// The budget's stop.
pub fn by_kernels(
    store: &mut Store,
    apply: Apply<'_>,
    term: Term,
    (limit, budget): (usize, &Budget),
) -> Result<Option<Reduced>, Stop> {
    if let Some(value) = quadratic_value(store, term, budget)? {
        return Ok(Some(Reduced { term: value, cancelled: Vec::new() }));
    }
    let angles = by_common_angles(store, apply, term).unwrap_or(term);
    let written = by_prime_factors(store, angles);
    let related = reduce_by_relations(store, written, limit, budget)?;
    if related.is_none() && written != term { reduce(store, written, limit, budget) } else { Ok(related) }
}

/// The term as a fraction in lowest terms modulo the relations of its sines, roots and the imaginary unit. A fraction
/// that is zero modulo the relations comes out as 0. `None` when the term has no relation, is too large, or the
/// result would lack a value where the term has one.
///
/// # Errors
/// The budget's stop.
fn reduce_by_relations(store: &mut Store, term: Term, limit: usize, budget: &Budget) -> Result<Option<Reduced>, Stop> {
    let Some((roots, imaginary)) = related(store, term) else { return Ok(None) };
    let Some(mut reader) = Reader::over(store, &roots, limit, budget) else { return Ok(None) };
    if imaginary {
        let unit = reader.store.number(Number::i());
        reader.generators.insert(0, unit);
        reader.imaginary = Some(unit);
    }
    let Some(relations) = relations(&mut reader)? else { return Ok(None) };
    if relations.is_empty() {
        return Ok(None);
    }
    reader.poles.clear();
    let Some(fraction) = reader.read(term)? else { return Ok(None) };
    let modulo = Modulo { relations: &relations, limit, budget };
    let Some(fraction) = modulo.without_roots_below(&reader, fraction)? else { return Ok(None) };
    let Some(fraction) = fraction.lowest_terms(budget)? else { return Ok(None) };
    let poles = std::mem::take(&mut reader.poles);
    let Some(cancelled) = modulo.cancelled(&reader, &fraction, poles)? else { return Ok(None) };
    let term = reader.quotient(&fraction);
    Ok(Some(Reduced { term, cancelled }))
}

/// What a reader must know: the term, the cosine for every sine, the radicands; and whether there are complex numbers.
fn related(store: &mut Store, term: Term) -> Option<(Vec<Term>, bool)> {
    let (mut roots, mut imaginary, mut next) = (vec![term], false, 0);
    let mut seen = roots.clone();
    while let Some(&part) = seen.get(next) {
        next += 1;
        let below = match (store.kind(part), store.children(part)) {
            (Kind::Number(_), _) => {
                imaginary |= store.as_number(part).is_some_and(|n| !n.is_real());
                Vec::new()
            }
            (Kind::Sum | Kind::Product, children) => children.to_vec(),
            (Kind::Power, &[base, exponent]) => {
                let rational = store.as_number(exponent).and_then(Number::as_rational);
                if rational.is_some_and(|r| !r.is_integer()) {
                    roots.push(base);
                }
                if rational.is_some() { vec![base] } else { Vec::new() }
            }
            (Kind::Call(name), &[angle]) if store.text(name) == "sin" => {
                let cosine = store.name("cos");
                roots.push(store.call(cosine, &[angle]));
                Vec::new()
            }
            _ => Vec::new(),
        };
        below.into_iter().for_each(|part| {
            if !seen.contains(&part) {
                seen.push(part);
            }
        });
    }
    (roots.len() > 1 || imaginary).then_some((roots, imaginary))
}

/// The relations of the generators; `None` when a radicand is no polynomial in them.
fn relations(reader: &mut Reader<'_>) -> Result<Option<Vec<Relation>>, Stop> {
    let mut relations = Vec::new();
    for (generator, term) in reader.generators.clone().into_iter().enumerate() {
        let one = reader.constant(BigInt::one());
        if Some(term) == reader.imaginary {
            relations.push(Relation { generator, degree: 2, value: one.negate() });
            continue;
        }
        match (reader.store.kind(term), reader.store.children(term)) {
            (Kind::Call(name), &[angle]) if reader.store.text(name) == "sin" => {
                let cosine = reader.store.name("cos");
                let cosine = reader.store.call(cosine, &[angle]);
                let Some(place) = reader.generators.iter().position(|&g| g == cosine) else { return Ok(None) };
                let mut value = one;
                value.add_term(reader.monomial(place, 2), -BigInt::one());
                relations.push(Relation { generator, degree: 2, value });
            }
            (Kind::Power, &[base, exponent]) => {
                let unit = reader.store.as_number(exponent).and_then(Number::as_rational).cloned();
                let Some(unit) = unit.filter(|r| !r.is_integer()) else { continue };
                let Some(degree) = unit.denominator().to_i64().and_then(|q| u32::try_from(q).ok()) else { return Ok(None) };
                // a symbol's own powers are powers of its root already
                if matches!(reader.store.kind(base), Kind::Number(_) | Kind::Sum | Kind::Product) {
                    let Some(value) = reader.read(base)? else { return Ok(None) };
                    if !value.denominator.is_unit() || value.denominator.is_negative() {
                        return Ok(None);
                    }
                    relations.push(Relation { generator, degree, value: value.numerator });
                }
            }
            _ => {}
        }
    }
    Ok(Some(relations))
}

struct Modulo<'r> {
    relations: &'r [Relation],
    limit: usize,
    budget: &'r Budget,
}

impl Modulo<'_> {
    /// The polynomial with every power reduced; `None` when it grows too large.
    fn reduce(&self, polynomial: IntegerPolynomial) -> Result<Option<IntegerPolynomial>, Stop> {
        let mut current = polynomial;
        while let Some(relation) = self.relations.iter().find(|r| current.degree(r.generator) >= r.degree) {
            current = self.reduce_once(&current, relation)?;
            if current.count() > self.limit {
                return Ok(None);
            }
        }
        Ok(Some(current))
    }

    /// One power of the relation taken out of every monomial that has it.
    fn reduce_once(&self, polynomial: &IntegerPolynomial, relation: &Relation) -> Result<IntegerPolynomial, Stop> {
        let (mut low, mut high) = (IntegerPolynomial::default(), IntegerPolynomial::default());
        for (exponents, coefficient) in polynomial.terms() {
            let mut exponents: Exponents = exponents.clone();
            let reduced = exponents.get_mut(relation.generator).and_then(|e| {
                *e = e.checked_sub(relation.degree)?;
                Some(())
            });
            let side = if reduced.is_some() { &mut high } else { &mut low };
            side.add_term(exponents, coefficient.clone());
        }
        Ok(low.add(&high.multiply(&relation.value, self.budget)?))
    }

    fn product(&self, a: &IntegerPolynomial, b: &IntegerPolynomial) -> Result<Option<IntegerPolynomial>, Stop> {
        self.reduce(a.multiply(b, self.budget)?)
    }

    /// The fraction reduced, its denominator without generators of quadratic relations, and without powers of others.
    fn without_roots_below(&self, reader: &Reader<'_>, fraction: Fraction) -> Result<Option<Fraction>, Stop> {
        let (Some(mut numerator), Some(mut denominator)) = (self.reduce(fraction.numerator)?, self.reduce(fraction.denominator)?)
        else {
            return Ok(None);
        };
        for _ in 0..MAX_CONJUGATES {
            let Some((relation, conjugate)) = self.relations.iter().find_map(|r| Some((r, conjugate(reader, &denominator, r)?)))
            else {
                break;
            };
            debug_assert!(relation.degree > 1);
            let (Some(over), Some(under)) = (self.product(&numerator, &conjugate)?, self.product(&denominator, &conjugate)?)
            else {
                return Ok(None);
            };
            (numerator, denominator) = (over, under);
        }
        Ok((!denominator.is_zero()).then_some(Fraction { numerator, denominator }))
    }

    /// The bases of poles that the fraction does not have; `None` when it has poles that were not there.
    fn cancelled(
        &self,
        reader: &Reader<'_>,
        fraction: &Fraction,
        poles: Vec<(Term, IntegerPolynomial)>,
    ) -> Result<Option<Vec<Term>>, Stop> {
        let (mut all, mut cancelled) = (reader.constant(BigInt::one()), Vec::new());
        let Some(square) = self.product(&fraction.denominator, &fraction.denominator)? else { return Ok(None) };
        for (base, pole) in poles {
            let Some(pole) = self.reduce(pole)? else { return Ok(None) };
            if pole.is_constant() {
                continue;
            }
            let Some(product) = self.product(&all, &pole)? else { return Ok(None) };
            all = product;
            let divides = |of: &IntegerPolynomial| of.exact_divide(&pole, self.budget);
            let stays = divides(&fraction.denominator)?.is_some() || divides(&square)?.is_some();
            if !stays && !cancelled.contains(&base) {
                cancelled.push(base);
            }
        }
        // every zero of the denominator is a pole of the input when it divides a power of their product
        let Some(squared) = self.product(&all, &all)? else { return Ok(None) };
        let primitive = fraction.denominator.primitive();
        let known =
            all.exact_divide(&primitive, self.budget)?.is_some() || squared.exact_divide(&primitive, self.budget)?.is_some();
        Ok(known.then_some(cancelled))
    }
}

/// What a denominator is multiplied by to be free of the relation's generator; `None` when it is, or cannot be.
fn conjugate(reader: &Reader<'_>, denominator: &IntegerPolynomial, relation: &Relation) -> Option<IntegerPolynomial> {
    let exponent = |exponents: &Exponents| exponents.get(relation.generator).copied().unwrap_or(0);
    let highest = denominator.degree(relation.generator);
    if highest == 0 {
        return None;
    }
    if denominator.terms().all(|(e, _)| exponent(e) == highest) {
        let mut power = IntegerPolynomial::default();
        power.add_term(reader.monomial(relation.generator, relation.degree.checked_sub(highest)?), BigInt::one());
        return Some(power);
    }
    let mut result = IntegerPolynomial::default();
    for (exponents, coefficient) in denominator.terms() {
        let sign = if exponent(exponents) == 1 { -coefficient } else { coefficient.clone() };
        result.add_term(exponents.clone(), sign);
    }
    (relation.degree == 2).then_some(result)
}
