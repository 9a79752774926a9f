//! Batches on x86-64: a program cut into stages of straight-line vector code and calls of block functions, run over
//! blocks of points (strip mining). The code is AVX-512 or AVX2, whichever the processor has.

mod allocate;
mod code;
mod encode;
mod plan;
mod run;

pub(crate) use run::Vectors;
