//! What the names of a tree are, before anything is looked up: parameters of lambdas, variables
//! that calls bind, words that are options. One pass over the calls, by their signatures.

use crate::elaborate::{Context, is_constant_name};
use crate::operators::Operator;
use crate::tree::{Shape, Tree, TreeNode};
use rustc_hash::FxHashMap;
use viete_functions::signature::{Slot, Usage, Variable};

/// What a node is to the elaborator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Role {
    #[default]
    Value,
    /// A name that stands for itself, bound by what surrounds it.
    Own,
    /// A part of a call that has no value of its own: a bound variable, its range, an option.
    Silent,
    /// `a == b` where an equation is meant.
    Equation,
}

/// An argument of a call whose signature is known, as nodes of the tree.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    Value(u32),
    Equation(u32),
    Variable { kind: Variable, name: u32, place: Place },
    Names(Vec<u32>),
    Keyword { word: &'static str, arguments: Vec<u32> },
}

/// Where a variable runs or stands, as nodes of the tree.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    Itself,
    Point(u32),
    Range(u32, u32),
}

/// The roles of all nodes, and the arguments of the calls with signatures.
pub(crate) struct Reading {
    pub roles: Vec<Role>,
    pub calls: FxHashMap<u32, Vec<Part>>,
}

/// Where each name is bound: first and last nodes of the subtrees.
type Scopes<'t> = FxHashMap<&'t str, Vec<(u32, u32)>>;

impl Reading {
    /// Reads a tree; the context knows the signatures. Cost: n log n in the nodes.
    pub fn of(tree: &Tree, context: &mut dyn Context) -> Reading {
        let roles = vec![Role::Value; tree.nodes().len()];
        let mut reading = Reading { roles, calls: FxHashMap::default() };
        let mut scopes = Scopes::default();
        for (index, node) in (0u32..).zip(tree.nodes()) {
            match &node.shape {
                Shape::Operator(Operator::Lambda) => lambda(tree, node, &mut scopes),
                Shape::Call { name, primes: 0 } => {
                    let Some(signature) = context.signature(name) else { continue };
                    let arguments = tree.children(node);
                    let fits = signature.usages.iter().find_map(|u| fit(tree, u, arguments));
                    let Some(parts) = fits else { continue };
                    reading.call(tree, arguments, &parts, context, &mut scopes);
                    reading.calls.insert(index, parts);
                }
                _ => {}
            }
        }
        reading.own_names(tree, scopes);
        reading
    }

    fn set(&mut self, index: u32, role: Role) {
        if let Some(slot) = self.roles.get_mut(index as usize) {
            *slot = role;
        }
    }

    /// Names in the scope of a binder of theirs stand for themselves; so do heads of calls.
    fn own_names(&mut self, tree: &Tree, mut scopes: Scopes<'_>) {
        // subtrees are nested or apart: the outermost ones, in order, are enough
        for ranges in scopes.values_mut() {
            ranges.sort_by_key(|&(first, last)| (first, std::cmp::Reverse(last)));
            ranges.dedup_by(|inner, outer| inner.1 <= outer.1);
        }
        for (index, node) in (0u32..).zip(tree.nodes()) {
            let (Shape::Name(name) | Shape::Call { name, primes: 0 }) = &node.shape else {
                continue;
            };
            let Some(ranges) = scopes.get(&**name) else { continue };
            let before = ranges.partition_point(|&(first, _)| first <= index);
            let outer = before.checked_sub(1).and_then(|place| ranges.get(place));
            let inside = outer.is_some_and(|&(_, last)| index <= last);
            if inside && self.roles.get(index as usize) == Some(&Role::Value) {
                self.set(index, Role::Own);
            }
        }
    }

