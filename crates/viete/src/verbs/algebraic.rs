//! Exact algebraic numbers at the prompt.

use super::{Verb, symbol, wrong};
use crate::core::Core;
use crate::error::Error;
use viete_algebra::rings::{RingError, dense, lattice, roots};
use viete_algebra::{AlgebraError, operations};
use viete_evaluate::{ROOT, as_root, minimal_polynomial};
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
    let mut common = Integer::ONE;
    for value in &values {
        let factor = value
            .denominator()
            .exact_div(&common.gcd(&value.denominator()))
            .unwrap_or(Integer::ONE);
        common = common.checked_mul(&factor).map_err(|e| failed(e.into()))?;
    }
    let mut whole: Vec<Integer> = values
        .iter()
        .map(|v| &v.numerator() * &common.exact_div(&v.denominator()).unwrap_or(Integer::ONE))
        .collect();
    dense::trim(&mut whole);
    if whole.len() < 2 {
        return Err(Error::Argument(format!("`{verb}` expected a polynomial of positive degree")));
    }
    Ok(whole)
}

/// Largest degree whose roots are separated.
const MAX_DEGREE: usize = 300;

/// The k-th root (from 0) of an irreducible polynomial, as simply as it can be written.
fn root_term(core: &mut Core, p: &[Integer], k: usize) -> Term {
    let store = &mut core.store;
    match p {
        [b, a] => {
            let value = Rational::new(&-b, a).unwrap_or(Rational::ZERO);
            store.number(Number::from(value))
        }
        [c, b, a] => {
            // -b/(2 a) -+ sqrt(b^2 - 4 a c)/(2 a); the positive leading coefficient makes the first
            // the smaller (or lower) one
            let four = Integer::from(4i64);
            let discriminant = &(b * b) - &(&four * &(a * c));
            let double = a + a;
            let center = store.number(Rational::new(&-b, &double).unwrap_or(Rational::ZERO).into());
            // even powers leave the root
            let (mut outside, mut inside) = (Integer::ONE, discriminant);
            for d in 2..1000i64 {
                let square = Integer::from(d * d);
                while let Some(rest) = inside.exact_div(&square) {
                    inside = rest;
                    outside = &outside * &Integer::from(d);
                }
            }
            let factor =
                store.number(Rational::new(&outside, &double).unwrap_or(Rational::ZERO).into());
            let (inside, half) = (store.number(inside.into()), store.number(Rational::HALF.into()));
            let radical = store.power(inside, half);
            let offset = store.product(&[factor, radical]);
            let offset = if k == 0 { store.negate(offset) } else { offset };
            store.sum(&[center, offset])
        }
        // a x^n - c with c > 0: its real roots are radicals
        [c, middle @ .., a]
            if c.signum() < 0 && middle.iter().all(Integer::is_zero) && k < 1 + p.len() % 2 =>
        {
            let base = store.number(Rational::new(&-c, a).unwrap_or(Rational::ZERO).into());
            let exponent = store.number(
                Rational::new(&Integer::ONE, &Integer::from(p.len() as u64 - 1))
                    .unwrap_or(Rational::ZERO)
                    .into(),
            );
            let radical = store.power(base, exponent);
            // of an even degree the negative one comes first
            if p.len() % 2 == 1 && k == 0 { store.negate(radical) } else { radical }
        }
        _ => {
            let items: Vec<Term> = p.iter().map(|c| store.number(c.clone().into())).collect();
            let (list, place) = (store.form(Form::List, &items), store.integer(k as i64 + 1));
            let name = store.name(ROOT);
            store.call(name, &[list, place])
        }
    }
}

