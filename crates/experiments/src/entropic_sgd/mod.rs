//! Algorithms aimed at wide minima: Entropy-SGD and replicated SGD beside SGD, and local entropies that are known.

mod figure;
mod points;
mod table;
mod verdicts;

use crate::RunError;
use crate::experiment::{Experiment, Verdict};
use crate::figures::Picture;
use crate::network::{ImageData, NetworkParameters, TrainingParameters};
use crate::parameters::{Count, NonNegative, Positive};
use crate::plan::Named;
use piccole_core::StreamKey;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use points::{Outcome, Point, Trained};
pub use table::{Algorithm, Row};

/// SGD, Entropy-SGD and replicated SGD at equal training loss: test error and flatness. How near replicas come as their
/// coupling grows. And a loss on the line with exact local entropies.
///
/// A plan:
///
/// ```toml
/// figure = "entropic-sgd"
/// seed = 1
/// samples = 5               # initialisations, the same for every algorithm
///
/// [data]
/// pooling = 4
/// train = 1000
/// test = 1000
///
/// [network]
/// hidden = [64, 64]
///
/// [training]                # SGD; the others share all but the optimiser
/// batch = 64
/// epochs = 2000
/// stop_loss = 0.05
/// optimizer = { sgd = { learning_rate = 0.1 } }
///
/// [entropy]
/// scopes = [0.1, 1.0]       # the point moves to the mean of the walk
/// walk_steps = 20
/// walk_rate = 0.1
/// temperature = 1e-8
/// averaging = 0.25
///
/// [replicas]
/// count = 5
/// coupling = 0.01
/// couplings = [0.0, 0.001, 0.01, 0.1, 1.0]   # of trainings whose replicas' distance is measured
/// epochs = 40                                # of these
///
/// [line]
/// scopes = [100.0, 10.0, 3.0, 1.0, 0.3]
/// beta = 5.0
///
/// [measurement]
/// strength = 0.1
/// local_energy_draws = 40
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntropicSgd {
    figure: Named<Self>,
    seed: u64,
    samples: Count,
    data: ImageData,
    network: NetworkParameters,
    training: TrainingParameters,
    entropy: EntropyParameters,
    replicas: ReplicaParameters,
    line: LineParameters,
    measurement: MeasurementParameters,
}

/// Entropy-SGD.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct EntropyParameters {
    scopes: Vec<Positive>,
    walk_steps: Count,
    walk_rate: Positive,
    temperature: NonNegative,
    averaging: Positive,
}

/// Replicated SGD.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ReplicaParameters {
    count: Count,
    coupling: NonNegative,
    couplings: Vec<NonNegative>,
    epochs: Count,
}

/// The loss on the line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct LineParameters {
    scopes: Vec<Positive>,
    beta: Positive,
}

/// How the local energy is measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MeasurementParameters {
    strength: NonNegative,
    local_energy_draws: Count,
}

impl Experiment for EntropicSgd {
    const NAME: &'static str = "entropic-sgd";
    const TITLE: &'static str = "Algorithms aimed at wide minima";
    const CAPTION: &'static str = "Left: a loss on the line with a narrow deep well and a wide shallow one (black, with its \
        sign changed), and its local entropies at inverse temperature 5, exact by quadrature, as the scope widens (\u{3b3} \
        falls): the wide well overtakes the narrow one between \u{3b3} = 100 and 10, and at \u{3b3} = 0.3 the narrow one is \
        no maximum any more. This is what Entropy-SGD climbs. Second: a small network on Fashion-MNIST, trained to the same \
        loss by SGD, by Entropy-SGD at two scopes and by replicated SGD (the barycentre of the replicas and one of them); \
        small crosses are initialisations, the same for all algorithms, large markers their means with standard errors. \
        Entropy-SGD errs no more than SGD. What is not seen at this scale is the flatness that the algorithms are built \
        for: at equal loss the largest eigenvalues and local energies (third panel) differ by little more than their \
        scatter. The barycentre has a lower loss than the replicas around it. Right: the distance of replicas from their \
        barycentre, relative to its norm, falls as the coupling grows, to what the gradient noise of single steps restores.";
    type Point = Point;
    type Outcome = Outcome;
    type Row = Row;

    fn seed(&self) -> u64 {
        self.seed
    }

    fn points(&self) -> Vec<Point> {
        points::points(self)
    }

    fn run(&self, point: &Point, _key: &StreamKey) -> Result<Outcome, RunError> {
        points::run(self, point)
    }

    fn table(&self, outcomes: &[(Point, Outcome)]) -> Result<Vec<Row>, RunError> {
        Ok(table::rows(outcomes))
    }

    fn picture(rows: &[Row]) -> Picture {
        figure::picture(rows)
    }

    fn verdicts(rows: &[Row]) -> Vec<Verdict> {
        verdicts::verdicts(rows)
    }
}
