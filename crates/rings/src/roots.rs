//! Roots of polynomials with integer coefficients, in certified enclosures with dyadic centers:
//! real ones isolated by Descartes' rule of signs (G. Collins, A. Akritas, SYMSAC 1976) and refined
//! by quadratic interval refinement (J. Abbott, 2006); all complex ones by Aberth's iteration in
//! fixed-point arithmetic and Smith's discs (B. T. Smith, J. ACM 17 (1970)).

use crate::dense::degree;
use crate::{Result, RingError};
use viete_numbers::{Budget, Integer, Stop};

/// An open interval with one simple root and no root at its ends, or a root itself (equal ends).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Isolated {
    pub low: Integer,
    pub high: Integer,
    /// Both over `2^scale`.
    pub scale: u64,
}

fn two_to(n: u64) -> Result<Integer> {
    Ok(Integer::from(2i64).checked_pow(n)?)
}

/// The sign of `p(m / 2^scale)`.
fn sign_at(p: &[Integer], m: &Integer, scale: u64) -> Result<i64> {
    let unit = two_to(scale)?;
    let mut power = Integer::ONE;
    let mut value = Integer::ZERO;
    for c in p.iter().rev() {
        value = &(&value * m) + &(c * &power);
        power = &power * &unit;
    }
    Ok(value.signum())
}

/// `p(x + 1)`, by additions.
fn shift_by_one(p: &mut [Integer]) {
    let n = p.len();
    for i in 0..n {
        for j in (i..n.saturating_sub(1)).rev() {
            p[j] = &p[j] + &p[j + 1];
        }
    }
}

/// Sign changes of `(x + 1)^n p(1/(x + 1))`: a bound for the roots in (0, 1), exact for 0 and 1.
fn variations(p: &[Integer]) -> usize {
    let mut reversed: Vec<Integer> = p.iter().rev().cloned().collect();
    shift_by_one(&mut reversed);
    let signs: Vec<i64> = reversed.iter().map(Integer::signum).filter(|s| *s != 0).collect();
    signs.windows(2).filter(|pair| pair[0] != pair[1]).count()
}

/// The least k with all roots below `2^k` in magnitude (J. Fujiwara's bound).
fn bound(p: &[Integer]) -> u64 {
    let n = degree(p);
    let lead = p[n].bits() as i64 - 1;
    let terms = (0..n)
        .filter(|&i| !p[i].is_zero())
        .map(|i| (p[i].bits() as i64 - lead).max(0) as u64 / (n - i) as u64 + 1);
    terms.max().unwrap_or(0) + 1
}

/// Isolating intervals of the real roots of a squarefree polynomial, ascending.
///
/// # Errors
/// The budget's stop.
pub fn real_roots(p: &[Integer], budget: &Budget) -> Result<Vec<Isolated>> {
    let mut roots = Vec::new();
    if p.len() < 2 {
        return Ok(roots);
    }
    let k = bound(p);
    for negative in [true, false] {
        // q(x) = p(+-2^k x) on (0, 1)
        let mut q: Vec<Integer> = Vec::with_capacity(p.len());
        for (i, c) in p.iter().enumerate() {
            let scaled = c * &two_to(k * i as u64)?;
            q.push(if negative && i % 2 == 1 { -&scaled } else { scaled });
        }
        let mut side = Vec::new();
        if !negative && q[0].is_zero() {
            side.push(Isolated { low: Integer::ZERO, high: Integer::ZERO, scale: 0 });
        }
        let first = q.iter().position(|c| !c.is_zero()).unwrap_or(0);
        let mut stack = vec![(q[first..].to_vec(), Integer::ZERO, 0u64)];
        while let Some((q, place, depth)) = stack.pop() {
            budget.spend((q.len() * q.len()) as u64)?;
            match variations(&q) {
                0 => {}
                1 => side.push(Isolated {
                    low: place.clone(),
                    high: &place + &Integer::ONE,
                    scale: depth,
                }),
                _ => {
                    // halves: 2^n q(x/2) and the same at x + 1
                    let n = degree(&q) as u64;
                    let mut low = Vec::with_capacity(q.len());
                    for (i, c) in q.iter().enumerate() {
                        low.push(c * &two_to(n - i as u64)?);
                    }
                    let mut high = low.clone();
                    shift_by_one(&mut high);
                    let double = &place + &place;
                    let next = &double + &Integer::ONE;
                    if high[0].is_zero() {
                        side.push(Isolated {
                            low: next.clone(),
                            high: next.clone(),
                            scale: depth + 1,
                        });
                        high.remove(0);
                    }
                    stack.push((high, next, depth + 1));
                    stack.push((low, double, depth + 1));
                }
            }
        }
        // back to the line of p
        for root in &mut side {
            let (lift, scale) = (k.saturating_sub(root.scale), root.scale.saturating_sub(k));
            let factor = two_to(lift)?;
            root.low = &root.low * &factor;
            root.high = &root.high * &factor;
            root.scale = scale;
            if negative {
                (root.low, root.high) = (-&root.high, -&root.low);
            }
        }
        roots.extend(side);
    }
    // compare over one denominator
    let scale = roots.iter().map(|root| root.scale).max().unwrap_or(0);
    let mut keyed: Vec<(Integer, Isolated)> = Vec::new();
    for root in roots {
        keyed.push((&root.low * &two_to(scale - root.scale)?, root));
    }
    keyed.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.high.cmp(&b.1.high)));
    let mut sorted: Vec<Isolated> = keyed.into_iter().map(|pair| pair.1).collect();
    for root in &mut sorted {
        open_ends(p, root, budget)?;
    }
    Ok(sorted)
}

