#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod activation;
pub mod data;
pub mod losses;
pub mod ridge;
mod scalar;

pub use activation::{Activation, UnknownActivation};
pub use scalar::Scalar;
