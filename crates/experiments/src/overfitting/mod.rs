//! Overfitting and overparameterisation: the test error of random-features regression against the number of features.

mod figure;
mod parameters;
mod points;
mod table;

use crate::RunError;
use crate::experiment::{Experiment, Verdict};
use crate::figures::Picture;
use crate::parameters::{NonNegative, Positive};
use crate::plan::Named;
use parameters::{Ascending, FeatureFunction};
use piccole_core::StreamKey;
use serde::{Deserialize, Serialize};

pub use points::{Curve, Point, Solution};
pub use table::{Method, Row};

/// Test error of ridge regression on random features against `ψ1 = N/D`, features per input dimension, at a fixed
/// number `ψ2 = n/D` of samples per dimension and for a linear target with noise; theory for `D → ∞`.
///
/// A plan:
///
/// ```toml
/// figure = "fig4-overfitting"
/// nonlinearity = "relu"     # or sign, tanh, erf
/// noise = 0.2               # variance in the labels; the target's own is 1
/// psi2 = 3.0
/// psi1 = "0.05:0.05:9"
/// lambda = [0.005, 0.05]    # ridges in units of μ⋆², beside none and the best
/// ```
///
/// There is no random number in it, hence no seed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overfitting {
    figure: Named<Self>,
    nonlinearity: FeatureFunction,
    noise: NonNegative,
    psi2: Positive,
    psi1: Ascending,
    lambda: Ascending,
}

impl Experiment for Overfitting {
    const NAME: &'static str = "fig4-overfitting";
    const TITLE: &'static str = "Overfitting and what comes after it";
    const CAPTION: &'static str = "A linear target with noise is learnt from n samples by ridge regression on N random \
        features of its D inputs; the curves are exact for D \u{2192} \u{221e}. Look at the curve without ridge: with fewer \
        features than samples it is the classical U (right panel: more features lower the bias at first and raise the \
        variance, and towards N = n the random choice of the features makes the bias rise as well), and where the features \
        suffice to fit every sample, at N = n, it diverges (cut off at the frame). Beyond, it falls again, towards a plateau \
        far below the minimum of the U. A small ridge cuts the peak, the best ridge at every N removes it: the error then \
        only falls with the number of features.";
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
        Ok(table::rows(self, outcomes))
    }

    fn picture(rows: &[Row]) -> Picture {
        figure::picture(rows)
    }

    fn verdicts(rows: &[Row]) -> Vec<Verdict> {
        figure::verdicts(rows)
    }
}
