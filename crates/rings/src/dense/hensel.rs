//! Hensel lifting: a factorization modulo p to one modulo p^k, in a tree of pairs, the precision
//! doubling (J. von zur Gathen, J. Gerhard, Modern Computer Algebra, 15.5).

use super::modular as image;
use super::{add, multiply, scale, subtract, trim};
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
pub fn multiply_mod(
    a: &[Integer],
    b: &[Integer],
    m: &Integer,
    budget: &Budget,
) -> Result<Vec<Integer>> {
    Ok(reduce(&multiply(a, b, budget)?, m))
}

/// Quotient and remainder by a monic polynomial modulo `m`: from the power series of its reversed
/// inverse.
pub fn divide_monic(
    a: &[Integer],
    b: &[Integer],
    m: &Integer,
    budget: &Budget,
) -> Result<(Vec<Integer>, Vec<Integer>)> {
    if a.len() < b.len() {
        return Ok((Vec::new(), a.to_vec()));
    }
    let count = a.len() - b.len() + 1;
    let reversed =
        |p: &[Integer], n: usize| -> Vec<Integer> { p.iter().rev().take(n).cloned().collect() };
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

/// Arithmetic of polynomials modulo a number.
trait Arithmetic {
    type P: Clone;
    fn one(&self) -> Self::P;
    fn add(&self, a: &Self::P, b: &Self::P) -> Self::P;
    fn subtract(&self, a: &Self::P, b: &Self::P) -> Self::P;
    fn multiply(&self, a: &Self::P, b: &Self::P) -> Result<Self::P>;
    fn divide_monic(&self, a: &Self::P, b: &Self::P) -> Result<(Self::P, Self::P)>;
}

/// Moduli that fit a word: Montgomery's arithmetic needs no prime.
struct Words<'b>(Field, &'b Budget);

impl Arithmetic for Words<'_> {
    type P = image::Dense;
    fn one(&self) -> image::Dense {
        vec![self.0.one()]
    }
    fn add(&self, a: &image::Dense, b: &image::Dense) -> image::Dense {
        image::add(&self.0, a, b)
    }
    fn subtract(&self, a: &image::Dense, b: &image::Dense) -> image::Dense {
        image::subtract(&self.0, a, b)
    }
    fn multiply(&self, a: &image::Dense, b: &image::Dense) -> Result<image::Dense> {
        self.1.spend((a.len() * b.len()) as u64 / 16 + 1)?;
        Ok(image::multiply(&self.0, a, b))
    }
    fn divide_monic(
        &self,
        a: &image::Dense,
        b: &image::Dense,
    ) -> Result<(image::Dense, image::Dense)> {
        Ok(image::divide(&self.0, a, b))
    }
}

struct Numbers<'b>(Integer, &'b Budget);

impl Arithmetic for Numbers<'_> {
    type P = Vec<Integer>;
    fn one(&self) -> Vec<Integer> {
        vec![Integer::ONE]
    }
    fn add(&self, a: &Vec<Integer>, b: &Vec<Integer>) -> Vec<Integer> {
        reduce(&add(a, b), &self.0)
    }
    fn subtract(&self, a: &Vec<Integer>, b: &Vec<Integer>) -> Vec<Integer> {
        reduce(&subtract(a, b), &self.0)
    }
    fn multiply(&self, a: &Vec<Integer>, b: &Vec<Integer>) -> Result<Vec<Integer>> {
        multiply_mod(a, b, &self.0, self.1)
    }
    fn divide_monic(
        &self,
        a: &Vec<Integer>,
        b: &Vec<Integer>,
    ) -> Result<(Vec<Integer>, Vec<Integer>)> {
        divide_monic(a, b, &self.0, self.1)
    }
}

/// A product of two coprime monic polynomials, with the cofactors that show it: `s g + t h = 1`.
#[derive(Clone)]
struct Pair<P> {
    left: usize,
    right: usize,
    s: P,
    t: P,
}

