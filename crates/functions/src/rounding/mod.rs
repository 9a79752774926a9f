//! Rounding functions, one room each.

pub(crate) mod ceil;
pub(crate) mod floor;
pub(crate) mod max;
pub(crate) mod min;
pub(crate) mod modulo;
pub(crate) mod quo;
pub(crate) mod round;
