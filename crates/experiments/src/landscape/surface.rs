//! The loss on a plane through the parameters of a network.

use super::plan::finite;
use crate::RunError;
use crate::parameters::{Count, Positive};
use piccole_core::StreamKey;
use piccole_nn::landscape::NetworkLandscape;
use piccole_nn::landscape::surface::{
    Plane, PlaneError, PrincipalPlane, Surface, filter_normalized_direction, symmetric_grid,
};
use piccole_nn::{Mlp, Objective, Scalar};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Points along the side of a grid with an inside: from 3 to 201.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Count")]
pub struct GridSide(Count);

impl GridSide {
    /// The number.
    pub fn get(self) -> usize {
        self.0.get()
    }
}

impl TryFrom<Count> for GridSide {
    type Error = String;

    fn try_from(count: Count) -> Result<Self, String> {
        match count.get() {
            3..=201 => Ok(Self(count)),
            other => Err(format!("{other}, expected from 3 to 201 points along a side")),
        }
    }
}

/// Which part of the plane is looked at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SurfaceParameters {
    /// Points along each side.
    grid: GridSide,
    /// Half the side of the square along random directions, in units of the weights' own lengths.
    half_width: Positive,
    /// What is shown around points that the plane was laid through, as a share of their extent.
    margin: Positive,
}

impl Default for SurfaceParameters {
    fn default() -> Self {
        let positive = |number: f64| Positive::try_from(number).expect("a positive number");
        let side = Count::try_from(21_usize).expect("a small positive number");
        Self { grid: GridSide(side), half_width: positive(1.0), margin: positive(0.25) }
    }
}

/// What a plane is laid through.
#[derive(Clone, Debug, PartialEq)]
pub enum Viewed {
    /// One network, along two filter-normalised random directions.
    Around(Vec<f64>),
    /// Three networks.
    Through([Vec<f64>; 3]),
    /// A training, along its two principal components.
    Trajectory(Vec<Vec<f64>>),
}

/// A row of `landscape surface`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SurfaceRow {
    /// `grid`, or `point` for a network that the plane was laid through, in their order.
    pub kind: &'static str,
    /// First coordinate.
    pub x: f64,
    /// Second coordinate.
    pub y: f64,
    /// Mean loss over the training images, of a network its own and not that at its projection; none where it is not
    /// finite.
    pub loss: Option<f64>,
    /// Distance of a network from the plane.
    pub residual: Option<f64>,
}

impl SurfaceParameters {
    /// Measures the grid, row after row, then the networks.
    pub(super) fn measure(
        &self,
        objective: Objective<'_, f64>,
        viewed: &Viewed,
        key: &StreamKey,
    ) -> Result<Vec<SurfaceRow>, RunError> {
        let (plane, points): (Plane, &[Vec<f64>]) = match viewed {
            Viewed::Around(centre) => {
                (filter_normalized_plane(objective.mlp(), centre, key)?, std::slice::from_ref(centre))
            }
            Viewed::Through(points) => (Plane::through(&points[0], &points[1], &points[2])?, points),
            Viewed::Trajectory(points) => (PrincipalPlane::of(points)?.plane, points),
        };
        let places: Vec<_> = points.iter().map(|point| plane.project(point)).collect();
        let [x, y] = [0, 1].map(|axis| match viewed {
            Viewed::Around(_) => symmetric_grid(self.half_width.get(), self.grid.get()),
            _ => self.grid_over(places.iter().map(|place| place.coordinates[axis])),
        });
        let mut landscape = NetworkLandscape::new(objective);
        let surface = Surface::measure(plane, x, y, |point| landscape.evaluate(point).loss);
        let coordinates = surface.y.iter().flat_map(|&y| surface.x.iter().map(move |&x| (x, y)));
        let grid = coordinates.zip(&surface.values).map(|((x, y), &loss)| SurfaceRow {
            kind: "grid",
            x,
            y,
            loss: finite(loss),
            residual: None,
        });
        let networks = places.iter().zip(points).map(|(place, point)| SurfaceRow {
            kind: "point",
            x: place.coordinates[0],
            y: place.coordinates[1],
            loss: finite(landscape.evaluate(point).loss),
            residual: Some(place.residual),
        });
        Ok(grid.chain(networks).collect())
    }

    /// A grid over some values with a margin.
    fn grid_over(&self, values: impl Iterator<Item = f64> + Clone) -> Vec<f64> {
        let (low, high) = (values.clone().fold(f64::INFINITY, f64::min), values.fold(f64::NEG_INFINITY, f64::max));
        let half = (0.5 + self.margin.get()) * (high - low);
        symmetric_grid(half, self.grid.get()).iter().map(|x| 0.5 * (low + high) + x).collect()
    }
}

/// The plane through the parameters of a network along two filter-normalised directions, from `key.indexed(0)` and
/// `key.indexed(1)`.
///
/// # Errors
/// [`PlaneError::Parallel`] where all weights are 0.
///
/// # Panics
/// Unless there are as many parameters as the network has.
pub fn filter_normalized_plane<T: Scalar>(mlp: &Mlp, parameters: &[T], key: &StreamKey) -> Result<Plane, PlaneError> {
    let axes = [0, 1].map(|k| filter_normalized_direction(mlp, parameters, key.indexed(k)));
    Plane::new(parameters.iter().map(|&w| w.into()).collect(), axes)
}