/// Products in a tree: leaves are the factors, parents come after their children.
#[derive(Clone)]
struct Tree<P> {
    products: Vec<P>,
    pairs: Vec<Option<Pair<P>>>,
}

impl<P: Clone> Tree<P> {
    fn map<Q>(&self, f: impl Fn(&P) -> Q) -> Tree<Q> {
        let pair = |pair: &Pair<P>| Pair {
            left: pair.left,
            right: pair.right,
            s: f(&pair.s),
            t: f(&pair.t),
        };
        Tree {
            products: self.products.iter().map(&f).collect(),
            pairs: self.pairs.iter().map(|p| p.as_ref().map(pair)).collect(),
        }
    }

    /// From `f = g h` modulo m to the same modulo a divisor of m^2, the arithmetic's modulus;
    /// cofactors modulo m suffice.
    fn raise<A: Arithmetic<P = P>>(&mut self, f: P, arithmetic: &A) -> Result<()> {
        if let Some(root) = self.products.last_mut() {
            *root = f;
        }
        for node in (0..self.products.len()).rev() {
            let Some(pair) = &self.pairs[node] else { continue };
            let (g, h) = (&self.products[pair.left], &self.products[pair.right]);
            let error = arithmetic.subtract(&self.products[node], &arithmetic.multiply(g, h)?);
            let (q, r) = arithmetic.divide_monic(&arithmetic.multiply(&pair.s, &error)?, h)?;
            let change = arithmetic
                .add(&arithmetic.multiply(&pair.t, &error)?, &arithmetic.multiply(&q, g)?);
            let (g, h) = (arithmetic.add(g, &change), arithmetic.add(h, &r));
            let (left, right) = (pair.left, pair.right);
            self.products[left] = g;
            self.products[right] = h;
        }
        Ok(())
    }

    /// The cofactors to the precision of the factors.
    fn raise_cofactors<A: Arithmetic<P = P>>(&mut self, arithmetic: &A) -> Result<()> {
        for pair in self.pairs.iter_mut().flatten() {
            let (g, h) = (&self.products[pair.left], &self.products[pair.right]);
            let sum = arithmetic
                .add(&arithmetic.multiply(&pair.s, g)?, &arithmetic.multiply(&pair.t, h)?);
            let error = arithmetic.subtract(&sum, &arithmetic.one());
            let (q, r) = arithmetic.divide_monic(&arithmetic.multiply(&pair.s, &error)?, h)?;
            let change = arithmetic
                .add(&arithmetic.multiply(&pair.t, &error)?, &arithmetic.multiply(&q, g)?);
            pair.s = arithmetic.subtract(&pair.s, &r);
            pair.t = arithmetic.subtract(&pair.t, &change);
        }
        Ok(())
    }
}

/// The monic factors of `f`, known modulo a power of p that can be raised.
pub struct Lift {
    p: u64,
    /// While the modulus fits a word.
    words: Option<(Field, Tree<image::Dense>)>,
    numbers: Option<Tree<Vec<Integer>>>,
    leaves: usize,
    /// The modulus is p to this.
    exponent: u64,
    /// The cofactors are known modulo p to this.
    cofactors: u64,
    pub modulus: Integer,
}

impl Lift {
    /// Of monic pairwise coprime factors modulo p.
    pub fn new(field: &Field, factors: &[image::Dense]) -> Lift {
        let mut tree: Tree<image::Dense> =
            Tree { products: factors.to_vec(), pairs: factors.iter().map(|_| None).collect() };
        // join the two smallest until one is left
        let mut order: Vec<usize> = (0..factors.len()).collect();
        while order.len() > 1 {
            order.sort_by_key(|&node| std::cmp::Reverse(tree.products[node].len()));
            if let (Some(left), Some(right)) = (order.pop(), order.pop()) {
                let (_, s, t) =
                    image::extended_gcd(field, &tree.products[left], &tree.products[right]);
                order.push(tree.products.len());
                tree.products.push(image::multiply(
                    field,
                    &tree.products[left],
                    &tree.products[right],
                ));
                tree.pairs.push(Some(Pair { left, right, s, t }));
            }
        }
        let p = field.characteristic();
        Lift {
            p,
            words: Some((*field, tree)),
            numbers: None,
            leaves: factors.len(),
            exponent: 1,
            cofactors: 1,
            modulus: Integer::from(p),
        }
    }

