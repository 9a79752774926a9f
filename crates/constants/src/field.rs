//! The field that the algebraic constants of some terms generate: a primitive element, the
//! constants in it, and its elements written back by products of powers of the constants.

use crate::core::Core;
use crate::error::Error;
use rustc_hash::FxHashSet;
use viete_algebra::rings::univariate::ScalarField;
use viete_algebra::rings::{NumberField, NumberFieldElement, RingError};
use viete_algebra::{AlgebraError, operations};
use viete_evaluate::{as_root, minimal_polynomial};
use viete_numbers::{Integer, Number, Rational};
use viete_term::{Kind, Store, Term};

/// Largest degree of the field.
const MAX_DEGREE: usize = 24;
/// Multiples tried for a primitive element.
const MULTIPLES: i64 = 12;

/// Algebraic constants of terms, and the other parts that are no sum, product, number or natural
/// power.
#[derive(Default)]
pub(crate) struct AlgebraicParts {
    pub constants: Vec<Term>,
    pub generators: Vec<Term>,
}

impl AlgebraicParts {
    pub fn of(store: &mut Store, roots: &[Term]) -> AlgebraicParts {
        let mut parts = AlgebraicParts::default();
        let mut stack = roots.to_vec();
        let mut seen: FxHashSet<Term> = FxHashSet::default();
        while let Some(term) = stack.pop() {
            if !seen.insert(term) {
                continue;
            }
            let constant = match store.kind(term) {
                Kind::Number(_) => {
                    if store.as_number(term).is_some_and(|n| !n.is_real()) {
                        let unit = store.number(Number::i());
                        if !parts.constants.contains(&unit) {
                            parts.constants.push(unit);
                        }
                    }
                    continue;
                }
                Kind::Sum | Kind::Product => {
                    // most parts are real numbers and powers of symbols: these need no turn of
                    // their own
                    for &child in store.children(term) {
                        let (base, exponent) = store.base_and_exponent(child);
                        match store.kind(base) {
                            Kind::Number(_)
                                if store.as_number(child).is_some_and(Number::is_real) => {}
                            Kind::Symbol(_)
                                if parts.generators.last() == Some(&base)
                                    && store.as_i64(exponent).is_some() => {}
                            _ => stack.push(child),
                        }
                    }
                    continue;
                }
                Kind::Power => {
                    let (base, exponent) = store.base_and_exponent(term);
                    if store.as_i64(exponent).is_some() {
                        stack.push(base);
                        continue;
                    }
                    store.symbols(term).is_empty()
                        && store.as_number(exponent).is_some_and(|n| n.as_rational().is_some())
                }
                _ => as_root(store, term).is_some(),
            };
            let list = if constant { &mut parts.constants } else { &mut parts.generators };
            list.push(term);
        }
        parts.constants.sort_by(|&a, &b| store.compare(a, b));
        parts
    }
}

pub(crate) struct ConstantField {
    pub numbers: NumberField,
    constants: Vec<(Term, NumberFieldElement)>,
    /// Terms with their values as elements, a basis.
    basis: Vec<Term>,
    /// Powers of the primitive element by the basis.
    powers: Vec<Vec<Rational>>,
}

fn failed(error: RingError) -> Error {
    AlgebraError::from(error).into()
}

impl ConstantField {
    /// `None` when a constant is not algebraic as far as is known, or the degree is too large.
    pub fn new(core: &mut Core, constants: &[Term]) -> Result<Option<ConstantField>, Error> {
        let budget = core.budget();
        let mut primitive: Option<(Term, Vec<Integer>)> = None;
        let mut known: Vec<(Term, NumberFieldElement)> = Vec::new();
        let mut degrees: Vec<usize> = Vec::new();
        for &constant in constants {
            let Some(minimal) =
                minimal_polynomial(&mut core.store, &core.library, constant, &budget)
                    .map_err(failed)?
            else {
                return Ok(None);
            };
            degrees.push(minimal.len() - 1);
            let Some((old, old_minimal)) = primitive.take() else {
                let Some(field) = NumberField::new(&minimal) else { return Ok(None) };
                known.push((constant, field.generator().map_err(failed)?));
                primitive = Some((constant, minimal));
                continue;
            };
            // old + s constant, with both in the field that it generates
            for s in 1..=MULTIPLES {
                let factor = core.store.integer(s);
                let product = core.store.product(&[factor, constant]);
                let candidate = core.store.sum(&[old, product]);
                let joined = minimal_polynomial(&mut core.store, &core.library, candidate, &budget)
                    .map_err(failed)?;
                let Some(joined) = joined.filter(|p| p.len() <= MAX_DEGREE + 1) else {
                    return Ok(None);
                };
                let Some(field) = NumberField::new(&joined) else { return Ok(None) };
                let lifted: Vec<NumberFieldElement> = minimal
                    .iter()
                    .map(|c| NumberFieldElement::rational(Rational::from(c.clone())))
                    .collect();
                let other = field.reflected(&old_minimal, s).map_err(failed)?;
                let Some(value) = field.common_root(&lifted, &other, &budget).map_err(failed)?
                else {
                    continue;
                };
                // the old element is the new one less s times the constant
                let moved = value.scaled(&Rational::integer(-s));
                let image = field
                    .generator()
                    .and_then(|generator| field.add(&generator, &moved))
                    .map_err(failed)?;
                for pair in &mut known {
                    pair.1 = field.substituted(&pair.1, &image).map_err(failed)?;
                }
                known.push((constant, value));
                primitive = Some((candidate, joined));
                break;
            }
            if primitive.is_none() {
                return Ok(None);
            }
        }
        let Some((element, minimal)) = primitive else { return Ok(None) };
        let Some(numbers) = NumberField::new(&minimal) else { return Ok(None) };
        let (basis, powers) = ConstantField::basis(core, &numbers, &known, &degrees, element)?;
        Ok(Some(ConstantField { numbers, constants: known, basis, powers }))
    }

