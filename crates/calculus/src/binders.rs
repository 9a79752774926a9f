//! Derivatives of what binds a variable: sums and products term by term, integrals by Leibniz's
//! rule, unevaluated derivatives by the chain rule. What none of these covers stays unevaluated.
//!
//! Differentiation under an integral or an infinite sum is formal: the answer is the derivative
//! where both sides converge and their order may be changed (DLMF 1.5(iv)).

use crate::derivative::{Known, derivative};
use viete_numbers::Budget;
use viete_syntax::{Bound, Derivative, Library};
use viete_term::{Form, Kind, Store, Term};

/// The derivative of a term that holds a function by `variable`: `None` when it holds none at its
/// top, `Some(None)` when it does not depend on the variable.
#[expect(clippy::option_option, reason = "not our business, or no derivative")]
pub(crate) fn derivative_of(
    store: &mut Store,
    library: &mut Library,
    term: Term,
    variable: Term,
    known: &Known,
    budget: &Budget,
) -> Option<Option<Term>> {
    if store.parameter_count(term).is_some() {
        // a function by itself is constant as far as anyone can say
        return Some(None);
    }
    let children = store.children(term);
    if !children.iter().any(|&child| store.parameter_count(child).is_some()) {
        return None;
    }
    if !store.contains(term, variable) {
        return Some(None);
    }
    let rules = Rules { variable, known, budget };
    let value = if let Some(inner) = Derivative::of(store, term) {
        rules.of_derivative(store, library, &inner)
    } else if let Some(bound) = Bound::of(store, term) {
        rules.of_operator(store, library, &bound)
    } else {
        None
    };
    Some(value.or_else(|| Some(library.unevaluated_derivative(store, term, variable, 1))))
}

struct Rules<'a> {
    variable: Term,
    /// Derivatives of what stands outside of functions.
    known: &'a Known,
    budget: &'a Budget,
}

/// A part of a derivative; `None` when there is nothing to add.
type Part = Option<Term>;

impl Rules<'_> {
    /// The function with its body differentiated by the variable; `None` when the budget is spent.
    fn inside(&self, store: &mut Store, library: &mut Library, function: Term) -> Option<Term> {
        let (symbols, body) = library.open(store, function, &[self.variable])?;
        let inner = derivative(store, library, body, self.variable, self.budget).ok()?;
        Some(library.bind(store, &symbols, inner))
    }

    /// By the chain rule, through the arguments and through parameters of the function.
    fn of_derivative(
        &self,
        store: &mut Store,
        library: &mut Library,
        inner: &Derivative,
    ) -> Option<Term> {
        let mut parts = Vec::new();
        for (place, argument) in inner.arguments.iter().enumerate() {
            if let Some(&slope) = self.known.get(argument) {
                let raised = inner.raised(place).term(store, library);
                parts.push(store.product(&[raised, slope]));
            }
        }
        if store.contains(inner.function, self.variable) {
            let function = self.inside(store, library, inner.function)?;
            parts.push(Derivative { function, ..inner.clone() }.term(store, library));
        }
        Some(store.sum(&parts))
    }

    fn of_operator(&self, store: &mut Store, library: &mut Library, bound: &Bound) -> Option<Term> {
        let continuous = bound.operator.continuous;
        let still = !store.contains(bound.place, self.variable);
        let ends = match bound.range(store) {
            Some((low, high)) if continuous => vec![(high, 1), (low, -1)],
            Some(ends) if still && !bound.operator.linear => {
                return self.of_product(store, library, bound, ends);
            }
            Some(_) if still => Vec::new(),
            // an antiderivative, at its own variable or elsewhere
            None if continuous => vec![(bound.place, 1)],
            _ => return None,
        };
        let mut parts = Vec::new();
        for (end, sign) in ends {
            if let Some(&slope) = self.known.get(&end) {
                let value = library.applied(store, bound.function, &[end])?;
                let sign = store.integer(sign);
                parts.push(store.product(&[sign, value, slope]));
            }
        }
        parts.extend(self.under(store, library, bound)?);
        Some(store.sum(&parts))
    }

    /// The operator over the differentiated body; `None` when the budget is spent.
    fn under(&self, store: &mut Store, library: &mut Library, bound: &Bound) -> Option<Part> {
        if !store.contains(bound.function, self.variable) {
            return Some(None);
        }
        let function = self.inside(store, library, bound.function)?;
        let zero = store.children(function).first() == Some(&store.zero());
        Some((!zero).then(|| Bound { function, ..bound.clone() }.term(store)))
    }

    /// `(prod_k f_k)' = sum_j f_j' prod_(k < j) f_k prod_(k > j) f_k`: true where a factor vanishes.
    fn of_product(
        &self,
        store: &mut Store,
        library: &mut Library,
        bound: &Bound,
        (low, high): (Term, Term),
    ) -> Option<Term> {
        let (symbols, body) = library.open(store, bound.function, &[self.variable])?;
        let &place = symbols.first()?;
        let slope = derivative(store, library, body, self.variable, self.budget).ok()?;
        let (one, minus_one) = (store.one(), store.minus_one());
        let (before, after) = (store.sum(&[place, minus_one]), store.sum(&[place, one]));
        let mut factors = vec![slope];
        for (from, to) in [(low, before), (after, high)] {
            let range = store.form(Form::Range, &[from, to]);
            factors.push(Bound { place: range, ..bound.clone() }.term(store));
        }
        let addend = store.product(&factors);
        let function = library.bind(store, &symbols, addend);
        let range = store.form(Form::Range, &[low, high]);
        let head = store.name(viete_functions::signature::SUM);
        Some(store.intern(Kind::Call(head), &[function, range]))
    }
}
