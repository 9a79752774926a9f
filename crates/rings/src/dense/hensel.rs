//! Hensel lifting: a factorization modulo p to one modulo p^k, in a tree of pairs, the precision doubling
//! (J. von zur Gathen, J. Gerhard, Modern Computer Algebra, 15.5).

use super::modular as image;
use super::{add, multiply, negated, scale, subtract, trim};
use crate::Result;
use crate::word::Field;
use viete_numbers::{Budget, Integer};

/// Residues of least magnitude.
pub fn reduce(p: &[Integer], modulus: &Integer) -> Vec<Integer> {
    let mut reduced: Vec<Integer> = p.iter().map(|c| residue(c, modulus)).collect();
    trim(&mut reduced);
    reduced
}

/// The residue of least magnitude.
pub fn residue(c: &Integer, modulus: &Integer) -> Integer {
    if c.bits() + 1 < modulus.bits() {
        return c.clone();
    }
    let low = c.div_mod_floor(modulus).map_or(Integer::ZERO, |pair| pair.1);
    if &low + &low > *modulus { &low - modulus } else { low }
}

/// The product modulo `m`.
pub fn multiply_mod(a: &[Integer], b: &[Integer], m: &Integer, budget: &Budget) -> Result<Vec<Integer>> {
    Ok(reduce(&multiply(a, b, budget)?, m))
}

/// Quotient and remainder by a monic polynomial modulo `m`: from the power series of its reversed inverse.
pub fn divide_monic(a: &[Integer], b: &[Integer], m: &Integer, budget: &Budget) -> Result<(Vec<Integer>, Vec<Integer>)> {
    if a.len() < b.len() {
        return Ok((Vec::new(), a.to_vec()));
    }
    let count = a.len() - b.len() + 1;
    let reversed = |p: &[Integer], n: usize| -> Vec<Integer> { p.iter().rev().take(n).cloned().collect() };
    let divisor = reversed(b, count);
    // Newton's iteration i -> i (2 - d i)
    let mut inverse = vec![Integer::ONE];
    let mut known = 1;
    while known < count {
        known = (2 * known).min(count);
        let mut error = multiply_mod(&divisor[..divisor.len().min(known)], &inverse, m, budget)?;
        error.truncate(known);
        let step = subtract(&[Integer::from(2i64)], &error);
        inverse = multiply_mod(&inverse, &step, m, budget)?;
        inverse.truncate(known);
    }
    let mut quotient = multiply_mod(&reversed(a, count), &inverse, m, budget)?;
    quotient.resize(count, Integer::ZERO);
    quotient.reverse();
    let mut rest = subtract(a, &multiply(&quotient, b, budget)?);
    rest.truncate(b.len() - 1);
    trim(&mut quotient);
    Ok((quotient, reduce(&rest, m)))
}

/// Two coprime halves of a monic product, with the cofactors that show it: `s g + t h = 1`.
struct Pair {
    g: Vec<Integer>,
    h: Vec<Integer>,
    s: Vec<Integer>,
    t: Vec<Integer>,
    left: usize,
    right: usize,
}

enum Node {
    Leaf,
    Pair(Box<Pair>),
}

/// The monic factors of `f`, known modulo a power of p that can be raised.
pub struct Lift {
    nodes: Vec<Node>,
    /// Products at the nodes.
    products: Vec<Vec<Integer>>,
    root: usize,
    leaves: Vec<usize>,
    pub modulus: Integer,
}

impl Lift {
    /// Of monic pairwise coprime factors modulo p.
    pub fn new(field: &Field, factors: &[image::Dense]) -> Lift {
        let mut lift = Lift {
            nodes: Vec::new(),
            products: Vec::new(),
            root: 0,
            leaves: Vec::new(),
            modulus: Integer::from(field.characteristic()),
        };
        let mut order: Vec<(usize, image::Dense)> = Vec::new();
        for factor in factors {
            lift.leaves.push(lift.nodes.len());
            order.push((lift.nodes.len(), factor.clone()));
            lift.nodes.push(Node::Leaf);
            lift.products.push(image::lift(field, factor));
        }
        // join the two smallest until one is left
        while order.len() > 1 {
            order.sort_by_key(|part| std::cmp::Reverse(part.1.len()));
            if let (Some((left, g)), Some((right, h))) = (order.pop(), order.pop()) {
                let (_, s, t) = image::extended_gcd(field, &g, &h);
                let product = image::multiply(field, &g, &h);
                let whole = |p: &[u64]| image::lift(field, p);
                let pair = Pair { g: whole(&g), h: whole(&h), s: whole(&s), t: whole(&t), left, right };
                order.push((lift.nodes.len(), product.clone()));
                lift.nodes.push(Node::Pair(Box::new(pair)));
                lift.products.push(whole(&product));
            }
        }
        lift.root = order.first().map_or(0, |part| part.0);
        lift
    }

