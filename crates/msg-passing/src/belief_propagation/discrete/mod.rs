//! Belief propagation for weights with finitely many values: ternary weights, q states, any probabilities.
//!
//! The pass over two values has its own code, which keeps one number an edge; here a message has one for each value.

mod marginals;
mod messages;
mod reinforced;
#[cfg(test)]
mod tests;

pub use marginals::DiscreteMarginals;
pub use reinforced::DiscreteOutcome;
