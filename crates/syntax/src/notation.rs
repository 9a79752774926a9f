//! How terms are written, before any printer: levels, and the layout of every kind of term. Plain,
//! pretty and LaTeX put signs to it; what needs brackets is decided here.

use crate::display::{Fraction, Shown, show};
use crate::names::{Names, Scope, unused};
use crate::operator::{Bound, Derivative};
use viete_functions::signature::Operator;
use viete_term::{Form, Kind, Store, Term};

pub(crate) use crate::operators::{POWER, PRODUCT, SUM};
/// Names, calls, lists: never in brackets.
pub(crate) const ATOM: u8 = 14;
/// Entries of lists and arguments of calls.
pub(crate) const ITEM: u8 = 3;
/// `/.` and what is weaker than every operator inside an expression.
pub(crate) const REPLACE: u8 = 1;

/// Orders up to this are written with primes.
const MAX_PRIMES: u32 = 3;

/// A part of a layout: a term in a scope, in brackets below a level.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    pub term: Term,
    pub level: u8,
    pub scope: Scope,
}

/// An operator between parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    Range,
    Equal,
    Less,
    LessEqual,
    NotEqual,
    Element,
    And,
    Or,
    Arrow,
}

/// The layout of a term.
pub(crate) enum Layout {
    Sum(Vec<Fraction>),
    Fraction(Fraction),
    Exponential(Piece),
    Power(Piece, Piece),
    Constant(String),
    Name(String),
    Text(String),
    Call(String, Vec<Piece>),
    /// A value in front of arguments.
    Apply(Piece, Vec<Piece>),
    List(Vec<Piece>),
    Set(Vec<Piece>),
    Hold(Vec<Piece>),
    Matrix(Vec<Vec<Piece>>),
    Index(Piece, Vec<Piece>),
    Not(Piece),
    Infix(Sign, Vec<Piece>),
    /// Values with conditions; the last may have none.
    Piecewise(Vec<(Piece, Option<Piece>)>),
    Lambda(Vec<String>, Piece),
    /// `sum(body, name = place)`.
    Operator(OperatorLayout),
    /// `f''(x)`.
    Primes(String, u32, Piece),
    /// `diff(body, x, 2) /. x -> a`.
    Derivative(DerivativeLayout),
}

/// A sum, product, integral or limit.
pub(crate) struct OperatorLayout {
    pub operator: &'static Operator,
    pub body: Piece,
    pub variable: String,
    pub place: OperatorPlace,
    pub extras: Vec<Extra>,
}

/// Where an operator's variable runs or stands.
pub(crate) enum OperatorPlace {
    Range(Piece, Piece),
    Point(Piece),
    /// Indefinite; evaluated elsewhere than at its own variable if there is a piece.
    Itself(Option<Piece>),
}

/// A further argument of an operator.
pub(crate) enum Extra {
    Keyword(String),
    Value(Piece),
}

/// An unevaluated derivative.
pub(crate) struct DerivativeLayout {
    pub body: DerivativeBody,
    /// Variables and how often each.
    pub variables: Vec<(String, u32)>,
    /// Where it is evaluated elsewhere than at its variables.
    pub at: Vec<(String, Piece)>,
}

/// An argument of a function that is differentiated.
pub(crate) enum Given {
    /// As it stands.
    Value(Piece),
    /// One of the variables.
    Variable(String),
}

/// What is differentiated.
pub(crate) enum DerivativeBody {
    /// A function at arguments, some of which are the variables.
    Call(String, Vec<Given>),
    Body(Piece),
}

/// The level of a layout: below which level around it there must be brackets.
pub(crate) fn level(layout: &Layout) -> u8 {
    match layout {
        Layout::Sum(_) => SUM,
        Layout::Not(_) => crate::operators::NOT,
        Layout::Infix(sign, _) => sign.level(),
        Layout::Lambda(..) => 2,
        Layout::Power(..) => POWER,
        Layout::Derivative(derivative) if !derivative.at.is_empty() => REPLACE,
        Layout::Operator(OperatorLayout { place: OperatorPlace::Itself(Some(_)), .. }) => REPLACE,
        _ => ATOM,
    }
}

impl Sign {
    pub fn level(self) -> u8 {
        match self {
            Sign::Range => 7,
            Sign::And => 4,
            Sign::Or => 3,
            Sign::Arrow => 2,
            _ => crate::operators::RELATION,
        }
    }

