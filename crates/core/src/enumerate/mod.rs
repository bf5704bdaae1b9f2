//! Every solution of an instance with at most [`MAX_WEIGHTS`] weights, exactly.
//!
//! A weight vector is written as an integer: bit `i` is set where `W_i = +1` (the first word of a
//! [`BitVector`](crate::BitVector)). [`count`] gives the number of solutions and the entropy, [`visit`] hands the solutions
//! out in ascending order, and [`Solutions`] keeps them for questions about their geometry: the distances of all pairs, and
//! the connected components of the graph that links near solutions.
//!
//! # Method
//!
//! The low eight weights are kept apart from the others: the product of a pattern with the weights is `a + b`, where `a`
//! depends on the high weights and `b` on the low ones, so that for a given `a` the pattern is satisfied by the low parts
//! with `b > κ√N − a`. These sets are nested; they are prepared as masks of 256 bits, and the solutions that share a high
//! part are what is left when the masks of all patterns are combined by AND. The cost is `2^N P/256` vector operations at
//! most, and less where a block is empty before the last pattern. Memory is that of the masks, less than 20 kB a pattern.
//!
//! For ±1 inputs all numbers are integers and the result is exact. For real inputs the entries are summed in another order
//! than in [`Patterns::stabilities`](crate::Patterns::stabilities), so that the two can differ on a pattern whose product
//! is within rounding (about 10⁻¹⁵ times the sum of its absolute entries) of the threshold.

mod blocks;
mod components;
mod count;
mod distances;
mod real;
mod signs;
mod solutions;
mod tasks;
#[cfg(test)]
mod tests;
mod visit;

pub use components::{Components, Radius};
pub use count::{Count, count};
pub use solutions::Solutions;
pub use visit::visit;

use crate::Patterns;

/// Largest number of weights that is enumerated, `2^40 ≈ 10^12` vectors.
pub const MAX_WEIGHTS: usize = 40;

/// Why an instance was not enumerated.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum EnumerateError {
    /// There are too many weight vectors to look at.
    #[error("N = {n} weights, exact enumeration takes at most {limit}")]
    TooLarge {
        /// Number of weights `N`.
        n: usize,
        /// The largest number accepted, [`MAX_WEIGHTS`].
        limit: usize,
    },
    /// The margin is not a number.
    #[error("the margin is NaN, expected a number")]
    Margin,
    /// There are more solutions than the caller wants to keep.
    #[error("{found} solutions, more than the limit of {limit}")]
    TooMany {
        /// Number of solutions.
        found: u64,
        /// The limit given.
        limit: u64,
    },
}

/// Checks what every enumeration needs and gives the threshold `κ√N` of the products.
fn threshold(patterns: &Patterns, margin: f64) -> Result<f64, EnumerateError> {
    let n = patterns.n();
    if n > MAX_WEIGHTS {
        return Err(EnumerateError::TooLarge { n, limit: MAX_WEIGHTS });
    }
    if margin.is_nan() {
        return Err(EnumerateError::Margin);
    }
    Ok(margin * (n as f64).sqrt())
}
