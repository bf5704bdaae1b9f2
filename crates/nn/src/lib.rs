#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod activation;
pub mod data;
pub mod losses;
pub mod ridge;
mod matrix;
mod mlp;
pub mod optimize;
mod scalar;
pub mod train;

pub use activation::{Activation, UnknownActivation};
pub use mlp::{
    ArchitectureError, DropoutMasks, Evaluation, Examples, ExamplesError, Initialization, Layer, Mlp, Objective,
    Targets, Workspace,
};
pub use scalar::Scalar;
