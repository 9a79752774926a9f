//! Factors, resultants, division and forms of polynomials at the prompt.

use super::simplification::part_by_part;
use super::{Verb, symbol, wrong};
use crate::core::Core;
use crate::error::Error;
use viete_algebra::rings::groebner::Order;
use viete_algebra::{ideals, operations};
use viete_numbers::Number;
use viete_term::{Form, Kind, Term};

pub(super) const VERBS: &[Verb] = &[
    Verb {
        name: "factor",
        signature: "factor(e)",
        summary: "irreducible factors of polynomials and rational functions over the rational numbers; of an integer its primes, held",
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
        name: "coeffs",
        signature: "coeffs(p, x)",
        summary: "the coefficients of 1, x, x^2, ...",
        example: ("coeffs((x + y)^2, x)", "[y^2, 2*y, 1]"),
        run: coefficients,
    },
];

fn whole_number(core: &Core, term: Term) -> Option<viete_numbers::Integer> {
    core.store.as_number(term).and_then(Number::as_integer)
}

fn factor(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[term] = arguments else { return Err(wrong(core, "factor", arguments)) };
    part_by_part(core, term, &|core, part| {
        let budget = core.budget();
        if whole_number(core, part).is_some() {
            return super::whole_numbers::held_factors(core, part);
        }
        Ok(operations::factor(&mut core.store, part, &budget)?)
    })
}

/// The factors as pairs, the number first.
fn pairs(core: &mut Core, verb: &str, arguments: &[Term]) -> Result<Vec<Term>, Error> {
    let &[term] = arguments else { return Err(wrong(core, verb, arguments)) };
    // what `factor` holds is multiplied out first
    let term = match core.store.as_form(term, Form::Hold) {
        Some(&[inner]) => core.store.transform(inner, &mut |store, node, children| match store.kind(node) {
            Kind::Product | Kind::Power => store.build(store.kind(node), children),
            _ => node,
        }),
        _ => term,
    };
    if whole_number(core, term).is_some() {
        return super::whole_numbers::prime_pairs(core, term);
    }
    let budget = core.budget();
    let list = operations::factor_list(&mut core.store, term, &budget)?;
    let content = (list.content != core.store.one()).then_some((list.content, 1));
    let all: Vec<(Term, i64)> = content.into_iter().chain(list.factors).collect();
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
            _ => return Err(Error::Argument("`apart` of several symbols expected the variable as well: apart(e, x)".into())),
        },
        _ => return Err(wrong(core, "apart", arguments)),
    };
    let budget = core.budget();
    part_by_part(core, term, &|core, part| Ok(viete_algebra::apart(&mut core.store, part, x, &budget)?))
}

fn collect(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[term, variables] = arguments else { return Err(wrong(core, "collect", arguments)) };
    let budget = core.budget();
    let variables = super::items(core, variables);
    let Some((&first, rest)) = variables.split_first() else { return Err(wrong(core, "collect", arguments)) };
    let x = symbol(core, "collect", first)?;
    part_by_part(core, term, &|core, part| {
        if rest.is_empty() {
            return Ok(operations::collect(&mut core.store, part, x, &budget)?);
        }
        let mut addends = Vec::new();
        let list = core.store.form(Form::List, rest);
        for (n, coefficient) in operations::coefficients(&mut core.store, part, x, &budget)?.into_iter().enumerate() {
            let inner = collect(core, &[coefficient, list])?;
            let exponent = core.store.integer(n as i64);
            let power = core.store.power(x, exponent);
            addends.push(core.store.product(&[inner, power]));
        }
        Ok(core.store.sum(&addends))
    })
}

fn horner(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[term, x] = arguments else { return Err(wrong(core, "horner", arguments)) };
    let (x, budget) = (symbol(core, "horner", x)?, core.budget());
    part_by_part(core, term, &|core, part| Ok(operations::horner(&mut core.store, part, x, &budget)?))
}

/// The order that a name stands for.
fn order(core: &Core, verb: &str, argument: Option<&Term>, arguments: &[Term]) -> Result<Order, Error> {
    let Some(&argument) = argument else { return Ok(Order::DegreeReverse) };
    let text = viete_syntax::plain(&core.store, argument);
    let count = text.strip_prefix("elimination(").and_then(|rest| rest.strip_suffix(')')).and_then(|n| n.parse().ok());
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
    let [list, names, rest @ ..] = arguments else { return Err(wrong(core, "groebner", arguments)) };
    let order = order(core, "groebner", rest.first(), arguments)?;
    let (list, names) = (system(core, *list), variables(core, "groebner", *names)?);
    let budget = core.budget();
    let basis = ideals::groebner(&mut core.store, &list, &names, order, &budget)?;
    Ok(core.store.form(Form::List, &basis))
}

fn normal_form(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let [f, list, names, rest @ ..] = arguments else { return Err(wrong(core, "normalform", arguments)) };
    let order = order(core, "normalform", rest.first(), arguments)?;
    let (list, names) = (system(core, *list), variables(core, "normalform", *names)?);
    let budget = core.budget();
    Ok(ideals::normal_form(&mut core.store, *f, &list, &names, order, &budget)?)
}

fn eliminate(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[list, gone] = arguments else { return Err(wrong(core, "eliminate", arguments)) };
    let (list, gone) = (system(core, list), variables(core, "eliminate", gone)?);
    let mut rest: Vec<Term> = list.iter().flat_map(|&p| core.store.symbols(p)).filter(|x| !gone.contains(x)).collect();
    rest.sort_by(|&a, &b| core.store.compare(a, b));
    rest.dedup();
    let budget = core.budget();
    let basis = ideals::eliminate(&mut core.store, &list, &gone, &rest, &budget)?;
    Ok(core.store.form(Form::List, &basis))
}

fn coefficients(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[term, x] = arguments else { return Err(wrong(core, "coeffs", arguments)) };
    let (x, budget) = (symbol(core, "coeffs", x)?, core.budget());
    let parts = operations::coefficients(&mut core.store, term, x, &budget)?;
    Ok(core.store.form(Form::List, &parts))
}
