//! Trees to terms: one loop over the post-order nodes. What names and calls mean beyond the rows is
//! the [`Context`]'s business, so a session can resolve variables, user functions and commands.

use crate::arrays::{self, is_array};
use crate::error::SyntaxError;
use crate::library::Library;
use crate::operators::Operator;
use crate::parse::parse_expression;
use crate::structure::build_form;
use crate::tree::{Shape, Tree, TreeNode};
use viete_numbers::Number;
use viete_term::{Form, Kind, Store, Term};

/// Meaning of names and calls. Errors are messages; the place is added here.
pub trait Context {
    fn store(&mut self) -> &mut Store;
    /// The value of a name that is no constant of the language.
    fn name(&mut self, name: &str) -> Result<Term, String>;
    /// The value of `name(arguments)`, differentiated `primes` times.
    fn call(&mut self, name: &str, arguments: &[Term], primes: u32) -> Result<Term, String>;
    /// Operators that are no constructors: `==`, `/.`, `|>`, `assuming`, index, history.
    fn special(&mut self, shape: &Shape, arguments: &[Term]) -> Result<Term, String>;
}

/// Constants of the language, with their Unicode spellings.
const CONSTANTS: &[(&str, &str)] = &[
    ("pi", "pi"),
    ("π", "pi"),
    ("E", "E"),
    ("ℯ", "E"),
    ("oo", "oo"),
    ("inf", "oo"),
    ("∞", "oo"),
    ("true", "true"),
    ("false", "false"),
    ("undefined", "undefined"),
];

/// The imaginary unit, spelt `I` or `ⅈ`; it is a number, not a constant.
const IMAGINARY: &[&str] = &["I", "ⅈ"];

/// True for names that cannot be assigned.
pub fn is_constant_name(name: &str) -> bool {
    CONSTANTS.iter().any(|(spelling, _)| *spelling == name) || IMAGINARY.contains(&name)
}

/// The term of the root of a tree.
///
/// # Errors
/// What the context reports, with the place in the text.
pub fn elaborate(tree: &Tree, context: &mut dyn Context) -> Result<Term, SyntaxError> {
    let nodes = tree.nodes();
    let bound = bound_names(tree);
    let mut values: Vec<Term> = Vec::with_capacity(nodes.len());
    let mut arguments = Vec::new();
    let inner = inner_links(tree);
    for (index, node) in nodes.iter().enumerate() {
        // a link inside a chain of sums is taken up by the last link
        if inner.get(index) == Some(&true) {
            values.push(context.store().zero());
            continue;
        }
        if is_sum_link(&node.shape) {
            let sum = chain_sum(tree, node, &values, context.store());
            values.push(sum.map_err(|message| SyntaxError::new(node.span.clone(), message))?);
            continue;
        }
        arguments.clear();
        arguments.extend(
            tree.children(node).iter().filter_map(|&child| values.get(child as usize).copied()),
        );
        let value =
            elaborate_node(node, &arguments, bound.get(index).copied().unwrap_or(false), context);
        values.push(value.map_err(|message| SyntaxError::new(node.span.clone(), message))?);
    }
    values
        .last()
        .copied()
        .ok_or_else(|| SyntaxError::new(0..0, "empty input: expected an expression".into()))
}

fn is_sum_link(shape: &Shape) -> bool {
    matches!(shape, Shape::Operator(Operator::Plus | Operator::Minus))
}

/// Marks each sum or difference that is the left operand of another: a chain of n operators is one
/// sum, so that reading it costs n log n and not n^2.
fn inner_links(tree: &Tree) -> Vec<bool> {
    let mut inner = vec![false; tree.nodes().len()];
    for node in tree.nodes().iter().filter(|n| is_sum_link(&n.shape)) {
        let left = tree.children(node).first().copied();
        let chained = left.and_then(|l| tree.node(l)).is_some_and(|l| is_sum_link(&l.shape));
        if let (true, Some(flag)) = (chained, left.and_then(|l| inner.get_mut(l as usize))) {
            *flag = true;
        }
    }
    inner
}

