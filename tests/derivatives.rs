//! Derivatives of programs against the symbolic derivative, on random expressions.

use viete::floors::kernel::{Derivatives, Kernel, lower};
use viete::floors::syntax::{Library, parse_plain};
use viete::floors::term::{Store, Term};
use viete::{Budget, Session};

fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
    *state >> 33
}

fn expression(state: &mut u64, depth: u32) -> String {
    if depth == 0 {
        return ["x", "y", "z", "2", "3/2"][next(state) as usize % 5].to_string();
    }
    let [a, b] = [(); 2].map(|()| expression(state, depth - 1));
    let functions = ["exp", "sin", "cos", "atan", "tanh", "erf", "sinh", "asinh"];
    match next(state) % 10 {
        0 | 1 => format!("({a} + {b})"),
        2 => format!("({a} - {b})"),
        3 | 4 => format!("({a})*({b})"),
        5 => format!("({a})/(2 + ({b})^2)"),
        6 => format!("({a})^{}", 2 + next(state) % 3),
        7 => format!("sqrt(1 + ({a})^2)"),
        8 => format!("(if {a} < {b} then {a} else ({b})^2)"),
        _ => format!("{}({a})", functions[next(state) as usize % functions.len()]),
    }
}

struct World {
    store: Store,
    library: Library,
    variables: Vec<Term>,
    functions: Vec<Term>,
}

fn world(texts: &[String]) -> World {
    let mut store = Store::new();
    let mut library = Library::new(&mut store);
    let variables = ["x", "y", "z"].iter().map(|name| store.symbol(name)).collect();
    let functions =
        texts.iter().map(|text| parse_plain(&mut library, &mut store, text).unwrap()).collect();
    World { store, library, variables, functions }
}

fn value(kernel: &Kernel, point: &[f64]) -> Vec<f64> {
    let mut outputs = vec![f64::NAN; kernel.outputs()];
    kernel.call(point, &mut outputs).unwrap();
    outputs
}

fn close(a: f64, b: f64, scale: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + scale) || !a.is_finite() || !b.is_finite()
}

#[test]
fn modes_agree_with_the_symbolic_derivative() {
    let mut state = 0xD1FF;
    let mut compared = 0;
    for _ in 0..200 {
        let texts = [expression(&mut state, 3), expression(&mut state, 2)];
        let World { mut store, mut library, variables, functions } = world(&texts);
        let program = lower(&mut store, &mut library, &variables, &functions).unwrap();
        let mut symbolic = Vec::new();
        for &variable in &variables {
            let column = viete::floors::calculus::derivatives(
                &mut store,
                &mut library,
                &functions,
                variable,
                &Budget::default(),
            )
            .unwrap();
            symbolic.extend(column);
        }
        let symbolic = Kernel::new(lower(&mut store, &mut library, &variables, &symbolic).unwrap());
        let budget = Budget::default();
        let mut derivatives = Derivatives::new(&mut store, &mut library, &budget);
        let sparse = derivatives.jacobian(&program, &[0, 1, 2]).unwrap();
        let jacobian = Kernel::new(sparse.program.clone());
        let tangent = Kernel::new(derivatives.tangent(&program).unwrap());
        let adjoint = Kernel::new(derivatives.adjoint(&program).unwrap());
        for _ in 0..4 {
            let point = [(); 3].map(|()| next(&mut state) as f64 / f64::from(1u32 << 30) - 1.0);
            let columns = value(&symbolic, &point);
            let scale = columns.iter().fold(0.0f64, |a, b| a.max(b.abs()));
            let mut dense = [[0.0; 3]; 2];
            for (&(row, column), entry) in sparse.entries.iter().zip(value(&jacobian, &point)) {
                dense[row as usize][column as usize] = entry;
            }
            let direction = [0.5, -1.25, 2.0];
            let forward = value(&tangent, &[point, direction].concat());
            let backward = value(&adjoint, &[&point[..], &[0.75, -2.0]].concat());
            for row in 0..2 {
                let exact: Vec<f64> = (0..3).map(|column| columns[2 * column + row]).collect();
                assert!(
                    (0..3).all(|c| close(dense[row][c], exact[c], scale)),
                    "{texts:?} at {point:?}: {dense:?} {columns:?}"
                );
                let along: f64 = exact.iter().zip(direction).map(|(a, b)| a * b).sum();
                assert!(
                    close(forward[row], along, scale),
                    "{texts:?} at {point:?}: {forward:?} {along}"
                );
            }
            for column in 0..3 {
                let exact = 0.75 * columns[2 * column] - 2.0 * columns[2 * column + 1];
                assert!(
                    close(backward[column], exact, scale),
                    "{texts:?} at {point:?}: {backward:?} {exact}"
                );
            }
            compared += 1;
        }
    }
    assert_eq!(compared, 800);
}

