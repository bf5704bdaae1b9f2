//! `piccole theory state-evolution`.

use crate::failure::{Failure, Outcome};
use crate::output::{Output, Settings};
use clap::{Args, ValueEnum};
use piccole_core::model::{Binary, FiniteSet, Gaussian, Logistic, ModelError, Probit, Sign, Window};
use piccole_theory::TheoryError;
use piccole_theory::replica::{Step, state_evolution};
use serde::Serialize;

/// Overlap with the teacher of approximate message passing, step by step, for large N
///
/// Starts without information (overlap 0) and uses prior and channel of the teacher. mse is the mean squared error of a
/// weight.
#[derive(Args, Serialize)]
#[command(after_help = "Examples:
  piccole theory state-evolution --alpha 1.4 --steps 50
  piccole theory state-evolution --alpha 2 --steps 20 --prior ternary --channel probit --noise 0.1")]
pub(crate) struct StateEvolution {
    /// Constraint density P/N
    #[arg(long, allow_hyphen_values = true)]
    alpha: f64,
    /// Number of iterations
    #[arg(long, value_parser = clap::value_parser!(u32).range(0..=100_000))]
    steps: u32,
    /// Distribution of a weight: binary (±1), ternary (−1, 0, 1 with equal probabilities), gaussian
    #[arg(long, value_enum, default_value_t = Prior::Binary)]
    prior: Prior,
    /// Probability of a label: sign of the field h, probit (with Gaussian noise), logistic, window (|h| below a half-width)
    #[arg(long, value_enum, default_value_t = Channel::Sign)]
    channel: Channel,
    /// Variance of the noise of the probit channel
    #[arg(long, default_value_t = 1.0, allow_hyphen_values = true)]
    noise: f64,
    /// Inverse temperature of the logistic channel
    #[arg(long, default_value_t = 1.0, allow_hyphen_values = true)]
    beta: f64,
    /// Half-width of the window
    #[arg(long, default_value_t = 1.0, allow_hyphen_values = true)]
    half_width: f64,
    #[command(flatten)]
    #[serde(skip)]
    output: Output,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Prior {
    Binary,
    Ternary,
    Gaussian,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Channel {
    Sign,
    Probit,
    Logistic,
    Window,
}

#[derive(Serialize)]
struct Row {
    step: usize,
    overlap: f64,
    mse: f64,
}

impl StateEvolution {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        self.output.check()?;
        let steps = match self.prior {
            Prior::Binary => self.with_prior(&Binary),
            Prior::Gaussian => self.with_prior(&Gaussian),
            Prior::Ternary => self.with_prior(&FiniteSet::uniform(&[-1.0, 0.0, 1.0]).map_err(bad_model)?),
        }?;
        let row = |&Step { step, overlap, mse }: &Step| Row { step, overlap, mse };
        let rows: Vec<Row> = steps.iter().map(row).collect();
        self.output.write(&rows, &Settings::new("theory state-evolution", self))?;
        Ok(Outcome::Done)
    }

    fn with_prior(&self, prior: &impl piccole_core::model::Prior) -> Result<Vec<Step>, Failure> {
        match self.channel {
            Channel::Sign => self.steps(prior, &Sign { margin: 0.0 }),
            Channel::Probit => self.steps(prior, &Probit::new(self.noise).map_err(bad_model)?),
            Channel::Logistic => self.steps(prior, &Logistic::new(self.beta).map_err(bad_model)?),
            Channel::Window => self.steps(prior, &Window::new(self.half_width).map_err(bad_model)?),
        }
    }

    fn steps(
        &self,
        prior: &impl piccole_core::model::Prior,
        channel: &impl piccole_core::model::Channel,
    ) -> Result<Vec<Step>, Failure> {
        state_evolution(prior, channel, self.alpha, self.steps as usize).map_err(|error: TheoryError| error.into())
    }
}

fn bad_model(error: ModelError) -> Failure {
    Failure::bad_input(error)
}
