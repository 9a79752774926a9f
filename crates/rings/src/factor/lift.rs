//! From the factors at integer values of all variables but one to the factors themselves, one
//! variable after the other: coefficients in the variables already lifted are interpolated sparsely
//! from bivariate lifts (T. Chen, M. Monagan, "Factoring multivariate polynomials represented by
//! black boxes", 2020), modulo word primes.

use super::bivariate::{self, Series};
use crate::Result;
use crate::dense::{factor as univariate, modular as dense, primitive};
use crate::gcd::garner;
use crate::gcd::modular::{Context, Terms};
use crate::gcd::zippel::transposed_vandermonde;
use crate::key::{Key, Layout};
use crate::polynomial::Polynomial;
use crate::word::{Field, Stream, word_primes};
use std::sync::Arc;
use viete_numbers::{Budget, Integer};

/// Word primes joined for long coefficients.
const PRIMES: usize = 200;

/// A polynomial at integer values of all variables but one.
pub(super) struct Image {
    x: usize,
    values: Vec<Integer>,
    pub content: Integer,
    /// The irreducible factors in x.
    pub factors: Vec<Vec<Integer>>,
}

impl Image {
    /// At random values up to `size`; `None` when the degree falls or a factor repeats.
    pub fn new<K: Key>(
        f: &Polynomial<K>,
        x: usize,
        size: u64,
        stream: &mut Stream,
        budget: &Budget,
    ) -> Result<Option<Image>> {
        let degrees = f.degrees();
        let draw = |stream: &mut Stream| (stream.next_u64() % (2 * size + 1)) as i64 - size as i64;
        let values: Vec<Integer> = degrees
            .iter()
            .enumerate()
            .map(|(v, &d)| Integer::from(if v == x || d == 0 { 0 } else { draw(stream) }))
            .collect();
        let mut at = f.clone();
        for (v, value) in values.iter().enumerate().filter(|(v, _)| *v != x && degrees[*v] > 0) {
            at = at.evaluate(v, value)?;
        }
        if at.degree(x) != degrees[x] {
            return Ok(None);
        }
        let Some((_, coefficients)) = at.univariate(budget)? else { return Ok(None) };
        let content = crate::dense::content(&coefficients);
        let whole = primitive(&coefficients);
        if univariate::squarefree(&whole, budget)?.iter().any(|part| part.1 > 1) {
            return Ok(None);
        }
        let (_, found) = univariate::factor(&whole, budget)?;
        Ok(Some(Image {
            x,
            values,
            content,
            factors: found.into_iter().map(|factor| factor.0).collect(),
        }))
    }

    /// The value of a polynomial without the main variable.
    pub fn value<K: Key>(&self, p: &Polynomial<K>) -> Option<Integer> {
        let mut at = p.clone();
        for (v, value) in self.values.iter().enumerate().filter(|(v, _)| *v != self.x) {
            at = at.evaluate(v, value).ok()?;
        }
        at.as_constant()
    }

    pub fn layout<K: Key>(&self) -> Option<Arc<Layout<K>>> {
        Layout::new(self.values.len(), 1).map(Arc::new)
    }
}

/// The factors, when these leading coefficients are right and the image's factors belong to
/// different ones.
pub(super) fn lift<K: Key>(
    f: &Polynomial<K>,
    x: usize,
    image: &Image,
    leads: &[Polynomial<K>],
    stream: &mut Stream,
    budget: &Budget,
) -> Result<Option<Vec<Polynomial<K>>>> {
    // the true leading coefficient of a factor is a divisor of this number times the given one
    let scale = f.content_of_leading(x);
    let mut joined: Vec<Vec<(K, Integer)>> = Vec::new();
    let mut modulus = Integer::ONE;
    for p in word_primes().take(PRIMES) {
        let field = Field::new(p);
        let problem =
            Problem { context: Context { layout: &f.layout, field, budget }, x, image, leads };
        let Some(factors) = problem.solve(f, stream)? else { return Ok(None) };
        let scale = field.from_integer(&scale);
        let scaled: Vec<Terms<K>> = factors
            .iter()
            .map(|factor| factor.iter().map(|&(key, c)| (key, field.mul(c, scale))).collect())
            .collect();
        let stable = join(&field, &mut joined, &mut modulus, &scaled);
        let Some(stable) = stable else { return Ok(None) };
        let short = joined.iter().flatten().all(|term| term.1.bits() < 56);
        if stable || short {
            let candidates: Vec<Polynomial<K>> = joined
                .iter()
                .map(|terms| Polynomial::from_terms(terms.clone(), &f.layout).primitive().1)
                .collect();
            if let Some(found) = verified(f, &candidates, budget)? {
                return Ok(Some(found));
            }
            if stable {
                return Ok(None);
            }
        }
    }
    Ok(None)
}

