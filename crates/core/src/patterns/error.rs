//! Why a training set was refused.

use crate::{BitsError, CommitteeError};

/// Why a training set was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PatternsError {
    /// There is no input dimension or no pattern.
    #[error("{n} weights and {p} patterns: need at least one of each")]
    Empty {
        /// Number of weights `N`.
        n: usize,
        /// Number of patterns `P`.
        p: usize,
    },
    /// `N` or `P` is above 2³¹ − 1.
    #[error("{p} patterns of {n} entries, expected at most {} of each", i32::MAX)]
    TooMany {
        /// Number of weights `N`.
        n: usize,
        /// Number of patterns `P`.
        p: usize,
    },
    /// The training set takes more memory than [`MEMORY_LIMIT`](super::MEMORY_LIMIT).
    #[error("{p} patterns of {n} entries need {bytes} bytes, above the limit of {limit}")]
    TooLarge {
        /// Number of weights `N`.
        n: usize,
        /// Number of patterns `P`.
        p: usize,
        /// Bytes of the inputs.
        bytes: u128,
        /// The limit in bytes.
        limit: u128,
    },
    /// The system does not give the memory that the training set takes.
    #[error("{p} patterns of {n} entries need {bytes} bytes, more than the system has to give")]
    OutOfMemory {
        /// Number of weights `N`.
        n: usize,
        /// Number of patterns `P`.
        p: usize,
        /// Bytes of the inputs.
        bytes: u128,
    },
    /// Labels and inputs differ in number.
    #[error("{labels} labels for {p} patterns")]
    LabelCount {
        /// Number of labels.
        labels: usize,
        /// Number of patterns `P`.
        p: usize,
    },
    /// The teacher has another dimension than the inputs.
    #[error("a teacher of {teacher} weights for inputs of {n} entries")]
    TeacherLength {
        /// Weights of the teacher.
        teacher: usize,
        /// Number of weights `N`.
        n: usize,
    },
    /// The constraint density is not a positive number.
    #[error("constraint density alpha = {alpha}, expected a positive number")]
    ConstraintDensity {
        /// The value given.
        alpha: f64,
    },
    /// The constraint density asks for no pattern at all, or for more than can be counted.
    #[error(
        "alpha = {alpha} for {n} weights rounds to {count} patterns, expected between 1 and {}, so alpha between {:?} and {:?}",
        i32::MAX,
        0.5 / *n as f64,
        f64::from(i32::MAX) / *n as f64
    )]
    PatternCount {
        /// Number of weights, `N` or `K N`.
        n: usize,
        /// Constraint density `α`.
        alpha: f64,
        /// `α N`, rounded.
        count: f64,
    },
    /// A real input is not finite.
    #[error("pattern {pattern}, entry {index} is {value}, expected a finite number")]
    NotFinite {
        /// Index of the pattern, from 0.
        pattern: usize,
        /// Index of the entry, from 0.
        index: usize,
        /// What stood there.
        value: f64,
    },
    /// No scenario has this name.
    #[error("unknown scenario {name:?}, expected storage or teacher-student")]
    UnknownScenario {
        /// The name given.
        name: String,
    },
    /// No law of the inputs has this name.
    #[error("unknown law of the inputs {name:?}, expected signs or gaussian")]
    UnknownInputLaw {
        /// The name given.
        name: String,
    },
    /// The teacher is no committee.
    #[error(transparent)]
    Committee(#[from] CommitteeError),
    /// Packed inputs were refused.
    #[error(transparent)]
    Bits(#[from] BitsError),
}
