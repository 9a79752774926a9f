//! Trees to terms: one loop over the post-order nodes. What names and calls mean beyond the rows is
//! the [`Context`]'s business, so a session can resolve variables, user functions and commands.

use crate::arrays::{self, is_array};
use crate::call::{Argument, Call, Place};
use crate::construct::{arithmetic, construct};
use crate::library::Library;
use crate::operator::Derivative;
use crate::operators::Operator;
use crate::parse::parse_expression;
use crate::reading::{self, Part, Reading, Role};
use crate::structure::build_form;
use crate::tree::{Shape, Tree, TreeNode};
use rustc_hash::FxHashMap;
use viete_functions::signature::Signature;
use viete_numbers::{Error, Number};
use viete_term::{Form, Kind, Store, Term};

/// Meaning of names and calls. The place of an error in the text is added by [`elaborate`].
pub trait Context {
    /// The store and the rows.
    fn parts(&mut self) -> (&mut Store, &mut Library);
    /// The store.
    fn store(&mut self) -> &mut Store {
        self.parts().0
    }
    /// The value of a name that is no constant of the language.
    ///
    /// # Errors
    /// What the context refuses.
    fn name(&mut self, name: &str) -> Result<Term, Error>;
    /// The symbol that is meant where a call binds this name: its own, or the one that it is
    /// another name of.
    fn variable(&mut self, name: &str) -> Term {
        self.store().symbol(name)
    }
    /// What stands at the places of a call of this name.
    fn signature(&mut self, name: &str) -> Option<&'static Signature> {
        self.parts().1.signature(name)
    }
    /// The value of a call that its signature has read.
    ///
    /// # Errors
    /// What the context refuses.
    fn command(&mut self, call: Call) -> Result<Term, Error>;
    /// The value of `name(arguments)`, differentiated `primes` times.
    ///
    /// # Errors
    /// What the context refuses.
    fn call(&mut self, name: &str, arguments: &[Term], primes: u32) -> Result<Term, Error>;
    /// The value of a term applied to arguments: `(x |-> x^2)(3)`.
    ///
    /// # Errors
    /// When it cannot be applied.
    fn apply(&mut self, target: Term, arguments: &[Term]) -> Result<Term, Error> {
        let (store, library) = self.parts();
        apply_value(store, library, target, arguments)
    }
    /// Operators that are no constructors: `==`, `/.`, `|>`, `assuming`, index, history.
    ///
    /// # Errors
    /// What the context refuses.
    fn special(&mut self, shape: &Shape, arguments: &[Term]) -> Result<Term, Error>;
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

/// The constant of the language, or the imaginary unit, of this spelling.
pub(crate) fn constant(store: &mut Store, name: &str) -> Option<Term> {
    if IMAGINARY.contains(&name) {
        return Some(store.number(Number::i()));
    }
    let (_, constant) = CONSTANTS.iter().find(|(spelling, _)| *spelling == name)?;
    Some(store.constant(constant))
}

/// The term of the root of a tree.
///
/// # Errors
/// What the context reports, with the place in the text.
pub fn elaborate(tree: &Tree, context: &mut dyn Context) -> Result<Term, Error> {
    let reading = Reading::of(tree, context);
    let inner = inner_links(tree);
    let mut values: Vec<Term> = Vec::with_capacity(tree.nodes().len());
    let mut arguments = Vec::new();
    for (index, node) in (0u32..).zip(tree.nodes()) {
        let role = reading.roles.get(index as usize).copied().unwrap_or_default();
        // a link inside a chain of sums is taken up by the last link
        if role == Role::Silent || inner.get(index as usize) == Some(&true) {
            values.push(context.store().zero());
            continue;
        }
        arguments.clear();
        arguments.extend(
            tree.children(node).iter().filter_map(|&child| values.get(child as usize).copied()),
        );
        let value = match (&node.shape, role) {
            (shape, _) if is_sum_link(shape) => chain_sum(tree, node, &values, context.store()),
            (Shape::Name(name), Role::Own) => Ok(context.store().symbol(name)),
            (Shape::Call { name, .. }, Role::Own) => own_call(context, name, &arguments),
            (Shape::Relations(_), Role::Equation) => {
                Ok(context.store().form(Form::Equation, &arguments))
            }
            (Shape::Operator(Operator::Lambda), _) => lambda(context, &arguments),
            (Shape::Call { name, .. }, _) => match reading.calls.get(&index) {
                Some(parts) => {
                    let call = read_call(tree, name, parts, &values, context);
                    context.command(call)
                }
                None => construct(node, &arguments, context),
            },
            _ => construct(node, &arguments, context),
        };
        values.push(value.map_err(|error| error.at(node.span.clone()))?);
    }
    let empty = || Error::syntax(0..0, "empty input: expected an expression");
    values.last().copied().ok_or_else(empty)
}

