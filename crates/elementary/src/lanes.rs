//! The operations that the functions are written in, and their scalar instance.

use std::ops::{Add, Div, Mul, Neg, Sub};

/// One or several doubles, operated on alike. Bit operations see a lane as its 64 bits.
pub trait Lanes:
    Copy
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    /// Lanes chosen by a comparison.
    type Mask: Copy;
    /// Number of lanes.
    const COUNT: usize;

    /// The same double in all lanes.
    fn splat(x: f64) -> Self;
    /// The same bits in all lanes.
    fn splat_bits(bits: u64) -> Self;
    /// # Safety
    /// `COUNT` doubles must be readable at `from`.
    unsafe fn load(from: *const f64) -> Self;
    /// # Safety
    /// `COUNT` doubles must be writable at `to`.
    unsafe fn store(self, to: *mut f64);
    /// `self * b + c`, rounded once.
    fn fma(self, b: Self, c: Self) -> Self;
    /// The square root.
    fn sqrt(self) -> Self;
    /// Bits of both.
    fn and(self, bits: Self) -> Self;
    /// Bits of either.
    fn or(self, bits: Self) -> Self;
    /// Bits of one but not both.
    fn xor(self, bits: Self) -> Self;
    /// Addition of the bits as integers, wrapping.
    fn add_bits(self, bits: Self) -> Self;
    /// The bits moved up.
    fn shift_left<const N: u32>(self) -> Self;
    /// The bits moved down, zeros behind them.
    fn shift_right<const N: u32>(self) -> Self;
    /// Ordered comparison: false where an operand is NaN.
    fn less(self, other: Self) -> Self::Mask;
    /// Lanes that are NaN.
    fn is_nan(self) -> Self::Mask;
    /// Lanes whose bits are zero.
    fn is_zero_bits(self) -> Self::Mask;
    /// `yes` in the lanes of the mask, `no` in the others.
    fn select(mask: Self::Mask, yes: Self, no: Self) -> Self;
    /// Whether some lane is in the mask.
    fn any(mask: Self::Mask) -> bool;
    /// Whether every lane is.
    fn all(mask: Self::Mask) -> bool;

    /// Without signs.
    fn abs(self) -> Self {
        self.and(Self::splat_bits(!SIGN))
    }

    /// `self` with the sign of `other`, for a `self` that is not negative.
    fn with_sign(self, other: Self) -> Self {
        self.or(other.and(Self::splat_bits(SIGN)))
    }

    /// `f` of `x` in the lanes of the mask.
    #[inline(always)]
    fn patched(self, mask: Self::Mask, x: Self, f: fn(f64) -> f64) -> Self {
        self.patched_pair(mask, x, x, |x, _| f(x))
    }

    /// `f` of `x` and `y` in the lanes of the mask.
    #[inline(always)]
    fn patched_pair(self, mask: Self::Mask, x: Self, y: Self, f: impl Fn(f64, f64) -> f64) -> Self {
        if !Self::any(mask) {
            return self;
        }
        let [mut values, mut first, mut second, mut chosen] = [[0.0; MOST]; 4];
        // SAFETY: the arrays have an element for every lane
        unsafe {
            self.store(values.as_mut_ptr());
            x.store(first.as_mut_ptr());
            y.store(second.as_mut_ptr());
            Self::select(mask, Self::splat(1.0), Self::splat(0.0)).store(chosen.as_mut_ptr());
        }
        for (((value, &x), &y), &chosen) in
            values.iter_mut().zip(&first).zip(&second).zip(&chosen).take(Self::COUNT)
        {
            if chosen != 0.0 {
                *value = f(x, y);
            }
        }
        // SAFETY: as above
        unsafe { Self::load(values.as_ptr()) }
    }
}

const SIGN: u64 = 1 << 63;
/// Lanes of the widest instance.
const MOST: usize = 8;

/// One double. Fused multiply-adds are instructions where the caller was compiled for them, else
/// exact in software.
#[derive(Clone, Copy)]
pub struct Scalar(pub f64);

impl Add for Scalar {
    type Output = Scalar;
    #[inline(always)]
    fn add(self, other: Scalar) -> Scalar {
        Scalar(self.0 + other.0)
    }
}

impl Sub for Scalar {
    type Output = Scalar;
    #[inline(always)]
    fn sub(self, other: Scalar) -> Scalar {
        Scalar(self.0 - other.0)
    }
}

impl Mul for Scalar {
    type Output = Scalar;
    #[inline(always)]
    fn mul(self, other: Scalar) -> Scalar {
        Scalar(self.0 * other.0)
    }
}

impl Div for Scalar {
    type Output = Scalar;
    #[inline(always)]
    fn div(self, other: Scalar) -> Scalar {
        Scalar(self.0 / other.0)
    }
}

impl Neg for Scalar {
    type Output = Scalar;
    #[inline(always)]
    fn neg(self) -> Scalar {
        Scalar(-self.0)
    }
}

fn bits(value: Scalar) -> u64 {
    value.0.to_bits()
}

impl Lanes for Scalar {
    type Mask = bool;
    const COUNT: usize = 1;

    #[inline(always)]
    fn splat(x: f64) -> Self {
        Scalar(x)
    }
    #[inline(always)]
    fn splat_bits(bits: u64) -> Self {
        Scalar(f64::from_bits(bits))
    }
    #[inline(always)]
    unsafe fn load(from: *const f64) -> Self {
        // SAFETY: the caller's promise
        Scalar(unsafe { *from })
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut f64) {
        // SAFETY: the caller's promise
        unsafe { *to = self.0 };
    }
    #[inline(always)]
    fn fma(self, b: Self, c: Self) -> Self {
        Scalar(self.0.mul_add(b.0, c.0))
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        Scalar(self.0.sqrt())
    }
    #[inline(always)]
    fn and(self, other: Self) -> Self {
        Scalar(f64::from_bits(bits(self) & bits(other)))
    }
    #[inline(always)]
    fn or(self, other: Self) -> Self {
        Scalar(f64::from_bits(bits(self) | bits(other)))
    }
    #[inline(always)]
    fn xor(self, other: Self) -> Self {
        Scalar(f64::from_bits(bits(self) ^ bits(other)))
    }
    #[inline(always)]
    fn add_bits(self, other: Self) -> Self {
        Scalar(f64::from_bits(bits(self).wrapping_add(bits(other))))
    }
    #[inline(always)]
    fn shift_left<const N: u32>(self) -> Self {
        Scalar(f64::from_bits(bits(self) << N))
    }
    #[inline(always)]
    fn shift_right<const N: u32>(self) -> Self {
        Scalar(f64::from_bits(bits(self) >> N))
    }
    #[inline(always)]
    fn less(self, other: Self) -> bool {
        self.0 < other.0
    }
    #[inline(always)]
    fn is_nan(self) -> bool {
        self.0.is_nan()
    }
    #[inline(always)]
    fn is_zero_bits(self) -> bool {
        bits(self) == 0
    }
    #[inline(always)]
    fn select(mask: bool, yes: Self, no: Self) -> Self {
        if mask { yes } else { no }
    }
    #[inline(always)]
    fn any(mask: bool) -> bool {
        mask
    }
    #[inline(always)]
    fn all(mask: bool) -> bool {
        mask
    }
}
