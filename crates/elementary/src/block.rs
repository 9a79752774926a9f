//! Functions of one double and of blocks of doubles, with the instructions the processor has.

use crate::functions::{Unary, evaluate};
use crate::lanes::{Lanes, Scalar};
use std::sync::OnceLock;

/// A function of blocks: a text over lanes, or any function lane by lane.
#[derive(Clone, Copy, Debug)]
pub enum Elementary {
    Lanes(Unary),
    Unary(extern "C" fn(f64) -> f64),
    Binary(extern "C" fn(f64, f64) -> f64),
}

/// Vector instructions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Scalar,
    /// Fused multiply-adds, and vectors of four.
    Avx2,
    /// Vectors of eight.
    Avx512,
}

/// The best level of this processor, or a lower one that the environment asks for: `VIETE_LEVEL` is `avx2` or `scalar`. Read
/// once.
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

/// The function of one double as code for this processor, without the choice that [`apply`] makes at each call; `None`
/// where there is none for it.
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

/// The function of every element of `arguments` (one slice, or two for a binary function) into `values`, which has the
/// same length; elements beyond the shortest slice are left alone.
pub fn block(function: Elementary, level: Level, arguments: [&[f64]; 2], values: &mut [f64]) {
    let [first, second] = arguments;
    match function {
        Elementary::Unary(f) => values.iter_mut().zip(first).for_each(|(value, &x)| *value = f(x)),
        Elementary::Binary(f) => {
            values.iter_mut().zip(first).zip(second).for_each(|((value, &x), &y)| *value = f(x, y));
        }
        Elementary::Lanes(function) => {
            let count = values.len().min(first.len());
            let (x, y) = (first.as_ptr(), values.as_mut_ptr());
            // SAFETY: `count` doubles lie behind both pointers, and the processor has the instructions of `level`
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
            Unary::Exp => run::<L>(|x| evaluate(Unary::Exp, x), x, y, count, &mut index),
            Unary::Log => run::<L>(|x| evaluate(Unary::Log, x), x, y, count, &mut index),
            Unary::Sin => run::<L>(|x| evaluate(Unary::Sin, x), x, y, count, &mut index),
            Unary::Cos => run::<L>(|x| evaluate(Unary::Cos, x), x, y, count, &mut index),
            Unary::Tan => run::<L>(|x| evaluate(Unary::Tan, x), x, y, count, &mut index),
            Unary::Asin => run::<L>(|x| evaluate(Unary::Asin, x), x, y, count, &mut index),
            Unary::Acos => run::<L>(|x| evaluate(Unary::Acos, x), x, y, count, &mut index),
            Unary::Atan => run::<L>(|x| evaluate(Unary::Atan, x), x, y, count, &mut index),
            Unary::Sinh => run::<L>(|x| evaluate(Unary::Sinh, x), x, y, count, &mut index),
            Unary::Cosh => run::<L>(|x| evaluate(Unary::Cosh, x), x, y, count, &mut index),
            Unary::Tanh => run::<L>(|x| evaluate(Unary::Tanh, x), x, y, count, &mut index),
            Unary::Erf => run::<L>(|x| evaluate(Unary::Erf, x), x, y, count, &mut index),
        }
        while index < count {
            *y.add(index) = evaluate(function, Scalar(*x.add(index))).0;
            index += 1;
        }
    }
}

/// # Safety
/// As [`map`].
#[inline(always)]
unsafe fn run<L: Lanes>(f: impl Fn(L) -> L, x: *const f64, y: *mut f64, count: usize, index: &mut usize) {
    while *index + L::COUNT <= count {
        // SAFETY: the last lane is below `count`
        unsafe { f(L::load(x.add(*index))).store(y.add(*index)) };
        *index += L::COUNT;
    }
}
