//! Functions whose text over [`Lanes`] stands elsewhere, beside the facts about the function: the
//! instances for this crate's levels, made from a type that implements [`Text`].

use crate::block::{Level, Scalars, level};
use crate::lanes::{Lanes, Scalar};

/// A function of one argument as a text over lanes.
pub trait Text {
    /// The value in every lane. Has to be `#[inline(always)]`: the instances are compiled for the
    /// instructions of their level.
    fn evaluate<L: Lanes>(x: L) -> L;
}

/// A function of blocks: arguments, values, and how many.
type Blocks = unsafe fn(*const f64, *mut f64, usize);

/// The instances of a text.
#[derive(Clone, Copy, Debug)]
pub struct Vectors {
    plain: fn(f64) -> f64,
    plain_block: Blocks,
    #[cfg(target_arch = "x86_64")]
    one: Scalars,
    #[cfg(target_arch = "x86_64")]
    four: Blocks,
    #[cfg(target_arch = "x86_64")]
    eight: Blocks,
}

impl Vectors {
    /// The instances of `T`; all give the same bits.
    pub const fn of<T: Text>() -> Vectors {
        Vectors {
            plain: plain::<T>,
            plain_block: map::<Scalar, T>,
            #[cfg(target_arch = "x86_64")]
            one: crate::x86::one_text::<T>,
            #[cfg(target_arch = "x86_64")]
            four: crate::x86::text_avx2::<T>,
            #[cfg(target_arch = "x86_64")]
            eight: crate::x86::text_avx512::<T>,
        }
    }

    /// The function of one double.
    #[inline]
    pub fn apply(&self, x: f64) -> f64 {
        match self.code() {
            // SAFETY: `code` gives what the processor has the instructions of
            Some(one) => unsafe { one(x) },
            None => (self.plain)(x),
        }
    }

    /// Code for this processor, as [`crate::code`].
    pub fn code(&self) -> Option<Scalars> {
        #[cfg(target_arch = "x86_64")]
        if level() != Level::Scalar {
            return Some(self.one);
        }
        None
    }

    /// The function of every argument, as many as there are of both.
    pub(crate) fn block(&self, level: Level, arguments: &[f64], values: &mut [f64]) {
        let count = values.len().min(arguments.len());
        let run = match level.min(crate::block::level()) {
            #[cfg(target_arch = "x86_64")]
            Level::Avx512 => self.eight,
            #[cfg(target_arch = "x86_64")]
            Level::Avx2 => self.four,
            _ => self.plain_block,
        };
        // SAFETY: `count` doubles lie behind both pointers, and the processor has the instructions
        // of the level
        unsafe { run(arguments.as_ptr(), values.as_mut_ptr(), count) };
    }
}

fn plain<T: Text>(x: f64) -> f64 {
    T::evaluate(Scalar(x)).0
}

/// # Safety
/// `count` doubles must lie behind both pointers, which do not overlap.
#[inline(always)]
pub(crate) unsafe fn map<L: Lanes, T: Text>(x: *const f64, y: *mut f64, count: usize) {
    let mut index = 0;
    // SAFETY: every access is below `count`
    unsafe {
        while index + L::COUNT <= count {
            T::evaluate(L::load(x.add(index))).store(y.add(index));
            index += L::COUNT;
        }
        while index < count {
            *y.add(index) = T::evaluate(Scalar(*x.add(index))).0;
            index += 1;
        }
    }
}
