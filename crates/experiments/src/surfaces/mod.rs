//! Loss surfaces of deep networks with and without residual connections.

mod figure;
mod points;
mod table;
mod verdicts;

use crate::RunError;
use crate::experiment::{Experiment, Verdict};
use crate::figures::Picture;
use crate::landscape::GridSide;
use crate::network::{ImageData, TrainingParameters};
use crate::parameters::{Count, Positive};
use crate::plan::Named;
use piccole_core::StreamKey;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use points::{Point, Sample};
pub use table::Row;

/// Networks of growing depth, each with and without residual connections from the same initial parameters, trained to the
/// same loss where they reach it; the loss around each along two filter-normalised random directions, its roughness, and
/// the largest eigenvalue of the Hessian.
///
/// A plan:
///
/// ```toml
/// figure = "fig3-surfaces"
/// seed = 1
/// depths = [4, 12, 32]      # square hidden layers, residual or not, after one that takes the inputs
/// width = 24
/// samples = 3               # initial parameters a depth
/// grid = 25                 # points along each side
/// half_width = 1.0          # of the square, in units of the weights' own lengths
///
/// [data]
/// pooling = 4
/// train = 300
///
/// [training]
/// batch = 32
/// epochs = 300
/// stop_loss = 0.3           # the same loss for all, for curvatures grow with it
/// optimizer = { sgd = { learning_rate = { initial = 0.01, factor = 0.3, after_epochs = [40, 150] }, momentum = 0.9 } }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Surfaces {
    figure: Named<Self>,
    seed: u64,
    depths: Vec<Count>,
    width: Count,
    samples: Count,
    grid: GridSide,
    #[serde(default = "one")]
    half_width: Positive,
    #[serde(default)]
    data: ImageData,
    training: TrainingParameters,
}

fn one() -> Positive {
    Positive::try_from(1.0).expect("1 is positive")
}

impl Experiment for Surfaces {
    const NAME: &'static str = "fig3-surfaces";
    const TITLE: &'static str = "Residual connections smooth the landscape";
    const CAPTION: &'static str = "The training loss around trained networks of growing depth, along two random directions \
        in which every unit's incoming weights have the length of the network's own; above without, below with residual \
        connections, from the same initial parameters, one colour scale for all, of which each bar shows its panel's part. Look at the deepest networks: without \
        residual connections the bottom is a narrow pit among cliffs, with them it stays as wide as in a shallow network. \
        The numbers behind the picture are means over initial parameters: the scatter of the discrete Laplacian of the \
        logarithm of the loss (roughness), the share of the square that is less than ln(10)/2 above the centre, the largest \
        eigenvalue of the Hessian. All networks are trained to the same loss where they reach it, for curvatures of the \
        cross-entropy grow with the loss; the table says which deep ones do not. Not seen at this scale: many minima. Only \
        around the deepest networks without residual connections does the grid have a few beside the one in the middle.";
    type Point = Point;
    type Outcome = Sample;
    type Row = Row;

    fn seed(&self) -> u64 {
        self.seed
    }

    fn points(&self) -> Vec<Point> {
        let depths = self.depths.iter().map(|depth| depth.get());
        let networks = depths.flat_map(|depth| [false, true].map(|skip| (depth, skip)));
        let of_network = |(depth, skip)| (0..self.samples.get()).map(move |sample| Point { depth, skip, sample });
        networks.flat_map(of_network).collect()
    }

    fn run(&self, point: &Point, _key: &StreamKey) -> Result<Sample, RunError> {
        points::run(self, point)
    }

    fn table(&self, outcomes: &[(Point, Sample)]) -> Result<Vec<Row>, RunError> {
        Ok(table::rows(outcomes))
    }

    fn picture(rows: &[Row]) -> Picture {
        figure::picture(rows)
    }

    fn verdicts(rows: &[Row]) -> Vec<Verdict> {
        verdicts::verdicts(rows)
    }
}
