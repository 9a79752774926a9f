//! The commands of the language that look like functions: one row each, with help and an example.

mod algebra;
mod algebraic;
mod assumptions;
mod compile;
mod matrices;
mod polynomials;
mod simplification;
mod whole_numbers;

pub(crate) use assumptions::assume;

use crate::answer::{Curve, Plot};
use crate::core::Core;
use crate::error::Error;
use crate::notebook::clip;
use viete_evaluate::Property;
use viete_kernel::{Kernel, lower};
use viete_rewrite::Step;
use viete_syntax::{latex, plain};
use viete_term::{Form, Kind, Term};

/// A command: name, what it takes, what it does, how.
pub struct Verb {
    pub name: &'static str,
    pub signature: &'static str,
    pub summary: &'static str,
    /// Input and answer at a fresh prompt; run as a test.
    pub example: (&'static str, &'static str),
    pub(crate) run: fn(&mut Core, &[Term]) -> Result<Term, Error>,
}

/// All commands, chapter by chapter.
pub fn verbs() -> impl Iterator<Item = &'static Verb> {
    const CHAPTERS: &[&[Verb]] = &[
        GENERAL,
        algebra::VERBS,
        polynomials::VERBS,
        matrices::VERBS,
        algebraic::VERBS,
        whole_numbers::VERBS,
    ];
    CHAPTERS.iter().copied().flatten()
}

