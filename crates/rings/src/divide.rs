//! Exact division: by subtraction in an array where the dividend is dense, else by a heap of
//! products (S. Johnson, 1974; M. Monagan, R. Pearce, "Sparse polynomial division using a heap", J.
//! Symbolic Comput. 46 (2011)).

use crate::Result;
use crate::key::Key;
use crate::polynomial::Polynomial;
use std::collections::BinaryHeap;
use viete_numbers::{Budget, Integer};

const MAX_CELLS: u64 = 1 << 18;

impl<K: Key> Polynomial<K> {
    /// The quotient, when the division leaves nothing.
    ///
    /// # Errors
    /// The budget's stop.
    pub fn exact_quotient(
        &self,
        divisor: &Polynomial<K>,
        budget: &Budget,
    ) -> Result<Option<Polynomial<K>>> {
        let Some((lead, first)) = divisor.leading() else { return Ok(None) };
        if self.is_zero() {
            return Ok(Some(self.clone()));
        }
        if divisor.len() == 1 {
            let quotient = |(key, c): &(K, Integer)| {
                Some((self.layout.quotient(*key, *lead)?, c.exact_div(first)?))
            };
            let terms: Option<Vec<_>> = self.terms.iter().map(quotient).collect();
            return Ok(terms.map(|terms| Polynomial { layout: self.layout.clone(), terms }));
        }
        // the ends of a multiple are multiples of the ends
        let last = |p: &Polynomial<K>| p.terms.last().cloned().unwrap_or_default();
        for ((key, c), (by, d)) in
            [(self.terms[0].clone(), (*lead, first.clone())), (last(self), last(divisor))]
        {
            if self.layout.quotient(key, by).is_none() || c.exact_div(&d).is_none() {
                return Ok(None);
            }
        }
        if let Some(answer) = self.dense_quotient(divisor, budget)? {
            return Ok(answer);
        }
        self.heap_quotient(divisor, budget)
    }

    /// `None` when an array does not suit the problem.
    fn dense_quotient(
        &self,
        divisor: &Polynomial<K>,
        budget: &Budget,
    ) -> Result<Option<Option<Polynomial<K>>>> {
        let degrees = self.degrees();
        let cells = degrees.iter().fold(1u64, |cells, d| cells.saturating_mul(d + 1));
        if cells > MAX_CELLS || cells > 64 * self.len() as u64 {
            return Ok(None);
        }
        let Some((words, by)) = self.words().zip(divisor.words()) else { return Ok(None) };
        let limits: Option<Vec<u64>> =
            degrees.iter().zip(divisor.degrees()).map(|(a, b)| a.checked_sub(b)).collect();
        let Some(limits) = limits else { return Ok(Some(None)) };
        let place = |key: K| {
            degrees.iter().enumerate().fold(0, |index, (variable, d)| {
                index * (d + 1) + self.layout.exponent(key, variable)
            }) as usize
        };
        let mut rest = vec![0i128; cells as usize];
        for ((key, _), &c) in self.terms.iter().zip(&words) {
            rest[place(*key)] = c.into();
        }
        let lead = place(divisor.terms[0].0);
        let offsets: Vec<usize> = divisor.terms.iter().map(|term| lead - place(term.0)).collect();
        let mut terms = Vec::new();
        for top in (lead..cells as usize).rev() {
            let value = rest[top];
            if value == 0 {
                continue;
            }
            budget.spend(offsets.len() as u64 / 8 + 1)?;
            let (factor, zero) = (value / i128::from(by[0]), value % i128::from(by[0]));
            // the exponents of the quotient's term
            let (mut index, mut key, mut fits) = ((top - lead) as u64, K::default(), true);
            for (variable, d) in degrees.iter().enumerate().rev() {
                let exponent = index % (d + 1);
                fits &= exponent <= limits[variable];
                key = key.plus(self.layout.power(variable, exponent));
                index /= d + 1;
            }
            if zero != 0 || !fits {
                return Ok(Some(None));
            }
            // room for every product and sum: rest below 2^126, products below 2^125
            if factor.unsigned_abs() >> 61 != 0 || value.unsigned_abs() >> 126 != 0 {
                return Ok(None);
            }
            for (&offset, &c) in offsets.iter().zip(&by) {
                rest[top - offset] -= factor * i128::from(c);
            }
            terms.push((key, factor.into()));
        }
        let exact = rest[..lead].iter().all(|&c| c == 0);
        Ok(Some(exact.then(|| Polynomial { layout: self.layout.clone(), terms })))
    }

