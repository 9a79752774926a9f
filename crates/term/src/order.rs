//! The canonical total order of terms: by kind, then by written size, then by content. It depends
//! only on the terms, never on the order in which they were made. No recursion: two different terms
//! differ in a first child, and the comparison descends there.

use crate::node::{Kind, Term};
use crate::store::Store;
use std::cmp::Ordering;

fn rank(kind: Kind) -> u8 {
    match kind {
        Kind::Number(_) => 0,
        Kind::Constant(_) => 1,
        Kind::Symbol(_) => 2,
        Kind::Bound(_) => 3,
        Kind::Power => 4,
        Kind::Product => 5,
        Kind::Call(_) => 6,
        Kind::Sum => 7,
        Kind::Text(_) => 8,
        Kind::Form(_) => 9,
        Kind::Lambda(_) => 10,
    }
}

impl Store {
    /// The canonical order. Cost: the depth to the first difference.
    pub fn compare(&self, a: Term, b: Term) -> Ordering {
        let (mut a, mut b) = (a, b);
        loop {
            if a == b {
                return Ordering::Equal;
            }
            let (left, right) = (self.view(a), self.view(b));
            let by_head = rank(left.kind).cmp(&rank(right.kind)).then_with(|| {
                match (left.kind, right.kind) {
                    (Kind::Number(_), Kind::Number(_)) => {
                        match (self.as_number(a), self.as_number(b)) {
                            (Some(x), Some(y)) => x.canonical_cmp(y),
                            _ => Ordering::Equal,
                        }
                    }
                    (Kind::Constant(x), Kind::Constant(y))
                    | (Kind::Symbol(x), Kind::Symbol(y))
                    | (Kind::Text(x), Kind::Text(y)) => self.text(x).cmp(self.text(y)),
                    (Kind::Call(x), Kind::Call(y)) => {
                        self.size(a).cmp(&self.size(b)).then_with(|| self.text(x).cmp(self.text(y)))
                    }
                    (Kind::Form(x), Kind::Form(y)) => x.cmp(&y),
                    (Kind::Bound(x), Kind::Bound(y)) => x.cmp(&y),
                    (Kind::Lambda(x), Kind::Lambda(y)) => {
                        x.cmp(&y).then_with(|| self.size(a).cmp(&self.size(b)))
                    }
                    _ => self.size(a).cmp(&self.size(b)),
                }
            });
            let by_shape = by_head.then(left.children.len().cmp(&right.children.len()));
            if by_shape != Ordering::Equal {
                return by_shape;
            }
            match left.children.iter().zip(right.children).find(|(x, y)| x != y) {
                Some((&x, &y)) => (a, b) = (x, y),
                None => return Ordering::Equal,
            }
        }
    }
}
