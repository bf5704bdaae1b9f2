//! What can be wrong with a model.

/// Why a prior or a channel could not be built.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// A set with no value, or with a different number of values and probabilities.
    #[error("{values} values with {probabilities} probabilities: give at least one value and a probability for each")]
    Lengths {
        /// Number of values.
        values: usize,
        /// Number of probabilities.
        probabilities: usize,
    },
    /// A value is not finite, or given twice.
    #[error("value {value} at position {position}: the values of a weight must be finite and ascend")]
    Value {
        /// Position in the set, from 0.
        position: usize,
        /// The value given.
        value: f64,
    },
    /// A probability is not positive.
    #[error("probability {value} at position {position}: every probability must be positive")]
    Probability {
        /// Position in the set, from 0.
        position: usize,
        /// The probability given.
        value: f64,
    },
    /// The probabilities do not sum to one.
    #[error("the probabilities of the prior sum to {sum}, they must sum to 1")]
    NotNormalised {
        /// Their sum.
        sum: f64,
    },
    /// A parameter is outside of its domain.
    #[error("{name} = {value}: {accepted}")]
    Parameter {
        /// What it is called.
        name: &'static str,
        /// The value given.
        value: f64,
        /// What would be accepted.
        accepted: &'static str,
    },
}
