//! Factors, resultants, division and forms of polynomials at the prompt.

use super::simplification::part_by_part;
use super::{Verb, symbol, wrong};
use crate::core::Core;
use crate::error::Error;
use viete_algebra::rings::dense::prime::is_word_prime;
use viete_algebra::rings::groebner::Order;
use viete_algebra::{ideals, operations};
use viete_constants::{OverConstants, factor_over_constants, gcd_over_constants};
use viete_numbers::{Integer, Number};
use viete_syntax::Bound;
use viete_term::{Form, Term};

pub(super) const VERBS: &[Verb] = &[
    Verb {
        name: "factor",
        signature: "factor(e), factor(p, a), factor(p, [a, b])",
        summary: "irreducible factors over the rational numbers and the algebraic numbers that occur or are named; of an integer its primes, held",
        example: ("factor(x^4 - y^4)", "(x + y)*(x - y)*(x^2 + y^2)"),
        run: factor,
    },
    Verb {
        name: "factors",
        signature: "factors(e)",
        summary: "the factors as a list of pairs [factor, exponent], a number first when it is not 1",
        example: ("factors(2*x^2 - 2)", "[[2, 1], [x - 1, 1], [x + 1, 1]]"),
        run: factors,
    },
    Verb {
        name: "nfactors",
        signature: "nfactors(e)",
        summary: "number of different irreducible factors",
        example: ("nfactors(x^12 - 1)", "6"),
        run: factor_count,
    },
    Verb {
        name: "resultant",
        signature: "resultant(p, q, x)",
        summary: "zero where the polynomials p and q have a common root x",
        example: ("resultant(x^2 - a, x - b, x)", "b^2 - a"),
        run: resultant,
    },
    Verb {
        name: "discriminant",
        signature: "discriminant(p, x)",
        summary: "zero where the polynomial p has a repeated root x",
        example: ("discriminant(a*x^2 + b*x + c, x)", "b^2 - 4*a*c"),
        run: discriminant,
    },
    Verb {
        name: "quo",
        signature: "quo(p, q, x), quo(a, b)",
        summary: "quotient of polynomials in x; of two whole numbers the floor of a/b",
        example: ("quo(x^3 - 1, x + 2, x)", "x^2 - 2*x + 4"),
        run: quotient,
    },
    Verb {
        name: "rem",
        signature: "rem(p, q, x)",
        summary: "remainder of polynomials in x",
        example: ("rem(x^3 - 1, x + 2, x)", "-9"),
        run: remainder,
    },
    Verb {
        name: "collect",
        signature: "collect(e, x), collect(e, [x, y])",
        summary: "a sum of powers of x with collected coefficients",
        example: ("collect(a*x + b*x + c, x)", "c + x*(a + b)"),
        run: collect,
    },
    Verb {
        name: "horner",
        signature: "horner(p, x)",
        summary: "Horner's form: nested products, as few multiplications as the degree",
        example: ("horner(2*x^3 + x + 5, x)", "x*(2*x^2 + 1) + 5"),
        run: horner,
    },
    Verb {
        name: "apart",
        signature: "apart(e, x), apart(e)",
        summary: "full partial fractions over the rational numbers; other symbols are parameters",
        example: ("apart(1/(x^2 - 1))", "1/(2*(x - 1)) - 1/(2*(x + 1))"),
        run: apart,
    },
    Verb {
        name: "groebner",
        signature: "groebner([p, q], [x, y]), groebner([p, q], [x, y], order): grevlex, lex, elimination(k)",
        summary: "reduced Groebner basis; found modulo primes and compared with two more",
        example: ("groebner([x^2 + y^2 - 1, x - y], [x, y], lex)", "[x - y, 2*y^2 - 1]"),
        run: groebner,
    },
    Verb {
        name: "normalform",
        signature: "normalform(f, [p, q], [x, y]), normalform(f, [p, q], [x, y], order)",
        summary: "the remainder of f modulo the ideal of p and q: 0 exactly for its members",
        example: ("normalform(x^3*y, [x^2 + y^2 - 1, x - y], [x, y])", "1/4"),
        run: normal_form,
    },
    Verb {
        name: "eliminate",
        signature: "eliminate([p, q], [x])",
        summary: "what the equations p = q = 0 say of the other symbols alone",
        example: ("eliminate([x - t^2, y - t^3], [t])", "[x^3 - y^2]"),
        run: eliminate,
    },
    Verb {
        name: "triangular",
        signature: "triangular([p, q], [x, y])",
        summary: "triangular systems with the finitely many solutions of p = q = 0",
        example: ("triangular([x^2 - 1, (x - 1)*y, y^2 - 1], [y, x])", "[[y^2 - 1, x - 1]]"),
        run: triangular,
    },
    Verb {
        name: "factormod",
        signature: "factormod(p, m)",
        summary: "irreducible factors modulo a prime m of a polynomial in one symbol, as pairs [factor, exponent]",
        example: ("factormod(x^4 + 1, 17)", "[[x - 8, 1], [x - 2, 1], [x + 2, 1], [x + 8, 1]]"),
        run: factor_modulo,
    },
    Verb {
        name: "decompose",
        signature: "decompose(p, x)",
        summary: "polynomials f, g, ... with p = f(g(...(x))), none of which can be taken apart further",
        example: ("decompose(x^4 + 2*x^2 + 3, x)", "[x^2 + 2*x + 3, x^2]"),
        run: decompose,
    },
    Verb {
        name: "coeffs",
        signature: "coeffs(p, x)",
        summary: "the coefficients of 1, x, x^2, ...",
        example: ("coeffs((x + y)^2, x)", "[y^2, 2*y, 1]"),
        run: coefficients,
    },
];

