//! `piccole amp`.

use crate::failure::{Failure, Outcome};
use crate::instance::{Law, draw};
use crate::output::{Output, Settings};
use crate::progress::Progress;
use clap::Args;
use piccole_core::model::{Binary, Sign};
use piccole_core::patterns::Scenario;
use piccole_experiments::{Grid, statistics::mean_with_error};
use piccole_msg_passing::{Amp as Algorithm, Stop};
use rayon::prelude::*;
use serde::Serialize;

/// What approximate message passing learns from a teacher, averaged over instances
///
/// The overlap is that of the means with the teacher's weights, recovered the number of instances in which it was found
/// exactly. Standard errors (sem) are over the samples.
#[derive(Args, Serialize)]
#[command(after_help = "Example:\n  piccole amp --scenario teacher-student --n 2001 --alpha 0.8:0.2:1.6 --samples 10")]
pub(crate) struct Amp {
    /// Number of weights N
    #[arg(long)]
    n: usize,
    /// Constraint densities P/N, ascending
    #[arg(long, value_name = "GRID", allow_hyphen_values = true)]
    alpha: Grid,
    #[command(flatten)]
    #[serde(flatten)]
    law: Law,
    /// Number of instances at each density, with seeds SEED, SEED+1, …
    #[arg(long, default_value_t = 10)]
    samples: u64,
    /// Seed of everything random
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Share of the old means kept in an iteration, in [0, 1)
    #[arg(long, default_value_t = Algorithm::default().damping)]
    damping: f64,
    /// Largest change of a mean at which the iteration counts as converged
    #[arg(long, default_value_t = Algorithm::default().tolerance)]
    tolerance: f64,
    /// Iterations allowed for an instance
    #[arg(long, default_value_t = Algorithm::default().max_iterations)]
    max_iterations: usize,
    #[command(flatten)]
    #[serde(skip)]
    output: Output,
}

#[derive(Serialize)]
struct Row {
    alpha: f64,
    n: usize,
    samples: usize,
    overlap: f64,
    overlap_sem: f64,
    recovered: usize,
    /// Mean over the instances.
    iterations: f64,
    not_converged: usize,
    status: &'static str,
}

impl Amp {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        self.output.check()?;
        if self.samples == 0 {
            return Err(Failure::bad_input("--samples 0: expected at least 1"));
        }
        if self.law.scenario != Scenario::TeacherStudent {
            let scenario = self.law.scenario;
            return Err(Failure::bad_input(format!("--scenario {scenario}: expected teacher-student; see also bethe")));
        }
        let alphas = self.alpha.values();
        let progress = Progress::new("instances", self.samples * alphas.len() as u64);
        let rows = alphas.iter().map(|&alpha| self.row(alpha, &progress)).collect::<Result<Vec<_>, _>>()?;
        drop(progress);
        self.output.write(&rows, &Settings::new("amp", self))?;
        Ok(Outcome::done_if(rows.iter().all(|row| row.not_converged == 0)))
    }

    fn row(&self, alpha: f64, progress: &Progress) -> Result<Row, Failure> {
        let algorithm =
            Algorithm { damping: self.damping, tolerance: self.tolerance, max_iterations: self.max_iterations };
        let sample = |sample: u64| {
            let patterns = draw(self.law, (self.n, 1), alpha, self.seed.wrapping_add(sample))?;
            let outcome = algorithm.run(&patterns, &Binary, &Sign { margin: 0.0 })?;
            progress.advance();
            let overlap = outcome.teacher_overlap(&patterns).unwrap_or(f64::NAN);
            Ok((overlap, outcome.iterations as f64, outcome.stop))
        };
        let samples = (0..self.samples).into_par_iter().map(sample).collect::<Result<Vec<_>, Failure>>()?;
        let overlap = mean_with_error(&samples.iter().map(|sample| sample.0).collect::<Vec<_>>());
        let iterations = mean_with_error(&samples.iter().map(|sample| sample.1).collect::<Vec<_>>());
        let done = |stop: Stop| matches!(stop, Stop::Converged | Stop::Solved);
        let not_converged = samples.iter().filter(|sample| !done(sample.2)).count();
        Ok(Row {
            alpha,
            n: self.n,
            samples: samples.len(),
            overlap: overlap.value,
            overlap_sem: overlap.error,
            recovered: samples.iter().filter(|sample| sample.0 == 1.0).count(),
            iterations: iterations.value,
            not_converged,
            status: if not_converged == 0 { "ok" } else { "not-converged" },
        })
    }
}
