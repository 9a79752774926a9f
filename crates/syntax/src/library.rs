//! The rows of `functions` as terms of one store: special values, parity, periods and definitions
//! at construction; derivative templates. Facts are parsed at first use.

use crate::elaborate::parse_plain;
use crate::operator::Derivative;
use rustc_hash::FxHashMap;
use viete_functions::signature::{OPERATORS, Signature};
use viete_functions::{ALL, Function, Parity};
use viete_numbers::{Number, Rational};
use viete_term::{Form, Kind, Name, Store, Term};

/// A fact as a term over the row's argument symbols.
#[derive(Clone)]
struct Template {
    body: Term,
    parameters: Vec<Term>,
}

/// The functions known to a session, built in or registered by the user.
#[derive(Default)]
pub struct Library {
    functions: FxHashMap<Name, Function>,
    aliases: FxHashMap<String, &'static str>,
    values: FxHashMap<Name, FxHashMap<Vec<Term>, Term>>,
    templates: FxHashMap<&'static str, Option<Template>>,
    periods: FxHashMap<Name, Option<Rational>>,
    signatures: FxHashMap<&'static str, &'static Signature>,
}

/// Argument symbols of templates carry this prefix, so that they meet no symbol of the user.
const PARAMETER_PREFIX: &str = "#";

impl Library {
    /// Makes all rows known to `store`. About 70 names; no fact is parsed yet.
    pub fn new(store: &mut Store) -> Library {
        let mut library = Library::default();
        for constant in ["pi", "E"] {
            let name = store.name(constant);
            store.declare_entire(name);
        }
        for function in ALL {
            library.register(store, **function);
        }
        for operator in OPERATORS {
            let name = store.name(operator.signature.name);
            store.declare_function(name);
            library.add_signature(&operator.signature);
        }
        library
    }

    /// Adds a row; a function of the same name is replaced.
    pub fn register(&mut self, store: &mut Store, function: Function) {
        let name = store.name(function.name);
        store.declare_function(name);
        if function.total {
            store.declare_entire(name);
        }
        for alias in function.aliases {
            self.aliases.insert((*alias).to_string(), function.name);
        }
        self.functions.insert(name, function);
    }

    /// Makes the signature of a command known to the parser.
    pub fn add_signature(&mut self, signature: &'static Signature) {
        self.signatures.insert(signature.name, signature);
    }

