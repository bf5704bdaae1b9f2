//! Focusing belief propagation.

mod focus;
mod protocol;
mod solver;
#[cfg(test)]
mod tests;

pub use focus::Focus;
pub use protocol::Protocol;
pub use solver::{FocusingBp, FocusingState, FocusingStep};
