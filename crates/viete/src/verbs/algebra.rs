//! Polynomials and rational functions at the prompt.

use super::simplification::part_by_part;
use super::{Verb, wrong};
use crate::core::Core;
use crate::error::Error;
use viete_algebra::{Isolation, common_divisor, reduce};
use viete_rewrite::Goal;
use viete_syntax::plain;
use viete_term::{Form, Term};

pub(super) const VERBS: &[Verb] = &[
    Verb {
        name: "together",
        signature: "together(e)",
        summary: "one fraction of polynomials in lowest terms",
        example: ("together(1/x + 1/y)", "(x + y)/(x*y)"),
        run: together,
    },
    Verb {
        name: "cancel",
        signature: "cancel(e)",
        summary: "the same as together",
        example: ("cancel((x^2 - 1)/(x - 1))", "x + 1"),
        run: together,
    },
    Verb {
        name: "numer",
        signature: "numer(e)",
        summary: "the numerator of the reduced fraction",
        example: ("numer(1/x + 1/y)", "x + y"),
        run: numerator,
    },
    Verb {
        name: "denom",
        signature: "denom(e)",
        summary: "the denominator of the reduced fraction",
        example: ("denom(1/x + 1/y)", "x*y"),
        run: denominator,
    },
    Verb {
        name: "gcd",
        signature: "gcd(a, b, ...)",
        summary: "greatest common divisor of integers or polynomials",
        example: ("gcd(x^2 - 1, x^2 - 2*x + 1)", "x - 1"),
        run: gcd,
    },
    Verb {
        name: "lcm",
        signature: "lcm(a, b, ...)",
        summary: "least common multiple of integers or polynomials",
        example: ("lcm(4, 6)", "12"),
        run: lcm,
    },
    Verb {
        name: "degree",
        signature: "degree(p, x)",
        summary: "largest exponent of x in the expanded polynomial",
        example: ("degree((x + 1)^3, x)", "3"),
        run: degree,
    },
    Verb {
        name: "coeff",
        signature: "coeff(p, x, n)",
        summary: "coefficient of x^n in the expanded polynomial",
        example: ("coeff((x + y)^3, x, 2)", "3*y"),
        run: coefficient,
    },
    Verb {
        name: "isolate",
        signature: "isolate(a = b, x)",
        summary: "the equation with a power of x alone on the left",
        example: ("isolate(2*x + 4 = y, x)", "x = y/2 - 2"),
        run: isolate,
    },
];

/// Monomials a polynomial may have.
const MONOMIALS: usize = 50_000;

/// The reduced fraction, with a note for what was cancelled.
fn fraction(core: &mut Core, verb: &str, term: Term) -> Result<Term, Error> {
    let budget = core.budget();
    let Some(reduced) = reduce(&mut core.store, term, MONOMIALS, &budget)? else {
        return Err(Error::Argument(format!(
            "{verb}: expected a rational expression of moderate size with rational coefficients"
        )));
    };
    for base in reduced.cancelled {
        let text = plain(&core.store, base);
        core.notes.push(format!("provided {text} != 0"));
    }
    Ok(reduced.term)
}

pub(super) fn together(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[term] = arguments else { return Err(wrong(core, "together", arguments)) };
    part_by_part(core, term, &|core, part| fraction(core, "together", part))
}

/// The factors of a reduced fraction with positive and with negative exponents.
fn parts(core: &mut Core, verb: &str, arguments: &[Term]) -> Result<(Term, Term), Error> {
    let &[term] = arguments else { return Err(wrong(core, verb, arguments)) };
    let reduced = fraction(core, verb, term)?;
    Ok(viete_algebra::numerator_and_denominator(&mut core.store, reduced))
}

pub(super) fn numerator(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    parts(core, "numer", arguments).map(|(over, _)| over)
}

pub(super) fn denominator(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    parts(core, "denom", arguments).map(|(_, under)| under)
}

