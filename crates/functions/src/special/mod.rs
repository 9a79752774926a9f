//! Special functions, one room each.

pub(crate) mod besseli;
pub(crate) mod besselj;
pub(crate) mod besselk;
pub(crate) mod bessely;
pub(crate) mod binomial;
pub(crate) mod cosine_integral;
pub(crate) mod digamma;
pub(crate) mod doublefactorial;
pub(crate) mod erf;
pub(crate) mod erfc;
pub(crate) mod exponential_integral;
pub(crate) mod factorial;
pub(crate) mod gamma;
pub(crate) mod heaviside;
pub(crate) mod lambertw;
pub(crate) mod lgamma;
pub(crate) mod logarithmic_integral;
pub(crate) mod sine_integral;
pub(crate) mod zeta;
