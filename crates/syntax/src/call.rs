//! A call of a command with its arguments as a signature reads them; and its unevaluated form, in
//! which bound variables are bound.

use crate::library::Library;
use viete_functions::signature::{DERIVATIVE, Signature, Slot, Usage, Variable};
use viete_term::{Form, Kind, Store, Term};

/// One argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    Value(Term),
    /// A variable: the symbol it is in the other arguments, and where it runs or stands.
    Variable {
        kind: Variable,
        symbol: Term,
        place: Place,
    },
    /// Several plain symbols.
    Names(Vec<Term>),
    /// An option and its own arguments.
    Keyword {
        word: &'static str,
        arguments: Vec<Term>,
    },
}

/// Where a variable runs or stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Itself,
    Point(Term),
    Range(Term, Term),
}

/// A call of a command, read by its signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub name: String,
    pub arguments: Vec<Argument>,
}

impl Call {
    /// The arguments as terms: variables as symbols, ranges as equations, options as symbols.
    pub fn terms(&self, store: &mut Store) -> Vec<Term> {
        let mut terms = Vec::new();
        for argument in &self.arguments {
            terms.push(match argument {
                Argument::Value(term) => *term,
                Argument::Variable { symbol, place, .. } => match *place {
                    Place::Itself => *symbol,
                    Place::Point(point) => store.form(Form::Equation, &[*symbol, point]),
                    Place::Range(low, high) => {
                        let range = store.form(Form::Range, &[low, high]);
                        store.form(Form::Equation, &[*symbol, range])
                    }
                },
                Argument::Names(names) => store.form(Form::List, names),
                Argument::Keyword { word, arguments } if arguments.is_empty() => store.symbol(word),
                Argument::Keyword { word, arguments } => {
                    let head = store.name(word);
                    store.call(head, arguments)
                }
            });
        }
        terms
    }

    /// Reads terms as the arguments of a call; `None` when no usage fits.
    pub fn of_terms(store: &Store, signature: &Signature, terms: &[Term]) -> Option<Call> {
        let fits = signature.usages.iter().find_map(|usage| fit(store, usage, terms));
        Some(Call { name: signature.name.to_string(), arguments: fits? })
    }

    /// The first argument: what the variables are variables of.
    pub fn body(&self) -> Option<Term> {
        match self.arguments.first() {
            Some(Argument::Value(term)) => Some(*term),
            _ => None,
        }
    }

    /// The variables of one kind, in order, with their places.
    pub fn variables(&self, wanted: Variable) -> Vec<(Term, Place)> {
        let variable = |argument: &Argument| match *argument {
            Argument::Variable { kind, symbol, place } if kind == wanted => Some((symbol, place)),
            _ => None,
        };
        self.arguments.iter().filter_map(variable).collect()
    }

    /// The unevaluated call. Variables that it binds are bound, the first one outermost; calls
    /// without such variables are calls over their terms.
    pub fn unevaluated(&self, store: &mut Store, library: &mut Library) -> Term {
        if self.name == DERIVATIVE {
            return self.unevaluated_derivative(store, library);
        }
        let head = store.name(&self.name);
        let binds = |argument: &Argument| {
            matches!(argument, Argument::Variable { kind: Variable::Bind | Variable::At, .. })
        };
        let (Some(body), true) = (self.body(), self.arguments.iter().any(binds)) else {
            let terms = self.terms(store);
            return store.call(head, &terms);
        };
        let extras: Vec<Term> = self
            .arguments
            .iter()
            .skip(1)
            .filter(|argument| !binds(argument))
            .map(|argument| match argument {
                Argument::Keyword { word, .. } => store.string(word),
                Argument::Value(term) => *term,
                Argument::Names(names) => store.form(Form::List, names),
                Argument::Variable { symbol, .. } => *symbol,
            })
            .collect();
        let mut term = body;
        for argument in self.arguments.iter().rev() {
            let Argument::Variable { symbol, place, .. } = *argument else { continue };
            let lambda = library.bind(store, &[symbol], term);
            let place = match place {
                Place::Itself => symbol,
                Place::Point(point) => point,
                Place::Range(low, high) => store.form(Form::Range, &[low, high]),
            };
            let mut children = vec![lambda, place];
            children.extend_from_slice(&extras);
            term = store.call(head, &children);
        }
        term
    }

