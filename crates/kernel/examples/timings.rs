//! Nanoseconds a point, by calls and by columns, of a few kernels, and of calls by each backend:
//! `cargo run --release -p viete-kernel --example timings`.

use std::hint::black_box;
use std::time::Instant;
use viete_kernel::{Backend, Kernel, lower};
use viete_syntax::{Library, parse_plain};
use viete_term::Store;

const TEXTS: [&str; 9] = [
    "1 + x*(1/2 + x*(1/6 + x*(1/24 + x/120)))",
    "x*y + 1",
    "sin(x)*exp(-y^2)/(1 + x^2)",
    "if x < y then x*y else x/y",
    "max(x, y)*abs(x - 1) + min(x, 2)",
    "erf(x) + atan2(y, x) + gamma(y + 1)",
    "asinh(x) + acosh(1 + y) + atanh(x/2)",
    "sqrt(1 + x^2) - x^7/3 + x^y",
    "if x < 9/10 then x*y else gamma(y + 1)*erf(x) + sinh(x)^y",
];
const ROWS: usize = 4096;

/// The least time of a few, in nanoseconds a point.
fn least(mut run: impl FnMut()) -> f64 {
    let mut best = f64::INFINITY;
    for _ in 0..60 {
        let start = Instant::now();
        run();
        best = best.min(start.elapsed().as_secs_f64() * 1e9 / ROWS as f64);
    }
    best
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut store = Store::new();
    let mut library = Library::new(&mut store);
    let arguments = [store.symbol("x"), store.symbol("y")];
    let x: Vec<f64> = (0..ROWS).map(|i| (i as f64 + 0.5) / ROWS as f64).collect();
    let y: Vec<f64> = x.iter().map(|x| 1.0 - 0.7 * x).collect();
    let mut values = vec![0.0; ROWS];
    for text in TEXTS {
        let term = parse_plain(&mut library, &mut store, text)?;
        let start = Instant::now();
        let kernel = Kernel::new(lower(&mut store, &mut library, &arguments, &[term])?);
        let native = kernel.is_native();
        let compiled = start.elapsed().as_secs_f64() * 1e6;
        let calls = least(|| {
            let mut slot = [0.0];
            for (&x, &y) in x.iter().zip(&y) {
                let _ = kernel.call(&[x, y], &mut slot);
                black_box(slot);
            }
        });
        let columns = least(|| {
            let _ = kernel.batch(&[&x, &y], &mut [&mut values]);
            black_box(&values);
        });
        println!("{calls:8.2} {columns:8.3} {compiled:8.1} us native {native} {text}");
        for &backend in Backend::ALL {
            let kernel = kernel.with_backend(backend);
            let start = Instant::now();
            let native = kernel.is_native();
            let compiled = start.elapsed().as_secs_f64() * 1e6;
            let calls = least(|| {
                let mut slot = [0.0];
                for (&x, &y) in x.iter().zip(&y) {
                    let _ = kernel.call(&[x, y], &mut slot);
                    black_box(slot);
                }
            });
            println!("  {:12} {calls:8.2} {compiled:8.1} us native {native}", backend.name());
        }
    }
    Ok(())
}
