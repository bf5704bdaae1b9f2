//! Focusing belief propagation.

mod protocol;
mod solver;

pub use protocol::{Focus, Protocol};
pub use solver::{FocusingBp, FocusingState, FocusingStep};
