//! Kernels: all executors agree, wrong lengths are refused, code is freed.

use super::*;
use crate::lower::lower;
use num_complex::Complex64;
use viete_numbers::{Big, Enclosure, ErrorKind};
use viete_syntax::{Library, parse_plain};
use viete_term::Store;

fn compile(text: &str, arguments: &[&str]) -> Kernel {
    let mut s = Store::new();
    let mut l = Library::new(&mut s);
    let arguments: Vec<_> = arguments.iter().map(|a| s.symbol(a)).collect();
    let term = parse_plain(&mut l, &mut s, text).unwrap_or(s.undefined());
    match lower(&mut s, &mut l, &arguments, &[term]) {
        Ok(program) => Kernel::new(program),
        Err(error) => panic!("{text}: {error}"),
    }
}

#[test]
fn all_threads_give_the_same_bits() {
    let kernel = compile("sin(x)*y - x/(1 + y^2)", &["x", "y"]);
    let rows = 50_001;
    let column =
        |step: f64| -> Vec<f64> { (0..rows).map(|i| (f64::from(i) * step).cos()).collect() };
    let (x, y) = (column(0.1), column(0.7));
    let (mut one, mut all) = (vec![0.0; rows as usize], vec![0.0; rows as usize]);
    assert_eq!(kernel.batch(&[&x, &y], &mut [&mut one]), Ok(()));
    assert_eq!(kernel.batch_parallel(&[&x, &y], &mut [&mut all]), Ok(()));
    assert_eq!(one, all);
    assert!(matches!(
        kernel.batch_parallel(&[&x, &y[1..]], &mut [&mut all]),
        Err(error) if error.kind() == ErrorKind::Shape && error.to_string().contains("column")
    ));
}

#[test]
fn fast_mode_stays_close_to_strict() {
    for text in [
        "x*y + z*x",
        "x*y - z*z - y/z + x/z",
        "x^7/3 - y^5*z + x*y*z - 1/z^3 + x^2*y^2",
        "sin(x)*y + z*exp(x) - cos(y)/(2 + z^2)",
        "sqrt(1 + x^2)*y - (1 + z^2)^(3/2)",
        "x*y*z - x*y - y*z - 7*x + 2",
    ] {
        let strict = compile(text, &["x", "y", "z"]);
        let fast = strict.fast();
        let column = |shift: f64| -> Vec<f64> {
            (0..37).map(|i| f64::from(i) * 0.37 - 2.0 + shift).collect()
        };
        let columns = [column(0.03), column(0.5), column(2.25)];
        let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let (mut quick, mut exact) = (vec![f64::NAN; 37], vec![f64::NAN; 37]);
        assert_eq!(fast.batch(&slices, &mut [&mut quick]), Ok(()));
        assert_eq!(strict.batch(&slices, &mut [&mut exact]), Ok(()));
        for row in 0..37 {
            let point: Vec<f64> = columns.iter().map(|c| c[row]).collect();
            let scale: f64 = 1e-13 * (1.0 + point.iter().map(|x| x.abs().powi(7)).sum::<f64>());
            let one = fast.value(&point).unwrap_or(f64::NAN);
            assert!(
                (quick[row] - exact[row]).abs() <= scale,
                "{text} at {point:?}: {} and {}",
                quick[row],
                exact[row]
            );
            assert!(
                (one - exact[row]).abs() <= scale,
                "{text} at {point:?}: {one} and {}",
                exact[row]
            );
        }
    }
}