    /// What stands at the places of a call of this name, where that is known.
    pub fn signature(&self, name: &str) -> Option<&'static Signature> {
        self.signatures.get(name).copied()
    }

    pub fn function(&self, name: Name) -> Option<&Function> {
        self.functions.get(&name)
    }

    /// The function of a spelling, aliases included.
    pub fn find(&self, store: &Store, spelling: &str) -> Option<&Function> {
        let spelling = self.aliases.get(spelling).copied().unwrap_or(spelling);
        self.functions.get(&store.find_name(spelling)?)
    }

    /// All rows, in the order of their names.
    pub fn functions(&self) -> Vec<&Function> {
        let mut rows: Vec<&Function> = self.functions.values().collect();
        rows.sort_by_key(|f| f.name);
        rows
    }

    /// Facts refer to terms of the store; after a collection they are parsed anew.
    pub fn forget_terms(&mut self) {
        self.values.clear();
        self.templates.clear();
        self.periods.clear();
    }

    /// The canonical application of a function: exact values, parity, period and definition; laws
    /// that hold for all arguments only.
    pub fn apply(&mut self, store: &mut Store, name: Name, arguments: &[Term]) -> Term {
        let Some(function) = self.functions.get(&name).copied() else {
            return self.apply_operator(store, name, arguments);
        };
        if arguments.contains(&store.undefined()) {
            return store.undefined();
        }
        let overload = function.overloads.iter().find(|o| o.arguments.len() == arguments.len());
        let exact = overload.map_or(function.exact, |o| o.exact);
        if let Some(value) = exact.and_then(|f| exact_value(store, f, arguments)) {
            return store.number(value);
        }
        if let Some(overload) = overload {
            return self
                .instantiate(store, overload.definition, overload.arguments, arguments)
                .unwrap_or(store.undefined());
        }
        if let (true, Some(definition)) = (function.unfolds, function.definition) {
            return self
                .instantiate(store, definition, function.arguments, arguments)
                .unwrap_or(store.undefined());
        }
        if let Some(value) = self.special_value(store, name, &function, arguments) {
            return value;
        }
        if let &[argument] = arguments {
            if let Some(reduced) = self.reduce_period(store, name, &function, argument) {
                return self.apply(store, name, &[reduced]);
            }
            if function.parity != Parity::Unstated && is_negative_looking(store, argument) {
                let positive = store.negate(argument);
                let value = self.apply(store, name, &[positive]);
                return if function.parity == Parity::Odd { store.negate(value) } else { value };
            }
        }
        store.call(name, arguments)
    }

    /// A call of what is no function: a derivative of order zero is the function's value.
    fn apply_operator(&mut self, store: &mut Store, name: Name, arguments: &[Term]) -> Term {
        let call = store.call(name, arguments);
        match Derivative::of(store, call) {
            Some(derivative) => derivative.term(store, self),
            None => call,
        }
    }

    /// Rebuilds a node canonically, functions included. The constructor for every pass over terms.
    pub fn build(&mut self, store: &mut Store, kind: Kind, children: &[Term]) -> Term {
        match (kind, children) {
            (Kind::Call(name), _) => self.apply(store, name, children),
            (Kind::Form(Form::Apply), [head, arguments @ ..]) => match store.kind(*head) {
                Kind::Symbol(name) => self.apply(store, name, arguments),
                Kind::Lambda(_) => {
                    let value = self.applied(store, *head, arguments);
                    value.unwrap_or_else(|| store.intern(kind, children))
                }
                _ => store.intern(kind, children),
            },
            _ => crate::structure::build_form(store, kind, children),
        }
    }

    /// Replaces terms and rebuilds with [`Library::build`].
    pub fn substitute(
        &mut self,
        store: &mut Store,
        root: Term,
        replacements: &FxHashMap<Term, Term>,
    ) -> Term {
        store.substitute_with(root, replacements, &mut |store, kind, children| {
            self.build(store, kind, children)
        })
    }

    fn special_value(
        &mut self,
        store: &mut Store,
        name: Name,
        function: &Function,
        arguments: &[Term],
    ) -> Option<Term> {
        if function.values.is_empty() || arguments.iter().any(|&a| store.size(a) > 12) {
            return None;
        }
        if !self.values.contains_key(&name) {
            // an empty table first: the values of one function may mention itself
            self.values.insert(name, FxHashMap::default());
            let mut table = FxHashMap::default();
            for (argument, value) in function.values {
                let key: Vec<Term> =
                    argument.split(',').filter_map(|a| parse_plain(self, store, a).ok()).collect();
                if let Ok(value) = parse_plain(self, store, value) {
                    table.insert(key, value);
                }
            }
            self.values.insert(name, table);
        }
        self.values.get(&name)?.get(arguments).copied()
    }

    /// `x + k p` to `x` for a period `p = r pi`: the multiple of pi in the argument moves into
    /// `(-r/2, r/2]`.
    fn reduce_period(
        &mut self,
        store: &mut Store,
        name: Name,
        function: &Function,
        argument: Term,
    ) -> Option<Term> {
        if function.period.is_empty() {
            return None;
        }
        if !self.periods.contains_key(&name) {
            let period = parse_plain(self, store, function.period)
                .ok()
                .and_then(|p| multiple_of_pi(store, p));
            self.periods.insert(name, period);
        }
        let period = self.periods.get(&name)?.clone()?;
        let addends = match store.kind(argument) {
            Kind::Sum => store.children(argument).to_vec(),
            _ => vec![argument],
        };
        let multiple = addends.iter().find_map(|&a| multiple_of_pi(store, a))?;
        let turns = multiple.checked_mul(&period.recip()?).ok()?;
        // the nearest number of turns, halves downwards: the rest lies in (-1/2, 1/2]
        let whole = -&(&Rational::HALF - &turns).floor();
        if whole.is_zero() {
            return None;
        }
        let shift = period.checked_mul(&(-&whole).into()).ok()?;
        let pi = store.constant("pi");
        let shift = store.number(shift.into());
        let shift = store.product(&[shift, pi]);
        Some(store.sum(&[argument, shift]))
    }

    /// `text`, a fact over `parameters`, with the arguments put in. `None` when the text is not an
    /// expression.
    pub fn instantiate(
        &mut self,
        store: &mut Store,
        text: &'static str,
        parameters: &[&str],
        arguments: &[Term],
    ) -> Option<Term> {
        if !self.templates.contains_key(text) {
            let symbols: Vec<Term> = parameters
                .iter()
                .map(|p| store.symbol(&format!("{PARAMETER_PREFIX}{p}")))
                .collect();
            let plain: Vec<Term> = parameters.iter().map(|p| store.symbol(p)).collect();
            let renaming = plain.into_iter().zip(symbols.iter().copied()).collect();
            let parsed = parse_plain(self, store, text).ok();
            let template = parsed.map(|body| Template {
                body: self.substitute(store, body, &renaming),
                parameters: symbols.clone(),
            });
            self.templates.insert(text, template);
        }
        let template = self.templates.get(text).cloned().flatten()?;
        let replacements =
            template.parameters.iter().copied().zip(arguments.iter().copied()).collect();
        Some(self.substitute(store, template.body, &replacements))
    }

    /// The partial derivative by argument number `index`, at the given arguments; `None` when the
    /// row states none.
    pub fn derivative(
        &mut self,
        store: &mut Store,
        name: Name,
        index: usize,
        arguments: &[Term],
    ) -> Option<Term> {
        let function = self.functions.get(&name).copied()?;
        let text = function.derivative.get(index).copied().filter(|t| !t.is_empty())?;
        self.instantiate(store, text, function.arguments, arguments)
    }

    /// The definition at the given arguments, where the row states one.
    pub fn definition(
        &mut self,
        store: &mut Store,
        name: Name,
        arguments: &[Term],
    ) -> Option<Term> {
        let function = self.functions.get(&name).copied()?;
        self.instantiate(store, function.definition?, function.arguments, arguments)
    }
}

