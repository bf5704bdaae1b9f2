//! Overfitting and overparameterisation: the test error of random-features regression against the number of features.

mod figure;
mod parameters;
mod points;
mod simulation;
mod sweep;
mod table;
mod verdicts;

use crate::RunError;
use crate::experiment::{Experiment, Verdict};
use crate::figures::Picture;
use crate::network::{ImageData, TrainingParameters};
use crate::parameters::{Count, NonNegative, Positive, Share};
use crate::plan::Named;
use parameters::{Ascending, FeatureFunction, Samples};
use piccole_core::StreamKey;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use points::{Curve, Outcome, Point, Solution};
pub use simulation::{Errors, PolynomialErrors};
pub use sweep::NetworkErrors;
pub use table::{Method, Row};

/// Test error of ridge regression on random features against `ψ1 = N/D`, features per input dimension, at a fixed
/// number `ψ2 = n/D` of samples per dimension and for a linear target with noise: theory for `D → ∞`, and simulations
/// with the smallest ridge. Beside it the U of the textbooks, polynomials of growing degree fitted to a noisy
/// function, and networks of growing width that learn the parity of the class of an image from labels of which some
/// are turned round.
///
/// A plan:
///
/// ```toml
/// figure = "fig4-overfitting"
/// seed = 1
/// nonlinearity = "relu"     # or sign, tanh, erf
/// noise = 0.2               # variance in the labels; the target's own is 1
/// psi2 = 3.0
/// psi1 = "0.05:0.05:9"
/// lambda = [0.005, 0.05]    # ridges in units of μ⋆², beside none and the best
///
/// [simulation]              # of the smallest ridge
/// dimension = 200
/// samples = 20
/// psi1 = [0.5, 1.0, 2.0, 3.0, 4.0, 8.0]
///
/// [polynomial]              # fits of sin(πx) at equidistant points of [−1, 1]
/// points = 20
/// noise = 0.2
/// largest_degree = 14
/// samples = 200
///
/// [sweep]                   # of networks with one hidden layer
/// widths = [1, 2, 4, 8, 16, 32, 64]
/// samples = 5
/// label_noise = 0.15        # share of the training labels that are turned round
/// data = { train = 300 }
/// training = { batch = 32, epochs = 400, optimizer = { sgd = { learning_rate = 0.02, momentum = 0.9 } } }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Overfitting {
    figure: Named<Self>,
    seed: u64,
    nonlinearity: FeatureFunction,
    noise: NonNegative,
    psi2: Positive,
    psi1: Ascending,
    lambda: Ascending,
    simulation: SimulationParameters,
    polynomial: PolynomialParameters,
    sweep: SweepParameters,
}

/// Instances of random features.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SimulationParameters {
    dimension: Count,
    samples: Samples,
    psi1: Ascending,
}

/// Fits of polynomials to a noisy function.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PolynomialParameters {
    points: Count,
    noise: NonNegative,
    largest_degree: Count,
    samples: Samples,
}

/// Networks of growing width.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SweepParameters {
    widths: Vec<Count>,
    samples: Samples,
    label_noise: Share,
    data: ImageData,
    training: TrainingParameters,
}

impl Experiment for Overfitting {
    const NAME: &'static str = "fig4-overfitting";
    const TITLE: &'static str = "Overfitting and what comes after it";
    const CAPTION: &'static str = "A linear target with noise is learnt from n samples by ridge regression on N random features of its D \
        inputs; the curves are exact for D \u{2192} \u{221e}, the circles are the mean over instances of finite D \
        with the smallest ridge, with their standard error (three of these hold all twelve points of the quick plan \
        on the curves unless one in eleven such figures is unlucky). Look at the curve without ridge: with fewer \
        features than samples it is the classical U (second: more features lower the bias at first and raise the \
        variance, and towards N = n the random choice of the features makes the bias rise as well), and where the \
        features suffice to fit every sample, at N = n, it diverges (cut off at the frame). Beyond, it falls again, \
        towards a plateau far below the minimum of the U. A small ridge cuts the peak, the best ridge at every N \
        removes it: the error then only falls with the number of features. Third: the U of the textbooks, \
        polynomials fitted to a noisy sine by least squares; the error on the training points only falls with the \
        degree, that on new points has its minimum at a low one. Fourth: networks of one hidden layer, trained by \
        SGD, learn the parity of the class of 300 images of which some labels are wrong. The training error vanishes \
        soon after there are as many parameters as labels (dashed); the error on new images, against true labels, \
        rises until there, stays high and falls a little for the widest networks: a weak second descent. Not seen at \
        this scale: a sharp peak like that of the first panel, or wide networks that do better than those of one or \
        two units, which cannot fit the wrong labels.";
    type Point = Point;
    type Outcome = Outcome;
    type Row = Row;

    fn seed(&self) -> u64 {
        self.seed
    }

    fn points(&self) -> Vec<Point> {
        points::points(self)
    }

    fn run(&self, point: &Point, key: &StreamKey) -> Result<Outcome, RunError> {
        points::run(self, point, key)
    }

    fn table(&self, outcomes: &[(Point, Outcome)]) -> Result<Vec<Row>, RunError> {
        table::rows(self, outcomes)
    }

    fn picture(rows: &[Row]) -> Picture {
        figure::picture(rows)
    }

    fn verdicts(rows: &[Row]) -> Vec<Verdict> {
        verdicts::verdicts(rows)
    }
}
