//! The vector instances. Methods are called only from functions compiled for their instructions.

use crate::block::{Scalars, Scalars2, map, pairs};
use crate::functions::{Binary, Unary, evaluate, evaluate_pair};
use crate::lanes::{Lanes, Scalar};
use crate::vectors::{self, Text};
use std::arch::x86_64::*;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// # Safety
/// The processor must have fused multiply-adds.
#[target_feature(enable = "avx2,fma")]
pub unsafe fn apply_fma(function: Unary, x: f64) -> f64 {
    evaluate(function, Scalar(x)).0
}

/// # Safety
/// The processor must have fused multiply-adds.
#[target_feature(enable = "avx2,fma")]
unsafe extern "C" fn one<const N: usize>(x: f64) -> f64 {
    Unary::ALL.get(N).map_or(f64::NAN, |&function| evaluate(function, Scalar(x)).0)
}

/// The instance of [`apply_fma`] for each function, in the order of [`Unary::ALL`].
pub const ONE: [Scalars; 14] = [
    one::<0>, one::<1>, one::<2>, one::<3>, one::<4>, one::<5>, one::<6>, one::<7>, one::<8>,
    one::<9>, one::<10>, one::<11>, one::<12>, one::<13>,
];

/// # Safety
/// The processor must have fused multiply-adds.
#[target_feature(enable = "avx2,fma")]
pub unsafe fn apply_pair_fma(function: Binary, x: f64, y: f64) -> f64 {
    evaluate_pair(function, Scalar(x), Scalar(y)).0
}

/// # Safety
/// The processor must have fused multiply-adds.
#[target_feature(enable = "avx2,fma")]
unsafe extern "C" fn one_pair<const N: usize>(x: f64, y: f64) -> f64 {
    Binary::ALL.get(N).map_or(f64::NAN, |&function| evaluate_pair(function, Scalar(x), Scalar(y)).0)
}

/// The instance of [`apply_pair_fma`] for each function, in the order of [`Binary::ALL`].
pub const ONE_PAIR: [Scalars2; 2] = [one_pair::<0>, one_pair::<1>];

/// # Safety
/// The processor must have fused multiply-adds.
#[target_feature(enable = "avx2,fma")]
pub unsafe extern "C" fn one_text<T: Text>(x: f64) -> f64 {
    T::evaluate(Scalar(x)).0
}

/// # Safety
/// As [`vectors::map`], on a processor with AVX2 and fused multiply-adds.
#[target_feature(enable = "avx2,fma")]
pub unsafe fn text_avx2<T: Text>(x: *const f64, y: *mut f64, count: usize) {
    // SAFETY: the caller's promise
    unsafe { vectors::map::<Four, T>(x, y, count) };
}

/// # Safety
/// As [`vectors::map`], on a processor with AVX-512 F and DQ.
#[target_feature(enable = "avx512f,avx512dq,avx2,fma")]
pub unsafe fn text_avx512<T: Text>(x: *const f64, y: *mut f64, count: usize) {
    // SAFETY: the caller's promise
    unsafe { vectors::map::<Eight, T>(x, y, count) };
}

/// # Safety
/// As [`pairs`], on a processor with AVX2 and fused multiply-adds.
#[target_feature(enable = "avx2,fma")]
pub unsafe fn pairs_avx2(
    function: Binary,
    x: *const f64,
    y: *const f64,
    z: *mut f64,
    count: usize,
) {
    // SAFETY: the caller's promise
    unsafe { pairs::<Four>(function, x, y, z, count) };
}

/// # Safety
/// As [`pairs`], on a processor with AVX-512 F and DQ.
#[target_feature(enable = "avx512f,avx512dq,avx2,fma")]
pub unsafe fn pairs_avx512(
    function: Binary,
    x: *const f64,
    y: *const f64,
    z: *mut f64,
    count: usize,
) {
    // SAFETY: the caller's promise
    unsafe { pairs::<Eight>(function, x, y, z, count) };
}

/// # Safety
/// As [`map`], on a processor with AVX2 and fused multiply-adds.
#[target_feature(enable = "avx2,fma")]
pub unsafe fn map_avx2(function: Unary, x: *const f64, y: *mut f64, count: usize) {
    // SAFETY: the caller's promise
    unsafe { map::<Four>(function, x, y, count) };
}

/// # Safety
/// As [`map`], on a processor with AVX-512 F and DQ.
#[target_feature(enable = "avx512f,avx512dq,avx2,fma")]
pub unsafe fn map_avx512(function: Unary, x: *const f64, y: *mut f64, count: usize) {
    // SAFETY: the caller's promise
    unsafe { map::<Eight>(function, x, y, count) };
}

/// Four doubles of AVX2.
#[derive(Clone, Copy)]
struct Four(__m256d);

impl Add for Four {
    type Output = Four;
    #[inline(always)]
    fn add(self, other: Four) -> Four {
        // SAFETY: see the module
        Four(unsafe { _mm256_add_pd(self.0, other.0) })
    }
}

