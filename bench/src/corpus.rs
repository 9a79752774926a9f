//! The corpus of simplifications: how many reach the expected size, how long they take, what the
//! proof checker and mutated proofs say; and laws of simplification over all of it.

use std::time::Instant;
use viete::Error;
use viete::floors::evaluate::{Assumptions, disagree};
use viete::floors::numbers::{Budget, Number};
use viete::floors::proof::{Proof, Reason, check};
use viete::floors::rewrite::{Engine, Goal, Rewriter};
use viete::floors::syntax::{Library, parse_plain, plain};
use viete::floors::term::{Store, Term};

const CORPUS: &str = include_str!("../corpus/simplify.txt");

/// What the corpus has shown so far.
#[derive(Default)]
struct Tally {
    lines: usize,
    solved: usize,
    wrong: usize,
    unstable: usize,
    accepted: usize,
    mutants: usize,
    refused: usize,
    times: Vec<f64>,
}

/// Measures the whole corpus; prints every line that falls short.
pub fn corpus() -> Result<(), Error> {
    let mut store = Store::new();
    let mut library = Library::new(&mut store);
    let mut rewriter = Rewriter::standard(&store, &library);
    let (assumptions, budget) =
        (&Assumptions::default(), &Budget::new(u64::MAX, None, usize::MAX, Default::default()));
    let mut engine = Engine {
        store: &mut store,
        library: &mut library,
        rewriter: &mut rewriter,
        assumptions,
        budget,
    };
    let mut tally = Tally::default();
    for (input, expected) in
        CORPUS.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once(" => "))
    {
        line(&mut engine, input, expected, &mut tally)?;
    }
    let Tally { lines, solved, wrong, unstable, accepted, mutants, refused, mut times } = tally;
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times.get((times.len() as f64 * share) as usize).copied().unwrap_or(0.0);
    let slowest = times.last().copied().unwrap_or(0.0);
    println!("corpus: {solved} of {lines} solved, {wrong} wrong, {unstable} not idempotent");
    println!(
        "corpus: median {:.2} ms (target 5), 95 % below {:.2} ms (target 100), slowest {slowest:.1} ms",
        at(0.5),
        at(0.95)
    );
    println!(
        "corpus: {accepted} of {lines} proofs accepted; {refused} of {mutants} mutated proofs refused"
    );
    Ok(())
}

fn line(
    engine: &mut Engine<'_>,
    input: &str,
    expected: &str,
    tally: &mut Tally,
) -> Result<(), Error> {
    let term = parse_plain(engine.library, engine.store, input)?;
    let expected = parse_plain(engine.library, engine.store, expected)?;
    let start = Instant::now();
    let result = engine.simplify(term, &Goal::SMALLEST)?.term;
    tally.times.push(start.elapsed().as_secs_f64() * 1e3);
    tally.lines += 1;
    if engine.store.size(result) <= engine.store.size(expected) {
        tally.solved += 1;
    } else {
        println!(
            "corpus: {input}  gives  {}  expected  {}",
            plain(engine.store, result),
            plain(engine.store, expected)
        );
    }
    if disagree(engine.store, engine.library, term, result, engine.assumptions) {
        tally.wrong += 1;
    }
    if engine.simplify(result, &Goal::SMALLEST)?.term != result {
        tally.unstable += 1;
        println!("corpus: not idempotent: {}", plain(engine.store, result));
    }
    let explanation = engine.explain(term, &Goal::SMALLEST)?;
    let proof = &explanation.proof;
    match &explanation.checked {
        Ok(()) => tally.accepted += 1,
        Err(refusal) => println!("corpus: proof of {input} refused: {refusal}"),
    }
    let names: Vec<&str> = proof.lemmas.iter().map(|lemma| lemma.reason.name()).collect();
    let laws = engine.rewriter.rules.laws(&names);
    let mut seed = tally.lines as u64;
    for _ in 0..100 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let Some(mutant) = mutate(engine.store, proof, seed >> 16) else { continue };
        match check(engine.store, engine.library, &laws, engine.assumptions, &mutant, engine.budget)
        {
            Err(_) => {
                tally.mutants += 1;
                tally.refused += 1;
            }
            // the same equations by other values of a law's variables: still a proof
            Ok(()) if same_equations(&mutant, proof) => {}
            Ok(()) => {
                tally.mutants += 1;
                println!("corpus: a mutated proof of {input} was accepted");
            }
        }
    }
    Ok(())
}

fn same_equations(a: &Proof, b: &Proof) -> bool {
    let equations = |proof: &Proof| -> Vec<(Term, Term)> {
        proof.lemmas.iter().map(|lemma| (lemma.left, lemma.right)).collect()
    };
    (a.from, a.to) == (b.from, b.to) && equations(a) == equations(b)
}

/// The proof with one thing changed, chosen by `seed`; `None` when the change changes nothing.
fn mutate(store: &mut Store, proof: &Proof, seed: u64) -> Option<Proof> {
    let mut mutant = proof.clone();
    let count = proof.lemmas.len();
    if count == 0 {
        mutant.to = store.sum(&[proof.to, store.one()]);
        return Some(mutant);
    }
    let index = (seed / 8) as usize % count;
    let changed = |store: &mut Store, term: Term| match seed / 64 % 3 {
        0 => store.negate(term),
        1 => store.sum(&[term, store.one()]),
        _ => store.product(&[term, term]),
    };
    let lemma = mutant.lemmas.get_mut(index)?;
    match seed % 6 {
        0 => lemma.left = changed(store, lemma.left),
        1 => lemma.right = changed(store, lemma.right),
        2 => drop(mutant.lemmas.remove(index)),
        3 => mutant.to = changed(store, mutant.to),
        4 => match &mut lemma.reason {
            Reason::Law { scale, .. } => *scale = scale.add(&Number::ONE).ok()?,
            _ => return None,
        },
        _ => match &mut lemma.reason {
            Reason::Law { values, .. } => {
                let (_, value) = values.first_mut()?;
                // not the sign: laws of even functions hold with it too
                *value = store.sum(&[*value, store.one()]);
            }
            _ => return None,
        },
    }
    (mutant != *proof).then_some(mutant)
}