/// The candidates, if the polynomial is their product up to sign.
fn verified<K: Key>(
    f: &Polynomial<K>,
    candidates: &[Polynomial<K>],
    budget: &Budget,
) -> Result<Option<Vec<Polynomial<K>>>> {
    let mut rest = f.clone();
    for candidate in candidates {
        match rest.exact_quotient(candidate, budget)? {
            Some(quotient) => rest = quotient,
            None => return Ok(None),
        }
    }
    Ok(rest.as_constant().map(|_| candidates.to_vec()))
}

/// Joins images of the same support by the Chinese remainder theorem; answers whether nothing
/// changed, `None` when supports differ.
fn join<K: Key>(
    field: &Field,
    joined: &mut Vec<Vec<(K, Integer)>>,
    modulus: &mut Integer,
    images: &[Terms<K>],
) -> Option<bool> {
    if joined.is_empty() {
        *joined = images
            .iter()
            .map(|image| {
                image.iter().map(|&(key, c)| (key, Integer::from(field.to_i64(c)))).collect()
            })
            .collect();
        *modulus = Integer::from(field.characteristic());
        return Some(false);
    }
    let inverse = field.inverse(field.from_integer(modulus));
    let mut changed = false;
    for (known, image) in joined.iter_mut().zip(images) {
        if known.len() != image.len() {
            return None;
        }
        for ((key, old), &(other, new)) in known.iter_mut().zip(image) {
            if *key != other {
                return None;
            }
            let value = garner(field, old, modulus, inverse, field.to_i64(new));
            changed |= value != *old;
            *old = value;
        }
    }
    *modulus = &*modulus * &Integer::from(field.characteristic());
    Some(!changed)
}

struct Problem<'p, K> {
    context: Context<'p, K>,
    x: usize,
    image: &'p Image,
    leads: &'p [Polynomial<K>],
}

