//! Factors, resultants, division and forms of polynomials at the prompt.

use super::simplification::part_by_part;
use super::{Verb, symbol, wrong};
use crate::core::Core;
use crate::error::Error;
use crate::extension::{Field, Parts};
use viete_algebra::rings::groebner::Order;
use viete_algebra::rings::{dense, word};
use viete_algebra::{AlgebraError, ideals, operations};
use viete_numbers::{Integer, Number};
use viete_term::{Form, Kind, Term};

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

fn whole_number(core: &Core, term: Term) -> Option<viete_numbers::Integer> {
    core.store.as_number(term).and_then(Number::as_integer)
}

fn factor(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let (term, adjoined) = match *arguments {
        [term] => (term, Vec::new()),
        [term, list] => (term, super::items(core, list)),
        _ => return Err(wrong(core, "factor", arguments)),
    };
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

/// The factors over the field of the algebraic numbers that occur or are named; `None` when there
/// are none.
fn over_extension(core: &mut Core, term: Term, adjoined: &[Term]) -> Result<Option<Term>, Error> {
    let mut parts = Parts::of(&mut core.store, &[term]);
    let named = Parts::of(&mut core.store, adjoined);
    if !named.generators.is_empty() {
        return Err(Error::Argument(
            "`factor` expected algebraic numbers such as sqrt(2) or I as its second argument"
                .into(),
        ));
    }
    parts.constants.extend(named.constants);
    parts.constants.dedup();
    if parts.constants.is_empty() {
        return Ok(None);
    }
    let field = match *parts.generators.as_slice() {
        [x] => Field::new(core, &parts.constants)?.map(|field| (field, x)),
        _ => None,
    };
    let Some((field, x)) = field else {
        core.notes.push(
            "algebraic constants were treated as symbols: the factors may split further".into(),
        );
        return Ok(None);
    };
    let budget = core.budget();
    let polynomial = match field.read(core, term, x) {
        Err(Error::Algebra(AlgebraError::NoPolynomial)) => return Ok(None),
        polynomial => polynomial?,
    };
    let Some(lead) = polynomial.last().cloned() else { return Ok(Some(term)) };
    let found = field.extension.factor(&polynomial, &budget).map_err(AlgebraError::from)?;
    let mut factors = vec![field.write(core, &[lead], x)];
    for (factor, n) in found {
        let base = field.write(core, &factor, x);
        let exponent = core.store.integer(n as i64);
        factors.push(core.store.power(base, exponent));
    }
    Ok(Some(core.store.product(&factors)))
}

/// The greatest common divisor over the field of the algebraic numbers that occur; `None` when
/// there are none.
pub(super) fn gcd_over_extension(core: &mut Core, a: Term, b: Term) -> Result<Option<Term>, Error> {
    let parts = Parts::of(&mut core.store, &[a, b]);
    if parts.constants.is_empty() || parts.generators.is_empty() {
        return Ok(None);
    }
    let field = match *parts.generators.as_slice() {
        [x] => Field::new(core, &parts.constants)?.map(|field| (field, x)),
        _ => None,
    };
    let Some((field, x)) = field else {
        core.notes.push(
            "algebraic constants were treated as symbols: a larger common divisor may exist".into(),
        );
        return Ok(None);
    };
    let budget = core.budget();
    let (p, q) = (field.read(core, a, x)?, field.read(core, b, x)?);
    let common = field.extension.gcd(&p, &q, &budget).map_err(AlgebraError::from)?;
    Ok(Some(field.write(core, &common, x)))
}

/// The factors as pairs, the number first.
fn pairs(core: &mut Core, verb: &str, arguments: &[Term]) -> Result<Vec<Term>, Error> {
    let &[term] = arguments else { return Err(wrong(core, verb, arguments)) };
    // what `factor` holds is multiplied out first
    let term = match core.store.as_form(term, Form::Hold) {
        Some(&[inner]) => {
            core.store.transform(inner, &mut |store, node, children| match store.kind(node) {
                Kind::Product | Kind::Power => store.build(store.kind(node), children),
                _ => node,
            })
        }
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

/// The polynomial in `x` with these coefficients, lowest first.
fn from_coefficients(core: &mut Core, coefficients: &[Integer], x: Term) -> Term {
    let mut addends = Vec::new();
    for (n, c) in coefficients.iter().enumerate() {
        let (c, exponent) = (core.store.number(c.clone().into()), core.store.integer(n as i64));
        let power = core.store.power(x, exponent);
        addends.push(core.store.product(&[c, power]));
    }
    core.store.sum(&addends)
}

fn factor_modulo(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[p, m] = arguments else { return Err(wrong(core, "factormod", arguments)) };
    let &[x] = core.store.symbols(p).as_slice() else {
        return Err(Error::Argument("`factormod` expected a polynomial in one symbol".into()));
    };
    let prime = core
        .store
        .as_i64(m)
        .and_then(|m| u64::try_from(m).ok())
        .filter(|&m| m > 2 && m < 1 << 62 && word::is_prime_u64(m));
    let Some(prime) = prime else {
        return Err(Error::Argument(
            "`factormod` expected an odd prime below 2^62 as its second argument".into(),
        ));
    };
    let (field, budget) = (word::Field::new(prime), core.budget());
    let mut image = Vec::new();
    for c in operations::coefficients(&mut core.store, p, x, &budget)? {
        let c = core
            .store
            .as_number(c)
            .and_then(Number::as_rational)
            .cloned()
            .ok_or(AlgebraError::NoPolynomial)?;
        let denominator = field.from_integer(&c.denominator());
        if denominator == 0 {
            return Err(Error::Argument(format!(
                "`factormod`: a coefficient has a denominator divisible by {prime}"
            )));
        }
        image.push(field.div(field.from_integer(&c.numerator()), denominator));
    }
    dense::modular::trim(&mut image);
    let Some(&lead) = image.last() else { return Ok(core.store.form(Form::List, &[])) };
    let found = dense::split::factor(&field, &image, &budget).map_err(AlgebraError::from)?;
    let constant = vec![Integer::from(field.to_i64(lead))];
    let lifted =
        found.into_iter().map(|(factor, n)| (dense::modular::lift(&field, &factor), n as i64));
    let mut all: Vec<(Vec<Integer>, i64)> =
        (lead != field.one()).then_some((constant, 1)).into_iter().chain(lifted).collect();
    all.sort_by(|a, b| (a.0.len(), &a.0).cmp(&(b.0.len(), &b.0)));
    let mut pairs = Vec::new();
    for (factor, n) in all {
        let factor = from_coefficients(core, &factor, x);
        pairs.push(pair(core, factor, n));
    }
    Ok(core.store.form(Form::List, &pairs))
}

fn decompose(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[p, x] = arguments else { return Err(wrong(core, "decompose", arguments)) };
    let (x, budget) = (symbol(core, "decompose", x)?, core.budget());
    let mut coefficients = Vec::new();
    for c in operations::coefficients(&mut core.store, p, x, &budget)? {
        coefficients.push(
            core.store
                .as_number(c)
                .and_then(Number::as_rational)
                .cloned()
                .ok_or(AlgebraError::NoPolynomial)?,
        );
    }
    let mut parts = Vec::new();
    for part in viete_algebra::decompose(&coefficients, &budget).map_err(AlgebraError::from)? {
        let mut addends = Vec::new();
        for (n, c) in part.into_iter().enumerate().filter(|(_, c)| !c.is_zero()) {
            let (c, exponent) = (core.store.number(c.into()), core.store.integer(n as i64));
            let power = core.store.power(x, exponent);
            addends.push(core.store.product(&[c, power]));
        }
        parts.push(core.store.sum(&addends));
    }
    Ok(core.store.form(Form::List, &parts))
}

fn collect(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[term, variables] = arguments else { return Err(wrong(core, "collect", arguments)) };
    let budget = core.budget();
    let variables = super::items(core, variables);
    let Some((&first, rest)) = variables.split_first() else {
        return Err(wrong(core, "collect", arguments));
    };
    let x = symbol(core, "collect", first)?;
    part_by_part(core, term, &|core, part| {
        if rest.is_empty() {
            return Ok(operations::collect(&mut core.store, part, x, &budget)?);
        }
        let mut addends = Vec::new();
        let list = core.store.form(Form::List, rest);
        for (n, coefficient) in
            operations::coefficients(&mut core.store, part, x, &budget)?.into_iter().enumerate()
        {
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
    let mut rest: Vec<Term> =
        list.iter().flat_map(|&p| core.store.symbols(p)).filter(|x| !gone.contains(x)).collect();
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