/// The sum of a whole chain, from its last link down the left operands.
fn chain_sum(
    tree: &Tree,
    last: &TreeNode,
    values: &[Term],
    store: &mut Store,
) -> Result<Term, String> {
    let value = |index: u32| values.get(index as usize).copied();
    let mut addends = Vec::new();
    let mut link = last;
    while let &[left, right] = tree.children(link) {
        if let Some(right) = value(right) {
            let negative = link.shape == Shape::Operator(Operator::Minus);
            addends.push(match negative {
                true if is_array(store, right) => arrays::negate(store, right)?,
                true => arithmetic(store, &[right], |s| s.negate(right))?,
                false => right,
            });
        }
        match tree.node(left).filter(|l| is_sum_link(&l.shape)) {
            Some(next) => link = next,
            None => {
                addends.extend(value(left));
                break;
            }
        }
    }
    addends.reverse();
    if addends.iter().any(|&addend| is_array(store, addend)) {
        return arrays::sum(store, &addends);
    }
    arithmetic(store, &addends, |s| s.sum(&addends))
}

/// Marks the names inside `x |-> body` that are its parameter: they stand for themselves.
fn bound_names(tree: &Tree) -> Vec<bool> {
    let nodes = tree.nodes();
    let mut bound = vec![false; nodes.len()];
    for (end, node) in nodes.iter().enumerate() {
        if node.shape != Shape::Operator(Operator::Lambda) {
            continue;
        }
        let Some(parameters) = tree.children(node).first().and_then(|&c| tree.node(c)) else {
            continue;
        };
        let named = |n: &TreeNode| match &n.shape {
            Shape::Name(name) => Some(name.clone()),
            _ => None,
        };
        let mut names: Vec<Box<str>> = tree
            .children(parameters)
            .iter()
            .filter_map(|&c| tree.node(c).and_then(named))
            .collect();
        names.extend(named(parameters));
        let inside = nodes.iter().enumerate().take(end).skip(node.first as usize);
        let hits: Vec<usize> = inside
            .filter(|(_, n)| named(n).is_some_and(|name| names.contains(&name)))
            .map(|(i, _)| i)
            .collect();
        for hit in hits {
            if let Some(flag) = bound.get_mut(hit) {
                *flag = true;
            }
        }
    }
    bound
}

fn elaborate_node(
    node: &TreeNode,
    arguments: &[Term],
    bound: bool,
    context: &mut dyn Context,
) -> Result<Term, String> {
    match &node.shape {
        Shape::Number(number) => Ok(context.store().number(number.clone())),
        Shape::Text(text) => Ok(context.store().string(text)),
        Shape::Quoted(name) => Ok(context.store().symbol(name)),
        Shape::Name(name) if bound => Ok(context.store().symbol(name)),
        Shape::Name(name) if IMAGINARY.contains(&&**name) => {
            Ok(context.store().number(Number::i()))
        }
        Shape::Name(name) => match CONSTANTS.iter().find(|(spelling, _)| *spelling == &**name) {
            Some((_, constant)) => Ok(context.store().constant(constant)),
            None => context.name(name),
        },
        Shape::Call { name, primes } => context.call(name, arguments, *primes),
        Shape::List => Ok(context.store().form(Form::List, arguments)),
        Shape::Set => {
            let store = context.store();
            let mut items = arguments.to_vec();
            items.sort_by(|&a, &b| store.compare(a, b));
            items.dedup();
            Ok(store.form(Form::Set, &items))
        }
        Shape::Matrix { columns } => {
            let store = context.store();
            let rows: Vec<Term> = arguments
                .chunks((*columns).max(1) as usize)
                .map(|row| store.form(Form::List, row))
                .collect();
            Ok(store.form(Form::Matrix, &rows))
        }
        Shape::Relations(operators) => relations(node, operators, arguments, context),
        Shape::Conditional => match *arguments {
            [when, value, other] => {
                Ok(build_form(context.store(), Kind::Form(Form::Piecewise), &[value, when, other]))
            }
            _ => Err("incomplete `if`: expected `if c then a else b`".into()),
        },
        Shape::Operator(operator) => operation(&node.shape, *operator, arguments, context),
        Shape::History(_) | Shape::Index | Shape::Otherwise => {
            context.special(&node.shape, arguments)
        }
    }
}