fn whole_number(core: &Core, term: Term) -> Option<Integer> {
    core.store.as_number(term).and_then(Number::as_integer)
}

fn factor(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let (term, adjoined) = match *arguments {
        [term] => (term, Vec::new()),
        [term, list] => (term, super::items(core, list)),
        _ => return Err(wrong(core, "factor", arguments)),
    };
    let term = factored_inside(core, term)?;
    part_by_part(core, term, &|core, part| {
        let budget = core.budget();
        if adjoined.is_empty() && whole_number(core, part).is_some() {
            return super::whole_numbers::held_factors(core, part);
        }
        if let Some(factored) = over_extension(core, part, &adjoined)? {
            return Ok(factored);
        }
        let (factored, cancelled) = operations::factor(&mut core.store, part, &budget)?;
        for base in cancelled {
            let text = viete_syntax::plain(&core.store, base);
            core.notes.push(format!("provided {text} != 0"));
        }
        Ok(factored)
    })
}

/// The bodies of sums and integrals factored, and constant factors taken out of them.
fn factored_inside(core: &mut Core, term: Term) -> Result<Term, Error> {
    let mut current = term;
    for node in core.store.reachable(&[term]) {
        let Some(bound) = Bound::of(&core.store, node) else { continue };
        let Some((symbols, body)) = core.library.open(&mut core.store, bound.function, &[term])
        else {
            continue;
        };
        let factored = factor(core, &[body])?;
        let function = core.library.bind(&mut core.store, &symbols, factored);
        let closed = Bound { function, ..bound }.term(&mut core.store);
        let taken_out = core.library.without_constant_factors(&mut core.store, closed);
        let next = match taken_out {
            Some((constant, rest)) => core.store.product(&[constant, rest]),
            None => closed,
        };
        let map = [(node, next)].into_iter().collect();
        current = core.library.substitute(&mut core.store, current, &map);
    }
    Ok(current)
}

/// The factors over the field of the algebraic numbers that occur or are named; `None` when there
/// are none.
fn over_extension(core: &mut Core, term: Term, adjoined: &[Term]) -> Result<Option<Term>, Error> {
    let (budget, Core { store, library, .. }) = (core.budget(), &mut *core);
    match factor_over_constants(store, library, term, adjoined, &budget)? {
        Some(OverConstants::Found(factored)) => return Ok(Some(factored)),
        Some(OverConstants::Rational) => {}
        Some(OverConstants::Unsettled) => core.notes.push(
            "algebraic constants were treated as symbols: the factors may split further".into(),
        ),
        None => {
            return Err(Error::Argument(
                "`factor` expected algebraic numbers such as sqrt(2) or I as its second argument"
                    .into(),
            ));
        }
    }
    Ok(None)
}

/// The greatest common divisor over the field of the algebraic numbers that occur; `None` when
/// there are none.
pub(super) fn gcd_over_extension(core: &mut Core, a: Term, b: Term) -> Result<Option<Term>, Error> {
    let (budget, Core { store, library, .. }) = (core.budget(), &mut *core);
    match gcd_over_constants(store, library, a, b, &budget)? {
        OverConstants::Found(common) => return Ok(Some(common)),
        OverConstants::Rational => {}
        OverConstants::Unsettled => core.notes.push(
            "algebraic constants were treated as symbols: a larger common divisor may exist".into(),
        ),
    }
    Ok(None)
}