    fn call<'t>(
        &mut self,
        tree: &'t Tree,
        arguments: &[u32],
        parts: &[Part],
        context: &mut dyn Context,
        scopes: &mut Scopes<'t>,
    ) {
        // a name after a quote is a symbol whatever its value is
        let mut stands_for_itself = |index: u32| match tree.node(index).map(|node| &node.shape) {
            Some(Shape::Name(name)) => context.variable(name) == context.store().symbol(name),
            _ => true,
        };
        let mut names: Vec<&str> = Vec::new();
        for part in parts {
            match part {
                Part::Variable { name, place, .. } => {
                    // a range may mention the variables before it
                    if let Place::Range(low, high) = *place {
                        bind(tree, low, &names, scopes);
                        bind(tree, high, &names, scopes);
                    }
                    self.set(*name, Role::Silent);
                    names.extend(named(tree, *name).filter(|_| stands_for_itself(*name)));
                }
                Part::Names(list) => {
                    list.iter().for_each(|&name| self.set(name, Role::Silent));
                    let own = list.iter().filter(|&&name| stands_for_itself(name));
                    names.extend(own.filter_map(|&name| named(tree, name)));
                }
                Part::Equation(index) => self.equation(tree, *index),
                Part::Value(_) | Part::Keyword { .. } => {}
            }
        }
        let values: Vec<u32> = parts.iter().filter_map(Part::value).collect();
        let places: Vec<u32> = parts.iter().flat_map(Part::places).collect();
        let valued = |argument: &u32| values.contains(argument) || places.contains(argument);
        for &argument in arguments.iter().filter(|argument| !valued(argument)) {
            self.silence_shell(tree, argument);
        }
        for &value in values.iter().take(bodies(parts)) {
            bind(tree, value, &names, scopes);
        }
    }

    /// The nodes of `x = a..b`, `[x, y]` or an option that are no values themselves.
    fn silence_shell(&mut self, tree: &Tree, argument: u32) {
        let Some(node) = tree.node(argument) else { return };
        let in_parts = matches!(node.shape, Shape::Name(_) | Shape::Call { .. } | Shape::List);
        let relation = matches!(node.shape, Shape::Relations(_));
        if in_parts || relation {
            self.set(argument, Role::Silent);
        }
        if let (true, Some(&right)) = (relation, tree.children(node).get(1))
            && tree.node(right).is_some_and(|node| is_range(&node.shape))
        {
            self.set(right, Role::Silent);
        }
    }

    /// `a == b`, alone or in a list, is meant as an equation.
    fn equation(&mut self, tree: &Tree, index: u32) {
        let Some(node) = tree.node(index) else { return };
        let asks = |node: &TreeNode| matches!(&node.shape, Shape::Relations(operators) if operators.iter().all(|&o| o == Operator::Is));
        if asks(node) {
            self.set(index, Role::Equation);
        } else if matches!(node.shape, Shape::List | Shape::Set) {
            for &child in tree.children(node) {
                if tree.node(child).is_some_and(asks) {
                    self.set(child, Role::Equation);
                }
            }
        }
    }
}

/// Names below a node are bound.
fn bind<'t>(tree: &Tree, index: u32, names: &[&'t str], scopes: &mut Scopes<'t>) {
    let first = tree.node(index).map_or(index, |node| node.first);
    for &name in names {
        scopes.entry(name).or_default().push((first, index));
    }
}

fn lambda<'t>(tree: &'t Tree, node: &TreeNode, scopes: &mut Scopes<'t>) {
    let &[parameters, body] = tree.children(node) else { return };
    let list = match tree.node(parameters) {
        Some(list) if list.shape == Shape::List => tree.children(list),
        _ => &[],
    };
    let mut names: Vec<&str> = list.iter().filter_map(|&child| named(tree, child)).collect();
    names.extend(named(tree, parameters));
    bind(tree, parameters, &names, scopes);
    bind(tree, body, &names, scopes);
}

/// How many values stand before the first variable: what it is a variable of.
fn bodies(parts: &[Part]) -> usize {
    parts.iter().take_while(|part| part.value().is_some()).count()
}

impl Part {
    /// The ends of its range, or its point.
    fn places(&self) -> Vec<u32> {
        match *self {
            Part::Variable { place: Place::Range(low, high), .. } => vec![low, high],
            Part::Variable { place: Place::Point(point), .. } => vec![point],
            _ => Vec::new(),
        }
    }