/// A call whose head is a bound name: of the function of that name, if there is one.
fn own_call(context: &mut dyn Context, name: &str, arguments: &[Term]) -> Result<Term, Error> {
    let (store, library) = context.parts();
    if library.find(store, name).is_some() {
        return context.call(name, arguments, 0);
    }
    let head = store.name(name);
    Ok(store.call(head, arguments))
}

/// `x |-> body`, `[x, y] |-> body`.
fn lambda(context: &mut dyn Context, arguments: &[Term]) -> Result<Term, Error> {
    let &[parameters, body] = arguments else {
        return Err(Error::of_type("`|->` expected parameters and a body"));
    };
    let (store, library) = context.parts();
    let list = store.as_form(parameters, Form::List).unwrap_or(std::slice::from_ref(&parameters));
    let symbols = list.to_vec();
    let plain = symbols.iter().all(|&symbol| matches!(store.kind(symbol), Kind::Symbol(_)));
    let distinct = symbols.iter().enumerate().all(|(n, s)| !symbols.iter().take(n).any(|t| t == s));
    if !plain || !distinct || symbols.is_empty() {
        return Err(Error::of_type("`|->` expected a name or a list of different names before it"));
    }
    let function = library.bind(store, &symbols, body);
    store.hint(function, &symbols);
    Ok(function)
}

/// The arguments of a call as its signature reads them.
fn read_call(
    tree: &Tree,
    name: &str,
    parts: &[Part],
    values: &[Term],
    context: &mut dyn Context,
) -> Call {
    let undefined = context.store().undefined();
    let value = |index: u32| values.get(index as usize).copied().unwrap_or(undefined);
    let mut symbol = |index: u32| match tree.node(index).map(|node| &node.shape) {
        Some(Shape::Name(name)) => context.variable(name),
        Some(Shape::Quoted(name)) => context.store().symbol(name),
        _ => undefined,
    };
    let mut arguments = Vec::new();
    for part in parts {
        arguments.push(match part {
            Part::Value(index) | Part::Equation(index) => Argument::Value(value(*index)),
            Part::Variable { kind, name, place } => Argument::Variable {
                kind: *kind,
                symbol: symbol(*name),
                place: match *place {
                    reading::Place::Itself => Place::Itself,
                    reading::Place::Point(point) => Place::Point(value(point)),
                    reading::Place::Range(low, high) => Place::Range(value(low), value(high)),
                },
            },
            Part::Names(names) => Argument::Names(names.iter().map(|&n| symbol(n)).collect()),
            Part::Keyword { word, arguments } => Argument::Keyword {
                word,
                arguments: arguments.iter().map(|&index| value(index)).collect(),
            },
        });
    }
    Call { name: name.to_string(), arguments }
}

/// A function applied: a lambda's value, a call for a symbol; what else can stand for a function
/// (an entry of a list, an unknown call) stays.
///
/// # Errors
/// Values that are no functions, a wrong number of arguments.
pub fn apply_value(
    store: &mut Store,
    library: &mut Library,
    target: Term,
    arguments: &[Term],
) -> Result<Term, Error> {
    if let Some(expected) = store.parameter_count(target) {
        return library.applied(store, target, arguments).ok_or_else(|| {
            let got = arguments.len();
            Error::of_shape(format!("this function takes {expected} arguments, got {got}"))
        });
    }
    let known = |name| library.find(store, store.text(name)).is_some();
    match store.kind(target) {
        Kind::Symbol(name) if known(name) => Ok(library.apply(store, name, arguments)),
        Kind::Call(name) if !known(name) => applied_form(store, target, arguments),
        Kind::Form(Form::Index | Form::Apply) => applied_form(store, target, arguments),
        _ => Err(Error::new(
            viete_numbers::ErrorKind::Syntax,
            "unexpected `(`: expected an operator",
        )
        .with_help("a product needs `*`; only a number may stand directly before `(`")),
    }
}

