//! Functions of one double and of blocks of doubles, with the instructions the processor has.

use crate::functions::{Binary, Unary, evaluate, evaluate_pair};
use crate::lanes::{Lanes, Scalar};
use crate::vectors::Vectors;
use std::sync::OnceLock;

/// A function of blocks: a text over lanes, or any function lane by lane.
#[derive(Clone, Copy, Debug)]
pub enum Elementary {
    /// A function of one argument, with lanes of its own.
    Lanes(Unary),
    /// A function of two arguments, with lanes of its own.
    Pairs(Binary),
    /// One of a set of vector instances.
    Vectors(Vectors),
    /// Any function of one argument.
    Unary(extern "C" fn(f64) -> f64),
    /// Any function of two arguments.
    Binary(extern "C" fn(f64, f64) -> f64),
}

impl Elementary {
    /// The function of one point, or of two arguments, as code for this processor; `None` where
    /// only a safe Rust function computes it.
    pub fn address(self) -> Option<*const ()> {
        match self {
            Elementary::Lanes(unary) => code(unary).map(|f| f as *const ()),
            Elementary::Pairs(pair) => pair_code(pair).map(|f| f as *const ()),
            Elementary::Vectors(vectors) => vectors.code().map(|f| f as *const ()),
            Elementary::Unary(f) => Some(f as *const ()),
            Elementary::Binary(f) => Some(f as *const ()),
        }
    }
}

/// Vector instructions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// One number at a time.
    Scalar,
    /// Fused multiply-adds, and vectors of four.
    Avx2,
    /// Vectors of eight.
    Avx512,
}

/// The best level of this processor, or a lower one that the environment asks for: `VIETE_LEVEL` is
/// `avx2` or `scalar`. Read once.
#[inline]
pub fn level() -> Level {
    static LEVEL: OnceLock<Level> = OnceLock::new();
    *LEVEL.get_or_init(|| match std::env::var("VIETE_LEVEL").as_deref() {
        Ok("scalar") => Level::Scalar,
        Ok("avx2") => best_level().min(Level::Avx2),
        _ => best_level(),
    })
}

fn best_level() -> Level {
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512dq") {
            return Level::Avx512;
        }
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            return Level::Avx2;
        }
    }
    Level::Scalar
}

/// A C function of one double. Calling it is safe on the processor it was asked for on.
pub type Scalars = unsafe extern "C" fn(f64) -> f64;

/// A C function of two doubles, as [`Scalars`].
pub type Scalars2 = unsafe extern "C" fn(f64, f64) -> f64;

/// The function of one double as code for this processor, without the choice that [`apply`] makes
/// at each call; `None` where there is none for it.
pub fn code(function: Unary) -> Option<Scalars> {
    #[cfg(target_arch = "x86_64")]
    if level() != Level::Scalar {
        let index = Unary::ALL.iter().position(|&f| f == function)?;
        return crate::x86::ONE.get(index).copied();
    }
    let _ = function;
    None
}

/// The function of one double.
#[inline]
pub fn apply(function: Unary, x: f64) -> f64 {
    #[cfg(target_arch = "x86_64")]
    if level() != Level::Scalar {
        // SAFETY: the processor has these instructions
        return unsafe { crate::x86::apply_fma(function, x) };
    }
    evaluate(function, Scalar(x)).0
}

/// The function of two doubles as code for this processor, as [`code`].
pub fn pair_code(function: Binary) -> Option<Scalars2> {
    #[cfg(target_arch = "x86_64")]
    if level() != Level::Scalar {
        let index = Binary::ALL.iter().position(|&f| f == function)?;
        return crate::x86::ONE_PAIR.get(index).copied();
    }
    let _ = function;
    None
}

/// The function of two doubles.
#[inline]
pub fn apply_pair(function: Binary, x: f64, y: f64) -> f64 {
    #[cfg(target_arch = "x86_64")]
    if level() != Level::Scalar {
        // SAFETY: the processor has these instructions
        return unsafe { crate::x86::apply_pair_fma(function, x, y) };
    }
    evaluate_pair(function, Scalar(x), Scalar(y)).0
}

