//! Complex functions, one room each.

pub(crate) mod abs;
pub(crate) mod arg;
pub(crate) mod atan2;
pub(crate) mod conj;
pub(crate) mod im;
pub(crate) mod re;
pub(crate) mod sign;

use crate::row::Function;

/// The rows of the chapter.
pub(crate) const ALL: &[&Function] =
    &[&abs::ABS, &sign::SIGN, &re::RE, &im::IM, &conj::CONJ, &arg::ARG, &atan2::ATAN2];
