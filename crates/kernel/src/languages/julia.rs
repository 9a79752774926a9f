//! Programs in Julia.

use super::Dialect;
use crate::program::Program;

/// The language.
pub(super) struct Julia;

impl Dialect for Julia {
    fn name(&self) -> &'static str {
        "julia"
    }

    fn comment(&self, index: usize, input: &str) -> String {
        format!("# x[{}] = {input}", index + 1)
    }

    fn head(&self, _: &Program, name: &str) -> String {
        format!("function {name}(x)\n")
    }

    fn assignment(&self, index: usize, value: &str) -> String {
        format!("    v{index} = {value}")
    }

    fn foot(&self, outputs: &[String], _: &str) -> String {
        format!("    return [{}]\nend\n", outputs.join(", "))
    }

    fn input(&self, index: u32) -> String {
        format!("x[{}]", index + 1)
    }

    fn nan(&self) -> &'static str {
        "NaN"
    }

    fn power_integer(&self, base: &str, exponent: i32) -> String {
        format!("{base}^{exponent}")
    }

    fn power(&self, base: &str, exponent: &str) -> String {
        format!("{base}^{exponent}")
    }

    fn select(&self, [holds, fails]: [&str; 2], [x, y]: [&str; 2], nan: &str) -> String {
        format!("ifelse({holds}, {x}, ifelse({fails}, {y}, {nan}))")
    }
}
