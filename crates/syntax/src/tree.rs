//! The parse tree: a flat vector of nodes in post-order, so that a subtree is a contiguous range
//! and every pass is a loop. Operands come before operators; nothing recurses.

use crate::operators::Operator;
use std::ops::Range;
use viete_numbers::Error;
use viete_numbers::Number;

/// What a node of the tree is.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Number(Number),
    Name(Box<str>),
    /// `'x`: the bare symbol.
    Quoted(Box<str>),
    Text(Box<str>),
    /// `%` (0) or `%3`.
    History(u32),
    Operator(Operator),
    /// A chain of relations: one operator less than children.
    Relations(Box<[Operator]>),
    /// `name(arguments)`, with the number of primes of `f''(x)`.
    Call {
        name: Box<str>,
        primes: u32,
    },
    List,
    /// Rows of equal length.
    Matrix {
        columns: u32,
    },
    Set,
    /// The indexed value, then the indices.
    Index,
    /// The value that is applied, then its arguments.
    Apply,
    /// Condition, value, other value.
    Conditional,
    /// `otherwise` after a value.
    Otherwise,
}

/// A node: its shape, its children (indices of earlier nodes) and its place in the text.
#[derive(Clone, Debug)]
pub struct TreeNode {
    pub shape: Shape,
    pub children: Range<u32>,
    pub span: Range<usize>,
    pub parenthesized: bool,
    /// Index of the first node of this subtree.
    pub first: u32,
}

/// A parsed expression.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    nodes: Vec<TreeNode>,
    pool: Vec<u32>,
}

/// A statement of a program text.
#[derive(Clone, Debug)]
pub struct Statement {
    /// `rule name: ...` gives its name.
    pub rule: Option<Box<str>>,
    pub tree: Tree,
    /// A trailing `;` hides the answer.
    pub hidden: bool,
    pub span: Range<usize>,
}

impl Tree {
    pub fn nodes(&self) -> &[TreeNode] {
        &self.nodes
    }

    pub fn node(&self, index: u32) -> Option<&TreeNode> {
        self.nodes.get(index as usize)
    }

    pub fn node_mut(&mut self, index: u32) -> Option<&mut TreeNode> {
        self.nodes.get_mut(index as usize)
    }

    pub fn children(&self, node: &TreeNode) -> &[u32] {
        self.pool.get(node.children.start as usize..node.children.end as usize).unwrap_or(&[])
    }

    /// The last node is the whole expression.
    pub fn root(&self) -> Option<(u32, &TreeNode)> {
        self.nodes.last().map(|node| (self.nodes.len() as u32 - 1, node))
    }

    /// The subtree of a node as a tree of its own.
    pub fn subtree(&self, index: u32) -> Tree {
        let mut part = Tree::default();
        let Some(first) = self.node(index).map(|n| n.first) else { return part };
        for node in self.nodes.iter().skip(first as usize).take((index - first) as usize + 1) {
            let children: Vec<u32> =
                self.children(node).iter().map(|c| c.saturating_sub(first)).collect();
            part.push(node.shape.clone(), &children, node.span.clone());
        }
        part
    }

    /// Appends a node over earlier ones.
    pub fn push(&mut self, shape: Shape, children: &[u32], span: Range<usize>) -> u32 {
        let index = self.nodes.len() as u32;
        let start = self.pool.len() as u32;
        self.pool.extend_from_slice(children);
        let first = children.first().and_then(|&c| self.node(c)).map_or(index, |c| c.first);
        self.nodes.push(TreeNode {
            shape,
            children: start..start + children.len() as u32,
            span,
            parenthesized: false,
            first,
        });
        index
    }

    /// The part of the text that a node covers, as an error with a message.
    pub fn error_at(&self, index: u32, message: String) -> Error {
        Error::syntax(self.node(index).map_or(0..0, |n| n.span.clone()), message)
    }
}
