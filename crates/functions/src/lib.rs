//! One room per mathematical function: `src/<chapter>/<name>.rs` holds one constant row with every
//! fact viete knows about it. Parser, printers, differentiator, rewriter, evaluators, code
//! generator, book and law tests read the rows; nobody else names a function. Knows no terms,
//! e-graphs or code generation.

#![warn(missing_docs)]

mod code;
mod domain;
mod range;
mod row;
mod series;
pub mod signature;

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

/// The rows of the chapters, in the order of the book.
const CHAPTERS: [&[&Function]; 6] = [
    elementary::ALL,
    complex::ALL,
    rounding::ALL,
    trigonometric::ALL,
    hyperbolic::ALL,
    special::ALL,
];

/// All built-in functions, by chapter.
pub const ALL: &[&Function] = &joined();

const COUNT: usize = {
    let (mut count, mut chapters) = (0, CHAPTERS.as_slice());
    while let [first, others @ ..] = chapters {
        count += first.len();
        chapters = others;
    }
    count
};

/// The lists of the chapters as one.
#[expect(clippy::indexing_slicing, reason = "run by the compiler, which checks the bounds")]
const fn joined() -> [&'static Function; COUNT] {
    let mut all = [&Function::UNSTATED; COUNT];
    let (mut index, mut chapters) = (0, CHAPTERS.as_slice());
    while let [chapter, others @ ..] = chapters {
        let mut rows = *chapter;
        while let [row, left @ ..] = rows {
            all[index] = *row;
            index += 1;
            rows = left;
        }
        chapters = others;
    }
    all
}

/// The built-in function of this name or alias.
pub fn find(name: &str) -> Option<&'static Function> {
    ALL.iter().copied().find(|f| f.name == name || f.aliases.contains(&name))
}
