//! Values of plans that are checked while they are read, so that an error can show the place.

mod algorithms;
mod numbers;

pub use algorithms::BpParameters;
pub use numbers::{Count, Densities, Distance, Distances, EnumerableSize, NonNegative, OddSize, Positive, Share};
