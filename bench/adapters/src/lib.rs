//! C functions for benchmarks that load a library: expressions as text to native functions of
//! doubles. The names are the benchmarks'; this is no interface for embedding viete.
//!
//! ```c
//! void *ours_compile(const char *vars_csv, const char *const *outputs, size_t n_out); // NULL: unsupported
//! void (*ours_scalar(void *handle))(const double *in, double *out);
//! void (*ours_batch(void *handle))(const double *const *in, double *const *out, size_t n);
//! void ours_free(void *handle);
//! void *ours_parse(const char *vars_csv, const char *const *outputs, size_t n_out);       // expressions, to compile later
//! void *ours_compile_parsed(const void *parsed);
//! void ours_free_parsed(void *parsed);
//! ```
//!
//! Kernels are in fast mode (contracted products and sums) unless the environment has
//! `VIETE_STRICT`. The function pointers live as long as their handle. `in` and `out` must not
//! overlap.

use std::ffi::{CStr, c_char, c_void};
use viete::floors::term::Term;
use viete::{Kernel, Session};

type Point = unsafe extern "C" fn(*const f64, *mut f64);
type Columns = unsafe extern "C" fn(*const *const f64, *const *mut f64, usize);

/// A session with the terms of a function: arguments and outputs.
pub struct Parsed {
    session: Session,
    arguments: Vec<Term>,
    outputs: Vec<Term>,
}

fn parse(variables: &str, outputs: &[&str]) -> Option<Parsed> {
    let session = Session::new();
    let names = variables.split(',').map(str::trim).filter(|v| !v.is_empty());
    let arguments = names.map(|v| session.symbol(v).term()).collect();
    // the benchmark's notation names the Bessel function of order zero
    let read = |text: &&str| {
        session.parse(&text.replace("besselj0(", "besselj(0, ")).map(viete::Expr::term)
    };
    let outputs = outputs.iter().map(read).collect::<Result<_, _>>().ok()?;
    Some(Parsed { session, arguments, outputs })
}

fn compile(parsed: &Parsed) -> Option<Kernel> {
    let exprs = |terms: &[Term]| terms.iter().map(|&t| parsed.session.expr(t)).collect::<Vec<_>>();
    let kernel = parsed.session.compile(&exprs(&parsed.arguments), &exprs(&parsed.outputs)).ok()?;
    let kernel = if std::env::var_os("VIETE_STRICT").is_some() { kernel } else { kernel.fast() };
    kernel.is_native().then_some(kernel)
}

/// # Safety
/// `variables` and the `count` pointers of `outputs` must be null or valid NUL-terminated strings.
unsafe fn read(
    variables: *const c_char,
    outputs: *const *const c_char,
    count: usize,
) -> Option<Parsed> {
    if variables.is_null() || outputs.is_null() {
        return None;
    }
    // SAFETY: the caller promises valid strings.
    let variables = unsafe { CStr::from_ptr(variables) };
    // SAFETY: the caller promises `count` pointers.
    let pointers = unsafe { std::slice::from_raw_parts(outputs, count) };
    // SAFETY: as above, each is a valid string.
    let texts: Result<Vec<&str>, _> =
        pointers.iter().map(|&p| unsafe { CStr::from_ptr(p) }.to_str()).collect();
    parse(variables.to_str().ok()?, &texts.ok()?)
}

fn boxed<T>(value: Option<T>) -> *mut c_void {
    value.map_or(std::ptr::null_mut(), |value| Box::into_raw(Box::new(value)).cast())
}

/// Compiles `n_out` expressions of the comma-separated variables; null when one of them has no
/// native function.
///
/// # Safety
/// `variables` and the `count` pointers of `outputs` must be valid NUL-terminated strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ours_compile(
    variables: *const c_char,
    outputs: *const *const c_char,
    count: usize,
) -> *mut c_void {
    // SAFETY: the caller's promise
    boxed(unsafe { read(variables, outputs, count) }.as_ref().and_then(compile))
}

/// Reads expressions as [`ours_compile`] does, to be compiled later; null when one cannot be read.
///
/// # Safety
/// As [`ours_compile`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ours_parse(
    variables: *const c_char,
    outputs: *const *const c_char,
    count: usize,
) -> *mut c_void {
    // SAFETY: the caller's promise
    boxed(unsafe { read(variables, outputs, count) })
}

/// Compiles what [`ours_parse`] has read; null when it has no native function.
///
/// # Safety
/// `parsed` must come from `ours_parse` and not be freed yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ours_compile_parsed(parsed: *const c_void) -> *mut c_void {
    // SAFETY: the caller promises a live handle.
    boxed(unsafe { parsed.cast::<Parsed>().as_ref() }.and_then(compile))
}

/// Frees what [`ours_parse`] has read; null is allowed.
///
/// # Safety
/// `parsed` must come from `ours_parse` and not be used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ours_free_parsed(parsed: *mut c_void) {
    if !parsed.is_null() {
        // SAFETY: the caller gives back the box that `ours_parse` made.
        drop(unsafe { Box::from_raw(parsed.cast::<Parsed>()) });
    }
}

/// The function of one point.
///
/// # Safety
/// `handle` must come from `ours_compile` and not be freed yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ours_scalar(handle: *const c_void) -> Option<Point> {
    // SAFETY: the caller promises a live handle.
    let kernel = unsafe { handle.cast::<Kernel>().as_ref() }?;
    kernel.pointers().map(|p| p.0)
}

/// The function of columns of points.
///
/// # Safety
/// `handle` must come from `ours_compile` and not be freed yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ours_batch(handle: *const c_void) -> Option<Columns> {
    // SAFETY: the caller promises a live handle.
    let kernel = unsafe { handle.cast::<Kernel>().as_ref() }?;
    kernel.pointers().map(|p| p.1)
}

/// Frees a handle and its code; null is allowed.
///
/// # Safety
/// `handle` must come from `ours_compile`, and neither it nor its functions be used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ours_free(handle: *mut c_void) {
    if !handle.is_null() {
        // SAFETY: the caller gives back the box that `ours_compile` made.
        drop(unsafe { Box::from_raw(handle.cast::<Kernel>()) });
    }
}
