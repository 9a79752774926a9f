//! What executes programs over doubles, each behind [`Executor`], one file each: the direct
//! emitter, the block machine, Cranelift, the interpreter. In strict mode all give the same bits.
//! A kernel takes the first of the list that serves it unless one is asked for.

mod block;
mod cranelift;
#[cfg(all(target_arch = "x86_64", unix))]
mod direct;
mod interpreter;

use crate::compiled::{Columns, Points};
use crate::kernel::Mode;
use crate::program::Program;
use std::fmt;
use viete_numbers::Error;

/// A way of running programs. Programs come with their constants folded; `fuse` lets products and
/// sums be contracted.
pub(crate) trait Executor: Sync {
    /// The name by which it is asked for.
    fn name(&self) -> &'static str;
    /// Code for points; `None` where this executor makes none of this program.
    fn points(&self, program: &Program, fuse: bool) -> Option<Result<Points, Error>>;
    /// What runs columns; `None` where this executor does not run this program.
    fn columns(&self, program: &Program, fuse: bool) -> Option<Box<dyn ColumnCode>>;
}

/// What runs columns of points.
pub(crate) trait ColumnCode: Send + Sync {
    /// Runs all rows; `given` is for the constants of that kind. False, and nothing done, where
    /// lengths are not right or numbers cannot be given.
    fn run(
        &self,
        columns: &[&[f64]],
        outputs: &mut [&mut [f64]],
        rows: usize,
        given: &[f64],
    ) -> bool;

    /// [`ColumnCode::run`] of columns that begin at the given places of one slice, into those of
    /// another.
    fn shifted(
        &self,
        _sources: (&[f64], &[usize]),
        _targets: (&mut [f64], &[usize]),
        _rows: usize,
        _given: &[f64],
    ) -> bool {
        false
    }

    /// Bytes of machine code.
    fn code_bytes(&self) -> usize {
        0
    }

    /// The entry point, for callers from C.
    fn entry(&self) -> Option<Columns> {
        None
    }

    /// Whether several rows are computed at once.
    fn is_vectorised(&self) -> bool {
        false
    }
}

/// One of the executors, by its name.
#[derive(Clone, Copy)]
pub struct Backend(&'static dyn Executor);

impl Backend {
    /// All of this machine, in the order in which they are tried.
    pub const ALL: &'static [Backend] = &[
        #[cfg(all(target_arch = "x86_64", unix))]
        Backend(&direct::Direct),
        Backend(&block::Block),
        Backend(&cranelift::Cranelift),
        Backend::INTERPRETER,
    ];

    /// The reference: one operation after the other, in any number domain.
    pub const INTERPRETER: Backend = Backend(&interpreter::Interpreter);

    /// The executor of this name.
    pub fn named(name: &str) -> Option<Backend> {
        Backend::ALL.iter().copied().find(|backend| backend.name() == name)
    }

    /// Its name in lower case.
    pub fn name(self) -> &'static str {
        self.0.name()
    }
}

impl PartialEq for Backend {
    fn eq(&self, other: &Backend) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Backend {}

impl fmt::Debug for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Whether a fused multiply-add is an instruction; in software it would be slow.
fn has_contraction() -> bool {
    cfg!(target_arch = "aarch64") || viete_elementary::level() > viete_elementary::Level::Scalar
}

/// Those asked for, or all.
fn candidates(asked: Option<Backend>) -> impl Iterator<Item = Backend> {
    let others = if asked.is_some() { &[] } else { Backend::ALL };
    asked.into_iter().chain(others.iter().copied())
}

/// Code for points of the executor asked for, or of the first that makes some.
pub(crate) fn points(
    program: &Program,
    mode: Mode,
    asked: Option<Backend>,
) -> Result<Points, Error> {
    let fuse = mode == Mode::Fast && has_contraction();
    let program = &*crate::fold::folded(program);
    let mut refusal = None;
    for backend in candidates(asked) {
        match backend.0.points(program, fuse) {
            Some(Ok(points)) => return Ok(points),
            Some(Err(error)) => refusal = refusal.or(Some(error)),
            None => {}
        }
    }
    Err(refusal.unwrap_or_else(|| {
        let name = asked.map_or("no backend", Backend::name);
        Error::unsupported(format!("`{name}` makes no code for points of this program"))
    }))
}

/// What runs columns, of the executor asked for or of the first that does.
pub(crate) fn columns(
    program: &Program,
    mode: Mode,
    asked: Option<Backend>,
) -> Option<Box<dyn ColumnCode>> {
    let fuse = mode == Mode::Fast && has_contraction();
    let program = &*crate::fold::folded(program);
    candidates(asked).find_map(|backend| backend.0.columns(program, fuse))
}
