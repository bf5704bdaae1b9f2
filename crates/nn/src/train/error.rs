//! Why a training cannot start or resume.

use crate::ExamplesError;

/// Why a training cannot start or resume.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TrainingError {
    /// The examples are for another network.
    #[error(transparent)]
    Examples(#[from] ExamplesError),
    /// A number of the plan is out of range.
    #[error("{name} = {value}, expected {expected}")]
    OutOfRange {
        /// Its name.
        name: &'static str,
        /// The value given.
        value: f64,
        /// What would be accepted.
        expected: &'static str,
    },
    /// The initial parameters are not those of the network, nor those of all replicas.
    #[error("{got} initial parameters for a network of {parameters} and {replicas} replicas")]
    InitialParameters {
        /// Numbers given.
        got: usize,
        /// Parameters of the network.
        parameters: usize,
        /// Replicas that learn together, 1 without replicas.
        replicas: usize,
    },
    /// The checkpoint belongs to a run that differs from this one.
    #[error("a checkpoint of another run: {what} is {found}, expected {expected}")]
    OtherRun {
        /// What differs.
        what: String,
        /// As it is in the checkpoint.
        found: String,
        /// As it is in this run.
        expected: String,
    },
    /// The state has a number that is infinite or NaN, and cannot be written.
    #[error("the state at step {step} has numbers that are not finite")]
    NotFinite {
        /// The step.
        step: u64,
    },
    /// The bytes are no checkpoint.
    #[error("no checkpoint: {reason}")]
    Unreadable {
        /// What the reader met.
        reason: String,
    },
}