    /// The factors.
    pub fn factors(&self) -> Vec<Vec<Integer>> {
        match (&self.words, &self.numbers) {
            (_, Some(tree)) => tree.products[..self.leaves].to_vec(),
            (Some((field, tree)), None) => tree.products[..self.leaves]
                .iter()
                .map(|factor| image::lift(field, factor))
                .collect(),
            (None, None) => Vec::new(),
        }
    }

    /// Raises the modulus to at least so many bits. `f` is the polynomial, its leading coefficient
    /// not divisible by p.
    pub fn raise(&mut self, f: &[Integer], bits: u64, budget: &Budget) -> Result<()> {
        let wanted = (bits as f64 / (self.p as f64).log2()).floor() as u64 + 1;
        // the last step ends at the exponent wanted, each before at half of the next
        let mut ladder = vec![wanted];
        while let Some(&last) = ladder.last().filter(|&&last| last.div_ceil(2) > self.exponent) {
            ladder.push(last.div_ceil(2));
        }
        let current = self.exponent;
        for exponent in ladder.into_iter().rev().filter(|&e| e > current) {
            self.step(f, exponent, budget)?;
        }
        Ok(())
    }

    fn step(&mut self, f: &[Integer], exponent: u64, budget: &Budget) -> Result<()> {
        let modulus = Integer::from(self.p).checked_pow(exponent)?;
        let lead = f.last().cloned().unwrap_or(Integer::ONE);
        let inverse = inverse_mod(&lead, &modulus).unwrap_or(Integer::ONE);
        let monic = reduce(&scale(&reduce(f, &modulus), &inverse), &modulus);
        let stale = self.cofactors < self.exponent;
        match (modulus.to_i64(), &mut self.words, &mut self.numbers) {
            (Some(word), Some((field, tree)), None) if word < 1 << 62 => {
                if stale {
                    tree.raise_cofactors(&Words(*field, budget))?;
                }
                let wider = Field::new(word as u64);
                *tree = tree.map(|p| p.iter().map(|&c| wider.from_u64(field.to_u64(c))).collect());
                *field = wider;
                tree.raise(image::image(&wider, &monic), &Words(wider, budget))?;
            }
            (_, words, numbers) => {
                if let Some((field, tree)) = words.take() {
                    *numbers = Some(tree.map(|p| image::lift(&field, p)));
                }
                if let Some(tree) = numbers {
                    if stale {
                        tree.raise_cofactors(&Numbers(self.modulus.clone(), budget))?;
                    }
                    tree.raise(monic, &Numbers(modulus.clone(), budget))?;
                }
            }
        }
        self.cofactors = self.exponent;
        self.exponent = exponent;
        self.modulus = modulus;
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
            let mut f: Vec<Integer> =
                (0..25).map(|_| Integer::from((stream.next_u64() % 2001) as i64 - 1000)).collect();
            f.push(Integer::from(7i64));
            let image = image::monic(&field, &image::image(&field, &f));
            if !split::is_squarefree(&field, &image, &budget).unwrap_or(false) {
                continue;
            }
            let factors: Vec<_> = split::factor(&field, &image, &budget)
                .unwrap_or_default()
                .into_iter()
                .map(|f| f.0)
                .collect();
            let mut lift = Lift::new(&field, &factors);
            for bits in [20, 50, 130, 400] {
                assert_eq!(lift.raise(&f, bits, &budget), Ok(()));
                assert!(lift.modulus.bits() > bits);
            }
            let product =
                lift.factors().iter().fold(vec![Integer::from(7i64)], |product, factor| {
                    multiply_mod(&product, factor, &lift.modulus, &budget).unwrap_or_default()
                });
            assert_eq!(product, reduce(&f, &lift.modulus));
            done += 1;
        }
    }
}
