//! Angle of the point (x, y), in (-pi, pi].

use crate::code::{Code, pair_lanes};
use crate::range::Range;
use crate::row::{Enclosing, Function, Kernels, Native};
use viete_elementary::{Binary, apply_pair};
use viete_numbers::{Enclosure, Endpoint};

/// The angle of a point.
pub const ATAN2: Function = Function {
    name: "atan2",
    arguments: &["y", "x"],
    chapter: "complex",
    summary: "angle of the point (x, y), in (-pi, pi]",
    text: r"$\arg(x+iy)$ for real $x$, $y$",
    reference: "DLMF 4.23(iv)",
    examples: &[("atan2(1, 1)", "pi/4")],
    range: Range::of("(-pi, pi]"),
    values: &[
        ("0, 1", "0"),
        ("1, 1", "pi/4"),
        ("1, 0", "pi/2"),
        ("1, -1", "3*pi/4"),
        ("0, -1", "pi"),
        ("-1, -1", "-3*pi/4"),
        ("-1, 0", "-pi/2"),
        ("-1, 1", "-pi/4"),
    ],
    derivative: &["x/(x^2 + y^2)", "-y/(x^2 + y^2)"],
    real: true,
    kernels: Kernels {
        f64: Native::Binary(atan2_f64),
        enclosure: Some(Enclosing { double: atan2_enclosure, big: atan2_enclosure }),
        ..Kernels::UNSTATED
    },
    region: &[(-10.0, 10.0), (-10.0, 10.0)],
    max_ulps: 1.5,
    code: Code {
        lanes: pair_lanes(Binary::Atan2),
        source: &[
            ("c", "atan2"),
            ("rust", "atan2"),
            ("python", "np.arctan2"),
            ("julia", "atan"),
            ("fortran", "atan2"),
        ],
        ..Code::UNSTATED
    },
    ..Function::UNSTATED
};

extern "C" fn atan2_f64(y: f64, x: f64) -> f64 {
    apply_pair(Binary::Atan2, y, x)
}

fn atan2_enclosure<F: Endpoint>(a: &[Enclosure<F>]) -> Enclosure<F> {
    match a {
        [y, x] if y.is_real() && x.is_real() => {
            Enclosure { re: x.re.clone(), im: y.re.clone() }.arg()
        }
        _ => Enclosure::undetermined(64),
    }
}
