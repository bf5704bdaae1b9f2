//! `piccole theory random-reference`.

use super::distances::Distances;
use crate::failure::{Failure, Outcome};
use crate::output::{Output, Settings};
use clap::Args;
use piccole_theory::Status;
use piccole_theory::franz_parisi::{LocalEntropyPoint, around_independent};
use serde::Serialize;

/// Entropy of the solutions at a distance from a configuration that is independent of the patterns
#[derive(Args, Serialize)]
#[command(after_help = "Example:\n  piccole theory random-reference --alpha 0.5 --distance 0.05:0.05:0.5")]
pub(crate) struct RandomReference {
    #[command(flatten)]
    #[serde(flatten)]
    at: Distances,
    /// Margin of the solutions
    #[arg(long, default_value_t = 0.0, allow_hyphen_values = true)]
    kappa: f64,
    #[command(flatten)]
    #[serde(skip)]
    output: Output,
}

#[derive(Serialize)]
struct Row {
    alpha: f64,
    distance: f64,
    entropy: f64,
    slope: f64,
    q1: f64,
    at_stability: f64,
    residual: f64,
    iterations: usize,
    status: &'static str,
    branch_end: f64,
}

impl RandomReference {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        self.output.check()?;
        let curve = around_independent(self.at.alpha, self.kappa, self.at.distance.values())?;
        let row = |point: &LocalEntropyPoint| Row {
            alpha: point.alpha,
            distance: point.distance,
            entropy: point.local_entropy,
            slope: point.slope,
            q1: point.q1,
            at_stability: point.at_stability,
            residual: point.residual,
            iterations: point.iterations,
            status: point.status.as_str(),
            branch_end: point.branch_end,
        };
        let rows: Vec<Row> = curve.iter().map(row).collect();
        self.output.write(&rows, &Settings::new("theory random-reference", self))?;
        Ok(Outcome::done_if(curve.iter().all(|point| point.status == Status::Ok)))
    }
}
