//! `piccole theory covariates`.

use super::common::Activation;
use crate::failure::{Failure, Outcome};
use crate::output::{Output, Settings};
use clap::{Args, ValueEnum};
use piccole_experiments::Grid;
use piccole_theory::Status;
use piccole_theory::covariates::{self, CovariatesPoint};
use serde::Serialize;

/// Classification on random features, by their Gaussian equivalent: error and loss of logistic or square regression
///
/// Labels are the sign of a linear teacher; psi1 = N/D features and psi2 = n/D samples per input component, ridge
/// lambda/2 · |w|².
#[derive(Args, Serialize)]
#[command(after_help = "Example:
  piccole theory covariates --activation relu --loss logistic --psi1 0.5:0.5:6 --psi2 3 --lambda 0.01")]
pub(crate) struct Covariates {
    /// Nonlinearity of the features
    #[arg(long, value_enum, default_value_t = Activation::Relu)]
    activation: Activation,
    /// Loss of a sample
    #[arg(long, value_enum, default_value_t = Loss::Logistic)]
    loss: Loss,
    /// Features per input component, N/D
    #[arg(long, value_name = "GRID", allow_hyphen_values = true)]
    psi1: Grid,
    /// Samples per input component, n/D
    #[arg(long, allow_hyphen_values = true)]
    psi2: f64,
    /// Ridge
    #[arg(long, allow_hyphen_values = true)]
    lambda: f64,
    #[command(flatten)]
    #[serde(skip)]
    output: Output,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Loss {
    Square,
    Logistic,
}

impl From<Loss> for covariates::Loss {
    fn from(loss: Loss) -> Self {
        match loss {
            Loss::Square => Self::Square,
            Loss::Logistic => Self::Logistic,
        }
    }
}

#[derive(Serialize)]
struct Row {
    psi1: f64,
    psi2: f64,
    lambda: f64,
    generalization_error: f64,
    train_loss: f64,
    q: f64,
    m: f64,
    v: f64,
    residual: f64,
    iterations: usize,
    status: &'static str,
}

impl From<&CovariatesPoint> for Row {
    fn from(point: &CovariatesPoint) -> Self {
        Self {
            psi1: point.psi1,
            psi2: point.psi2,
            lambda: point.lambda,
            generalization_error: point.generalization_error,
            train_loss: point.train_loss,
            q: point.q,
            m: point.m,
            v: point.v,
            residual: point.residual,
            iterations: point.iterations,
            status: point.status.as_str(),
        }
    }
}

impl Covariates {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        self.output.check()?;
        let curve =
            covariates::curve(self.activation.into(), self.loss.into(), self.psi1.values(), self.psi2, self.lambda)?;
        let rows: Vec<Row> = curve.iter().map(Row::from).collect();
        self.output.write(&rows, &Settings::new("theory covariates", self))?;
        Ok(Outcome::done_if(curve.iter().all(|point| point.status == Status::Ok)))
    }
}
