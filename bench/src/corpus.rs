//! The corpus of simplifications: how many reach the expected size, how long they take, what the proof checker and
//! mutated proofs say; and laws of simplification over all of it.

use std::time::Instant;
use viete::Error;
use viete::floors::evaluate::{Assumptions, disagree};
use viete::floors::numbers::{Budget, Number};
use viete::floors::proof::{Proof, Reason, check};
use viete::floors::rewrite::{Goal, Rewriter, explain, simplify};
use viete::floors::syntax::{Library, parse_plain, plain};
use viete::floors::term::{Store, Term};

const CORPUS: &str = include_str!("../corpus/simplify.txt");

/// Measures the whole corpus; prints every line that falls short.
pub fn corpus() -> Result<(), Error> {
    let mut store = Store::new();
    let mut library = Library::new(&mut store);
    let mut rewriter = Rewriter::standard(&store, &library);
    let (assumptions, budget) = (Assumptions::default(), Budget::new(u64::MAX, None, usize::MAX, Default::default()));
    let mut times = Vec::new();
    let (mut solved, mut wrong, mut unstable, mut accepted, mut proofs) = (0usize, 0usize, 0usize, 0usize, 0usize);
    let (mut refused, mut mutated, mut seed) = (0usize, 0usize, 1u64);
    let lines: Vec<(&str, &str)> = CORPUS.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once(" => ")).collect();
    for (input, expected) in &lines {
        let mut read = |text: &str, store: &mut Store| parse_plain(&mut library, store, text);
        let (term, expected) = (read(input, &mut store)?, read(expected, &mut store)?);
        let start = Instant::now();
        let result = simplify(&mut store, &mut library, &mut rewriter, term, &Goal::SMALLEST, &assumptions, &budget)?;
        times.push(start.elapsed().as_secs_f64() * 1e3);
        if store.size(result.term) <= store.size(expected) {
            solved += 1;
        } else {
            println!("corpus: {input}  gives  {}  expected  {}", plain(&store, result.term), plain(&store, expected));
        }
        if disagree(&mut store, &mut library, term, result.term, &assumptions) {
            wrong += 1;
        }
        let again = simplify(&mut store, &mut library, &mut rewriter, result.term, &Goal::SMALLEST, &assumptions, &budget)?;
        if again.term != result.term {
            unstable += 1;
            println!("corpus: not idempotent: {} then {}", plain(&store, result.term), plain(&store, again.term));
        }
        let explanation = explain(&mut store, &mut library, &mut rewriter, term, &Goal::SMALLEST, &assumptions, &budget)?;
        proofs += 1;
        match &explanation.checked {
            Ok(()) => accepted += 1,
            Err(refusal) => {
                println!("corpus: proof of {input} refused: {refusal}");
                for lemma in &explanation.proof.lemmas {
                    println!(
                        "corpus:   {} = {}   {}",
                        plain(&store, lemma.left),
                        plain(&store, lemma.right),
                        lemma.reason.name()
                    );
                }
            }
        }
        let names: Vec<&str> = explanation.proof.lemmas.iter().map(|lemma| lemma.reason.name()).collect();
        let laws = rewriter.rules.laws(&names);
        for _ in 0..100 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let Some(mutant) = mutate(&mut store, &explanation.proof, seed >> 16) else { continue };
            mutated += 1;
            match check(&mut store, &mut library, &laws, &assumptions, &mutant, &budget) {
                Err(_) => refused += 1,
                // the same equations by other values of a law's variables: still a proof
                Ok(()) if same_equations(&mutant, &explanation.proof) => mutated -= 1,
                Ok(()) => println!("corpus: a mutated proof of {input} was accepted"),
            }
        }
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times.get((times.len() as f64 * share) as usize).copied().unwrap_or(0.0);
    let slowest = times.last().copied().unwrap_or(0.0);
    println!("corpus: {solved} of {} solved, {wrong} wrong, {unstable} not idempotent", lines.len());
    println!("corpus: median {:.2} ms (target 5), 95 % below {:.2} ms (target 100), slowest {slowest:.1} ms", at(0.5), at(0.95));
    println!("corpus: {accepted} of {proofs} proofs accepted; {refused} of {mutated} mutated proofs refused");
    Ok(())
}

fn same_equations(a: &Proof, b: &Proof) -> bool {
    let equations = |proof: &Proof| -> Vec<(Term, Term)> { proof.lemmas.iter().map(|lemma| (lemma.left, lemma.right)).collect() };
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
