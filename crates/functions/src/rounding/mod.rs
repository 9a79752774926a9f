//! Rounding functions, one room each.

pub(crate) mod ceil;
pub(crate) mod floor;
pub(crate) mod max;
pub(crate) mod min;
pub(crate) mod modulo;
pub(crate) mod quo;
pub(crate) mod round;

use crate::row::Function;

/// The rows of the chapter.
pub(crate) const ALL: &[&Function] =
    &[&floor::FLOOR, &ceil::CEIL, &round::ROUND, &modulo::MOD, &quo::QUO, &min::MIN, &max::MAX];