fn divisor(core: &mut Core, verb: &str, a: Term, b: Term) -> Result<Term, Error> {
    if let Some(common) = super::polynomials::gcd_over_extension(core, a, b)? {
        return Ok(common);
    }
    let budget = core.budget();
    common_divisor(&mut core.store, a, b, MONOMIALS, &budget)?.ok_or_else(|| {
        Error::Argument(format!(
            "{verb}: expected integers or polynomials with rational coefficients, of moderate size"
        ))
    })
}

pub(super) fn gcd(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let [first, rest @ ..] = arguments else { return Err(wrong(core, "gcd", arguments)) };
    rest.iter().try_fold(*first, |common, &next| divisor(core, "gcd", common, next))
}

pub(super) fn lcm(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let [first, rest @ ..] = arguments else { return Err(wrong(core, "lcm", arguments)) };
    rest.iter().try_fold(*first, |multiple, &next| {
        let common = divisor(core, "lcm", multiple, next)?;
        if common == core.store.zero() {
            return Ok(common);
        }
        let minus_one = core.store.minus_one();
        let inverse = core.store.power(common, minus_one);
        let product = core.store.product(&[multiple, next, inverse]);
        let budget = core.budget();
        Ok(reduce(&mut core.store, product, MONOMIALS, &budget)?
            .map_or(product, |reduced| reduced.term))
    })
}

/// Addends of the expanded polynomial with their exponents of `x` and what is left.
fn by_power(core: &mut Core, polynomial: Term, x: Term) -> Result<Vec<(i64, Term)>, Error> {
    let expanded = core.expanded(polynomial)?;
    Ok(viete_algebra::by_power(&mut core.store, expanded, x))
}

pub(super) fn degree(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[polynomial, x] = arguments else { return Err(wrong(core, "degree", arguments)) };
    let largest =
        by_power(core, polynomial, x)?.into_iter().map(|(power, _)| power).max().unwrap_or(0);
    Ok(core.store.integer(largest))
}

pub(super) fn coefficient(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[polynomial, x, n] = arguments else { return Err(wrong(core, "coeff", arguments)) };
    let Some(n) = core.store.as_i64(n) else { return Err(wrong(core, "coeff", arguments)) };
    let matching = by_power(core, polynomial, x)?.into_iter().filter(|&(power, _)| power == n);
    let addends: Vec<Term> = matching.map(|(_, rest)| rest).collect();
    Ok(core.store.sum(&addends))
}

/// `isolate(a = b, x)`: the equation with `x^n` alone on the left, where x has one exponent n in `a
/// - b` over a common denominator. Equivalent to the equation where what the notes say is not zero.
pub(super) fn isolate(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[equation, x] = arguments else { return Err(wrong(core, "isolate", arguments)) };
    let Some(&[left, right]) = core.store.as_form(equation, Form::Equation) else {
        return Err(wrong(core, "isolate", arguments));
    };
    let difference = core.store.subtract(left, right);
    let (over, under) = parts(core, "isolate", &[difference])?;
    let expanded = core.expanded(over)?;
    let (exponent, value, nonzero) =
        match viete_algebra::isolate(&mut core.store, expanded, under, x) {
            Isolation::Alone { exponent, value, nonzero } => (exponent, value, nonzero),
            Isolation::SeveralWays => {
                let text = plain(&core.store, x);
                return Err(Error::Argument(format!(
                    "isolate: {text} stands in more than one way in the equation"
                )));
            }
            Isolation::Absent => {
                let text = plain(&core.store, x);
                return Err(Error::Argument(format!(
                    "isolate: {text} does not stand in the equation"
                )));
            }
        };
    for base in nonzero {
        let text = plain(&core.store, base);
        core.notes.push(format!("provided {text} != 0"));
    }
    let value = core.simplify(value, &Goal::SMALLEST)?;
    let n = core.store.integer(exponent);
    let alone = core.store.power(x, n);
    Ok(core.store.form(Form::Equation, &[alone, value]))
}
