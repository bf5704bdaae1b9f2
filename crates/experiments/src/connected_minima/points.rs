//! The units of work: a pair of minima, with the paths between them.

use super::ConnectedMinima;
use crate::RunError;
use crate::experiment::Experiment;
use crate::landscape::{Connection, PathPoint, seek_connection};
use crate::network::Images;
use piccole_core::StreamKey;
use piccole_nn::landscape::NetworkLandscape;
use piccole_nn::landscape::path::Polyline;
use piccole_nn::landscape::surface::{Plane, Surface};
use piccole_nn::{Mlp, Objective};
use serde::{Deserialize, Serialize};

/// What a pair gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    /// Along the straight line.
    pub line: Vec<PathPoint>,
    /// Along the relaxed path.
    pub path: Vec<PathPoint>,
    /// Along the trained curve.
    pub curve: Vec<PathPoint>,
    /// Distance between the minima.
    pub distance: f64,
    /// Length of the relaxed path.
    pub length: f64,
    /// Points of the relaxed path that are not an end.
    pub pivots: usize,
    /// Cycle in which it was found, 0 for the straight line.
    pub cycle: usize,
    /// The plane through the minima and the pivot farthest from the line; of the first pair alone, if its path has one.
    pub plane: Option<PlaneView>,
}

/// The loss in a plane, and the path over it. Coordinates are in units of the distance between the minima, of which one is
/// at (0, 0) and the other at (1, 0).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaneView {
    /// Abscissas of the grid.
    pub x: Vec<f64>,
    /// Ordinates of the grid.
    pub y: Vec<f64>,
    /// The loss at `(x[i], y[j])`, at `i + j · x.len()`.
    pub losses: Vec<f64>,
    /// The points of the path, the ends included.
    pub path: Vec<PlotPoint>,
}

/// A point above a plane.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlotPoint {
    /// First coordinate of its projection.
    pub x: f64,
    /// Second coordinate.
    pub y: f64,
    /// Its distance from the plane.
    pub residual: f64,
}

/// Trains both networks of a pair and seeks the paths between them. The minimum of a number is the same in every pair.
pub(super) fn run(plan: &ConnectedMinima, (from, to): (usize, usize), key: &StreamKey) -> Result<Pair, RunError> {
    let images = plan.data.load::<f32>()?;
    let mlp = plan.network.build(images.train.inputs.nrows(), images.classes())?;
    let minima = StreamKey::from_seed(plan.seed).named(ConnectedMinima::NAME).named("minimum");
    let minimum = |number: usize| -> Result<Vec<f64>, RunError> {
        let parameters: Vec<f32> =
            plan.training.train_to_end(&mlp, images.train.examples()?, &minima.indexed(number as u64))?;
        Ok(parameters.into_iter().map(f64::from).collect())
    };
    let ends = [minimum(from)?, minimum(to)?];
    let Connection { line, path, curve, band } = seek_connection(&mlp, &images, [&ends[0], &ends[1]], &plan.path, key)?;
    let distance = Polyline::new(ends.to_vec()).length();
    let plane = if from == 0 { plane_view(&mlp, &images, band.path.points(), distance)? } else { None };
    let (length, pivots, cycle) = (band.path.length(), band.path.points().len() - 2, band.cycle);
    Ok(Pair { line, path, curve, distance, length, pivots, cycle, plane })
}

/// Points along the longer side of the grid.
const GRID: usize = 33;
/// What the grid shows around the path.
const MARGIN: f64 = 0.25;

/// Measures the loss in the plane of a path's ends and its pivot farthest from the line between them.
fn plane_view(
    mlp: &Mlp,
    images: &Images<f32>,
    points: &[Vec<f64>],
    distance: f64,
) -> Result<Option<PlaneView>, RunError> {
    let [first, inner @ .., last] = points else { return Ok(None) };
    let heights = inner.iter().filter_map(|pivot| {
        let plane = Plane::through(first, last, pivot).ok()?;
        Some((plane.project(pivot).coordinates[1], plane))
    });
    let Some((_, mut plane)) = heights.max_by(|a, b| a.0.total_cmp(&b.0)) else { return Ok(None) };
    plane.axes.iter_mut().flatten().for_each(|component| *component *= distance);

    let path: Vec<PlotPoint> = points
        .iter()
        .map(|point| {
            let projection = plane.project(point);
            let [x, y] = projection.coordinates;
            PlotPoint { x, y, residual: projection.residual / distance }
        })
        .collect();
    let x = grid(path.iter().map(|point| point.x));
    let y = grid(path.iter().map(|point| point.y));
    let mut landscape = NetworkLandscape::new(Objective::new(mlp, images.train.examples()?)?);
    let surface = Surface::measure(plane, x, y, |point| landscape.evaluate(point).loss);
    Ok(Some(PlaneView { x: surface.x, y: surface.y, losses: surface.values, path }))
}

/// A grid over some values with a margin.
fn grid(values: impl Iterator<Item = f64> + Clone) -> Vec<f64> {
    let low = values.clone().fold(f64::INFINITY, f64::min) - MARGIN;
    let high = values.fold(f64::NEG_INFINITY, f64::max) + MARGIN;
    (0..GRID).map(|k| low + (high - low) * k as f64 / (GRID - 1) as f64).collect()
}
