//! Progress on standard error: a bar with the time left on a terminal, one line a minute in a log, nothing for the quiet.

use crate::terminal::is_quiet;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How often a log hears of a run.
const LOG_INTERVAL: Duration = Duration::from_secs(60);

/// Progress of work in equal units.
pub(crate) struct Progress {
    what: &'static str,
    start: Instant,
    bar: ProgressBar,
    /// When the last line was logged; nothing is logged on a terminal.
    logged: Option<Mutex<Instant>>,
}

impl Progress {
    /// Starts with nothing done; `what` names the units.
    pub(crate) fn new(what: &'static str, total: u64) -> Self {
        let (terminal, wanted) = (std::io::stderr().is_terminal(), !is_quiet());
        let target = if terminal && wanted { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}, {elapsed} elapsed, {eta} left")
            .expect("a valid template");
        let bar = ProgressBar::with_draw_target(Some(total), target).with_style(style).with_message(what);
        let start = Instant::now();
        Self { what, start, bar, logged: (!terminal && wanted).then(|| Mutex::new(start)) }
    }

    /// There are so many units in all, as is known only now.
    pub(crate) fn of(&self, total: u64) {
        self.bar.set_length(total);
    }

    /// One more unit is done.
    pub(crate) fn advance(&self) {
        self.reached(self.bar.position() + 1);
    }

    /// So many units are done, of which `skipped` cost no time.
    pub(crate) fn reached_from(&self, done: u64, skipped: u64) {
        if self.bar.position() < skipped {
            // The time left counts from what was there already.
            self.bar.set_position(skipped);
            self.bar.reset_eta();
        }
        self.reached(done);
    }

    /// How far the unit in hand is.
    pub(crate) fn inside(&self, place: impl FnOnce() -> String) {
        if self.logged.is_none() {
            self.bar.set_message(format!("{}, {}", self.what, place()));
            self.bar.tick();
        } else {
            self.log(|done, total, elapsed| format!("{done}/{total} {}, {}, {elapsed} s elapsed", self.what, place()));
        }
    }

    fn reached(&self, done: u64) {
        self.bar.set_position(done);
        self.log(|done, total, elapsed| {
            let left = self.bar.eta().as_secs();
            format!("{done}/{total} {}, {elapsed} s elapsed, about {left} s left", self.what)
        });
    }

    /// A line for the log, if it is time for one, from the units done, all units and the seconds elapsed.
    fn log(&self, line: impl FnOnce(u64, u64, u64) -> String) {
        let Some(logged) = &self.logged else { return };
        let mut last = logged.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if last.elapsed() >= LOG_INTERVAL {
            *last = Instant::now();
            let (done, total) = (self.bar.position(), self.bar.length().unwrap_or(0));
            eprintln!("{}", line(done, total, self.start.elapsed().as_secs()));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