    /// The factors.
    pub fn factors(&self) -> Vec<Vec<Integer>> {
        self.leaves.iter().map(|&leaf| self.products[leaf].clone()).collect()
    }

    /// Squares the modulus. `f` is the polynomial, its leading coefficient not divisible by p.
    pub fn raise(&mut self, f: &[Integer], budget: &Budget) -> Result<()> {
        let square = self.modulus.checked_mul(&self.modulus)?;
        let lead = f.last().cloned().unwrap_or(Integer::ONE);
        let inverse = inverse_mod(&lead, &square).unwrap_or(Integer::ONE);
        self.products[self.root] = reduce(&scale(&reduce(f, &square), &inverse), &square);
        // parents were made after their children
        for node in (0..self.nodes.len()).rev() {
            let f = self.products[node].clone();
            if let Node::Pair(pair) = &mut self.nodes[node] {
                pair.raise(&f, &square, budget)?;
                let (left, right, g, h) = (pair.left, pair.right, pair.g.clone(), pair.h.clone());
                self.products[left] = g;
                self.products[right] = h;
            }
        }
        self.modulus = square;
        Ok(())
    }
}

impl Pair {
    /// From `f = g h` and `s g + t h = 1` modulo m to the same modulo m^2.
    fn raise(&mut self, f: &[Integer], square: &Integer, budget: &Budget) -> Result<()> {
        let error = reduce(&subtract(f, &multiply(&self.g, &self.h, budget)?), square);
        let (q, r) = divide_monic(&multiply_mod(&self.s, &error, square, budget)?, &self.h, square, budget)?;
        let g = add(&add(&self.g, &multiply(&self.t, &error, budget)?), &multiply(&q, &self.g, budget)?);
        (self.g, self.h) = (reduce(&g, square), reduce(&add(&self.h, &r), square));
        let sum = add(&multiply(&self.s, &self.g, budget)?, &multiply(&self.t, &self.h, budget)?);
        let error = reduce(&subtract(&sum, &[Integer::ONE]), square);
        let (q, r) = divide_monic(&multiply_mod(&self.s, &error, square, budget)?, &self.h, square, budget)?;
        self.s = reduce(&subtract(&self.s, &r), square);
        let t = add(&add(&self.t, &negated(&multiply(&self.t, &error, budget)?)), &negated(&multiply(&q, &self.g, budget)?));
        self.t = reduce(&t, square);
        Ok(())
    }
}

/// The inverse modulo `m`, of least magnitude, when it exists.
pub fn inverse_mod(a: &Integer, m: &Integer) -> Option<Integer> {
    let (mut r, mut next_r) = (m.clone(), a.div_mod_floor(m)?.1);
    let (mut t, mut next_t) = (Integer::ZERO, Integer::ONE);
    while !next_r.is_zero() {
        let (q, rest) = r.div_mod_floor(&next_r)?;
        (r, next_r) = (next_r, rest);
        (t, next_t) = (next_t.clone(), &t - &(&q * &next_t));
    }
    (r == Integer::ONE).then(|| residue(&t, m))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dense::split;
    use crate::word::Stream;

    #[test]
    fn lifted_factors_multiply_to_the_polynomial_modulo_the_power() {
        let (mut stream, budget) = (Stream::new(9), Budget::default());
        let field = Field::new(101);
        let mut done = 0;
        while done < 10 {
            let mut f: Vec<Integer> = (0..25).map(|_| Integer::from((stream.next_u64() % 2001) as i64 - 1000)).collect();
            f.push(Integer::from(7i64));
            let image = image::monic(&field, &image::image(&field, &f));
            if !split::is_squarefree(&field, &image, &budget).unwrap_or(false) {
                continue;
            }
            let factors: Vec<_> = split::factor(&field, &image, &budget).unwrap_or_default().into_iter().map(|f| f.0).collect();
            let mut lift = Lift::new(&field, &factors);
            for _ in 0..4 {
                assert_eq!(lift.raise(&f, &budget), Ok(()));
            }
            let product = lift.factors().iter().fold(vec![Integer::from(7i64)], |product, factor| {
                multiply_mod(&product, factor, &lift.modulus, &budget).unwrap_or_default()
            });
            assert_eq!(product, reduce(&f, &lift.modulus));
            done += 1;
        }
    }
}
