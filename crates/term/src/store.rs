//! The store: every distinct term once, as a 32-bit id; children always have smaller ids than
//! parents.
//!
//! So equality is an integer compare, every pass is a loop over ids, and no recursion depends on
//! the depth of a term. Insertion and lookup are O(children). Nothing here simplifies: see
//! `canonical`.

use crate::table::Table;
use rustc_hash::FxHashMap;
use viete_numbers::Number;

/// A term: an index into its store. Equal terms have equal ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Term(u32);

impl Term {
    /// Position in the store; parents have larger indices than their children.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The id as a word, for foreign tables.
    pub fn raw(self) -> u32 {
        self.0
    }

    /// The inverse of [`Term::raw`]; meaningful only for the same store.
    pub fn from_raw(raw: u32) -> Term {
        Term(raw)
    }
}

/// An interned text: the name of a symbol, constant or function, or the content of a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(u32);

impl Name {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Structures of the language that are not functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    List,
    Set,
    Matrix,
    Range,
    Index,
    Equation,
    Less,
    LessEqual,
    NotEqual,
    Element,
    And,
    Or,
    Not,
    /// Alternating value and condition; a last unpaired value holds otherwise.
    Piecewise,
    /// `pattern -> replacement`.
    Arrow,
    /// Parameters (a list), then the body.
    Lambda,
    /// An inert expression: nothing looks inside.
    Hold,
}

/// What a node is. `Sum` and `Product` are n-ary; a numeric coefficient of a product comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Number(u32),
    Constant(Name),
    Symbol(Name),
    Text(Name),
    Power,
    Product,
    Sum,
    Call(Name),
    Form(Form),
}

/// One node as the store keeps it: 16 bytes, plus 4 per child in a shared pool.
#[derive(Clone, Copy)]
struct Node {
    kind: Kind,
    /// Where its children begin in the pool; they end where those of the next node begin.
    start: u32,
    weight: Weight,
}

/// Nodes of the term written out as a tree (31 bits, saturating), and in the last bit whether the
/// term is defined and finite for all finite values of its symbols.
#[derive(Clone, Copy)]
struct Weight(u32);

impl Weight {
    const MAX_SIZE: u32 = u32::MAX >> 1;

    fn new(size: u32, total: bool) -> Weight {
        Weight(size.min(Weight::MAX_SIZE) << 1 | u32::from(total))
    }

    fn size(self) -> u32 {
        self.0 >> 1
    }

    fn total(self) -> bool {
        self.0 & 1 == 1
    }
}

/// A node with its children, borrowed from the store.
#[derive(Clone, Copy, Debug)]
pub struct NodeView<'a> {
    pub kind: Kind,
    pub children: &'a [Term],
}

/// The store has no room for another node (2^32 nodes or children, or the node limit of the
/// session).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("resource limit: the term store is full")]
pub struct StoreFull;

/// Owner of all terms of a session. Dropping it frees them all, without recursion.
pub struct Store {
    nodes: Vec<Node>,
    children: Vec<Term>,
    table: Table,
    numbers: Vec<Number>,
    number_ids: FxHashMap<Number, u32>,
    names: Vec<Box<str>>,
    name_ids: FxHashMap<Box<str>, Name>,
    entire: Vec<bool>,
    pub(crate) known: Known,
}

/// Terms and names that constructors need at once.
#[derive(Clone, Copy)]
pub(crate) struct Known {
    pub zero: Term,
    pub one: Term,
    pub minus_one: Term,
    pub undefined: Term,
    pub infinity: Term,
    pub euler: Term,
}

fn hash_node(kind: Kind, children: &[Term]) -> u32 {
    // one multiplication a word; the high half, which every word reaches, is the hash
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let (tag, data) = match kind {
        Kind::Number(id) => (1, id),
        Kind::Constant(name) => (2, name.0),
        Kind::Symbol(name) => (3, name.0),
        Kind::Text(name) => (4, name.0),
        Kind::Power => (5, 0),
        Kind::Product => (6, 0),
        Kind::Sum => (7, 0),
        Kind::Call(name) => (8, name.0),
        Kind::Form(form) => (9, form as u32),
    };
    let mut state = ((u64::from(data) << 4) | tag).wrapping_mul(FACTOR);
    for child in children {
        state = (state.rotate_left(23) ^ u64::from(child.0)).wrapping_mul(FACTOR);
    }
    (state >> 32) as u32
}

impl Default for Store {
    fn default() -> Self {
        Store::new()
    }
}

