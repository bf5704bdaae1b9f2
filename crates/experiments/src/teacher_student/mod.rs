//! Learning from a teacher: overlap and generalization errors against the constraint density.

mod figure;
mod points;
mod table;

use crate::RunError;
use crate::experiment::{Experiment, Verdict};
use crate::figures::Picture;
use crate::parameters::{Count, Densities};
use crate::plan::Named;
use piccole_core::StreamKey;
use serde::{Deserialize, Serialize};

pub use points::{Curve, Point, Solution};
pub use table::{Branch, Row};

/// What a student with weights ±1 learns from a teacher's labels, in the limit of many weights.
///
/// A plan:
///
/// ```toml
/// figure = "teacher-student"
/// alphas = "0.02:0.02:1.8"   # densities of the equilibrium
/// overlaps = 100             # points on the curve of all saddle points
/// ```
///
/// There is no random number in it, hence no seed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TeacherStudent {
    figure: Named<Self>,
    alphas: Densities,
    overlaps: Count,
}

impl Experiment for TeacherStudent {
    const NAME: &'static str = "teacher-student";
    const TITLE: &'static str = "Learning from a teacher";
    const CAPTION: &'static str = "A student with weights \u{b1}1 learns from the labels of a teacher of the same kind; \
        replica theory, exact for many weights. Left: the overlap with the teacher. Every overlap is a saddle point at \
        exactly one density, and the curve of all of them folds back at the algorithmic spinodal \u{3b1}\u{22c6}: a student \
        without a hint (message passing) follows the solid branch up to there and jumps to the teacher. The posterior itself \
        jumps earlier, at \u{3b1}_IT, where the entropy of the solid branch vanishes; the dotted saddles between the two are \
        unstable. Right: probability to err on a new input, for a typical student (Gibbs) and for the vote of all (Bayes).";
    type Point = Point;
    type Outcome = Curve;
    type Row = Row;

    fn seed(&self) -> u64 {
        0
    }

    fn points(&self) -> Vec<Point> {
        vec![Point::Saddles, Point::Equilibrium]
    }

    fn run(&self, point: &Point, _: &StreamKey) -> Result<Curve, RunError> {
        points::run(self, *point)
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
