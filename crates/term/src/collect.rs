//! Collection: a store keeps what some roots need and forgets the rest.

use crate::node::{Kind, Name, Term};
use crate::store::Store;
use rustc_hash::FxHashMap;

#[expect(
    clippy::indexing_slicing,
    reason = "ids below the length of the old store index vectors of that length"
)]
impl Store {
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
        self.watch = std::mem::take(&mut old.watch);
        self.names = std::mem::take(&mut old.names);
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
        let hints: FxHashMap<Term, Box<[Name]>> = std::mem::take(&mut old.hints);
        let kept = hints.into_iter().filter(|(lambda, _)| marked[lambda.index()]);
        self.hints = kept.map(|(lambda, names)| (moved[lambda.index()], names)).collect();
        roots.iter().map(|&root| moved[root.index()]).collect()
    }
}
