//! Fractions of polynomials whose generators obey polynomial relations: `sin^2 = 1 - cos^2`, `I^2 =
//! -1`, and `(b^(1/q))^q = b`. Powers are reduced by the relations, and denominators are freed of
//! square roots and sines by the conjugate (Geddes, Czapor, Labahn, Algorithms for Computer
//! Algebra, section 2.8).

use crate::Apply;
use crate::angles::by_common_angles;
use crate::convert::with_keys;
use crate::cyclotomic::quadratic_value;
use crate::factors::by_prime_factors;
use crate::fraction::{Fraction, Reduced, attempt, reduce};
use crate::frame::Frame;
use crate::reader::Reader;
use viete_numbers::{Budget, Integer, Number, Stop};
use viete_rings::{Key, Polynomial, Result};
use viete_term::{Kind, Store, Term};

/// `generator^degree = value`.
struct Relation<K> {
    generator: usize,
    degree: u64,
    value: Polynomial<K>,
}

/// Larger problems are left alone.
const MAX_GENERATORS: usize = 13;
/// Conjugates multiplied into a denominator.
const MAX_CONJUGATES: usize = 6;

/// The term as a fraction in lowest terms over as few kernels as can be: functions of several
/// angles by common ones, logarithms and powers of numbers by prime factors, and all modulo the
/// relations of sines, roots and the imaginary unit. Constants in cyclotomic fields by their value.
/// `None` when none of this applies, or the problem is larger than `limit` monomials.
///
/// # Errors
/// The budget's stop.
pub fn by_kernels(
    store: &mut Store,
    apply: Apply<'_>,
    term: Term,
    (limit, budget): (usize, &Budget),
) -> std::result::Result<Option<Reduced>, Stop> {
    if let Some(value) = quadratic_value(store, term, budget)? {
        return Ok(Some(Reduced { term: value, cancelled: Vec::new() }));
    }
    let angles = by_common_angles(store, apply, term).unwrap_or(term);
    let written = by_prime_factors(store, angles);
    let related = reduce_by_relations(store, written, limit, budget)?;
    if related.is_none() && written != term {
        reduce(store, written, limit, budget)
    } else {
        Ok(related)
    }
}

/// The term as a fraction in lowest terms modulo the relations of its sines, roots and the
/// imaginary unit. A fraction that is zero modulo the relations comes out as 0. `None` when the
/// term has no relation, is too large, or the result would lack a value where the term has one.
///
/// # Errors
/// The budget's stop.
fn reduce_by_relations(
    store: &mut Store,
    term: Term,
    limit: usize,
    budget: &Budget,
) -> std::result::Result<Option<Reduced>, Stop> {
    let Some((roots, imaginary)) = related(store, term) else { return Ok(None) };
    let Some(mut frame) = Frame::over(store, &roots) else { return Ok(None) };
    if frame.generators.len() > MAX_GENERATORS {
        return Ok(None);
    }
    if imaginary {
        let unit = store.number(Number::i());
        frame.generators.insert(0, unit);
        frame.imaginary = Some(unit);
    }
    attempt(with_keys!(frame.generators.len(), 1u32, |layout| {
        reduce_modulo(&mut Reader::new(store, &frame, &layout, limit, budget), term)
    }))
}

fn reduce_modulo<K: Key>(reader: &mut Reader<'_, K>, term: Term) -> Result<Option<Reduced>> {
    let Some(relations) = relations(reader)? else { return Ok(None) };
    if relations.is_empty() {
        return Ok(None);
    }
    reader.poles.clear();
    let Some(fraction) = reader.read(term)? else { return Ok(None) };
    let modulo = Modulo { relations: &relations, limit: reader.limit, budget: reader.budget };
    let Some(fraction) = modulo.without_roots_below(reader, fraction)? else { return Ok(None) };
    let fraction = fraction.lowest_terms(reader.budget)?;
    let poles = std::mem::take(&mut reader.poles);
    let Some(cancelled) = modulo.cancelled(reader, &fraction, poles)? else { return Ok(None) };
    let term = reader.quotient(&fraction)?;
    Ok(Some(Reduced { term, cancelled }))
}