fn relations(
    node: &TreeNode,
    operators: &[Operator],
    arguments: &[Term],
    context: &mut dyn Context,
) -> Result<Term, String> {
    if operators.iter().any(|o| matches!(o, Operator::Is | Operator::Same)) {
        return context.special(&node.shape, arguments);
    }
    let store = context.store();
    let mut parts = Vec::new();
    for (operator, pair) in operators.iter().zip(arguments.windows(2)) {
        let &[a, b] = pair else { continue };
        let (form, a, b) = match operator {
            Operator::Equal => (Form::Equation, a, b),
            Operator::NotEqual => (Form::NotEqual, a, b),
            Operator::Less => (Form::Less, a, b),
            Operator::LessEqual => (Form::LessEqual, a, b),
            Operator::Greater => (Form::Less, b, a),
            Operator::GreaterEqual => (Form::LessEqual, b, a),
            _ => (Form::Element, a, b),
        };
        parts.push(build_form(store, Kind::Form(form), &[a, b]));
    }
    Ok(match parts.as_slice() {
        [single] => *single,
        _ => build_form(store, Kind::Form(Form::And), &parts),
    })
}

fn operation(
    shape: &Shape,
    operator: Operator,
    arguments: &[Term],
    context: &mut dyn Context,
) -> Result<Term, String> {
    let store = context.store();
    match (operator, arguments) {
        (Operator::Times | Operator::Divide, &[a, b])
            if is_array(store, a) || is_array(store, b) =>
        {
            for scalar in [a, b].into_iter().filter(|&x| !is_array(store, x)).collect::<Vec<_>>() {
                arithmetic(store, &[scalar], |_| scalar)?;
            }
            arrays::product(store, operator, a, b)
        }
        (Operator::Power, &[a, b]) if is_array(store, a) => match store.as_i64(b) {
            Some(n) if n >= 0 => arrays::power(store, a, n.unsigned_abs()),
            Some(n) => {
                let inverse = context.call("inv", &[a], 0)?;
                arrays::power(context.store(), inverse, n.unsigned_abs())
            }
            None => Err("type error: a matrix to a power that is no whole number".into()),
        },
        (Operator::Negate, &[a]) if is_array(store, a) => arrays::negate(store, a),
        (Operator::Times, &[a, b]) => arithmetic(store, &[a, b], |s| s.product(&[a, b])),
        (Operator::Divide, &[a, b]) => arithmetic(store, &[a, b], |s| s.divide(a, b)),
        (Operator::Power, &[a, b]) => arithmetic(store, &[a, b], |s| s.power(a, b)),
        (Operator::Negate, &[a]) => arithmetic(store, &[a], |s| s.negate(a)),
        (Operator::Identity, &[a]) => Ok(a),
        (Operator::Factorial, &[a]) => context.call("factorial", &[a], 0),
        (Operator::DoubleFactorial, &[a]) => context.call("doublefactorial", &[a], 0),
        (Operator::Range, &[a, b]) => Ok(store.form(Form::Range, &[a, b])),
        (Operator::Arrow, &[a, b]) => Ok(store.form(Form::Arrow, &[a, b])),
        (Operator::Not, &[a]) => Ok(build_form(store, Kind::Form(Form::Not), &[a])),
        (Operator::And, &[a, b]) => Ok(build_form(store, Kind::Form(Form::And), &[a, b])),
        (Operator::Or, &[a, b]) => Ok(build_form(store, Kind::Form(Form::Or), &[a, b])),
        (Operator::Lambda, &[parameters, body]) => {
            let parameters = match store.as_form(parameters, Form::List) {
                Some(_) => parameters,
                None => store.form(Form::List, &[parameters]),
            };
            Ok(store.form(Form::Lambda, &[parameters, body]))
        }
        _ => context.special(shape, arguments),
    }
}