    /// Products of powers of the constants, when these are a basis; else powers of the primitive
    /// element.
    fn basis(
        core: &mut Core,
        numbers: &NumberField,
        known: &[(Term, NumberFieldElement)],
        degrees: &[usize],
        element: Term,
    ) -> Result<(Vec<Term>, Vec<Vec<Rational>>), Error> {
        let n = numbers.degree();
        let mut products: Vec<(Term, NumberFieldElement)> = vec![(core.store.one(), numbers.one())];
        for ((constant, value), &degree) in known.iter().zip(degrees) {
            let mut longer = Vec::new();
            for (term, element) in &products {
                let mut current = (*term, element.clone());
                for power in 0..degree {
                    if power > 0 {
                        current = (
                            core.store.product(&[current.0, *constant]),
                            numbers.multiply(&current.1, value).map_err(failed)?,
                        );
                    }
                    longer.push(current.clone());
                }
            }
            products = longer;
        }
        let values: Vec<NumberFieldElement> =
            products.iter().map(|product| product.1.clone()).collect();
        if let Some(powers) = numbers.powers_by_basis(&values, &core.budget()).map_err(failed)? {
            return Ok((products.into_iter().map(|product| product.0).collect(), powers));
        }
        let mut basis = Vec::new();
        for k in 0..n {
            let exponent = core.store.integer(k as i64);
            basis.push(core.store.power(element, exponent));
        }
        let unit = |k: usize| {
            (0..n).map(|i| if i == k { Rational::ONE } else { Rational::ZERO }).collect()
        };
        Ok((basis, (0..n).map(unit).collect()))
    }

    /// The coefficients of a polynomial in `x`, lowest first.
    pub fn read(
        &self,
        core: &mut Core,
        term: Term,
        x: Term,
    ) -> Result<Vec<NumberFieldElement>, Error> {
        let generator = core.store.symbol("#a");
        let mut images: Vec<(Term, Term)> = Vec::new();
        for (constant, value) in &self.constants {
            let mut addends = Vec::new();
            for (k, c) in value.coordinates().iter().enumerate() {
                let (c, exponent) =
                    (core.store.number(c.clone().into()), core.store.integer(k as i64));
                let power = core.store.power(generator, exponent);
                addends.push(core.store.product(&[c, power]));
            }
            images.push((*constant, core.store.sum(&addends)));
        }
        let unit = core.store.number(Number::i());
        let image = |term: Term| images.iter().find(|pair| pair.0 == term).map(|pair| pair.1);
        let replaced = core.store.transform(term, &mut |store, node, children| {
            if let Some(value) = image(node) {
                return value;
            }
            if let (Some(number), Some(value)) =
                (store.as_number(node).filter(|n| !n.is_real()).cloned(), image(unit))
            {
                let part = |r: viete_numbers::Real| r.to_rational().unwrap_or(Rational::ZERO);
                let (re, im) = (
                    store.number(part(number.re().clone()).into()),
                    store.number(part(number.im().clone()).into()),
                );
                let scaled = store.product(&[im, value]);
                return store.sum(&[re, scaled]);
            }
            store.build(store.kind(node), children)
        });
        let budget = core.budget();
        let mut elements = Vec::new();
        for coefficient in operations::coefficients(&mut core.store, replaced, x, &budget)? {
            let inner = operations::coefficients(&mut core.store, coefficient, generator, &budget)?;
            let value = |&c: &Term| core.store.as_number(c).and_then(Number::as_rational).cloned();
            let values: Option<Vec<Rational>> = inner.iter().map(value).collect();
            let values = values.ok_or(AlgebraError::NoPolynomial)?;
            elements.push(self.numbers.reduce(&values).map_err(failed)?);
        }
        Ok(elements)
    }

    /// The polynomial in `x` as a term.
    pub fn write(&self, core: &mut Core, polynomial: &[NumberFieldElement], x: Term) -> Term {
        let mut addends = Vec::new();
        for (k, element) in polynomial.iter().enumerate() {
            let exponent = core.store.integer(k as i64);
            let power = core.store.power(x, exponent);
            for (place, &product) in self.basis.iter().enumerate() {
                let c = element
                    .coordinates()
                    .iter()
                    .zip(&self.powers)
                    .filter_map(|(c, row)| Some(c * row.get(place)?));
                let c = c.fold(Rational::ZERO, |sum, x| &sum + &x);
                if c.is_zero() {
                    continue;
                }
                let number = core.store.number(c.into());
                addends.push(core.store.product(&[number, product, power]));
            }
        }
        core.store.sum(&addends)
    }
}