/// Moves ends that are roots themselves (of neighbours) inwards.
fn open_ends(p: &[Integer], root: &mut Isolated, budget: &Budget) -> Result<()> {
    while root.low != root.high
        && (sign_at(p, &root.low, root.scale)? == 0 || sign_at(p, &root.high, root.scale)? == 0)
    {
        budget.spend(p.len() as u64)?;
        halve(p, root, true)?;
    }
    Ok(())
}

/// Halves the interval. With `ends`, an end may be another root: the sign just inside is found from
/// the derivative's.
fn halve(p: &[Integer], root: &mut Isolated, ends: bool) -> Result<()> {
    let middle = &root.low + &root.high;
    let (low, high) = (&root.low + &root.low, &root.high + &root.high);
    root.scale += 1;
    let at = sign_at(p, &middle, root.scale)?;
    if at == 0 {
        (root.low, root.high) = (middle.clone(), middle);
        return Ok(());
    }
    let mut left = sign_at(p, &low, root.scale)?;
    if left == 0 && ends {
        left = sign_at(&crate::dense::derivative(p), &low, root.scale)?;
    }
    if left == at {
        (root.low, root.high) = (middle, high);
    } else {
        (root.low, root.high) = (low, middle);
    }
    Ok(())
}

/// Narrows an isolating interval to a width of at most `2^-bits`, the number of right bits doubling
/// with each success.
///
/// # Errors
/// The budget's stop.
pub fn refine(p: &[Integer], root: &mut Isolated, bits: u64, budget: &Budget) -> Result<()> {
    let mut pieces = 2u64; // log2 of the number of subintervals
    while root.low != root.high && (&root.high - &root.low).bits() + bits > root.scale + 1 {
        budget.spend(p.len() as u64 * (1 + root.scale / 64))?;
        // values over a common denominator decide by linear interpolation which subinterval to try
        let unit = two_to(root.scale)?;
        let value = |m: &Integer| {
            let mut power = Integer::ONE;
            p.iter().rev().fold(Integer::ZERO, |value, c| {
                let next = &(&value * m) + &(c * &power);
                power = &power * &unit;
                next
            })
        };
        let (f, g) = (value(&root.low), value(&root.high));
        let count = two_to(pieces)?;
        let guess = (&f * &count).div_mod_floor(&(&f - &g)).map_or(Integer::ZERO, |pair| pair.0);
        let width = &root.high - &root.low;
        let scale = root.scale + pieces;
        let base = &root.low * &count;
        let last = &count - &Integer::ONE;
        let guess = guess.max(Integer::ZERO).min(last);
        let (left, right) =
            (&base + &(&guess * &width), &base + &(&(&guess + &Integer::ONE) * &width));
        let (at_left, at_right) = (sign_at(p, &left, scale)?, sign_at(p, &right, scale)?);
        if at_left == 0 || at_right == 0 {
            let exact = if at_left == 0 { left.clone() } else { right.clone() };
            // an end of the interval is no root; a grid point inside may be
            if exact != base && exact != &root.high * &count {
                *root = Isolated { low: exact.clone(), high: exact, scale };
                continue;
            }
        }
        if at_left != 0 && at_right != 0 && at_left != at_right {
            *root = Isolated { low: left, high: right, scale };
            pieces *= 2;
        } else {
            halve(p, root, false)?;
            pieces = (pieces / 2).max(2);
        }
    }
    Ok(())
}

