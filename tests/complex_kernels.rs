//! Native complex kernels against the interpreter over complex numbers.

use num_complex::Complex64;
use viete::Session;

fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
    *state >> 33
}

fn expression(state: &mut u64, depth: u32) -> String {
    if depth == 0 {
        return ["x", "y", "I", "2", "(1 - 3*I)/4"][next(state) as usize % 5].to_string();
    }
    let [a, b] = [(); 2].map(|()| expression(state, depth - 1));
    let functions = [
        "exp", "sin", "cos", "tan", "sinh", "cosh", "tanh", "log", "sqrt", "abs", "re", "im",
        "conj", "arg",
    ];
    match next(state) % 10 {
        0 | 1 => format!("({a} + {b})"),
        2 => format!("({a} - {b})"),
        3 | 4 => format!("({a})*({b})"),
        5 => format!("({a})/({b})"),
        6 => format!("({a})^{}", next(state) as i64 % 7 - 3),
        7 => format!("({a})^({b})"),
        _ => format!("{}({a})", functions[next(state) as usize % functions.len()]),
    }
}

#[test]
fn native_complex_values_are_the_interpreters() {
    let mut state = 0xC0_FFEE;
    let mut compared = 0;
    for _ in 0..600 {
        let session = Session::new();
        let text = expression(&mut state, 3);
        let output = session.parse(&text).unwrap();
        let arguments = session.symbols(["x", "y"]);
        let Ok(reference) = session.compile(&arguments, &[output]) else { continue };
        let Ok(kernel) = session.compile_complex(&arguments, &[output]) else { continue };
        assert!(kernel.is_native());
        for _ in 0..6 {
            let part = |state: &mut u64| next(state) as f64 / f64::from(1u32 << 30) - 1.0;
            let mut parts = [(); 4].map(|()| part(&mut state));
            if next(&mut state) % 4 == 0 {
                // real arguments: on the cuts
                parts[1] = 0.0;
            }
            let [a, b, c, d] = parts;
            let exact =
                reference.interpret(&[Complex64::new(a, b), Complex64::new(c, d)], 53).unwrap()[0];
            let mut value = [0.0; 2];
            kernel.call(&parts, &mut value).unwrap();
            let value = Complex64::new(value[0], value[1]);
            let size = exact.norm();
            // large intermediate values lose what the interpreter's other formulas keep
            if !size.is_finite() || !(1e-3..1e3).contains(&size) {
                continue;
            }
            // across a cut the last bit of an intermediate value decides
            let close = (value - exact).norm() < 1e-7 * size;
            let moved = reference
                .interpret(&[Complex64::new(a, b + 1e-9), Complex64::new(c, d - 1e-9)], 53)
                .unwrap()[0];
            let steady = (moved - exact).norm() < 1e-4 * size;
            assert!(close || !steady, "{text} at {parts:?}: {value} and {exact}");
            compared += usize::from(close);
        }
    }
    assert!(compared > 1000, "{compared}");
}

#[test]
fn principal_branches_and_special_points() {
    let session = Session::new();
    let [z, w] = session.symbols(["z", "w"]);
    let call = |text: &str, point: [f64; 4]| {
        let kernel = session.compile_complex(&[z, w], &[session.parse(text).unwrap()]).unwrap();
        let mut value = [f64::NAN; 2];
        kernel.call(&point, &mut value).unwrap();
        value
    };
    let pi = std::f64::consts::PI;
    for (text, point, expected) in [
        ("sqrt(z)", [-4.0, 0.0, 0.0, 0.0], [0.0, 2.0]),
        ("sqrt(z)", [-4.0, -0.0, 0.0, 0.0], [0.0, 2.0]),
        ("sqrt(z)", [0.0, 0.0, 0.0, 0.0], [0.0, 0.0]),
        ("log(z)", [-1.0, -0.0, 0.0, 0.0], [0.0, pi]),
        ("log(-z)", [1.0, 0.0, 0.0, 0.0], [0.0, pi]),
        ("z^w", [0.0, 0.0, 2.0, 1.0], [0.0, 0.0]),
        ("z^w", [0.0, 0.0, 0.0, 0.0], [1.0, 0.0]),
        ("1/z", [3e200, 4e200, 0.0, 0.0], [1.2e-201, -1.6e-201]),
        ("conj(z)*I", [1.0, 2.0, 0.0, 0.0], [2.0, 1.0]),
        ("if z = w then 1 else I", [1.0, 2.0, 1.0, 2.0], [1.0, 0.0]),
        ("if z = w then 1 else I", [1.0, 2.0, 1.0, 3.0], [0.0, 1.0]),
        ("if z < w then 1 else I", [1.0, 0.0, 2.0, 0.0], [1.0, 0.0]),
    ] {
        let value = call(text, point);
        let close =
            value.iter().zip(expected).all(|(a, b)| (a - b).abs() <= 1e-15 * b.abs().max(1.0));
        assert!(close, "{text} at {point:?}: {value:?}");
    }
    assert!(call("if z < w then 1 else I", [1.0, 0.5, 2.0, 0.0])[0].is_nan());
    let error = session.compile_complex(&[z], &[session.parse("gamma(z)").unwrap()]).unwrap_err();
    assert_eq!(error.to_string(), "function `gamma` has no native kernel over complex numbers");
}
