//! Matching patterns in the e-graph. A sum pattern at the root matches part of a larger sum, with a common
//! factor: `sin(x_)^2 + cos(x_)^2` is found in `3*y*sin(u)^2 + z + 3*y*cos(u)^2`. A product pattern at the
//! root matches part of a larger product. Inside a pattern sums and products match whole, the last variable
//! taking what is left.

use crate::graph::{Graph, Node, add_term};
use crate::rules::{Rule, is_variable};
use egg::Id;
use smallvec::SmallVec;
use viete_numbers::{Budget, Number, Stop};
use viete_term::{Kind, Term};

/// Variables and the classes they stand for.
pub type Bindings = SmallVec<[(Term, Id); 4]>;

/// A match of a rule: the class it was found in, the bindings, and what surrounds the matched part.
#[derive(Clone, Debug)]
pub struct Match {
    pub class: Id,
    pub bindings: Bindings,
    /// Numeric common factor.
    pub scale: Number,
    /// Common factors, as classes.
    pub factors: SmallVec<[Id; 4]>,
    /// Remaining addends of a sum, as classes.
    pub rest: SmallVec<[Id; 4]>,
}

/// Matches kept of one rule in one class.
const MAX_MATCHES: usize = 64;

/// A class seen as a number times factors.
type Monomial = (Number, SmallVec<[Id; 4]>);

/// Finds the matches of rules; pays each attempt from the budget.
pub struct Matcher<'g> {
    pub graph: &'g mut Graph,
    pub budget: &'g Budget,
}

