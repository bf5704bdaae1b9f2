//! Ctrl-C and the signal to terminate: a wish first, an order the second time.

use crate::failure::Failure;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Set when the user or the system wants the work to stop; `waiting_for` says what is finished before.
///
/// The second time the process ends at once.
pub(crate) fn watch(waiting_for: &'static str) -> Result<Arc<AtomicBool>, Failure> {
    let stop = Arc::new(AtomicBool::new(false));
    let interrupted = Arc::clone(&stop);
    let handler = move || {
        if interrupted.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
        eprintln!("finishing {waiting_for}; once more to stop at once");
    };
    ctrlc::set_handler(handler).map_err(|error| Failure::Work(error.into()))?;
    Ok(stop)
}

/// Leaves signals to stop to the process that hands out the work of this one.
#[cfg(feature = "mpi")]
pub(crate) fn leave_to_others() -> Result<(), Failure> {
    ctrlc::set_handler(|| {}).map_err(|error| Failure::Work(error.into()))
}