/// The irreducible factors with their discs.
fn factored(
    core: &mut Core,
    p: &[Integer],
    bits: u64,
) -> Result<Vec<(Vec<Integer>, u64, Vec<roots::Disc>)>, Error> {
    if p.len() > MAX_DEGREE {
        return Err(Error::Argument(format!(
            "resource limit: roots of polynomials up to degree {MAX_DEGREE} are separated"
        )));
    }
    let budget = core.budget();
    let (_, factors) = dense::factor::factor(p, &budget).map_err(failed)?;
    let mut all = Vec::new();
    for (factor, n) in factors {
        let discs = roots::all_roots(&factor, bits, &budget).map_err(failed)?;
        all.push((factor, n, discs));
    }
    Ok(all)
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
    // the place counts the roots of the whole polynomial, each once; the factor with that root, and
    // its place there
    let budget = core.budget();
    let square_free: Vec<Integer> = {
        let (_, factors) = dense::factor::factor(&p, &budget).map_err(failed)?;
        dense::factor::expand(
            &Integer::ONE,
            &factors.into_iter().map(|f| (f.0, 1)).collect(),
            &budget,
        )
        .map_err(failed)?
    };
    let mut bits = 40;
    loop {
        let all = roots::all_roots(&square_free, bits, &budget).map_err(failed)?;
        let Some(disc) = all.get(place - 1) else {
            return Err(Error::Argument(format!(
                "range error: `rootof`: the polynomial has {} different roots",
                all.len()
            )));
        };
        let mut hits = Vec::new();
        for (factor, _, discs) in factored(core, &square_free, bits)? {
            hits.extend(
                discs
                    .iter()
                    .enumerate()
                    .filter(|(_, other)| disc.meets(other))
                    .map(|(k, _)| (factor.clone(), k)),
            );
        }
        if let [(factor, k)] = hits.as_slice() {
            return Ok(root_term(core, factor, *k));
        }
        bits *= 2;
        budget.check_clock()?;
    }
}

/// The roots as often as they occur, factor by factor; of real ones each once, ascending.
fn listed(core: &mut Core, p: &[Integer], real: bool) -> Result<Vec<Term>, Error> {
    let budget = core.budget();
    let mut bits = 64;
    loop {
        let mut found: Vec<(Vec<Integer>, usize, roots::Disc)> = Vec::new();
        for (factor, n, discs) in factored(core, p, bits)? {
            for (k, disc) in discs.iter().enumerate().filter(|(_, disc)| !real || disc.real) {
                let times = if real { 1 } else { n };
                found.extend((0..times).map(|_| (factor.clone(), k, disc.clone())));
            }
        }
        if real {
            let scale = found.iter().map(|root| root.2.scale).max().unwrap_or(0);
            found.sort_by_cached_key(|root| -> Integer {
                (root.2.re.to_big() << (scale - root.2.scale)).into()
            });
            // roots of different factors are different: more digits tell them apart
            if found.windows(2).any(|pair| matches!(pair, [a, b] if a.2.meets(&b.2))) {
                budget.check_clock()?;
                bits *= 2;
                continue;
            }
        }
        return Ok(found.into_iter().map(|(factor, k, _)| root_term(core, &factor, k)).collect());
    }
}

fn all_roots(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let p = coefficients(core, "roots", arguments)?;
    let all = listed(core, &p, false)?;
    Ok(core.store.form(Form::List, &all))
}

fn real_roots(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let p = coefficients(core, "realroots", arguments)?;
    let all = listed(core, &p, true)?;
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
    let mut addends = Vec::new();
    for (n, c) in p.into_iter().enumerate() {
        let (c, exponent) = (core.store.number(c.into()), core.store.integer(n as i64));
        let power = core.store.power(x, exponent);
        addends.push(core.store.product(&[c, power]));
    }
    Ok(core.store.sum(&addends))
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
    let all = listed(core, &p, false)?;
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
    let unit = Rational::from(
        Integer::from(10i64).checked_pow(digits.into()).map_err(|e| failed(e.into()))?,
    );
    let mut rows = Vec::new();
    for (i, &x) in numbers.iter().enumerate() {
        let value =
            viete_evaluate::numeric(&mut core.store, &mut core.library, x, digits + 5, &budget)?;
        let value = value.filter(Number::is_real).and_then(|n| n.re().to_rational().ok());
        let Some(value) = value else {
            return Err(Error::Argument("`intrel` expected real numbers".into()));
        };
        let mut row: Vec<Integer> =
            (0..numbers.len()).map(|j| Integer::from(i64::from(i == j))).collect();
        row.push((&value * &unit).floor());
        rows.push(row);
    }
    let reduced = lattice::reduce(&rows, &budget).map_err(failed)?;
    let Some(mut relation) = reduced.and_then(|rows| rows.into_iter().next()) else {
        return Ok(core.store.form(Form::List, &[]));
    };
    relation.pop();
    // as many digits in the relation as went in say nothing
    let spent: u64 = relation.iter().map(|c| c.bits() + 1).sum();
    if 10 * spent > 25 * u64::from(digits) {
        core.notes.push(format!("no relation with coefficients short of {digits} digits"));
        return Ok(core.store.form(Form::List, &[]));
    }
    if relation.iter().find(|c| !c.is_zero()).is_some_and(|c| c.signum() < 0) {
        relation.iter_mut().for_each(|c| *c = -&*c);
    }
    let terms: Vec<Term> = relation.into_iter().map(|c| core.store.number(c.into())).collect();
    Ok(core.store.form(Form::List, &terms))
}