fn applied_form(store: &mut Store, target: Term, arguments: &[Term]) -> Result<Term, Error> {
    let mut children = vec![target];
    children.extend_from_slice(arguments);
    Ok(store.form(Form::Apply, &children))
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
) -> Result<Term, Error> {
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

/// The context of facts and rules: every unknown name is a symbol, every unknown call stays.
struct Plain<'a> {
    library: &'a mut Library,
    store: &'a mut Store,
}

impl Context for Plain<'_> {
    fn parts(&mut self) -> (&mut Store, &mut Library) {
        (self.store, self.library)
    }
    fn name(&mut self, name: &str) -> Result<Term, Error> {
        Ok(self.store.symbol(name))
    }
    fn call(&mut self, name: &str, arguments: &[Term], primes: u32) -> Result<Term, Error> {
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
        if primes > 0 {
            return prime(self.store, self.library, name, arguments, primes);
        }
        Ok(self.library.apply(self.store, name, arguments))
    }
    fn command(&mut self, call: Call) -> Result<Term, Error> {
        Ok(call.unevaluated(self.store, self.library))
    }
    fn special(&mut self, shape: &Shape, arguments: &[Term]) -> Result<Term, Error> {
        if let (Shape::Operator(Operator::Replace), &[target, rules]) = (shape, arguments) {
            let (map, _) = replacements(self.store, rules)?;
            return Ok(self.library.substitute(self.store, target, &map));
        }
        plain_special(self.store, shape, arguments)
            .ok_or_else(|| Error::unsupported("unexpected operator in an expression"))
    }
}

/// `f'(a)`: the unevaluated derivative of a function of one argument, at the argument.
///
/// # Errors
/// Another number of arguments.
pub fn prime(
    store: &mut Store,
    library: &mut Library,
    name: viete_term::Name,
    arguments: &[Term],
    primes: u32,
) -> Result<Term, Error> {
    let &[argument] = arguments else {
        let (name, got) = (store.text(name), arguments.len());
        return Err(Error::of_shape(format!("`{name}'` takes one argument, got {got}")));
    };
    let parameter = store.fresh("t", &[]);
    let call = store.intern(Kind::Call(name), &[parameter]);
    let function = library.bind(store, &[parameter], call);
    let derivative = Derivative { function, orders: vec![primes], arguments: vec![argument] };
    Ok(derivative.term(store, library))
}

/// Replacements of terms by terms.
pub type Replacements = FxHashMap<Term, Term>;

/// The right side of `e /. x -> 2` or `e /. {x -> 2, y -> z}`: plain replacements, and pairs whose
/// left side is a pattern.
///
/// # Errors
/// What is no replacement.
pub fn replacements(
    store: &Store,
    rules: Term,
) -> Result<(Replacements, Vec<(Term, Term)>), Error> {
    let list = match store.kind(rules) {
        Kind::Form(Form::Set | Form::List) => store.children(rules),
        _ => std::slice::from_ref(&rules),
    };
    let (mut plain, mut patterns) = (Replacements::default(), Vec::new());
    for &rule in list {
        let pair = store.as_form(rule, Form::Arrow).or_else(|| store.as_form(rule, Form::Equation));
        let Some(&[from, to]) = pair else {
            return Err(Error::of_type("expected `x -> value` or a set of such"));
        };
        let is_variable = |&symbol: &Term| match store.kind(symbol) {
            Kind::Symbol(name) => viete_term::name_arity(store.text(name)) > 0,
            _ => false,
        };
        if store.symbols(from).iter().any(is_variable) {
            patterns.push((from, to));
        } else {
            plain.insert(from, to);
        }
    }
    Ok((plain, patterns))
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
pub fn parse_plain(library: &mut Library, store: &mut Store, text: &str) -> Result<Term, Error> {
    let tree = parse_expression(text)?;
    elaborate(&tree, &mut Plain { library, store })
}