/// A disc with exactly one root; real roots have an imaginary part of exactly zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disc {
    pub re: Integer,
    pub im: Integer,
    pub radius: Integer,
    /// All over `2^scale`.
    pub scale: u64,
    pub real: bool,
}

/// Fixed-point complex numbers with so many fractional bits.
type Point = (Integer, Integer);

struct Plane {
    bits: u64,
}

impl Plane {
    fn down(&self, x: &Integer) -> Integer {
        (x.to_big() >> self.bits).into()
    }
    fn up(&self, x: &Integer) -> Integer {
        (x.to_big() << self.bits).into()
    }
    fn add(a: &Point, b: &Point) -> Point {
        (&a.0 + &b.0, &a.1 + &b.1)
    }
    fn sub(a: &Point, b: &Point) -> Point {
        (&a.0 - &b.0, &a.1 - &b.1)
    }
    fn mul(&self, a: &Point, b: &Point) -> Point {
        (
            self.down(&(&(&a.0 * &b.0) - &(&a.1 * &b.1))),
            self.down(&(&(&a.0 * &b.1) + &(&a.1 * &b.0))),
        )
    }
    fn div(&self, a: &Point, b: &Point) -> Option<Point> {
        let norm = &(&b.0 * &b.0) + &(&b.1 * &b.1);
        let conjugate = (b.0.clone(), -&b.1);
        let product = (
            &(&a.0 * &conjugate.0) - &(&a.1 * &conjugate.1),
            &(&a.0 * &conjugate.1) + &(&a.1 * &conjugate.0),
        );
        let quotient = |x: &Integer| self.up(x).div_mod_floor(&norm).map(|pair| pair.0);
        Some((quotient(&product.0)?, quotient(&product.1)?))
    }
}

/// The order of nonreal roots is taken from discs of this radius at most, so that it is the same at
/// every precision.
const ORDER_BITS: u64 = 64;

/// Discs of radius at most `2^-bits` around all complex roots of a squarefree polynomial: real ones
/// first, ascending, then conjugate pairs by real part and magnitude of the imaginary part, the
/// lower one first. Parts that 64 bits do not tell apart count as equal, whatever the precision
/// asked for.
///
/// # Errors
/// The budget's stop.
pub fn all_roots(p: &[Integer], bits: u64, budget: &Budget) -> Result<Vec<Disc>> {
    let n = degree(p);
    let mut real = real_roots(p, budget)?;
    let mut discs = Vec::new();
    for root in &mut real {
        refine(p, root, bits + 1, budget)?;
        let scale = root.scale + 1;
        let radius = &root.high - &root.low;
        discs.push(Disc {
            re: &root.low + &root.high,
            im: Integer::ZERO,
            radius,
            scale,
            real: true,
        });
    }
    if real.len() == n {
        return Ok(discs);
    }
    let coarse = nonreal(p, ORDER_BITS, None, real.len(), budget)?;
    let order = ordered(&coarse.discs);
    if bits <= ORDER_BITS {
        discs.extend(order.iter().map(|&i| coarse.discs[i].1.clone()));
        return Ok(discs);
    }
    let fine =
        nonreal(p, bits, Some((coarse.points.clone(), coarse.precision)), real.len(), budget)?;
    for &i in &order {
        // points keep their places: each fine disc meets the coarse one it came from and no other
        let (place, old) = &coarse.discs[i];
        let Some((_, new)) = fine.discs.iter().find(|disc| disc.0 == *place) else {
            return Err(RingError::Stopped(Stop::Fuel));
        };
        if !old.meets(new)
            || coarse.discs.iter().any(|(other, disc)| other != place && disc.meets(new))
        {
            return Err(RingError::Stopped(Stop::Fuel));
        }
        discs.push(new.clone());
    }
    Ok(discs)
}