/// Largest degree that `identify` tries.
const IDENTIFIED_DEGREE: usize = 6;

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
    let bits = digits * 10 / 3;
    let unit = Integer::from(2i64).checked_pow(bits).map_err(|e| failed(e.into()))?;
    for degree in 1..=IDENTIFIED_DEGREE {
        // rows: a unit vector and the power, scaled: short vectors are polynomials with small
        // values
        let mut rows: Vec<Vec<Integer>> = Vec::new();
        let mut power = Rational::ONE;
        for i in 0..=degree {
            let mut row = vec![Integer::ZERO; degree + 2];
            if let Some(slot) = row.get_mut(i) {
                *slot = Integer::ONE;
            }
            if let Some(slot) = row.last_mut() {
                *slot = (&power * &Rational::from(unit.clone())).floor();
            }
            rows.push(row);
            power = power.checked_mul(&value).map_err(|e| failed(e.into()))?;
        }
        let Some(reduced) = lattice::reduce(&rows, &core.budget()).map_err(failed)? else {
            continue;
        };
        let Some(mut p) = reduced.into_iter().next() else { continue };
        p.pop();
        dense::trim(&mut p);
        // the information in the coefficients must be well below that in the digits
        let spent: u64 = p.iter().map(|c| c.bits() + 1).sum();
        if p.len() < 2 || 10 * spent > 8 * bits {
            continue;
        }
        let p = dense::primitive(&p);
        let (mut best, mut distance) = (None, Rational::ONE);
        for (factor, _, discs) in factored(core, &p, bits + 10)? {
            for (k, disc) in discs.iter().enumerate().filter(|(_, disc)| disc.real) {
                let scale =
                    Integer::from(2i64).checked_pow(disc.scale).map_err(|e| failed(e.into()))?;
                let gap =
                    (&Rational::new(&disc.re, &scale).unwrap_or(Rational::ZERO) - &value).abs();
                if gap < distance {
                    (best, distance) = (Some((factor.clone(), k)), gap);
                }
            }
        }
        let allowed = Rational::new(&Integer::from(64i64), &unit).unwrap_or(Rational::ZERO);
        if let (Some((factor, k)), true) = (best, distance <= allowed) {
            return Ok(root_term(core, &factor, k));
        }
    }
    core.notes.push(format!(
        "no rational number and no algebraic number of degree up to {IDENTIFIED_DEGREE} with short coefficients has these digits"
    ));
    Ok(x)
}

/// Whether a constant made of rational numbers, radicals and roots is zero, by its minimal
/// polynomial.
pub(crate) fn is_zero(core: &mut Core, term: Term) -> Option<bool> {
    let budget = core.budget();
    let roots =
        core.store.reachable(&[term]).into_iter().any(|part| as_root(&core.store, part).is_some());
    if !roots {
        return None;
    }
    let p = minimal_polynomial(&mut core.store, &core.library, term, &budget).ok().flatten()?;
    Some(matches!(p.as_slice(), [c, _] if c.is_zero()))
}
