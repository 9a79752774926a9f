//! The gcd over Z/p in several variables by sparse interpolation (R. Zippel, "Probabilistic
//! algorithms for sparse polynomials", EUROSAM 1979), with the leading coefficient's multiple fixed
//! beforehand as by W. S. Brown (1971) and evaluation at geometric sequences, so that coefficients
//! come from transposed Vandermonde systems (J. Hu, M. Monagan, ISSAC 2016).
//!
//! Random points may mislead; the caller divides.

use super::modular::{Context, Terms};
use crate::Result;
use crate::dense::modular as dense;
use crate::key::Key;
use crate::word::Stream;

/// Random choices made anew after bad luck.
const ATTEMPTS: usize = 4;

/// The monic gcd, probably; `None` after bad luck.
pub(super) fn gcd<K: Key>(
    context: &Context<'_, K>,
    a: &Terms<K>,
    b: &Terms<K>,
    stream: &mut Stream,
) -> Result<Option<Terms<K>>> {
    if a.is_empty() || b.is_empty() {
        return Ok(Some(context.monic(if a.is_empty() { b } else { a })));
    }
    let one = vec![(K::default(), context.field.one())];
    if a.len() == 1 && a[0].0 == K::default() || b.len() == 1 && b[0].0 == K::default() {
        return Ok(Some(one));
    }
    for _ in 0..ATTEMPTS {
        let Some(bounds) = degree_bounds(context, a, b, stream)? else { continue };
        let active: Vec<usize> = (0..bounds.len()).filter(|&v| bounds[v] > 0).collect();
        if active.is_empty() {
            return Ok(Some(one));
        }
        // the gcd is free of the other variables
        let values: Vec<Option<u64>> = bounds
            .iter()
            .map(|&bound| (bound == 0).then(|| stream.element(&context.field)))
            .collect();
        let (a, b) = (context.evaluate(a, &values), context.evaluate(b, &values));
        let found = if let [x] = active.as_slice() {
            let none = vec![None; bounds.len()];
            let (p, q) = (
                context.univariate(&a, &context.degrees(&a), *x, &none),
                context.univariate(&b, &context.degrees(&b), *x, &none),
            );
            let common = dense::gcd(&context.field, &p, &q, context.budget)?;
            let terms = common.iter().enumerate().rev().filter(|(_, c)| **c != 0);
            Some(terms.map(|(n, &c)| (context.layout.power(*x, n as u64), c)).collect())
        } else {
            several(context, &a, &b, &active, &bounds, stream)?
        };
        if let Some(found) = found {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// For each variable the degree of the gcd in it at random values of the others: at least the gcd's
/// own.
fn degree_bounds<K: Key>(
    context: &Context<'_, K>,
    a: &Terms<K>,
    b: &Terms<K>,
    stream: &mut Stream,
) -> Result<Option<Vec<u64>>> {
    let (of_a, of_b) = (context.degrees(a), context.degrees(b));
    let count = of_a.len();
    let point: Vec<u64> = (0..count).map(|_| stream.element(&context.field)).collect();
    let mut bounds = vec![0; count];
    for x in 0..count {
        if of_a[x] == 0 || of_b[x] == 0 {
            continue;
        }
        context.budget.spend((a.len() + b.len()) as u64)?;
        let values: Vec<Option<u64>> =
            point.iter().enumerate().map(|(v, &value)| (v != x).then_some(value)).collect();
        let (p, q) =
            (context.univariate(a, &of_a, x, &values), context.univariate(b, &of_b, x, &values));
        if p.len() != of_a[x] as usize + 1 || q.len() != of_b[x] as usize + 1 {
            return Ok(None);
        }
        bounds[x] = dense::gcd(&context.field, &p, &q, context.budget)?.len() as u64 - 1;
    }
    Ok(Some(bounds))
}

/// The gcd of the coefficients of powers of `x`: that of one and a random combination of the
/// others.
fn content<K: Key>(
    context: &Context<'_, K>,
    a: &Terms<K>,
    x: usize,
    stream: &mut Stream,
) -> Result<Option<Terms<K>>> {
    context.budget.spend(a.len() as u64)?;
    let mut parts = context.coefficients(a, x);
    parts.sort_by_key(|part| part.1.len());
    let Some(((_, first), rest)) = parts.split_first() else { return Ok(None) };
    if rest.is_empty() {
        return Ok(Some(context.monic(first)));
    }
    let combined = context.combination(rest.iter().map(|part| &part.1), stream);
    gcd(context, first, &combined, stream)
}

fn several<K: Key>(
    context: &Context<'_, K>,
    a: &Terms<K>,
    b: &Terms<K>,
    active: &[usize],
    bounds: &[u64],
    stream: &mut Stream,
) -> Result<Option<Terms<K>>> {
    // the univariate gcds are cheap: let them carry the largest degree
    let x = active.iter().copied().max_by_key(|&v| bounds[v]).unwrap_or(active[0]);
    let (Some(content_a), Some(content_b)) =
        (content(context, a, x, stream)?, content(context, b, x, stream)?)
    else {
        return Ok(None);
    };
    let Some(common_content) = gcd(context, &content_a, &content_b, stream)? else {
        return Ok(None);
    };
    let strip = |p: &Terms<K>, by: &Terms<K>| {
        if by.len() == 1 && by[0].0 == K::default() {
            Ok(Some(p.clone()))
        } else {
            context.exact_quotient(p, by)
        }
    };
    let (Some(a), Some(b)) = (strip(a, &content_a)?, strip(b, &content_b)?) else {
        return Ok(None);
    };
    let leading =
        |p: &Terms<K>| context.coefficients(p, x).pop().map(|part| part.1).unwrap_or_default();
    let Some(lead) = gcd(context, &leading(&a), &leading(&b), stream)? else { return Ok(None) };
    let others: Vec<usize> = active.iter().copied().filter(|&v| v != x).collect();
    let lead_degrees = context.degrees(&lead);
    let (of_a, of_b) = (context.degrees(&a), context.degrees(&b));
    let problem = Problem {
        context,
        x,
        degree: bounds[x] as usize,
        a: &a,
        b: &b,
        lead: &lead,
        degrees: others
            .iter()
            .map(|&y| (bounds[y] + lead_degrees[y]).min(of_a[y].min(of_b[y]) + lead_degrees[y]))
            .collect(),
        others,
        largest: of_a.iter().zip(&of_b).map(|(&m, &n)| m.max(n)).collect(),
    };
    let Some(scaled) = problem.solve(stream)? else { return Ok(None) };
    // the scaled gcd without the content that the scaling brought in
    let Some(extra) = content(context, &scaled, x, stream)? else { return Ok(None) };
    let Some(primitive) = strip(&scaled, &extra)? else { return Ok(None) };
    let whole = if common_content.len() == 1 {
        shifted(&primitive, common_content[0].0)
    } else {
        context.multiply(&primitive, &common_content)?
    };
    Ok(Some(context.monic(&whole)))
}

fn shifted<K: Key>(terms: &Terms<K>, key: K) -> Terms<K> {
    terms.iter().map(|&(own, c)| (own.plus(key), c)).collect()
}

/// One gcd without content in the main variable.
struct Problem<'p, K> {
    context: &'p Context<'p, K>,
    x: usize,
    /// Of the gcd in x.
    degree: usize,
    a: &'p Terms<K>,
    b: &'p Terms<K>,
    /// A multiple of the gcd's leading coefficient in x; the gcd is found with it as leading
    /// coefficient.
    lead: &'p Terms<K>,
    others: Vec<usize>,
    /// Of the scaled gcd, by place in `others`.
    degrees: Vec<u64>,
    /// The largest exponents in both polynomials.
    largest: Vec<u64>,
}

/// For each power of x the power products of the other variables with their coefficients.
type Groups<K> = Vec<Vec<(K, u64)>>;

impl<K: Key> Problem<'_, K> {
    fn solve(&self, stream: &mut Stream) -> Result<Option<Terms<K>>> {
        let field = &self.context.field;
        let mut fixed: Vec<Option<u64>> = vec![None; self.context.layout.variables()];
        for &y in &self.others {
            fixed[y] = Some(stream.element(field));
        }
        // the gcd in x alone
        let mut groups: Groups<K> = Vec::new();
        for (level, (&y, &degree)) in self.others.iter().zip(&self.degrees).enumerate() {
            let mut points: Vec<u64> = Vec::new();
            let mut samples: Vec<Groups<K>> = Vec::new();
            while points.len() <= degree as usize {
                let point = stream.element(field);
                if points.contains(&point) {
                    continue;
                }
                fixed[y] = Some(point);
                let Some(sample) = self.sample(level, &groups, &fixed, stream)? else {
                    return Ok(None);
                };
                points.push(point);
                samples.push(sample);
            }
            fixed[y] = points.first().copied();
            groups = self.interpolate(y, &points, &samples);
        }
        let mut terms = Vec::new();
        for (n, group) in groups.iter().enumerate() {
            let power = self.context.layout.power(self.x, n as u64);
            terms.extend(group.iter().map(|&(key, c)| (key.plus(power), c)));
        }
        Ok(Some(self.context.collect(terms)))
    }

    /// The coefficients of the skeleton's power products in the first `level` variables at the
    /// fixed values of the others.
    fn sample(
        &self,
        level: usize,
        skeleton: &Groups<K>,
        fixed: &[Option<u64>],
        stream: &mut Stream,
    ) -> Result<Option<Groups<K>>> {
        let field = &self.context.field;
        let free = &self.others[..level];
        let mut bases: Vec<Option<u64>> = vec![None; fixed.len()];
        for &y in free {
            bases[y] = Some(1 + stream.element(field) % (field.characteristic() - 1));
        }
        let count = skeleton.iter().map(Vec::len).max().unwrap_or(1).max(1);
        let values: Vec<Option<u64>> = fixed
            .iter()
            .enumerate()
            .map(|(v, value)| if free.contains(&v) { None } else { *value })
            .collect();
        let mut a = Series::new(self, self.a, &values, &bases);
        let mut b = Series::new(self, self.b, &values, &bases);
        let mut lead = Series::new(self, self.lead, &values, &bases);
        // images at the powers 1, 2, ... of the bases
        let mut images: Vec<Vec<u64>> = Vec::with_capacity(count);
        for _ in 0..count {
            self.context.budget.spend((self.a.len() + self.b.len()) as u64 / 8 + 1)?;
            let (p, q, scale) = (a.next(field), b.next(field), lead.next(field));
            let Some(&scale) =
                scale.first().filter(|_| p.last() != Some(&0) && q.last() != Some(&0))
            else {
                return Ok(None);
            };
            let image = dense::gcd(field, &p, &q, self.context.budget)?;
            if image.len() != self.degree + 1 || scale == 0 {
                return Ok(None);
            }
            images.push(dense::scale(field, &image, scale));
        }
        if level == 0 {
            let Some(image) = images.first() else { return Ok(None) };
            return Ok(Some(image.iter().map(|&c| vec![(K::default(), c)]).collect()));
        }
        let mut groups = Groups::new();
        for (n, group) in skeleton.iter().enumerate() {
            let nodes: Vec<u64> = group
                .iter()
                .map(|term| {
                    free.iter().fold(field.one(), |value, &y| {
                        field.mul(
                            value,
                            field.pow(
                                bases[y].unwrap_or(0),
                                self.context.layout.exponent(term.0, y),
                            ),
                        )
                    })
                })
                .collect();
            let right: Vec<u64> = images.iter().take(group.len()).map(|image| image[n]).collect();
            let Some(solution) = transposed_vandermonde(field, &nodes, &right) else {
                return Ok(None);
            };
            groups.push(group.iter().zip(solution).map(|(term, c)| (term.0, c)).collect());
        }
        Ok(Some(groups))
    }

    /// Each coefficient as a polynomial in `y` through its samples.
    fn interpolate(&self, y: usize, points: &[u64], samples: &[Groups<K>]) -> Groups<K> {
        let (field, layout) = (&self.context.field, self.context.layout);
        // Lagrange's basis: the full product divided by each linear factor
        let mut full = vec![field.one()];
        for &point in points {
            full = dense::multiply(field, &full, &[field.negate(point), field.one()]);
        }
        let basis: Vec<Vec<u64>> = points
            .iter()
            .map(|&point| {
                let (part, _) = dense::divide(field, &full, &[field.negate(point), field.one()]);
                let at = dense::evaluate(field, &part, point);
                dense::scale(field, &part, field.inverse(at))
            })
            .collect();
        let mut groups = Groups::new();
        for n in 0..=self.degree {
            let mut group = Vec::new();
            let count = samples.first().map_or(0, |sample| sample[n].len());
            for place in 0..count {
                let key = samples[0][n][place].0;
                for power in 0..points.len() {
                    let sum = basis.iter().zip(samples).fold(0, |sum, (row, sample)| {
                        field.accumulate(
                            sum,
                            row.get(power).copied().unwrap_or(0),
                            sample[n][place].1,
                        )
                    });
                    let c = field.reduce(sum);
                    if c != 0 {
                        group.push((key.plus(layout.power(y, power as u64)), c));
                    }
                }
            }
            groups.push(group);
        }
        groups
    }
}

/// Values of a polynomial, as polynomials in x, at the successive powers of a base point.
struct Series {
    /// Power of x, value at the current point, factor to the next.
    terms: Vec<(u32, u64, u64)>,
    degree: usize,
}

impl Series {
    fn new<K: Key>(
        problem: &Problem<'_, K>,
        p: &Terms<K>,
        values: &[Option<u64>],
        bases: &[Option<u64>],
    ) -> Series {
        let (context, x) = (problem.context, problem.x);
        let (fixed, moving) =
            (context.tables(&problem.largest, values), context.tables(&problem.largest, bases));
        let product = |tables: &[(usize, Vec<u64>)], key: K| {
            tables.iter().fold(context.field.one(), |value, (variable, powers)| {
                context.field.mul(value, powers[context.layout.exponent(key, *variable) as usize])
            })
        };
        let term = |&(key, c): &(K, u64)| {
            let step = product(&moving, key);
            let first = context.field.mul(context.field.mul(c, product(&fixed, key)), step);
            (context.layout.exponent(key, x) as u32, first, step)
        };
        let terms: Vec<(u32, u64, u64)> = p.iter().map(term).collect();
        let degree = terms.iter().map(|term| term.0 as usize).max().unwrap_or(0);
        Series { terms, degree }
    }

    fn next(&mut self, field: &crate::word::Field) -> Vec<u64> {
        let mut values = vec![0; self.degree + 1];
        for (power, value, step) in &mut self.terms {
            let slot = &mut values[*power as usize];
            *slot = field.add(*slot, *value);
            *value = field.mul(*value, *step);
        }
        values
    }
}

/// `c` with `sum_m c_m node_m^k = right_k` for k = 1, 2, ...; `None` when nodes coincide.
pub(crate) fn transposed_vandermonde(
    field: &crate::word::Field,
    nodes: &[u64],
    right: &[u64],
) -> Option<Vec<u64>> {
    if let ([node], [value]) = (nodes, right) {
        return (*node != 0).then(|| vec![field.div(*value, *node)]);
    }
    let mut full = vec![field.one()];
    for &node in nodes {
        full = dense::multiply(field, &full, &[field.negate(node), field.one()]);
    }
    let mut solution = Vec::with_capacity(nodes.len());
    for &node in nodes {
        let (part, _) = dense::divide(field, &full, &[field.negate(node), field.one()]);
        let at = field.mul(dense::evaluate(field, &part, node), node);
        if at == 0 {
            return None;
        }
        let sum = part.iter().zip(right).fold(0, |sum, (&c, &r)| field.accumulate(sum, c, r));
        solution.push(field.div(field.reduce(sum), at));
    }
    Some(solution)
}
