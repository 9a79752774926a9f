//! Linear algebra at the prompt.

use super::{Verb, symbol, wrong};
use crate::core::Core;
use crate::error::Error;
use viete_algebra::matrices::{self, TermMatrix};
use viete_syntax::plain;
use viete_term::{Form, Term};

pub(super) const VERBS: &[Verb] = &[
    Verb {
        name: "det",
        signature: "det(A)",
        summary: "determinant of a square matrix",
        example: ("det([a, b; c, d])", "a*d - b*c"),
        run: determinant,
    },
    Verb {
        name: "inv",
        signature: "inv(A)",
        summary: "inverse of a square matrix",
        example: ("inv([1, 2; 3, 4])", "[-2, 1; 3/2, -1/2]"),
        run: inverse,
    },
    Verb {
        name: "linsolve",
        signature: "linsolve(A, b)",
        summary: "the x with A*x = b, for a regular square matrix; b is a list or a matrix",
        example: ("linsolve([2, 1; 1, 3], [3, 5])", "[4/5, 7/5]"),
        run: solve,
    },
    Verb {
        name: "rref",
        signature: "rref(A)",
        summary: "reduced row echelon form, without zero rows",
        example: ("rref([1, 2, 3; 2, 4, 7])", "[1, 2, 0; 0, 0, 1]"),
        run: echelon,
    },
    Verb {
        name: "rank",
        signature: "rank(A)",
        summary: "rank; with symbols that for generic values",
        example: ("rank([1, 2; 2, 4])", "1"),
        run: rank,
    },
    Verb {
        name: "nullspace",
        signature: "nullspace(A)",
        summary: "a basis of the vectors v with A*v = 0",
        example: ("nullspace([1, 2; 2, 4])", "[[-2, 1]]"),
        run: nullspace,
    },
    Verb {
        name: "charpoly",
        signature: "charpoly(A, x)",
        summary: "the characteristic polynomial det(x - A)",
        example: ("charpoly([1, 2; 3, 4], x)", "x^2 - 5*x - 2"),
        run: characteristic,
    },
    Verb {
        name: "lu",
        signature: "lu(A)",
        summary: "[P, L, U] with P*A = L*U: a permutation, a unit lower and an upper triangular matrix",
        example: ("lu([1, 2; 3, 4])", "[[1, 0; 0, 1], [1, 0; 3, 1], [1, 2; 0, -2]]"),
        run: factorization,
    },
    Verb {
        name: "transpose",
        signature: "transpose(A)",
        summary: "rows and columns exchanged",
        example: ("transpose([1, 2; 3, 4])", "[1, 3; 2, 4]"),
        run: transpose,
    },
    Verb {
        name: "trace",
        signature: "trace(A)",
        summary: "sum of the diagonal",
        example: ("trace([1, 2; 3, 4])", "5"),
        run: trace,
    },
    Verb {
        name: "identity",
        signature: "identity(n)",
        summary: "the identity matrix",
        example: ("identity(2)", "[1, 0; 0, 1]"),
        run: identity,
    },
    Verb {
        name: "dot",
        signature: "dot(a, b)",
        summary: "sum of the products of two lists' items",
        example: ("dot([1, 2], [3, 4])", "11"),
        run: dot,
    },
    Verb {
        name: "hermite",
        signature: "hermite(A)",
        summary: "Hermite's normal form of a matrix of whole numbers, by rows",
        example: ("hermite([3, 1; 1, 1])", "[1, 1; 0, 2]"),
        run: hermite,
    },
    Verb {
        name: "smith",
        signature: "smith(A)",
        summary: "the invariant factors of a matrix of whole numbers: the diagonal of Smith's normal form",
        example: ("smith([2, 4; 6, 8])", "[2, 4]"),
        run: smith,
    },
    Verb {
        name: "lll",
        signature: "lll(A)",
        summary: "a basis of short vectors of the lattice that the rows span",
        example: ("lll([1, 0, 1000; 0, 1, 1001])", "[-1, 1, 1; 334, -333, 667]"),
        run: lll,
    },
];