/// All roots approximately, and discs of the nonreal ones with their places among the points.
struct Plan {
    points: Vec<Point>,
    precision: u64,
    discs: Vec<(usize, Disc)>,
}

fn nonreal(
    p: &[Integer],
    bits: u64,
    start: Option<(Vec<Point>, u64)>,
    real: usize,
    budget: &Budget,
) -> Result<Plan> {
    let known = start.as_ref().map_or(0, |start| start.1);
    let least = 2 * bound(p) + p.iter().map(Integer::bits).max().unwrap_or(0) / 2 + 64;
    let mut precision = (bits + 64).max(least).max(known);
    let mut start = start;
    for _ in 0..12 {
        let (points, separated) = aberth(p, precision, start.take(), budget)?;
        if let Some(discs) = smith(p, &points, precision, bits, real, budget)?
            && separated
        {
            return Ok(Plan { points, precision, discs });
        }
        start = Some((points, precision));
        precision *= 2;
    }
    Err(RingError::Stopped(Stop::Fuel))
}

/// The places of discs in order: by real part, then magnitude of the imaginary part, then the lower
/// one first, where neighbours whose discs overlap in a part are equal in it.
fn ordered(discs: &[(usize, Disc)]) -> Vec<usize> {
    type Part = fn(&Disc) -> Integer;
    let parts: [Part; 2] = [|disc| disc.re.clone(), |disc| disc.im.abs()];
    let mut groups: Vec<Vec<usize>> = vec![(0..discs.len()).collect()];
    for part in parts {
        let mut finer: Vec<Vec<usize>> = Vec::new();
        for mut group in groups {
            group.sort_by_key(|&i| part(&discs[i].1));
            let mut last: Option<usize> = None;
            for i in group {
                let near = last.is_some_and(|j| {
                    let (a, b) = (&discs[j].1, &discs[i].1);
                    (&part(b) - &part(a)).abs() <= &a.radius + &b.radius
                });
                match finer.last_mut().filter(|_| near) {
                    Some(group) => group.push(i),
                    None => finer.push(vec![i]),
                }
                last = Some(i);
            }
        }
        groups = finer;
    }
    groups.iter_mut().for_each(|group| group.sort_by_key(|&i| discs[i].1.im.clone()));
    groups.concat()
}

impl Disc {
    /// Whether the closed discs have a common point.
    pub fn meets(&self, other: &Disc) -> bool {
        let scale = self.scale.max(other.scale);
        let lift = |x: &Integer, from: u64| -> Integer { (x.to_big() << (scale - from)).into() };
        let gap = |x: &Integer, y: &Integer| &lift(x, self.scale) - &lift(y, other.scale);
        let (dx, dy) = (gap(&self.re, &other.re), gap(&self.im, &other.im));
        let sum = &lift(&self.radius, self.scale) + &lift(&other.radius, other.scale);
        &(&dx * &dx) + &(&dy * &dy) <= &sum * &sum
    }
}

