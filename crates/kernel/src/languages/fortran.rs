//! Programs in Fortran 2008.

use super::Dialect;
use crate::program::Program;

/// The language.
pub(super) struct Fortran;

impl Dialect for Fortran {
    fn name(&self) -> &'static str {
        "fortran"
    }

    fn comment(&self, index: usize, input: &str) -> String {
        format!("! x({}) = {input}", index + 1)
    }

    fn head(&self, program: &Program, name: &str) -> String {
        let (inputs, outputs) = (program.inputs.len(), program.outputs.len());
        let variable = |index: usize| format!("  double precision :: v{index}\n");
        let variables: String = (0..program.operations.len()).map(variable).collect();
        format!(
            "subroutine {name}(x, y)\n  use, intrinsic :: ieee_arithmetic\n  implicit none\n  \
             double precision, intent(in) :: x({inputs})\n  \
             double precision, intent(out) :: y({outputs})\n{variables}"
        )
    }

    fn assignment(&self, index: usize, value: &str) -> String {
        format!("  v{index} = {value}")
    }

    fn foot(&self, outputs: &[String], name: &str) -> String {
        let line = |(i, v): (usize, &String)| format!("  y({}) = {v}\n", i + 1);
        let lines: String = outputs.iter().enumerate().map(line).collect();
        format!("{lines}end subroutine {name}\n")
    }

    fn input(&self, index: u32) -> String {
        format!("x({})", index + 1)
    }

    fn literal(&self, digits: String) -> String {
        if digits.contains('e') { digits.replace('e', "d") } else { digits + "d0" }
    }

    fn nan(&self) -> &'static str {
        "ieee_value(0d0, ieee_quiet_nan)"
    }

    fn power_integer(&self, base: &str, exponent: i32) -> String {
        format!("{base}**({exponent})")
    }

    fn power(&self, base: &str, exponent: &str) -> String {
        format!("{base}**{exponent}")
    }

    fn or(&self) -> &'static str {
        ".or."
    }

    fn select(&self, [holds, fails]: [&str; 2], [x, y]: [&str; 2], nan: &str) -> String {
        format!("merge({x}, merge({y}, {nan}, {fails}), {holds})")
    }
}
