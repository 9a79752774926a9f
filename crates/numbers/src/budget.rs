//! `Budget`: what a computation may spend. Deterministic fuel first; wall clock, memory and the
//! cancel flag end a computation with an error.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Why a computation stopped before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Stop {
    #[error("resource limit: out of fuel (`:set fuel N` raises it)")]
    Fuel,
    #[error("resource limit: out of time (`:set time SECONDS` raises it)")]
    Time,
    #[error("resource limit: out of memory allowance")]
    Memory,
    #[error("cancelled")]
    Cancelled,
}

/// A shared switch that ends a running computation from another thread or a signal handler, and the
/// work that the computation has reported so far.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    cancelled: AtomicBool,
    spent: AtomicU64,
}

impl Cancel {
    pub fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::Relaxed);
    }

    pub fn reset(&self) {
        self.0.cancelled.store(false, Ordering::Relaxed);
    }

    pub fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::Relaxed)
    }

    /// Units of fuel spent since the beginning, in steps of some thousand: for a display of
    /// progress.
    pub fn spent(&self) -> u64 {
        self.0.spent.load(Ordering::Relaxed)
    }
}

/// Limits of one statement: a cheap handle, shared by all who work on it, also on other threads.
/// How methods share work is decided by fuel alone; time, memory and the cancel flag only end it.
#[derive(Clone, Debug)]
pub struct Budget {
    purse: Arc<Purse>,
    /// Largest number of term nodes a computation may add.
    pub nodes: usize,
}

#[derive(Debug)]
struct Purse {
    fuel: AtomicU64,
    /// Work since the clock was last read; threads may lose each other's steps here.
    unclocked: AtomicU64,
    deadline: Option<Instant>,
    /// Bytes that may be held by large allocations at once, and those held now.
    memory: u64,
    held: AtomicU64,
    cancel: Cancel,
}

/// How often the clock is read: once per this many units of fuel.
const CLOCK_INTERVAL: u64 = 4096;
/// What one call counts for at least when it comes to reading the clock: fuel is an estimate, and
/// many calls of little fuel may take long.
const CALL: u64 = 64;
/// Bytes of large allocations unless told otherwise: 1 GiB.
const MEMORY: u64 = 1 << 30;

impl Budget {
    /// `fuel` units of work (about 10 to 100 ns each), an optional time limit and a node limit.
    pub fn new(fuel: u64, time: Option<Duration>, nodes: usize, cancel: Cancel) -> Budget {
        let deadline = time.and_then(|limit| Instant::now().checked_add(limit));
        let purse = Purse {
            fuel: AtomicU64::new(fuel),
            unclocked: AtomicU64::new(0),
            deadline,
            memory: MEMORY,
            held: AtomicU64::new(0),
            cancel,
        };
        Budget { purse: Arc::new(purse), nodes }
    }

    /// The same limits with another allowance of memory, and nothing held yet. The handle is a new
    /// one: fuel is not shared with the old.
    #[must_use]
    pub fn with_memory(self, bytes: u64) -> Budget {
        let purse = Purse {
            fuel: AtomicU64::new(self.remaining_fuel()),
            unclocked: AtomicU64::new(0),
            deadline: self.purse.deadline,
            memory: bytes,
            held: AtomicU64::new(0),
            cancel: self.purse.cancel.clone(),
        };
        Budget { purse: Arc::new(purse), nodes: self.nodes }
    }

