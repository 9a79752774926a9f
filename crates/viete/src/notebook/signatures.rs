//! What stands at the places of the commands' calls: variables, options, equations. Commands that
//! are not here take expressions only.

use viete_functions::signature::{Signature, Slot, Usage, Variable};

use Slot::{Equation, Expr, Keyword, Name, Names, Range};
use Variable::{Bind, Name as Plain};

const fn of(name: &'static str, usages: &'static [Usage]) -> Signature {
    Signature { name, usages }
}

/// One expression and the name of a variable.
const IN_ONE: &[Usage] = &[Usage::of(&[Expr, Name(Plain)])];
/// One expression or list and the names of variables.
const IN_SEVERAL: &[Usage] = &[Usage::of(&[Expr, Names])];

const ORDERS: Slot = Keyword(&["grevlex", "degrevlex", "lex", "elimination"]);

/// Words for what `compile` makes, the third argument.
pub(crate) const MODES: &[&str] = &[
    "fast",
    "cheapest",
    "complex",
    "gradient",
    "jacobian",
    "hessian",
    "tangent",
    "adjoint",
    "taylor",
    "cranelift",
];

/// All signatures.
pub(crate) const SIGNATURES: &[Signature] = &[
    of("simplify", &[Usage::of(&[Expr, Keyword(&["generic", "cycles", "accuracy", "partial"])])]),
    of("grad", IN_SEVERAL),
    of("jacobian", IN_SEVERAL),
    of("hessian", IN_SEVERAL),
    of("compile", &[Usage::of(&[Expr, Names]), Usage::of(&[Expr, Names, Keyword(MODES)])]),
    of("plot", &[Usage::with_rest(&[Expr, Range(Bind)], Expr)]),
    of("clear", &[Usage::with_rest(&[Names], Names)]),
    of("degree", IN_ONE),
    of("coeff", &[Usage::of(&[Expr, Name(Plain), Expr])]),
    of("coeffs", IN_ONE),
    of("collect", IN_SEVERAL),
    of("horner", IN_ONE),
    of("decompose", IN_ONE),
    of("apart", IN_ONE),
    of("isolate", &[Usage::of(&[Equation, Name(Plain)])]),
    of("roots", IN_ONE),
    of("realroots", IN_ONE),
    of("minpoly", IN_ONE),
    of("charpoly", IN_ONE),
    of("discriminant", IN_ONE),
    of("resultant", &[Usage::of(&[Expr, Expr, Name(Plain)])]),
    of("quo", &[Usage::of(&[Expr, Expr, Name(Plain)])]),
    of("rem", &[Usage::of(&[Expr, Expr, Name(Plain)])]),
    of("groebner", &[Usage::of(&[Equation, Names]), Usage::of(&[Equation, Names, ORDERS])]),
    of("triangular", &[Usage::of(&[Equation, Names])]),
    of("eliminate", &[Usage::of(&[Equation, Names])]),
    of(
        "series",
        &[
            Usage::of(&[Expr, Slot::Point(Variable::At)]),
            Usage::of(&[Expr, Slot::Point(Variable::At), Expr]),
            Usage::of(&[Expr, Slot::PointApart(Variable::At), Expr]),
        ],
    ),
    of("solve", &[Usage::of(&[Equation, Name(Plain)]), Usage::of(&[Equation, Names])]),
    of(
        "nsolve",
        &[
            Usage::of(&[Equation, Name(Plain)]),
            Usage::of(&[Equation, Names]),
            Usage::of(&[Equation, Range(Plain)]),
        ],
    ),
    of("dsolve", &[Usage::of(&[Equation, Expr])]),
    of(
        "normalform",
        &[Usage::of(&[Expr, Equation, Names]), Usage::of(&[Expr, Equation, Names, ORDERS])],
    ),
];
