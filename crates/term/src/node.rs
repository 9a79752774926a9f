//! What a node is: its kind, its name, its weight, and how it is hashed.

/// A term: an index into its store. Equal terms have equal ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Term(pub(crate) u32);

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
pub struct Name(pub(crate) u32);

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
    /// A value that is no known function, applied to arguments: `[head, arguments..]`.
    Apply,
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
    /// A variable of an enclosing [`Kind::Lambda`], by its distance (de Bruijn): the parameters of
    /// the innermost lambda of n parameters are 0 to n - 1, those of the next begin at n.
    Bound(u32),
    /// A function of so many parameters; its only child is the body. The names of the parameters
    /// are a hint beside the node, so that functions equal up to renaming are one term.
    Lambda(u32),
}

/// One node as the store keeps it: 16 bytes, plus 4 per child in a shared pool.
#[derive(Clone, Copy)]
pub(crate) struct Node {
    pub kind: Kind,
    /// Where its children begin in the pool; they end where those of the next node begin.
    pub start: u32,
    pub weight: Weight,
}

/// Nodes of the term written out as a tree (30 bits, saturating), and in the last two bits whether
/// a bound variable points out of the term, and whether the term is defined and finite for all
/// finite values of its symbols.
#[derive(Clone, Copy)]
pub(crate) struct Weight(u32);

impl Weight {
    const MAX_SIZE: u32 = u32::MAX >> 2;

    pub fn new(size: u32, open: bool, total: bool) -> Weight {
        Weight(size.min(Weight::MAX_SIZE) << 2 | u32::from(open) << 1 | u32::from(total))
    }

    pub fn size(self) -> u32 {
        self.0 >> 2
    }

    /// True when a bound variable points out of the term.
    pub fn is_open(self) -> bool {
        self.0 & 2 != 0
    }

    pub fn total(self) -> bool {
        self.0 & 1 == 1
    }
}

/// A node with its children, borrowed from the store.
#[derive(Clone, Copy, Debug)]
pub struct NodeView<'a> {
    pub kind: Kind,
    pub children: &'a [Term],
}

pub(crate) fn hash_node(kind: Kind, children: &[Term]) -> u32 {
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
        Kind::Bound(index) => (10, index),
        Kind::Lambda(count) => (11, count),
    };
    let mut state = ((u64::from(data) << 4) | tag).wrapping_mul(FACTOR);
    for child in children {
        state = (state.rotate_left(23) ^ u64::from(child.0)).wrapping_mul(FACTOR);
    }
    (state >> 32) as u32
}
