//! The term of a node of the tree: constants, structures, relations, arithmetic. What is no
//! constructor is the context's business.

use crate::arrays::{self, is_array};
use crate::elaborate::{Context, constant};
use crate::operators::Operator;
use crate::structure::build_form;
use crate::tree::{Shape, TreeNode};
use viete_numbers::{Error, ErrorKind};
use viete_term::{Form, Kind, Store, Term};

/// The term of one node over those of its operands.
pub(crate) fn construct(
    node: &TreeNode,
    arguments: &[Term],
    context: &mut dyn Context,
) -> Result<Term, Error> {
    match &node.shape {
        Shape::Number(number) => Ok(context.store().number(number.clone())),
        Shape::Text(text) => Ok(context.store().string(text)),
        Shape::Quoted(name) => Ok(context.store().symbol(name)),
        Shape::Name(name) => match constant(context.store(), name) {
            Some(term) => Ok(term),
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
            _ => {
                Err(Error::new(ErrorKind::Syntax, "incomplete `if`: expected `if c then a else b`"))
            }
        },
        Shape::Operator(operator) => operation(&node.shape, *operator, arguments, context),
        Shape::Apply => match arguments {
            [target, arguments @ ..] => context.apply(*target, arguments),
            [] => context.special(&node.shape, arguments),
        },
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
) -> Result<Term, Error> {
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
) -> Result<Term, Error> {
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
            None => Err(Error::of_type("a matrix to a power that is no whole number")),
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
        _ => context.special(shape, arguments),
    }
}

/// Arithmetic on numbers and terms; lists, strings and relations are refused by name.
pub(crate) fn arithmetic(
    store: &mut Store,
    operands: &[Term],
    f: impl FnOnce(&mut Store) -> Term,
) -> Result<Term, Error> {
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
            Err(Error::of_type(format!("arithmetic expected a number or expression, got {what}")))
        }
        None => Ok(f(store)),
    }
}
