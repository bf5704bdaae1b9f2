//! How training moves through the space of weights: two-time functions of SGD and Langevin dynamics, and gradient noise.

mod figure;
mod points;
mod table;
mod training;
mod verdicts;

use crate::RunError;
use crate::experiment::{Experiment, Verdict};
use crate::figures::Picture;
use crate::network::{ImageData, NetworkParameters, TrainingParameters, TwoTimeParameters};
use crate::parameters::{Count, Positive};
use crate::plan::Named;
use piccole_core::StreamKey;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use points::{Displacement, NoiseOutcome, Outcome, Point};
pub use table::{Row, System};
pub use training::{DynamicsPlan, Target};

/// Mean-square displacements of the weights between two times of a training, for a network that can fit its examples and
/// one that cannot: networks of one hidden layer of rectified linear units learn the parity of the class of an image with
/// squared error, by SGD with constant rate, and the wide one by Langevin dynamics. A control with exact answers is
/// measured in the same way, and so is the noise of the gradients of a classifier at the end of its training.
///
/// A plan:
///
/// ```toml
/// figure = "dynamics"
/// seed = 1
/// samples = 5                # initialisations
/// over = 100                 # hidden units of the network that fits the examples
/// under = 2                  # and of the one that does not
/// learning_rate = 0.02
/// batch = 16
///
/// [data]
/// train = 300
///
/// [times]                    # in steps
/// waiting_times = [10, 100, 1000, 10000, 30000]
/// longest_lag = 1000
///
/// [langevin]                 # of the network that fits the examples
/// temperature = 1e-5
/// times = { waiting_times = [10, 100, 1000], longest_lag = 100 }
///
/// [control]                  # modes in bowls of stiffnesses (per step) between two, at equal distances of their logarithms
/// modes = 10000
/// softest = 0.001
/// stiffest = 0.3
///
/// [noise]
/// batches = [10, 40, 160]
/// draws = 400
/// data = { train = 1000 }
/// network = { hidden = [64, 64] }
/// training = { batch = 32, epochs = 40, optimizer = { sgd = { learning_rate = 0.1 } } }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dynamics {
    figure: Named<Self>,
    seed: u64,
    samples: Count,
    over: Count,
    under: Count,
    learning_rate: Positive,
    batch: Count,
    data: ImageData,
    times: TwoTimeParameters,
    langevin: LangevinSection,
    control: ControlSection,
    noise: NoiseSection,
}

/// Langevin dynamics with the rate of the plan and all examples.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct LangevinSection {
    temperature: Positive,
    times: TwoTimeParameters,
}

/// Independent modes in bowls.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ControlSection {
    modes: Count,
    softest: Positive,
    stiffest: Positive,
}

/// The classifier whose gradients are measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NoiseSection {
    batches: Vec<Count>,
    draws: Count,
    data: ImageData,
    network: NetworkParameters,
    training: TrainingParameters,
}

impl Experiment for Dynamics {
    const NAME: &'static str = "dynamics";
    const TITLE: &'static str = "Two-time dynamics of training";
    const CAPTION: &'static str = "Networks of one hidden layer learn the parity of the class of an image with squared error. Shown is the \
        mean-square displacement of the weights during t steps that follow a waiting time of t_w steps, the \
        geometric mean over initialisations. By SGD (top) the weights move the less the longer one has waited, \
        whether the network can fit its examples (100 hidden units) or not (2): both age. Late they differ: the \
        gradient noise of the network that fits vanishes with its loss, and it freezes; the one that does not keeps \
        the noise of its errors, and its last two curves lie together. Langevin dynamics (bottom left) has noise \
        that never vanishes: after 1000 steps nearly all directions are flat for it, and it diffuses freely. (Where \
        the stiffest direction swings from side to side at every step, as in one of the five samples of the quick \
        plan, odd lags lie above.) Bottom middle: bowls at equilibrium, measured in the same way, do not depend on \
        the waiting time and lie on the exact answer. Bottom right: the noise of a gradient over B examples has the \
        variance tr C/B, as it must; it is far from isotropic (see the verdicts). Not seen at this scale: curves for \
        all waiting times that become one when displacements or times are rescaled, or a logarithmic law: from one \
        factor of ten to the next the slopes go from 0.2 to 1.5, and no such law is claimed. Between initialisations \
        late displacements of the wide network scatter by a factor of a hundred.";
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
        Ok(table::rows(self, outcomes))
    }

    fn picture(rows: &[Row]) -> Picture {
        figure::picture(rows)
    }

    fn verdicts(rows: &[Row]) -> Vec<Verdict> {
        verdicts::verdicts(rows)
    }
}
