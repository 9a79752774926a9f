//! Equality saturation: search all rules, apply all matches whose guards are proved, rebuild,
//! repeat, within limits. Deterministic: classes by id, rules in order.

use crate::cancel::cancel;
use crate::exact::exact_form;
use crate::graph::{Graph, Terms, add_term};
use crate::heads::Heads;
use crate::matcher::{Bound, Match, Matcher};
use crate::pending::Pending;
use crate::rules::{Prepared, RuleSet, Topics};
use crate::snapshot::{Class, Fingerprints, Snapshot};
use egg::Id;
use rustc_hash::{FxHashMap, FxHashSet};
use viete_algebra::expand;
use viete_evaluate::Assumptions;
use viete_numbers::{Budget, Stop};
use viete_proof::{Lemma, Reason};
use viete_term::{Kind, Store, Term};

/// Limits of one saturation.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub iterations: usize,
    pub nodes: usize,
    /// Rounds in a row that may leave the best term as it is.
    pub patience: usize,
    /// Right sides may be this much larger than twice the term itself.
    pub growth: u32,
    /// Whether expanding laws wait until they lead to a part that is there already.
    pub reserved: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { iterations: 8, nodes: 2000, patience: 3, growth: 24, reserved: true }
    }
}

/// Terms larger than this are not multiplied out inside the e-graph.
const EXPAND_SIZE: u32 = 400;

/// What one saturation remembers from round to round.
#[derive(Default)]
struct Memory {
    fingerprints: Fingerprints,
    /// Terms whose normal forms were added.
    normalized: FxHashSet<Term>,
    /// Guards proved or not, by rule and by term.
    guards: FxHashMap<(usize, usize, Term), bool>,
    /// Size of the largest right side that is added.
    largest: u32,
    reserved: bool,
}

/// How a saturation ended. The graph is right in every case but the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Nothing more to find, or nothing simpler.
    Saturated,
    /// The limit of nodes or rounds.
    Limit,
    /// The budget.
    Stopped(Stop),
    /// Two different constants met in one class: some law or fact is false, and nothing of the
    /// graph is used.
    Contradiction,
}

/// Grows the e-graph until nothing changes or a limit is met.
///
/// # Errors
/// Cancellation.
pub fn saturate(
    graph: &mut Graph,
    root: Id,
    (rules, topics): (&mut RuleSet, Topics),
    assumptions: &Assumptions,
    limits: Limits,
    budget: &Budget,
) -> Result<End, Stop> {
    let size = graph.analysis.store.size(graph[root].data.best);
    let largest = size.saturating_mul(2).saturating_add(limits.growth);
    let mut memory = Memory { largest, reserved: limits.reserved, ..Memory::default() };
    let (mut best, mut idle) = (graph[root].data.best, 0);
    for _ in 0..limits.iterations {
        // a leaf cannot become simpler
        if graph.analysis.store.size(best) == 1 {
            return Ok(End::Saturated);
        }
        match round(graph, (rules, topics), assumptions, limits, budget, &mut memory) {
            Ok(false) => return Ok(End::Saturated),
            Ok(true) => {}
            Err(Stop::Cancelled) => return Err(Stop::Cancelled),
            Err(stop) => {
                graph.rebuild();
                return Ok(if graph.analysis.contradiction {
                    End::Contradiction
                } else {
                    End::Stopped(stop)
                });
            }
        }
        if graph.analysis.contradiction {
            return Ok(End::Contradiction);
        }
        let now = graph[graph.find(root)].data.best;
        idle = if now == best { idle + 1 } else { 0 };
        best = now;
        if idle == limits.patience || graph.total_number_of_nodes() > limits.nodes {
            break;
        }
    }
    Ok(End::Limit)
}

