//! `piccole bethe`.

use crate::failure::{Failure, Outcome};
use crate::instance::{Law, draw};
use crate::output::{Output, Settings};
use crate::progress::Progress;
use clap::{Args, ValueEnum};
use piccole_core::Patterns;
use piccole_core::model::{Binary, Sign};
use piccole_experiments::{Grid, statistics::mean_with_error};
use piccole_msg_passing::{Amp, BeliefPropagation, Problem, Stop};
use rayon::prelude::*;
use serde::Serialize;

/// Bethe entropy and overlap of solutions by message passing, averaged over instances
///
/// The entropy is in nats per weight, the overlap is the mean of m². Standard errors (sem) are over the samples.
#[derive(Args, Serialize)]
#[command(after_help = "Example:\n  piccole bethe --algorithm bp --n 1001 --alpha 0.3,0.5,0.7 --samples 10
  piccole bethe --hidden 3 --n 301 --alpha 0.2:0.2:0.8")]
pub(crate) struct Bethe {
    /// Algorithm for the marginals
    #[arg(long, value_enum, default_value_t = Algorithm::Bp)]
    algorithm: Algorithm,
    /// Number of weights N of a hidden unit
    #[arg(long)]
    n: usize,
    /// Hidden units of the machine, an odd number; 1 is the perceptron (amp takes no other)
    #[arg(long, value_name = "K", default_value_t = 1)]
    hidden: usize,
    /// Constraint densities P/(K N), ascending
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
    /// Margin that a stability must exceed
    #[arg(long, default_value_t = 0.0, allow_hyphen_values = true)]
    kappa: f64,
    /// Share of the old message (amp: of the old means) kept in an update, in [0, 1)
    #[arg(long, default_value_t = BeliefPropagation::default().damping)]
    damping: f64,
    /// Largest change of a message (amp: of a mean) at which the iteration counts as converged
    #[arg(long, default_value_t = BeliefPropagation::default().tolerance)]
    tolerance: f64,
    /// Sweeps allowed for an instance
    #[arg(long, default_value_t = BeliefPropagation::default().max_sweeps)]
    max_sweeps: usize,
    #[command(flatten)]
    #[serde(skip)]
    output: Output,
}

#[derive(Clone, Copy, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Algorithm {
    /// Belief propagation on the edges
    Bp,
    /// Approximate message passing on the nodes
    Amp,
}

/// What an algorithm says of one instance.
struct Sample {
    p: usize,
    entropy: f64,
    overlap: f64,
    residual: f64,
    converged: bool,
}

#[derive(Serialize)]
struct Row {
    alpha: f64,
    n: usize,
    hidden: usize,
    p: usize,
    kappa: f64,
    samples: usize,
    entropy: f64,
    entropy_sem: f64,
    overlap: f64,
    overlap_sem: f64,
    not_converged: usize,
    largest_residual: f64,
    status: &'static str,
}

impl Bethe {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        self.output.check()?;
        if self.samples == 0 {
            return Err(Failure::bad_input("--samples 0: expected at least 1"));
        }
        if self.hidden != 1 && matches!(self.algorithm, Algorithm::Amp) {
            let complaint = format!("--hidden {}: amp takes perceptrons only, bp takes committees", self.hidden);
            return Err(Failure::bad_input(complaint));
        }
        let alphas = self.alpha.values();
        let progress = Progress::new("instances", self.samples * alphas.len() as u64);
        let rows = alphas.iter().map(|&alpha| self.row(alpha, &progress)).collect::<Result<Vec<_>, _>>()?;
        drop(progress);
        self.output.write(&rows, &Settings::new("bethe", self))?;
        Ok(Outcome::done_if(rows.iter().all(|row| row.not_converged == 0)))
    }

    fn row(&self, alpha: f64, progress: &Progress) -> Result<Row, Failure> {
        let sample = |sample: u64| {
            let patterns = draw(self.law, (self.n, self.hidden), alpha, self.seed.wrapping_add(sample))?;
            let sample = self.sample(&patterns)?;
            progress.advance();
            Ok(sample)
        };
        let samples = (0..self.samples).into_par_iter().map(sample).collect::<Result<Vec<_>, Failure>>()?;
        let average = |quantity: fn(&Sample) -> f64| mean_with_error(&samples.iter().map(quantity).collect::<Vec<_>>());
        let (entropy, overlap) = (average(|sample| sample.entropy), average(|sample| sample.overlap));
        let not_converged = samples.iter().filter(|sample| !sample.converged).count();
        Ok(Row {
            alpha,
            n: self.n,
            hidden: self.hidden,
            p: samples[0].p,
            kappa: self.kappa,
            samples: samples.len(),
            entropy: entropy.value,
            entropy_sem: entropy.error,
            overlap: overlap.value,
            overlap_sem: overlap.error,
            not_converged,
            largest_residual: samples.iter().fold(0.0, |largest, sample| sample.residual.max(largest)),
            status: if not_converged == 0 { "ok" } else { "not-converged" },
        })
    }

    fn sample(&self, patterns: &Patterns) -> Result<Sample, Failure> {
        let Self { damping, tolerance, max_sweeps, kappa, .. } = *self;
        let p = patterns.p();
        let problem = Problem::committee(patterns, self.hidden)?;
        match self.algorithm {
            Algorithm::Bp => {
                let marginals = BeliefPropagation { margin: kappa, damping, tolerance, max_sweeps }.run(problem)?;
                Ok(Sample {
                    p,
                    entropy: marginals.entropy,
                    overlap: marginals.overlap,
                    residual: marginals.residual,
                    converged: marginals.stop == Stop::Converged,
                })
            }
            Algorithm::Amp => {
                let outcome = Amp { damping, tolerance, max_iterations: max_sweeps }.run(
                    patterns,
                    &Binary,
                    &Sign { margin: kappa },
                )?;
                Ok(Sample {
                    p,
                    entropy: outcome.bethe_entropy,
                    overlap: outcome.overlap(),
                    residual: outcome.change,
                    converged: matches!(outcome.stop, Stop::Converged | Stop::Solved),
                })
            }
        }
    }
}