    fn heap_quotient(
        &self,
        divisor: &Polynomial<K>,
        budget: &Budget,
    ) -> Result<Option<Polynomial<K>>> {
        let (lead, first) = &divisor.terms[0];
        let mut quotient: Vec<(K, Integer)> = Vec::new();
        // products quotient[j] * divisor[i], one for each j
        let mut heap: BinaryHeap<(K, usize, usize)> = BinaryHeap::new();
        let mut next = 0;
        let mut spent = 0u64;
        loop {
            let top = match (self.terms.get(next), heap.peek()) {
                (None, None) => {
                    return Ok(Some(Polynomial { layout: self.layout.clone(), terms: quotient }));
                }
                (Some(term), None) => term.0,
                (None, Some(entry)) => entry.0,
                (Some(term), Some(entry)) => term.0.max(entry.0),
            };
            let mut value = match self.terms.get(next) {
                Some((key, c)) if *key == top => {
                    next += 1;
                    c.clone()
                }
                _ => Integer::ZERO,
            };
            while let Some(&(key, i, j)) = heap.peek()
                && key == top
            {
                spent += 1;
                value = &value - &(&divisor.terms[i].1 * &quotient[j].1);
                heap.pop();
                if let Some(term) = divisor.terms.get(i + 1) {
                    heap.push((term.0.plus(quotient[j].0), i + 1, j));
                }
            }
            budget.spend(spent + 1)?;
            spent = 0;
            if value.is_zero() {
                continue;
            }
            let (Some(key), Some(factor)) =
                (self.layout.quotient(top, *lead), value.exact_div(first))
            else {
                return Ok(None);
            };
            let product = divisor.terms[1].0.plus(key);
            if !self.layout.fits(product) {
                return Ok(None);
            }
            heap.push((product, 1, quotient.len()));
            quotient.push((key, factor));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::word::Stream;
    use crate::{Layout, Polynomial};
    use std::sync::Arc;
    use viete_numbers::{Budget, Integer};

    type Poly = Polynomial<u64>;

    fn random(
        stream: &mut Stream,
        layout: &Arc<Layout<u64>>,
        terms: usize,
        degree: u64,
        bits: u32,
    ) -> Poly {
        let mut term = || {
            let key =
                (0..3).fold(0, |key, v| key + layout.power(v, stream.next_u64() % (degree + 1)));
            (key, Integer::from((stream.next_u64() as i64) >> (63 - bits)))
        };
        Polynomial::from_terms((0..terms).map(|_| term()).collect(), layout)
    }

    #[test]
    fn rings_and_quotients_obey_their_laws_however_products_are_formed() {
        let layout = Layout::new(3, 1000).map(Arc::new).unwrap_or_else(|| unreachable!());
        let (mut stream, budget) = (Stream::new(5), Budget::default());
        for (terms, degree, bits) in
            [(3, 2, 5), (40, 3, 20), (60, 40, 40), (200, 6, 62), (150, 200, 10), (900, 12, 60)]
        {
            let mut draw = || random(&mut stream, &layout, terms, degree, bits);
            let (a, b, c) = (draw(), draw(), draw());
            let times = |x: &Poly, y: &Poly| {
                x.multiply(y, &budget).unwrap_or_else(|_| Polynomial::zero(&layout))
            };
            let product = times(&a, &b);
            assert_eq!(product, times(&b, &a));
            assert_eq!(times(&a, &b.add(&c)), product.add(&times(&a, &c)));
            assert_eq!(times(&a, &a.subtract(&b)), times(&a, &a).subtract(&product));
            if terms < 300 {
                assert_eq!(times(&product, &c), times(&a, &times(&b, &c)));
                // huge coefficients take other paths
                let huge = Integer::from(3i64).checked_pow(100).unwrap_or(Integer::ONE);
                let scaled = a.scale(&huge).unwrap_or_else(|_| Polynomial::zero(&layout));
                assert_eq!(Ok(times(&scaled, &b)), product.scale(&huge));
                assert_eq!(times(&scaled, &b).exact_quotient(&b, &budget), Ok(Some(scaled)));
            }
            assert_eq!(product.exact_quotient(&b, &budget), Ok(Some(a.clone())));
            let one = Polynomial::constant(Integer::ONE, &layout);
            assert_eq!(product.add(&one).exact_quotient(&b, &budget), Ok(None));
        }
    }

    #[test]
    fn powers_equal_repeated_products() {
        let layout = Layout::new(3, 1000).map(Arc::new).unwrap_or_else(|| unreachable!());
        let (mut stream, budget) = (Stream::new(6), Budget::default());
        for (terms, degree, bits, n) in
            [(2, 3, 5, 12), (4, 5, 20, 7), (9, 2, 4, 6), (3, 1, 62, 9), (40, 1, 3, 5)]
        {
            let base = random(&mut stream, &layout, terms, degree, bits);
            let mut product = base.clone();
            for _ in 1..n {
                product =
                    product.multiply(&base, &budget).unwrap_or_else(|_| Polynomial::zero(&layout));
            }
            assert_eq!(base.power(n, &budget), Ok(product));
        }
    }
}
