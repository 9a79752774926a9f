//! What a program costs: nanoseconds a point in batches as a weighted count of its operations, with
//! weights measured on a machine (`viete calibrate`).

use crate::fold::constant_values;
use crate::inline::{Inline, inline};
use crate::program::{Operation, Program};
use viete_elementary::Unary;

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
        let weights = CostModel::names().into_iter().map(|name| {
            let weight = DEFAULTS.iter().find(|d| d.0 == name).map_or(1.0, |d| d.1);
            (name, weight)
        });
        CostModel { weights: weights.collect() }
    }
}

const DEFAULTS: &[(&str, f64)] = &[
    ("point", 0.0),
    ("column", 0.038),
    ("arithmetic", 0.012),
    ("division", 0.14),
    ("sqrt", 0.364),
    ("selection", 0.033),
    ("power", 3.1),
    ("exp", 1.115),
    ("log", 1.232),
    ("sin", 1.223),
    ("cos", 1.321),
    ("tan", 1.409),
    ("asin", 1.4),
    ("acos", 1.291),
    ("atan", 1.033),
    ("sinh", 0.535),
    ("cosh", 0.963),
    ("tanh", 1.259),
    ("erf", 0.656),
    ("gamma", 7.337),
    ("lgamma", 5.331),
    ("other", 30.0),
];

impl CostModel {
    /// What is counted, in the order of [`CostModel::counts`].
    pub fn names() -> Vec<String> {
        let functions = Unary::ALL.iter().map(|f| f.name());
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
                Operation::Exp(_) => add("exp", 1.0),
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
                    let name = program.function(f).map_or(OTHER, |f| f.name);
                    add(Unary::of(name).map_or(OTHER, Unary::name), 1.0);
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