const GENERAL: &[Verb] = &[
    Verb {
        name: "simplify",
        signature: "simplify(e), simplify(e, generic), simplify(e, cycles), simplify(e, accuracy), simplify(e, partial)",
        summary: "the simplest equal form; generic: under reported assumptions; cycles: cheapest to compute; partial: best so far when fuel ends",
        example: ("simplify(sin(x)^2 + cos(x)^2)", "1"),
        run: simplification::simplify,
    },
    Verb {
        name: "trigsimp",
        signature: "trigsimp(e)",
        summary: "simplify by trigonometric and hyperbolic laws only",
        example: ("trigsimp(2*sin(x)*cos(x))", "sin(2*x)"),
        run: simplification::trigsimp,
    },
    Verb {
        name: "powsimp",
        signature: "powsimp(e)",
        summary: "as few powers as the laws of powers allow",
        example: ("powsimp(2^x*3^x)", "6^x"),
        run: simplification::powsimp,
    },
    Verb {
        name: "radsimp",
        signature: "radsimp(e)",
        summary: "no roots in denominators",
        example: ("radsimp(1/(1 + sqrt(2)))", "sqrt(2) - 1"),
        run: simplification::radsimp,
    },
    Verb {
        name: "logcombine",
        signature: "logcombine(e)",
        summary: "as few logarithms as the laws allow",
        example: ("logcombine(log(2) + log(x))", "log(2*x)"),
        run: simplification::logcombine,
    },
    Verb {
        name: "expand_log",
        signature: "expand_log(e)",
        summary: "logarithms of products, quotients and powers taken apart",
        example: ("expand_log(log(2*x))", "log(2) + log(x)"),
        run: simplification::expand_log,
    },
    Verb {
        name: "expand_trig",
        signature: "expand_trig(e)",
        summary: "functions of sums and multiples taken apart",
        example: ("expand_trig(sin(x + y))", "cos(x)*sin(y) + cos(y)*sin(x)"),
        run: simplification::expand_trig,
    },
    Verb {
        name: "rewrite",
        signature: "rewrite(e, f -> g)",
        summary: "the function f expressed by g",
        example: ("rewrite(cosh(x), cosh -> exp)", "exp(x)/2 + exp(-x)/2"),
        run: simplification::rewrite,
    },
    Verb {
        name: "variants",
        signature: "variants(e), variants(e, n)",
        summary: "equal forms, smallest first",
        example: ("variants(sin(x)^2 + cos(x)^2, 1)", "[1]"),
        run: simplification::variants,
    },
    Verb {
        name: "expand",
        signature: "expand(e)",
        summary: "multiply out products and natural powers",
        example: ("expand((x + 1)^2)", "x^2 + 2*x + 1"),
        run: expand,
    },
    Verb {
        name: "diff",
        signature: "diff(e, x), diff(e, x, n), diff(e, x, y)",
        summary: "derivative",
        example: ("diff(x^3, x)", "3*x^2"),
        run: diff,
    },
    Verb {
        name: "N",
        signature: "N(e), N(e, digits)",
        summary: "decimal digits, every one proved right",
        example: ("N(pi, 20)", "3.1415926535897932385"),
        run: numeric,
    },
    Verb {
        name: "subs",
        signature: "subs(e, x -> a), subs(e, x, a)",
        summary: "replace",
        example: ("subs(x^2 + 1, x -> 3)", "10"),
        run: subs,
    },
    Verb {
        name: "grad",
        signature: "grad(f, [x, y])",
        summary: "gradient as a list",
        example: ("grad(x^2*y, [x, y])", "[2*x*y, x^2]"),
        run: gradient,
    },
    Verb {
        name: "jacobian",
        signature: "jacobian([f, g], [x, y])",
        summary: "Jacobian matrix",
        example: ("jacobian([x*y, x], [x, y])", "[y, x; 1, 0]"),
        run: jacobian,
    },
    Verb {
        name: "hessian",
        signature: "hessian(f, [x, y])",
        summary: "matrix of second derivatives",
        example: ("hessian(x^2*y, [x, y])", "[2*y, 2*x; 2*x, 0]"),
        run: hessian,
    },
    Verb {
        name: "compile",
        signature: "compile(f, [x, y]), compile([f, g], [x, y]), compile(f, [x], mode): fast, cheapest, complex, gradient, jacobian, hessian, tangent, adjoint, taylor(n)",
        summary: "native function, or that of its derivatives; give it a name with f := compile(...)",
        example: ("compile(x^2, [x])", "x |-> x^2"),
        run: compile::compile,
    },
    Verb {
        name: "plot",
        signature: "plot(f, x = a..b), plot([f, g], x = a..b, \"file.svg\")",
        summary: "draw curves on the terminal or into an SVG file",
        example: ("plot(x^2, x = 0..1)", "x^2"),
        run: plot,
    },
    Verb {
        name: "assume",
        signature: "assume(x > 0, n in ZZ)",
        summary: "state facts about symbols",
        example: ("assume(p > 0)", "true"),
        run: assumptions::assume,
    },
    Verb {
        name: "forget",
        signature: "forget(x)",
        summary: "drop what is assumed of symbols",
        example: ("forget(p)", "true"),
        run: assumptions::forget,
    },
    Verb {
        name: "assumptions",
        signature: "assumptions()",
        summary: "list what is assumed",
        example: ("assumptions()", "[]"),
        run: assumptions::assumptions,
    },
    Verb {
        name: "clear",
        signature: "clear(\"x\"), clear()",
        summary: "forget the value of a variable or function, or of all",
        example: ("clear()", "true"),
        run: clear,
    },
    Verb {
        name: "latex",
        signature: "latex(e)",
        summary: "the expression as a LaTeX string",
        example: ("latex(1/x)", "\"\\\\frac{1}{x}\""),
        run: to_latex,
    },
    Verb {
        name: "hold",
        signature: "hold(e)",
        summary: "an inert expression",
        example: ("hold(x)", "hold(x)"),
        run: hold,
    },
    Verb {
        name: "is",
        signature: "is(relation)",
        summary: "whether a relation is proved: true, false or unknown",
        example: ("is(2 < 3)", "true"),
        run: is,
    },
    Verb {
        name: "nterms",
        signature: "nterms(e)",
        summary: "number of addends",
        example: ("nterms(x + y + 1)", "3"),
        run: term_count,
    },
    Verb {
        name: "length",
        signature: "length(list)",
        summary: "number of items of a list or set, rows of a matrix, characters of a string",
        example: ("length([a, b, c])", "3"),
        run: length,
    },
    Verb {
        name: "matrix",
        signature: "matrix([[1, 2], [3, 4]])",
        summary: "matrix from a list of rows",
        example: ("matrix([[1, 2], [3, 4]])", "[1, 2; 3, 4]"),
        run: matrix,
    },
];

