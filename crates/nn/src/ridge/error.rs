//! Why there is no fit.

/// Why a regression has no result.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RidgeError {
    /// There is no feature or no example.
    #[error("{features} features and {examples} examples: need at least one of each")]
    Empty {
        /// Number of features.
        features: usize,
        /// Number of examples.
        examples: usize,
    },
    /// Targets and examples differ in number.
    #[error("{targets} targets for {examples} examples")]
    TargetCount {
        /// Targets given.
        targets: usize,
        /// Examples given.
        examples: usize,
    },
    /// A parameter is out of its range.
    #[error("{name} = {value}, expected {accepted}")]
    Parameter {
        /// Which parameter.
        name: &'static str,
        /// Its value.
        value: f64,
        /// What would be accepted.
        accepted: &'static str,
    },
    /// The system has no unique solution to working precision.
    #[error(
        "the {size} equations are linearly dependent to working precision (pivot {pivot}): take a ridge, or fewer features \
         or examples that repeat one another"
    )]
    Singular {
        /// Number of equations.
        size: usize,
        /// The first pivot that is too small, from 0.
        pivot: usize,
    },
}
