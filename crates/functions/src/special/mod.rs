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
pub(crate) mod erfi;
pub(crate) mod exponential_integral;
pub(crate) mod factorial;
pub(crate) mod fresnelc;
pub(crate) mod fresnels;
pub(crate) mod gamma;
pub(crate) mod heaviside;
pub(crate) mod hyperbolic_cosine_integral;
pub(crate) mod hyperbolic_sine_integral;
pub(crate) mod lambertw;
pub(crate) mod lgamma;
pub(crate) mod logarithmic_integral;
pub(crate) mod sine_integral;
pub(crate) mod zeta;

use crate::row::Function;

/// The rows of the chapter.
pub(crate) const ALL: &[&Function] = &[
    &erf::ERF,
    &erfc::ERFC,
    &gamma::GAMMA,
    &lgamma::LGAMMA,
    &digamma::DIGAMMA,
    &doublefactorial::DOUBLEFACTORIAL,
    &factorial::FACTORIAL,
    &binomial::BINOMIAL,
    &besselj::BESSELJ,
    &bessely::BESSELY,
    &besseli::BESSELI,
    &besselk::BESSELK,
    &zeta::ZETA,
    &lambertw::LAMBERTW,
    &exponential_integral::EI,
    &logarithmic_integral::LI,
    &sine_integral::SI,
    &cosine_integral::CI,
    &heaviside::HEAVISIDE,
    &erfi::ERFI,
    &fresnelc::FRESNELC,
    &fresnels::FRESNELS,
    &hyperbolic_sine_integral::SHI,
    &hyperbolic_cosine_integral::CHI,
];
