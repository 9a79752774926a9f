//! Largest of its arguments.

use crate::code::{Code, Inline};
use crate::row::{Enclosing, Function, Kernels, Native};
use viete_numbers::{Enclosure, Endpoint, Interval, Number};

pub(crate) const MAX: Function = Function {
    name: "max",
    arguments: &["x", "y", "..."],
    chapter: "rounding",
    summary: "largest of its arguments",
    reference: "IEEE 754-2019 9.6",
    examples: &[("max(3, 1, 2)", "3")],
    real_derivative: &["if x < y then 0 else 1", "if x < y then 1 else 0"],
    no_derivative: "not differentiable where arguments cross",
    real: true,
    exact: Some(max_exact),
    kernels: Kernels {
        f64: Native::Binary(max_f64),
        enclosure: Some(Enclosing { double: max_enclosure, big: max_enclosure }),
        ..Kernels::UNSTATED
    },
    region: &[(-10.0, 10.0), (-10.0, 10.0)],
    code: Code {
        inline: Some(Inline::Max),
        source: &[
            ("c", "fmax"),
            ("rust", "max"),
            ("python", "np.fmax"),
            ("julia", "max"),
            ("fortran", "max"),
        ],
        ..Code::UNSTATED
    },
    ..Function::UNSTATED
};

extern "C" fn max_f64(x: f64, y: f64) -> f64 {
    if y > x || y.is_nan() { y } else { x }
}

fn max_exact(a: &[Number]) -> Option<Number> {
    let mut best = a.first()?.as_rational()?;
    for value in a {
        let value = value.as_rational()?;
        if value.cmp(best) == std::cmp::Ordering::Greater {
            best = value;
        }
    }
    Some(best.clone().into())
}

fn max_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => x.clone(),
        [x, y] if x.is_real() && y.is_real() => {
            let pick = |a: &F, b: &F| if a > b { a.clone() } else { b.clone() };
            Enclosure::real(Interval {
                lower: pick(&x.re.lower, &y.re.lower),
                upper: pick(&x.re.upper, &y.re.upper),
            })
        }
        _ => Enclosure::undetermined(64),
    }
}
