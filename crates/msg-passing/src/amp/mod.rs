//! Approximate message passing on the dense perceptron.
//!
//! One message a weight and one a pattern instead of one an edge: a sweep is two products with the matrix of the inputs, and
//! the state takes `O(N + P)` memory besides a transposed copy of ±1 inputs. [`Amp`] is for the marginals of any prior
//! and channel, [`ReinforcedAmp`] for a solution.

mod algorithm;
mod iteration;
mod products;
mod reinforced;
#[cfg(test)]
mod tests;

pub use algorithm::{Amp, AmpOutcome};
pub use iteration::AmpState;
pub(crate) use iteration::{Instance, Model};
pub use reinforced::ReinforcedAmp;
