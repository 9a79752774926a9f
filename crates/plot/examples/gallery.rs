//! A few pictures to look at: text on standard output, or with a number the SVG of that one.

use viete_plot::{Curve, Figure};

type Named = (&'static str, fn(f64) -> f64);

fn figure(range: (f64, f64), functions: &[Named]) -> Figure {
    let at = |part: i32| range.0 + (range.1 - range.0) * f64::from(part) / 400.0;
    let curve = |&(label, f): &Named| Curve {
        label: label.into(),
        points: (0..=400).map(at).map(|x| (x, f(x))).collect(),
    };
    Figure { variable: "x".into(), range, curves: functions.iter().map(curve).collect() }
}

fn main() {
    let figures = [
        figure(
            (-3.0, 3.0),
            &[("sin(x)*exp(-x^2)/(1 + x^2)", |x| x.sin() * (-x * x).exp() / (1.0 + x * x))],
        ),
        figure((-5.0, 5.0), &[("tan(x)", f64::tan), ("log(x)", f64::ln), ("x/2", |x| x / 2.0)]),
        figure(
            (0.0, 20.0),
            &[("cos(x)", f64::cos), ("exp(-x/5)*sin(x)", |x| (-x / 5.0).exp() * x.sin())],
        ),
        figure(
            (-1.0, 1.0),
            &[("1/x", |x| 1.0 / x), ("sqrt(x^2 - 1/4)", |x| (x * x - 0.25).sqrt())],
        ),
        figure((1e-7, 3e-7), &[("1e9*x", |x| 1e9 * x)]),
    ];
    let chosen = std::env::args().nth(1).and_then(|word| word.parse::<usize>().ok());
    match chosen.and_then(|number| figures.get(number)) {
        Some(figure) => println!("{}", figure.svg(800, 500).unwrap_or_default()),
        None => figures.iter().for_each(|figure| {
            println!("{}\n", figure.text(68, 20, false).unwrap_or_default());
        }),
    }
}
