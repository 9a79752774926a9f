//! Canonical sums and products: flatten, order, fold exact numbers, collect equal terms.
//!
//! Every law applied here holds for all values of the symbols. So `x - x` is 0, but `1/x - 1/x`
//! keeps its zero coefficient (it has no value at x = 0), and `x * x^-1` stays as it is; the
//! rewriter knows when more is true. A sum or product that mentions `undefined` is `undefined`.

use crate::node::{Kind, Term};
use crate::store::Store;
use smallvec::SmallVec;
use std::cmp::Ordering;
use viete_numbers::Number;

type Terms = SmallVec<[Term; 8]>;

impl Store {
    /// The canonical sum of `addends`. O(n log n) comparisons.
    pub fn sum(&mut self, addends: &[Term]) -> Term {
        let mut flat = Terms::new();
        for &addend in addends {
            match self.kind(addend) {
                Kind::Sum => flat.extend_from_slice(self.children(addend)),
                _ => flat.push(addend),
            }
        }
        if flat.contains(&self.undefined()) {
            return self.undefined();
        }
        let mut constant = Number::ZERO;
        let mut rest = Terms::new();
        for &term in &flat {
            match self.as_number(term).map(|n| constant.add(n)) {
                Some(Ok(total)) => constant = total,
                _ => rest.push(term),
            }
        }
        // equal monomials become neighbours: order by what follows the coefficient
        rest.sort_by(|&a, &b| self.compare_monomials(a, b));
        let mut collected = Terms::new();
        let mut start = 0;
        while let Some(&first) = rest.get(start) {
            let run = rest
                .iter()
                .skip(start)
                .take_while(|&&t| self.compare_monomials(first, t) == Ordering::Equal)
                .count();
            if run == 1 {
                collected.push(first);
            } else {
                let group: Terms = rest.iter().skip(start).take(run).copied().collect();
                self.collect_equal(&group, &mut collected, &mut constant);
            }
            start += run;
        }
        if let Some(infinite) = self.infinite_sum(&collected) {
            return infinite;
        }
        if !constant.is_zero() || !constant.is_exact() {
            let constant = self.number(constant);
            collected.insert(0, constant);
        }
        match collected.as_slice() {
            [] => self.zero(),
            [single] => *single,
            _ => self.intern(Kind::Sum, &collected),
        }
    }

    /// Adds the coefficients of terms that share one monomial.
    fn collect_equal(&mut self, group: &[Term], collected: &mut Terms, constant: &mut Number) {
        let mut coefficient = Number::ZERO;
        for &term in group {
            match coefficient.add(&self.coefficient(term)) {
                Ok(total) => coefficient = total,
                // too large to fold: leave the terms apart
                Err(_) => return collected.extend(group.iter().copied()),
            }
        }
        let Some(&first) = group.first() else { return };
        let monomial = self.monomial(first);
        if self.factors(&monomial).contains(&self.infinity()) {
            match coefficient.signum() {
                // oo + oo
                Some(sign) if sign != 0 => coefficient = Number::integer(sign),
                // oo - oo
                Some(_) => return collected.push(self.undefined()),
                None if monomial == self.infinity() => return collected.push(self.undefined()),
                None => {}
            }
        }
        if coefficient.is_zero() && coefficient.is_exact() && self.is_total(monomial) {
            return;
        }
        // zero swallows the factors that are finite
        let vanishes = coefficient.is_zero();
        let number = self.number(coefficient);
        let term = match vanishes {
            true => self.product(&[number, monomial]),
            false => self.scaled(number, monomial),
        };
        match self.as_number(term).map(|n| constant.add(n)) {
            Some(Ok(total)) => *constant = total,
            _ => collected.push(term),
        }
    }

    /// A sum with an infinite addend whose other addends are finite constants; `undefined` for `oo
    /// - oo`.
    fn infinite_sum(&self, addends: &[Term]) -> Option<Term> {
        if addends.contains(&self.undefined()) {
            return Some(self.undefined());
        }
        let infinite = *addends.iter().find(|&&t| self.monomial_is(t, self.infinity()))?;
        let finite = |t: Term| t == infinite || self.is_nonzero_constant(t);
        addends.iter().all(|&t| finite(t)).then_some(infinite)
    }

    /// The numeric coefficient of a product, else one.
    pub fn coefficient(&self, term: Term) -> Number {
        self.split_coefficient(term)
            .0
            .and_then(|c| self.as_number(c))
            .cloned()
            .unwrap_or(Number::ONE)
    }

    /// A product without its numeric coefficient.
    pub fn monomial(&mut self, term: Term) -> Term {
        match self.split_coefficient(term) {
            (None, _) => term,
            (Some(_), [single]) => *single,
            (Some(_), factors) => {
                let factors: Terms = factors.into();
                self.intern(Kind::Product, &factors)
            }
        }
    }