    /// How it is typed, with blanks around it.
    pub fn spelling(self) -> &'static str {
        match self {
            Sign::Range => "..",
            Sign::Equal => " = ",
            Sign::Less => " < ",
            Sign::LessEqual => " <= ",
            Sign::NotEqual => " != ",
            Sign::Element => " in ",
            Sign::And => " and ",
            Sign::Or => " or ",
            Sign::Arrow => " -> ",
        }
    }

    fn of(form: Form) -> Option<Sign> {
        Some(match form {
            Form::Range => Sign::Range,
            Form::Equation => Sign::Equal,
            Form::Less => Sign::Less,
            Form::LessEqual => Sign::LessEqual,
            Form::NotEqual => Sign::NotEqual,
            Form::Element => Sign::Element,
            Form::And => Sign::And,
            Form::Or => Sign::Or,
            Form::Arrow => Sign::Arrow,
            _ => return None,
        })
    }
}

/// The layout of a term in a scope.
pub(crate) fn layout(store: &Store, names: &mut Names, term: Term, scope: Scope) -> Layout {
    let piece = |term: Term, level: u8| Piece { term, level, scope };
    match show(store, term) {
        Shown::Sum(addends) => return Layout::Sum(addends),
        Shown::Fraction(fraction) => return Layout::Fraction(fraction),
        Shown::Exponential(exponent) if exponent == store.one() => {
            return Layout::Constant("E".into());
        }
        Shown::Exponential(exponent) => return Layout::Exponential(piece(exponent, 0)),
        Shown::Power(base, exponent) => {
            return Layout::Power(piece(base, POWER + 1), piece(exponent, ATOM));
        }
        Shown::Other => {}
    }
    let children = store.children(term);
    let all = |children: &[Term], level: u8| -> Vec<Piece> {
        children.iter().map(|&child| piece(child, level)).collect()
    };
    match store.kind(term) {
        Kind::Constant(name) => Layout::Constant(store.text(name).to_string()),
        Kind::Symbol(name) => Layout::Name(store.text(name).to_string()),
        Kind::Bound(index) => Layout::Name(names.bound(scope, index)),
        Kind::Text(name) => Layout::Text(store.text(name).to_string()),
        Kind::Lambda(_) => {
            let inside = names.enter(store, term, scope);
            let body = children.first().copied().unwrap_or(term);
            let parameters = names.parameters(inside).to_vec();
            Layout::Lambda(parameters, Piece { term: body, level: 2, scope: inside })
        }
        Kind::Call(name) => {
            if let Some(derivative) = Derivative::of(store, term) {
                return derivative_layout(store, names, &derivative, scope);
            }
            if let Some(bound) = Bound::of(store, term) {
                return Layout::Operator(operator_layout(store, names, &bound, scope));
            }
            Layout::Call(store.text(name).to_string(), all(children, ITEM))
        }
        Kind::Form(Form::Apply) => match children {
            [head, arguments @ ..] => Layout::Apply(piece(*head, ATOM), all(arguments, ITEM)),
            [] => Layout::List(Vec::new()),
        },
        Kind::Form(Form::List) => Layout::List(all(children, ITEM)),
        Kind::Form(Form::Set) => Layout::Set(all(children, ITEM)),
        Kind::Form(Form::Hold) => Layout::Hold(all(children, ITEM)),
        Kind::Form(Form::Matrix) => {
            Layout::Matrix(children.iter().map(|&row| all(store.children(row), ITEM)).collect())
        }
        Kind::Form(Form::Index) => match children {
            [target, indices @ ..] => Layout::Index(piece(*target, ATOM), all(indices, ITEM)),
            [] => Layout::List(Vec::new()),
        },
        Kind::Form(Form::Not) => {
            let inner = children.first().copied().unwrap_or(term);
            Layout::Not(piece(inner, crate::operators::NOT))
        }
        Kind::Form(Form::Piecewise) => Layout::Piecewise(
            children
                .chunks(2)
                .filter_map(|pair| match *pair {
                    [value, when] => Some((piece(value, ITEM), Some(piece(when, ITEM)))),
                    [value] => Some((piece(value, ITEM), None)),
                    _ => None,
                })
                .collect(),
        ),
        Kind::Form(form) => match Sign::of(form) {
            Some(sign) => Layout::Infix(sign, all(children, sign.level() + 1)),
            None => Layout::List(all(children, ITEM)),
        },
        // shown above
        Kind::Number(_) | Kind::Sum | Kind::Product | Kind::Power => Layout::List(Vec::new()),
    }
}

/// The name of a symbol or bound variable.
fn name_of(store: &Store, names: &Names, term: Term, scope: Scope) -> Option<String> {
    match store.kind(term) {
        Kind::Symbol(name) => Some(store.text(name).to_string()),
        Kind::Bound(index) => Some(names.bound(scope, index)),
        _ => None,
    }
}

