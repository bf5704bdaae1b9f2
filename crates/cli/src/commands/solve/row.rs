//! Rows of `solve`.

use piccole_msg_passing::{Outcome, Problem, SweepRecord};
use serde::{Deserialize, Serialize};

/// A run that has ended.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Row {
    algorithm: String,
    n: usize,
    hidden: usize,
    p: usize,
    /// `P/(K N)`.
    alpha: f64,
    kappa: f64,
    seed: u64,
    pub(super) solved: bool,
    errors: usize,
    sweeps: usize,
    stop: String,
    cpu_seconds: f64,
    generalization_error: Option<f64>,
    local_entropy: Option<f64>,
}

impl Row {
    pub(super) fn new(
        (algorithm, problem, kappa, seed): (&str, Problem<'_>, f64, u64),
        outcome: &Outcome,
        (cpu_seconds, local_entropy): (f64, Option<f64>),
    ) -> Self {
        Self {
            algorithm: algorithm.to_owned(),
            n: problem.n(),
            hidden: problem.hidden(),
            p: problem.p(),
            alpha: problem.constraint_density(),
            kappa,
            seed,
            solved: outcome.solved(),
            errors: outcome.errors,
            sweeps: outcome.sweeps,
            stop: outcome.stop.as_str().to_owned(),
            cpu_seconds,
            generalization_error: problem.patterns().generalization_error(&outcome.weights),
            local_entropy,
        }
    }
}

/// A sweep of a run.
#[derive(Serialize)]
pub(super) struct HistoryRow {
    sweep: usize,
    errors: usize,
    overlap: f64,
}

impl HistoryRow {
    pub(super) fn all(history: &[SweepRecord]) -> Vec<Self> {
        let row =
            |(k, record): (usize, &SweepRecord)| Self { sweep: k + 1, errors: record.errors, overlap: record.overlap };
        history.iter().enumerate().map(row).collect()
    }
}
