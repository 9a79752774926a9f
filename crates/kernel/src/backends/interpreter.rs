//! The interpreter, as a backend that makes no code: the kernel then interprets.

use super::{ColumnCode, Executor};
use crate::compiled::Points;
use crate::program::Program;
use viete_numbers::Error;

/// The backend.
pub(super) struct Interpreter;

impl Executor for Interpreter {
    fn name(&self) -> &'static str {
        "interpreter"
    }

    fn points(&self, _: &Program, _: bool) -> Option<Result<Points, Error>> {
        Some(Err(Error::unsupported("interpretation was asked for")))
    }

    fn columns(&self, _: &Program, _: bool) -> Option<Box<dyn ColumnCode>> {
        None
    }
}
