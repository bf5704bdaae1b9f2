//! `piccole theory state-evolution`.

use crate::failure::{Failure, Outcome};
use crate::output::{Output, Settings};
use clap::{Args, ValueEnum};
use piccole_core::model::{Binary, FiniteSet, Gaussian, Logistic, ModelError, Probit, Sign, Window};
use piccole_experiments::Grid;
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
  piccole theory state-evolution --alpha 2 --steps 20 --prior ternary --channel probit --noise 0.1
  piccole theory state-evolution --alpha 1 --steps 20 --prior finite --values=-1,0,1 --probabilities 0.1,0.8,0.1")]
pub(crate) struct StateEvolution {
    /// Constraint density P/N
    #[arg(long, allow_hyphen_values = true)]
    alpha: f64,
    /// Number of iterations
    #[arg(long, value_parser = clap::value_parser!(u32).range(0..=100_000))]
    steps: u32,
    /// Distribution of a weight: binary (±1), ternary (−1, 0, 1 with equal probabilities), gaussian, finite (--values)
    #[arg(long, value_enum, default_value_t = Prior::Binary)]
    prior: Prior,
    /// Values of a weight of the finite prior, ascending
    #[arg(long, value_name = "GRID", allow_hyphen_values = true, required_if_eq("prior", "finite"))]
    values: Option<Grid>,
    /// Their probabilities, separated by commas [default: equal ones]
    #[arg(long, value_name = "P,P,…", value_delimiter = ',', allow_hyphen_values = true, requires = "values")]
    probabilities: Option<Vec<f64>>,
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
    Finite,
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
            Prior::Finite => self.with_prior(&self.finite().map_err(bad_model)?),
        }?;
        let row = |&Step { step, overlap, mse }: &Step| Row { step, overlap, mse };
        let rows: Vec<Row> = steps.iter().map(row).collect();
        self.output.write(&rows, &Settings::new("theory state-evolution", self))?;
        Ok(Outcome::Done)
    }

    fn finite(&self) -> Result<FiniteSet, ModelError> {
        let values = self.values.as_ref().map_or(&[][..], |values| values.values());
        match &self.probabilities {
            Some(probabilities) => FiniteSet::new(values, probabilities),
            None => FiniteSet::uniform(values),
        }
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