impl Matcher<'_> {
    /// All matches of `rule` whose root is in `class`, up to a fixed number.
    ///
    /// # Errors
    /// The budget's stop.
    pub fn find(&mut self, rule: &Rule, class: Id) -> Result<Vec<Match>, Stop> {
        let store = &self.graph.analysis.store;
        let kind = store.kind(rule.left);
        let parts = store.children(rule.left).to_vec();
        let nodes: Vec<Node> = self.graph[class].nodes.iter().filter(|n| n.kind == kind).cloned().collect();
        let mut found = Vec::new();
        for node in nodes {
            match kind {
                Kind::Sum => self.root_sum(&parts, &node.children, class, &mut found)?,
                Kind::Product => self.root_product(&parts, &node.children, class, &mut found)?,
                _ => {
                    let mut solutions = Vec::new();
                    self.children(&parts, &node.children, &Bindings::new(), &mut solutions)?;
                    let whole =
                        |bindings| Match { class, bindings, scale: Number::ONE, factors: SmallVec::new(), rest: SmallVec::new() };
                    found.extend(solutions.into_iter().map(whole));
                }
            }
            if found.len() >= MAX_MATCHES {
                break;
            }
        }
        Ok(found)
    }

    fn constant(&self, class: Id) -> Option<&Number> {
        self.graph.analysis.store.as_number(self.graph[class].data.best)
    }

    /// The monomial views of a class: of each of its product nodes, and itself as a single factor.
    fn monomials(&self, class: Id) -> Vec<Monomial> {
        if let Some(number) = self.constant(class) {
            return vec![(number.clone(), SmallVec::new())];
        }
        let mut views: Vec<Monomial> = vec![(Number::ONE, SmallVec::from_slice(&[self.graph.find(class)]))];
        for node in self.graph[class].nodes.iter().filter(|n| n.kind == Kind::Product) {
            let mut view: Monomial = (Number::ONE, SmallVec::new());
            for &child in &node.children {
                match self.constant(child).map(|n| view.0.mul(n)) {
                    Some(Ok(scale)) => view.0 = scale,
                    _ => view.1.push(self.graph.find(child)),
                }
            }
            view.1.sort_unstable();
            views.push(view);
        }
        views
    }

    /// A pattern addend as a number and factor patterns.
    fn pattern_monomial(&self, part: Term) -> (Number, SmallVec<[Term; 4]>) {
        let store = &self.graph.analysis.store;
        if let Some(number) = store.as_number(part) {
            return (number.clone(), SmallVec::new());
        }
        match (store.kind(part), store.children(part)) {
            (Kind::Product, [first, rest @ ..]) if store.as_number(*first).is_some() => {
                (store.coefficient(part), SmallVec::from_slice(rest))
            }
            (Kind::Product, factors) => (Number::ONE, SmallVec::from_slice(factors)),
            _ => (Number::ONE, SmallVec::from_slice(&[part])),
        }
    }

    fn root_sum(&mut self, parts: &[Term], addends: &[Id], class: Id, found: &mut Vec<Match>) -> Result<(), Stop> {
        if addends.len() < parts.len() {
            return Ok(());
        }
        // most specific part first: parts with factors before bare numbers
        let mut order: Vec<Term> = parts.to_vec();
        let store = &self.graph.analysis.store;
        order.sort_by_key(|&p| std::cmp::Reverse(if store.as_number(p).is_some() { 0 } else { store.size(p) }));
        let partial =
            Match { class, bindings: Bindings::new(), scale: Number::ZERO, factors: SmallVec::new(), rest: addends.into() };
        self.sum_parts(&order, partial, found)
    }

    /// Places the first of `parts` on each remaining addend in turn. A zero scale means "not fixed yet".
    fn sum_parts(&mut self, parts: &[Term], partial: Match, found: &mut Vec<Match>) -> Result<(), Stop> {
        let Some((&part, others)) = parts.split_first() else {
            if found.len() < MAX_MATCHES {
                found.push(partial);
            }
            return Ok(());
        };
        let (wanted, factor_patterns) = self.pattern_monomial(part);
        for (index, &addend) in partial.rest.iter().enumerate() {
            self.budget.spend(1)?;
            if found.len() >= MAX_MATCHES {
                return Ok(());
            }
            for (coefficient, factors) in self.monomials(addend) {
                let Ok(Some(inverse)) = wanted.recip() else { continue };
                let Ok(scale) = coefficient.mul(&inverse) else { continue };
                let fixed = !partial.scale.is_zero();
                if scale.is_zero() || (fixed && scale != partial.scale) || factors.len() < factor_patterns.len() {
                    continue;
                }
                let mut solutions = Vec::new();
                self.injective(&factor_patterns, factors, &partial.bindings, &mut solutions)?;
                for (bindings, left_over) in solutions {
                    if fixed && left_over != partial.factors {
                        continue;
                    }
                    let mut rest = partial.rest.clone();
                    rest.remove(index);
                    let next = Match { class: partial.class, bindings, scale: scale.clone(), factors: left_over, rest };
                    self.sum_parts(others, next, found)?;
                }
            }
        }
        Ok(())
    }

    fn root_product(&mut self, parts: &[Term], factors: &[Id], class: Id, found: &mut Vec<Match>) -> Result<(), Stop> {
        let numeric: Vec<Term> = parts.iter().copied().filter(|&p| self.graph.analysis.store.as_number(p).is_some()).collect();
        let symbolic: Vec<Term> = parts.iter().copied().filter(|p| !numeric.contains(p)).collect();
        let wanted = numeric.first().and_then(|&n| self.graph.analysis.store.as_number(n)).cloned().unwrap_or(Number::ONE);
        let mut scale = Number::ONE;
        let mut others: SmallVec<[Id; 4]> = SmallVec::new();
        for &factor in factors {
            match self.constant(factor).map(|n| scale.mul(n)) {
                Some(Ok(product)) => scale = product,
                _ => others.push(factor),
            }
        }
        let Ok(Some(inverse)) = wanted.recip() else { return Ok(()) };
        let Ok(scale) = scale.mul(&inverse) else { return Ok(()) };
        let mut solutions = Vec::new();
        self.injective(&symbolic, others, &Bindings::new(), &mut solutions)?;
        let matched = |(bindings, factors)| Match { class, bindings, scale: scale.clone(), factors, rest: SmallVec::new() };
        found.extend(solutions.into_iter().take(MAX_MATCHES).map(matched));
        Ok(())
    }

    /// Places every pattern on a different class; also returns the classes left over.
    fn injective(
        &mut self,
        patterns: &[Term],
        classes: SmallVec<[Id; 4]>,
        bindings: &Bindings,
        out: &mut Vec<(Bindings, SmallVec<[Id; 4]>)>,
    ) -> Result<(), Stop> {
        let Some((&pattern, others)) = patterns.split_first() else {
            out.push((bindings.clone(), classes));
            return Ok(());
        };
        for (index, &class) in classes.iter().enumerate() {
            self.budget.spend(1)?;
            if out.len() >= MAX_MATCHES {
                return Ok(());
            }
            let mut solutions = Vec::new();
            self.class(pattern, class, bindings, &mut solutions)?;
            for solution in solutions {
                let mut left = classes.clone();
                left.remove(index);
                self.injective(others, left, &solution, out)?;
            }
        }
        Ok(())
    }

    fn children(&mut self, patterns: &[Term], classes: &[Id], bindings: &Bindings, out: &mut Vec<Bindings>) -> Result<(), Stop> {
        if patterns.len() != classes.len() {
            return Ok(());
        }
        let mut partial = vec![bindings.clone()];
        for (&pattern, &class) in patterns.iter().zip(classes) {
            let mut next = Vec::new();
            for solution in &partial {
                self.class(pattern, class, solution, &mut next)?;
            }
            partial = next;
        }
        out.extend(partial);
        Ok(())
    }

    /// Matches a pattern with a whole class; recursion is bounded by the pattern's depth.
    fn class(&mut self, pattern: Term, class: Id, bindings: &Bindings, out: &mut Vec<Bindings>) -> Result<(), Stop> {
        self.budget.spend(1)?;
        let class = self.graph.find(class);
        let store = &self.graph.analysis.store;
        if is_variable(store, pattern) {
            match bindings.iter().find(|(v, _)| *v == pattern) {
                Some((_, bound)) if self.graph.find(*bound) != class => {}
                Some(_) => out.push(bindings.clone()),
                None => {
                    let mut extended = bindings.clone();
                    extended.push((pattern, class));
                    out.push(extended);
                }
            }
            return Ok(());
        }
        let kind = store.kind(pattern);
        let parts = store.children(pattern).to_vec();
        if parts.is_empty() {
            let leaf = Node { kind, children: SmallVec::new() };
            if self.graph.lookup(leaf).is_some_and(|id| self.graph.find(id) == class) {
                out.push(bindings.clone());
            }
            return Ok(());
        }
        let nodes: Vec<Node> = self.graph[class].nodes.iter().filter(|n| n.kind == kind).cloned().collect();
        for node in nodes {
            if out.len() >= MAX_MATCHES {
                break;
            }
            match kind {
                Kind::Sum | Kind::Product => self.whole_multiset(kind, &parts, &node.children, bindings, out)?,
                _ => self.children(&parts, &node.children, bindings, out)?,
            }
        }
        Ok(())
    }

    /// A sum or product inside a pattern: all children are used, the last variable takes several if it must.
    fn whole_multiset(
        &mut self,
        kind: Kind,
        parts: &[Term],
        classes: &[Id],
        bindings: &Bindings,
        out: &mut Vec<Bindings>,
    ) -> Result<(), Stop> {
        if kind == Kind::Product && parts.first().is_some_and(|&p| self.graph.analysis.store.as_number(p).is_some()) {
            return self.scaled_product(parts, classes, bindings, out);
        }
        if parts.len() > classes.len() {
            return Ok(());
        }
        let store = &self.graph.analysis.store;
        let mut order = parts.to_vec();
        order.sort_by_key(|&p| is_variable(store, p));
        if parts.len() == classes.len() {
            let mut solutions = Vec::new();
            self.injective(&order, classes.into(), bindings, &mut solutions)?;
            out.extend(solutions.into_iter().map(|(solution, _)| solution));
            return Ok(());
        }
        let Some((&last, firsts)) = order.split_last() else { return Ok(()) };
        if !is_variable(&self.graph.analysis.store, last) {
            return Ok(());
        }
        let mut solutions = Vec::new();
        self.injective(firsts, classes.into(), bindings, &mut solutions)?;
        for (solution, left) in solutions {
            let terms: Vec<Term> = left.iter().map(|&c| self.graph[c].data.best).collect();
            let remainder = self.graph.analysis.store.build(kind, &terms);
            let class = add_term(self.graph, remainder);
            self.class(last, class, &solution, out)?;
        }
        Ok(())
    }

    /// `-x_` or `2*x_` inside a pattern, with any product whose number is a whole multiple: `exp(-x_)` in `exp(-2*k)`.
    fn scaled_product(
        &mut self,
        parts: &[Term],
        classes: &[Id],
        bindings: &Bindings,
        out: &mut Vec<Bindings>,
    ) -> Result<(), Stop> {
        let [number, symbolic @ ..] = parts else { return Ok(()) };
        let store = &self.graph.analysis.store;
        let wanted = store.as_number(*number).cloned().unwrap_or(Number::ONE);
        let mut order = symbolic.to_vec();
        order.sort_by_key(|&p| is_variable(store, p));
        let (mut coefficient, mut factors) = (Number::ONE, SmallVec::<[Id; 4]>::new());
        for &class in classes {
            match self.constant(class).map(|n| coefficient.mul(n)) {
                Some(Ok(product)) => coefficient = product,
                _ => factors.push(class),
            }
        }
        let Ok(Some(inverse)) = wanted.recip() else { return Ok(()) };
        let Ok(ratio) = coefficient.mul(&inverse) else { return Ok(()) };
        let Some((&last, firsts)) = order.split_last() else { return Ok(()) };
        let whole = ratio.is_one();
        let absorbs = is_variable(&self.graph.analysis.store, last) && ratio.as_integer().is_some();
        let mut solutions = Vec::new();
        if whole && order.len() == factors.len() {
            self.injective(&order, factors, bindings, &mut solutions)?;
            out.extend(solutions.into_iter().map(|(solution, _)| solution));
            return Ok(());
        }
        if !absorbs || firsts.len() > factors.len() {
            return Ok(());
        }
        self.injective(firsts, factors, bindings, &mut solutions)?;
        for (solution, left) in solutions {
            let mut terms: Vec<Term> = left.iter().map(|&c| self.graph[c].data.best).collect();
            terms.push(self.graph.analysis.store.number(ratio.clone()));
            let remainder = self.graph.analysis.store.product(&terms);
            let class = add_term(self.graph, remainder);
            self.class(last, class, &solution, out)?;
        }
        Ok(())
    }
}