/// Commands that wait inside a definition until its parameters have values: `f(e) := together(e)`
/// is not `e`. Those of calculus do not, so that `g(x) := diff(f(x), x)` is a derivative.
pub(crate) fn waits(name: &str) -> bool {
    const EAGER: &[&str] =
        &["diff", "grad", "jacobian", "hessian", "compile", "plot", "hold", "matrix", "latex"];
    find_verb(name).is_some() && !EAGER.contains(&name)
}

pub(crate) fn find_verb(name: &str) -> Option<&'static Verb> {
    verbs().find(|v| v.name == name)
}

pub(super) fn wrong(core: &Core, name: &str, arguments: &[Term]) -> Error {
    let signature = find_verb(name).map_or("", |v| v.signature);
    let shown: Vec<String> = arguments
        .iter()
        .take(4)
        .map(|&a| clip(&core.store, a).chars().take(40).collect())
        .collect();
    Error::Argument(format!(
        "`{name}` got wrong arguments ({}): expected {signature}",
        shown.join(", ")
    ))
}

fn expand(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[term] = arguments else { return Err(wrong(core, "expand", arguments)) };
    core.expanded(term)
}

/// A symbol, or an error that says what stands there instead.
fn symbol(core: &Core, name: &str, term: Term) -> Result<Term, Error> {
    match core.store.kind(term) {
        Kind::Symbol(_) => Ok(term),
        _ => {
            let variable = core
                .variables
                .iter()
                .find(|&(_, &value)| value == term)
                .map(|(name, _)| name.clone());
            let text = clip(&core.store, term);
            Err(Error::Argument(match variable {
                Some(v) => {
                    format!(
                        "`{name}` expected a symbol, but `{v}` has the value {text}: write '{v}, or clear(\"{v}\") first"
                    )
                }
                None => format!("`{name}` expected a symbol, got {text}"),
            }))
        }
    }
}

fn diff(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let [term, variables @ ..] = arguments else { return Err(wrong(core, "diff", arguments)) };
    if variables.is_empty() {
        return Err(wrong(core, "diff", arguments));
    }
    let mut current = *term;
    let mut last = None;
    let budget = core.budget();
    for &variable in variables {
        let order = core.store.as_number(variable).and_then(viete_numbers::Number::to_i64);
        let (variable, times) = match (order, last) {
            (Some(n), Some(v)) => {
                let n = u32::try_from(n).ok().and_then(|n| n.checked_sub(1)).filter(|&n| n < 1000);
                (
                    v,
                    n.ok_or_else(|| {
                        Error::Argument(
                            "range error: `diff` expected an order from 1 to 1000".into(),
                        )
                    })?,
                )
            }
            _ => (symbol(core, "diff", variable)?, 1),
        };
        current = viete_calculus::derivative_n(
            &mut core.store,
            &mut core.library,
            current,
            variable,
            times,
            &budget,
        )?;
        last = Some(variable);
    }
    core.last_steps.clear();
    core.last_simplified = None;
    if let (&[variable], true) = (variables, core.store.size(*term) < 300) {
        let (steps, _) = viete_calculus::derivative_steps(
            &mut core.store,
            &mut core.library,
            *term,
            variable,
            &budget,
        )?;
        let step = |s: viete_calculus::Step| Step {
            rule: s.rule,
            before: s.before,
            after: s.after,
            place: None,
            values: Vec::new(),
            guards: Vec::new(),
        };
        core.last_steps = steps.into_iter().map(step).collect();
    }
    Ok(current)
}

fn numeric(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let (term, digits) = match *arguments {
        [term] => (term, 16),
        [term, digits] => match core.store.as_i64(digits).and_then(|d| u32::try_from(d).ok()) {
            Some(digits) => (term, digits),
            None => return Err(wrong(core, "N", arguments)),
        },
        _ => return Err(wrong(core, "N", arguments)),
    };
    let digits = if arguments.len() == 1 && !viete_numbers::HAS_BIG_FLOATS { 12 } else { digits };
    let budget = core.budget();
    let (store, library) = (&mut core.store, &mut core.library);
    if let Some(number) = viete_evaluate::numeric(store, library, term, digits, &budget)? {
        return Ok(store.number(number));
    }
    if store.symbols(term).is_empty() && !matches!(store.kind(term), Kind::Form(_)) {
        core.notes
            .push("no digits: the value is undefined, unknown, or cannot be told from zero".into());
        return Ok(term);
    }
    Ok(viete_evaluate::numeric_parts(store, library, term, digits, &budget)?)
}

