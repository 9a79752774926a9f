//! The hash table of the store: slots of 32 bits of hash and a 32-bit id, probed linearly.
//!
//! A lookup touches one cache line as a rule. A slot's home is given by the *high* bits of its
//! hash, so growing walks the old slots and the new ones in the same order and reads no node. Ids
//! are never removed.

/// Marks a slot that holds no id; the store never gives out this id.
const EMPTY: u32 = u32::MAX;

#[derive(Clone, Copy)]
struct Slot {
    hash: u32,
    id: u32,
}

/// Hashes and ids; the owner knows what an id stands for.
pub(crate) struct Table {
    /// A power of two of slots, at most 3/4 of them taken.
    slots: Vec<Slot>,
    length: usize,
}

/// Where an id is to be put: given by a [`Table::find`] that found nothing, valid until the next
/// insertion.
pub(crate) struct Vacancy(usize);

#[expect(
    clippy::indexing_slicing,
    reason = "positions are masked to the length of the slots, a power of two"
)]
impl Table {
    pub fn new() -> Table {
        Table { slots: vec![Slot { hash: 0, id: EMPTY }; 16], length: 0 }
    }

    /// The id with this hash for which `same` holds, or the place for a new one.
    #[inline]
    pub fn find(&self, hash: u32, same: impl Fn(u32) -> bool) -> Result<u32, Vacancy> {
        let mask = self.slots.len() - 1;
        let mut position = ((u64::from(hash) * self.slots.len() as u64) >> 32) as usize;
        loop {
            let slot = self.slots[position & mask];
            if slot.hash == hash && slot.id != EMPTY && same(slot.id) {
                return Ok(slot.id);
            }
            if slot.id == EMPTY {
                return Err(Vacancy(position & mask));
            }
            position += 1;
        }
    }

    pub fn insert(&mut self, vacancy: Vacancy, hash: u32, id: u32) {
        self.slots[vacancy.0] = Slot { hash, id };
        self.length += 1;
        if self.length > self.slots.len() / 4 * 3 {
            self.grow();
        }
    }

    /// Room for so many more ids without growing on the way.
    pub fn reserve(&mut self, additional: usize) {
        let needed = ((self.length + additional) / 3 * 4 + 4).next_power_of_two();
        if needed > self.slots.len() {
            self.widen(needed);
        }
    }

    fn grow(&mut self) {
        self.widen(self.slots.len() * 2);
    }

    fn widen(&mut self, size: usize) {
        let wider = vec![Slot { hash: 0, id: EMPTY }; size];
        for slot in
            std::mem::replace(&mut self.slots, wider).into_iter().filter(|slot| slot.id != EMPTY)
        {
            if let Err(Vacancy(position)) = self.find(slot.hash, |_| false) {
                self.slots[position] = slot;
            }
        }
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        self.slots.capacity() * size_of::<Slot>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_again_after_growth_even_when_hashes_collide() {
        let mut table = Table::new();
        let hash = |id: u32| (id / 3).wrapping_mul(0x9E37_79B9);
        for id in 0..10_000 {
            match table.find(hash(id), |other| other == id) {
                Err(vacancy) => table.insert(vacancy, hash(id), id),
                Ok(_) => panic!("{id} is new"),
            }
        }
        for id in 0..10_000 {
            assert_eq!(table.find(hash(id), |other| other == id).ok(), Some(id));
        }
        assert!(table.memory() <= 10_000 * 8 * 8 / 3);
    }
}
