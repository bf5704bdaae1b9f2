//! The landscape of the loss: its curvature, its slices, and the paths between its minima.
//!
//! Everything here is a pure function of a network, its data, vectors of parameters and named random streams. Paths need
//! no more than a function with a gradient ([`Landscape`]), so that they can be tried on analytic landscapes.

pub mod curvature;
#[cfg(test)]
pub(crate) mod example;
mod function;
pub mod path;
pub mod surface;
mod two_wells;

pub use function::{Landscape, NetworkLandscape};
pub use two_wells::{LocalEntropy, TwoWells};
