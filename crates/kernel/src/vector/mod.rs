//! Our own machine code on x86-64: a program cut into stages of straight-line code and calls of
//! elementary functions. For columns the stages are loops over AVX-512 or AVX2 vectors and the
//! calls take blocks of points (strip mining); for one point everything is one function of single
//! doubles.

mod allocate;
mod code;
mod disassembly;
mod encode;
mod plan;
mod point;
mod run;

pub(crate) use point::ScalarCode;
pub(crate) use run::Vectors;
