//! Trigonometric functions, one room each.

pub(crate) mod acos;
pub(crate) mod acot;
pub(crate) mod acsc;
pub(crate) mod asec;
pub(crate) mod asin;
pub(crate) mod atan;
pub(crate) mod cos;
pub(crate) mod cot;
pub(crate) mod csc;
pub(crate) mod sec;
pub(crate) mod sin;
pub(crate) mod tan;

use crate::row::Function;

/// The rows of the chapter.
pub(crate) const ALL: &[&Function] = &[
    &sin::SIN,
    &cos::COS,
    &tan::TAN,
    &cot::COT,
    &sec::SEC,
    &csc::CSC,
    &asin::ASIN,
    &acos::ACOS,
    &atan::ATAN,
    &acot::ACOT,
    &asec::ASEC,
    &acsc::ACSC,
];
