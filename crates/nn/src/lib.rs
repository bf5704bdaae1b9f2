#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod activation;
pub mod data;
pub mod dynamics;
mod estimate;
mod finite;
pub mod landscape;
pub mod losses;
mod matrix;
mod mlp;
pub mod optimize;
pub mod ridge;
mod scalar;
pub mod train;
mod vector;

pub use activation::{Activation, UnknownActivation};
pub use estimate::Estimate;
pub use mlp::{
    ArchitectureError, DropoutMasks, Evaluation, Examples, ExamplesError, Initialization, Layer, Mlp, Objective,
    Targets, Workspace,
};
pub use scalar::Scalar;
