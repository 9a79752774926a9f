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

/// Limits of one computation; passed by reference, spent through [`Budget::spend`].
#[derive(Debug)]
pub struct Budget {
    fuel: AtomicU64,
    deadline: Option<Instant>,
    /// Largest number of term nodes a computation may add.
    pub nodes: usize,
    cancel: Cancel,
}

/// How often the clock is read: once per this many units of fuel.
const CLOCK_INTERVAL: u64 = 4096;

impl Budget {
    /// `fuel` units of work (about 10 to 100 ns each), an optional time limit and a node limit.
    pub fn new(fuel: u64, time: Option<Duration>, nodes: usize, cancel: Cancel) -> Budget {
        let deadline = time.and_then(|limit| Instant::now().checked_add(limit));
        Budget { fuel: AtomicU64::new(fuel), deadline, nodes, cancel }
    }

    /// Spends `units` of fuel.
    ///
    /// # Errors
    /// The reason to stop, when fuel or time is out or the computation was cancelled.
    pub fn spend(&self, units: u64) -> Result<(), Stop> {
        let before = self.fuel.load(Ordering::Relaxed);
        let Some(after) = before.checked_sub(units) else {
            return Err(Stop::Fuel);
        };
        self.fuel.store(after, Ordering::Relaxed);
        if before / CLOCK_INTERVAL != after / CLOCK_INTERVAL {
            self.cancel.0.spent.fetch_add(units.max(CLOCK_INTERVAL), Ordering::Relaxed);
            self.check_clock()?;
        }
        Ok(())
    }

    /// Looks at the cancel flag and the clock now.
    ///
    /// # Errors
    /// [`Stop::Cancelled`] or [`Stop::Time`].
    pub fn check_clock(&self) -> Result<(), Stop> {
        if self.cancel.is_cancelled() {
            return Err(Stop::Cancelled);
        }
        match self.deadline {
            Some(deadline) if Instant::now() >= deadline => Err(Stop::Time),
            _ => Ok(()),
        }
    }

    pub fn remaining_fuel(&self) -> u64 {
        self.fuel.load(Ordering::Relaxed)
    }
}

impl Default for Budget {
    /// 200 million units, no clock, 20 million nodes: deterministic and bounded to some seconds.
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
}
