//! Local entropy: how many solutions lie around typical solutions and around the centres of dense regions.

mod figure;
mod points;
mod table;

use crate::RunError;
use crate::experiment::{Experiment, Verdict};
use crate::figures::Picture;
use crate::parameters::{Distances, Positive};
use crate::plan::Named;
use piccole_core::StreamKey;
use serde::{Deserialize, Serialize};

pub use points::{Curve, Point, Solution};
pub use table::Row;

/// Local entropy against the distance for weights ±1 and random labels, around several references; theory for many weights.
///
/// A plan:
///
/// ```toml
/// figure = "local-entropy"
/// distances = "0.001:0.001:0.5"
/// alpha = 0.6                # density of all curves but one; these three are the defaults
/// beyond = 0.78              # density of that one, the dense region above the transition
/// margin = 0.2               # of the references of larger margin; such solutions have to exist at `alpha`
/// ```
///
/// There is no random number in it, hence no seed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocalEntropy {
    figure: Named<Self>,
    distances: Distances,
    #[serde(default = "alpha")]
    alpha: Positive,
    #[serde(default = "beyond")]
    beyond: Positive,
    #[serde(default = "margin")]
    margin: Positive,
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
        reference? Weights \u{b1}1, random labels; replica theory for many weights. Look at the small distances in the right \
        panel: around a typical solution the local entropy is negative, there is no other one (its steep end at the left is where the saddle point ends, beyond the stability of \
        replica symmetry). Around the centres of the \
        densest regions it is positive down to d = 0, where it joins the entropy of all configurations; so it is around \
        typical solutions of a large margin. Beyond the transition \u{3b1}_U the curve of the dense region has a maximum at \
        a small distance and is interrupted behind it: the region is separated from the rest.";
    type Point = Point;
    type Outcome = Curve;
    type Row = Row;

    fn seed(&self) -> u64 {
        0
    }

    fn points(&self) -> Vec<Point> {
        points::points(self)
    }

    fn run(&self, point: &Point, _: &StreamKey) -> Result<Curve, RunError> {
        points::run(self, point)
    }

    fn table(&self, outcomes: &[(Point, Curve)]) -> Result<Vec<Row>, RunError> {
        Ok(table::rows(outcomes))
    }

    fn picture(rows: &[Row]) -> Picture {
        figure::picture(rows)
    }

    fn verdicts(rows: &[Row]) -> Vec<Verdict> {
        figure::verdicts(rows)
    }
}
