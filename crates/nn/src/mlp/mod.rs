//! Multilayer perceptrons: architecture, initial parameters, and the loss with its first and second derivatives.
//!
//! A network ([`Mlp`]) is separate from its parameters, a plain vector. With [`Examples`] it makes an [`Objective`], the
//! loss as a function of that vector.

mod architecture;
mod backward;
mod blocks;
mod disagreement;
mod dropout;
mod error;
mod examples;
mod forward;
mod initialize;
mod layer;
mod objective;
mod tangent;

pub use architecture::Mlp;
pub use dropout::DropoutMasks;
pub use error::{ArchitectureError, ExamplesError};
pub use examples::{Examples, Targets};
pub use initialize::Initialization;
pub use layer::Layer;
pub use objective::{Evaluation, Objective, Workspace};

#[cfg(test)]
mod tests;
