//! Matching prepared left sides in a snapshot of the e-graph, by backtracking with continuations:
//! every choice is undone on return, nothing is copied, and the recursion is bounded by the
//! pattern.

use crate::pattern::{Addend, Left, Part, Pattern, Root};
use crate::snapshot::{Class, Snapshot};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use viete_numbers::{Budget, Number, Stop};
use viete_syntax::Library;
use viete_term::{Kind, Store, Term};

/// What a variable stands for: a class, or a part of a sum or product that is no class yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    Class(Class),
    Term(Term),
}

type Classes = SmallVec<[Class; 6]>;

/// A match of a rule: the class it was found in, the bindings, and what surrounds the matched part.
#[derive(Clone, Debug)]
pub struct Match {
    pub class: Class,
    /// Which of the class's nodes of that kind was matched.
    pub node: usize,
    /// By the number of the variable.
    pub bindings: SmallVec<[Option<Bound>; 6]>,
    /// Numeric common factor.
    pub scale: Number,
    /// Common factors.
    pub factors: Classes,
    /// Remaining addends of a sum.
    pub rest: Classes,
}

impl Match {
    /// What a side of the rule becomes in its surroundings.
    pub fn surround(&self, store: &mut Store, side: Term, factors: &[Term], rest: &[Term]) -> Term {
        let mut result = side;
        if !factors.is_empty() || self.scale != Number::ONE {
            let mut product = factors.to_vec();
            product.extend([store.number(self.scale.clone()), side]);
            result = store.product(&product);
        }
        if !rest.is_empty() {
            let mut sum = rest.to_vec();
            sum.push(result);
            result = store.sum(&sum);
        }
        result
    }
}

/// Matches kept of one rule in one class.
const MAX_MATCHES: usize = 64;

/// In sums with more addends than this, an addend whose variables are all known is looked up, not
/// searched.
const LONG: usize = 16;

/// What is done when a pattern has matched.
type Next<'n, 's> = &'n mut dyn FnMut(&mut Matcher<'s>) -> Result<(), Stop>;
/// The same, with the classes that were not used.
type NextWith<'n, 's> = &'n mut dyn FnMut(&mut Matcher<'s>, &[Class]) -> Result<(), Stop>;

/// Finds the matches of rules; pays each attempt from the budget.
pub struct Matcher<'s> {
    snapshot: &'s Snapshot,
    store: &'s mut Store,
    library: &'s mut Library,
    budget: &'s Budget,
    bindings: SmallVec<[Option<Bound>; 6]>,
    node: usize,
    found: Vec<Match>,
}