#[expect(
    clippy::indexing_slicing,
    reason = "a Term or Name is only made by its store, whose vectors never shrink, so the index is in range"
)]
impl Store {
    pub fn new() -> Store {
        let nowhere = Term(0);
        let mut store = Store {
            nodes: Vec::new(),
            children: Vec::new(),
            table: Table::new(),
            numbers: Vec::new(),
            number_ids: FxHashMap::default(),
            names: Vec::new(),
            name_ids: FxHashMap::default(),
            entire: Vec::new(),
            known: Known {
                zero: nowhere,
                one: nowhere,
                minus_one: nowhere,
                undefined: nowhere,
                infinity: nowhere,
                euler: nowhere,
            },
        };
        // total terms are recognised when they are made, so the facts of constants come first
        let euler = store.name("E");
        store.declare_entire(euler);
        store.known = Known {
            zero: store.number(Number::ZERO),
            one: store.number(Number::ONE),
            minus_one: store.number(Number::MINUS_ONE),
            undefined: store.constant("undefined"),
            infinity: store.constant("oo"),
            euler: store.constant("E"),
        };
        store
    }

    // ---- names and leaves ----

    /// Interns a text.
    pub fn name(&mut self, text: &str) -> Name {
        if let Some(&name) = self.name_ids.get(text) {
            return name;
        }
        let name = Name(self.names.len() as u32);
        self.names.push(text.into());
        self.entire.push(false);
        self.name_ids.insert(text.into(), name);
        name
    }

    /// The name of a text, if it was interned before.
    pub fn find_name(&self, text: &str) -> Option<Name> {
        self.name_ids.get(text).copied()
    }

    pub fn text(&self, name: Name) -> &str {
        &self.names[name.index()]
    }

    pub fn name_count(&self) -> usize {
        self.names.len()
    }

    /// States that the function or constant of this name is defined and finite at every finite
    /// complex argument.
    pub fn declare_entire(&mut self, name: Name) {
        self.entire[name.index()] = true;
    }

    pub fn number(&mut self, value: Number) -> Term {
        let id = match self.number_ids.get(&value) {
            Some(&id) => id,
            None => {
                let id = self.numbers.len() as u32;
                self.numbers.push(value.clone());
                self.number_ids.insert(value, id);
                id
            }
        };
        self.intern(Kind::Number(id), &[])
    }

    pub fn integer(&mut self, value: i64) -> Term {
        self.number(Number::integer(value))
    }

    pub fn symbol(&mut self, name: &str) -> Term {
        let name = self.name(name);
        self.intern(Kind::Symbol(name), &[])
    }

    pub fn constant(&mut self, name: &str) -> Term {
        let name = self.name(name);
        self.intern(Kind::Constant(name), &[])
    }

    pub fn string(&mut self, text: &str) -> Term {
        let name = self.name(text);
        self.intern(Kind::Text(name), &[])
    }

    pub fn zero(&self) -> Term {
        self.known.zero
    }

    pub fn one(&self) -> Term {
        self.known.one
    }

    pub fn minus_one(&self) -> Term {
        self.known.minus_one
    }

    pub fn undefined(&self) -> Term {
        self.known.undefined
    }

    /// Positive real infinity.
    pub fn infinity(&self) -> Term {
        self.known.infinity
    }

    /// Euler's number.
    pub fn euler(&self) -> Term {
        self.known.euler
    }

    pub fn boolean(&mut self, value: bool) -> Term {
        self.constant(if value { "true" } else { "false" })
    }

    /// An application `name(arguments)`; the caller is responsible for special values.
    pub fn call(&mut self, name: Name, arguments: &[Term]) -> Term {
        if arguments.contains(&self.known.undefined) {
            self.known.undefined
        } else {
            self.intern(Kind::Call(name), arguments)
        }
    }

    pub fn form(&mut self, form: Form, children: &[Term]) -> Term {
        self.intern(Kind::Form(form), children)
    }

    // ---- nodes ----

    /// Room for so many more nodes with so many children, so that a large result is written without
    /// growing on the way.
    pub fn reserve(&mut self, nodes: usize, children: usize) {
        self.nodes.reserve(nodes);
        self.children.reserve(children);
        self.table.reserve(nodes);
    }

    /// The node `kind(children)` exactly as given: no law is applied. This is the raw, inert
    /// constructor.
    ///
    /// When the store holds 2^32 - 1 nodes it answers `undefined`; sessions stop long before, by
    /// their node limit.
    pub fn intern(&mut self, kind: Kind, children: &[Term]) -> Term {
        let hash = hash_node(kind, children);
        let vacancy = match self
            .table
            .find(hash, |id| self.kind(Term(id)) == kind && self.children(Term(id)) == children)
        {
            Ok(id) => return Term(id),
            Err(vacancy) => vacancy,
        };
        let (id, start) = (self.nodes.len(), self.children.len());
        let (Ok(id), Ok(_)) = (u32::try_from(id + 1), u32::try_from(start + children.len())) else {
            return self.known.undefined;
        };
        let size = children.iter().fold(1u32, |size, &child| size.saturating_add(self.size(child)));
        let weight = Weight::new(size, self.is_total_node(kind, children));
        self.children.extend_from_slice(children);
        self.nodes.push(Node { kind, start: start as u32, weight });
        self.table.insert(vacancy, hash, id - 1);
        Term(id - 1)
    }

