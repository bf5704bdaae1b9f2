//! How far algorithms get: the fraction of instances they solve against the density of patterns.

mod comparison;
mod curve;
mod figure;
mod table;

use crate::RunError;
use crate::experiment::{Experiment, Verdict};
use crate::figures::Picture;
use crate::plan::Named;
use piccole_core::StreamKey;
use piccole_core::patterns::{InputLaw, Patterns, Scenario, pattern_count};
use piccole_msg_passing::Problem;
use piccole_theory::Status;
use piccole_theory::capacity::{CapacityModel, capacity};
use piccole_theory::dense_region::alpha_u;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use table::{CAPACITY, COMPARISON, DENSE_REGION, Row};

use comparison::Comparison;
use curve::Curve;

/// Success of solvers on random instances of the binary perceptron, `κ = 0`.
///
/// A plan:
///
/// ```toml
/// figure = "algorithms"
/// seed = 1
///
/// [[curve]]
/// algorithm = "focusing-bp"       # any name of the catalogue
/// n = 1001
/// alpha = "0.5:0.05:0.85"
/// samples = 20
/// parameters = { max-sweeps = 500 }   # by the names of the command line; what is left out has its default
///
/// [comparison]                    # may be left out: where replicated annealing is to solve what plain annealing with as many
/// n = 1001                        # proposals does not; both have to have a curve there
/// alpha = 0.6
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Unchecked")]
pub struct Algorithms {
    figure: Named<Self>,
    seed: u64,
    #[serde(rename = "curve")]
    curves: Vec<Curve>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comparison: Option<Comparison>,
}

/// A plan as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    figure: Named<Algorithms>,
    seed: u64,
    #[serde(rename = "curve")]
    curves: Vec<Curve>,
    comparison: Option<Comparison>,
}

impl TryFrom<Unchecked> for Algorithms {
    type Error = String;

    fn try_from(plan: Unchecked) -> Result<Self, String> {
        let Unchecked { figure, seed, curves, comparison } = plan;
        comparison.as_ref().map_or(Ok(()), |comparison| comparison.check(&curves))?;
        Ok(Self { figure, seed, curves, comparison })
    }
}

/// One unit of work.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Point {
    /// Where solutions and their dense region end, from theory.
    Transitions,
    /// One instance.
    Instance {
        /// The solver.
        algorithm: String,
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
    /// The capacity, if it was found, and the end of the dense region.
    Transitions {
        /// `α_c`
        capacity: Option<f64>,
        /// `α_U`
        dense_region: f64,
    },
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
    const CAPTION: &'static str = "\
        Fraction of random instances that a solver satisfies completely, against the density of patterns; bars are \
        Wilson intervals at one standard deviation. A panel for every number of weights. Solutions exist up to the \
        capacity \u{3b1}_c, and the dense region that algorithms are drawn to up to \u{3b1}_U (vertical lines). Look for \
        the gap: every algorithm gives up before the capacity, those that aim at the dense region last; and for \
        replicas: replicated annealing solves at densities where plain annealing with the same number of proposals \
        fails, which is tested at the one density and size that the plan names beforehand. The quick plan allows most \
        algorithms fewer sweeps than their defaults do (focusing BP 600, reinforced BP 400; the plan has them all), so \
        that some fall off a little earlier there than they need.";
    type Point = Point;
    type Outcome = Outcome;
    type Row = Row;

    fn seed(&self) -> u64 {
        self.seed
    }

    fn points(&self) -> Vec<Point> {
        let mut points = vec![Point::Transitions];
        for curve in &self.curves {
            for &alpha in curve.alpha.values() {
                let (algorithm, n) = (&curve.algorithm, curve.n.get());
                let instance = |sample| Point::Instance { algorithm: algorithm.clone(), n, alpha, sample };
                points.extend((0..curve.samples.get()).map(instance));
            }
        }
        points
    }

    fn run(&self, point: &Point, key: &StreamKey) -> Result<Outcome, RunError> {
        let Point::Instance { ref algorithm, n, alpha, .. } = *point else {
            return transitions();
        };
        let p = pattern_count(n, alpha)?;
        let patterns = Patterns::generate(Scenario::Storage, InputLaw::Signs, n, p, &key.named("patterns"))?;
        let curve = self.curves.iter().find(|curve| curve.algorithm == *algorithm && curve.n.get() == n);
        let solver = curve.expect("points come from curves").solver().map_err(RunError::Algorithm)?;
        let found = solver.begin(Problem::from(&patterns), key.named("dynamics").rng())?.finish();
        Ok(Outcome::Instance { errors: found.errors, sweeps: found.sweeps })
    }

    fn table(&self, outcomes: &[(Point, Outcome)]) -> Result<Vec<Row>, RunError> {
        Ok(table::rows(&self.curves, self.comparison.as_ref(), outcomes))
    }

    fn picture(rows: &[Row]) -> Picture {
        figure::picture(rows)
    }

    fn verdicts(rows: &[Row]) -> Vec<Verdict> {
        figure::verdicts(rows)
    }
}

fn transitions() -> Result<Outcome, RunError> {
    let end = capacity(CapacityModel::Binary, 0.0)?;
    Ok(Outcome::Transitions {
        capacity: (end.status == Status::Ok).then_some(end.alpha_c),
        dense_region: alpha_u().alpha,
    })
}