fn operator_layout(
    store: &Store,
    names: &mut Names,
    bound: &Bound,
    scope: Scope,
) -> OperatorLayout {
    let piece = |term: Term, level: u8| Piece { term, level, scope };
    let inside = |names: &mut Names| names.enter(store, bound.function, scope);
    let (place, inside) = if let Some((low, high)) = bound.range(store) {
        (OperatorPlace::Range(piece(low, SUM), piece(high, SUM)), inside(names))
    } else if bound.is_indefinite(store) {
        // at its own variable, where that is a name that the body does not use otherwise
        let own = name_of(store, names, bound.place, scope)
            .filter(|own| !names.taken(store, &[bound.function], Scope::default()).contains(own))
            .filter(|_| store.loose(bound.function) == 0);
        match own {
            Some(own) => (OperatorPlace::Itself(None), names.enter_as(vec![own], scope)),
            None => (OperatorPlace::Itself(Some(piece(bound.place, ITEM))), inside(names)),
        }
    } else {
        let level = crate::operators::RELATION + 1;
        (OperatorPlace::Point(piece(bound.place, level)), inside(names))
    };
    let body = store.children(bound.function).first().copied().unwrap_or(bound.function);
    let extras = bound.extras.iter().map(|&extra| match store.kind(extra) {
        Kind::Text(word) => Extra::Keyword(store.text(word).to_string()),
        _ => Extra::Value(piece(extra, ITEM)),
    });
    OperatorLayout {
        operator: bound.operator,
        body: Piece { term: body, level: ITEM, scope: inside },
        variable: names.parameters(inside).first().cloned().unwrap_or_default(),
        place,
        extras: extras.collect(),
    }
}

fn derivative_layout(
    store: &Store,
    names: &mut Names,
    derivative: &Derivative,
    scope: Scope,
) -> Layout {
    let Derivative { function, orders, arguments } = derivative;
    let head = derivative.head(store);
    let head_name = head.and_then(|head| match store.kind(head) {
        Kind::Call(name) => Some(store.text(name).to_string()),
        _ => None,
    });
    if let (Some(name), [order], [argument]) = (&head_name, orders.as_slice(), arguments.as_slice())
        && *order <= MAX_PRIMES
        && name_of(store, names, *argument, scope).is_none()
    {
        return Layout::Primes(name.clone(), *order, Piece { term: *argument, level: ITEM, scope });
    }
    let mut taken = names.taken(store, &[*function], scope);
    taken.extend(names.taken(store, arguments, scope));
    let (mut variables, mut at, mut parameters) = (Vec::new(), Vec::new(), Vec::new());
    for (place, (&argument, &order)) in arguments.iter().zip(orders).enumerate() {
        // an argument that is a name of its own is the variable
        let elsewhere = |own: &String| {
            let others = arguments.iter().enumerate().filter(|&(other, _)| other != place);
            let others: Vec<Term> = others.map(|(_, &term)| term).chain([*function]).collect();
            let compound = |&term: &Term| !matches!(store.kind(term), Kind::Bound(_));
            others.iter().any(|term| store.loose(*term) > 0 && compound(term))
                || names.taken(store, &others, Scope::default()).contains(own)
                || others.contains(&argument)
        };
        let own = name_of(store, names, argument, scope).filter(|own| !elsewhere(own));
        let differentiated = order > 0;
        let name = match own {
            Some(own) => own,
            None => {
                let hint = store.hints(*function).get(place).map_or("t", |&n| store.text(n));
                let name = unused(hint, &taken);
                if differentiated || head_name.is_none() {
                    at.push((name.clone(), Piece { term: argument, level: ITEM, scope }));
                }
                name
            }
        };
        taken.push(name.clone());
        if differentiated {
            variables.push((name.clone(), order));
        }
        parameters.push(name);
    }
    let body = match head_name {
        Some(head) => DerivativeBody::Call(
            head,
            parameters
                .iter()
                .zip(arguments)
                .zip(orders)
                .map(|((name, &term), &order)| match order {
                    0 => Given::Value(Piece { term, level: ITEM, scope }),
                    _ => Given::Variable(name.clone()),
                })
                .collect(),
        ),
        None => {
            let inside = names.enter_as(parameters, scope);
            let body = store.children(*function).first().copied().unwrap_or(*function);
            DerivativeBody::Body(Piece { term: body, level: ITEM, scope: inside })
        }
    };
    Layout::Derivative(DerivativeLayout { body, variables, at })
}
