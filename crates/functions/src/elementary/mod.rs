//! Elementary functions, one room each.

pub(crate) mod cbrt;
pub(crate) mod exp;
pub(crate) mod expm1;
pub(crate) mod hypot;
pub(crate) mod log;
pub(crate) mod log10;
pub(crate) mod log1p;
pub(crate) mod log2;
pub(crate) mod root;
pub(crate) mod sqrt;

use crate::row::Function;

/// The rows of the chapter.
pub(crate) const ALL: &[&Function] = &[
    &exp::EXP,
    &log::LOG,
    &sqrt::SQRT,
    &cbrt::CBRT,
    &root::ROOT,
    &log2::LOG2,
    &log10::LOG10,
    &hypot::HYPOT,
    &log1p::LOG1P,
    &expm1::EXPM1,
];
