//! The e-graph: egg with one open node type over the kinds of terms. Each class carries its best
//! term; two different exact numbers in one class are a contradiction, after which nothing of it is
//! used.

use crate::measure::Measure;
use egg::{Analysis, DidMerge, EGraph, Id, Language};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use viete_evaluate::{Assumptions, Fingerprints};
use viete_proof::{Lemma, Reason, simplicity};
use viete_syntax::Library;
use viete_term::{Kind, Store, Term};

/// A node: the head of a term over e-classes. Children of sums and products are sorted multisets.
#[derive(Clone, Debug)]
pub struct Node {
    pub kind: Kind,
    pub children: SmallVec<[Id; 4]>,
    /// The term it was added for; no part of its identity.
    pub origin: Term,
}

impl PartialEq for Node {
    fn eq(&self, other: &Node) -> bool {
        self.kind == other.kind && self.children == other.children
    }
}

impl Eq for Node {}

impl Hash for Node {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.kind, &self.children).hash(state);
    }
}

impl PartialOrd for Node {
    fn partial_cmp(&self, other: &Node) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Node {
    fn cmp(&self, other: &Node) -> Ordering {
        (self.kind, &self.children).cmp(&(other.kind, &other.children))
    }
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
    /// Set when two different exact numbers, or terms of different value, met in one class.
    pub contradiction: bool,
    pub measure: Measure,
    /// Values at a sample point: classes that merge must agree there.
    pub fingerprints: Fingerprints,
    /// What was used, when an explanation is wanted.
    pub lemmas: Option<Vec<Lemma>>,
}

/// What is known of a class.
#[derive(Clone, Copy, Debug)]
pub struct Data {
    pub best: Term,
}

pub type Graph = EGraph<Node, Terms>;

impl Terms {
    /// Moves store and library into an e-graph for the time of a search.
    pub fn lend(
        store: &mut Store,
        library: &mut Library,
        measure: Measure,
        assumptions: &Assumptions,
    ) -> Terms {
        Terms {
            store: std::mem::take(store),
            library: std::mem::take(library),
            contradiction: false,
            measure,
            fingerprints: Fingerprints::new(assumptions),
            lemmas: None,
        }
    }

    /// Notes a lemma for the explanation.
    pub fn note(&mut self, left: Term, right: Term, reason: impl FnOnce() -> Reason) {
        if let Some(lemmas) = &mut self.lemmas {
            lemmas.push(Lemma { left, right, reason: reason() });
        }
    }

    pub fn give_back(&mut self, store: &mut Store, library: &mut Library) {
        *store = std::mem::take(&mut self.store);
        *library = std::mem::take(&mut self.library);
    }

    /// The order by which a term is better: the measure, then simplicity.
    pub fn is_better(&mut self, a: Term, b: Term) -> bool {
        let (x, y) = (self.measure.of(&self.store, a), self.measure.of(&self.store, b));
        x.cmp(&y).then_with(|| simplicity(&self.store, a, b)).is_lt()
    }
}

impl Analysis<Node> for Terms {
    type Data = Data;

    fn make(graph: &mut Graph, node: &Node, _id: Id) -> Data {
        let children: SmallVec<[Term; 4]> =
            node.children.iter().map(|&c| graph[c].data.best).collect();
        let terms = &mut graph.analysis;
        let best = match node.kind {
            Kind::Lambda(raw) => Term::from_raw(raw),
            kind => terms.library.build(&mut terms.store, kind, &children),
        };
        Data { best }
    }

    fn merge(&mut self, a: &mut Data, b: Data) -> DidMerge {
        if a.best == b.best {
            return DidMerge(false, false);
        }
        let numbers = [a.best, b.best].map(|best| self.store.as_number(best));
        let contradiction = match numbers {
            [Some(x), Some(y)] => x != y,
            _ => self.fingerprints.differ(&self.store, &self.library, a.best, b.best),
        };
        self.contradiction |= contradiction;
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
        // a function is a leaf of its own: what is bound in it must not meet anything outside
        let kind = match view.kind {
            Kind::Lambda(_) => Kind::Lambda(node.raw()),
            kind => kind,
        };
        let mut children: SmallVec<[Id; 4]> =
            view.children.iter().filter_map(|c| ids.get(c).copied()).collect();
        if matches!(kind, Kind::Sum | Kind::Product) {
            children.sort_unstable();
        }
        let id = graph.add(Node { kind, children, origin: node });
        ids.insert(node, id);
    }
    ids.get(&term).copied().unwrap_or_default()
}

impl std::fmt::Display for Node {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.kind)
    }
}
