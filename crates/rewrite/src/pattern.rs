//! Left sides of rules, prepared for matching: variables as small numbers, heads and depth known.
//!
//! At the root a sum matches part of a larger sum, with a common factor: `sin(x_)^2 + cos(x_)^2` is
//! found in `3*y*sin(u)^2 + z + 3*y*cos(u)^2`; a product matches part of a larger product. Inside,
//! sums and products match whole, the last variable taking what is left.

use crate::heads::Heads;
use viete_numbers::Number;
use viete_proof::{is_variable, variables};
use viete_term::{Kind, Store, Term, name_arity};

/// A pattern below the root.
#[derive(Clone, Debug)]
pub enum Pattern {
    Variable(usize),
    Leaf(Kind),
    /// Powers, calls and forms: children in order.
    Node(Kind, Vec<Part>),
    /// A sum, or a product without a number, all of whose children are matched.
    Multiset(Kind, Vec<Part>),
    /// A number times factors: matches every product whose number is a whole multiple of it.
    Scaled(Number, Vec<Part>),
}

/// A pattern with the heads that must occur at or below a class that matches it.
#[derive(Clone, Debug)]
pub struct Part {
    pub pattern: Pattern,
    pub heads: Heads,
}

/// An addend of a sum at the root: a number and factors.
#[derive(Clone, Debug)]
pub struct Addend {
    pub number: Number,
    pub reciprocal: Number,
    pub factors: Vec<Part>,
    pub heads: Heads,
    /// The factors as terms, and the variables in them.
    pub terms: Vec<Term>,
    pub variables: Vec<usize>,
}

#[derive(Clone, Debug)]
pub enum Root {
    /// Addends, most specific first, and the variable (`rest__`) for what else stands in the sum.
    Sum(Vec<Addend>, Option<usize>),
    /// Reciprocal of the number, factors, and the variable for the other factors.
    Product(Number, Vec<Part>, Option<usize>),
    Node(Vec<Part>),
}

/// A left side.
#[derive(Clone, Debug)]
pub struct Left {
    pub kind: Kind,
    pub root: Root,
    pub heads: Heads,
    /// Levels of classes below the root that the pattern looks at.
    pub depth: u8,
    pub variables: Vec<Term>,
}

fn arity(store: &Store, term: Term) -> usize {
    match store.kind(term) {
        Kind::Symbol(name) => name_arity(store.text(name)),
        _ => 0,
    }
}

struct Compiler<'s> {
    store: &'s Store,
    variables: Vec<Term>,
}

impl Left {
    /// Prepares a left side. `None` when the number of an addend or product is zero.
    pub fn compile(store: &Store, term: Term) -> Option<Left> {
        let compiler = Compiler { store, variables: variables(store, term) };
        let kind = store.kind(term);
        let children = store.children(term);
        let (rest, parts): (Vec<Term>, Vec<Term>) =
            children.iter().partition(|&&c| arity(store, c) == 2);
        let rest = rest.first().map(|&r| compiler.index(r));
        let root = match kind {
            Kind::Sum => {
                let mut addends: Vec<Term> = parts;
                addends.sort_by_key(|&p| {
                    std::cmp::Reverse(if store.as_number(p).is_some() { 0 } else { store.size(p) })
                });
                Root::Sum(
                    addends.into_iter().map(|a| compiler.addend(a)).collect::<Option<_>>()?,
                    rest,
                )
            }
            Kind::Product => {
                let number =
                    parts.first().and_then(|&p| store.as_number(p)).cloned().unwrap_or(Number::ONE);
                let factors = parts.into_iter().filter(|&p| store.as_number(p).is_none()).collect();
                Root::Product(number.recip().ok()??, compiler.variables_last(factors), rest)
            }
            _ => Root::Node(children.iter().map(|&c| compiler.part(c)).collect()),
        };
        let heads = match &root {
            Root::Sum(addends, _) => {
                addends.iter().fold(Heads::of(kind), |heads, a| heads.with(a.heads))
            }
            Root::Product(_, parts, _) | Root::Node(parts) => union(Heads::of(kind), parts),
        };
        Some(Left { kind, root, heads, depth: depth(store, term), variables: compiler.variables })
    }
}

fn union(start: Heads, parts: &[Part]) -> Heads {
    parts.iter().fold(start, |heads, part| heads.with(part.heads))
}

/// Height of a pattern; addends may be seen as products, which costs a level.
fn depth(store: &Store, term: Term) -> u8 {
    let below = store
        .children(term)
        .iter()
        .map(|&c| depth(store, c))
        .max()
        .map_or(0, |d| d.saturating_add(1));
    if store.kind(term) == Kind::Sum { below.saturating_add(1) } else { below }
}

impl Compiler<'_> {
    fn index(&self, variable: Term) -> usize {
        self.variables.iter().position(|&v| v == variable).unwrap_or(0)
    }

    fn addend(&self, term: Term) -> Option<Addend> {
        let store = self.store;
        let (number, factors) = match store.kind(term) {
            Kind::Number(_) => (store.as_number(term).cloned()?, vec![]),
            Kind::Product => {
                let factors = store
                    .children(term)
                    .iter()
                    .copied()
                    .filter(|&f| store.as_number(f).is_none())
                    .collect();
                (store.coefficient(term), factors)
            }
            _ => (Number::ONE, vec![term]),
        };
        let terms = factors.clone();
        let used: Vec<usize> = terms
            .iter()
            .flat_map(|&factor| variables(store, factor))
            .map(|variable| self.index(variable))
            .collect();
        let factors = self.variables_last(factors);
        let heads = union(Heads::NONE, &factors);
        Some(Addend {
            reciprocal: number.recip().ok()??,
            number,
            factors,
            heads,
            terms,
            variables: used,
        })
    }

    /// What can match in few places goes first.
    fn variables_last(&self, mut terms: Vec<Term>) -> Vec<Part> {
        terms.sort_by_key(|&t| arity(self.store, t));
        terms.into_iter().map(|t| self.part(t)).collect()
    }

    fn part(&self, term: Term) -> Part {
        let store = self.store;
        let kind = store.kind(term);
        let children = store.children(term);
        if is_variable(store, term) {
            return Part { pattern: Pattern::Variable(self.index(term)), heads: Heads::NONE };
        }
        let pattern = match (kind, children) {
            (_, []) => Pattern::Leaf(kind),
            (Kind::Product, [first, rest @ ..]) if store.as_number(*first).is_some() => {
                Pattern::Scaled(store.coefficient(term), self.variables_last(rest.to_vec()))
            }
            (Kind::Sum | Kind::Product, _) => {
                Pattern::Multiset(kind, self.variables_last(children.to_vec()))
            }
            _ => Pattern::Node(kind, children.iter().map(|&c| self.part(c)).collect()),
        };
        let heads = match &pattern {
            Pattern::Variable(_) | Pattern::Leaf(_) => Heads::of(kind),
            Pattern::Node(_, parts) | Pattern::Multiset(_, parts) | Pattern::Scaled(_, parts) => {
                union(Heads::of(kind), parts)
            }
        };
        Part { pattern, heads }
    }
}
