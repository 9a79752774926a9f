//! The C interface: expressions as text to native functions of doubles.
//!
//! ```c
//! void *ours_compile(const char *vars_csv, const char *const *outputs, size_t n_out); // NULL: unsupported
//! void (*ours_scalar(void *handle))(const double *in, double *out);
//! void (*ours_batch(void *handle))(const double *const *in, double *const *out, size_t n);
//! void ours_free(void *handle);
//! ```
//!
//! Batches are in fast mode (contracted products and sums) unless the environment has `VIETE_STRICT`; points are strict. The function pointers live as long as their handle. `in` and `out` must not overlap.

use std::ffi::{CStr, c_char, c_void};
use viete::{Kernel, Session};

type Point = unsafe extern "C" fn(*const f64, *mut f64);
type Columns = unsafe extern "C" fn(*const *const f64, *const *mut f64, usize);

fn compile(variables: &str, outputs: &[&str]) -> Option<Kernel> {
    let session = Session::new();
    let names = variables.split(',').map(str::trim).filter(|v| !v.is_empty());
    let arguments: Vec<_> = names.map(|v| session.symbol(v)).collect();
    // the benchmark's notation names the Bessel function of order zero
    let read = |text: &&str| session.parse(&text.replace("besselj0(", "besselj(0, "));
    let outputs: Result<Vec<_>, _> = outputs.iter().map(read).collect();
    let kernel = session.compile(&arguments, &outputs.ok()?).ok().filter(Kernel::is_native)?;
    Some(if std::env::var_os("VIETE_STRICT").is_some() { kernel } else { kernel.fast() })
}

/// Compiles `n_out` expressions of the comma-separated variables; null when one of them has no native function.
///
/// # Safety
/// `variables` and the `count` pointers of `outputs` must be valid NUL-terminated strings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ours_compile(variables: *const c_char, outputs: *const *const c_char, count: usize) -> *mut c_void {
    if variables.is_null() || outputs.is_null() {
        return std::ptr::null_mut();
    }
    // SAFETY: the caller promises valid strings.
    let variables = unsafe { CStr::from_ptr(variables) };
    // SAFETY: the caller promises `count` pointers.
    let pointers = unsafe { std::slice::from_raw_parts(outputs, count) };
    // SAFETY: as above, each is a valid string.
    let texts: Result<Vec<&str>, _> = pointers.iter().map(|&p| unsafe { CStr::from_ptr(p) }.to_str()).collect();
    match (variables.to_str(), texts) {
        (Ok(variables), Ok(texts)) => {
            compile(variables, &texts).map_or(std::ptr::null_mut(), |k| Box::into_raw(Box::new(k)).cast())
        }
        _ => std::ptr::null_mut(),
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
