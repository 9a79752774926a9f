//! Several equal forms of one term, read off a saturated e-graph.

use crate::engine::Engine;
use crate::graph::{Graph, Terms, add_term};
use crate::measure::Measure;
use crate::rules::Topics;
use crate::saturate::{End, Limits, saturate};
use crate::simplify::FRACTION;
use rustc_hash::FxHashSet;
use viete_evaluate::{disagree, lost_bits};
use viete_numbers::Stop;
use viete_term::{Kind, Term};

/// Forms of each class that are combined with those of the others.
const ALTERNATIVES: usize = 4;
/// Forms whose accuracy is measured.
const FORMS: usize = 200;
/// Bits by which another form must be better.
const GAIN: f64 = 0.1;

impl Engine<'_> {
    /// Up to `count` different terms that the rules prove equal to `term`, smallest first.
    ///
    /// Every node of the root class is a form; its children take their best terms, and one child at
    /// a time another of its forms. Each form is checked by enclosures.
    ///
    /// # Errors
    /// Cancellation.
    pub fn variants(&mut self, term: Term, count: usize) -> Result<Vec<Term>, Stop> {
        self.forms(term, count, Topics::All)
    }

    /// The form of `term` that loses the fewest bits when it is evaluated in doubles: the mean over
    /// points of many magnitudes that meet the assumptions, by enclosures (after Panchekha,
    /// Sanchez-Stern, Wilcox, Tatlock, PLDI 2015). The term itself when no form is better by
    /// [`GAIN`]; with its loss before and after, in bits.
    ///
    /// # Errors
    /// Cancellation.
    pub fn most_accurate(&mut self, term: Term) -> Result<(Term, f64, f64), Stop> {
        let mut forms = self.forms(term, FORMS, Topics::Accuracy)?;
        if let Some(fraction) = viete_algebra::reduce(self.store, term, FRACTION, self.budget)?
            && fraction.cancelled.is_empty()
        {
            forms.push(fraction.term);
        }
        let before = lost_bits(self.store, self.library, term, self.assumptions);
        let mut best = (term, before, before);
        for form in forms {
            self.budget.spend(1000)?;
            let after = lost_bits(self.store, self.library, form, self.assumptions);
            if after < best.2 - GAIN {
                best = (form, before, after);
            }
        }
        Ok(best)
    }

    fn forms(&mut self, term: Term, count: usize, topics: Topics) -> Result<Vec<Term>, Stop> {
        let Engine { store, library, rewriter, assumptions, budget } = self;
        let mut graph = Graph::new(Terms::lend(store, library, Measure::default(), assumptions));
        let root = add_term(&mut graph, term);
        let limits = Limits { reserved: false, ..rewriter.limits };
        let end =
            saturate(&mut graph, root, (&mut rewriter.rules, topics), assumptions, limits, budget);
        let mut forms: FxHashSet<Term> = FxHashSet::default();
        for (kind, children) in nodes(&graph, root) {
            let best: Vec<Term> = children.iter().map(|&child| graph[child].data.best).collect();
            forms.insert(build(&mut graph, kind, &best));
            for (place, &child) in children.iter().enumerate() {
                for (inner, grandchildren) in nodes(&graph, child).into_iter().take(ALTERNATIVES) {
                    let parts: Vec<Term> =
                        grandchildren.iter().map(|&c| graph[c].data.best).collect();
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