fn subs(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    match *arguments {
        [term, rules] => Ok(core.replace(term, rules)?),
        [term, from, to] => {
            let rule = core.store.form(Form::Arrow, &[from, to]);
            Ok(core.replace(term, rule)?)
        }
        _ => Err(wrong(core, "subs", arguments)),
    }
}

/// The items of a list, or the term alone.
fn items(core: &Core, term: Term) -> Vec<Term> {
    core.store.as_form(term, Form::List).map_or_else(|| vec![term], <[Term]>::to_vec)
}

/// Rows of derivatives: functions by variables.
fn derivative_rows(
    core: &mut Core,
    functions: &[Term],
    variables: Term,
) -> Result<Vec<Term>, Error> {
    let variables = items(core, variables);
    let budget = core.budget();
    let mut rows: Vec<Vec<Term>> = vec![Vec::new(); functions.len()];
    for variable in variables {
        let variable = symbol(core, "jacobian", variable)?;
        let column = viete_calculus::derivatives(
            &mut core.store,
            &mut core.library,
            functions,
            variable,
            &budget,
        )?;
        rows.iter_mut().zip(column).for_each(|(row, term)| row.push(term));
    }
    Ok(rows.into_iter().map(|row| core.store.form(Form::List, &row)).collect())
}

fn gradient(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[f, variables] = arguments else { return Err(wrong(core, "grad", arguments)) };
    let rows = derivative_rows(core, &[f], variables)?;
    Ok(rows.first().copied().unwrap_or(f))
}

fn jacobian(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[functions, variables] = arguments else { return Err(wrong(core, "jacobian", arguments)) };
    let functions = items(core, functions);
    let rows = derivative_rows(core, &functions, variables)?;
    Ok(core.store.form(Form::Matrix, &rows))
}

fn hessian(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[_, variables] = arguments else { return Err(wrong(core, "hessian", arguments)) };
    let first = gradient(core, arguments)?;
    jacobian(core, &[first, variables])
}

/// Points a curve is sampled at.
const PLOT_POINTS: u32 = 600;

fn plot(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let [functions, range, rest @ ..] = arguments else {
        return Err(wrong(core, "plot", arguments));
    };
    let Some(&[variable, bounds]) = core.store.as_form(*range, Form::Equation) else {
        return Err(wrong(core, "plot", arguments));
    };
    let variable = symbol(core, "plot", variable)?;
    let Some(&[low, high]) = core.store.as_form(bounds, Form::Range) else {
        return Err(wrong(core, "plot", arguments));
    };
    let ends = (core.double(low), core.double(high));
    let (Some(low), Some(high)) = ends else { return Err(wrong(core, "plot", arguments)) };
    if low.partial_cmp(&high) != Some(std::cmp::Ordering::Less) {
        return Err(Error::Argument(format!(
            "range error: `plot` expected a..b with a < b, got {low}..{high}"
        )));
    }
    let file = match rest {
        [] => None,
        [name] => match core.store.kind(*name) {
            Kind::Text(text) => Some(core.store.text(text).to_string()),
            _ => return Err(wrong(core, "plot", arguments)),
        },
        _ => return Err(wrong(core, "plot", arguments)),
    };
    let outputs = items(core, *functions);
    let kernel = Kernel::new(lower(&mut core.store, &mut core.library, &[variable], &outputs)?);
    let mut curves: Vec<Curve> = outputs
        .iter()
        .map(|&f| Curve { label: clip(&core.store, f), points: Vec::new() })
        .collect();
    let mut values = vec![0.0; outputs.len()];
    for step in 0..=PLOT_POINTS {
        let x = low + (high - low) * f64::from(step) / f64::from(PLOT_POINTS);
        kernel.call(&[x], &mut values)?;
        curves.iter_mut().zip(&values).for_each(|(curve, &y)| curve.points.push((x, y)));
    }
    core.plot =
        Some(Plot { variable: plain(&core.store, variable), range: (low, high), curves, file });
    Ok(*functions)
}

