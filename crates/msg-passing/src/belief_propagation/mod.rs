//! Belief propagation on dense binary perceptrons and committees of them.
//!
//! Every pattern is a factor that touches all weights. The field `Σ_j ξ_j W_kj/√N` of a unit is Gaussian under the cavity
//! marginals of the other weights, while the weight that receives the message takes its two values exactly, and so do the
//! votes of the other units; see [`BeliefPropagation`].

mod discrete;
mod entropy;
mod lane;
mod marginals;
mod messages;
mod row;
mod series;
#[cfg(test)]
mod tests;
mod vote;

pub use discrete::{DiscreteMarginals, DiscreteOutcome};
pub use marginals::{BeliefPropagation, Marginals};
pub(crate) use messages::{FIXED, Instance, Messages};
