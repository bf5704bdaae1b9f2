//! Local entropy: how many solutions lie around typical solutions and around the centres of dense regions.

mod figure;
mod measurement;
mod points;
mod table;

use crate::RunError;
use crate::experiment::{Experiment, Verdict};
use crate::figures::Picture;
use crate::found::Finder;
use crate::parameters::{Count, Distances, OddSize, Positive};
use crate::plan::Named;
use piccole_core::StreamKey;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use measurement::{Around, Measured};
pub use points::{Curve, Outcome, Point, Solution};
pub use table::{Reference, Row};

/// Local entropy against the distance for weights ±1 and random labels, around several references: theory for many
/// weights, and message passing on instances.
///
/// A plan:
///
/// ```toml
/// figure = "local-entropy"
/// seed = 1
/// distances = "0.001:0.001:0.5"
/// alpha = 0.6                # density of all curves but one; these three are the defaults
/// beyond = 0.78              # density of that one, the dense region above the transition
/// margin = 0.2               # of the references of larger margin; such solutions have to exist at `alpha`
///
/// [measured]                 # at the density `alpha`, around teachers and around solutions that these algorithms find
/// algorithms = ["sbpi", "reinforced-amp"]
/// distances = [0.01, 0.02, 0.05, 0.1, 0.2]   # some of those above
/// n = 1001
/// samples = 10
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LocalEntropy {
    figure: Named<Self>,
    seed: u64,
    distances: Distances,
    #[serde(default = "alpha")]
    alpha: Positive,
    #[serde(default = "beyond")]
    beyond: Positive,
    #[serde(default = "margin")]
    margin: Positive,
    measured: Measurements,
}

/// Section `[measured]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Measurements {
    algorithms: Vec<Finder>,
    distances: Distances,
    n: OddSize,
    samples: Count,
}

fn alpha() -> Positive {
    Positive::try_from(0.6).expect("positive")
}

fn beyond() -> Positive {
    Positive::try_from(0.78).expect("positive")
}

fn margin() -> Positive {
    Positive::try_from(0.2).expect("positive")
}

impl Experiment for LocalEntropy {
    const NAME: &'static str = "local-entropy";
    const TITLE: &'static str = "Typical solutions are isolated, rare ones are not";
    const CAPTION: &'static str = "How many solutions lie at the distance d, the fraction of weights that differ, from a \
        reference? Weights \u{b1}1. Lines: replica theory for many weights and random labels. Markers (named in the right panel): message passing with a \
        field towards the reference, on instances (means and standard errors). Look at the small distances in the right panel: \
        around a typical solution the local entropy is negative, there is no other one (its steep end at the left is where the \
        saddle point ends, beyond the stability of replica symmetry). Around the centres of the densest regions it is positive \
        down to d = 0, where it joins the entropy of all configurations; so it is around typical solutions of a large margin. \
        Solutions that algorithms find are not typical: around them, too, there are others at every distance, almost as many as \
        in the densest regions. A teacher is a typical solution of its own labels (blue, with the line of its own theory): around \
        it there are fewer the closer one looks. Beyond the transition \u{3b1}_U the curve of the dense region has a maximum at a \
        small distance and is interrupted behind it: the region is separated from the rest.";
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
        figure::verdicts(rows)
    }
}
