//! Every kernel and solver at work on a small instance: what instruction counts and growth are measured of.
//!
//! A function makes the inputs, asserts the answer where a slower way to it is at hand, and returns the [`Work`].

pub mod kernels;
pub mod networks;
pub mod solvers;
pub mod theory;

/// Work with its inputs made.
pub struct Work(Box<dyn FnMut() -> f64>);

impl Work {
    /// Names a computation; the number it returns keeps it from being optimised away.
    fn new(compute: impl FnMut() -> f64 + 'static) -> Self {
        Self(Box::new(compute))
    }

    /// Work where there is none to be done.
    pub fn nothing() -> Self {
        Self::new(|| 0.0)
    }

    /// Does it once.
    pub fn run(&mut self) -> f64 {
        (self.0)()
    }
}

/// Makes this thread the only one that `rayon` has, so that work is done where it is measured.
///
/// # Panics
/// If `rayon` was used before.
pub fn on_this_thread() {
    on_threads(1);
}

/// Gives `rayon` so many threads, this one among them.
///
/// # Panics
/// If `rayon` was used before.
pub fn on_threads(count: usize) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(count).use_current_thread();
    pool.build_global().expect("the pool is the first");
}
