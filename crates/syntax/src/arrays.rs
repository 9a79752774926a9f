//! Arithmetic of lists and matrices by their entries: sums, multiples, products, natural powers.
//! Shapes are checked; what needs more than ring operations (inverses, determinants) is a command.

use crate::operators::Operator;
use viete_numbers::Error;
use viete_term::{Form, Kind, Store, Term};

/// Products of entries one operation may form.
const MAX_PRODUCTS: usize = 20_000_000;

/// Rows of a matrix, or a list as one column.
struct Array {
    rows: Vec<Vec<Term>>,
    list: bool,
}

pub(crate) fn is_array(store: &Store, term: Term) -> bool {
    matches!(store.kind(term), Kind::Form(Form::List | Form::Matrix))
}

fn array(store: &Store, term: Term) -> Option<Array> {
    if let Some(items) = store.as_form(term, Form::List) {
        let nested = items.iter().any(|&item| is_array(store, item));
        return (!nested)
            .then(|| Array { rows: items.iter().map(|&item| vec![item]).collect(), list: true });
    }
    let rows = store.as_form(term, Form::Matrix)?;
    let rows = rows
        .iter()
        .map(|&row| store.as_form(row, Form::List).map(<[Term]>::to_vec))
        .collect::<Option<_>>()?;
    Some(Array { rows, list: false })
}

impl Array {
    fn width(&self) -> usize {
        self.rows.first().map_or(0, Vec::len)
    }

    fn shape(&self) -> String {
        if self.list {
            format!("a list of {}", self.rows.len())
        } else {
            format!("a {} by {} matrix", self.rows.len(), self.width())
        }
    }

    fn term(&self, store: &mut Store) -> Term {
        if self.list {
            let items: Vec<Term> = self.rows.iter().flatten().copied().collect();
            return store.form(Form::List, &items);
        }
        let rows: Vec<Term> = self.rows.iter().map(|row| store.form(Form::List, row)).collect();
        store.form(Form::Matrix, &rows)
    }

    fn map(&self, f: &mut impl FnMut(Term) -> Term) -> Array {
        Array {
            rows: self.rows.iter().map(|row| row.iter().map(|&entry| f(entry)).collect()).collect(),
            list: self.list,
        }
    }
}

fn known(store: &Store, term: Term) -> Result<Array, Error> {
    let strings = |array: &Array| {
        array.rows.iter().flatten().any(|&entry| matches!(store.kind(entry), Kind::Text(_)))
    };
    array(store, term).filter(|array| !strings(array)).ok_or_else(|| {
        Error::of_type("arithmetic expected a list of numbers or expressions, or a matrix")
    })
}

/// The sum of arrays of one shape.
pub(crate) fn sum(store: &mut Store, operands: &[Term]) -> Result<Term, Error> {
    let arrays = operands
        .iter()
        .map(|&operand| match is_array(store, operand) {
            true => known(store, operand),
            false => Err(Error::of_type(
                "a sum of a matrix or list and a number is not defined; write A + x*identity(n)",
            )),
        })
        .collect::<Result<Vec<Array>, Error>>()?;
    let Some((first, rest)) = arrays.split_first() else {
        return Err(Error::of_shape("an empty sum"));
    };
    if let Some(other) = rest.iter().find(|a| {
        (a.rows.len(), a.width(), a.list) != (first.rows.len(), first.width(), first.list)
    }) {
        return Err(Error::of_shape(format!(
            "the sum of {} and {} is not defined",
            first.shape(),
            other.shape()
        )));
    }
    let mut rows = Vec::with_capacity(first.rows.len());
    for (i, row) in first.rows.iter().enumerate() {
        let mut entries = Vec::with_capacity(row.len());
        for j in 0..row.len() {
            let addends: Vec<Term> =
                arrays.iter().filter_map(|a| a.rows.get(i)?.get(j).copied()).collect();
            entries.push(store.sum(&addends));
        }
        rows.push(entries);
    }
    Ok(Array { rows, list: first.list }.term(store))
}