/// One round over the rules that can match where something changed. True when classes were merged.
fn round(
    graph: &mut Graph,
    (rules, topics): (&mut RuleSet, Topics),
    assumptions: &Assumptions,
    limits: Limits,
    budget: &Budget,
    memory: &mut Memory,
) -> Result<bool, Stop> {
    let snapshot = Snapshot::take(graph, &mut memory.fingerprints);
    let heads = snapshot.classes.iter().fold(Heads::NONE, |heads, class| heads.with(class.heads));
    let Terms { store, library, .. } = &mut graph.analysis;
    rules.prepare(store, library, heads);
    let mut matches: Vec<(usize, &Prepared, Match)> = Vec::new();
    let mut matcher = Matcher::new(&snapshot, store, library, budget);
    for (number, prepared) in rules.applicable(heads, topics) {
        let left = &prepared.left;
        for &class in snapshot.of_kind(left.kind) {
            let worth = |view: &crate::snapshot::ClassView| {
                !view.vanishing && view.distance <= left.depth && view.heads.includes(left.heads)
            };
            if snapshot.class(class).is_some_and(worth) {
                let found = matcher.find(left, class)?;
                matches.extend(found.into_iter().map(|found| (number, prepared, found)));
            }
        }
    }
    budget.check_clock()?;
    let mut changed = false;
    let mut sums = Pending::default();
    for (number, prepared, found) in matches {
        budget.spend(16)?;
        changed |=
            apply(graph, &snapshot, (number, prepared), &found, assumptions, memory, &mut sums);
        if graph.total_number_of_nodes() > limits.nodes {
            break;
        }
    }
    changed |= sums.flush(graph, &snapshot);
    for view in snapshot.classes.iter().filter(|view| view.distance <= 1 && !view.vanishing) {
        changed |= normal_forms(graph, view.id, assumptions, budget, &mut memory.normalized)?;
    }
    graph.rebuild();
    Ok(changed)
}

/// Builds the right side from best terms and merges it, when every guard is proved.
fn apply(
    graph: &mut Graph,
    snapshot: &Snapshot,
    (number, Prepared { rule, left, expands }): (usize, &Prepared),
    found: &Match,
    assumptions: &Assumptions,
    memory: &mut Memory,
    sums: &mut Pending,
) -> bool {
    let Some(class) = snapshot.class(found.class) else { return false };
    let best =
        |graph: &Graph, class: Class| snapshot.class(class).map(|view| graph[view.id].data.best);
    let value = |bound: &Option<Bound>| match bound {
        Some(Bound::Class(class)) => best(graph, *class),
        Some(Bound::Term(term)) => Some(*term),
        None => None,
    };
    let replacements: FxHashMap<Term, Term> = left
        .variables
        .iter()
        .zip(&found.bindings)
        .filter_map(|(&v, b)| Some((v, value(b)?)))
        .collect();
    let surrounding: Vec<Term> =
        found.factors.iter().filter_map(|&class| best(graph, class)).collect();
    let addends: Vec<Term> = found.rest.iter().filter_map(|&class| best(graph, class)).collect();
    let Terms { store, library, measure, .. } = &mut graph.analysis;
    for (index, guard) in rule.guards.iter().enumerate() {
        let subject = library.substitute(store, guard.subject(), &replacements);
        let proved = memory.guards.entry((number, index, subject));
        if !*proved.or_insert_with(|| guard.prove(store, library, subject, assumptions).is_true()) {
            return false;
        }
    }
    let right = library.substitute(store, rule.right, &replacements);
    if !addends.is_empty() {
        let shrunk = found.surround(store, right, &surrounding, &[]);
        let reason = || {
            let mut values: Vec<(Term, Term)> =
                replacements.iter().map(|(&variable, &value)| (variable, value)).collect();
            values.sort_unstable();
            let (name, scale, factors) =
                (rule.name.clone(), found.scale.clone(), surrounding.clone());
            Reason::Law { name, values, scale, factors, rest: Vec::new() }
        };
        if shrunk != store.undefined() && sums.take(store, snapshot, found, shrunk, reason) {
            return false;
        }
    }
    let result = found.surround(store, right, &surrounding, &addends);
    if result == store.undefined() || store.size(result) > memory.largest {
        return false;
    }
    let grows = *expands
        && memory.reserved
        && measure.is_size()
        && store.size(result) > store.size(class.best);
    if grows && !is_connected(store, snapshot, right, &replacements) {
        return false;
    }
    let id = add_term(graph, result);
    let changed = merge(graph, class.id, id);
    if changed && graph.analysis.lemmas.is_some() {
        let Terms { store, library, .. } = &mut graph.analysis;
        let left = library.substitute(store, rule.left, &replacements);
        let left = found.surround(store, left, &surrounding, &addends);
        let mut values: Vec<(Term, Term)> = replacements.into_iter().collect();
        values.sort_unstable();
        graph.analysis.note(left, result, || Reason::Law {
            name: rule.name.clone(),
            values,
            scale: found.scale.clone(),
            factors: surrounding,
            rest: addends,
        });
    }
    changed
}

