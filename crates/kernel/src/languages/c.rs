//! Programs in C.

use super::Dialect;
use crate::program::{Operation, Program};

/// Integer powers by the multiplications of the program: `pow` may differ.
const POWER: &str = "static double power(double x, int n) {
    unsigned k = n < 0 ? -(unsigned)n : (unsigned)n;
    double result = 1.0;
    for (; k > 0; k >>= 1, x *= x)
        if (k & 1) result *= x;
    return n < 0 ? 1.0 / result : result;
}

";

/// The language.
pub(super) struct C;

impl Dialect for C {
    fn name(&self) -> &'static str {
        "c"
    }

    fn comment(&self, index: usize, input: &str) -> String {
        format!("// x[{index}] = {input}")
    }

    fn head(&self, program: &Program, name: &str) -> String {
        let is_power = |o: &Operation| matches!(o, Operation::PowerInteger(..));
        let helper = if program.operations.iter().any(is_power) { POWER } else { "" };
        format!("#include <math.h>\n\n{helper}void {name}(const double *x, double *y) {{\n")
    }

    fn assignment(&self, index: usize, value: &str) -> String {
        format!("    const double v{index} = {value};")
    }

    fn foot(&self, outputs: &[String], _: &str) -> String {
        let line = |(i, v): (usize, &String)| format!("    y[{i}] = {v};\n");
        outputs.iter().enumerate().map(line).collect::<String>() + "}\n"
    }

    fn input(&self, index: u32) -> String {
        format!("x[{index}]")
    }

    fn nan(&self) -> &'static str {
        "NAN"
    }

    fn power_integer(&self, base: &str, exponent: i32) -> String {
        format!("power({base}, {exponent})")
    }

    fn power(&self, base: &str, exponent: &str) -> String {
        format!("pow({base}, {exponent})")
    }

    fn select(&self, [holds, fails]: [&str; 2], [x, y]: [&str; 2], nan: &str) -> String {
        format!("{holds} ? {x} : {fails} ? {y} : {nan}")
    }
}
