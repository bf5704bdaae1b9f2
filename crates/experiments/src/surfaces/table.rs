//! The table: a row for each network, then the surfaces of the first initial parameters.
//!
//! Numbers are rounded to six significant digits: those of networks in single precision are not better.

use super::points::{Point, Sample};
use crate::statistics::rounded;
use serde::{Deserialize, Serialize};

/// One row, of a network or of a point of its surface; what does not apply is absent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Square hidden layers.
    pub depth: usize,
    /// Whether they are residual.
    pub skip: bool,
    /// Number of the initial parameters.
    pub sample: usize,
    /// Coordinates of a point of the surface.
    pub x: Option<f64>,
    /// The second one.
    pub y: Option<f64>,
    /// Mean loss over the training examples: there, or at the centre in the row of a network; none where it is infinite.
    pub loss: Option<f64>,
    /// Fraction of test examples classified wrongly.
    pub test_error: Option<f64>,
    /// Standard deviation of the discrete Laplacian of the logarithm of the loss.
    pub roughness: Option<f64>,
    /// Share of the square that is less than `ln(10)/2` above the centre.
    pub low_loss_share: Option<f64>,
    /// Local minima inside the square.
    pub local_minima: Option<usize>,
    /// Largest eigenvalue of the Hessian at the centre.
    pub largest_eigenvalue: Option<f64>,
    /// Smallest one.
    pub smallest_eigenvalue: Option<f64>,
}

/// The whole table.
pub(super) fn rows(outcomes: &[(Point, Sample)]) -> Vec<Row> {
    let networks = outcomes.iter().map(|(point, sample)| network(point, sample));
    networks.chain(outcomes.iter().flat_map(|(point, sample)| surface(point, sample))).collect()
}

/// A row with nothing in it.
fn empty(point: &Point) -> Row {
    Row {
        depth: point.depth,
        skip: point.skip,
        sample: point.sample,
        x: None,
        y: None,
        loss: None,
        test_error: None,
        roughness: None,
        low_loss_share: None,
        local_minima: None,
        largest_eigenvalue: None,
        smallest_eigenvalue: None,
    }
}

fn network(point: &Point, sample: &Sample) -> Row {
    Row {
        loss: Some(rounded(sample.train_loss)),
        test_error: Some(rounded(sample.test_error)),
        roughness: Some(rounded(sample.roughness)),
        low_loss_share: Some(rounded(sample.low_loss_share)),
        local_minima: Some(sample.local_minima),
        largest_eigenvalue: Some(rounded(sample.largest_eigenvalue)),
        smallest_eigenvalue: Some(rounded(sample.smallest_eigenvalue)),
        ..empty(point)
    }
}

fn surface(point: &Point, sample: &Sample) -> Vec<Row> {
    let grid = &sample.grid;
    let places = grid.iter().flat_map(|&y| grid.iter().map(move |&x| (x, y)));
    let row = |((x, y), loss): ((f64, f64), &Option<f64>)| Row {
        x: Some(rounded(x)),
        y: Some(rounded(y)),
        loss: loss.map(rounded),
        ..empty(point)
    };
    places.zip(&sample.losses).map(row).collect()
}
