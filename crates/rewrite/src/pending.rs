//! Laws that shorten parts of one sum, used together: with k pairs of squares in a sum, one new sum
//! and not 2^k.

use crate::graph::{Graph, add_term};
use crate::matcher::Match;
use crate::snapshot::{Class, Snapshot};
use viete_proof::{Lemma, Reason};
use viete_term::{Kind, Store, Term};

/// What the laws of a round make of one sum.
struct PendingSum {
    class: Class,
    node: usize,
    /// Addends no law has used.
    left: Vec<Class>,
    /// What the laws made of the others: the addends used, the new addend, the law.
    made: Vec<(Vec<Class>, Term, Reason)>,
}

/// The sums of a round.
#[derive(Default)]
pub(crate) struct Pending {
    sums: Vec<PendingSum>,
}

impl Pending {
    /// Takes a match of part of a sum, if its result is shorter than the addends it uses and no law
    /// before it used one of them.
    pub fn take(
        &mut self,
        store: &Store,
        snapshot: &Snapshot,
        found: &Match,
        result: Term,
        reason: impl FnOnce() -> Reason,
    ) -> bool {
        let at =
            self.sums.iter().position(|sum| sum.class == found.class && sum.node == found.node);
        let at = at.unwrap_or_else(|| {
            let children =
                snapshot.nodes(found.class, Kind::Sum).nth(found.node).unwrap_or_default();
            self.sums.push(PendingSum {
                class: found.class,
                node: found.node,
                left: children.to_vec(),
                made: Vec::new(),
            });
            self.sums.len() - 1
        });
        let Some(sum) = self.sums.get_mut(at) else { return false };
        // what the match used: the addends without its rest
        let children = snapshot.nodes(found.class, Kind::Sum).nth(found.node).unwrap_or_default();
        let mut rest = found.rest.to_vec();
        let mut used = Vec::new();
        for &child in children {
            match rest.iter().position(|&r| r == child) {
                Some(at) => drop(rest.swap_remove(at)),
                None => used.push(child),
            }
        }
        let size =
            |class: &Class| snapshot.best(*class).map_or(0, |term| u64::from(store.size(term)));
        if used.iter().map(size).sum::<u64>() <= u64::from(store.size(result)) {
            return false;
        }
        let mut left = sum.left.clone();
        for class in &used {
            match left.iter().position(|c| c == class) {
                Some(at) => drop(left.remove(at)),
                None => return false,
            }
        }
        sum.left = left;
        sum.made.push((used, result, reason()));
        true
    }

    /// Merges each sum with what was made of it. True when classes were merged.
    pub fn flush(self, graph: &mut Graph, snapshot: &Snapshot) -> bool {
        let mut changed = false;
        for sum in self.sums {
            let Some(class) = snapshot.class(sum.class) else { continue };
            if sum.made.is_empty() {
                continue;
            }
            let best = |graph: &Graph, classes: &[Class]| -> Vec<Term> {
                classes
                    .iter()
                    .filter_map(|&c| snapshot.class(c))
                    .map(|view| graph[view.id].data.best)
                    .collect()
            };
            // one law after the other, so that the lemmas are instances of one law each
            let mut current: Vec<Term> = best(graph, &sum.left);
            let mut waiting: Vec<Vec<Term>> =
                sum.made.iter().map(|(used, _, _)| best(graph, used)).collect();
            waiting.reverse();
            for (_, result, reason) in sum.made {
                let used = waiting.pop().unwrap_or_default();
                let mut rest = current.clone();
                rest.extend(waiting.iter().flatten().copied());
                if graph.analysis.lemmas.is_some() {
                    let store = &mut graph.analysis.store;
                    let mut before = rest.clone();
                    before.extend(used);
                    let mut after = rest.clone();
                    after.push(result);
                    let (left, right) = (store.sum(&before), store.sum(&after));
                    let reason = match reason {
                        Reason::Law { name, values, scale, factors, .. } => {
                            Reason::Law { name, values, scale, factors, rest }
                        }
                        other => other,
                    };
                    if let Some(lemmas) = &mut graph.analysis.lemmas {
                        lemmas.push(Lemma { left, right, reason });
                    }
                }
                current.push(result);
            }
            let term = graph.analysis.store.sum(&current);
            if term != graph.analysis.store.undefined() {
                let id = add_term(graph, term);
                changed |= graph.find(class.id) != graph.find(id) && graph.union(class.id, id);
            }
        }
        changed
    }
}
