//! `piccole theory pairs`.

use super::distances::Distances;
use crate::failure::{Failure, Outcome};
use crate::output::{Output, Settings};
use clap::Args;
use piccole_theory::Status;
use piccole_theory::pairs::{PairPoint, annealed, curve};
use serde::Serialize;

/// Entropy of the pairs of solutions at a distance, random labels
///
/// Twice the entropy of solutions at its maximum, the distance of two typical ones. annealed is the logarithm of the mean
/// number of pairs, an upper bound.
#[derive(Args, Serialize)]
#[command(after_help = "Example:\n  piccole theory pairs --alpha 0.5 --distance 0.05:0.05:0.5")]
pub(crate) struct Pairs {
    #[command(flatten)]
    #[serde(flatten)]
    at: Distances,
    #[command(flatten)]
    #[serde(skip)]
    output: Output,
}

#[derive(Serialize)]
struct Row {
    alpha: f64,
    distance: f64,
    entropy: f64,
    annealed: f64,
    slope: f64,
    q: f64,
    residual: f64,
    iterations: usize,
    status: &'static str,
}

impl From<&PairPoint> for Row {
    fn from(point: &PairPoint) -> Self {
        Self {
            alpha: point.alpha,
            distance: point.distance,
            entropy: point.entropy,
            annealed: annealed(point.alpha, point.distance),
            slope: point.slope,
            q: point.q,
            residual: point.residual,
            iterations: point.iterations,
            status: point.status.as_str(),
        }
    }
}

impl Pairs {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        self.output.check()?;
        let curve = curve(self.at.alpha, self.at.distance.values())?;
        let rows: Vec<Row> = curve.iter().map(Row::from).collect();
        self.output.write(&rows, &Settings::new("theory pairs", self))?;
        Ok(Outcome::done_if(curve.iter().all(|point| point.status == Status::Ok)))
    }
}
