//! The Brusselator on a line of N cells beside hand-written Rust: `cargo run --release -p
//! viete-bench stencil`.

use std::hint::black_box;
use std::time::Instant;
use viete_models::{Dynamics, Lattice, ModelError};

const BRUSSELATOR: &str = include_str!("../../examples/models/brusselator.model");

/// What a person writes: bounds checked once, both ends apart.
fn by_hand(x: &[f64], rate: &mut [f64], alpha: f64) {
    let n = x.len() / 2;
    let (u, v) = x.split_at(n);
    let (du, dv) = rate.split_at_mut(n);
    let (v, du, dv) = (
        v.get(..n).unwrap_or_default(),
        du.get_mut(..n).unwrap_or_default(),
        dv.get_mut(..n).unwrap_or_default(),
    );
    let k = alpha * ((n + 1) * (n + 1)) as f64;
    let cell = |l: f64, u: f64, r: f64, vl: f64, v: f64, vr: f64| {
        let w = u * u * v;
        (1.0 + w - 4.0 * u + k * (l - 2.0 * u + r), 3.0 * u - w + k * (vl - 2.0 * v + vr))
    };
    for ((((u, v), du), dv), _) in u
        .windows(3)
        .zip(v.windows(3))
        .zip(du.iter_mut().skip(1))
        .zip(dv.iter_mut().skip(1))
        .zip(0..n - 2)
    {
        if let ([a, b, c], [d, e, f]) = (u, v) {
            (*du, *dv) = cell(*a, *b, *c, *d, *e, *f);
        }
    }
    if let ([a, b, ..], [d, e, ..], [du, ..], [dv, ..]) = (u, v, &mut *du, &mut *dv) {
        (*du, *dv) = cell(1.0, *a, *b, 3.0, *d, *e);
    }
    if let ([.., a, b], [.., d, e], [.., du], [.., dv]) = (u, v, du, dv) {
        (*du, *dv) = cell(*a, *b, 1.0, *d, *e, 3.0);
    }
}

/// Nanoseconds a call, the best of several rounds.
fn time(mut f: impl FnMut()) -> f64 {
    let mut best = f64::INFINITY;
    for _ in 0..15 {
        let start = Instant::now();
        for _ in 0..1000 {
            f();
        }
        best = best.min(start.elapsed().as_secs_f64() * 1e6);
    }
    best
}

pub fn stencil() -> Result<(), ModelError> {
    for n in [32, 256, 2048, 16384] {
        let start = Instant::now();
        let system = Lattice::parse(BRUSSELATOR)?.of(n)?;
        let x: Vec<f64> = (0..2 * n).map(|i| 1.0 + (i as f64 * 0.37).sin()).collect();
        let (mut ours, mut theirs) = (vec![0.0; 2 * n], vec![0.0; 2 * n]);
        system.rate(&x, system.parameters(), 0.0, &mut ours)?;
        let made = start.elapsed().as_secs_f64() * 1e3;
        by_hand(&x, &mut theirs, 0.02);
        let worst = ours
            .iter()
            .zip(&theirs)
            .map(|(a, b)| (a - b).abs() / b.abs().max(1.0))
            .fold(0.0, f64::max);
        let hand = time(|| by_hand(black_box(&x), black_box(&mut theirs), 0.02));
        let mut failed = false;
        let own = time(|| {
            failed |=
                system.rate(black_box(&x), system.parameters(), 0.0, black_box(&mut ours)).is_err()
        });
        println!(
            "stencil: N = {n}: text to first value {made:.2} ms; {own:.0} ns, by hand {hand:.0} ns, ratio {:.2} (target 1.2); largest difference {worst:.0e}{}",
            own / hand,
            if failed { ", failed" } else { "" }
        );
    }
    Ok(())
}