impl Sub for Four {
    type Output = Four;
    #[inline(always)]
    fn sub(self, other: Four) -> Four {
        // SAFETY: see the module
        Four(unsafe { _mm256_sub_pd(self.0, other.0) })
    }
}

impl Mul for Four {
    type Output = Four;
    #[inline(always)]
    fn mul(self, other: Four) -> Four {
        // SAFETY: see the module
        Four(unsafe { _mm256_mul_pd(self.0, other.0) })
    }
}

impl Div for Four {
    type Output = Four;
    #[inline(always)]
    fn div(self, other: Four) -> Four {
        // SAFETY: see the module
        Four(unsafe { _mm256_div_pd(self.0, other.0) })
    }
}

impl Neg for Four {
    type Output = Four;
    #[inline(always)]
    fn neg(self) -> Four {
        self.xor(Four::splat(-0.0))
    }
}

impl Four {
    #[inline(always)]
    fn bits(self) -> __m256i {
        // SAFETY: see the module
        unsafe { _mm256_castpd_si256(self.0) }
    }

    #[inline(always)]
    fn from_bits(bits: __m256i) -> Four {
        // SAFETY: see the module
        Four(unsafe { _mm256_castsi256_pd(bits) })
    }
}

impl Lanes for Four {
    type Mask = __m256d;
    const COUNT: usize = 4;

    #[inline(always)]
    fn splat(x: f64) -> Self {
        // SAFETY: see the module
        unsafe { Four(_mm256_set1_pd(x)) }
    }
    #[inline(always)]
    fn splat_bits(bits: u64) -> Self {
        // SAFETY: see the module
        unsafe { Four::from_bits(_mm256_set1_epi64x(bits as i64)) }
    }
    #[inline(always)]
    unsafe fn load(from: *const f64) -> Self {
        // SAFETY: the caller's promise
        Four(unsafe { _mm256_loadu_pd(from) })
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut f64) {
        // SAFETY: the caller's promise
        unsafe { _mm256_storeu_pd(to, self.0) };
    }
    #[inline(always)]
    fn fma(self, b: Self, c: Self) -> Self {
        // SAFETY: see the module
        unsafe { Four(_mm256_fmadd_pd(self.0, b.0, c.0)) }
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        // SAFETY: see the module
        unsafe { Four(_mm256_sqrt_pd(self.0)) }
    }
    #[inline(always)]
    fn and(self, bits: Self) -> Self {
        // SAFETY: see the module
        unsafe { Four(_mm256_and_pd(self.0, bits.0)) }
    }
    #[inline(always)]
    fn or(self, bits: Self) -> Self {
        // SAFETY: see the module
        unsafe { Four(_mm256_or_pd(self.0, bits.0)) }
    }
    #[inline(always)]
    fn xor(self, bits: Self) -> Self {
        // SAFETY: see the module
        unsafe { Four(_mm256_xor_pd(self.0, bits.0)) }
    }
    #[inline(always)]
    fn add_bits(self, bits: Self) -> Self {
        // SAFETY: see the module
        unsafe { Four::from_bits(_mm256_add_epi64(self.bits(), bits.bits())) }
    }
    #[inline(always)]
    fn shift_left<const N: u32>(self) -> Self {
        // SAFETY: see the module
        Four::from_bits(unsafe { _mm256_sll_epi64(self.bits(), _mm_cvtsi32_si128(N as i32)) })
    }
    #[inline(always)]
    fn shift_right<const N: u32>(self) -> Self {
        // SAFETY: see the module
        Four::from_bits(unsafe { _mm256_srl_epi64(self.bits(), _mm_cvtsi32_si128(N as i32)) })
    }
    #[inline(always)]
    fn less(self, other: Self) -> __m256d {
        // SAFETY: see the module
        unsafe { _mm256_cmp_pd::<_CMP_LT_OQ>(self.0, other.0) }
    }
    #[inline(always)]
    fn is_nan(self) -> __m256d {
        // SAFETY: see the module
        unsafe { _mm256_cmp_pd::<_CMP_UNORD_Q>(self.0, self.0) }
    }
    #[inline(always)]
    fn is_zero_bits(self) -> __m256d {
        // SAFETY: see the module
        unsafe { _mm256_castsi256_pd(_mm256_cmpeq_epi64(self.bits(), _mm256_setzero_si256())) }
    }
    #[inline(always)]
    fn select(mask: __m256d, yes: Self, no: Self) -> Self {
        // SAFETY: see the module
        unsafe { Four(_mm256_blendv_pd(no.0, yes.0, mask)) }
    }
    #[inline(always)]
    fn any(mask: __m256d) -> bool {
        // SAFETY: see the module
        unsafe { _mm256_movemask_pd(mask) != 0 }
    }
    #[inline(always)]
    fn all(mask: __m256d) -> bool {
        // SAFETY: see the module
        unsafe { _mm256_movemask_pd(mask) == 0b1111 }
    }
}

/// Eight doubles of AVX-512.
#[derive(Clone, Copy)]
struct Eight(__m512d);

