//! Complex functions, one room each.

pub(crate) mod abs;
pub(crate) mod arg;
pub(crate) mod atan2;
pub(crate) mod conj;
pub(crate) mod im;
pub(crate) mod re;
pub(crate) mod sign;
