//! Hyperbolic functions, one room each.

pub(crate) mod acosh;
pub(crate) mod acoth;
pub(crate) mod acsch;
pub(crate) mod asech;
pub(crate) mod asinh;
pub(crate) mod atanh;
pub(crate) mod cosh;
pub(crate) mod coth;
pub(crate) mod csch;
pub(crate) mod sech;
pub(crate) mod sinh;
pub(crate) mod tanh;

use crate::row::Function;

/// The rows of the chapter.
pub(crate) const ALL: &[&Function] = &[
    &sinh::SINH,
    &cosh::COSH,
    &tanh::TANH,
    &coth::COTH,
    &sech::SECH,
    &csch::CSCH,
    &asinh::ASINH,
    &acosh::ACOSH,
    &atanh::ATANH,
    &acoth::ACOTH,
    &asech::ASECH,
    &acsch::ACSCH,
];
