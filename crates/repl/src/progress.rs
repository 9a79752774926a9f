//! What a person sees while a statement runs longer than a second: time, work done, how to stop it.

use indicatif::{ProgressBar, ProgressStyle};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;
use viete::Session;
use viete::floors::numbers::Cancel;

/// Shorter work shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(100);

/// A running display; it goes away when this is dropped.
pub struct Shown {
    done: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Watches the statement that is about to run, when somebody is there to see it.
pub fn show(session: &Session, visible: bool) -> Option<Shown> {
    if !visible {
        return None;
    }
    let (done, receiver) = channel();
    let cancel = session.cancel();
    let thread = std::thread::spawn(move || watch(&receiver, &cancel));
    Some(Shown { done: Some(done), thread: Some(thread) })
}

fn watch(done: &Receiver<()>, cancel: &Cancel) {
    let before = cancel.spent();
    if done.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
        return;
    }
    let style = ProgressStyle::with_template("{spinner} working {elapsed}, {msg} (Ctrl-C stops)");
    let spinner = ProgressBar::new_spinner()
        .with_elapsed(PATIENCE)
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
    while done.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
        spinner.set_message(format!("{} million steps", (cancel.spent() - before) / 1_000_000));
        spinner.tick();
    }
    spinner.finish_and_clear();
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.done = None;
        if let Some(thread) = self.thread.take() {
            // a display that failed is no reason to stop
            let _ = thread.join();
        }
    }
}
