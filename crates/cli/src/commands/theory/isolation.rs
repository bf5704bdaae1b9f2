//! `piccole theory isolation`.

use super::distances::Labels;
use crate::failure::{Failure, Outcome};
use crate::output::{Output, Settings};
use clap::Args;
use piccole_experiments::Grid;
use piccole_theory::Status;
use piccole_theory::isolation::{self, d_min};
use serde::Serialize;

/// Distance below which a typical solution has no other one: the zero of the local entropy
#[derive(Args, Serialize)]
#[command(after_help = "Examples:
  piccole theory isolation --scenario storage --alpha 0.2:0.1:0.8
  piccole theory isolation --scenario teacher-student --alpha 0.2:0.1:1.2")]
pub(crate) struct Isolation {
    #[command(flatten)]
    #[serde(flatten)]
    labels: Labels,
    /// Constraint densities P/N, ascending
    #[arg(long, value_name = "GRID", allow_hyphen_values = true)]
    alpha: Grid,
    #[command(flatten)]
    #[serde(skip)]
    output: Output,
}

#[derive(Serialize)]
struct Row {
    alpha: f64,
    distance_min: f64,
    slope: f64,
    residual: f64,
    iterations: usize,
    status: &'static str,
}

impl From<&isolation::Isolation> for Row {
    fn from(found: &isolation::Isolation) -> Self {
        Self {
            alpha: found.alpha,
            distance_min: found.distance,
            slope: found.slope,
            residual: found.residual,
            iterations: found.iterations,
            status: found.status.as_str(),
        }
    }
}

impl Isolation {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        self.output.check()?;
        let at = |&alpha: &f64| d_min(self.labels.scenario, alpha);
        let found = self.alpha.values().iter().map(at).collect::<Result<Vec<_>, _>>()?;
        let rows: Vec<Row> = found.iter().map(Row::from).collect();
        self.output.write(&rows, &Settings::new("theory isolation", self))?;
        Ok(Outcome::done_if(found.iter().all(|found| found.status == Status::Ok)))
    }
}
