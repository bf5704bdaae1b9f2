//! `piccole run`.

use super::ranks;
use crate::failure::{Failure, Outcome};
use crate::progress::Progress;
use crate::terminal::note;
use crate::{REVISION, interrupt};
use clap::Args;
use piccole_experiments::{Error, Plan, RunOptions, Shard, Summary, gallery};
use std::num::NonZero;
use std::path::PathBuf;

/// Run a plan, or what an interrupted run of it has left
///
/// Every finished point is kept in DIR/NAME.store, whatever kills the run; the same command takes it up again. When all
/// points are there, table (CSV), figure (SVG, PNG, PDF), the plan with its defaults (TOML) and index.html are written to
/// DIR. The table does not depend on threads, shards, ranks or interruptions.
#[derive(Args)]
#[command(after_help = "Examples:
  piccole run data/plans/quick/entropy.toml --out results
  piccole run data/plans/full/algorithms.toml --out results --shard 0/4
  mpirun -n 4 piccole run data/plans/full/algorithms.toml --out results")]
pub(crate) struct Run {
    /// The plan
    #[arg(value_name = "PLAN.toml")]
    plan: PathBuf,
    /// Folder for store, table and figures
    #[arg(long, value_name = "DIR", default_value = "results")]
    out: PathBuf,
    /// Compute shard I of N only (I from 0); `piccole merge DIR` puts the shards together
    #[arg(long, value_name = "I/N", default_value_t = Shard::WHOLE)]
    shard: Shard,
    /// Compute points that have failed in an earlier run again
    #[arg(long)]
    retry_failed: bool,
    /// Share the points out among MPI ranks, each on one thread unless --threads says more; implied under Open MPI's mpirun
    #[arg(long, conflicts_with = "shard")]
    mpi: bool,
}

impl Run {
    pub(super) fn run(&self, threads: Option<NonZero<usize>>) -> Result<Outcome, Failure> {
        if self.mpi || (self.shard == Shard::WHOLE && ranks::launched()) {
            return ranks::run(self, threads);
        }
        self.run_by(Plan::run, threads)
    }

    /// Runs the plan by `run` and says what came of it.
    pub(super) fn run_by(
        &self,
        run: impl FnOnce(&Plan, &RunOptions<'_>) -> Result<Summary, Error>,
        threads: Option<NonZero<usize>>,
    ) -> Result<Outcome, Failure> {
        let plan = Plan::read(&self.plan)?;
        // The second time there is no waiting: the store survives that too.
        let stop = interrupt::watch("the points in hand")?;
        let bar: std::sync::OnceLock<Progress> = std::sync::OnceLock::new();
        let options = RunOptions {
            threads,
            shard: self.shard,
            retry_failed: self.retry_failed,
            revision: REVISION,
            stop: &stop,
            progress: &|progress| {
                let bar = bar.get_or_init(|| Progress::new("points", progress.total as u64));
                bar.reached_from(progress.done as u64, progress.skipped as u64);
            },
            ..RunOptions::new(&self.out)
        };
        let summary = run(&plan, &options)?;
        drop(bar);
        let (name, total) = (plan.name(), summary.total);
        note!("{name}: {} points computed, {} there already, {total} in all", summary.done, summary.skipped);
        for file in &summary.files {
            note!("wrote {}", file.display());
        }
        if summary.complete {
            let page = gallery(&self.out)?;
            note!("wrote {}", page.display());
        }
        if let Some(error) = &summary.first_error {
            eprintln!("{} points failed, the first: {error}; --retry-failed tries them again", summary.failed);
        }
        let left = total - summary.skipped - summary.done - summary.failed;
        if left > 0 {
            eprintln!("{left} points left; the same command goes on");
        }
        Ok(Outcome::done_if(summary.failed == 0 && left == 0))
    }
}
