//! Programs in Python with NumPy; arguments may be arrays.

use super::Dialect;
use crate::program::Program;

/// The language.
pub(super) struct Python;

impl Dialect for Python {
    fn name(&self) -> &'static str {
        "python"
    }

    fn comment(&self, index: usize, input: &str) -> String {
        format!("# x[{index}] = {input}")
    }

    fn head(&self, _: &Program, name: &str) -> String {
        format!("import numpy as np\n\n\ndef {name}(x):\n")
    }

    fn assignment(&self, index: usize, value: &str) -> String {
        format!("    v{index} = {value}")
    }

    fn foot(&self, outputs: &[String], _: &str) -> String {
        format!("    return [{}]\n", outputs.join(", "))
    }

    fn input(&self, index: u32) -> String {
        format!("x[{index}]")
    }

    fn nan(&self) -> &'static str {
        "np.nan"
    }

    fn power_integer(&self, base: &str, exponent: i32) -> String {
        format!("{base}**({exponent})")
    }

    fn power(&self, base: &str, exponent: &str) -> String {
        format!("np.power({base}, {exponent})")
    }

    fn or(&self) -> &'static str {
        "|"
    }

    fn select(&self, [holds, fails]: [&str; 2], [x, y]: [&str; 2], nan: &str) -> String {
        format!("np.where({holds}, {x}, np.where({fails}, {y}, {nan}))")
    }
}
