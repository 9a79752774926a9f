//! A reaction network from file to kernels: `cargo run --release -p viete-bench network FILE.net`,
//! beside the equations as they stand: every flux once, added to its species one by one, through
//! the same code generator.

use rustc_hash::FxHashMap;
use std::hint::black_box;
use std::time::Instant;
use viete::floors::kernel::{Constant, Operation, Value};
use viete::floors::numbers::{Number, Rational};
use viete::{Kernel, Program, Session};
use viete_models::{ModelError, Network};

pub fn network(file: &str) -> Result<(), ModelError> {
    let start = Instant::now();
    let text = std::fs::read_to_string(file)
        .map_err(|error| ModelError::Model(format!("{file}: {error}")))?;
    let network = Network::parse(&text)?;
    let session = Session::new();
    let ode = network.system(&session, &[])?.compile()?;
    let code = Instant::now();
    let native = ode.right.is_native() && ode.jacobian.kernel.is_native();
    let code = code.elapsed().as_secs_f64() * 1e3;
    let elapsed = start.elapsed().as_secs_f64() * 1e3;
    println!(
        "network: {} species, {} reactions; file to kernels {elapsed:.0} ms (target 2000), {code:.1} of it machine code, native: {native}",
        network.species.len(),
        network.reactions.len()
    );
    let mut point: Vec<f64> =
        network.species.iter().zip(1u32..).map(|(s, i)| s.initial + f64::from(i % 7)).collect();
    let plain = Kernel::new(as_it_stands(&network));
    let reference = time(&plain, &point)?;
    point.push(0.0);
    let together = ode.together();
    for (name, kernel) in [
        ("right-hand side", &ode.right),
        ("the same, fast", &ode.right.fast()),
        ("Jacobian", &ode.jacobian.kernel),
        ("both", &together),
    ] {
        let nanoseconds = time(kernel, &point)?;
        println!(
            "network: {name}: {} operations, {:.2} us",
            kernel.program().cost(),
            nanoseconds / 1e3
        );
    }
    println!(
        "network: right-hand side as it stands: {} operations, {:.2} us",
        plain.program().cost(),
        reference / 1e3
    );
    Ok(())
}

/// Nanoseconds a call, the best of several rounds.
fn time(kernel: &Kernel, point: &[f64]) -> Result<f64, ModelError> {
    let mut outputs = vec![0.0; kernel.outputs()];
    kernel.is_native();
    let mut best = f64::INFINITY;
    for _ in 0..9 {
        let start = Instant::now();
        for _ in 0..500 {
            kernel.call(black_box(point), &mut outputs)?;
        }
        best = best.min(start.elapsed().as_secs_f64() * 1e9 / 500.0);
    }
    Ok(best)
}

fn as_it_stands(network: &Network) -> Program {
    let mut program = Program {
        inputs: (0..network.species.len()).map(|i| format!("s{i}")).collect(),
        ..Program::default()
    };
    let push = |program: &mut Program, operation: Operation| {
        program.operations.push(operation);
        Value(program.operations.len() as u32 - 1)
    };
    let species: Vec<Value> = (0..network.species.len() as u32)
        .map(|i| push(&mut program, Operation::Input(i)))
        .collect();
    let mut made: FxHashMap<Operation, Value> = FxHashMap::default();
    let mut sums: Vec<Option<Value>> = vec![None; species.len()];
    let mut constants: FxHashMap<String, Value> = FxHashMap::default();
    for reaction in &network.reactions {
        let (factor, name) = reaction.rate.split_once('*').unwrap_or(("1", &reaction.rate));
        let rate = factor.parse::<f64>().unwrap_or(1.0) * network.value(name).unwrap_or(1.0);
        let mut flux = *constants.entry(reaction.rate.clone()).or_insert_with(|| {
            let number = Rational::from_f64(rate).unwrap_or(Rational::ONE);
            program.constants.push(Constant::Number(Number::from(number)));
            let index = program.constants.len() as u32 - 1;
            push(&mut program, Operation::Constant(index))
        });
        for reactant in reaction.reactants.iter().filter_map(|&r| species.get(r)) {
            let product = Operation::Multiply(flux, *reactant);
            flux = *made.entry(product).or_insert_with(|| push(&mut program, product));
        }
        let mut change: FxHashMap<usize, i64> = FxHashMap::default();
        reaction.reactants.iter().for_each(|&r| *change.entry(r).or_insert(0) -= 1);
        reaction.products.iter().for_each(|&p| *change.entry(p).or_insert(0) += 1);
        for (index, times) in change {
            let Some(slot) = sums.get_mut(index) else { continue };
            for _ in 0..times.unsigned_abs() {
                *slot = Some(match (*slot, times > 0) {
                    (Some(sum), true) => push(&mut program, Operation::Add(sum, flux)),
                    (Some(sum), false) => push(&mut program, Operation::Subtract(sum, flux)),
                    (None, true) => flux,
                    (None, false) => push(&mut program, Operation::Negate(flux)),
                });
            }
        }
    }
    let first = species.first().copied().unwrap_or(Value(0));
    program.outputs = sums.into_iter().map(|sum| sum.unwrap_or(first)).collect();
    program
}