impl<K: Key> Problem<'_, K> {
    /// The factors modulo the prime, with the given leading coefficients.
    fn solve(&self, f: &Polynomial<K>, stream: &mut Stream) -> Result<Option<Vec<Terms<K>>>> {
        let context = &self.context;
        let field = &context.field;
        let whole = context.image(f);
        let degrees = f.degrees();
        let leads: Vec<Terms<K>> = self.leads.iter().map(|lead| context.image(lead)).collect();
        let values: Vec<u64> =
            self.image.values.iter().map(|value| field.from_integer(value)).collect();
        // the factors in x, with the leading coefficients' values
        let mut factors: Vec<Terms<K>> = Vec::new();
        for (factor, lead) in self.image.factors.iter().zip(&leads) {
            let all: Vec<Option<u64>> = values.iter().map(|&value| Some(value)).collect();
            let at = context.evaluate(lead, &all).first().map_or(0, |term| term.1);
            let monic = dense::monic(field, &dense::image(field, factor));
            let terms = monic.iter().enumerate().rev().filter(|(_, c)| **c != 0);
            factors.push(
                terms
                    .map(|(n, &c)| (context.layout.power(self.x, n as u64), field.mul(c, at)))
                    .collect(),
            );
        }
        let others: Vec<usize> =
            (0..degrees.len()).filter(|&v| v != self.x && degrees[v] > 0).collect();
        for (level, &y) in others.iter().enumerate() {
            // later variables keep their values
            let fixed: Vec<Option<u64>> = values
                .iter()
                .enumerate()
                .map(|(v, &value)| others[level + 1..].contains(&v).then_some(value))
                .collect();
            let (f, leads) = (
                context.evaluate(&whole, &fixed),
                leads.iter().map(|lead| context.evaluate(lead, &fixed)).collect::<Vec<_>>(),
            );
            let Some(lifted) =
                self.raise(&f, &leads, &factors, &others[..level], y, values[y], stream)?
            else {
                return Ok(None);
            };
            factors = lifted;
        }
        Ok(Some(factors))
    }

    /// The factors with one more variable.
    #[expect(clippy::too_many_arguments, reason = "one step of a computation, called once")]
    fn raise(
        &self,
        f: &Terms<K>,
        leads: &[Terms<K>],
        factors: &[Terms<K>],
        free: &[usize],
        y: usize,
        at: u64,
        stream: &mut Stream,
    ) -> Result<Option<Vec<Terms<K>>>> {
        let context = &self.context;
        let field = &context.field;
        // the power products of the free variables, for each factor and power of x
        let skeleton: Vec<Vec<(u64, Terms<K>)>> =
            factors.iter().map(|factor| context.coefficients(factor, self.x)).collect();
        let count = skeleton.iter().flatten().map(|part| part.1.len()).max().unwrap_or(1);
        let bases: Vec<Option<u64>> = (0..context.layout.variables())
            .map(|v| {
                free.contains(&v).then(|| 1 + stream.element(field) % (field.characteristic() - 1))
            })
            .collect();
        let mut images: Vec<Vec<Series>> = Vec::with_capacity(count);
        let mut point: Vec<Option<u64>> = bases.clone();
        for _ in 0..count {
            context.budget.spend(f.len() as u64)?;
            let bivariate = self.by_power(&context.evaluate(f, &point), y);
            let starts: Vec<Vec<u64>> = factors
                .iter()
                .map(|factor| {
                    self.by_power(&context.evaluate(factor, &point), y)
                        .into_iter()
                        .next()
                        .unwrap_or_default()
                })
                .collect();
            let tops: Vec<Vec<u64>> = leads
                .iter()
                .map(|lead| {
                    let series = bivariate::shifted(
                        field,
                        &self.by_power(&context.evaluate(lead, &point), y),
                        at,
                    );
                    series.iter().map(|part| part.first().copied().unwrap_or(0)).collect()
                })
                .collect();
            // f is the product times the number that the leading coefficients leave
            let shifted = bivariate::shifted(field, &bivariate, at);
            let Some(normal) = self.normalized(&shifted, &starts) else { return Ok(None) };
            let Some(lifted) = bivariate::lift(field, &normal, &starts, &tops, context.budget)?
            else {
                return Ok(None);
            };
            images.push(
                lifted
                    .iter()
                    .map(|series| bivariate::shifted(field, series, field.negate(at)))
                    .collect(),
            );
            point
                .iter_mut()
                .zip(&bases)
                .for_each(|(value, base)| *value = value.zip(*base).map(|(v, b)| field.mul(v, b)));
        }
        let mut result = Vec::with_capacity(factors.len());
        for (index, groups) in skeleton.iter().enumerate() {
            let powers = images.iter().map(|image| image[index].len()).max().unwrap_or(0);
            let mut terms = Terms::new();
            for (n, group) in groups {
                let nodes: Vec<u64> = group
                    .iter()
                    .map(|term| {
                        free.iter().fold(field.one(), |value, &v| {
                            field.mul(
                                value,
                                field
                                    .pow(bases[v].unwrap_or(0), context.layout.exponent(term.0, v)),
                            )
                        })
                    })
                    .collect();
                for power in 0..powers {
                    let entry = |image: &Vec<Series>| {
                        image[index]
                            .get(power)
                            .and_then(|part| part.get(*n as usize))
                            .copied()
                            .unwrap_or(0)
                    };
                    let right: Vec<u64> = images.iter().take(group.len()).map(entry).collect();
                    if right.iter().all(|&c| c == 0) {
                        continue;
                    }
                    let Some(solution) = transposed_vandermonde(field, &nodes, &right) else {
                        return Ok(None);
                    };
                    let shift = context
                        .layout
                        .power(self.x, *n)
                        .plus(context.layout.power(y, power as u64));
                    terms.extend(
                        group.iter().zip(solution).map(|(term, c)| (term.0.plus(shift), c)),
                    );
                }
            }
            result.push(context.collect(terms));
        }
        Ok(Some(result))
    }

    /// The polynomial in x and y by power of y.
    fn by_power(&self, terms: &Terms<K>, y: usize) -> Series {
        let layout = self.context.layout;
        let degree = |v: usize| {
            terms.iter().map(|term| layout.exponent(term.0, v)).max().unwrap_or(0) as usize
        };
        let mut series = vec![vec![0; degree(self.x) + 1]; degree(y) + 1];
        for &(key, c) in terms {
            series[layout.exponent(key, y) as usize][layout.exponent(key, self.x) as usize] = c;
        }
        series.iter_mut().for_each(dense::trim);
        series
    }

    /// The series times the number that makes its value at y = 0 the product of the starting
    /// factors.
    fn normalized(&self, series: &[Vec<u64>], starts: &[Vec<u64>]) -> Option<Series> {
        let field = &self.context.field;
        let lead = starts
            .iter()
            .try_fold(field.one(), |product, start| Some(field.mul(product, *start.last()?)))?;
        let own = *series.first()?.last()?;
        if lead == 0 || own == 0 {
            return None;
        }
        let factor = field.div(lead, own);
        Some(series.iter().map(|part| dense::scale(field, part, factor)).collect())
    }
}

impl<K: Key> Polynomial<K> {
    /// The content of the leading coefficient in `x`.
    fn content_of_leading(&self, x: usize) -> Integer {
        self.leading_in(x).content()
    }
}
