//! `piccole status`.

use crate::failure::{Failure, Outcome};
use crate::output::{Output, Settings};
use clap::Args;
use piccole_experiments::status;
use serde::Serialize;
use std::path::PathBuf;

/// How far the runs in a folder are: points done, failed and missing, and the time left
///
/// A row a figure. `seconds` is what the points in the store took, each on its thread, `seconds_left` what the others take
/// on one thread if they take as long on average. The exit code is 1 while points are missing or failed.
#[derive(Args, Serialize)]
#[command(after_help = "Example:\n  piccole status results")]
pub(crate) struct Status {
    /// Folder that plans were run into
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    #[command(flatten)]
    #[serde(skip)]
    output: Output,
}

#[derive(Serialize)]
struct Row {
    figure: &'static str,
    points: usize,
    done: usize,
    failed: usize,
    missing: usize,
    seconds: f64,
    seconds_left: Option<f64>,
    first_error: Option<String>,
}

impl Status {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        self.output.check()?;
        let row = |status: piccole_experiments::Status| Row {
            figure: status.figure,
            points: status.points,
            done: status.done,
            failed: status.failed,
            missing: status.missing(),
            seconds: status.seconds,
            seconds_left: status.seconds_left(),
            first_error: status.first_error,
        };
        let rows: Vec<Row> = status(&self.dir)?.into_iter().map(row).collect();
        self.output.write_with_decimals(&rows, &Settings::new("status", self), 1)?;
        Ok(Outcome::done_if(rows.iter().all(|row| row.done == row.points)))
    }
}
