//! Flatness: batch size, learning rate and dropout against curvature and test error.

mod figure;
mod points;
mod verdicts;

use crate::RunError;
use crate::experiment::{Experiment, Verdict};
use crate::figures::Picture;
use crate::network::{ImageData, NetworkParameters};
use crate::parameters::{Count, NonNegative, Positive, Share};
use crate::plan::Named;
use piccole_core::StreamKey;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use points::{Knob, Point, Row};

/// How flat the minima are that stochastic gradient descent finds, as one parameter of the training changes: the batch size
/// and the learning rate at equal training loss, dropout after equal times.
///
/// A plan:
///
/// ```toml
/// figure = "flatness"
/// seed = 1
/// samples = 3               # initialisations, the same for every training
///
/// [data]
/// pooling = 4
/// train = 1000
/// test = 1000
///
/// [network]
/// hidden = [64, 64]
///
/// [stop]                    # of the trainings without dropout, at the first check below the loss
/// loss = 0.03
/// epochs = 10000
///
/// [batch]
/// sizes = [1000, 64, 8]
/// learning_rate = 0.05
///
/// [learning_rate]
/// rates = [0.01, 0.1, 0.3]
/// batch = 32
///
/// [dropout]
/// shares = [0.0, 0.2, 0.5]
/// batch = 32
/// learning_rate = 0.1
/// epochs = 60
///
/// [measurement]
/// trace_draws = 50
/// strength = 0.1            # of the noise on the parameters
/// local_energy_draws = 40
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Flatness {
    figure: Named<Self>,
    seed: u64,
    samples: Count,
    data: ImageData,
    network: NetworkParameters,
    stop: StopParameters,
    batch: BatchParameters,
    learning_rate: RateParameters,
    dropout: DropoutParameters,
    measurement: MeasurementParameters,
}

/// Until when networks without dropout are trained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct StopParameters {
    loss: Positive,
    epochs: Count,
}

/// Trainings that differ in batch size.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct BatchParameters {
    sizes: Vec<Count>,
    learning_rate: Positive,
}

/// Trainings that differ in learning rate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RateParameters {
    rates: Vec<Positive>,
    batch: Count,
}

/// Trainings that differ in dropout.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct DropoutParameters {
    shares: Vec<Share>,
    batch: Count,
    learning_rate: Positive,
    epochs: Count,
}

/// How curvature and local energy are measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MeasurementParameters {
    trace_draws: Count,
    strength: NonNegative,
    local_energy_draws: Count,
}

impl Experiment for Flatness {
    const NAME: &'static str = "flatness";
    const TITLE: &'static str = "What makes minima flat";
    const CAPTION: &'static str = "Three measures of how sharp the minimum is that a small network reaches on Fashion-MNIST: \
        the largest eigenvalue of the Hessian of the training loss, its trace, and the local energy, the growth of the \
        training error when every parameter is multiplied by 1 + 0.1 z with Gaussian z, which rescaling the layers does not \
        change. Each is shown relative to the first training of its panel, paired by initialisation, with standard errors. \
        At equal training loss small batches and large learning rates end in much flatter minima: look at the left two \
        panels, where all three measures move together. Dropout does the same, but there the trainings end after equal \
        times, at training losses that rise with dropout, and the eigenvalues of cross-entropy rise and fall with the loss: \
        the third panel is no comparison at equal loss, and one training without dropout is caught in a burst \
        of its loss. Right: the test error against the local energy. What is not seen at \
        this scale is a large gain: between batch sizes and between learning rates \
        the test error differs by a few tenths of a point, less than between initialisations, and with half of all units \
        dropped the minima are the flattest of their panel and generalise worse than with a fifth dropped.";
    type Point = Point;
    type Outcome = Row;
    type Row = Row;

    fn seed(&self) -> u64 {
        self.seed
    }

    fn points(&self) -> Vec<Point> {
        points::points(self)
    }

    fn run(&self, point: &Point, _key: &StreamKey) -> Result<Row, RunError> {
        points::run(self, point)
    }

    fn table(&self, outcomes: &[(Point, Row)]) -> Result<Vec<Row>, RunError> {
        Ok(outcomes.iter().map(|(_, row)| row.clone()).collect())
    }

    fn picture(rows: &[Row]) -> Picture {
        figure::picture(rows)
    }

    fn verdicts(rows: &[Row]) -> Vec<Verdict> {
        verdicts::verdicts(rows)
    }
}
