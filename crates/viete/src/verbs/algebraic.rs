//! Exact algebraic numbers at the prompt.

use super::{Verb, symbol, wrong};
use crate::core::Core;
use crate::error::Error;
use viete_algebra::rings::{RingError, univariate};
use viete_algebra::{AlgebraError, operations, polynomial};
use viete_constants::{IDENTIFIED_DEGREE, IntegerRelation, RelationError, minimal_polynomial};
use viete_numbers::{Integer, Number, Rational, Real};
use viete_syntax::plain;
use viete_term::{Form, Term};

pub(super) const VERBS: &[Verb] = &[
    Verb {
        name: "rootof",
        signature: "rootof(p, k), rootof([c0, c1, ...], k)",
        summary: "the k-th root of a polynomial with rational coefficients, exactly: real roots first, ascending, then pairs by real part",
        example: ("rootof(x^5 - x - 1, 1)", "rootof([-1, -1, 0, 0, 0, 1], 1)"),
        run: root,
    },
    Verb {
        name: "roots",
        signature: "roots(p), roots(p, x)",
        summary: "all complex roots of a polynomial with rational coefficients, exactly, as often as they occur",
        example: ("roots(x^3 - 3*x + 2)", "[-2, 1, 1]"),
        run: all_roots,
    },
    Verb {
        name: "realroots",
        signature: "realroots(p), realroots(p, x)",
        summary: "the different real roots, ascending, exactly",
        example: ("realroots(x^4 - 4)", "[-sqrt(2), sqrt(2)]"),
        run: real_roots,
    },
    Verb {
        name: "minpoly",
        signature: "minpoly(a, x)",
        summary: "the minimal polynomial of an algebraic number",
        example: ("minpoly(sqrt(2) + sqrt(3), x)", "x^4 - 10*x^2 + 1"),
        run: minimal,
    },
    Verb {
        name: "eigenvals",
        signature: "eigenvals(A)",
        summary: "eigenvalues of a matrix of rational numbers, exactly, as often as they occur",
        example: ("eigenvals([2, 1; 1, 2])", "[1, 3]"),
        run: eigenvalues,
    },
    Verb {
        name: "intrel",
        signature: "intrel([x1, x2, ...], digits)",
        summary: "small whole numbers c with c1*x1 + c2*x2 + ... = 0 to so many digits; a guess, not a proof",
        example: ("intrel([pi, atan(1/5), atan(1/239)], 30)", "[1, -16, 4]"),
        run: integer_relation,
    },
    Verb {
        name: "identify",
        signature: "identify(x)",
        summary: "a short exact number with these digits: rational, or algebraic of degree up to 6; a guess, not a proof",
        example: ("identify(N(sqrt(3) - 1, 20))", "sqrt(3) - 1"),
        run: identify,
    },
];

fn failed(error: RingError) -> Error {
    AlgebraError::from(error).into()
}

/// The integer coefficients of a polynomial, lowest first, from a list or a term in one symbol.
fn coefficients(core: &mut Core, verb: &str, arguments: &[Term]) -> Result<Vec<Integer>, Error> {
    let (polynomial, x) = match *arguments {
        [polynomial] => (polynomial, None),
        [polynomial, x] => (polynomial, Some(symbol(core, verb, x)?)),
        _ => return Err(wrong(core, verb, arguments)),
    };
    let budget = core.budget();
    let list = core.store.as_form(polynomial, Form::List).map(<[Term]>::to_vec);
    let items = match (list, x) {
        (Some(items), _) => items,
        (None, Some(x)) => operations::coefficients(&mut core.store, polynomial, x, &budget)?,
        (None, None) => match *core.store.symbols(polynomial).as_slice() {
            [x] => operations::coefficients(&mut core.store, polynomial, x, &budget)?,
            _ => {
                return Err(Error::Argument(format!(
                    "`{verb}` expected a polynomial in one symbol"
                )));
            }
        },
    };
    let rational = |&c: &Term| core.store.as_number(c).and_then(Number::as_rational).cloned();
    let values: Option<Vec<Rational>> = items.iter().map(rational).collect();
    let Some(values) = values else {
        return Err(Error::Argument(format!("`{verb}` expected rational coefficients")));
    };
    let whole = univariate::cleared(&values).map_err(failed)?;
    if whole.len() < 2 {
        return Err(Error::Argument(format!("`{verb}` expected a polynomial of positive degree")));
    }
    Ok(whole)
}

