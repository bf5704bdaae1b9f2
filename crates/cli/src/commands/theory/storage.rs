//! `piccole theory storage`.

use super::common::{Accuracy, Rule, Weights};
use crate::failure::{Failure, Outcome};
use crate::output::{Output, Settings};
use clap::Args;
use piccole_experiments::Grid;
use piccole_theory::Status;
use piccole_theory::storage::{self, StoragePoint};
use serde::Serialize;

/// Entropy and order parameters of the storage problem (random labels), replica symmetric
///
/// The entropy is in nats per weight (spherical weights: logarithm of the fraction of the sphere). at_stability is λ of de
/// Almeida and Thouless, stable below 1. phase says what the saddle means: replica-symmetric (its entropy counts the
/// solutions), frozen (binary weights with a negative entropy: frozen one-step replica symmetry breaking, no solutions),
/// unstable (λ ≥ 1). Rows beyond the end of the branch have status branch-ended and the density where it ended.
#[derive(Args, Serialize)]
#[command(after_help = "Example:\n  piccole theory storage --alpha 0.1:0.1:0.8 --kappa 0 --format csv")]
pub(crate) struct Storage {
    /// Constraint densities P/N, ascending
    #[arg(long, value_name = "GRID", allow_hyphen_values = true)]
    alpha: Grid,
    /// Margin, in units of the field's standard deviation
    #[arg(long, default_value_t = 0.0, allow_hyphen_values = true)]
    kappa: f64,
    /// Kind of weights
    #[arg(long, value_enum, default_value_t = Weights::Binary)]
    weights: Weights,
    /// How Gaussian averages are taken; results do not depend on it
    #[arg(long, value_enum, default_value_t = Rule::Automatic)]
    quadrature: Rule,
    #[command(flatten)]
    #[serde(flatten)]
    accuracy: Accuracy,
    #[command(flatten)]
    #[serde(skip)]
    output: Output,
}

#[derive(Serialize)]
struct StorageRow {
    alpha: f64,
    kappa: f64,
    q: f64,
    q_hat: f64,
    entropy: f64,
    at_stability: f64,
    phase: &'static str,
    residual: f64,
    iterations: usize,
    status: &'static str,
    branch_end: f64,
}

impl StorageRow {
    fn new(point: &StoragePoint, weights: storage::Weights) -> Self {
        Self {
            alpha: point.alpha,
            kappa: point.kappa,
            q: point.q,
            q_hat: point.q_hat,
            entropy: point.entropy,
            at_stability: point.at_stability,
            phase: point.phase(weights).as_str(),
            residual: point.residual,
            iterations: point.iterations,
            status: point.status.as_str(),
            branch_end: point.branch_end,
        }
    }
}

impl Storage {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        self.output.check()?;
        let weights = self.weights.into();
        let mut curve = storage::curve_with(weights, self.kappa, self.alpha.values(), self.quadrature.into())?;
        self.accuracy.judge(storage::RESIDUAL, &mut curve, |point| (&mut point.status, point.residual))?;
        let rows: Vec<StorageRow> = curve.iter().map(|point| StorageRow::new(point, weights)).collect();
        self.output.write(&rows, &Settings::new("theory storage", self))?;
        Ok(Outcome::done_if(curve.iter().all(|point| point.status == Status::Ok)))
    }
}
