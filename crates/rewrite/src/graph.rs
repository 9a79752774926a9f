//! The e-graph: egg with one open node type over the kinds of terms. Each class carries its best term;
//! two different exact numbers in one class are a contradiction, after which nothing of it is used.

use crate::measure::Measure;
use egg::{Analysis, DidMerge, EGraph, FlatTerm, Id, Language, RecExpr};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use viete_syntax::Library;
use viete_term::{Kind, Store, Term};

/// A node: the head of a term over e-classes. Children of sums and products are sorted multisets.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Node {
    pub kind: Kind,
    pub children: SmallVec<[Id; 4]>,
}

impl Language for Node {
    type Discriminant = Kind;

    fn discriminant(&self) -> Kind {
        self.kind
    }

    fn matches(&self, other: &Self) -> bool {
        self.kind == other.kind && self.children.len() == other.children.len()
    }

    fn children(&self) -> &[Id] {
        &self.children
    }

    fn children_mut(&mut self) -> &mut [Id] {
        &mut self.children
    }
}

/// The store and library, lent to the e-graph for the time of a saturation.
#[derive(Default)]
pub struct Terms {
    pub store: Store,
    pub library: Library,
    /// Set when two different exact numbers met in one class.
    pub contradiction: bool,
    pub measure: Measure,
}

/// What is known of a class.
#[derive(Clone, Copy, Debug)]
pub struct Data {
    pub best: Term,
}

pub type Graph = EGraph<Node, Terms>;

impl Terms {
    /// Moves store and library into an e-graph for the time of a search.
    pub fn lend(store: &mut Store, library: &mut Library, measure: Measure) -> Terms {
        Terms { store: std::mem::take(store), library: std::mem::take(library), contradiction: false, measure }
    }

    pub fn give_back(&mut self, store: &mut Store, library: &mut Library) {
        *store = std::mem::take(&mut self.store);
        *library = std::mem::take(&mut self.library);
    }

    /// The order by which a term is better: the measure, then written size, then the canonical order.
    pub fn is_better(&mut self, a: Term, b: Term) -> bool {
        let (x, y) = (self.measure.of(&self.store, a), self.measure.of(&self.store, b));
        let sizes = || self.store.size(a).cmp(&self.store.size(b));
        let digits = || digits(&self.store, a).cmp(&digits(&self.store, b));
        x.cmp(&y).then_with(sizes).then_with(digits).then_with(|| self.store.compare(a, b)).is_lt()
    }
}

/// Bits of all numbers in a term, to prefer `2^(5/6)` to `32^(1/6)`.
fn digits(store: &Store, term: Term) -> u64 {
    let bits = |r: &viete_numbers::Rational| r.numerator().bits() + r.denominator().bits() - 1;
    let of = |number: &viete_numbers::Number| number.as_rational().map_or(64, bits);
    store.reachable(&[term]).into_iter().filter_map(|t| store.as_number(t)).map(of).sum()
}

impl Analysis<Node> for Terms {
    type Data = Data;

    fn make(graph: &mut Graph, node: &Node, _id: Id) -> Data {
        let children: SmallVec<[Term; 4]> = node.children.iter().map(|&c| graph[c].data.best).collect();
        let terms = &mut graph.analysis;
        Data { best: terms.library.build(&mut terms.store, node.kind, &children) }
    }

    fn merge(&mut self, a: &mut Data, b: Data) -> DidMerge {
        if a.best == b.best {
            return DidMerge(false, false);
        }
        if let (Some(x), Some(y)) = (self.store.as_number(a.best), self.store.as_number(b.best))
            && x != y
        {
            self.contradiction = true;
        }
        if (a.best == self.store.undefined()) != (b.best == self.store.undefined()) {
            self.contradiction = true;
        }
        if self.is_better(b.best, a.best) {
            a.best = b.best;
            DidMerge(true, false)
        } else {
            DidMerge(false, true)
        }
    }
}

/// Adds a term node by node, shared nodes once; returns its class.
pub fn add_term(graph: &mut Graph, term: Term) -> Id {
    let mut ids: FxHashMap<Term, Id> = FxHashMap::default();
    for node in graph.analysis.store.reachable(&[term]) {
        let view = graph.analysis.store.view(node);
        let kind = view.kind;
        let mut children: SmallVec<[Id; 4]> = view.children.iter().filter_map(|c| ids.get(c).copied()).collect();
        if matches!(kind, Kind::Sum | Kind::Product) {
            children.sort_unstable();
        }
        let id = graph.add(Node { kind, children });
        ids.insert(node, id);
    }
    ids.get(&term).copied().unwrap_or_default()
}

/// The term as egg writes expressions, for explanations.
pub fn to_expression(store: &Store, term: Term) -> RecExpr<Node> {
    let mut expression = RecExpr::default();
    let mut ids: FxHashMap<Term, Id> = FxHashMap::default();
    for node in store.reachable(&[term]) {
        let view = store.view(node);
        let children = view.children.iter().filter_map(|c| ids.get(c).copied()).collect();
        let id = expression.add(Node { kind: view.kind, children });
        ids.insert(node, id);
    }
    expression
}

/// The term of one line of an explanation, rebuilt canonically; an explicit stack.
pub fn from_flat(store: &mut Store, library: &mut Library, flat: &FlatTerm<Node>) -> Term {
    let mut built: Vec<Term> = Vec::new();
    let mut stack = vec![(flat, false)];
    while let Some((term, ready)) = stack.pop() {
        if ready {
            let children = built.split_off(built.len().saturating_sub(term.children.len()));
            built.push(library.build(store, term.node.kind, &children));
        } else {
            stack.push((term, true));
            stack.extend(term.children.iter().rev().map(|child| (child, false)));
        }
    }
    built.pop().unwrap_or(store.undefined())
}

impl std::fmt::Display for Node {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.kind)
    }
}