    fn value(&self) -> Option<u32> {
        match *self {
            Part::Value(index) | Part::Equation(index) => Some(index),
            _ => None,
        }
    }
}

fn named(tree: &Tree, index: u32) -> Option<&str> {
    match &tree.node(index)?.shape {
        Shape::Name(name) | Shape::Quoted(name) => Some(name),
        _ => None,
    }
}

fn is_range(shape: &Shape) -> bool {
    *shape == Shape::Operator(Operator::Range)
}

/// A name that may be bound: no constant.
fn variable(tree: &Tree, index: u32) -> Option<u32> {
    named(tree, index).filter(|name| !is_constant_name(name)).map(|_| index)
}

/// The arguments of a call as the slots of a usage, when they fit.
fn fit(tree: &Tree, usage: &Usage, arguments: &[u32]) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut left = arguments;
    let further = std::iter::repeat(usage.rest).map_while(|rest| rest);
    let mut slots = usage.slots.iter().copied().chain(further);
    let required = usage.slots.len();
    while !left.is_empty() {
        let (part, taken) = fit_slot(tree, slots.next()?, left)?;
        parts.push(part);
        left = left.get(taken..)?;
    }
    (parts.len() >= required).then_some(parts)
}

fn fit_slot(tree: &Tree, slot: Slot, arguments: &[u32]) -> Option<(Part, usize)> {
    let &first = arguments.first()?;
    let node = tree.node(first)?;
    let part = match slot {
        Slot::Expr => Part::Value(first),
        Slot::Equation => Part::Equation(first),
        Slot::Name(kind) => {
            Part::Variable { kind, name: variable(tree, first)?, place: Place::Itself }
        }
        Slot::Order => match variable(tree, first) {
            Some(name) => Part::Variable { kind: Variable::At, name, place: Place::Itself },
            None => Part::Value(first),
        },
        Slot::Range(kind) => {
            let (name, right) = equated(tree, node)?;
            let range = tree.node(right).filter(|node| is_range(&node.shape))?;
            let &[low, high] = tree.children(range) else { return None };
            Part::Variable { kind, name, place: Place::Range(low, high) }
        }
        Slot::Point(kind) => {
            let (name, right) = equated(tree, node)?;
            if tree.node(right).is_some_and(|node| is_range(&node.shape)) {
                return None;
            }
            Part::Variable { kind, name, place: Place::Point(right) }
        }
        Slot::RangeApart(kind) => {
            let &[name, low, high, ..] = arguments else { return None };
            let place = Place::Range(low, high);
            return Some((Part::Variable { kind, name: variable(tree, name)?, place }, 3));
        }
        Slot::PointApart(kind) => {
            let &[name, point, ..] = arguments else { return None };
            let place = Place::Point(point);
            return Some((Part::Variable { kind, name: variable(tree, name)?, place }, 2));
        }
        Slot::Names => match node.shape {
            Shape::List => {
                let names = tree.children(node).iter().map(|&child| variable(tree, child));
                Part::Names(names.collect::<Option<_>>()?)
            }
            _ => Part::Names(vec![variable(tree, first)?]),
        },
        Slot::Keyword(words) => {
            let (name, arguments) = match &node.shape {
                Shape::Name(name) => (name, Vec::new()),
                Shape::Call { name, primes: 0 } => (name, tree.children(node).to_vec()),
                _ => return None,
            };
            let word = *words.iter().find(|&&word| word == &**name)?;
            Part::Keyword { word, arguments }
        }
    };
    Some((part, 1))
}

/// Name and right side of `x = a`.
fn equated(tree: &Tree, node: &TreeNode) -> Option<(u32, u32)> {
    match &node.shape {
        Shape::Relations(operators) if operators.as_ref() == [Operator::Equal] => {}
        _ => return None,
    }
    let &[left, right] = tree.children(node) else { return None };
    Some((variable(tree, left)?, right))
}
