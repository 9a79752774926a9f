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