fn root(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[polynomial, place] = arguments else { return Err(wrong(core, "rootof", arguments)) };
    let p = coefficients(core, "rootof", &[polynomial])?;
    let degree = p.len() - 1;
    let Some(place) = core
        .store
        .as_i64(place)
        .and_then(|k| usize::try_from(k).ok())
        .filter(|k| (1..=degree).contains(k))
    else {
        return Err(Error::Argument(format!(
            "range error: `rootof` expected a number from 1 to {degree} as its second argument"
        )));
    };
    let budget = core.budget();
    let found = viete_constants::nth_root(&mut core.store, &p, place - 1, &budget);
    found.map_err(failed)?.map_err(|count| {
        Error::Argument(format!(
            "range error: `rootof`: the polynomial has {count} different roots"
        ))
    })
}

fn all_roots(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let (p, budget) = (coefficients(core, "roots", arguments)?, core.budget());
    let all = viete_constants::roots(&mut core.store, &p, &budget).map_err(failed)?;
    Ok(core.store.form(Form::List, &all))
}

fn real_roots(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let (p, budget) = (coefficients(core, "realroots", arguments)?, core.budget());
    let all = viete_constants::real_roots(&mut core.store, &p, &budget).map_err(failed)?;
    Ok(core.store.form(Form::List, &all))
}

fn minimal(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[number, x] = arguments else { return Err(wrong(core, "minpoly", arguments)) };
    let (x, budget) = (symbol(core, "minpoly", x)?, core.budget());
    let Some(p) =
        minimal_polynomial(&mut core.store, &core.library, number, &budget).map_err(failed)?
    else {
        let text: String = plain(&core.store, number).chars().take(60).collect();
        return Err(Error::Argument(format!(
            "`minpoly` expected a number made of rational numbers, radicals and roots, of moderate degree, got {text}"
        )));
    };
    Ok(polynomial(&mut core.store, p, x))
}

fn eigenvalues(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[a] = arguments else { return Err(wrong(core, "eigenvals", arguments)) };
    let rows = super::matrices::rows(core, "eigenvals", a)?;
    if rows.iter().any(|row| row.len() != rows.len()) {
        return Err(Error::Argument("shape error: `eigenvals` expected a square matrix".into()));
    }
    let budget = core.budget();
    let polynomial = viete_algebra::matrices::characteristic(&mut core.store, &rows, &budget)?;
    let list = core.store.form(Form::List, &polynomial);
    let p = coefficients(core, "eigenvals", &[list])?;
    let all = viete_constants::roots(&mut core.store, &p, &budget).map_err(failed)?;
    Ok(core.store.form(Form::List, &all))
}

fn integer_relation(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[list, digits] = arguments else { return Err(wrong(core, "intrel", arguments)) };
    let numbers = super::items(core, list);
    let Some(digits) = core
        .store
        .as_i64(digits)
        .and_then(|d| u32::try_from(d).ok())
        .filter(|d| (5..=1000).contains(d))
    else {
        return Err(Error::Argument(
            "range error: `intrel` expected a number of digits from 5 to 1000".into(),
        ));
    };
    let budget = core.budget();
    let found = viete_constants::integer_relation(
        &mut core.store,
        &mut core.library,
        &numbers,
        digits,
        &budget,
    );
    let relation = match found.map_err(unrelated)? {
        IntegerRelation::Found(relation) => relation,
        IntegerRelation::Absent => Vec::new(),
        IntegerRelation::TooLong => {
            core.notes.push(format!("no relation with coefficients short of {digits} digits"));
            Vec::new()
        }
    };
    let terms: Vec<Term> = relation.into_iter().map(|c| core.store.number(c.into())).collect();
    Ok(core.store.form(Form::List, &terms))
}

fn unrelated(error: RelationError) -> Error {
    match error {
        RelationError::Numeric(error) => error.into(),
        RelationError::Ring(error) => failed(error),
        RelationError::NotReal => Error::Argument(error.to_string()),
    }
}

fn identify(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[x] = arguments else { return Err(wrong(core, "identify", arguments)) };
    let value = core
        .store
        .as_number(x)
        .filter(|n| n.is_real())
        .map(|n| (n.re().to_rational(), n.re().clone()));
    let Some((Ok(value), kind)) = value else {
        return Err(Error::Argument(
            "`identify` expected a real decimal number, such as N(x, 20)".into(),
        ));
    };
    let digits = match &kind {
        Real::Float(decimal) => u64::from(decimal.digits()),
        // a decimal that was typed is exact: as many digits as it has
        Real::Exact(r) => r.denominator().to_string().len() as u64,
    };
    let budget = core.budget();
    let found = viete_constants::identify(&mut core.store, &value, digits, &budget);
    if let Some(exact) = found.map_err(failed)? {
        return Ok(exact);
    }
    core.notes.push(format!(
        "no rational number and no algebraic number of degree up to {IDENTIFIED_DEGREE} with short coefficients has these digits"
    ));
    Ok(x)
}
