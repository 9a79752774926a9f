//! Programs in Rust.

use super::Dialect;
use crate::program::Program;

/// The language.
pub(super) struct Rust;

impl Dialect for Rust {
    fn name(&self) -> &'static str {
        "rust"
    }

    fn comment(&self, index: usize, input: &str) -> String {
        format!("// x[{index}] = {input}")
    }

    fn head(&self, program: &Program, name: &str) -> String {
        let (inputs, outputs) = (program.inputs.len(), program.outputs.len());
        format!("pub fn {name}(x: &[f64; {inputs}]) -> [f64; {outputs}] {{\n")
    }

    fn assignment(&self, index: usize, value: &str) -> String {
        format!("    let v{index}: f64 = {value};")
    }

    fn foot(&self, outputs: &[String], _: &str) -> String {
        format!("    [{}]\n}}\n", outputs.join(", "))
    }

    fn input(&self, index: u32) -> String {
        format!("x[{index}]")
    }

    fn nan(&self) -> &'static str {
        "f64::NAN"
    }

    fn power_integer(&self, base: &str, exponent: i32) -> String {
        format!("{base}.powi({exponent})")
    }

    fn power(&self, base: &str, exponent: &str) -> String {
        format!("{base}.powf({exponent})")
    }

    /// Functions are methods of their first argument.
    fn call(&self, spelling: &str, arguments: &[String]) -> String {
        match arguments {
            [first, others @ ..] => format!("{first}.{spelling}({})", others.join(", ")),
            [] => format!("{spelling}()"),
        }
    }

    fn select(&self, [holds, fails]: [&str; 2], [x, y]: [&str; 2], nan: &str) -> String {
        format!("if {holds} {{ {x} }} else if {fails} {{ {y} }} else {{ {nan} }}")
    }
}
