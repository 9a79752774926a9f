//! Several equal forms of one term, read off a saturated e-graph.

use crate::engine::Engine;
use crate::graph::{Graph, Terms, add_term};
use crate::measure::Measure;
use crate::rules::Topics;
use crate::saturate::{End, Limits, saturate};
use rustc_hash::FxHashSet;
use viete_evaluate::disagree;
use viete_numbers::Stop;
use viete_term::{Kind, Term};

/// Forms of each class that are combined with those of the others.
const ALTERNATIVES: usize = 4;

impl Engine<'_> {
    /// Up to `count` different terms that the rules prove equal to `term`, smallest first.
    ///
    /// Every node of the root class is a form; its children take their best terms, and one child at a time another of its
    /// forms. Each form is checked by enclosures.
    ///
    /// # Errors
    /// Cancellation.
    pub fn variants(&mut self, term: Term, count: usize) -> Result<Vec<Term>, Stop> {
        let Engine { store, library, rewriter, assumptions, budget } = self;
        let mut graph = Graph::new(Terms::lend(store, library, Measure::default(), assumptions));
        let root = add_term(&mut graph, term);
        let limits = Limits { reserved: false, ..rewriter.limits };
        let end = saturate(&mut graph, root, (&mut rewriter.rules, Topics::All), assumptions, limits, budget);
        let mut forms: FxHashSet<Term> = FxHashSet::default();
        for (kind, children) in nodes(&graph, root) {
            let best: Vec<Term> = children.iter().map(|&child| graph[child].data.best).collect();
            forms.insert(build(&mut graph, kind, &best));
            for (place, &child) in children.iter().enumerate() {
                for (inner, grandchildren) in nodes(&graph, child).into_iter().take(ALTERNATIVES) {
                    let parts: Vec<Term> = grandchildren.iter().map(|&c| graph[c].data.best).collect();
                    let mut with = best.clone();
                    if let Some(slot) = with.get_mut(place) {
                        *slot = build(&mut graph, inner, &parts);
                    }
                    forms.insert(build(&mut graph, kind, &with));
                }
            }
        }
        graph.analysis.give_back(store, library);
        if end? == End::Contradiction {
            return Ok(vec![term]);
        }
        let mut forms: Vec<Term> = forms.into_iter().collect();
        forms.push(term);
        forms.retain(|&form| form != store.undefined());
        forms.sort_by(|&a, &b| store.size(a).cmp(&store.size(b)).then_with(|| store.compare(a, b)));
        forms.dedup();
        let mut checked = Vec::new();
        for form in forms {
            if checked.len() == count {
                break;
            }
            budget.spend(1000)?;
            if !disagree(store, library, term, form, assumptions) {
                checked.push(form);
            }
        }
        Ok(checked)
    }
}

fn nodes(graph: &Graph, class: egg::Id) -> Vec<(Kind, Vec<egg::Id>)> {
    graph[class].nodes.iter().map(|node| (node.kind, node.children.to_vec())).collect()
}

fn build(graph: &mut Graph, kind: Kind, children: &[Term]) -> Term {
    let Terms { store, library, .. } = &mut graph.analysis;
    library.build(store, kind, children)
}
