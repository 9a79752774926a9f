//! Smallest of its arguments.

use crate::code::{Code, Inline};
use crate::row::{Enclosing, Function, Kernels, Native};
use viete_numbers::{Enclosure, Endpoint, Interval, Number};

pub(crate) const MIN: Function = Function {
    name: "min",
    arguments: &["x", "y", "..."],
    chapter: "rounding",
    summary: "smallest of its arguments",
    reference: "IEEE 754-2019 9.6",
    examples: &[("min(3, 1, 2)", "1")],
    real_derivative: &["if y < x then 0 else 1", "if y < x then 1 else 0"],
    no_derivative: "not differentiable where arguments cross",
    real: true,
    exact: Some(min_exact),
    kernels: Kernels {
        f64: Native::Binary(min_f64),
        enclosure: Some(Enclosing { double: min_enclosure, big: min_enclosure }),
        ..Kernels::UNSTATED
    },
    region: &[(-10.0, 10.0), (-10.0, 10.0)],
    code: Code {
        inline: Some(Inline::Min),
        source: &[
            ("c", "fmin"),
            ("rust", "min"),
            ("python", "np.fmin"),
            ("julia", "min"),
            ("fortran", "min"),
        ],
        ..Code::UNSTATED
    },
    ..Function::UNSTATED
};

extern "C" fn min_f64(x: f64, y: f64) -> f64 {
    if y < x || y.is_nan() { y } else { x }
}

fn min_exact(a: &[Number]) -> Option<Number> {
    let mut best = a.first()?.as_rational()?;
    for value in a {
        let value = value.as_rational()?;
        if value.cmp(best) == std::cmp::Ordering::Less {
            best = value;
        }
    }
    Some(best.clone().into())
}

fn min_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => x.clone(),
        [x, y] if x.is_real() && y.is_real() => {
            let pick = |a: &F, b: &F| if a < b { a.clone() } else { b.clone() };
            Enclosure::real(Interval {
                lower: pick(&x.re.lower, &y.re.lower),
                upper: pick(&x.re.upper, &y.re.upper),
            })
        }
        _ => Enclosure::undetermined(64),
    }
}