/// Aberth's simultaneous iteration (Math. Comp. 27 (1973)); the second value says whether it came
/// to rest.
fn aberth(
    p: &[Integer],
    precision: u64,
    start: Option<(Vec<Point>, u64)>,
    budget: &Budget,
) -> Result<(Vec<Point>, bool)> {
    let plane = Plane { bits: precision };
    let n = degree(p);
    let coefficients: Vec<Integer> = p.iter().map(|c| plane.up(c)).collect();
    let slopes: Vec<Integer> = crate::dense::derivative(p).iter().map(|c| plane.up(c)).collect();
    let mut points: Vec<Point> = match start {
        Some((points, before)) => {
            let lift = |x: &Integer| -> Integer { (x.to_big() << (precision - before)).into() };
            points.iter().map(|point| (lift(&point.0), lift(&point.1))).collect()
        }
        None => {
            // on a circle of the geometric mean of the roots' magnitudes
            let first = p
                .iter()
                .find(|c| !c.is_zero())
                .map_or(0.0, |c| c.to_f64().abs().log2().min(1000.0));
            let lead = p[n].to_f64().abs().log2().min(1000.0);
            let radius = ((first - lead) / n as f64).exp2().clamp(1e-3, 1e6);
            (0..n)
                .map(|k| {
                    let angle = std::f64::consts::TAU * k as f64 / n as f64 + 0.7;
                    let fixed = |x: f64| -> Integer {
                        let mantissa = Integer::from((x * (1u64 << 30) as f64) as i64);
                        (mantissa.to_big() << (precision - 30)).into()
                    };
                    (fixed(radius * angle.cos()), fixed(radius * angle.sin()))
                })
                .collect()
        }
    };
    let horner = |coefficients: &[Integer], z: &Point| {
        coefficients.iter().rev().fold((Integer::ZERO, Integer::ZERO), |value, c| {
            Plane::add(&plane.mul(&value, z), &(c.clone(), Integer::ZERO))
        })
    };
    for _ in 0..60 + 4 * n {
        budget.spend((n * n) as u64 * (2 + precision / 64))?;
        let mut largest = 0;
        for i in 0..n {
            budget.check_clock()?;
            let z = points[i].clone();
            let value = horner(&coefficients, &z);
            if value.0.is_zero() && value.1.is_zero() {
                continue;
            }
            let Some(newton) = plane.div(&value, &horner(&slopes, &z)) else { continue };
            let mut sum = (Integer::ZERO, Integer::ZERO);
            for (j, other) in points.iter().enumerate().filter(|(j, _)| *j != i) {
                let _ = j;
                budget.check_clock()?;
                if let Some(term) =
                    plane.div(&(plane.up(&Integer::ONE), Integer::ZERO), &Plane::sub(&z, other))
                {
                    sum = Plane::add(&sum, &term);
                }
            }
            let product = plane.mul(&newton, &sum);
            let denominator = (&plane.up(&Integer::ONE) - &product.0, -&product.1);
            let Some(step) = plane.div(&newton, &denominator) else { continue };
            largest = largest.max(step.0.bits()).max(step.1.bits());
            points[i] = Plane::sub(&z, &step);
        }
        if largest < 8 + precision / 16 {
            return Ok((points, true));
        }
    }
    Ok((points, false))
}