fn exact_value(
    store: &Store,
    f: fn(&[Number]) -> Option<Number>,
    arguments: &[Term],
) -> Option<Number> {
    let numbers: Option<Vec<Number>> =
        arguments.iter().map(|&a| store.as_number(a).filter(|n| n.is_exact()).cloned()).collect();
    f(&numbers?)
}

/// `r` of a term `r pi`.
fn multiple_of_pi(store: &Store, term: Term) -> Option<Rational> {
    let is_pi = |t: Term| matches!(store.kind(t), Kind::Constant(name) if store.text(name) == "pi");
    if is_pi(term) {
        return Some(Rational::ONE);
    }
    match (store.kind(term), store.children(term)) {
        (Kind::Product, [factor, pi]) if is_pi(*pi) => {
            store.as_number(*factor)?.as_rational().cloned()
        }
        _ => None,
    }
}

/// True for `-x`, `-3`, `-2*x*y` and sums whose first addend is such: of `t` and `-t` exactly one
/// is negative-looking.
fn is_negative_looking(store: &Store, term: Term) -> bool {
    let leading = match store.kind(term) {
        Kind::Sum => store
            .children(term)
            .iter()
            .copied()
            .find(|&t| store.as_number(t).is_none())
            .unwrap_or(term),
        _ => term,
    };
    let number = match (store.kind(leading), store.children(leading)) {
        (Kind::Product, [first, ..]) => store.as_number(*first),
        _ => store.as_number(leading),
    };
    number.is_some_and(|n| n.re().signum() < 0 || (n.re().is_zero() && n.im().signum() < 0))
}