/// Whether a part of `right` that is new with the law, and no leaf, is in the e-graph already.
fn is_connected(
    store: &Store,
    snapshot: &Snapshot,
    right: Term,
    values: &FxHashMap<Term, Term>,
) -> bool {
    let bound: Vec<Term> = values.values().copied().collect();
    let mut stack = store.children(right).to_vec();
    let mut parts = 0;
    while let Some(part) = stack.pop() {
        if store.children(part).is_empty() || bound.contains(&part) {
            continue;
        }
        // multiples and sums of what was bound say nothing
        if matches!(store.kind(part), Kind::Call(_) | Kind::Power) {
            parts += 1;
            if snapshot.of_term(part).is_some() {
                return true;
            }
        }
        stack.extend_from_slice(store.children(part));
    }
    parts == 0
}

fn merge(graph: &mut Graph, a: Id, b: Id) -> bool {
    graph.find(a) != graph.find(b) && graph.union(a, b)
}

/// Unconditional laws that are no patterns: the canonical form of each node over the best terms of
/// its children, its expansion, and common factors taken out.
fn normal_forms(
    graph: &mut Graph,
    class: Id,
    assumptions: &Assumptions,
    budget: &Budget,
    tried: &mut FxHashSet<Term>,
) -> Result<bool, Stop> {
    let mut changed = false;
    let nodes = graph[class].nodes.clone();
    for node in nodes {
        if node.children.is_empty() {
            continue;
        }
        budget.spend(4)?;
        let children: Vec<Term> = node.children.iter().map(|&c| graph[c].data.best).collect();
        let Terms { store, library, .. } = &mut graph.analysis;
        let term = library.build(store, node.kind, &children);
        if term == store.undefined() || !tried.insert(term) {
            continue;
        }
        let id = add_term(graph, term);
        changed |= merge(graph, class, id);
        if graph.analysis.lemmas.is_some()
            && !is_plain(&graph.analysis.store, term, node.kind, children.len())
        {
            // construction has joined parts, so replacing equals by equals in the result would not
            // find them again
            let left = graph.analysis.store.children(node.origin).to_vec();
            let (kind, right) = (node.kind, children.clone());
            graph.analysis.note(node.origin, term, || Reason::Parts { kind, left, right });
        }
        changed |= other_forms(graph, class, node.kind, &node.children, &children, assumptions);
        let Terms { store, library, .. } = &mut graph.analysis;
        if store.size(term) > EXPAND_SIZE {
            continue;
        }
        if let Ok(expanded) = expand(
            store,
            &mut |store, name, arguments| library.apply(store, name, arguments),
            term,
            budget,
        ) && expanded != term
            && store.size(expanded) <= EXPAND_SIZE
        {
            let id = add_term(graph, expanded);
            changed |= merge(graph, class, id);
            graph.analysis.note(term, expanded, || Reason::Expansion);
        }
        if let Some((form, reason)) = exact_form(&mut graph.analysis.store, term) {
            let id = add_term(graph, form);
            changed |= merge(graph, class, id);
            graph.analysis.note(term, form, || reason);
        }
        if let Some(factored) = common_factor(&mut graph.analysis.store, term) {
            let id = add_term(graph, factored);
            changed |= merge(graph, class, id);
            graph.analysis.note(term, factored, || Reason::Expansion);
        }
    }
    Ok(changed)
}

/// Whether construction kept the head and all parts.
fn is_plain(store: &Store, term: Term, kind: Kind, parts: usize) -> bool {
    store.kind(term) == kind && store.children(term).len() == parts
}

/// Most children of a sum or product whose other forms are tried, and forms tried of each.
const MAX_PARTS: usize = 12;
const MAX_FORMS: usize = 3;