/// The entries negated.
pub(crate) fn negate(store: &mut Store, operand: Term) -> Result<Term, Error> {
    let negated = known(store, operand)?.map(&mut |entry| store.negate(entry));
    Ok(negated.term(store))
}

/// Products and quotients of two operands of which one at least is an array.
pub(crate) fn product(
    store: &mut Store,
    operator: Operator,
    a: Term,
    b: Term,
) -> Result<Term, Error> {
    match (is_array(store, a), is_array(store, b), operator) {
        (true, false, Operator::Divide) => {
            Ok(known(store, a)?.map(&mut |entry| store.divide(entry, b)).term(store))
        }
        (_, true, Operator::Divide) => {
            Err(Error::of_type("division by a matrix or list; write A*inv(B)"))
        }
        (true, false, _) => {
            Ok(known(store, a)?.map(&mut |entry| store.product(&[entry, b])).term(store))
        }
        (false, _, _) => {
            Ok(known(store, b)?.map(&mut |entry| store.product(&[a, entry])).term(store))
        }
        (true, true, _) => {
            let (left, right) = (known(store, a)?, known(store, b)?);
            if left.list && right.list {
                return Err(Error::of_type(
                    "the product of two lists may mean several things; write dot(a, b)",
                ));
            }
            multiply(store, &left, &right)
        }
    }
}

fn multiply(store: &mut Store, left: &Array, right: &Array) -> Result<Term, Error> {
    // a list on the left is a row
    let row: Vec<Vec<Term>> = vec![left.rows.iter().flatten().copied().collect()];
    let rows = if left.list { &row } else { &left.rows };
    let inner = rows.first().map_or(0, Vec::len);
    if inner != right.rows.len() {
        return Err(Error::of_shape(format!(
            "the product of {} and {} is not defined",
            left.shape(),
            right.shape()
        )));
    }
    if rows.len().saturating_mul(inner).saturating_mul(right.width()) > MAX_PRODUCTS {
        return Err(Error::too_large(format!(
            "the product of {} and {} is too large",
            left.shape(),
            right.shape()
        )));
    }
    let mut result = Vec::with_capacity(rows.len());
    for row in rows {
        let mut entries = Vec::with_capacity(right.width());
        for j in 0..right.width() {
            let addends: Vec<Term> = row
                .iter()
                .zip(&right.rows)
                .filter_map(|(&x, column)| column.get(j).map(|&y| store.product(&[x, y])))
                .collect();
            entries.push(store.sum(&addends));
        }
        result.push(entries);
    }
    if left.list {
        let items: Vec<Term> = result.into_iter().flatten().collect();
        return Ok(store.form(Form::List, &items));
    }
    Ok(Array { rows: result, list: right.list }.term(store))
}

/// A natural power of a square matrix.
pub(crate) fn power(store: &mut Store, base: Term, exponent: u64) -> Result<Term, Error> {
    let matrix = known(store, base)?;
    if matrix.list || matrix.rows.len() != matrix.width() {
        return Err(Error::of_shape(format!(
            "a power of {} is not defined, only of square matrices",
            matrix.shape()
        )));
    }
    if exponent > 10_000 {
        return Err(Error::of_range(format!(
            "a matrix to the power {exponent}: at most 10000 is computed"
        )));
    }
    let n = matrix.rows.len();
    let (zero, one) = (store.zero(), store.one());
    let unit = |i: usize| (0..n).map(|j| if i == j { one } else { zero }).collect();
    let mut result = Array { rows: (0..n).map(unit).collect(), list: false }.term(store);
    let (mut square, mut left) = (base, exponent);
    while left > 0 {
        if left & 1 == 1 {
            result = product(store, Operator::Times, result, square)?;
        }
        left >>= 1;
        if left > 0 {
            square = product(store, Operator::Times, square, square)?;
        }
    }
    Ok(result)
}
