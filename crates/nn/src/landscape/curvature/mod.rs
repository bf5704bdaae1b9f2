//! Curvature of the loss: eigenvalues, their density and sum, and how the error grows around a minimum.
//!
//! Everything is computed from products of the Hessian with vectors ([`Hessian`]), so that a network of `P` parameters
//! costs a few `P` numbers of memory, and can be restricted to one layer.

mod density;
mod eigenvalues;
mod lanczos;
mod local_energy;
mod operator;
mod trace;

pub use density::SpectralDensity;
pub use eigenvalues::{Eigenpair, EigenvalueSettings, ExtremeEigenvalues, extreme_eigenvalues};
pub use local_energy::{LocalEnergy, local_energy};
pub use operator::{Hessian, SymmetricOperator, layer_ranges};
pub use trace::{block_traces, trace};

#[cfg(test)]
mod tests;