    fn unevaluated_derivative(&self, store: &mut Store, library: &mut Library) -> Term {
        let Some(mut term) = self.body() else { return store.undefined() };
        let mut last = None;
        for argument in self.arguments.iter().skip(1) {
            match *argument {
                Argument::Variable { symbol, .. } => {
                    term = library.unevaluated_derivative(store, term, symbol, 1);
                    last = Some(symbol);
                }
                Argument::Value(order) => {
                    let more = store.as_i64(order).and_then(|n| u32::try_from(n - 1).ok());
                    if let (Some(more), Some(symbol)) = (more, last) {
                        term = library.unevaluated_derivative(store, term, symbol, more);
                    }
                }
                Argument::Names(_) | Argument::Keyword { .. } => {}
            }
        }
        term
    }
}

/// Terms as the slots of a usage, when they fit.
fn fit(store: &Store, usage: &Usage, terms: &[Term]) -> Option<Vec<Argument>> {
    let mut arguments = Vec::new();
    let mut left = terms;
    let further = std::iter::repeat(usage.rest).map_while(|rest| rest);
    let mut slots = usage.slots.iter().copied().chain(further);
    while !left.is_empty() {
        let (argument, taken) = fit_slot(store, slots.next()?, left)?;
        arguments.push(argument);
        left = left.get(taken..)?;
    }
    (arguments.len() >= usage.slots.len()).then_some(arguments)
}

fn fit_slot(store: &Store, slot: Slot, terms: &[Term]) -> Option<(Argument, usize)> {
    let &first = terms.first()?;
    let symbol = |term: Term| matches!(store.kind(term), Kind::Symbol(_)).then_some(term);
    let range = |term: Term| match store.as_form(term, Form::Range) {
        Some(&[low, high]) => Some(Place::Range(low, high)),
        _ => None,
    };
    let equated = || match store.as_form(first, Form::Equation) {
        Some(&[left, right]) => Some((symbol(left)?, right)),
        _ => None,
    };
    let argument = match slot {
        Slot::Expr | Slot::Equation => Argument::Value(first),
        Slot::Name(kind) => {
            Argument::Variable { kind, symbol: symbol(first)?, place: Place::Itself }
        }
        Slot::Order => match symbol(first) {
            Some(symbol) => Argument::Variable { kind: Variable::At, symbol, place: Place::Itself },
            None => Argument::Value(first),
        },
        Slot::Range(kind) => {
            let (symbol, right) = equated()?;
            Argument::Variable { kind, symbol, place: range(right)? }
        }
        Slot::Point(kind) => {
            let (symbol, right) = equated().filter(|&(_, right)| range(right).is_none())?;
            Argument::Variable { kind, symbol, place: Place::Point(right) }
        }
        Slot::RangeApart(kind) => {
            let &[name, low, high, ..] = terms else { return None };
            let place = Place::Range(low, high);
            return Some((Argument::Variable { kind, symbol: symbol(name)?, place }, 3));
        }
        Slot::PointApart(kind) => {
            let &[name, point, ..] = terms else { return None };
            let place = Place::Point(point);
            return Some((Argument::Variable { kind, symbol: symbol(name)?, place }, 2));
        }
        Slot::Names => {
            let names = store.as_form(first, Form::List).unwrap_or(std::slice::from_ref(&first));
            Argument::Names(names.iter().map(|&name| symbol(name)).collect::<Option<_>>()?)
        }
        Slot::Keyword(words) => {
            let (text, arguments) = match store.kind(first) {
                Kind::Symbol(name) | Kind::Text(name) => (store.text(name), Vec::new()),
                Kind::Call(name) => (store.text(name), store.children(first).to_vec()),
                _ => return None,
            };
            let word = *words.iter().find(|&&word| word == text)?;
            Argument::Keyword { word, arguments }
        }
    };
    Some((argument, 1))
}
