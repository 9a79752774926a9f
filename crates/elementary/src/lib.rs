//! Elementary functions in doubles. One text over an abstract set of operations ([`Lanes`]) gives
//! the scalar, the AVX2 and the AVX-512 instance, and all give the same bits: the operations are
//! those of IEEE 754, fused multiply-add included. Functions without such a text run `libm`
//! (musl's) lane by lane.
//!
//! Errors, measured against MPFR by the tests of `viete-conformance`: at most 1 ulp for exp, log,
//! sin, cos and at most 2 ulp for the rest, over the whole range; NaN, infinities, subnormals and
//! signed zeros as IEEE 754 has them. Further texts can stand beside the rows of their functions
//! ([`Text`]).

#![warn(missing_docs)]

mod arcs;
mod block;
mod coefficients;
mod extended;
mod functions;
mod gamma;
mod lanes;
mod names;
mod vectors;
#[cfg(target_arch = "x86_64")]
mod x86;

pub use block::{
    Elementary, Level, Scalars, Scalars2, apply, apply_pair, block, code, level, pair_code,
};
pub use functions::{Binary, Unary};
pub use lanes::Lanes;
pub use vectors::{Text, Vectors};

/// What texts outside of this crate are made of.
pub mod pieces {
    pub use crate::extended::{two_product, two_sum};
    pub use crate::functions::{
        LN2_HIGH, LN2_LOW, LOG2_E, ROUNDER, beyond, exp, exp_tail, horner, log, log_tail, scale,
    };
}
