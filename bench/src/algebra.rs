//! Exact algebra: the kernels by themselves, and what expanding through the prompt pays on top.
//! Products in the workloads of `polymul_dense` and `polymul_sparse` of the symbolic benchmarks, so
//! that the figures stand beside python-flint's.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;
use viete::floors::numbers::{Budget, Integer};
use viete::floors::rings::{Layout, Polynomial, RingError};
use viete::{Error, Session};

/// Terms of a polynomial: exponents and coefficient.
type Terms<'t> = &'t [(&'t [u32], i64)];

fn polynomial(layout: &Arc<Layout<u64>>, terms: Terms<'_>) -> Polynomial<u64> {
    Polynomial::from_terms(
        terms.iter().map(|(e, c)| (layout.pack(e), Integer::from(*c))).collect(),
        layout,
    )
}

/// The least of several times, in microseconds.
fn least<T>(mut run: impl FnMut() -> T) -> f64 {
    let mut best = f64::INFINITY;
    let mut total = 0.0;
    while total < 0.3 {
        let start = Instant::now();
        black_box(run());
        let time = start.elapsed().as_secs_f64();
        best = best.min(time);
        total += time;
    }
    best * 1e6
}

/// Prints one line a workload.
pub fn algebra() -> Result<(), Error> {
    measure().map_err(|error| Error::Argument(error.to_string()))?;
    prompt()
}

fn measure() -> Result<(), RingError> {
    let budget = Budget::new(u64::MAX, None, usize::MAX, Default::default());
    let layout: Arc<Layout<u64>> = Layout::new(4, 100).map(Arc::new).ok_or(RingError::Widen)?;
    let sum = polynomial(
        &layout,
        &[(&[1, 0, 0, 0], 1), (&[0, 1, 0, 0], 1), (&[0, 0, 1, 0], 1), (&[0, 0, 0, 1], 1)],
    );
    for n in [5, 10, 15] {
        let (a, b) = (sum.power(n, &budget)?, sum.power(n + 1, &budget)?);
        println!("product, dense, n = {n}: {:.1} us", least(|| a.multiply(&b, &budget)));
    }
    let layout: Arc<Layout<u64>> = Layout::new(5, 100).map(Arc::new).ok_or(RingError::Widen)?;
    let unit =
        |v: usize, e: u32| -> Vec<u32> { (0..5).map(|i| if i == v { e } else { 0 }).collect() };
    let sides = [
        [(0, 1, 1), (1, 1, 1), (2, 2, 2), (3, 3, 3), (4, 5, 5)],
        [(4, 1, 1), (3, 1, 1), (2, 2, 2), (1, 3, 3), (0, 5, 5)],
    ];
    let [left, right] = sides.map(|side| {
        let exponents: Vec<(Vec<u32>, i64)> =
            side.iter().map(|&(v, e, c)| (unit(v, e), c)).chain([(vec![0; 5], 1)]).collect();
        let terms: Vec<(&[u32], i64)> = exponents.iter().map(|(e, c)| (e.as_slice(), *c)).collect();
        polynomial(&layout, &terms)
    });
    for n in [3, 5, 7] {
        let (a, b) = (left.power(n, &budget)?, right.power(n, &budget)?);
        println!("product, sparse, n = {n}: {:.1} us", least(|| a.multiply(&b, &budget)));
    }
    Ok(())
}

/// `expand((x + y + z + 1)^n)` through a session, fresh for each run so that no term is there
/// already, against the power.
fn prompt() -> Result<(), Error> {
    let budget = Budget::new(u64::MAX, None, usize::MAX, Default::default());
    let Some(layout) = Layout::<u64>::new(3, 100).map(Arc::new) else { return Ok(()) };
    let base =
        polynomial(&layout, &[(&[1, 0, 0], 1), (&[0, 1, 0], 1), (&[0, 0, 1], 1), (&[0, 0, 0], 1)]);
    for n in [10u64, 20, 40] {
        let kernel = least(|| base.power(n, &budget));
        let mut through = f64::INFINITY;
        for _ in 0..20 {
            let session = Session::new();
            session.evaluate("expand((u + v)^2);")?;
            let statement = format!("expand((x + y + z + 1)^{n});");
            let start = Instant::now();
            session.evaluate(&statement)?;
            through = through.min(start.elapsed().as_secs_f64() * 1e6);
        }
        println!("power {n}: kernel {kernel:.0} us, through the prompt {through:.0} us");
    }
    Ok(())
}