    fn split_coefficient(&self, term: Term) -> (Option<Term>, &[Term]) {
        let view = self.view(term);
        match (view.kind, view.children) {
            (Kind::Product, [first, rest @ ..]) if matches!(self.kind(*first), Kind::Number(_)) => {
                (Some(*first), rest)
            }
            (Kind::Product, factors) => (None, factors),
            _ => (None, &[]),
        }
    }

    fn monomial_is(&self, term: Term, monomial: Term) -> bool {
        term == monomial
            || matches!(self.split_coefficient(term), (Some(_), [single]) if *single == monomial)
    }

    /// What follows the coefficient of an addend.
    fn factors<'t>(&'t self, term: &'t Term) -> &'t [Term] {
        match self.split_coefficient(*term) {
            (_, []) => std::slice::from_ref(term),
            (_, factors) => factors,
        }
    }

    /// Order of two addends, coefficients ignored.
    fn compare_monomials(&self, a: Term, b: Term) -> Ordering {
        if a == b {
            return Ordering::Equal;
        }
        let (left, right) = (self.factors(&a), self.factors(&b));
        let by_length = left.len().cmp(&right.len());
        by_length.then_with(|| match left.iter().zip(right).find(|(x, y)| x != y) {
            Some((&x, &y)) => self.compare(x, y),
            None => Ordering::Equal,
        })
    }

    /// `number * monomial` for a monomial that has no coefficient of its own and is not a number or
    /// sum.
    fn scaled(&mut self, number: Term, monomial: Term) -> Term {
        if number == self.one() {
            return monomial;
        }
        let view = self.view(monomial);
        let mut factors = Terms::new();
        factors.push(number);
        match view.kind {
            Kind::Product => factors.extend_from_slice(view.children),
            _ => factors.push(monomial),
        }
        self.intern(Kind::Product, &factors)
    }

    /// The canonical product of `factors`. Equal bases are collected when that keeps the domain.
    pub fn product(&mut self, factors: &[Term]) -> Term {
        let mut flat = Terms::new();
        for &factor in factors {
            match self.kind(factor) {
                Kind::Product => flat.extend_from_slice(self.children(factor)),
                _ => flat.push(factor),
            }
        }
        if flat.contains(&self.undefined()) {
            return self.undefined();
        }
        let mut constant = Number::ONE;
        let mut rest = Terms::new();
        for &term in &flat {
            match self.as_number(term).map(|n| constant.mul(n)) {
                Some(Ok(total)) => constant = total,
                _ => rest.push(term),
            }
        }
        rest.sort_by(|&a, &b| {
            let ((base_a, _), (base_b, _)) = (self.base_and_exponent(a), self.base_and_exponent(b));
            self.compare(base_a, base_b).then_with(|| self.compare(a, b))
        });
        let mut collected = Terms::new();
        let mut start = 0;
        while let Some(&first) = rest.get(start) {
            let base = self.base_and_exponent(first).0;
            let run = rest
                .iter()
                .skip(start)
                .take_while(|&&t| self.base_and_exponent(t).0 == base)
                .count();
            if run == 1 {
                collected.push(first);
            } else {
                let group: Terms = rest.iter().skip(start).take(run).copied().collect();
                self.collect_powers(base, &group, &mut collected);
            }
            start += run;
        }
        self.merge_radicals(&mut collected);
        // collected powers may have folded to numbers or products: run once more over the smaller
        // list
        let folded = collected.iter().any(|&t| {
            matches!(self.kind(t), Kind::Number(_) | Kind::Product) || t == self.undefined()
        });
        if folded && collected.len() <= rest.len() {
            let number = self.number(constant);
            collected.push(number);
            return self.product(&collected);
        }
        self.finish_product(constant, &collected)
    }

    fn finish_product(&mut self, constant: Number, factors: &[Term]) -> Term {
        if let Some(infinite) = self.infinite_product(&constant, factors) {
            return infinite;
        }
        if constant.is_zero() && constant.is_exact() && factors.iter().any(|&t| self.is_total(t)) {
            // zero swallows what is finite and waits for the rest
            let rest: Terms = factors.iter().copied().filter(|&t| !self.is_total(t)).collect();
            return self.finish_product(constant, &rest);
        }
        let number = self.number(constant.clone());
        match factors {
            [] => number,
            [single] if constant.is_one() => *single,
            // a number times a sum distributes: a law for all values, and sums collect better
            [single] if self.kind(*single) == Kind::Sum && !constant.is_zero() => {
                let addends: Terms = self.children(*single).into();
                let scaled: Terms =
                    addends.iter().map(|&addend| self.product(&[number, addend])).collect();
                self.sum(&scaled)
            }
            _ if constant.is_one() => self.intern(Kind::Product, factors),
            _ => {
                let mut all = Terms::new();
                all.push(number);
                all.extend_from_slice(factors);
                self.intern(Kind::Product, &all)
            }
        }
    }