/// A sum or product once more with one child in another of its forms, so that equal parts meet:
/// with `f = 3*y` known, `f - 3*y` becomes 0 although `f` is the shorter form.
fn other_forms(
    graph: &mut Graph,
    class: Id,
    kind: Kind,
    ids: &[Id],
    children: &[Term],
    assumptions: &Assumptions,
) -> bool {
    if !matches!(kind, Kind::Sum | Kind::Product) || ids.len() > MAX_PARTS {
        return false;
    }
    let mut forms = Vec::new();
    for (index, &id) in ids.iter().enumerate() {
        let nodes = graph[id]
            .nodes
            .iter()
            .filter(|n| matches!(n.kind, Kind::Sum | Kind::Product | Kind::Power));
        for node in nodes.take(MAX_FORMS) {
            let parts: Vec<Term> = node.children.iter().map(|&c| graph[c].data.best).collect();
            forms.push((index, node.kind, parts));
        }
    }
    let mut changed = false;
    for (index, form, parts) in forms {
        let best = graph[class].data.best;
        let Terms { store, library, .. } = &mut graph.analysis;
        let part = library.build(store, form, &parts);
        let mut with = children.to_vec();
        if let Some(slot) = with.get_mut(index) {
            if *slot == part {
                continue;
            }
            *slot = part;
        }
        let plain = library.build(store, kind, &with);
        let mut term = plain;
        if has_repeated_base(store, plain)
            && let (cancelled, conditions) =
                cancel(store, library, plain, assumptions, &mut Vec::new())
            && conditions.is_empty()
        {
            term = cancelled;
        }
        // only what became shorter by meeting is worth a class
        if term != store.undefined() && store.size(term) <= store.size(best) {
            let id = add_term(graph, term);
            if merge(graph, class, id) {
                changed = true;
                let Terms { store, library, lemmas, .. } = &mut graph.analysis;
                if let Some(lemmas) = lemmas {
                    let left = library.build(store, kind, children);
                    let reason = Reason::Parts { kind, left: children.to_vec(), right: with };
                    lemmas.push(Lemma { left, right: plain, reason });
                    if term != plain {
                        lemmas.push(Lemma { left: plain, right: term, reason: Reason::Fraction });
                    }
                }
            }
        }
    }
    changed
}

/// A product with two powers of one base, which construction leaves apart when the base may be
/// zero.
fn has_repeated_base(store: &Store, term: Term) -> bool {
    let bases: Vec<Term> = match store.kind(term) {
        Kind::Product => {
            store.children(term).iter().map(|&f| store.base_and_exponent(f).0).collect()
        }
        _ => return false,
    };
    (1..bases.len())
        .any(|i| bases.get(i).is_some_and(|base| bases.iter().take(i).any(|b| b == base)))
}

/// Takes the factor that most addends share out of a sum: `x*y + x*z` to `x*(y + z)`.
fn common_factor(store: &mut Store, term: Term) -> Option<Term> {
    if store.kind(term) != Kind::Sum {
        return None;
    }
    let addends = store.children(term).to_vec();
    let factors = |store: &Store, t: Term| -> Vec<Term> {
        match store.kind(t) {
            Kind::Product => store
                .children(t)
                .iter()
                .copied()
                .filter(|&f| store.as_number(f).is_none())
                .collect(),
            Kind::Number(_) => vec![],
            _ => vec![t],
        }
    };
    let mut counts: Vec<(Term, usize)> = Vec::new();
    for &addend in &addends {
        for factor in factors(store, addend) {
            let room = counts.len() < 64;
            match counts.iter_mut().find(|(f, _)| *f == factor) {
                Some((_, n)) => *n += 1,
                None if room => counts.push((factor, 1)),
                None => {}
            }
        }
    }
    let (factor, _) =
        counts.into_iter().filter(|&(_, n)| n > 1).max_by_key(|&(f, n)| (n, store.size(f)))?;
    let (with, without): (Vec<Term>, Vec<Term>) =
        addends.into_iter().partition(|&a| factors(store, a).contains(&factor));
    let mut quotients = Vec::new();
    for addend in with {
        let mut rest = match store.kind(addend) {
            Kind::Product => store.children(addend).to_vec(),
            _ => vec![addend],
        };
        if let Some(at) = rest.iter().position(|&f| f == factor) {
            rest.remove(at);
        }
        quotients.push(store.product(&rest));
    }
    let inner = store.sum(&quotients);
    let outer = store.product(&[factor, inner]);
    let mut all = without;
    all.push(outer);
    Some(store.sum(&all))
}
