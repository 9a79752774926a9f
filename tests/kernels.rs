//! Random programs: interpreter, code for points and code for columns agree bit for bit in strict mode.

use viete::{Kernel, Session};

fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

/// A random expression of x, y and z.
fn expression(state: &mut u64, depth: u32) -> String {
    let leaf = ["x", "y", "z", "2", "3/7", "0.1", "x", "y", "z"];
    if depth == 0 || next(state).is_multiple_of(8) {
        return leaf[next(state) as usize % leaf.len()].to_string();
    }
    let mut part = || expression(state, depth - 1);
    let (a, b) = (part(), part());
    let functions = ["exp", "log", "sin", "cos", "tan", "atan", "sinh", "tanh", "erf", "abs", "gamma", "asin", "floor"];
    match next(state) % 14 {
        0..3 => format!("({a} + {b})"),
        3..5 => format!("({a} - {b})"),
        5..8 => format!("({a})*({b})"),
        8 => format!("({a})/({b})"),
        9 => format!("({a})^{}", 1 + next(state) % 9),
        10 => format!("sqrt({a})"),
        11 => format!("(if {a} < {b} then {b} else {a})"),
        12 => format!("max({a}, ({b})^(3/2))"),
        _ => format!("{}({a})", functions[next(state) as usize % functions.len()]),
    }
}

#[test]
fn every_executor_gives_the_same_bits() {
    let programs = std::env::var("VIETE_FUZZ_KERNELS").ok().and_then(|n| n.parse().ok()).unwrap_or(300u64);
    let bits = |x: f64| if x.is_nan() { f64::NAN.to_bits() } else { x.to_bits() };
    let mut state = 0xFEED_5EED;
    for number in 0..programs {
        let session = Session::new();
        let texts = [expression(&mut state, 5), expression(&mut state, 3)];
        let outputs: Vec<_> = texts.iter().map(|text| session.parse(text).unwrap()).collect();
        let arguments: Vec<_> = ["x", "y", "z"].iter().map(|name| session.symbol(name)).collect();
        let Ok(kernel) = session.compile(&arguments, &outputs) else { continue };
        let reference = Kernel::interpreted(kernel.program().clone());
        let rows = (number % 18) as usize + if number % 5 == 0 { 300 } else { 0 };
        let column = |state: &mut u64| -> Vec<f64> { (0..rows).map(|_| (next(state) % 4001) as f64 / 500.0 - 4.0).collect() };
        let columns = [column(&mut state), column(&mut state), column(&mut state)];
        let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let (mut first, mut second) = (vec![0.0; rows], vec![0.0; rows]);
        let batch = kernel.batch(&slices, &mut [&mut first, &mut second]);
        // constant complex parts have no double executor
        if batch.is_err() {
            continue;
        }
        for row in 0..rows {
            let point: Vec<f64> = columns.iter().map(|c| c[row]).collect();
            let (mut native, mut exact) = ([0.0; 2], [0.0; 2]);
            kernel.call(&point, &mut native).unwrap();
            reference.call(&point, &mut exact).unwrap();
            let all = [[first[row], second[row]], native, exact].map(|values| values.map(bits));
            assert!(
                all[0] == all[2] && all[1] == all[2],
                "{texts:?} at {point:?}: {:?}",
                [[first[row], second[row]], native, exact]
            );
        }
    }
}