impl Add for Eight {
    type Output = Eight;
    #[inline(always)]
    fn add(self, other: Eight) -> Eight {
        // SAFETY: see the module
        Eight(unsafe { _mm512_add_pd(self.0, other.0) })
    }
}

impl Sub for Eight {
    type Output = Eight;
    #[inline(always)]
    fn sub(self, other: Eight) -> Eight {
        // SAFETY: see the module
        Eight(unsafe { _mm512_sub_pd(self.0, other.0) })
    }
}

impl Mul for Eight {
    type Output = Eight;
    #[inline(always)]
    fn mul(self, other: Eight) -> Eight {
        // SAFETY: see the module
        Eight(unsafe { _mm512_mul_pd(self.0, other.0) })
    }
}

impl Div for Eight {
    type Output = Eight;
    #[inline(always)]
    fn div(self, other: Eight) -> Eight {
        // SAFETY: see the module
        Eight(unsafe { _mm512_div_pd(self.0, other.0) })
    }
}

impl Neg for Eight {
    type Output = Eight;
    #[inline(always)]
    fn neg(self) -> Eight {
        self.xor(Eight::splat(-0.0))
    }
}

impl Eight {
    #[inline(always)]
    fn bits(self) -> __m512i {
        // SAFETY: see the module
        unsafe { _mm512_castpd_si512(self.0) }
    }

    #[inline(always)]
    fn from_bits(bits: __m512i) -> Eight {
        // SAFETY: see the module
        Eight(unsafe { _mm512_castsi512_pd(bits) })
    }
}

impl Lanes for Eight {
    type Mask = __mmask8;
    const COUNT: usize = 8;

    #[inline(always)]
    fn splat(x: f64) -> Self {
        // SAFETY: see the module
        unsafe { Eight(_mm512_set1_pd(x)) }
    }
    #[inline(always)]
    fn splat_bits(bits: u64) -> Self {
        // SAFETY: see the module
        unsafe { Eight::from_bits(_mm512_set1_epi64(bits as i64)) }
    }
    #[inline(always)]
    unsafe fn load(from: *const f64) -> Self {
        // SAFETY: the caller's promise
        Eight(unsafe { _mm512_loadu_pd(from) })
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut f64) {
        // SAFETY: the caller's promise
        unsafe { _mm512_storeu_pd(to, self.0) };
    }
    #[inline(always)]
    fn fma(self, b: Self, c: Self) -> Self {
        // SAFETY: see the module
        unsafe { Eight(_mm512_fmadd_pd(self.0, b.0, c.0)) }
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        // SAFETY: see the module
        unsafe { Eight(_mm512_sqrt_pd(self.0)) }
    }
    #[inline(always)]
    fn and(self, bits: Self) -> Self {
        // SAFETY: see the module
        unsafe { Eight(_mm512_and_pd(self.0, bits.0)) }
    }
    #[inline(always)]
    fn or(self, bits: Self) -> Self {
        // SAFETY: see the module
        unsafe { Eight(_mm512_or_pd(self.0, bits.0)) }
    }
    #[inline(always)]
    fn xor(self, bits: Self) -> Self {
        // SAFETY: see the module
        unsafe { Eight(_mm512_xor_pd(self.0, bits.0)) }
    }
    #[inline(always)]
    fn add_bits(self, bits: Self) -> Self {
        // SAFETY: see the module
        unsafe { Eight::from_bits(_mm512_add_epi64(self.bits(), bits.bits())) }
    }
    #[inline(always)]
    fn shift_left<const N: u32>(self) -> Self {
        // SAFETY: see the module
        Eight::from_bits(unsafe { _mm512_slli_epi64::<N>(self.bits()) })
    }
    #[inline(always)]
    fn shift_right<const N: u32>(self) -> Self {
        // SAFETY: see the module
        Eight::from_bits(unsafe { _mm512_srli_epi64::<N>(self.bits()) })
    }
    #[inline(always)]
    fn less(self, other: Self) -> __mmask8 {
        // SAFETY: see the module
        unsafe { _mm512_cmp_pd_mask::<_CMP_LT_OQ>(self.0, other.0) }
    }
    #[inline(always)]
    fn is_nan(self) -> __mmask8 {
        // SAFETY: see the module
        unsafe { _mm512_cmp_pd_mask::<_CMP_UNORD_Q>(self.0, self.0) }
    }
    #[inline(always)]
    fn is_zero_bits(self) -> __mmask8 {
        // SAFETY: see the module
        unsafe { _mm512_testn_epi64_mask(self.bits(), self.bits()) }
    }
    #[inline(always)]
    fn select(mask: __mmask8, yes: Self, no: Self) -> Self {
        // SAFETY: see the module
        unsafe { Eight(_mm512_mask_blend_pd(mask, no.0, yes.0)) }
    }
    #[inline(always)]
    fn any(mask: __mmask8) -> bool {
        mask != 0
    }
    #[inline(always)]
    fn all(mask: __mmask8) -> bool {
        mask == u8::MAX
    }
}
