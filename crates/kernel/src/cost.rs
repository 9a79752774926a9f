//! What a program costs: nanoseconds a point in batches as a weighted count of its operations, with
//! weights measured on a machine (`viete calibrate`).

use crate::fold::constant_values;
use crate::inline::inline;
use crate::program::{Operation, Program};
use viete_functions::parts_of_powers::EXP;
use viete_functions::{ALL, Inline};

/// Operations that are weighed alike, besides the elementary functions.
const KINDS: [&str; 7] =
    ["point", "column", "arithmetic", "division", "sqrt", "selection", "power"];
/// Functions without vector code of their own.
const OTHER: &str = "other";

/// Weights in nanoseconds by name.
#[derive(Clone, Debug, PartialEq)]
pub struct CostModel {
    pub weights: Vec<(String, f64)>,
}

impl Default for CostModel {
    /// Measured with AVX-512 on a processor of 3.7 GHz (AMD Zen 4), kernels in the caches.
    fn default() -> CostModel {
        let kinds = KINDS.into_iter().zip(DEFAULTS);
        let all = kinds.chain(measured()).chain([(OTHER, OTHER_NANOSECONDS)]);
        CostModel { weights: all.map(|(name, weight)| (name.to_string(), weight)).collect() }
    }
}

/// Weights of the kinds.
const DEFAULTS: [f64; 7] = [0.0, 0.038, 0.012, 0.14, 0.364, 0.033, 3.1];
/// Weight of a function whose row states none.
const OTHER_NANOSECONDS: f64 = 30.0;

/// The built-in functions that are weighed one by one: those whose cost was measured.
fn measured() -> impl Iterator<Item = (&'static str, f64)> {
    ALL.iter().filter_map(|row| Some((row.name, row.code.nanoseconds?)))
}

impl CostModel {
    /// What is counted, in the order of [`CostModel::counts`].
    pub fn names() -> Vec<String> {
        let functions = measured().map(|(name, _)| name);
        KINDS.into_iter().chain(functions).chain([OTHER]).map(str::to_string).collect()
    }

    /// How often each of [`CostModel::names`] occurs in a program; a product and a sum that are
    /// contracted count once.
    pub fn counts(program: &Program) -> Vec<f64> {
        let names = CostModel::names();
        let mut counts = vec![0.0; names.len()];
        let mut add = |name: &str, times: f64| {
            let place = names.iter().position(|n| n == name);
            place.into_iter().for_each(|place| {
                counts.iter_mut().skip(place).take(1).for_each(|count| *count += times)
            });
        };
        add("point", 1.0);
        add("column", (program.inputs.len() + program.outputs.len()) as f64);
        let contracted = program.contractible();
        let constant = constant_values(program);
        for ((operation, contracted), constant) in
            program.operations.iter().zip(contracted).zip(constant)
        {
            match *operation {
                _ if constant => {}
                Operation::Input(_) | Operation::Constant(_) => {}
                Operation::Multiply(..) if contracted => {}
                Operation::Add(..)
                | Operation::Subtract(..)
                | Operation::Multiply(..)
                | Operation::Negate(_) => {
                    add("arithmetic", 1.0);
                }
                Operation::PowerInteger(_, n) => {
                    let n = n.unsigned_abs().max(1);
                    add("arithmetic", f64::from(n.ilog2() + n.count_ones() - 1));
                }
                Operation::Divide(..) => add("division", 1.0),
                Operation::Sqrt(_) => add("sqrt", 1.0),
                Operation::Select(..) => add("selection", 1.0),
                Operation::Power(..) => add("power", 1.0),
                Operation::Exp(_) => add(EXP.name, 1.0),
                Operation::Call1(..) | Operation::Call2(..)
                    if inline(program, operation).is_some() =>
                {
                    match inline(program, operation) {
                        Some(Inline::Max | Inline::Min) => add("selection", 1.0),
                        Some(Inline::Sign) => add("selection", 2.0),
                        Some(Inline::Same) | None => {}
                        Some(Inline::Abs | Inline::Round(_)) => add("arithmetic", 1.0),
                    }
                }
                Operation::Call1(f, _) | Operation::Call2(f, ..) => {
                    let Some(row) = program.function(f) else { continue };
                    match row.code.nanoseconds {
                        Some(_) if measured().any(|(name, _)| name == row.name) => {
                            add(row.name, 1.0);
                        }
                        // a registered row: as many others as it costs
                        stated => add(OTHER, stated.map_or(1.0, |ns| ns / OTHER_NANOSECONDS)),
                    }
                }
            }
        }
        counts
    }

    /// Nanoseconds a point.
    pub fn predict(&self, program: &Program) -> f64 {
        CostModel::counts(program)
            .iter()
            .zip(&self.weights)
            .map(|(count, (_, weight))| count * weight)
            .sum()
    }
}
