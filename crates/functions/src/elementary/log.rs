//! Natural logarithm, principal branch.

use crate::code::{Code, Pair, Parts, lanes};
use crate::range::{Range, RealDomain};
use crate::row::{Enclosing, Function, Kernels, Monotone, Native, Overload};
use num_complex::Complex64;
use viete_elementary::{Unary, apply};
use viete_numbers::{Enclosure, Endpoint, Number, Rational};

/// The natural logarithm.
pub const LOG: Function = Function {
    name: "log",
    overloads: &[Overload {
        arguments: &["x", "b"],
        definition: "log(x)/log(b)",
        exact: Some(log_exact),
    }],
    aliases: &["ln"],
    chapter: "elementary",
    summary: "natural logarithm, principal branch",
    text: r"$\ln|z| + i\arg z$, cut along $(-\infty, 0]$, continuous from above",
    reference: "DLMF 4.2.2",
    latex: r"\ln\left(#x\right)",
    examples: &[("log(1)", "0"), ("log(8, 2)", "3"), ("log(-1)", "I*pi")],
    real_domain: RealDomain::of("x > 0"),
    range: Range::of("(-oo, oo)"),
    monotone: Monotone::Increasing,
    values: &[
        ("1", "0"),
        ("E", "1"),
        ("-1", "I*pi"),
        ("I", "I*pi/2"),
        ("-I", "-I*pi/2"),
        ("0", "undefined"),
        ("oo", "oo"),
    ],
    limits: &[("oo", "oo")],
    inverse: Some("exp"),
    derivative: &["1/x"],
    antiderivative: Some("x*log(x) - x"),
    real: true,
    rules: &["log_of_exp: log(E^x_) => x_ if real(x_)"],
    kernels: Kernels {
        f64: Native::Unary(log_f64),
        complex: Some(log_complex),
        enclosure: Some(Enclosing { double: log_enclosure, big: log_enclosure }),
    },
    region: &[(1e-300, 1e+300)],
    code: Code {
        lanes: lanes(Unary::Log),
        complex: Some(log_parts),
        source: &[
            ("c", "log"),
            ("rust", "ln"),
            ("python", "np.log"),
            ("julia", "log"),
            ("fortran", "log"),
        ],
        nanoseconds: Some(1.232),
        ..Code::UNSTATED
    },
    ..Function::UNSTATED
};

extern "C" fn log_f64(x: f64) -> f64 {
    apply(Unary::Log, x)
}

fn log_complex(a: &[Complex64]) -> Complex64 {
    match a {
        [z] => z.ln(),
        _ => Complex64::new(f64::NAN, f64::NAN),
    }
}

fn log_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [x] => x.log(),
        _ => Enclosure::undetermined(64),
    }
}

/// `n` with `base^n = x` for positive rationals, by repeated division.
pub(super) fn log_exact(a: &[Number]) -> Option<Number> {
    let [x, base] = a else { return None };
    let (mut x, base) = (x.as_rational()?.clone(), base.as_rational()?);
    if x.signum() <= 0 || base.signum() <= 0 || base.is_one() || x.bits() > 100_000 {
        return None;
    }
    let (grows, inverse) = (*base > Rational::ONE, base.recip()?);
    let mut n = 0;
    while !x.is_one() {
        let up = (x > Rational::ONE) == grows;
        let next = if up { &x * &inverse } else { &x * base };
        // a step must bring x closer to one, from the same side
        if (next > Rational::ONE) != (x > Rational::ONE) && !next.is_one() {
            return None;
        }
        x = next;
        n += if up { 1 } else { -1 };
    }
    Some(Number::integer(n))
}

fn log_parts(p: &mut dyn Parts, z: Pair) -> Pair {
    p.logarithm(z)
}
