//! The store: every distinct term once, as a 32-bit id; children always have smaller ids than
//! parents.
//!
//! So equality is an integer compare, every pass is a loop over ids, and no recursion depends on
//! the depth of a term. Insertion and lookup are O(children). Nothing here simplifies: see
//! `canonical`.

use crate::node::{Form, Kind, Name, Node, NodeView, Term, Weight, hash_node};
use crate::table::Table;
use crate::watch::Watch;
use rustc_hash::FxHashMap;
use viete_numbers::Number;

/// Owner of all terms of a session. Dropping it frees them all, without recursion.
pub struct Store {
    pub(crate) nodes: Vec<Node>,
    pub(crate) children: Vec<Term>,
    table: Table,
    pub(crate) numbers: Vec<Number>,
    number_ids: FxHashMap<Number, u32>,
    pub(crate) names: Names,
    /// For nodes with a bound variable that points out of them: how many lambdas' parameters it
    /// takes to close them.
    loose: FxHashMap<Term, u32>,
    /// Names of the parameters of lambdas.
    pub(crate) hints: FxHashMap<Term, Box<[Name]>>,
    /// The limits of the statement.
    pub(crate) watch: Watch,
    pub(crate) known: Known,
}

/// Interned texts and what is stated of them.
#[derive(Default)]
pub(crate) struct Names {
    texts: Vec<Box<str>>,
    ids: FxHashMap<Box<str>, Name>,
    facts: Vec<Facts>,
}

/// What is stated of a function or constant by its name.
#[derive(Clone, Copy, Default)]
struct Facts {
    /// Defined and finite at every finite complex argument.
    total: bool,
    /// A function of the language: no variable that could stand for one.
    function: bool,
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
    pub stopped: Term,
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
            names: Names::default(),
            loose: FxHashMap::default(),
            hints: FxHashMap::default(),
            watch: Watch::default(),
            known: Known {
                zero: nowhere,
                one: nowhere,
                minus_one: nowhere,
                undefined: nowhere,
                infinity: nowhere,
                euler: nowhere,
                stopped: nowhere,
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
            stopped: store.constant("stopped"),
        };
        store
    }

    // ---- names and leaves ----

    /// Interns a text.
    pub fn name(&mut self, text: &str) -> Name {
        if let Some(&name) = self.names.ids.get(text) {
            return name;
        }
        let name = Name(self.names.texts.len() as u32);
        self.names.texts.push(text.into());
        self.names.facts.push(Facts::default());
        self.names.ids.insert(text.into(), name);
        name
    }

    /// The name of a text, if it was interned before.
    pub fn find_name(&self, text: &str) -> Option<Name> {
        self.names.ids.get(text).copied()
    }

    /// The text of a name.
    pub fn text(&self, name: Name) -> &str {
        &self.names.texts[name.index()]
    }

    /// States that the function or constant of this name is defined and finite at every finite
    /// complex argument.
    pub fn declare_entire(&mut self, name: Name) {
        self.names.facts[name.index()].total = true;
    }

    /// States that the name is a function of the language, so that no variable of the same name
    /// is meant where it is applied.
    pub fn declare_function(&mut self, name: Name) {
        self.names.facts[name.index()].function = true;
    }

    /// Whether [`Store::declare_function`] was said of the name.
    pub fn is_function(&self, name: Name) -> bool {
        self.names.facts[name.index()].function
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
        if self.watch.is_stopped() {
            return self.stopped();
        }
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
        if self.watch.tick(1, self.nodes.len()) {
            return self.stopped();
        }
        let size = children.iter().fold(1u32, |size, &child| size.saturating_add(self.size(child)));
        let loose = self.loose_of_node(kind, children);
        let weight = Weight::new(size, loose > 0, self.is_total_node(kind, children));
        if loose > 0 {
            self.loose.insert(Term(id - 1), loose);
        }
        self.children.extend_from_slice(children);
        self.nodes.push(Node { kind, start: start as u32, weight });
        self.table.insert(vacancy, hash, id - 1);
        Term(id - 1)
    }

    fn loose_of_node(&self, kind: Kind, children: &[Term]) -> u32 {
        let below = children.iter().map(|&child| self.loose(child)).max().unwrap_or(0);
        match kind {
            Kind::Bound(index) => index.saturating_add(1),
            Kind::Lambda(count) => below.saturating_sub(count),
            _ => below,
        }
    }

    /// How many parameters of enclosing lambdas a term reaches for; zero for a closed term.
    pub fn loose(&self, term: Term) -> u32 {
        match self.nodes[term.index()].weight.is_open() {
            true => self.loose.get(&term).copied().unwrap_or(0),
            false => 0,
        }
    }

    fn is_total_node(&self, kind: Kind, children: &[Term]) -> bool {
        let all_total = || children.iter().all(|&child| self.is_total(child));
        match kind {
            Kind::Number(_) | Kind::Symbol(_) | Kind::Bound(_) => true,
            Kind::Constant(name) => self.names.facts[name.index()].total,
            Kind::Sum | Kind::Product => all_total(),
            Kind::Call(name) => self.names.facts[name.index()].total && all_total(),
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
            Kind::Text(_) | Kind::Form(_) | Kind::Lambda(_) => false,
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

    /// Nodes of the term written out as a tree, saturating at 2^30 - 1.
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
            Kind::Constant(name) => self.names.facts[name.index()].total,
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