/// Arithmetic on numbers and terms; lists, strings and relations are refused by name.
fn arithmetic(
    store: &mut Store,
    operands: &[Term],
    f: impl FnOnce(&mut Store) -> Term,
) -> Result<Term, String> {
    let stranger = operands.iter().find_map(|&t| match store.kind(t) {
        Kind::Text(_) => Some("a string"),
        Kind::Form(Form::Piecewise | Form::Hold | Form::Index) => None,
        Kind::Form(Form::List | Form::Matrix) => Some("a list or matrix"),
        Kind::Form(Form::Set) => Some("a set"),
        Kind::Form(Form::Equation | Form::Less | Form::LessEqual | Form::NotEqual) => {
            Some("a relation")
        }
        Kind::Form(_) => Some("not a number"),
        Kind::Constant(name) if matches!(store.text(name), "true" | "false") => {
            Some("a truth value")
        }
        _ => None,
    });
    match stranger {
        Some(what) => {
            Err(format!("type error: arithmetic expected a number or expression, got {what}"))
        }
        None => Ok(f(store)),
    }
}

/// The context of facts and rules: every unknown name is a symbol, every unknown call stays.
struct Plain<'a> {
    library: &'a mut Library,
    store: &'a mut Store,
}

impl Context for Plain<'_> {
    fn store(&mut self) -> &mut Store {
        self.store
    }
    fn name(&mut self, name: &str) -> Result<Term, String> {
        Ok(self.store.symbol(name))
    }
    fn call(&mut self, name: &str, arguments: &[Term], _primes: u32) -> Result<Term, String> {
        if name == "piecewise" {
            return Ok(build_form(
                self.store,
                Kind::Form(Form::Piecewise),
                &piecewise_parts(self.store, arguments),
            ));
        }
        let name = match self.library.find(self.store, name) {
            Some(function) => function.name,
            None => name,
        };
        let name = self.store.name(name);
        Ok(self.library.apply(self.store, name, arguments))
    }
    fn special(&mut self, shape: &Shape, arguments: &[Term]) -> Result<Term, String> {
        plain_special(self.store, shape, arguments)
            .ok_or_else(|| "unexpected operator in an expression".to_string())
    }
}

/// Operators that build inert forms in every context: `v if c` and `v otherwise` (inside
/// `piecewise`), `a[i]`.
pub fn plain_special(store: &mut Store, shape: &Shape, arguments: &[Term]) -> Option<Term> {
    match (shape, arguments) {
        (Shape::Operator(Operator::If), &[value, when]) => {
            Some(store.form(Form::Piecewise, &[value, when]))
        }
        (Shape::Otherwise, &[value]) => Some(store.form(Form::Piecewise, &[value])),
        (Shape::Index, _) => Some(store.form(Form::Index, arguments)),
        _ => None,
    }
}

/// The arguments of `piecewise(a if c, b otherwise)` as alternating values and conditions.
pub fn piecewise_parts(store: &Store, arguments: &[Term]) -> Vec<Term> {
    arguments
        .iter()
        .flat_map(|&a| store.as_form(a, Form::Piecewise).map_or_else(|| vec![a], <[Term]>::to_vec))
        .collect()
}

/// Parses an expression with no variables assigned and no commands: for facts, rules and library
/// users.
///
/// # Errors
/// A syntax error with its place in `text`.
pub fn parse_plain(
    library: &mut Library,
    store: &mut Store,
    text: &str,
) -> Result<Term, SyntaxError> {
    let tree = parse_expression(text)?;
    elaborate(&tree, &mut Plain { library, store })
}
