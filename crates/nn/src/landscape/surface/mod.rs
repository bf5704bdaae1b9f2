//! Slices through the landscape: lines and planes along random, chosen or principal directions.
//!
//! A slice keeps its origin and directions. Directions come from named streams, so that the same seed gives the same
//! picture.
//!
//! ```
//! use nalgebra::DMatrix;
//! use piccole_core::StreamKey;
//! use piccole_nn::landscape::NetworkLandscape;
//! use piccole_nn::landscape::surface::{Plane, Surface, filter_normalized_direction, symmetric_grid};
//! use piccole_nn::{Activation, Examples, Initialization, Mlp, Objective};
//! let mlp = Mlp::fully_connected(&[2, 8, 2], Activation::Relu)?;
//! let inputs = DMatrix::from_row_slice(2, 4, &[0.0, 0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 1.0]);
//! let objective = Objective::new(&mlp, Examples::labelled(&inputs, &[0, 1, 1, 0])?)?;
//!
//! let key = StreamKey::from_seed(1);
//! let parameters = mlp.initialize::<f64>(Initialization::He, key);
//! let axes = [0, 1].map(|k| filter_normalized_direction(&mlp, &parameters, key.indexed(k)));
//! let mut landscape = NetworkLandscape::new(objective);
//! let plane = Plane::new(parameters, axes)?;
//! let grid = symmetric_grid(1.0, 5);
//! let surface = Surface::measure(plane, grid.clone(), grid, |point| landscape.evaluate(point));
//! assert_eq!(*surface.value(2, 2), landscape.evaluate(&surface.plane.origin));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod direction;
mod plane;
mod roughness;
mod slice;
mod trajectory;

pub use direction::{filter_normalized_direction, gaussian_direction};
pub use plane::{Plane, PlaneError, Projection};
pub use roughness::{Roughness, RoughnessSettings};
pub use slice::{LineSlice, Surface, symmetric_grid};
pub use trajectory::PrincipalPlane;

#[cfg(test)]
mod tests;