/// The rows of a matrix argument; a list is one row, or its items are the rows.
pub(super) fn rows(core: &Core, verb: &str, term: Term) -> Result<TermMatrix, Error> {
    let list = |term: Term| core.store.as_form(term, Form::List).map(<[Term]>::to_vec);
    let parts = core
        .store
        .as_form(term, Form::Matrix)
        .map(<[Term]>::to_vec)
        .or_else(|| list(term))
        .unwrap_or_default();
    let rows: Option<TermMatrix> = match parts.iter().any(|&part| list(part).is_some()) {
        true => parts.iter().map(|&row| list(row)).collect(),
        false => Some(vec![parts]),
    };
    let width = rows.as_ref().and_then(|rows| rows.first()).map_or(0, Vec::len);
    rows.filter(|rows| width > 0 && rows.iter().all(|row| row.len() == width)).ok_or_else(|| {
        let text: String = plain(&core.store, term).chars().take(40).collect();
        Error::Argument(format!("`{verb}` expected a matrix such as [1, 2; 3, 4], got {text}"))
    })
}

fn square(core: &Core, verb: &str, arguments: &[Term]) -> Result<TermMatrix, Error> {
    let &[matrix] = arguments else { return Err(wrong(core, verb, arguments)) };
    let rows = rows(core, verb, matrix)?;
    let width = rows.first().map_or(0, Vec::len);
    if rows.len() == width {
        Ok(rows)
    } else {
        Err(Error::Argument(format!(
            "shape error: `{verb}` expected a square matrix, got {} by {width}",
            rows.len()
        )))
    }
}

fn matrix(core: &mut Core, rows: &TermMatrix) -> Term {
    let rows: Vec<Term> = rows.iter().map(|row| core.store.form(Form::List, row)).collect();
    core.store.form(Form::Matrix, &rows)
}

fn determinant(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let (rows, budget) = (square(core, "det", arguments)?, core.budget());
    Ok(matrices::determinant(&mut core.store, &rows, &budget)?)
}

fn solution(
    core: &mut Core,
    verb: &str,
    a: &TermMatrix,
    b: &TermMatrix,
) -> Result<TermMatrix, Error> {
    let budget = core.budget();
    match matrices::solve(&mut core.store, a, b, &budget)? {
        Some((rows, condition)) => {
            if let Some(condition) = condition {
                let text = plain(&core.store, condition);
                core.notes.push(format!("provided {text} != 0"));
            }
            Ok(rows)
        }
        None => {
            Err(Error::Argument(format!("`{verb}`: the matrix is singular, its determinant is 0")))
        }
    }
}

fn inverse(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let rows = square(core, "inv", arguments)?;
    let right = viete_algebra::identity(&core.store, rows.len());
    let found = solution(core, "inv", &rows, &right)?;
    Ok(matrix(core, &found))
}

fn solve(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[a, b] = arguments else { return Err(wrong(core, "linsolve", arguments)) };
    let left = square(core, "linsolve", &[a])?;
    let list = core.store.as_form(b, Form::List).map(<[Term]>::to_vec);
    let right = match &list {
        Some(items) => items.iter().map(|&item| vec![item]).collect(),
        None => rows(core, "linsolve", b)?,
    };
    if right.len() != left.len() {
        return Err(Error::Argument(format!(
            "shape error: `linsolve` expected {} right-hand sides, got {}",
            left.len(),
            right.len()
        )));
    }
    let found = solution(core, "linsolve", &left, &right)?;
    if list.is_some() {
        let items: Vec<Term> = found.into_iter().flatten().collect();
        return Ok(core.store.form(Form::List, &items));
    }
    Ok(matrix(core, &found))
}

fn reduced(
    core: &mut Core,
    verb: &str,
    arguments: &[Term],
) -> Result<(Vec<usize>, TermMatrix), Error> {
    let &[a] = arguments else { return Err(wrong(core, verb, arguments)) };
    let (rows, budget) = (rows(core, verb, a)?, core.budget());
    Ok(matrices::echelon(&mut core.store, &rows, &budget)?)
}

fn echelon(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let (_, rows) = reduced(core, "rref", arguments)?;
    Ok(matrix(core, &rows))
}

fn rank(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let (pivots, _) = reduced(core, "rank", arguments)?;
    Ok(core.store.integer(pivots.len() as i64))
}