fn clear(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    if arguments.is_empty() {
        core.variables.clear();
        core.definitions.clear();
        core.kernels.clear();
    }
    for argument in arguments.iter().flat_map(|&argument| items(core, argument)).collect::<Vec<_>>()
    {
        // a name in quotes, a bare symbol, or the value of the variable meant
        let names: Vec<String> = match core.store.kind(argument) {
            Kind::Text(name) | Kind::Symbol(name) => vec![core.store.text(name).to_string()],
            _ => core
                .variables
                .iter()
                .filter(|&(_, &v)| v == argument)
                .map(|(n, _)| n.clone())
                .take(1)
                .collect(),
        };
        for name in names {
            core.variables.remove(&name);
            core.definitions.remove(&name);
            core.kernels.remove(&name);
        }
    }
    Ok(core.store.boolean(true))
}

fn to_latex(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[term] = arguments else { return Err(wrong(core, "latex", arguments)) };
    if core.store.size(term) > 1_000_000 {
        return Err(Error::Argument(
            "resource limit: the expression is too large to write out".into(),
        ));
    }
    let text = latex(&core.store, &core.library, term);
    Ok(core.store.string(&text))
}

fn hold(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[term] = arguments else { return Err(wrong(core, "hold", arguments)) };
    Ok(core.store.form(Form::Hold, &[term]))
}

fn is(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[relation] = arguments else { return Err(wrong(core, "is", arguments)) };
    let view = core.store.view(relation);
    let truth = match (view.kind, view.children) {
        (Kind::Form(form @ (Form::Equation | Form::NotEqual)), &[a, b]) => {
            let equal = core.equal(a, b)?;
            if form == Form::Equation { equal } else { equal.not() }
        }
        (Kind::Form(form @ (Form::Less | Form::LessEqual)), &[a, b]) => {
            let difference = core.store.subtract(b, a);
            let has = |core: &mut Core, p| {
                core.assumptions.prove(&mut core.store, &mut core.library, difference, p)
            };
            let yes = if form == Form::Less { Property::Positive } else { Property::Nonnegative };
            let no = has(core, Property::Negative);
            if has(core, yes).is_true() {
                viete_numbers::Truth::True
            } else if no.is_true() {
                viete_numbers::Truth::False
            } else {
                viete_numbers::Truth::Unknown
            }
        }
        _ => return Ok(relation),
    };
    Ok(match truth {
        viete_numbers::Truth::Unknown => core.store.constant("unknown"),
        known => core.store.boolean(known.is_true()),
    })
}

fn term_count(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[term] = arguments else { return Err(wrong(core, "nterms", arguments)) };
    let count =
        if core.store.kind(term) == Kind::Sum { core.store.children(term).len() } else { 1 };
    Ok(core.store.integer(count as i64))
}

fn length(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[term] = arguments else { return Err(wrong(core, "length", arguments)) };
    let count = match core.store.kind(term) {
        Kind::Form(Form::List | Form::Set | Form::Matrix) => core.store.children(term).len(),
        Kind::Text(text) => core.store.text(text).chars().count(),
        _ => return Err(wrong(core, "length", arguments)),
    };
    Ok(core.store.integer(count as i64))
}

fn matrix(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let &[rows] = arguments else { return Err(wrong(core, "matrix", arguments)) };
    let rows = items(core, rows);
    let lengths: Vec<Option<usize>> =
        rows.iter().map(|&r| core.store.as_form(r, Form::List).map(<[Term]>::len)).collect();
    let first = lengths.first().copied().flatten();
    if first.is_none_or(|n| n == 0) || lengths.iter().any(|&l| l != first) {
        return Err(wrong(core, "matrix", arguments));
    }
    Ok(core.store.form(Form::Matrix, &rows))
}
