//! The e-graph at the beginning of a round, flat and read-only: dense class numbers, best terms,
//! nodes, monomials, the heads at or below each class, and how far below it something changed in
//! the last round.

use crate::graph::Graph;
use crate::heads::Heads;
use egg::Id;
use rustc_hash::{FxHashMap, FxHasher};
use smallvec::SmallVec;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use viete_numbers::Number;
use viete_term::{Kind, Term};

/// A class by its place in the snapshot.
pub type Class = u32;

/// Something seen as a number times classes.
pub type Monomial = (Number, SmallVec<[Class; 4]>);

/// Changes further below a class than this are not looked at.
const FAR: u8 = 16;

/// What a round knows of a class.
#[derive(Debug)]
pub struct ClassView {
    pub id: Id,
    pub best: Term,
    pub number: Option<Number>,
    /// Zero times something partial: laws have nothing to say of it, cancellation has.
    pub vanishing: bool,
    /// Heads at or below the class.
    pub heads: Heads,
    /// Levels down to the nearest class that changed in the last round.
    pub distance: u8,
    nodes: Range<usize>,
    monomials: Range<usize>,
}

#[derive(Debug)]
struct FlatNode {
    kind: Kind,
    children: Range<usize>,
}

#[derive(Debug, Default)]
pub struct Snapshot {
    pub classes: Vec<ClassView>,
    nodes: Vec<FlatNode>,
    children: Vec<Class>,
    monomials: Vec<Monomial>,
    by_kind: FxHashMap<Kind, Vec<Class>>,
    by_best: FxHashMap<Term, Class>,
    by_id: FxHashMap<Id, Class>,
}

/// A hash of each class's content, to see what changes from round to round.
pub type Fingerprints = FxHashMap<Id, u64>;

impl Snapshot {
    /// Reads the graph; `before` holds the fingerprints of the last round and receives those of
    /// this one.
    pub fn take(graph: &Graph, before: &mut Fingerprints) -> Snapshot {
        let mut ids: Vec<Id> = graph.classes().map(|class| class.id).collect();
        ids.sort_unstable();
        let mut snapshot =
            Snapshot { by_id: ids.iter().copied().zip(0..).collect(), ..Snapshot::default() };
        let mut now = Fingerprints::default();
        for id in ids {
            let fingerprint = snapshot.read_class(graph, id, before);
            now.insert(id, fingerprint);
        }
        *before = now;
        snapshot.spread();
        snapshot
    }

    fn read_class(&mut self, graph: &Graph, id: Id, before: &Fingerprints) -> u64 {
        let (class, number) = (&graph[id], self.classes.len() as Class);
        let store = &graph.analysis.store;
        let mut hasher = FxHasher::default();
        class.data.best.hash(&mut hasher);
        let (first_node, first_monomial) = (self.nodes.len(), self.monomials.len());
        let mut heads = Heads::NONE;
        let constant = store.as_number(class.data.best).cloned();
        self.monomials.push(match &constant {
            Some(value) => (value.clone(), SmallVec::new()),
            None => (Number::ONE, SmallVec::from_slice(&[number])),
        });
        for node in &class.nodes {
            let start = self.children.len();
            node.kind.hash(&mut hasher);
            for &child in &node.children {
                let child = graph.find(child);
                child.hash(&mut hasher);
                self.children.extend(self.by_id.get(&child));
            }
            let children = self.children.get(start..).unwrap_or_default();
            heads = heads.with(Heads::of(node.kind));
            if node.kind == Kind::Product && constant.is_none() {
                self.monomials.push(monomial(graph, node, children));
            }
            let classes = self.by_kind.entry(node.kind).or_default();
            if classes.last() != Some(&number) {
                classes.push(number);
            }
            self.nodes.push(FlatNode { kind: node.kind, children: start..self.children.len() });
        }
        let fingerprint = hasher.finish();
        self.by_best.insert(class.data.best, number);
        self.classes.push(ClassView {
            id,
            best: class.data.best,
            number: constant,
            vanishing: store.kind(class.data.best) == Kind::Product
                && store.coefficient(class.data.best).is_zero(),
            heads,
            distance: if before.get(&id) == Some(&fingerprint) { FAR } else { 0 },
            nodes: first_node..self.nodes.len(),
            monomials: first_monomial..self.monomials.len(),
        });
        fingerprint
    }

    /// Heads and distances upwards until nothing changes; classes are few and low, so few passes
    /// are needed.
    fn spread(&mut self) {
        loop {
            let mut changed = false;
            for class in 0..self.classes.len() {
                let Some(view) = self.classes.get(class) else { continue };
                let (mut heads, mut distance) = (view.heads, view.distance);
                for node in self.nodes.get(view.nodes.clone()).unwrap_or_default() {
                    for child in self.children.get(node.children.clone()).unwrap_or_default() {
                        if let Some(child) = self.classes.get(*child as usize) {
                            heads = heads.with(child.heads);
                            distance = distance.min(child.distance.saturating_add(1));
                        }
                    }
                }
                if let Some(view) = self.classes.get_mut(class)
                    && (view.heads, view.distance) != (heads, distance)
                {
                    (view.heads, view.distance) = (heads, distance);
                    changed = true;
                }
            }
            if !changed {
                return;
            }
        }
    }

    pub fn class(&self, class: Class) -> Option<&ClassView> {
        self.classes.get(class as usize)
    }

    pub fn best(&self, class: Class) -> Option<Term> {
        self.class(class).map(|view| view.best)
    }

    /// Classes that have a node of this kind.
    pub fn of_kind(&self, kind: Kind) -> &[Class] {
        self.by_kind.get(&kind).map_or(&[], Vec::as_slice)
    }

    pub fn of_term(&self, best: Term) -> Option<Class> {
        self.by_best.get(&best).copied()
    }

    /// The children of each node of this kind in the class.
    pub fn nodes(&self, class: Class, kind: Kind) -> impl Iterator<Item = &[Class]> {
        let nodes = self
            .class(class)
            .and_then(|view| self.nodes.get(view.nodes.clone()))
            .unwrap_or_default();
        nodes
            .iter()
            .filter(move |node| node.kind == kind)
            .map(|node| self.children.get(node.children.clone()).unwrap_or_default())
    }

    /// The class as a single factor, and by each of its product nodes.
    pub fn monomials(&self, class: Class) -> &[Monomial] {
        self.class(class)
            .and_then(|view| self.monomials.get(view.monomials.clone()))
            .unwrap_or_default()
    }
}

fn monomial(graph: &Graph, node: &crate::graph::Node, children: &[Class]) -> Monomial {
    let mut view: Monomial = (Number::ONE, SmallVec::new());
    for (&id, &class) in node.children.iter().zip(children) {
        let number = graph.analysis.store.as_number(graph[id].data.best);
        match number.map(|n| view.0.mul(n)) {
            Some(Ok(scale)) => view.0 = scale,
            _ => view.1.push(class),
        }
    }
    view.1.sort_unstable();
    view
}