impl<'s> Matcher<'s> {
    pub fn new(
        snapshot: &'s Snapshot,
        store: &'s mut Store,
        library: &'s mut Library,
        budget: &'s Budget,
    ) -> Matcher<'s> {
        Matcher {
            snapshot,
            store,
            library,
            budget,
            bindings: SmallVec::new(),
            node: 0,
            found: Vec::new(),
        }
    }

    /// The matches of `left` whose root is `class`, up to a fixed number, are added to what was
    /// found.
    ///
    /// # Errors
    /// The budget's stop.
    pub fn find(&mut self, left: &Left, class: Class) -> Result<Vec<Match>, Stop> {
        self.bindings.clear();
        self.bindings.resize(left.variables.len(), None);
        let snapshot = self.snapshot;
        for (node, children) in snapshot.nodes(class, left.kind).enumerate() {
            self.node = node;
            match &left.root {
                Root::Sum(addends, rest) => self.root_sum(left, addends, *rest, children, class)?,
                Root::Product(reciprocal, parts, rest) => {
                    self.root_product(reciprocal, parts, *rest, children, class)?
                }
                Root::Node(parts) => self.sequence(parts, children, &mut |m| {
                    m.keep(class, Number::ONE, Classes::new(), Classes::new());
                    Ok(())
                })?,
            }
        }
        Ok(std::mem::take(&mut self.found))
    }

    fn is_full(&self) -> bool {
        self.found.len() >= MAX_MATCHES
    }

    fn keep(&mut self, class: Class, scale: Number, factors: Classes, rest: Classes) {
        if !self.is_full() {
            self.found.push(Match {
                class,
                node: self.node,
                bindings: self.bindings.clone(),
                scale,
                factors,
                rest,
            });
        }
    }

    /// Gives `variable` a value for the time of `next`, if it has none or the same.
    fn bind(&mut self, variable: usize, value: Bound, next: Next<'_, 's>) -> Result<(), Stop> {
        match self.bindings.get(variable) {
            Some(Some(bound)) if *bound == value => next(self),
            Some(None) => {
                self.assign(variable, Some(value));
                let result = next(self);
                self.assign(variable, None);
                result
            }
            _ => Ok(()),
        }
    }

    fn assign(&mut self, variable: usize, value: Option<Bound>) {
        if let Some(slot) = self.bindings.get_mut(variable) {
            *slot = value;
        }
    }

    /// The sum or product of classes and a number, as a class if there is one with that best term.
    fn gather(&mut self, kind: Kind, number: Number, classes: &[Class]) -> Bound {
        if let (true, &[only]) = (number.is_one() || kind == Kind::Sum, classes) {
            return Bound::Class(only);
        }
        let mut terms: SmallVec<[Term; 8]> =
            classes.iter().filter_map(|&c| self.snapshot.best(c)).collect();
        if kind == Kind::Product {
            terms.push(self.store.number(number));
        }
        let term = self.store.build(kind, &terms);
        self.snapshot.of_term(term).map_or(Bound::Term(term), Bound::Class)
    }

    // ---- the root ----

    fn root_sum(
        &mut self,
        left: &Left,
        addends: &[Addend],
        rest: Option<usize>,
        children: &[Class],
        class: Class,
    ) -> Result<(), Stop> {
        if children.len() < addends.len() {
            return Ok(());
        }
        self.addends(left, addends, children, None, &mut |m, scale, factors, others| match rest {
            None => {
                m.keep(class, scale.clone(), factors.into(), others.into());
                Ok(())
            }
            Some(variable) => {
                let value = m.gather(Kind::Sum, Number::ONE, others);
                m.bind(variable, value, &mut |m| {
                    m.keep(class, scale.clone(), factors.into(), Classes::new());
                    Ok(())
                })
            }
        })
    }

    /// Places the first addend on each class in turn. `common` is the scale and the factors that
    /// earlier addends have fixed; `next` receives them and the classes left over.
    fn addends(
        &mut self,
        left: &Left,
        addends: &[Addend],
        classes: &[Class],
        common: Option<(&Number, &[Class])>,
        next: &mut dyn FnMut(&mut Matcher<'s>, &Number, &[Class], &[Class]) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let Some((addend, others)) = addends.split_first() else {
            return match common {
                Some((scale, factors)) => next(self, scale, factors, classes),
                None => Ok(()),
            };
        };
        let snapshot = self.snapshot;
        if let (true, Some((scale, factors))) = (classes.len() > LONG, common)
            && addend
                .variables
                .iter()
                .all(|&variable| matches!(self.bindings.get(variable), Some(Some(_))))
        {
            self.budget.spend(8)?;
            return match self
                .instance(left, addend, scale, factors)
                .and_then(|class| classes.iter().position(|&c| c == class))
            {
                Some(index) => self.addends(left, others, &without(classes, index), common, next),
                None => Ok(()),
            };
        }
        for (index, &class) in classes.iter().enumerate() {
            self.budget.spend(1)?;
            if self.is_full() {
                return Ok(());
            }
            if !snapshot.class(class).is_some_and(|view| view.heads.includes(addend.heads)) {
                continue;
            }
            for (number, factors) in snapshot.monomials(class) {
                if factors.len() < addend.factors.len() {
                    continue;
                }
                let product = if addend.reciprocal.is_one() {
                    Ok(number.clone())
                } else {
                    number.mul(&addend.reciprocal)
                };
                let Ok(scale) = product else { continue };
                if scale.is_zero() || common.is_some_and(|(fixed, _)| *fixed != scale) {
                    continue;
                }
                self.injective(&addend.factors, factors, &mut |m, unused| {
                    if common.is_some_and(|(_, fixed)| fixed != unused) {
                        return Ok(());
                    }
                    let remaining = without(classes, index);
                    m.addends(left, others, &remaining, Some((&scale, unused)), next)
                })?;
            }
        }
        Ok(())
    }

    /// The class of an addend whose variables are all bound, in its surroundings.
    fn instance(
        &mut self,
        left: &Left,
        addend: &Addend,
        scale: &Number,
        factors: &[Class],
    ) -> Option<Class> {
        let values = left.variables.iter().zip(&self.bindings).filter_map(|(&variable, bound)| {
            match (*bound)? {
                Bound::Class(class) => Some((variable, self.snapshot.best(class)?)),
                Bound::Term(term) => Some((variable, term)),
            }
        });
        let values: FxHashMap<Term, Term> = values.collect();
        let mut product: Vec<Term> =
            factors.iter().filter_map(|&class| self.snapshot.best(class)).collect();
        for &factor in &addend.terms {
            product.push(self.library.substitute(self.store, factor, &values));
        }
        product.push(self.store.number(addend.number.mul(scale).ok()?));
        let term = self.store.product(&product);
        self.snapshot.of_term(term)
    }

    fn root_product(
        &mut self,
        reciprocal: &Number,
        parts: &[Part],
        rest: Option<usize>,
        children: &[Class],
        class: Class,
    ) -> Result<(), Stop> {
        let (number, factors) = self.split_number(children);
        let Ok(scale) = number.mul(reciprocal) else { return Ok(()) };
        self.injective(parts, &factors, &mut |m, left| match rest {
            None => {
                m.keep(class, scale.clone(), left.into(), Classes::new());
                Ok(())
            }
            Some(variable) => {
                let value = m.gather(Kind::Product, Number::ONE, left);
                m.bind(variable, value, &mut |m| {
                    m.keep(class, scale.clone(), Classes::new(), Classes::new());
                    Ok(())
                })
            }
        })
    }

    /// The numbers among factors multiplied, and the other factors.
    fn split_number(&self, classes: &[Class]) -> (Number, Classes) {
        let mut product = Number::ONE;
        let mut others = Classes::new();
        for &class in classes {
            let number = self.snapshot.class(class).and_then(|view| view.number.as_ref());
            match number.map(|n| product.mul(n)) {
                Some(Ok(next)) => product = next,
                _ => others.push(class),
            }
        }
        (product, others)
    }

    // ---- below the root ----

    /// Matches parts with classes one to one, in order.
    fn sequence(
        &mut self,
        parts: &[Part],
        classes: &[Class],
        next: Next<'_, 's>,
    ) -> Result<(), Stop> {
        match (parts, classes) {
            ([], []) => next(self),
            ([part, parts @ ..], [class, classes @ ..]) => {
                self.part(part, *class, &mut |m| m.sequence(parts, classes, next))
            }
            _ => Ok(()),
        }
    }

    /// Places every part on a different class.
    fn injective(
        &mut self,
        parts: &[Part],
        classes: &[Class],
        next: NextWith<'_, 's>,
    ) -> Result<(), Stop> {
        let Some((part, others)) = parts.split_first() else { return next(self, classes) };
        for (index, &class) in classes.iter().enumerate() {
            if self.is_full() {
                return Ok(());
            }
            self.part(part, class, &mut |m| m.injective(others, &without(classes, index), next))?;
        }
        Ok(())
    }

    fn part(&mut self, part: &Part, class: Class, next: Next<'_, 's>) -> Result<(), Stop> {
        self.budget.spend(1)?;
        let snapshot = self.snapshot;
        if !snapshot.class(class).is_some_and(|view| view.heads.includes(part.heads)) {
            return Ok(());
        }
        match &part.pattern {
            Pattern::Variable(variable) => self.bind(*variable, Bound::Class(class), next),
            Pattern::Leaf(kind) => match snapshot.nodes(class, *kind).next() {
                Some([]) => next(self),
                _ => Ok(()),
            },
            Pattern::Node(kind, parts) => snapshot
                .nodes(class, *kind)
                .try_for_each(|children| self.sequence(parts, children, next)),
            Pattern::Multiset(kind, parts) => snapshot
                .nodes(class, *kind)
                .try_for_each(|children| self.multiset(*kind, parts, Number::ONE, children, next)),
            Pattern::Scaled(wanted, parts) => {
                snapshot.nodes(class, Kind::Product).try_for_each(|children| {
                    let (number, factors) = self.split_number(children);
                    let Ok(Some(reciprocal)) = wanted.recip() else { return Ok(()) };
                    let Ok(ratio) = number.mul(&reciprocal) else { return Ok(()) };
                    if ratio.as_integer().is_none() {
                        return Ok(());
                    }
                    self.multiset(Kind::Product, parts, ratio, &factors, next)
                })
            }
        }
    }

    /// All classes are used: the last part, when it is a variable, takes several if it must, and
    /// the number.
    fn multiset(
        &mut self,
        kind: Kind,
        parts: &[Part],
        number: Number,
        classes: &[Class],
        next: Next<'_, 's>,
    ) -> Result<(), Stop> {
        if number.is_one() && parts.len() == classes.len() {
            return self.injective(parts, classes, &mut |m, _| next(m));
        }
        let Some((Part { pattern: Pattern::Variable(last), .. }, firsts)) = parts.split_last()
        else {
            return Ok(());
        };
        if firsts.len() > classes.len() {
            return Ok(());
        }
        self.injective(firsts, classes, &mut |m, left| {
            let value = m.gather(kind, number.clone(), left);
            m.bind(*last, value, next)
        })
    }
}

fn without(classes: &[Class], index: usize) -> Classes {
    let mut rest = Classes::from_slice(classes);
    rest.remove(index);
    rest
}