/// Discs `|z - z_i| <= n |p(z_i)| / (|lead| product |z_i - z_j|)`: their union holds all roots, and
/// disjoint ones hold one each. The nonreal ones with their places; `None` when they overlap or are
/// too wide.
fn smith(
    p: &[Integer],
    points: &[Point],
    precision: u64,
    bits: u64,
    real: usize,
    budget: &Budget,
) -> Result<Option<Vec<(usize, Disc)>>> {
    let n = degree(p);
    let mut radii: Vec<Integer> = Vec::new();
    for (i, z) in points.iter().enumerate() {
        budget.spend(n as u64 * (2 + precision / 64))?;
        budget.check_clock()?;
        // |p(z)|^2 exactly, over 2^(2 n precision)
        let unit = two_to(precision)?;
        let (mut value, mut power) = ((Integer::ZERO, Integer::ZERO), Integer::ONE);
        for c in p.iter().rev() {
            budget.check_clock()?;
            let product =
                (&(&value.0 * &z.0) - &(&value.1 * &z.1), &(&value.0 * &z.1) + &(&value.1 * &z.0));
            value = (&product.0 + &(c * &power), product.1);
            power = &power * &unit;
        }
        let norm = |z: &Point| &(&z.0 * &z.0) + &(&z.1 * &z.1);
        let numerator = &norm(&value) * &Integer::from((n * n) as u64);
        let lead = &p[n];
        let mut denominator = lead * lead;
        for (_, other) in points.iter().enumerate().filter(|(j, _)| *j != i) {
            budget.check_clock()?;
            denominator = &denominator * &norm(&Plane::sub(z, other));
        }
        if denominator.is_zero() {
            return Ok(None);
        }
        // both over powers of two: numerator 2^(2 n precision), denominator 2^(2 (n - 1)
        // precision); the radius in units of 2^-precision
        let square = numerator.div_mod_floor(&denominator).map_or(Integer::ZERO, |pair| pair.0);
        let radius = &square.root_floor(2).unwrap_or(Integer::ZERO) + &Integer::from(2i64);
        if radius.bits() + bits > precision {
            return Ok(None);
        }
        radii.push(radius);
    }
    for i in 0..n {
        for j in 0..i {
            let difference = Plane::sub(&points[i], &points[j]);
            let norm = &(&difference.0 * &difference.0) + &(&difference.1 * &difference.1);
            let sum = &radii[i] + &radii[j];
            if norm <= &sum * &sum {
                return Ok(None);
            }
        }
    }
    // discs that meet the real axis belong to real roots, if they are as many
    let above =
        points.iter().zip(&radii).enumerate().filter(|(_, (z, radius))| z.1.abs() > **radius);
    let discs: Vec<(usize, Disc)> = above
        .map(|(place, (z, radius))| {
            (
                place,
                Disc {
                    re: z.0.clone(),
                    im: z.1.clone(),
                    radius: radius.clone(),
                    scale: precision,
                    real: false,
                },
            )
        })
        .collect();
    Ok((discs.len() + real == n).then_some(discs))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dense::{multiply, trim};

    fn whole(c: &[i64]) -> Vec<Integer> {
        c.iter().map(|&c| Integer::from(c)).collect()
    }

    #[test]
    fn real_roots_are_isolated_and_refined() {
        let budget = Budget::default();
        // Wilkinson's polynomial of degree 12: 1, 2, ..., 12
        let wilkinson = (1..=12)
            .fold(whole(&[1]), |p, k| multiply(&p, &whole(&[-k, 1]), &budget).unwrap_or_default());
        let roots = real_roots(&wilkinson, &budget).unwrap_or_default();
        assert_eq!(roots.len(), 12);
        // Mignotte's x^9 - 2 (20 x - 1)^2 has two roots close to 1/20
        let mut mignotte = whole(&[-2, 80, -800, 0, 0, 0, 0, 0, 0, 1]);
        trim(&mut mignotte);
        let mut roots = real_roots(&mignotte, &budget).unwrap_or_default();
        assert_eq!(roots.len(), 3);
        for root in &mut roots {
            assert_eq!(refine(&mignotte, root, 200, &budget), Ok(()));
            assert!((&root.high - &root.low).bits() + 200 <= root.scale + 1);
            let signs = (
                sign_at(&mignotte, &root.low, root.scale),
                sign_at(&mignotte, &root.high, root.scale),
            );
            assert!(matches!(signs, (Ok(a), Ok(b)) if a * b < 0));
        }
        // sqrt(2) to 60 bits
        let mut roots = real_roots(&whole(&[-2, 0, 1]), &budget).unwrap_or_default();
        refine(&whole(&[-2, 0, 1]), &mut roots[1], 60, &budget).unwrap_or(());
        let value = roots[1].low.to_f64() / 2f64.powi(roots[1].scale as i32);
        assert!((value - std::f64::consts::SQRT_2).abs() < 1e-15);
        assert_eq!(real_roots(&whole(&[0, -1, 0, 1]), &budget).map(|r| r.len()), Ok(3));
    }

    #[test]
    fn complex_roots_come_in_certified_discs() {
        let budget = Budget::default();
        for p in [
            whole(&[1, 0, 1]),
            whole(&[-1, -1, 0, 0, 0, 1]),
            whole(&[1, 1, 1, 1, 1, 1, 1]),
            whole(&[5, 0, 4, 0, 1]),
            whole(&[-2, 0, 0, 7]),
        ] {
            let n = p.len() - 1;
            for bits in [20, 100, 400] {
                let discs = all_roots(&p, bits, &budget).unwrap_or_default();
                assert_eq!(discs.len(), n);
                assert!(discs.iter().all(|disc| disc.radius.bits() + bits <= disc.scale + 1));
                assert!(discs.windows(2).all(|pair| pair[0].real >= pair[1].real));
                // the k-th root is the same one at every precision
                let coarse = all_roots(&p, 10, &budget).unwrap_or_default();
                assert!(coarse.iter().zip(&discs).all(|(a, b)| a.meets(b)));
            }
        }
    }
}
