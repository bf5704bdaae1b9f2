//! Generalization of dense regions: error against the constraint density, for typical students and for dense ones.

mod figure;
mod points;
mod table;

use crate::RunError;
use crate::experiment::{Experiment, Undecided, Verdict};
use crate::figures::Picture;
use crate::found::Finder;
use crate::parameters::{Count, Densities, Distance, OddSize};
use crate::plan::Named;
use piccole_core::StreamKey;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use points::{Curve, Outcome, Point, Solution};
pub use table::{Method, Row};

/// How well dense regions of students with weights ±1 generalize a teacher's labels; theory for many weights.
///
/// A plan:
///
/// ```toml
/// figure = "fig6-generalization"
/// seed = 1
/// alphas = "0.1:0.05:1.2"
/// distance = 0.05            # of the dense region's students from its centre; this is the default
///
/// [found]                    # students that algorithms find
/// algorithms = ["sbpi", "bpi", "cp-r", "max-sum", "reinforced-amp", "reinforced-bp"]
/// alphas = [0.5, 0.8, 1.0]   # some of those above
/// n = 1001
/// samples = 20
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Generalization {
    figure: Named<Self>,
    seed: u64,
    alphas: Densities,
    #[serde(default = "distance")]
    distance: Distance,
    found: Found,
}

/// Section `[found]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Found {
    algorithms: Vec<Finder>,
    alphas: Densities,
    n: OddSize,
    samples: Count,
}

/// Small, and far enough from 0 for the constraints to matter at all densities.
fn distance() -> Distance {
    Distance::try_from(0.05).expect("a distance")
}

impl Experiment for Generalization {
    const NAME: &'static str = "fig6-generalization";
    const TITLE: &'static str = "Dense regions generalize better than typical solutions";
    const CAPTION: &'static str = "\
        A student with weights \u{b1}1 learns from a teacher's labels; replica theory for many weights. Look at the \
        order of the curves: the vote of all students (Bayes) errs least, a typical student (Gibbs) most. Markers, in \
        the second panel and set apart sideways: students that algorithms find for one teacher each, N = 1001 in the \
        quick plan (bars: standard errors over those that know every label; densities at which fewer than six do are \
        left out, and nothing is said about them). In between are the densest regions: their students at the distance \
        from the centre that the legend gives (5 % of the weights in the plans of the repository), and their centre, \
        which is better still. Nobody tells these regions where the teacher is: they are picked by the number of \
        solutions in them alone. The distance matters: closer to the centre than about 2 % of the weights and at \
        densities next to the transition the students of the densest region err as much as typical ones, or more.";
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

    fn undecided(rows: &[Row]) -> Vec<Undecided> {
        figure::undecided(rows)
    }
}