#[test]
fn taylor_coefficients_are_derivatives_over_factorials() {
    let mut state = 0x7A71;
    for text in [
        "sin(x)*exp(x^2)",
        "x^(5/2) + 1/(1 + x)",
        "erf(x)*tanh(x)",
        "x^x",
        "log(x)/x",
        "sqrt(1 + x^3)",
        "atan2(x, 1 + x)",
    ] {
        let World { mut store, mut library, variables, functions } = world(&[text.to_string()]);
        let (x, order) = (variables[0], 5);
        let mut term = functions[0];
        let mut outputs = vec![term];
        for _ in 0..order {
            term = viete::floors::calculus::derivative(
                &mut store,
                &mut library,
                term,
                x,
                &Budget::default(),
            )
            .unwrap();
            outputs.push(term);
        }
        let symbolic = Kernel::new(lower(&mut store, &mut library, &[x], &outputs).unwrap());
        let program = lower(&mut store, &mut library, &[x], &functions).unwrap();
        let budget = Budget::default();
        let taylor = Kernel::new(
            Derivatives::new(&mut store, &mut library, &budget).taylor(&program, order).unwrap(),
        );
        for _ in 0..5 {
            let at = 0.25 + next(&mut state) as f64 / f64::from(1u32 << 31);
            let mut jet = vec![at, 1.0];
            jet.resize(order + 1, 0.0);
            let mut factorial = 1.0;
            for (k, (coefficient, derivative)) in
                value(&taylor, &jet).into_iter().zip(value(&symbolic, &[at])).enumerate()
            {
                factorial *= k.max(1) as f64;
                assert!(
                    close(coefficient * factorial, derivative, derivative.abs()),
                    "{text} at {at}, order {k}: {coefficient}"
                );
            }
        }
    }
}

#[test]
fn hessians_are_sparse_and_symmetric() {
    let session = Session::new();
    let n = 12;
    let x: Vec<_> = (0..n).map(|i| session.symbol(&format!("x{i}"))).collect();
    // Rosenbrock's function: a tridiagonal Hessian
    let mut f = session.integer(0);
    for pair in x.windows(2) {
        f = f + (pair[1] - pair[0].pow(2)).pow(2) * 100 + (pair[0] * -1 + 1).pow(2);
    }
    let hessian = session.compile_hessian(&x, f, n).unwrap();
    let expected: Vec<(u32, u32)> =
        (0..n as u32).flat_map(|i| (i.saturating_sub(1)..=i).map(move |j| (i, j))).collect();
    assert_eq!(hessian.entries, expected);
    let point: Vec<f64> = (0..n).map(|i| 0.5 + i as f64 / 10.0).collect();
    let matrix = hessian.dense(&point).unwrap();
    for i in 0..n {
        let middle = if i > 0 { 200.0 } else { 0.0 };
        let first =
            if i + 1 < n { 1200.0 * point[i] * point[i] - 400.0 * point[i + 1] + 2.0 } else { 0.0 };
        assert!((matrix[i * n + i] - middle - first).abs() < 1e-9, "{i}");
        if i > 0 {
            assert!((matrix[i * n + i - 1] + 400.0 * point[i - 1]).abs() < 1e-9, "{i}");
        }
    }
    let colors =
        session.compile_jacobian(&x, &session.gradient(f, &x).unwrap(), n).unwrap().coloring();
    assert_eq!(colors.iter().max(), Some(&2), "three colours for a tridiagonal matrix");
    let gradient = session.compile_gradient(&x, f).unwrap();
    let kernel = session.compile(&x, &[f]).unwrap();
    assert!(gradient.program().cost() <= 4 * kernel.program().cost());
}

