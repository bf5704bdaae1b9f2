//! `piccole theory thresholds`.

use crate::failure::{Failure, Outcome};
use crate::output::{Output, Settings};
use clap::Args;
use piccole_theory::thresholds::{NamedThreshold, all};
use serde::Serialize;

/// Every critical density of the binary perceptron, beside its literature value
///
/// tolerance is the error of the computed value.
#[derive(Args, Serialize)]
#[command(after_help = "Example:\n  piccole theory thresholds --format table")]
pub(crate) struct Thresholds {
    #[command(flatten)]
    #[serde(skip)]
    output: Output,
}

#[derive(Serialize)]
struct Row {
    name: &'static str,
    value: f64,
    tolerance: f64,
    literature: f64,
    source: &'static str,
    status: &'static str,
}

impl From<&NamedThreshold> for Row {
    fn from(row: &NamedThreshold) -> Self {
        Self {
            name: row.name,
            value: row.threshold.alpha,
            tolerance: row.threshold.error,
            literature: row.literature,
            source: row.source,
            status: if row.threshold.converged { "ok" } else { "not-converged" },
        }
    }
}

/// As many as hold for every threshold.
const DECIMALS: usize = 10;

impl Thresholds {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        self.output.check()?;
        let thresholds = all()?;
        let rows: Vec<Row> = thresholds.iter().map(Row::from).collect();
        self.output.write_with_decimals(&rows, &Settings::new("theory thresholds", self), DECIMALS)?;
        Ok(Outcome::done_if(thresholds.iter().all(|row| row.threshold.converged)))
    }
}
