//! Executable memory: written first, then made executable and never writable again.

use memmap2::{Mmap, MmapMut};
use std::io;

/// A stage's machine code: pointers of inputs and outputs, working memory, bytes of a block,
/// constants, spills.
pub type StageCode = unsafe extern "C" fn(*const *mut f64, *mut f64, usize, *const f64, *mut f64);

/// Several functions in one mapping, freed with it.
pub struct Executable {
    mapping: Mmap,
}

impl Executable {
    pub fn new(bytes: &[u8]) -> io::Result<Executable> {
        let mut writable = MmapMut::map_anon(bytes.len().max(1))?;
        writable
            .get_mut(..bytes.len())
            .into_iter()
            .for_each(|memory| memory.copy_from_slice(bytes));
        Ok(Executable { mapping: writable.make_exec()? })
    }

    /// The address of the byte at `offset`; `None` outside.
    pub fn address(&self, offset: usize) -> Option<*const u8> {
        self.mapping.get(offset).map(|byte| &raw const *byte)
    }

    pub fn bytes(&self) -> &[u8] {
        &self.mapping
    }

    pub fn len(&self) -> usize {
        self.mapping.len()
    }
}