#[test]
fn native_batch_and_interpreter_agree_bit_for_bit() {
    for text in [
        "x*y + z",
        "sin(x)*exp(-y^2)/(1 + z^2)",
        "x^7 - y^(-3) + z^(1/2)",
        "if x < y then x^y else log(abs(z))",
        "min(x, y, z)*max(x, 2)",
        "atan2(y, x) + erf(z) - gamma(x)",
        "piecewise(1 if x < 0 or y < 0, 2 if x = z and y > 1, 3 otherwise)",
        "sec(x) + asech(1/(1 + x^2))",
        "x/3 - 7",
    ] {
        let kernel = compile(text, &["x", "y", "z"]);
        assert!(kernel.is_native(), "{text}: {:?}", kernel.fallback());
        let has_vectors = cfg!(target_arch = "x86_64")
            && viete_elementary::level() > viete_elementary::Level::Scalar;
        assert_eq!(kernel.is_vectorised(), has_vectors, "{text}");
        let reference = Kernel::interpreted(kernel.program().clone());
        let column = |shift: f64| -> Vec<f64> {
            (0..17).map(|i| f64::from(i) * 0.37 - 2.0 + shift).collect()
        };
        let columns = [column(0.0), column(0.5), column(1.25)];
        let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let mut batch = vec![0.0; 17];
        assert_eq!(kernel.batch(&slices, &mut [&mut batch]), Ok(()));
        for (row, value) in batch.iter().enumerate() {
            let point: Vec<f64> = columns.iter().map(|c| c[row]).collect();
            // all NaNs are one value; everything else must agree in every bit
            let bits = |v: f64| if v.is_nan() { f64::NAN.to_bits() } else { v.to_bits() };
            let (native, interpreted) =
                (kernel.value(&point).map(bits), reference.value(&point).map(bits));
            assert_eq!(native, interpreted, "{text} at {point:?}");
            assert_eq!(native, Ok(bits(*value)), "{text} row {row}");
        }
    }
}

#[test]
fn multiplication_and_addition_are_not_contracted() {
    let kernel = compile("x*y + z", &["x", "y", "z"]);
    assert_eq!(kernel.value(&[1.0000000074505806, 0.9999999925494194, -1.0]), Ok(0.0));
}

#[test]
fn one_program_runs_in_every_domain() {
    let kernel = compile("exp(I*x)", &["x"]);
    assert_eq!(kernel.value(&[1.0]), Err(refusals::complex_constants()));
    let complex = kernel.interpret(&[Complex64::new(1.0, 0.0)], 53).unwrap_or_default();
    assert!((complex[0] - Complex64::new(1f64.cos(), 1f64.sin())).norm() < 1e-15);
    let ball = kernel.interpret(&[Enclosure::<Big>::from_i64(1, 200)], 200).unwrap_or_default();
    assert!((ball[0].re.midpoint() - 1f64.cos()).abs() < 1e-15 && ball[0].is_finite());
}

#[test]
fn wrong_lengths_are_refused() {
    let kernel = compile("x + y", &["x", "y"]);
    assert!(matches!(
        kernel.value(&[1.0]),
        Err(error) if error == refusals::arguments(2, 1, &["x".into(), "y".into()])
    ));
    assert_eq!(kernel.call(&[1.0, 2.0], &mut []), Err(refusals::outputs(1, 0)));
    let mut out = [0.0; 3];
    assert!(matches!(
        kernel.batch(&[&[1.0; 3], &[1.0; 2]], &mut [&mut out]),
        Err(error) if error == refusals::rows("y", 3, 2)
    ));
    let f = compile("x^2", &["x"]).function().map(|f| f(3.0));
    assert_eq!(f, Ok(9.0));
}

#[test]
fn code_is_never_writable_and_executable_and_is_freed() {
    let run = |kernel: &Kernel| {
        let mut values = [0.0; 9];
        assert!(
            kernel.is_native()
                && kernel.value(&[0.5]).is_ok()
                && kernel.batch(&[&[0.5; 9]], &mut [&mut values]).is_ok()
        );
    };
    let kernel = compile("sin(x)", &["x"]);
    run(&kernel);
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap_or_default();
    assert!(!maps.lines().any(|line| {
        line.split_whitespace().nth(1).is_some_and(|p| p.contains('w') && p.contains('x'))
    }));
    drop(kernel);
    let resident = || -> usize {
        let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
        statm.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or(0)
    };
    for _ in 0..50 {
        run(&compile("x^2 + sin(x)", &["x"]));
    }
    let before = resident();
    for _ in 0..2000 {
        run(&compile("x^2 + sin(x)", &["x"]));
    }
    assert!(resident() < before + 2000, "pages {before} -> {}", resident());
}