/// The factors as pairs, the number first.
fn pairs(core: &mut Core, verb: &str, arguments: &[Term]) -> Result<Vec<Term>, Error> {
    let &[term] = arguments else { return Err(wrong(core, verb, arguments)) };
    // what `factor` holds is multiplied out first
    let term = match core.store.as_form(term, Form::Hold) {
        Some(&[inner]) => viete_algebra::multiplied_out(&mut core.store, inner),
        _ => term,
    };
    if whole_number(core, term).is_some() {
        return super::whole_numbers::prime_pairs(core, term);
    }
    let budget = core.budget();
    let all = operations::factor_list(&mut core.store, term, &budget)?.with_content(&core.store);
    Ok(all.into_iter().map(|(factor, exponent)| pair(core, factor, exponent)).collect())
}

pub(super) fn pair(core: &mut Core, factor: Term, exponent: i64) -> Term {
    let exponent = core.store.integer(exponent);
    core.store.form(Form::List, &[factor, exponent])
}

fn factors(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let pairs = pairs(core, "factors", arguments)?;
    Ok(core.store.form(Form::List, &pairs))
}

fn factor_count(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[term] = arguments else { return Err(wrong(core, "nfactors", arguments)) };
    let number = |core: &Core, pair: &Term| {
        let first = core.store.children(*pair).first().copied();
        first.is_some_and(|factor| core.store.as_number(factor).is_some())
    };
    let whole = whole_number(core, term).is_some();
    let pairs = pairs(core, "nfactors", arguments)?;
    let count = pairs.iter().filter(|pair| whole || !number(core, pair)).count();
    Ok(core.store.integer(count as i64))
}

fn resultant(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[p, q, x] = arguments else { return Err(wrong(core, "resultant", arguments)) };
    let (x, budget) = (symbol(core, "resultant", x)?, core.budget());
    Ok(operations::resultant(&mut core.store, p, q, x, &budget)?)
}

fn discriminant(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[p, x] = arguments else { return Err(wrong(core, "discriminant", arguments)) };
    let (x, budget) = (symbol(core, "discriminant", x)?, core.budget());
    Ok(operations::discriminant(&mut core.store, p, x, &budget)?)
}

fn division(core: &mut Core, verb: &str, arguments: &[Term]) -> Result<(Term, Term), Error> {
    let &[p, q, x] = arguments else { return Err(wrong(core, verb, arguments)) };
    let (x, budget) = (symbol(core, verb, x)?, core.budget());
    Ok(operations::divide(&mut core.store, p, q, x, &budget)?)
}

fn quotient(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    if let [_, _] = arguments {
        // of numbers: the function of the language
        let name = core.store.name("quo");
        return Ok(core.library.apply(&mut core.store, name, arguments));
    }
    division(core, "quo", arguments).map(|pair| pair.0)
}

fn remainder(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    division(core, "rem", arguments).map(|pair| pair.1)
}

fn apart(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let (term, x) = match *arguments {
        [term, x] => (term, symbol(core, "apart", x)?),
        [term] => match core.store.symbols(term).as_slice() {
            [] => return Ok(term),
            &[x] => (term, x),
            _ => {
                return Err(Error::Argument(
                    "`apart` of several symbols expected the variable as well: apart(e, x)".into(),
                ));
            }
        },
        _ => return Err(wrong(core, "apart", arguments)),
    };
    let budget = core.budget();
    part_by_part(core, term, &|core, part| {
        Ok(viete_algebra::apart(&mut core.store, part, x, &budget)?)
    })
}

fn factor_modulo(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[p, m] = arguments else { return Err(wrong(core, "factormod", arguments)) };
    let &[x] = core.store.symbols(p).as_slice() else {
        return Err(Error::Argument("`factormod` expected a polynomial in one symbol".into()));
    };
    let prime = core.store.as_i64(m).and_then(|m| u64::try_from(m).ok());
    let Some(prime) = prime.filter(|&m| is_word_prime(m)) else {
        return Err(Error::Argument(
            "`factormod` expected an odd prime below 2^62 as its second argument".into(),
        ));
    };
    let budget = core.budget();
    let Some(factors) = viete_algebra::factor_modulo(&mut core.store, p, x, prime, &budget)? else {
        return Err(Error::Argument(format!(
            "`factormod`: a coefficient has a denominator divisible by {prime}"
        )));
    };
    let pairs: Vec<Term> = factors.into_iter().map(|(factor, n)| pair(core, factor, n)).collect();
    Ok(core.store.form(Form::List, &pairs))
}

