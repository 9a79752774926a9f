//! The number field that algebraic constants generate: a primitive element, the constants in it,
//! and its elements written back by products of powers of the constants.

use crate::minimal::minimal_polynomial;
use viete_algebra::{AlgebraError, operations};
use viete_numbers::{Budget, Integer, Number, Rational};
use viete_rings::univariate::ScalarField;
use viete_rings::{NumberField, NumberFieldElement};
use viete_syntax::Library;
use viete_term::{Store, Term};

/// Largest degree of the field.
const MAX_DEGREE: usize = 24;
/// Multiples tried for a primitive element.
const MULTIPLES: i64 = 12;

/// A number field with the terms that its elements stand for.
#[derive(Clone, Debug)]
pub struct ConstantField {
    /// The field, by a primitive element.
    pub numbers: NumberField,
    constants: Vec<(Term, NumberFieldElement)>,
    /// Terms with their values as elements, a basis.
    basis: Vec<Term>,
    /// Powers of the primitive element by the basis.
    powers: Vec<Vec<Rational>>,
}

impl ConstantField {
    /// `None` when a constant is not algebraic as far as is known, or the degree is too large.
    ///
    /// # Errors
    /// Too large, or the budget's stop.
    pub fn new(
        store: &mut Store,
        library: &Library,
        constants: &[Term],
        budget: &Budget,
    ) -> Result<Option<ConstantField>, AlgebraError> {
        let mut primitive: Option<(Term, Vec<Integer>)> = None;
        let mut known: Vec<(Term, NumberFieldElement)> = Vec::new();
        let mut degrees: Vec<usize> = Vec::new();
        for &constant in constants {
            let Some(minimal) = minimal_polynomial(store, library, constant, budget)? else {
                return Ok(None);
            };
            degrees.push(minimal.len() - 1);
            let Some((old, old_minimal)) = primitive.take() else {
                let Some(field) = NumberField::new(&minimal) else { return Ok(None) };
                known.push((constant, field.generator()?));
                primitive = Some((constant, minimal));
                continue;
            };
            // old + s constant, with both in the field that it generates
            for s in 1..=MULTIPLES {
                let factor = store.integer(s);
                let product = store.product(&[factor, constant]);
                let candidate = store.sum(&[old, product]);
                let joined = minimal_polynomial(store, library, candidate, budget)?;
                let Some(joined) = joined.filter(|p| p.len() <= MAX_DEGREE + 1) else {
                    return Ok(None);
                };
                let Some(field) = NumberField::new(&joined) else { return Ok(None) };
                let lifted: Vec<NumberFieldElement> = minimal
                    .iter()
                    .map(|c| NumberFieldElement::rational(Rational::from(c.clone())))
                    .collect();
                let other = field.reflected(&old_minimal, s)?;
                let Some(value) = field.common_root(&lifted, &other, budget)? else {
                    continue;
                };
                // the old element is the new one less s times the constant
                let moved = value.scaled(&Rational::integer(-s));
                let image =
                    field.generator().and_then(|generator| field.add(&generator, &moved))?;
                for pair in &mut known {
                    pair.1 = field.substituted(&pair.1, &image)?;
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
        let (basis, powers) =
            ConstantField::basis(store, &numbers, &known, &degrees, element, budget)?;
        Ok(Some(ConstantField { numbers, constants: known, basis, powers }))
    }

    /// Products of powers of the constants, when these are a basis; else powers of the primitive
    /// element.
    fn basis(
        store: &mut Store,
        numbers: &NumberField,
        known: &[(Term, NumberFieldElement)],
        degrees: &[usize],
        element: Term,
        budget: &Budget,
    ) -> Result<(Vec<Term>, Vec<Vec<Rational>>), AlgebraError> {
        let n = numbers.degree();
        let mut products: Vec<(Term, NumberFieldElement)> = vec![(store.one(), numbers.one())];
        for ((constant, value), &degree) in known.iter().zip(degrees) {
            let mut longer = Vec::new();
            for (term, element) in &products {
                let mut current = (*term, element.clone());
                for power in 0..degree {
                    if power > 0 {
                        current = (
                            store.product(&[current.0, *constant]),
                            numbers.multiply(&current.1, value)?,
                        );
                    }
                    longer.push(current.clone());
                }
            }
            products = longer;
        }
        let values: Vec<NumberFieldElement> =
            products.iter().map(|product| product.1.clone()).collect();
        if let Some(powers) = numbers.powers_by_basis(&values, budget)? {
            return Ok((products.into_iter().map(|product| product.0).collect(), powers));
        }
        let mut basis = Vec::new();
        for k in 0..n {
            let exponent = store.integer(k as i64);
            basis.push(store.power(element, exponent));
        }
        let unit = |k: usize| {
            (0..n).map(|i| if i == k { Rational::ONE } else { Rational::ZERO }).collect()
        };
        Ok((basis, (0..n).map(unit).collect()))
    }

    /// The coefficients of a polynomial in `x`, lowest first.
    ///
    /// # Errors
    /// Not a polynomial over the field, too large, or the budget's stop.
    pub fn read(
        &self,
        store: &mut Store,
        term: Term,
        x: Term,
        budget: &Budget,
    ) -> Result<Vec<NumberFieldElement>, AlgebraError> {
        let generator = store.symbol("#a");
        let mut images: Vec<(Term, Term)> = Vec::new();
        for (constant, value) in &self.constants {
            let mut addends = Vec::new();
            for (k, c) in value.coordinates().iter().enumerate() {
                let (c, exponent) = (store.number(c.clone().into()), store.integer(k as i64));
                let power = store.power(generator, exponent);
                addends.push(store.product(&[c, power]));
            }
            images.push((*constant, store.sum(&addends)));
        }
        let unit = store.number(Number::i());
        let image = |term: Term| images.iter().find(|pair| pair.0 == term).map(|pair| pair.1);
        let replaced = store.transform(term, &mut |store, node, children| {
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
        let mut elements = Vec::new();
        for coefficient in operations::coefficients(store, replaced, x, budget)? {
            let inner = operations::coefficients(store, coefficient, generator, budget)?;
            let value = |&c: &Term| store.as_number(c).and_then(Number::as_rational).cloned();
            let values: Option<Vec<Rational>> = inner.iter().map(value).collect();
            let values = values.ok_or(AlgebraError::NoPolynomial)?;
            elements.push(self.numbers.reduce(&values)?);
        }
        Ok(elements)
    }

    /// The polynomial in `x` as a term.
    pub fn write(&self, store: &mut Store, polynomial: &[NumberFieldElement], x: Term) -> Term {
        let mut addends = Vec::new();
        for (k, element) in polynomial.iter().enumerate() {
            let exponent = store.integer(k as i64);
            let power = store.power(x, exponent);
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
                let number = store.number(c.into());
                addends.push(store.product(&[number, product, power]));
            }
        }
        store.sum(&addends)
    }
}
