//! The units of work: one trained network, its surface and its curvature.

use super::Surfaces;
use crate::RunError;
use crate::experiment::Experiment;
use crate::landscape::filter_normalized_plane;
use crate::network::NetworkParameters;
use piccole_core::StreamKey;
use piccole_nn::landscape::NetworkLandscape;
use piccole_nn::landscape::curvature::{EigenvalueSettings, Hessian, extreme_eigenvalues};
use piccole_nn::landscape::surface::{RoughnessSettings, Surface, symmetric_grid};
use piccole_nn::{Objective, Workspace};
use serde::{Deserialize, Serialize};

/// One network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Point {
    /// Square hidden layers.
    pub depth: usize,
    /// Whether they are residual.
    pub skip: bool,
    /// Number of the initial parameters.
    pub sample: usize,
}

/// What a network gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// Mean loss over the training examples, at the centre of the surface.
    pub train_loss: f64,
    /// Fraction of test examples classified wrongly.
    pub test_error: f64,
    /// Standard deviation of the discrete Laplacian of the logarithm of the loss.
    pub roughness: f64,
    /// Share of the square that is less than `ln(classes)/2` above the centre.
    pub low_loss_share: f64,
    /// Local minima inside the square.
    pub local_minima: usize,
    /// Largest eigenvalue of the Hessian at the centre.
    pub largest_eigenvalue: f64,
    /// Smallest one.
    pub smallest_eigenvalue: f64,
    /// Coordinates of the grid, the same along both axes.
    pub grid: Vec<f64>,
    /// The loss at `(grid[i], grid[j])`, at `i + j · grid.len()`; of the first initial parameters alone. Losses that are
    /// not finite are absent.
    pub losses: Vec<Option<f64>>,
}

/// Products of the Hessian with vectors for its eigenvalues at both ends, to a part in a thousand.
const EIGENVALUES: EigenvalueSettings =
    EigenvalueSettings { largest: 1, smallest: 1, tolerance: 1e-3, max_products: 200 };

/// Trains a network and looks around. Both networks of a depth and a sample have the same streams: initial parameters,
/// mini-batches and directions.
pub(super) fn run(plan: &Surfaces, point: &Point) -> Result<Sample, RunError> {
    let key = StreamKey::from_seed(plan.seed).named(Surfaces::NAME);
    let key = key.indexed(point.depth as u64).indexed(point.sample as u64);
    let images = plan.data.load::<f32>()?;
    let network = NetworkParameters::of_equal_width(plan.width, point.depth + 1, point.skip);
    let mlp = network.build(images.train.inputs.nrows(), images.classes())?;
    let train = Objective::new(&mlp, images.train.examples()?)?;
    let parameters: Vec<f32> = plan.training.train_to_end(&mlp, train.examples(), &key)?;

    let plane = filter_normalized_plane(&mlp, &parameters, &key.named("surface"))?;
    let grid = symmetric_grid(plan.half_width.get(), plan.grid.get());
    let mut landscape = NetworkLandscape::new(train);
    let surface = Surface::measure(plane, grid.clone(), grid.clone(), |place| landscape.evaluate(place).loss);
    let mut workspace = Workspace::default();
    let train_loss = train.loss(&parameters, &mut workspace);
    let test_error = Objective::new(&mlp, images.test.examples()?)?.error(&parameters, &mut workspace);
    let shape = surface.roughness(&RoughnessSettings::cross_entropy(train_loss, images.classes()));
    let spectrum = extreme_eigenvalues(&mut Hessian::new(train, &parameters), &EIGENVALUES, key.named("eigenvalues"));

    let shown = if point.sample == 0 { surface.values } else { Vec::new() };
    Ok(Sample {
        train_loss,
        test_error,
        roughness: shape.laplacian_deviation,
        low_loss_share: shape.low_loss_share,
        local_minima: shape.local_minima,
        largest_eigenvalue: spectrum.largest[0].value,
        smallest_eigenvalue: spectrum.smallest[0].value,
        grid,
        losses: shown.into_iter().map(|loss| Some(loss).filter(|loss| loss.is_finite())).collect(),
    })
}
