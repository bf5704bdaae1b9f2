//! Why units do not form a committee.

/// Why units do not form a committee.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CommitteeError {
    /// The number of units is even, so that a vote may be tied.
    #[error("{hidden} hidden units, expected an odd number (of an even number half may vote either way)")]
    EvenUnits {
        /// Number of units `K`.
        hidden: usize,
    },
    /// A unit has no weight, or another number than the first.
    #[error("hidden unit {unit} has {got} weights, expected {expected}")]
    UnitLength {
        /// Index of the unit, from 0.
        unit: usize,
        /// Weights it has.
        got: usize,
        /// Weights of the first unit, or 1 if that has none.
        expected: usize,
    },
}

/// Checks that `hidden` units can vote without a tie.
pub(crate) fn check_hidden(hidden: usize) -> Result<(), CommitteeError> {
    if hidden % 2 == 1 { Ok(()) } else { Err(CommitteeError::EvenUnits { hidden }) }
}
