//! Measures the figures that the documentation quotes: `cargo run --release -p viete-bench [name]`.
//! Prints one line a figure; limits and targets are printed beside, never asserted.

mod algebra;
mod corpus;
mod network;
mod stencil;

use std::hint::black_box;
use std::time::Instant;
use viete::floors::evaluate::Assumptions;
use viete::floors::numbers::{Budget, Cancel};
use viete::floors::rewrite::{Engine, Goal, Rewriter};
use viete::floors::syntax::{Library, parse_plain};
use viete::floors::term::{Store, Term};
use viete::{Error, Session};

type Figure = fn() -> Result<(), Error>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let wanted = std::env::args().nth(1).unwrap_or_default();
    if let ("network", Some(file)) = (wanted.as_str(), std::env::args().nth(2)) {
        return Ok(network::network(&file)?);
    }
    if wanted == "stencil" {
        return Ok(stencil::stencil()?);
    }
    let figures: [(&str, Figure); 10] = [
        ("store", store),
        ("collect", collect),
        ("latency", latency),
        ("derivative", derivative),
        ("parse", parse),
        ("simplify", simplify),
        ("cancel", cancel),
        ("kernel", kernel),
        ("corpus", corpus::corpus),
        ("algebra", algebra::algebra),
    ];
    for (name, run) in figures {
        if wanted.is_empty() || wanted == name {
            run()?;
        }
    }
    Ok(())
}

fn resident_mib() -> f64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    statm.split_whitespace().nth(1).and_then(|n| n.parse::<f64>().ok()).unwrap_or(0.0) * 4096.0
        / (1 << 20) as f64
}

/// Bytes a node, inserts and hits a second, in a store that fits the caches and in one that does
/// not: independent calls of two leaves, then a chain in which each lookup waits for the one
/// before.
fn store() -> Result<(), Error> {
    for side in [300, 2000] {
        let count = side * side;
        println!("store of {count} nodes:");
        let mut store = Store::new();
        let f = store.name("f");
        let leaves: Vec<Term> = (0..side).map(|i| store.symbol(&format!("x{i}"))).collect();
        rates(&mut store, count, "independent", |store| {
            for &a in &leaves {
                for &b in &leaves {
                    black_box(store.call(f, &[a, b]));
                }
            }
        });
        println!(
            "store: {:.1} bytes a node (target 48)",
            store.memory() as f64 / store.len() as f64
        );
        rates(&mut Store::new(), count, "dependent", |store| {
            // names belong to their store
            let (f, mut term) = (store.name("f"), store.zero());
            for _ in 0..count {
                term = store.call(f, &[term]);
            }
            black_box(term);
        });
    }
    Ok(())
}

fn rates(store: &mut Store, count: usize, label: &str, run: impl Fn(&mut Store)) {
    let mut rate = || {
        let start = Instant::now();
        run(store);
        count as f64 / start.elapsed().as_secs_f64() / 1e6
    };
    let (inserts, hits) = (rate(), rate());
    println!(
        "store: {label}: {inserts:.1} M inserts/s (target 10), {hits:.1} M hits/s (target 30)"
    );
}

/// A billion nodes created in rounds, the store compacted after each.
fn collect() -> Result<(), Error> {
    const ROUNDS: usize = 1000;
    const NODES: usize = 1_000_000;
    let mut store = Store::new();
    let f = store.name("f");
    let mut root = store.symbol("x");
    let mut peak = 0f64;
    let start = Instant::now();
    for _ in 0..ROUNDS {
        let mut term = root;
        for _ in 0..NODES {
            term = store.call(f, &[term]);
        }
        peak = peak.max(resident_mib());
        black_box(term);
        root = store.collect(&[root]).first().copied().unwrap_or(root);
    }
    println!(
        "collect: {} nodes created in {:.1} s, peak resident {peak:.0} MiB (target 128)",
        ROUNDS * NODES,
        start.elapsed().as_secs_f64()
    );
    Ok(())
}

