//! The limits of a statement, as the store keeps them: when they are reached, constructors answer
//! one term, `stopped`, in constant time, until [`Store::release`] says what happened.
//!
//! So no constructor returns an error, and passes over terms end soon whatever they do. Fuel is not
//! spent here: how methods share work is theirs to decide; time, memory and the cancel flag end a
//! statement. Terms made after the stop mean nothing: the owner drops what it made of them.

use crate::node::Term;
use crate::store::Store;
use std::cell::Cell;
use viete_numbers::{Budget, Stop};

/// Nodes made or visited between two looks at the clock.
const INTERVAL: u32 = 4096;

/// A budget and how far the next look at the clock is.
#[derive(Default)]
pub(crate) struct Watch {
    budget: Option<Budget>,
    /// Nodes of the store beyond which there is no allowance.
    most: usize,
    ticks: Cell<u32>,
    stopped: Cell<Option<Stop>>,
}

impl Watch {
    /// Counts work; true when the statement is over.
    #[inline]
    pub fn tick(&self, units: u32, nodes: usize) -> bool {
        let ticks = self.ticks.get().saturating_add(units);
        self.ticks.set(ticks);
        if ticks >= INTERVAL {
            self.look(nodes);
        }
        self.stopped.get().is_some()
    }

    #[cold]
    fn look(&self, nodes: usize) {
        self.ticks.set(0);
        let Some(budget) = self.budget.as_ref().filter(|_| self.stopped.get().is_none()) else {
            return;
        };
        let over = if nodes > self.most { Err(Stop::Memory) } else { budget.check_clock() };
        self.stopped.set(over.err());
    }

    /// Whether the statement is over.
    #[inline]
    pub fn is_stopped(&self) -> bool {
        self.stopped.get().is_some()
    }
}

impl Store {
    /// Holds the statement's limits from now on: time, cancellation, and nodes to be made.
    pub fn hold(&mut self, budget: &Budget) {
        let most = self.len().saturating_add(budget.nodes);
        self.watch = Watch { budget: Some(budget.clone()), most, ..Watch::default() };
    }

    /// Lets the limits go, and says which one was reached if one was. Then every term made since is
    /// worthless, and so is what was remembered of such terms.
    pub fn release(&mut self) -> Option<Stop> {
        std::mem::take(&mut self.watch).stopped.get()
    }

    /// Which limit of the statement has been reached, if one has.
    pub fn stop(&self) -> Option<Stop> {
        self.watch.stopped.get()
    }

    /// What constructors answer when the statement is over.
    pub(crate) fn stopped(&self) -> Term {
        self.known.stopped
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;
    use viete_numbers::Cancel;

    #[test]
    fn constructors_stop_when_the_time_is_over_and_go_on_in_the_next_statement() {
        let mut store = Store::new();
        let x = store.symbol("x");
        let budget = Budget::new(1, Some(Duration::ZERO), 1_000_000, Cancel::default());
        store.hold(&budget);
        for n in 0..10_000 {
            let number = store.integer(n);
            store.sum(&[x, number]);
        }
        assert!(store.len() < 10_000);
        assert_eq!(store.release(), Some(Stop::Time));
        let number = store.integer(20_000);
        let sum = store.sum(&[x, number]);
        assert_eq!(store.children(sum), [number, x]);
    }
}