#[test]
fn the_branch_not_taken_adds_nothing() {
    let session = Session::new();
    let [x, y] = session.symbols(["x", "y"]);
    // neither slope of the other branch exists at these points
    let f = session.parse("if x > 0 then sqrt(x)*y else log(1 - x)*y^2").unwrap();
    let gradient = session.compile_gradient(&[x, y], f).unwrap();
    let adjoint = session.compile_adjoint(&[x, y], &[f]).unwrap();
    let jacobian = session.compile_jacobian(&[x, y], &[f], 2).unwrap();
    let hessian = session.compile_hessian(&[x, y], f, 2).unwrap();
    for (point, slopes, corner) in
        [([4.0, 3.0], [0.75, 2.0], 0.25), ([-1.0, 3.0], [-4.5, 6.0 * 2f64.ln()], -3.0)]
    {
        let close = |found: &[f64], exact: &[f64]| {
            found.iter().zip(exact).all(|(a, b)| (a - b).abs() < 1e-12)
        };
        assert!(close(&value(&gradient, &point), &slopes), "{:?}", value(&gradient, &point));
        assert!(close(&value(&adjoint, &[point[0], point[1], 1.0]), &slopes));
        assert!(close(&jacobian.dense(&point).unwrap(), &slopes));
        assert!(
            close(&hessian.dense(&point).unwrap()[2..3], &[corner]),
            "{:?}",
            hessian.dense(&point)
        );
    }
}

#[test]
fn what_has_no_derivative_is_named() {
    let session = Session::new();
    let x = session.symbol("x");
    let error = session.compile_gradient(&[x], session.parse("digamma(x)").unwrap()).unwrap_err();
    assert!(error.to_string().contains("digamma"), "{error}");
    // the derivatives of Bessel functions branch at every order
    session.set_limits(2_000_000, None);
    let error =
        session.compile_taylor(&[x], &[session.parse("besselj(3, x)").unwrap()], 90).unwrap_err();
    assert!(error.to_string().contains("out of fuel"), "{error}");
}

/// Models with kinks compile: programs are over real numbers, where the slopes beside the kinks
/// are those of the side taken.
#[test]
fn kinks_have_the_slope_of_their_side() {
    let session = viete::Session::new();
    let [x, y] = session.symbols(["x", "y"]);
    let text = "abs(x)*y + max(x^2, y, 1)*sign(x) - min(sqrt(x), y^2) + floor(x)";
    let output = session.parse(text).unwrap();
    let program = session.compile(&[x, y], &[output]).unwrap().program().clone();
    let mut store = viete::floors::term::Store::new();
    let mut library = viete::floors::syntax::Library::new(&mut store);
    let budget = viete::floors::numbers::Budget::default();
    let mut derivatives = Derivatives::new(&mut store, &mut library, &budget);
    let value = Kernel::new(program.clone());
    let [gradient, tangent] = [
        Kernel::new(derivatives.gradient(&program).unwrap()),
        Kernel::new(derivatives.tangent(&program).unwrap()),
    ];
    for [a, b] in [[2.3, 0.7], [0.6, 2.5], [0.6, 0.1], [1.4, 1.2]] {
        let mut slopes = [0.0; 2];
        gradient.call(&[a, b], &mut slopes).unwrap();
        let h = 1e-6;
        let at = |a: f64, b: f64| value.value(&[a, b]).unwrap();
        let differences =
            [(at(a + h, b) - at(a - h, b)) / (2.0 * h), (at(a, b + h) - at(a, b - h)) / (2.0 * h)];
        for (slope, difference) in slopes.iter().zip(differences) {
            assert!((slope - difference).abs() < 1e-6, "{slope} and {difference} at {a}, {b}");
        }
        let along = tangent.value(&[a, b, 0.5, -2.0]).unwrap();
        assert!((along - (0.5 * slopes[0] - 2.0 * slopes[1])).abs() < 1e-12);
    }
    // the side not taken has no slope there, which is nothing to the other
    let guarded = session.parse("max(1, sqrt(x))").unwrap();
    let program = session.compile(&[x], &[guarded]).unwrap().program().clone();
    let mut derivatives = Derivatives::new(&mut store, &mut library, &budget);
    let tangent = Kernel::new(derivatives.tangent(&program).unwrap());
    assert_eq!(tangent.value(&[0.0, 1.0]), Ok(0.0));
}
