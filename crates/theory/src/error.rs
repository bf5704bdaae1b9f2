//! What can be wrong with a question to the theory.

use crate::averages::AverageError;

/// Why a theoretical curve or number could not be computed.
///
/// That a solver did not converge or that a branch ended is not an error but a [`Status`](crate::Status) of the point.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TheoryError {
    /// There are no densities.
    #[error("the grid of densities is empty: give at least one α > 0")]
    NoDensity,
    /// A constraint density is not positive and finite.
    #[error("density {value} at position {position} of the grid: every α must be positive and finite")]
    Density {
        /// Position in the grid, from 0.
        position: usize,
        /// The density given.
        value: f64,
    },
    /// The densities do not ascend.
    #[error(
        "density {value} at position {position} of the grid is not above {previous} before it: the grid must ascend"
    )]
    Descending {
        /// Position in the grid, from 0.
        position: usize,
        /// The density given.
        value: f64,
        /// The density before it.
        previous: f64,
    },
    /// The margin is outside of the range for which the result is certified.
    #[error("margin κ = {value} is outside of {smallest} to {largest}, where the result is accurate")]
    Margin {
        /// The margin given.
        value: f64,
        /// Smallest margin allowed.
        smallest: f64,
        /// Largest margin allowed.
        largest: f64,
    },
    /// A tolerance is below what the method delivers.
    #[error("tolerance {value}: the method delivers residuals of {delivered:e}, give that or more")]
    Tolerance {
        /// The tolerance given.
        value: f64,
        /// The smallest that can be promised.
        delivered: f64,
    },
    /// An overlap is not between 0 and 1.
    #[error("overlap {value} at position {position}: every overlap must be above 0 and below 1")]
    Overlap {
        /// Position in the list, from 0.
        position: usize,
        /// The overlap given.
        value: f64,
    },
    /// The two labels of a channel do not share probability 1.
    #[error(
        "the labels' probabilities sum to {sum} in the field {field}: a teacher needs a channel where they sum to 1 (no margin)"
    )]
    NotATeacher {
        /// A field at which they do not.
        field: f64,
        /// The sum there.
        sum: f64,
    },
    /// A parameter of a learning problem is outside of its domain.
    #[error("{name} = {value}: {accepted}")]
    Parameter {
        /// Symbol of the parameter.
        name: &'static str,
        /// The value given.
        value: f64,
        /// What would be accepted.
        accepted: &'static str,
    },
    /// There are no distances.
    #[error("the grid of distances is empty: give at least one distance in (0, 1/2]")]
    NoDistance,
    /// A distance is not in (0, 1/2].
    #[error("distance {value} at position {position} of the grid: every distance must be above 0 and at most 1/2")]
    Distance {
        /// Position in the grid, from 0.
        position: usize,
        /// The distance given.
        value: f64,
    },
    /// The distances do not ascend.
    #[error(
        "distance {value} at position {position} of the grid is not above {previous} before it: the grid must ascend"
    )]
    DescendingDistance {
        /// Position in the grid, from 0.
        position: usize,
        /// The distance given.
        value: f64,
        /// The distance before it.
        previous: f64,
    },
    /// The number of replicas is not positive and finite.
    #[error(
        "y = {value} replicas: a finite number of replicas must be above 0 (any real number), or ask for infinitely many"
    )]
    Replicas {
        /// The number given.
        value: f64,
    },
    /// Infinitely many replicas around centres that are solutions.
    #[error(
        "infinitely many replicas around a centre that is a solution: the saddle has no limit with a complexity of 0 or more there, give a finite number of replicas or free the centre"
    )]
    InfiniteReplicas,
    /// An average was not accurate enough.
    #[error("a Gaussian average failed: {0}")]
    Average(#[from] AverageError),
}

/// Refuses a margin outside of `smallest..=largest` or NaN.
pub(crate) fn check_margin(value: f64, smallest: f64, largest: f64) -> Result<(), TheoryError> {
    if (smallest..=largest).contains(&value) { Ok(()) } else { Err(TheoryError::Margin { value, smallest, largest }) }
}

/// Refuses a constraint density that is not positive and finite.
pub(crate) fn check_density(alpha: f64) -> Result<(), TheoryError> {
    if alpha > 0.0 && alpha.is_finite() { Ok(()) } else { Err(TheoryError::Density { position: 0, value: alpha }) }
}

/// Refuses a grid of distances that is empty, does not ascend or leaves (0, 1/2].
pub(crate) fn check_distances(distances: &[f64]) -> Result<(), TheoryError> {
    if distances.is_empty() {
        return Err(TheoryError::NoDistance);
    }
    for (position, &value) in distances.iter().enumerate() {
        if !(value > 0.0 && value <= 0.5) {
            return Err(TheoryError::Distance { position, value });
        }
        if position > 0 && value <= distances[position - 1] {
            return Err(TheoryError::DescendingDistance { position, value, previous: distances[position - 1] });
        }
    }
    Ok(())
}
