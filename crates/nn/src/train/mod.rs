//! Training: a plan, the run that follows it, its history, and checkpoints that resume it to the same bits.

mod checkpoint;
mod error;
mod gradients;
mod plan;
mod training;

pub use checkpoint::Checkpoint;
pub use error::TrainingError;
pub use plan::{Optimizer, TrainingPlan};
pub use training::{Record, StopConditions, StopReason, Training};

#[cfg(test)]
mod tests;
