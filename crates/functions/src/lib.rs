//! One room per mathematical function: `src/<chapter>/<name>.rs` holds one constant row with every
//! fact viete knows about it. Parser, printers, differentiator, rewriter, evaluators, code
//! generator, book and law tests read the rows; nobody else names a function. Knows no terms,
//! e-graphs or code generation.

mod code;
mod domain;
mod range;
mod row;
mod series;

mod complex;
mod elementary;
mod hyperbolic;
mod rounding;
mod special;
mod trigonometric;

pub use code::{Code, ComplexForm, Inline, Pair, Parts, Real, Rounding};
pub use domain::{Domain, EnclosureKernel, diameter, exact_enclosure, midpoint, power_f64};
pub use range::{Range, RealDomain, Span};
pub use row::{Enclosing, Function, Kernels, Monotone, Native, Overload, Parity};

/// Rows that operations of the language are made of: a power is an exponential of a logarithm.
pub mod parts_of_powers {
    pub use crate::complex::atan2::ATAN2;
    pub use crate::elementary::{exp::EXP, log::LOG, sqrt::SQRT};
    pub use crate::trigonometric::{cos::COS, sin::SIN};
}

/// All built-in functions, by chapter.
pub const ALL: &[&Function] = &[
    &elementary::exp::EXP,
    &elementary::log::LOG,
    &elementary::sqrt::SQRT,
    &elementary::cbrt::CBRT,
    &elementary::root::ROOT,
    &elementary::log2::LOG2,
    &elementary::log10::LOG10,
    &elementary::hypot::HYPOT,
    &complex::abs::ABS,
    &complex::sign::SIGN,
    &complex::re::RE,
    &complex::im::IM,
    &complex::conj::CONJ,
    &complex::arg::ARG,
    &complex::atan2::ATAN2,
    &rounding::floor::FLOOR,
    &rounding::ceil::CEIL,
    &rounding::round::ROUND,
    &rounding::modulo::MOD,
    &rounding::quo::QUO,
    &rounding::min::MIN,
    &rounding::max::MAX,
    &trigonometric::sin::SIN,
    &trigonometric::cos::COS,
    &trigonometric::tan::TAN,
    &trigonometric::cot::COT,
    &trigonometric::sec::SEC,
    &trigonometric::csc::CSC,
    &trigonometric::asin::ASIN,
    &trigonometric::acos::ACOS,
    &trigonometric::atan::ATAN,
    &trigonometric::acot::ACOT,
    &trigonometric::asec::ASEC,
    &trigonometric::acsc::ACSC,
    &hyperbolic::sinh::SINH,
    &hyperbolic::cosh::COSH,
    &hyperbolic::tanh::TANH,
    &hyperbolic::coth::COTH,
    &hyperbolic::sech::SECH,
    &hyperbolic::csch::CSCH,
    &hyperbolic::asinh::ASINH,
    &hyperbolic::acosh::ACOSH,
    &hyperbolic::atanh::ATANH,
    &hyperbolic::acoth::ACOTH,
    &hyperbolic::asech::ASECH,
    &hyperbolic::acsch::ACSCH,
    &special::erf::ERF,
    &special::erfc::ERFC,
    &special::gamma::GAMMA,
    &special::lgamma::LGAMMA,
    &special::digamma::DIGAMMA,
    &special::doublefactorial::DOUBLEFACTORIAL,
    &special::factorial::FACTORIAL,
    &special::binomial::BINOMIAL,
    &special::besselj::BESSELJ,
    &special::bessely::BESSELY,
    &special::besseli::BESSELI,
    &special::besselk::BESSELK,
    &special::zeta::ZETA,
    &special::lambertw::LAMBERTW,
    &special::exponential_integral::EI,
    &special::logarithmic_integral::LI,
    &special::sine_integral::SI,
    &special::cosine_integral::CI,
    &special::heaviside::HEAVISIDE,
];

/// The built-in function of this name or alias.
pub fn find(name: &str) -> Option<&'static Function> {
    ALL.iter().copied().find(|f| f.name == name || f.aliases.contains(&name))
}