    fn is_total_node(&self, kind: Kind, children: &[Term]) -> bool {
        let all_total = || children.iter().all(|&child| self.is_total(child));
        match kind {
            Kind::Number(_) | Kind::Symbol(_) => true,
            Kind::Constant(name) => self.entire[name.index()],
            Kind::Sum | Kind::Product => all_total(),
            Kind::Call(name) => self.entire[name.index()] && all_total(),
            Kind::Power => match children {
                [base, exponent] => {
                    let positive = self
                        .as_number(*exponent)
                        .and_then(Number::signum)
                        .is_some_and(|sign| sign > 0);
                    all_total() && (positive || self.is_nonzero_constant(*base))
                }
                _ => false,
            },
            Kind::Text(_) | Kind::Form(_) => false,
        }
    }

    pub fn view(&self, term: Term) -> NodeView<'_> {
        let node = &self.nodes[term.index()];
        let end = self
            .nodes
            .get(term.index() + 1)
            .map_or(self.children.len(), |next| next.start as usize);
        NodeView { kind: node.kind, children: &self.children[node.start as usize..end] }
    }

    pub fn kind(&self, term: Term) -> Kind {
        self.nodes[term.index()].kind
    }

    pub fn children(&self, term: Term) -> &[Term] {
        self.view(term).children
    }

    /// Nodes of the term written out as a tree, saturating at 2^31 - 1.
    pub fn size(&self, term: Term) -> u32 {
        self.nodes[term.index()].weight.size()
    }

    /// True when the term is defined and finite for all finite complex values of its symbols.
    pub fn is_total(&self, term: Term) -> bool {
        self.nodes[term.index()].weight.total()
    }

    pub fn as_number(&self, term: Term) -> Option<&Number> {
        match self.kind(term) {
            Kind::Number(id) => self.numbers.get(id as usize),
            _ => None,
        }
    }

    pub fn as_i64(&self, term: Term) -> Option<i64> {
        self.as_number(term).and_then(Number::to_i64)
    }

    /// A number other than zero, or one of the finite constants (none of which is zero).
    pub fn is_nonzero_constant(&self, term: Term) -> bool {
        match self.kind(term) {
            Kind::Number(_) => self.as_number(term).is_some_and(|n| !n.is_zero()),
            Kind::Constant(name) => self.entire[name.index()],
            _ => false,
        }
    }

    /// Number of nodes held.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Bytes of memory held by nodes, children and the hash table.
    pub fn memory(&self) -> usize {
        self.nodes.capacity() * size_of::<Node>()
            + self.children.capacity() * size_of::<Term>()
            + self.table.memory()
    }

    /// Keeps only what `roots` need, renumbers it, and returns the new ids of the roots in order.
    /// All other terms of this store become meaningless. Cost: linear in the store.
    pub fn collect(&mut self, roots: &[Term]) -> Vec<Term> {
        let mut marked = vec![false; self.nodes.len()];
        for root in roots {
            marked[root.index()] = true;
        }
        for index in (0..self.nodes.len()).rev() {
            if marked[index] {
                for child in self.children(Term(index as u32)) {
                    marked[child.index()] = true;
                }
            }
        }
        // a new store begins with the known terms and their names, as this one did, so names keep
        // their ids
        let mut old = std::mem::take(self);
        self.names = std::mem::take(&mut old.names);
        self.name_ids = std::mem::take(&mut old.name_ids);
        self.entire = std::mem::take(&mut old.entire);
        let mut moved = vec![Term(0); old.nodes.len()];
        let mut children = Vec::new();
        for index in (0..old.nodes.len()).filter(|&index| marked[index]) {
            let view = old.view(Term(index as u32));
            children.clear();
            children.extend(view.children.iter().map(|child| moved[child.index()]));
            moved[index] = match view.kind {
                Kind::Number(id) => self.number(old.numbers[id as usize].clone()),
                kind => self.intern(kind, &children),
            };
        }
        roots.iter().map(|&root| moved[root.index()]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_terms_have_equal_ids_and_nodes_are_small() {
        let mut store = Store::new();
        let (x, y) = (store.symbol("x"), store.symbol("y"));
        assert_eq!(store.sum(&[x, y]), store.sum(&[y, x]));
        assert_eq!(size_of::<Node>(), 16);
    }

    #[test]
    fn collect_keeps_roots_and_forgets_the_rest() {
        let mut store = Store::new();
        let x = store.symbol("x");
        let two = store.integer(2);
        let keep = store.power(x, two);
        for n in 0..1000 {
            let number = store.integer(n);
            store.sum(&[x, number]);
        }
        let before = store.len();
        let kept = store.collect(&[keep]);
        assert!(store.len() < 20 && before > 1000);
        let (x, two) = (store.symbol("x"), store.integer(2));
        assert_eq!(kept, vec![store.power(x, two)]);
    }
}
