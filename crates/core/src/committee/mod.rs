//! Committee machines: hidden units with ±1 weights that vote on the label.
//!
//! `K` units, `K` odd, see the same `N` inputs; unit `k` votes for the label of pattern `μ` if its stability
//! `Δ^μ_k = ξ^μ·W_k/√N` exceeds the margin `κ`, and the pattern is satisfied if more than half of the units do. Equivalently
//! the *stability of the committee*, the median of its units' stabilities, exceeds `κ`. One unit is the perceptron.
//!
//! The second layer is fixed at `+1`: a unit that had to vote with weight `−1` is the same unit with its weights negated.

mod error;
mod generalization;
mod machine;

pub use error::CommitteeError;
pub(crate) use error::check_hidden;
pub use machine::Committee;