    /// Products of a number with infinity: `0*oo` is undefined, `-2*oo` is `-oo`, `2*oo*x` is `oo*x`.
    fn infinite_product(&mut self, constant: &Number, factors: &[Term]) -> Option<Term> {
        let infinity = self.infinity();
        if !factors.contains(&infinity) {
            return None;
        }
        let number = match constant.signum() {
            Some(0) => return Some(self.undefined()),
            Some(sign) => self.integer(sign),
            None => return None,
        };
        let product = match factors {
            [single] => *single,
            _ => self.intern(Kind::Product, factors),
        };
        Some(self.scaled(number, product))
    }

    /// `base^exponent` as a pair; the exponent of other terms is one.
    pub fn base_and_exponent(&self, term: Term) -> (Term, Term) {
        match (self.kind(term), self.children(term)) {
            (Kind::Power, [base, exponent]) => (*base, *exponent),
            _ => (term, self.one()),
        }
    }

    /// Multiplies powers of one base: adds exponents where `x^a x^b = x^(a+b)` holds for every x.
    ///
    /// For a base that may be zero that needs numeric real exponents of one sign, or a negative sum
    /// (both sides then have no value at 0).
    fn collect_powers(&mut self, base: Term, group: &[Term], collected: &mut Terms) {
        let exponents: Terms = group.iter().map(|&t| self.base_and_exponent(t).1).collect();
        let signs: SmallVec<[i64; 8]> = exponents
            .iter()
            .filter_map(|&e| self.as_number(e).filter(|n| n.is_exact()).and_then(Number::signum))
            .collect();
        let all_numeric = signs.len() == exponents.len();
        let sum = self.sum(&exponents);
        let sum_negative = self.as_number(sum).and_then(Number::signum).is_some_and(|s| s < 0);
        let one_sign = signs.iter().all(|&s| s > 0) || signs.iter().all(|&s| s < 0);
        let holds = self.is_nonzero_constant(base) || (all_numeric && (one_sign || sum_negative));
        if base == self.infinity() && !one_sign {
            collected.push(self.undefined());
        } else if holds {
            let power = self.power(base, sum);
            collected.push(power);
        } else if all_numeric {
            // x^3 * x^-2: keep one positive and one negative power, so that the form is unique
            for keep in [1, -1] {
                let part: Terms = exponents
                    .iter()
                    .zip(&signs)
                    .filter(|(_, s)| **s == keep)
                    .map(|(e, _)| *e)
                    .collect();
                if !part.is_empty() {
                    let exponent = self.sum(&part);
                    let power = self.power(base, exponent);
                    collected.push(power);
                }
            }
        } else {
            collected.extend(group.iter().copied());
        }
    }

    /// `a^(1/q) b^(1/q) = (a b)^(1/q)` for positive integers: products of numeric radicals have one
    /// form.
    fn merge_radicals(&mut self, factors: &mut Terms) {
        let radical = |store: &Store, term: Term| -> Option<(Number, Term)> {
            let (base, exponent) = store.base_and_exponent(term);
            let base = store
                .as_number(base)
                .filter(|b| b.signum() == Some(1) && b.as_integer().is_some())?;
            store
                .as_number(exponent)
                .is_some_and(|e| e.as_integer().is_none())
                .then(|| (base.clone(), exponent))
        };
        let mut index = 0;
        while let Some(&term) = factors.get(index) {
            index += 1;
            let Some((base, exponent)) = radical(self, term) else {
                continue;
            };
            let partner = factors
                .iter()
                .skip(index)
                .position(|&other| radical(self, other).is_some_and(|(_, e)| e == exponent));
            let Some(offset) = partner else { continue };
            let other = factors.get(index + offset).and_then(|&t| radical(self, t));
            if let Some(Ok(merged)) = other.map(|(b, _)| base.mul(&b)) {
                let merged = self.number(merged);
                let merged = self.power(merged, exponent);
                factors.remove(index + offset);
                factors.remove(index - 1);
                factors.push(merged);
                index = 0;
            }
        }
    }

    pub fn negate(&mut self, term: Term) -> Term {
        let minus_one = self.minus_one();
        self.product(&[minus_one, term])
    }

    pub fn subtract(&mut self, a: Term, b: Term) -> Term {
        let negated = self.negate(b);
        self.sum(&[a, negated])
    }

    /// `a / b`, that is `a * b^-1`.
    pub fn divide(&mut self, a: Term, b: Term) -> Term {
        let minus_one = self.minus_one();
        let inverse = self.power(b, minus_one);
        self.product(&[a, inverse])
    }
}
