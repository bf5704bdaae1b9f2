//! How far algorithms get: the fraction of instances they solve against the density of patterns.

mod figure;
mod table;

use crate::RunError;
use crate::experiment::{Experiment, Verdict};
use crate::figures::Picture;
use crate::parameters::{Count, Densities, OddSize, ReinforcedBpParameters, SbpiParameters};
use crate::plan::Named;
use piccole_core::StreamKey;
use piccole_core::patterns::{InputLaw, Patterns, Scenario, pattern_count};
use piccole_msg_passing::Algorithm as _;
use piccole_theory::Status;
use piccole_theory::capacity::{CapacityModel, capacity};
use serde::{Deserialize, Serialize};

pub use table::{Row, Source};

/// Success of solvers on random instances of the binary perceptron, `κ = 0`.
///
/// A plan:
///
/// ```toml
/// figure = "algorithms"
/// seed = 1
///
/// [[curve]]
/// algorithm = "reinforced-bp"     # or "sbpi"
/// n = 1001
/// alpha = "0.5:0.05:0.85"
/// samples = 20
///
/// [reinforced-bp]                 # parameters, all with defaults
/// rate = 0.01
/// ```
///
/// `[reinforced-bp]` takes `rate`, `damping` and `max_sweeps`, `[sbpi]` takes `threshold`, `probability` and `max_sweeps`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Algorithms {
    figure: Named<Self>,
    seed: u64,
    #[serde(rename = "reinforced-bp", default)]
    reinforced_bp: ReinforcedBpParameters,
    #[serde(default)]
    sbpi: SbpiParameters,
    #[serde(rename = "curve")]
    curves: Vec<Curve>,
}

/// One curve of the figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Curve {
    algorithm: Algorithm,
    n: OddSize,
    alpha: Densities,
    samples: Count,
}

/// A solver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Algorithm {
    /// [`piccole_msg_passing::ReinforcedBp`].
    ReinforcedBp,
    /// [`piccole_msg_passing::Sbpi`].
    Sbpi,
}

/// One unit of work.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Point {
    /// The capacity, from theory.
    Capacity,
    /// One instance.
    Instance {
        /// The solver.
        algorithm: Algorithm,
        /// Number of weights.
        n: usize,
        /// Constraint density.
        alpha: f64,
        /// Number of the instance.
        sample: usize,
    },
}

/// What a point gives.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The capacity, if it was found.
    Capacity(Option<f64>),
    /// What the solver left.
    Instance {
        /// Patterns that its weights do not satisfy; 0 for a solution.
        errors: usize,
        /// Sweeps over the patterns.
        sweeps: usize,
    },
}

impl Experiment for Algorithms {
    const NAME: &'static str = "algorithms";
    const TITLE: &'static str = "Where algorithms stop finding solutions";
    const CAPTION: &'static str = "Fraction of random instances that a solver satisfies completely, against the density \
        of patterns; bars are Wilson intervals at one standard deviation. Solutions exist up to the capacity \
        \u{3b1}_c (vertical line). Look for the gap: both solvers give up well before it, and more sharply the larger \
        the number of weights.";
    type Point = Point;
    type Outcome = Outcome;
    type Row = Row;

    fn seed(&self) -> u64 {
        self.seed
    }

    fn points(&self) -> Vec<Point> {
        let mut points = vec![Point::Capacity];
        for curve in &self.curves {
            for &alpha in curve.alpha.values() {
                let (algorithm, n) = (curve.algorithm, curve.n.get());
                let instance = |sample| Point::Instance { algorithm, n, alpha, sample };
                points.extend((0..curve.samples.get()).map(instance));
            }
        }
        points
    }

    fn run(&self, point: &Point, key: &StreamKey) -> Result<Outcome, RunError> {
        let Point::Instance { algorithm, n, alpha, .. } = *point else {
            let end = capacity(CapacityModel::Binary, 0.0)?;
            return Ok(Outcome::Capacity((end.status == Status::Ok).then_some(end.alpha_c)));
        };
        let p = pattern_count(n, alpha)?;
        let patterns = Patterns::generate(Scenario::Storage, InputLaw::Signs, n, p, &key.named("patterns"))?;
        let dynamics = key.named("dynamics").rng();
        let found = match algorithm {
            Algorithm::ReinforcedBp => self.reinforced_bp.algorithm().solve(&patterns, dynamics)?,
            Algorithm::Sbpi => self.sbpi.algorithm().solve(&patterns, dynamics)?,
        };
        Ok(Outcome::Instance { errors: found.errors, sweeps: found.sweeps })
    }

    fn table(&self, outcomes: &[(Point, Outcome)]) -> Result<Vec<Row>, RunError> {
        Ok(table::rows(&self.curves, outcomes))
    }

    fn picture(rows: &[Row]) -> Picture {
        figure::picture(rows)
    }

    fn verdicts(rows: &[Row]) -> Vec<Verdict> {
        figure::verdicts(rows)
    }
}
