//! What calls of kernels refuse, as errors of their kind. The words stand here once; programs,
//! executors and derivatives say the same thing in the same way.

use viete_numbers::Error;

/// A wrong number of arguments.
pub(crate) fn arguments(expected: usize, got: usize, names: &[String]) -> Error {
    let names = names.join(", ");
    Error::of_shape(format!("wrong number of arguments: expected {expected} ({names}), got {got}"))
}

/// A wrong number of outputs.
pub(crate) fn outputs(expected: usize, got: usize) -> Error {
    Error::of_shape(format!("wrong number of outputs: expected {expected}, got {got}"))
}

/// A column of another length than the first.
pub(crate) fn rows(name: &str, expected: usize, got: usize) -> Error {
    Error::of_shape(format!(
        "column `{name}` has {got} rows: expected {expected} as in the first column"
    ))
}

/// Numbers that fill the last point only in part.
pub(crate) fn points(length: usize, width: usize) -> Error {
    Error::of_shape(format!("{length} numbers are no whole number of points of {width} arguments"))
}

/// Outputs that share places.
pub(crate) fn overlap(rows: usize) -> Error {
    Error::of_shape(format!("outputs overlap: expected places at least {rows} apart"))
}

/// Doubles asked of a program with complex constants.
pub(crate) fn complex_constants() -> Error {
    Error::unsupported(
        "the expression has complex constants: evaluate it with `interpret` over complex numbers",
    )
}

/// A function without a complex form.
pub(crate) fn no_complex_form(function: &str) -> Error {
    Error::unsupported(format!("function `{function}` has no native kernel over complex numbers"))
}

/// A function without a double kernel.
pub(crate) fn no_native_kernel(function: &str) -> Error {
    Error::unsupported(format!("function `{function}` has no native kernel"))
}

/// A function whose row states no derivative by this argument, counted from one.
pub(crate) fn no_derivative(function: &str, argument: usize) -> Error {
    Error::unsupported(format!(
        "function `{function}` has no derivative by argument {argument}: \
         expected a row that states one"
    ))
}

/// An input that the program has not.
pub(crate) fn no_input(number: usize, count: usize) -> Error {
    Error::of_range(format!(
        "input number {number} of {count}: expected one of the program's inputs"
    ))
}