/// Text, parsed, differentiated, simplified, native, first value.
fn latency() -> Result<(), Error> {
    let session = Session::new();
    let run = |text: &str| -> Result<(f64, f64), Error> {
        let start = Instant::now();
        let x = session.symbol("x");
        let slope = session.parse(text)?.diff(x)?;
        let simple = slope.simplify()?;
        let middle = start.elapsed().as_secs_f64();
        let kernel = session.compile(&[x], &[simple])?;
        // machine code now, and not after the first interpreted points
        black_box((kernel.is_native(), kernel.value(&[0.5])?));
        Ok((middle * 1e3, start.elapsed().as_secs_f64() * 1e3))
    };
    let (first_simple, first) = run("sin(x)*exp(-x^2)/(1+x^2)")?;
    // distinct texts, so that nothing is remembered
    let mut times = Vec::new();
    for k in 2..42 {
        times.push(run(&format!("sin({k}*x)*exp(-x^2)/({k}+x^2)"))?);
    }
    times.sort_by(|a, b| a.1.total_cmp(&b.1));
    let median = times.get(times.len() / 2).copied().unwrap_or_default();
    println!(
        "latency: first in the session {first:.2} ms ({first_simple:.2} to the simplified derivative); median {:.2} ms ({:.2}) (target 1)",
        median.1, median.0
    );
    Ok(())
}

/// A shared term of 10^5 nodes differentiated.
fn derivative() -> Result<(), Error> {
    for count in [25_000usize, 50_000, 100_000] {
        let mut store = Store::new();
        let mut library = Library::new(&mut store);
        let (x, y) = (store.symbol("x"), store.symbol("y"));
        let sine = store.name("sin");
        let mut term = x;
        let before = store.len();
        while store.len() - before < count {
            let inner = library.apply(&mut store, sine, &[term]);
            let product = store.product(&[inner, y]);
            term = store.sum(&[product, x]);
        }
        let start = Instant::now();
        let result = viete::floors::calculus::derivative(
            &mut store,
            &mut library,
            term,
            x,
            &Budget::default(),
        )?;
        black_box(result);
        println!(
            "derivative: {count} nodes in {:.1} ms (target 100 at 10^5)",
            start.elapsed().as_secs_f64() * 1e3
        );
    }
    Ok(())
}

/// A sum of 10^5 terms read.
fn parse() -> Result<(), Error> {
    let text: Vec<String> =
        (0..100_000).map(|i| format!("{}*x^{}*y^{}", i % 97 + 1, i % 1000, i / 1000)).collect();
    let text = text.join(" + ");
    let mut store = Store::new();
    let mut library = Library::new(&mut store);
    let start = Instant::now();
    let tokens = viete::floors::syntax::tokenize(&text)?.len();
    let lexed = start.elapsed().as_secs_f64() * 1e3;
    let tree = viete::floors::syntax::parse_expression(&text)?;
    let parsed = start.elapsed().as_secs_f64() * 1e3;
    black_box(tree);
    let start = Instant::now();
    let term: Term = parse_plain(&mut library, &mut store, &text)?;
    let whole = start.elapsed().as_secs_f64() * 1e3;
    println!(
        "parse: 10^5 terms ({tokens} tokens) in {whole:.0} ms (target 200); lexing {lexed:.0}, syntax {:.0}",
        parsed - lexed
    );
    println!("parse: {} addends", store.children(term).len());
    Ok(())
}