fn list_of_lists(core: &mut Core, rows: &TermMatrix) -> Term {
    let rows: Vec<Term> = rows.iter().map(|row| core.store.form(Form::List, row)).collect();
    core.store.form(Form::List, &rows)
}

fn nullspace(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[a] = arguments else { return Err(wrong(core, "nullspace", arguments)) };
    let (rows, budget) = (rows(core, "nullspace", a)?, core.budget());
    let basis = matrices::nullspace(&mut core.store, &rows, &budget)?;
    Ok(list_of_lists(core, &basis))
}

fn characteristic(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[a, x] = arguments else { return Err(wrong(core, "charpoly", arguments)) };
    let (rows, x) = (square(core, "charpoly", &[a])?, symbol(core, "charpoly", x)?);
    if rows.iter().flatten().any(|&entry| core.store.contains(entry, x)) {
        let text = plain(&core.store, x);
        return Err(Error::Argument(format!(
            "`charpoly` expected a symbol that the matrix does not contain, got {text}"
        )));
    }
    let budget = core.budget();
    let coefficients = matrices::characteristic(&mut core.store, &rows, &budget)?;
    Ok(viete_algebra::from_coefficients(&mut core.store, &coefficients, x))
}

fn factorization(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let (rows, budget) = (square(core, "lu", arguments)?, core.budget());
    let factors = viete_algebra::lower_upper(&mut core.store, &rows, &budget)?;
    let factors: Vec<Term> = factors.iter().map(|factor| matrix(core, factor)).collect();
    Ok(core.store.form(Form::List, &factors))
}

fn transpose(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[a] = arguments else { return Err(wrong(core, "transpose", arguments)) };
    let rows = rows(core, "transpose", a)?;
    Ok(matrix(core, &viete_algebra::transpose(&rows)))
}

fn trace(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let rows = square(core, "trace", arguments)?;
    let diagonal: Vec<Term> =
        rows.iter().enumerate().filter_map(|(i, row)| row.get(i).copied()).collect();
    Ok(core.store.sum(&diagonal))
}

/// Largest identity matrix.
const MAX_SIZE: i64 = 2000;

fn identity(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let size = match *arguments {
        [n] => core.store.as_i64(n).filter(|n| (1..=MAX_SIZE).contains(n)),
        _ => None,
    };
    let Some(n) = size else {
        return Err(Error::Argument(format!(
            "range error: `identity` expected a size from 1 to {MAX_SIZE}"
        )));
    };
    let rows = viete_algebra::identity(&core.store, n as usize);
    Ok(matrix(core, &rows))
}

fn dot(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[a, b] = arguments else { return Err(wrong(core, "dot", arguments)) };
    let lists = (core.store.as_form(a, Form::List), core.store.as_form(b, Form::List));
    let (Some(left), Some(right)) = lists else { return Err(wrong(core, "dot", arguments)) };
    if left.len() != right.len() {
        return Err(Error::Argument(format!(
            "shape error: `dot` expected lists of one length, got {} and {}",
            left.len(),
            right.len()
        )));
    }
    let pairs: Vec<(Term, Term)> = left.iter().copied().zip(right.iter().copied()).collect();
    let products: Vec<Term> = pairs.into_iter().map(|(x, y)| core.store.product(&[x, y])).collect();
    Ok(core.store.sum(&products))
}

fn hermite(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[a] = arguments else { return Err(wrong(core, "hermite", arguments)) };
    let (rows, budget) = (rows(core, "hermite", a)?, core.budget());
    let found = matrices::hermite(&mut core.store, &rows, &budget)?;
    Ok(matrix(core, &found))
}

fn smith(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[a] = arguments else { return Err(wrong(core, "smith", arguments)) };
    let (rows, budget) = (rows(core, "smith", a)?, core.budget());
    let factors = matrices::smith(&mut core.store, &rows, &budget)?;
    Ok(core.store.form(Form::List, &factors))
}

fn lll(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[a] = arguments else { return Err(wrong(core, "lll", arguments)) };
    let (rows, budget) = (rows(core, "lll", a)?, core.budget());
    let found = matrices::lll(&mut core.store, &rows, &budget)?;
    Ok(matrix(core, &found))
}