    /// Spends `units` of fuel.
    ///
    /// # Errors
    /// The reason to stop, when fuel or time is out or the computation was cancelled.
    #[inline]
    pub fn spend(&self, units: u64) -> Result<(), Stop> {
        let purse = &*self.purse;
        // a failed step leaves the fuel to smaller ones
        if purse
            .fuel
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |fuel| fuel.checked_sub(units))
            .is_err()
        {
            return Err(Stop::Fuel);
        }
        let before = purse.unclocked.load(Ordering::Relaxed);
        let unclocked = before.saturating_add(units).saturating_add(CALL);
        if unclocked < CLOCK_INTERVAL {
            purse.unclocked.store(unclocked, Ordering::Relaxed);
            return Ok(());
        }
        purse.unclocked.store(0, Ordering::Relaxed);
        purse.cancel.0.spent.fetch_add(unclocked, Ordering::Relaxed);
        self.check_clock()
    }

    /// Refuses at once what is predicted to spend more than is left.
    ///
    /// # Errors
    /// [`Stop::Fuel`].
    pub fn suffices(&self, units: u64) -> Result<(), Stop> {
        if units <= self.remaining_fuel() { Ok(()) } else { Err(Stop::Fuel) }
    }

    /// Looks at the cancel flag and the clock now.
    ///
    /// # Errors
    /// [`Stop::Cancelled`] or [`Stop::Time`].
    pub fn check_clock(&self) -> Result<(), Stop> {
        if self.purse.cancel.is_cancelled() {
            return Err(Stop::Cancelled);
        }
        match self.purse.deadline {
            Some(deadline) if Instant::now() >= deadline => Err(Stop::Time),
            _ => Ok(()),
        }
    }

    /// Refuses what would need more bytes than are left. Nothing is held: for what lives as long as
    /// the caller only, and dies before the next large piece is asked for.
    ///
    /// # Errors
    /// [`Stop::Memory`].
    pub fn fits(&self, bytes: u64) -> Result<(), Stop> {
        match self.purse.held.load(Ordering::Relaxed).checked_add(bytes) {
            Some(total) if total <= self.purse.memory => Ok(()),
            _ => Err(Stop::Memory),
        }
    }

    /// Refuses an array of `count` values of the type `T` that would need more bytes than are left.
    ///
    /// # Errors
    /// [`Stop::Memory`].
    pub fn fits_array<T>(&self, count: u64) -> Result<(), Stop> {
        self.fits(count.saturating_mul(size_of::<T>() as u64))
    }

    /// Holds `bytes` of the allowance until the guard is dropped; asked for before the memory is.
    ///
    /// # Errors
    /// [`Stop::Memory`], when more would be held than is allowed.
    pub fn allocate(&self, bytes: u64) -> Result<Allocation, Stop> {
        let purse = &self.purse;
        let taken = purse.held.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |held| {
            held.checked_add(bytes).filter(|&total| total <= purse.memory)
        });
        match taken {
            Ok(_) => Ok(Allocation { purse: Arc::clone(purse), bytes }),
            Err(_) => Err(Stop::Memory),
        }
    }

    /// Units of fuel that are left.
    pub fn remaining_fuel(&self) -> u64 {
        self.purse.fuel.load(Ordering::Relaxed)
    }
}

/// Bytes of the allowance that are held while this lives.
#[derive(Debug)]
pub struct Allocation {
    purse: Arc<Purse>,
    bytes: u64,
}

impl Drop for Allocation {
    fn drop(&mut self) {
        self.purse.held.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

impl Default for Budget {
    /// 200 million units, no clock, 20 million nodes, 1 GiB: deterministic and bounded to some
    /// seconds.
    fn default() -> Self {
        Budget::new(200_000_000, None, 20_000_000, Cancel::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fuel_time_and_cancel_stop_a_computation() {
        let budget = Budget::new(10, None, 0, Cancel::default());
        assert_eq!(budget.spend(10), Ok(()));
        assert_eq!(budget.spend(1), Err(Stop::Fuel));
        let late = Budget::new(u64::MAX, Some(Duration::ZERO), 0, Cancel::default());
        assert_eq!(late.spend(2 * CLOCK_INTERVAL), Err(Stop::Time));
        let cancel = Cancel::default();
        let cancelled = Budget::new(u64::MAX, None, 0, cancel.clone());
        cancel.cancel();
        assert_eq!(cancelled.check_clock(), Err(Stop::Cancelled));
    }
    #[test]
    fn handles_share_fuel_and_memory() {
        let budget = Budget::new(10, None, 0, Cancel::default()).with_memory(100);
        let other = budget.clone();
        assert_eq!(other.spend(6), Ok(()));
        assert_eq!(budget.spend(6), Err(Stop::Fuel));
        assert_eq!(budget.spend(4), Ok(()));
        let held = other.allocate(60).unwrap();
        assert_eq!(budget.fits(41), Err(Stop::Memory));
        assert_eq!(budget.allocate(41).err(), Some(Stop::Memory));
        assert_eq!(budget.fits(u64::MAX), Err(Stop::Memory));
        drop(held);
        assert_eq!(budget.fits(100), Ok(()));
    }
}
