//! Nanoseconds a value, scalar and in blocks, beside `libm`: `cargo run --release -p
//! viete-elementary --example speed`.

use std::hint::black_box;
use std::time::Instant;
use viete_elementary::{Elementary, Level, Unary, apply, block, level};

/// The median of several runs over `count` values.
fn nanoseconds(count: usize, mut run: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..31)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed().as_secs_f64() * 1e9 / count as f64
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}

fn main() {
    let mut y = vec![0.0; 4096];
    println!("best level: {:?}; ns a value: one by one, Avx2, Avx512", level());
    for function in Unary::ALL {
        let (low, high) = if matches!(function, Unary::Gamma | Unary::Lgamma) {
            (0.5, 20.0)
        } else {
            (-0.95, 0.95)
        };
        let x: Vec<f64> = (0..4096).map(|i| low + f64::from(i) / 4096.0 * (high - low)).collect();
        let one = nanoseconds(x.len(), || {
            for (value, &x) in y.iter_mut().zip(&x) {
                *value = apply(function, black_box(x));
            }
        });
        let [four, eight] = [Level::Avx2, Level::Avx512].map(|level| {
            nanoseconds(x.len(), || {
                block(Elementary::Lanes(function), level, [black_box(&x), &[]], black_box(&mut y))
            })
        });
        println!("{:6} {one:6.2} {four:6.2} {eight:6.2}", function.name());
    }
}
