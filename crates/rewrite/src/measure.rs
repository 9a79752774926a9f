//! What "simpler" means: the weight of the written term, node by node.

use rustc_hash::FxHashMap;
use viete_numbers::Number;
use viete_term::{Kind, Name, Store, Term};

/// Extra weight of a node that a measure avoids.
const AVOIDED: u64 = 1000;

/// What a measure avoids; otherwise a node weighs one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Avoid {
    /// Nothing: the number of nodes.
    #[default]
    Nothing,
    /// Applications of these functions, and of `exp` when `E` is among them.
    Functions(Vec<Name>),
    /// These functions applied to sums or to multiples.
    Compound(Vec<Name>),
    /// Powers.
    Powers,
    /// Roots in denominators.
    RootsBelow,
    /// Costly operations, by rough cycles of a processor; not a preference but a scale of its own.
    Cycles,
}

/// An order on terms: smaller is simpler. Weights of shared terms are remembered.
#[derive(Clone, Debug, Default)]
pub struct Measure {
    avoid: Avoid,
    known: FxHashMap<Term, u64>,
}

impl Measure {
    pub fn new(avoid: Avoid) -> Measure {
        Measure { avoid, known: FxHashMap::default() }
    }

    /// True for the plain number of nodes.
    pub fn is_size(&self) -> bool {
        self.avoid == Avoid::Nothing
    }

    /// The weight of the term written out.
    pub fn of(&mut self, store: &Store, term: Term) -> u64 {
        if self.avoid == Avoid::Nothing {
            return u64::from(store.size(term));
        }
        if let Some(&weight) = self.known.get(&term) {
            return weight;
        }
        for node in store.reachable(&[term]) {
            if !self.known.contains_key(&node) {
                let children =
                    store.children(node).iter().map(|c| self.known.get(c).copied().unwrap_or(0));
                let below = children.fold(0u64, u64::saturating_add);
                self.known.insert(node, below.saturating_add(self.weight(store, node)));
            }
        }
        self.known.get(&term).copied().unwrap_or(u64::MAX)
    }

    fn weight(&self, store: &Store, node: Term) -> u64 {
        let applied = |names: &[Name]| match (store.kind(node), store.children(node)) {
            (Kind::Call(name), _) => names.contains(&name),
            (Kind::Power, [base, _]) => {
                *base == store.euler()
                    && matches!(store.kind(*base), Kind::Constant(euler) if names.contains(&euler))
            }
            _ => false,
        };
        let avoided = match &self.avoid {
            Avoid::Cycles => return cycles(store, node),
            Avoid::Nothing => false,
            Avoid::Functions(names) => applied(names),
            Avoid::Compound(names) => {
                applied(names)
                    && store.children(node).last().is_some_and(|&a| is_compound(store, a))
            }
            Avoid::Powers => store.kind(node) == Kind::Power,
            Avoid::RootsBelow => match (store.kind(node), store.children(node)) {
                (Kind::Power, &[base, exponent]) => {
                    let negative =
                        store.as_number(exponent).and_then(Number::signum).is_some_and(|s| s < 0);
                    negative && has_root(store, node, base)
                }
                _ => false,
            },
        };
        if avoided { AVOIDED } else { 1 }
    }
}

/// What one operation costs over its parts, an addition being ten: the proportions that `viete
/// calibrate` finds for columns of points with AVX-512.
fn cycles(store: &Store, node: Term) -> u64 {
    let count = store.children(node).len() as u64;
    match (store.kind(node), store.children(node)) {
        (Kind::Sum | Kind::Product, _) => 10 * count.saturating_sub(1),
        (Kind::Power, &[base, exponent]) => {
            match store.as_number(exponent).and_then(Number::as_rational) {
                Some(r) if r.is_integer() => {
                    let squarings = r.numerator().bits().max(1) * 12;
                    if r.signum() < 0 { squarings + 110 } else { squarings }
                }
                Some(r) if r.denominator().to_i64() == Some(2) => 300,
                _ if base == store.euler() => 900,
                _ => 2600,
            }
        }
        (Kind::Call(_), _) => 1000,
        _ => 1,
    }
}

/// A sum, a product of several parts, a power, or a multiple.
fn is_compound(store: &Store, argument: Term) -> bool {
    match (store.kind(argument), store.children(argument)) {
        (Kind::Sum | Kind::Power, _) => true,
        (Kind::Product, [first, rest @ ..]) => {
            rest.len() > 1
                || store
                    .as_number(*first)
                    .is_none_or(|n| *n != Number::MINUS_ONE && n.as_integer().is_some())
        }
        _ => false,
    }
}

fn has_root(store: &Store, power: Term, base: Term) -> bool {
    let fraction = |t: Term| match (store.kind(t), store.children(t)) {
        (Kind::Power, &[_, exponent]) => store
            .as_number(exponent)
            .is_some_and(|n| n.as_rational().is_some_and(|r| !r.is_integer())),
        _ => false,
    };
    fraction(power) || store.reachable(&[base]).into_iter().any(fraction)
}