/// The obvious, at once.
fn simplify() -> Result<(), Error> {
    let session = Session::new();
    let mut times = Vec::new();
    for text in [
        "sin(x)^2 + cos(x)^2",
        "x*(y + 1) - x*y - x",
        "2*sin(x)*cos(x)",
        "cosh(x)^2 - sinh(x)^2",
        "sqrt(1-x)*sqrt(1+x) - sqrt(1-x^2)",
        "sin(x + y) - sin(x)*cos(y) - cos(x)*sin(y)",
        "x^2/x",
        "exp(x)*exp(-x)",
        "log(a*b) - log(a) - log(b)",
        "(x + 1)^2 - x^2 - 2*x - 1",
    ] {
        let term = session.parse(text)?;
        term.simplify()?;
        let start = Instant::now();
        black_box(term.simplify()?);
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    println!(
        "simplify: ten identities, median {:.2} ms, slowest {:.2} ms",
        times.get(5).copied().unwrap_or(0.0),
        times.last().copied().unwrap_or(0.0)
    );
    for count in [20, 200] {
        sums(count)?;
    }
    Ok(())
}

/// Distinct addends, a third of which cancel by laws: squares of sine and cosine, and a number with
/// its negative.
fn sums(count: usize) -> Result<(), Error> {
    let mut store = Store::new();
    let mut library = Library::new(&mut store);
    let mut rewriter = Rewriter::standard(&store, &library);
    let addend = |i: usize| match i % 3 {
        0 => format!("x{i}*sin(u)^2"),
        1 => format!("x{}*cos(u)^2", i - 1),
        _ => format!("x{i}"),
    };
    let text: Vec<String> = (0..count).map(addend).collect();
    let term = parse_plain(&mut library, &mut store, &text.join(" + "))?;
    let (assumptions, budget) = (&Assumptions::default(), &Budget::default());
    let mut engine = Engine {
        store: &mut store,
        library: &mut library,
        rewriter: &mut rewriter,
        assumptions,
        budget,
    };
    engine.simplify(term, &Goal::SMALLEST)?;
    let start = Instant::now();
    let result = engine.simplify(term, &Goal::SMALLEST)?;
    let elapsed = start.elapsed().as_secs_f64() * 1e3;
    let (before, after) = (store.children(term).len(), store.children(result.term).len());
    println!(
        "simplify: {count} summands in {elapsed:.1} ms, {} e-nodes, {:?}; {before} addends became {after} (targets: 20 in 10 ms and 500 nodes, 200 in 100 ms)",
        result.nodes, result.end
    );
    Ok(())
}

/// How soon a simplification ends after it is cancelled, at ten moments of its run.
fn cancel() -> Result<(), Error> {
    let addend = |i: usize| {
        format!(
            "sin({}*x + y{})^{}*cos(x - {i}*y{})*exp(z*{i})",
            i % 7 + 1,
            i % 5,
            i % 4 + 1,
            i % 3
        )
    };
    let text: Vec<String> = (0..60).map(addend).collect();
    let text = text.join(" + ");
    let mut slowest = 0f64;
    for moment in 1..=10 {
        let mut store = Store::new();
        let mut library = Library::new(&mut store);
        let mut rewriter = Rewriter::standard(&store, &library);
        let term = parse_plain(&mut library, &mut store, &text)?;
        let cancel = Cancel::default();
        let budget = Budget::new(u64::MAX, None, usize::MAX, cancel.clone());
        let at = std::thread::spawn(move || {
            std::thread::sleep(std::time::Duration::from_millis(3 * moment));
            cancel.cancel();
            Instant::now()
        });
        let (assumptions, budget) = (&Assumptions::default(), &budget);
        let mut engine = Engine {
            store: &mut store,
            library: &mut library,
            rewriter: &mut rewriter,
            assumptions,
            budget,
        };
        let result = engine.simplify(term, &Goal::SMALLEST);
        let end = Instant::now();
        if let (Err(_), Ok(at)) = (result, at.join()) {
            slowest = slowest.max(end.duration_since(at).as_secs_f64() * 1e3);
        }
    }
    println!("cancel: simplification ends {slowest:.2} ms after it is cancelled (target 5)");
    Ok(())
}

/// A compiled function against the same lines of Rust, one point at a time and by columns.
fn kernel() -> Result<(), Error> {
    let session = Session::new();
    let x = session.symbol("x");
    let f = session.parse("1 + x*(1/2 + x*(1/6 + x*(1/24 + x/120)))")?;
    let kernel = session.compile(&[x], &[f])?;
    let points: Vec<f64> = (0..4096).map(|i| f64::from(i) / 4096.0).collect();
    let mut out = vec![0.0; points.len()];
    let time = |mut run: Box<dyn FnMut() + '_>| {
        let start = Instant::now();
        for _ in 0..2000 {
            run();
        }
        start.elapsed().as_secs_f64() * 1e9 / (2000.0 * 4096.0)
    };
    let hand = |x: f64| 1.0 + x * (0.5 + x * (1.0 / 6.0 + x * (1.0 / 24.0 + x / 120.0)));
    let mut by_hand = vec![0.0; points.len()];
    let rust = time(Box::new(|| {
        by_hand.iter_mut().zip(&points).for_each(|(slot, &x)| *slot = hand(black_box(x)));
    }));
    let batch = time(Box::new(|| {
        let _ = kernel.batch(&[&points], &mut [&mut out]);
    }));
    let scalar = time(Box::new(|| {
        let mut slot = [0.0];
        for &x in &points {
            let _ = kernel.call(&[x], &mut slot);
        }
        black_box(slot);
    }));
    println!(
        "kernel: {batch:.2} ns a point by columns, {scalar:.2} by calls, {rust:.2} in Rust, scalar code"
    );
    Ok(())
}