/// The function of every element of `arguments` (one slice, or two for a binary function) into
/// `values`, which has the same length; elements beyond the shortest slice are left alone.
pub fn block(function: Elementary, level: Level, arguments: [&[f64]; 2], values: &mut [f64]) {
    let [first, second] = arguments;
    match function {
        Elementary::Unary(f) => values.iter_mut().zip(first).for_each(|(value, &x)| *value = f(x)),
        Elementary::Binary(f) => {
            values.iter_mut().zip(first).zip(second).for_each(|((value, &x), &y)| *value = f(x, y));
        }
        Elementary::Vectors(vectors) => vectors.block(level, first, values),
        Elementary::Pairs(function) => {
            let count = values.len().min(first.len()).min(second.len());
            let (x, y, z) = (first.as_ptr(), second.as_ptr(), values.as_mut_ptr());
            // SAFETY: `count` doubles lie behind all pointers, and the processor has the
            // instructions of `level`
            unsafe {
                match level.min(self::level()) {
                    #[cfg(target_arch = "x86_64")]
                    Level::Avx512 => crate::x86::pairs_avx512(function, x, y, z, count),
                    #[cfg(target_arch = "x86_64")]
                    Level::Avx2 => crate::x86::pairs_avx2(function, x, y, z, count),
                    _ => pairs::<Scalar>(function, x, y, z, count),
                }
            }
        }
        Elementary::Lanes(function) => {
            let count = values.len().min(first.len());
            let (x, y) = (first.as_ptr(), values.as_mut_ptr());
            // SAFETY: `count` doubles lie behind both pointers, and the processor has the
            // instructions of `level`
            unsafe {
                match level.min(self::level()) {
                    #[cfg(target_arch = "x86_64")]
                    Level::Avx512 => crate::x86::map_avx512(function, x, y, count),
                    #[cfg(target_arch = "x86_64")]
                    Level::Avx2 => crate::x86::map_avx2(function, x, y, count),
                    _ => map::<Scalar>(function, x, y, count),
                }
            }
        }
    }
}

/// # Safety
/// `count` doubles must lie behind both pointers, which do not overlap.
#[inline(always)]
pub(crate) unsafe fn map<L: Lanes>(function: Unary, x: *const f64, y: *mut f64, count: usize) {
    // SAFETY: every access is below `count`
    unsafe {
        let mut index = 0;
        match function {
            // one loop for each function, so that its constants stay in registers
            Unary::Exp => run::<L, { Unary::Exp as usize }>(x, y, count, &mut index),
            Unary::Log => run::<L, { Unary::Log as usize }>(x, y, count, &mut index),
            Unary::Sin => run::<L, { Unary::Sin as usize }>(x, y, count, &mut index),
            Unary::Cos => run::<L, { Unary::Cos as usize }>(x, y, count, &mut index),
            Unary::Tan => run::<L, { Unary::Tan as usize }>(x, y, count, &mut index),
            Unary::Asin => run::<L, { Unary::Asin as usize }>(x, y, count, &mut index),
            Unary::Acos => run::<L, { Unary::Acos as usize }>(x, y, count, &mut index),
            Unary::Atan => run::<L, { Unary::Atan as usize }>(x, y, count, &mut index),
            Unary::Sinh => run::<L, { Unary::Sinh as usize }>(x, y, count, &mut index),
            Unary::Cosh => run::<L, { Unary::Cosh as usize }>(x, y, count, &mut index),
            Unary::Tanh => run::<L, { Unary::Tanh as usize }>(x, y, count, &mut index),
            Unary::Erf => run::<L, { Unary::Erf as usize }>(x, y, count, &mut index),
            Unary::Gamma => run::<L, { Unary::Gamma as usize }>(x, y, count, &mut index),
            Unary::Lgamma => run::<L, { Unary::Lgamma as usize }>(x, y, count, &mut index),
        }
        while index < count {
            *y.add(index) = evaluate(function, Scalar(*x.add(index))).0;
            index += 1;
        }
    }
}

/// # Safety
/// As [`map`]. The function is a number known to the compiler: a closure would be a call without
/// vector instructions.
#[inline(always)]
unsafe fn run<L: Lanes, const F: usize>(
    x: *const f64,
    y: *mut f64,
    count: usize,
    index: &mut usize,
) {
    let Some(&function) = Unary::ALL.get(F) else { return };
    while *index + L::COUNT <= count {
        // SAFETY: the last lane is below `count`
        unsafe { evaluate(function, L::load(x.add(*index))).store(y.add(*index)) };
        *index += L::COUNT;
    }
}

/// # Safety
/// `count` doubles must lie behind all pointers; the last overlaps none of the others.
#[inline(always)]
pub(crate) unsafe fn pairs<L: Lanes>(
    function: Binary,
    x: *const f64,
    y: *const f64,
    z: *mut f64,
    count: usize,
) {
    // SAFETY: the caller's promise
    unsafe {
        match function {
            Binary::Power => run_pairs::<L, { Binary::Power as usize }>(x, y, z, count),
            Binary::Atan2 => run_pairs::<L, { Binary::Atan2 as usize }>(x, y, z, count),
        }
    }
}

/// # Safety
/// As [`pairs`].
#[inline(always)]
unsafe fn run_pairs<L: Lanes, const F: usize>(
    x: *const f64,
    y: *const f64,
    z: *mut f64,
    count: usize,
) {
    let Some(&function) = Binary::ALL.get(F) else { return };
    let mut index = 0;
    // SAFETY: every access is below `count`
    unsafe {
        while index + L::COUNT <= count {
            evaluate_pair(function, L::load(x.add(index)), L::load(y.add(index)))
                .store(z.add(index));
            index += L::COUNT;
        }
        while index < count {
            *z.add(index) = evaluate_pair(function, Scalar(*x.add(index)), Scalar(*y.add(index))).0;
            index += 1;
        }
    }
}
