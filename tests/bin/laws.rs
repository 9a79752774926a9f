//! `laws [name-part]`: the soundness test of every law and of its mutants, at many more points than
//! the test suite takes.

use std::process::ExitCode;
use viete::floors::numbers::Budget;
use viete::floors::rewrite::{Rule, RuleSet, mutants, test_rule};
use viete::floors::syntax::Library;
use viete::floors::term::Store;

/// Points that meet the guards, for each law and at most for each mutant.
const POINTS: usize = 10_000;
/// Least share of mutants that must be refuted.
const KILLED: f64 = 0.95;

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[derive(Default)]
struct Report {
    laws: usize,
    contradictions: Vec<String>,
    uninformative: Vec<String>,
    killed: usize,
    survivors: Vec<String>,
}

fn main() -> ExitCode {
    let part = std::env::args().nth(1).unwrap_or_default();
    match run(&part) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!("error: the law book has unsound or untested laws");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Tests the laws whose names contain `part`: whether all are sound and tested.
fn run(part: &str) -> Result<bool, Failure> {
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get());
    let reports: Vec<Result<Report, Failure>> = std::thread::scope(|scope| {
        let workers: Vec<_> =
            (0..threads).map(|worker| scope.spawn(move || test(part, worker, threads))).collect();
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_else(|_| Err("a worker failed".into())))
            .collect()
    });
    let mut all = Report::default();
    for report in reports {
        let report = report?;
        all.laws += report.laws;
        all.killed += report.killed;
        all.contradictions.extend(report.contradictions);
        all.uninformative.extend(report.uninformative);
        all.survivors.extend(report.survivors);
    }
    for (title, lines) in [
        ("survives", &all.survivors),
        ("no informative point", &all.uninformative),
        ("CONTRADICTED", &all.contradictions),
    ] {
        lines.iter().for_each(|line| println!("{title}: {line}"));
    }
    let mutants = all.killed + all.survivors.len();
    let share = all.killed as f64 / mutants.max(1) as f64;
    println!(
        "{} laws at up to {POINTS} points: {} contradicted, {} without an informative point; \
         {} of {mutants} mutants refuted ({:.1} %)",
        all.laws,
        all.contradictions.len(),
        all.uninformative.len(),
        all.killed,
        share * 100.0
    );
    let sound = all.contradictions.is_empty() && all.uninformative.is_empty();
    Ok(sound && share >= KILLED)
}

/// Every `threads`-th law, in a store of its own.
fn test(part: &str, worker: usize, threads: usize) -> Result<Report, Failure> {
    let mut store = Store::new();
    let mut library = Library::new(&mut store);
    let rules = RuleSet::standard(&store, &library).all(&mut store, &mut library)?;
    let mut report = Report::default();
    for rule in rules.iter().filter(|rule| rule.name.contains(part)).skip(worker).step_by(threads) {
        report.laws += 1;
        check(&mut store, &mut library, rule, &mut report)?;
        if report.laws % 50 == 0 {
            eprintln!("worker {worker}: {} laws", report.laws);
        }
    }
    Ok(report)
}

fn check(
    store: &mut Store,
    library: &mut Library,
    rule: &Rule,
    report: &mut Report,
) -> Result<(), Failure> {
    let budget = Budget::default();
    let verdict = test_rule(store, library, rule, POINTS, &budget)?;
    if let Some(complaint) = verdict.complaint() {
        report.contradictions.push(format!("{}   {complaint}", rule.text));
        return Ok(());
    }
    if verdict.informative == 0 {
        report.uninformative.push(rule.text.clone());
    }
    for mutant in mutants(store, library, rule) {
        let verdict = test_rule(store, library, &mutant.rule, POINTS, &budget)?;
        if verdict.counterexample.is_some() {
            report.killed += 1;
        } else {
            report.survivors.push(format!("{}   with another {}", rule.text, mutant.what));
        }
    }
    Ok(())
}
