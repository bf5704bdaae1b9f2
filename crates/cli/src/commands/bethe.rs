//! `piccole bethe`.

use crate::failure::{Failure, Outcome};
use crate::instance::{Law, draw};
use crate::output::{Output, Settings};
use crate::progress::Progress;
use clap::{Args, ValueEnum};
use piccole_experiments::{Grid, statistics::mean_with_error};
use piccole_msg_passing::{BeliefPropagation, Marginals, Stop};
use rayon::prelude::*;
use serde::Serialize;

/// Bethe entropy and overlap of solutions by message passing, averaged over instances
///
/// The entropy is in nats per weight, the overlap is the mean of m². Standard errors (sem) are over the samples.
#[derive(Args, Serialize)]
#[command(after_help = "Example:\n  piccole bethe --algorithm bp --n 1001 --alpha 0.3,0.5,0.7 --samples 10")]
pub(crate) struct Bethe {
    /// Algorithm for the marginals
    #[arg(long, value_enum, default_value_t = Algorithm::Bp)]
    algorithm: Algorithm,
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
    /// Margin that a stability must exceed
    #[arg(long, default_value_t = 0.0, allow_hyphen_values = true)]
    kappa: f64,
    /// Share of the old message kept in an update, in [0, 1)
    #[arg(long, default_value_t = BeliefPropagation::default().damping)]
    damping: f64,
    /// Largest change of a message at which the iteration counts as converged
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
}

#[derive(Serialize)]
struct Row {
    alpha: f64,
    n: usize,
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
        let alphas = self.alpha.values();
        let progress = Progress::new("instances", self.samples * alphas.len() as u64);
        let rows = alphas.iter().map(|&alpha| self.row(alpha, &progress)).collect::<Result<Vec<_>, _>>()?;
        drop(progress);
        self.output.write(&rows, &Settings::new("bethe", self))?;
        Ok(Outcome::done_if(rows.iter().all(|row| row.not_converged == 0)))
    }

    fn row(&self, alpha: f64, progress: &Progress) -> Result<Row, Failure> {
        let Algorithm::Bp = self.algorithm;
        let algorithm = BeliefPropagation {
            margin: self.kappa,
            damping: self.damping,
            tolerance: self.tolerance,
            max_sweeps: self.max_sweeps,
        };
        let sample = |sample: u64| {
            let patterns = draw(self.law, self.n, alpha, self.seed.wrapping_add(sample))?;
            let marginals = algorithm.run(&patterns)?;
            progress.advance();
            Ok((patterns.p(), marginals))
        };
        let samples = (0..self.samples).into_par_iter().map(sample).collect::<Result<Vec<_>, Failure>>()?;
        let average = |quantity: fn(&Marginals) -> f64| {
            mean_with_error(&samples.iter().map(|(_, marginals)| quantity(marginals)).collect::<Vec<_>>())
        };
        let (entropy, overlap) = (average(|marginals| marginals.entropy), average(|marginals| marginals.overlap));
        let not_converged = samples.iter().filter(|(_, marginals)| marginals.stop != Stop::Converged).count();
        Ok(Row {
            alpha,
            n: self.n,
            p: samples[0].0,
            kappa: self.kappa,
            samples: samples.len(),
            entropy: entropy.value,
            entropy_sem: entropy.error,
            overlap: overlap.value,
            overlap_sem: overlap.error,
            not_converged,
            largest_residual: samples.iter().fold(0.0, |largest, (_, marginals)| marginals.residual.max(largest)),
            status: if not_converged == 0 { "ok" } else { "not-converged" },
        })
    }
}
