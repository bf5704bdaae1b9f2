//! Paths of low loss between minima.
//!
//! | path | what |
//! | --- | --- |
//! | [`Polyline`] | straight segments; of two points, the straight line |
//! | [`auto_neb`] | pivots relaxed across the path, with new ones where the loss rises between two |
//! | [`QuadraticBezier`] | a curve with one trained control point |
//! | [`SaddleGraph`] | which paths to seek between several minima, and the best way along those found |
//!
//! The loss of a path is its maximum over points between the pivots too: a chain may jump over what its pivots avoid.

mod auto_neb;
mod bezier;
mod elastic_band;
mod polyline;
mod profile;
mod saddle_graph;

pub use auto_neb::{AutoNebSettings, ConnectingPath, CycleOutcome, auto_neb};
pub use bezier::{BezierSettings, QuadraticBezier};
pub use elastic_band::{Descent, relax_elastic_band};
pub use polyline::Polyline;
pub use profile::Profile;
pub use saddle_graph::{Edge, SaddleGraph};

#[cfg(test)]
mod tests;
