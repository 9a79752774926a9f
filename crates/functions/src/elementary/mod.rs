//! Elementary functions, one room each.

pub(crate) mod cbrt;
pub(crate) mod exp;
pub(crate) mod hypot;
pub(crate) mod log;
pub(crate) mod log10;
pub(crate) mod log2;
pub(crate) mod root;
pub(crate) mod sqrt;
