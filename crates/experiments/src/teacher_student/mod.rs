//! Learning from a teacher: overlap and generalization errors against the constraint density.

mod figure;
mod measurement;
mod points;
mod table;

use crate::RunError;
use crate::experiment::{Experiment, Verdict};
use crate::figures::Picture;
use crate::parameters::{Count, Densities, OddSize, Positive};
use crate::plan::Named;
use piccole_core::StreamKey;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use measurement::{Evolution, Measured};
pub use points::{Curve, Outcome, Point, Solution};
pub use table::{Branch, Row};

/// What a student with weights ±1 learns from a teacher's labels: replica theory for many weights, and approximate message
/// passing on instances.
///
/// A plan:
///
/// ```toml
/// figure = "teacher-student"
/// seed = 1
/// alphas = "0.02:0.02:1.8"   # densities of the equilibrium
/// overlaps = 100             # points on the curve of all saddle points
///
/// [amp]
/// n = 2001
/// steps = 12                 # iterations that are shown one by one
/// densities = [{ alpha = 0.8, samples = 20 }, { alpha = 1.6, samples = 20 }]
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TeacherStudent {
    figure: Named<Self>,
    seed: u64,
    alphas: Densities,
    overlaps: Count,
    amp: AmpInstances,
}

/// Section `[amp]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AmpInstances {
    n: OddSize,
    steps: Count,
    densities: Vec<Samples>,
}

/// A density, and how many instances of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Samples {
    alpha: Positive,
    samples: Count,
}

impl Experiment for TeacherStudent {
    const NAME: &'static str = "teacher-student";
    const TITLE: &'static str = "Learning from a teacher";
    const CAPTION: &'static str = "A student with weights \u{b1}1 learns from the labels of a teacher of the same kind. \
        Left: the overlap with the teacher. Lines are replica theory, exact for many weights: every overlap is a saddle point \
        at exactly one density, and the curve of all of them folds back at the algorithmic spinodal \u{3b1}\u{22c6}. A student \
        without a hint follows the solid branch up to there and jumps to the teacher; circles are approximate message \
        passing (AMP) on instances, mean and standard error (smaller than the circle). The posterior itself \
        jumps earlier, at \u{3b1}_IT, where the entropy of the solid branch vanishes; the dotted saddles between the two are \
        unstable. Middle: AMP iteration by iteration (markers) on the lines of state evolution; below \u{3b1}\u{22c6} \
        the overlap comes to rest, above it goes on to 1. Right: probability to err on a new input, for a typical student \
        (Gibbs) and for the vote of all (Bayes).";
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
        Ok(table::rows(outcomes))
    }

    fn picture(rows: &[Row]) -> Picture {
        figure::picture(rows)
    }

    fn verdicts(rows: &[Row]) -> Vec<Verdict> {
        figure::verdicts(rows)
    }
}
