//! Belief propagation on the dense binary perceptron.
//!
//! Every pattern is a factor that touches all weights. Its field `Σ_j ξ_j W_j/√N` is Gaussian under the cavity marginals of
//! the other weights, while the weight that receives the message takes its two values exactly; see [`BeliefPropagation`].

mod log_tail;
mod marginals;
mod messages;
mod row;
#[cfg(test)]
mod tests;

pub use marginals::{BeliefPropagation, Marginals};
pub(crate) use messages::{Instance, Messages};