/// What a reader must know: the term, the cosine for every sine, the radicands; and whether there
/// are complex numbers.
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
fn relations<K: Key>(reader: &mut Reader<'_, K>) -> Result<Option<Vec<Relation<K>>>> {
    let mut relations = Vec::new();
    let minus_one = Integer::from(-1i64);
    for (generator, term) in reader.frame.generators.clone().into_iter().enumerate() {
        let one = reader.constant(Integer::ONE);
        if Some(term) == reader.frame.imaginary {
            relations.push(Relation { generator, degree: 2, value: one.negate() });
            continue;
        }
        match (reader.store.kind(term), reader.store.children(term)) {
            (Kind::Call(name), &[angle]) if reader.store.text(name) == "sin" => {
                let cosine = reader.store.name("cos");
                let cosine = reader.store.call(cosine, &[angle]);
                let Some(place) = reader.frame.place(cosine) else { return Ok(None) };
                let square = Polynomial::monomial(
                    reader.layout.power(place, 2),
                    minus_one.clone(),
                    reader.layout,
                );
                relations.push(Relation { generator, degree: 2, value: one.add(&square) });
            }
            (Kind::Power, &[base, exponent]) => {
                let unit = reader.store.as_number(exponent).and_then(Number::as_rational).cloned();
                let Some(unit) = unit.filter(|r| !r.is_integer()) else { continue };
                let Some(degree) = unit.denominator().to_i64().and_then(|q| u64::try_from(q).ok())
                else {
                    return Ok(None);
                };
                // a symbol's own powers are powers of its root already
                if matches!(reader.store.kind(base), Kind::Number(_) | Kind::Sum | Kind::Product) {
                    let Some(value) = reader.read(base)? else { return Ok(None) };
                    if value.content != Integer::ONE || !value.factors.is_empty() {
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

struct Modulo<'r, K> {
    relations: &'r [Relation<K>],
    limit: usize,
    budget: &'r Budget,
}

impl<K: Key> Modulo<'_, K> {
    /// The polynomial with every power reduced; `None` when it grows too large.
    fn reduce(&self, polynomial: Polynomial<K>) -> Result<Option<Polynomial<K>>> {
        let mut current = polynomial;
        while let Some(relation) =
            self.relations.iter().find(|r| current.degree(r.generator) >= r.degree)
        {
            current = self.reduce_once(&current, relation)?;
            if current.len() > self.limit {
                return Ok(None);
            }
        }
        Ok(Some(current))
    }

    /// One power of the relation taken out of every monomial that has it.
    fn reduce_once(
        &self,
        polynomial: &Polynomial<K>,
        relation: &Relation<K>,
    ) -> Result<Polynomial<K>> {
        let layout = polynomial.layout();
        let power = layout.power(relation.generator, relation.degree);
        let (mut low, mut high) = (Vec::new(), Vec::new());
        for (key, coefficient) in polynomial.terms() {
            match layout.quotient(*key, power) {
                Some(rest) => high.push((rest, coefficient.clone())),
                None => low.push((*key, coefficient.clone())),
            }
        }
        let (low, high) =
            (Polynomial::from_terms(low, layout), Polynomial::from_terms(high, layout));
        Ok(low.add(&high.multiply(&relation.value, self.budget)?))
    }

    fn product(&self, a: &Polynomial<K>, b: &Polynomial<K>) -> Result<Option<Polynomial<K>>> {
        self.reduce(a.multiply(b, self.budget)?)
    }

    /// The fraction reduced, its denominator without generators of quadratic relations, and without
    /// powers of others.
    fn without_roots_below(
        &self,
        reader: &Reader<'_, K>,
        fraction: Fraction<K>,
    ) -> Result<Option<Fraction<K>>> {
        let denominator = fraction.denominator(self.budget)?;
        let (Some(mut numerator), Some(mut denominator)) =
            (self.reduce(fraction.numerator)?, self.reduce(denominator)?)
        else {
            return Ok(None);
        };
        for _ in 0..MAX_CONJUGATES {
            let Some((relation, conjugate)) =
                self.relations.iter().find_map(|r| Some((r, conjugate(reader, &denominator, r)?)))
            else {
                break;
            };
            debug_assert!(relation.degree > 1);
            let (Some(over), Some(under)) =
                (self.product(&numerator, &conjugate)?, self.product(&denominator, &conjugate)?)
            else {
                return Ok(None);
            };
            (numerator, denominator) = (over, under);
        }
        if denominator.is_zero() {
            return Ok(None);
        }
        let inverse = Fraction::whole(denominator).inverse(self.budget)?;
        Ok(Some(Fraction::whole(numerator).multiply(&inverse, self.budget)?))
    }

    /// The bases of poles that the fraction does not have; `None` when it has poles that were not
    /// there.
    fn cancelled(
        &self,
        reader: &Reader<'_, K>,
        fraction: &Fraction<K>,
        poles: Vec<(Term, Polynomial<K>)>,
    ) -> Result<Option<Vec<Term>>> {
        let (mut all, mut cancelled) = (reader.constant(Integer::ONE), Vec::new());
        let denominator = fraction.denominator(self.budget)?;
        let Some(square) = self.product(&denominator, &denominator)? else { return Ok(None) };
        for (base, pole) in poles {
            let Some(pole) = self.reduce(pole)? else { return Ok(None) };
            if pole.as_constant().is_some_and(|value| !value.is_zero()) {
                continue;
            }
            let Some(product) = self.product(&all, &pole)? else { return Ok(None) };
            all = product;
            let divides = |of: &Polynomial<K>| of.exact_quotient(&pole, self.budget);
            let stays = divides(&denominator)?.is_some() || divides(&square)?.is_some();
            if !stays && !cancelled.contains(&base) {
                cancelled.push(base);
            }
        }
        // every zero of the denominator is a pole of the input when it divides a power of their
        // product
        let Some(squared) = self.product(&all, &all)? else { return Ok(None) };
        let (_, primitive) = denominator.primitive();
        let divides = |of: &Polynomial<K>| of.exact_quotient(&primitive, self.budget);
        let known = divides(&all)?.is_some() || divides(&squared)?.is_some();
        Ok(known.then_some(cancelled))
    }
}

/// What a denominator is multiplied by to be free of the relation's generator; `None` when it is,
/// or cannot be.
fn conjugate<K: Key>(
    reader: &Reader<'_, K>,
    denominator: &Polynomial<K>,
    relation: &Relation<K>,
) -> Option<Polynomial<K>> {
    let layout = reader.layout;
    let exponent = |key: &K| layout.exponent(*key, relation.generator);
    let highest = denominator.degree(relation.generator);
    if highest == 0 {
        return None;
    }
    if denominator.terms().iter().all(|(key, _)| exponent(key) == highest) {
        let rest = relation.degree.checked_sub(highest)?;
        return Some(Polynomial::monomial(
            layout.power(relation.generator, rest),
            Integer::ONE,
            layout,
        ));
    }
    let signed = |(key, c): &(K, Integer)| (*key, if exponent(key) == 1 { -c } else { c.clone() });
    (relation.degree == 2)
        .then(|| Polynomial::from_terms(denominator.terms().iter().map(signed).collect(), layout))
}