fn decompose(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[p, x] = arguments else { return Err(wrong(core, "decompose", arguments)) };
    let (x, budget) = (symbol(core, "decompose", x)?, core.budget());
    let parts = viete_algebra::decompose(&mut core.store, p, x, &budget)?;
    Ok(core.store.form(Form::List, &parts))
}

fn collect(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[term, list] = arguments else { return Err(wrong(core, "collect", arguments)) };
    let budget = core.budget();
    let variables = variables(core, "collect", list)?;
    if variables.is_empty() {
        return Err(wrong(core, "collect", arguments));
    }
    part_by_part(core, term, &|core, part| {
        Ok(viete_algebra::collect_in(&mut core.store, part, &variables, &budget)?)
    })
}

fn horner(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[term, x] = arguments else { return Err(wrong(core, "horner", arguments)) };
    let (x, budget) = (symbol(core, "horner", x)?, core.budget());
    part_by_part(core, term, &|core, part| {
        Ok(operations::horner(&mut core.store, part, x, &budget)?)
    })
}

/// The order that a name stands for.
fn order(
    core: &Core,
    verb: &str,
    argument: Option<&Term>,
    arguments: &[Term],
) -> Result<Order, Error> {
    let Some(&argument) = argument else { return Ok(Order::DegreeReverse) };
    let text = viete_syntax::plain(&core.store, argument);
    let count = text
        .strip_prefix("elimination(")
        .and_then(|rest| rest.strip_suffix(')'))
        .and_then(|n| n.parse().ok());
    match (text.as_str(), count) {
        ("grevlex" | "degrevlex", _) => Ok(Order::DegreeReverse),
        ("lex", _) => Ok(Order::Lexicographic),
        (_, Some(count)) => Ok(Order::Elimination(count)),
        _ => Err(wrong(core, verb, arguments)),
    }
}

/// Equations count as the difference of their sides.
fn system(core: &mut Core, term: Term) -> Vec<Term> {
    let parts = super::items(core, term);
    parts
        .into_iter()
        .map(|part| match core.store.as_form(part, Form::Equation) {
            Some(&[left, right]) => core.store.subtract(left, right),
            _ => part,
        })
        .collect()
}

fn variables(core: &Core, verb: &str, term: Term) -> Result<Vec<Term>, Error> {
    super::items(core, term).into_iter().map(|x| symbol(core, verb, x)).collect()
}

fn groebner(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let [list, names, rest @ ..] = arguments else {
        return Err(wrong(core, "groebner", arguments));
    };
    let order = order(core, "groebner", rest.first(), arguments)?;
    let (list, names) = (system(core, *list), variables(core, "groebner", *names)?);
    let budget = core.budget();
    let basis = ideals::groebner(&mut core.store, &list, &names, order, &budget)?;
    Ok(core.store.form(Form::List, &basis))
}

fn triangular(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[list, names] = arguments else { return Err(wrong(core, "triangular", arguments)) };
    let (list, names) = (system(core, list), variables(core, "triangular", names)?);
    let budget = core.budget();
    let systems = ideals::triangular(&mut core.store, &list, &names, &budget)?;
    let lists: Vec<Term> =
        systems.iter().map(|system| core.store.form(Form::List, system)).collect();
    Ok(core.store.form(Form::List, &lists))
}

fn normal_form(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let [f, list, names, rest @ ..] = arguments else {
        return Err(wrong(core, "normalform", arguments));
    };
    let order = order(core, "normalform", rest.first(), arguments)?;
    let (list, names) = (system(core, *list), variables(core, "normalform", *names)?);
    let budget = core.budget();
    Ok(ideals::normal_form(&mut core.store, *f, &list, &names, order, &budget)?)
}

fn eliminate(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[list, gone] = arguments else { return Err(wrong(core, "eliminate", arguments)) };
    let (list, gone) = (system(core, list), variables(core, "eliminate", gone)?);
    let budget = core.budget();
    let rest = viete_algebra::symbols_without(&core.store, &list, &gone);
    let basis = ideals::eliminate(&mut core.store, &list, &gone, &rest, &budget)?;
    Ok(core.store.form(Form::List, &basis))
}

fn coefficients(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[term, x] = arguments else { return Err(wrong(core, "coeffs", arguments)) };
    let (x, budget) = (symbol(core, "coeffs", x)?, core.budget());
    let parts = operations::coefficients(&mut core.store, term, x, &budget)?;
    Ok(core.store.form(Form::List, &parts))
}
