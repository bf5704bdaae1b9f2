//! `piccole theory random-features`.

use super::common::Activation;
use crate::failure::{Failure, Outcome};
use crate::output::{Output, Settings, or_infinite};
use clap::Args;
use piccole_experiments::Grid;
use piccole_theory::Status;
use piccole_theory::random_features::{RandomFeaturesPoint, Target, curve, optimal_ridge};
use serde::Serialize;

/// Test error of ridge regression on random features: the double descent
///
/// N features of inputs of D components, n samples of a linear target of power 1: psi1 = N/D, psi2 = n/D. The test error is
/// bias + (noise + F*²) variance + F*². Without ridge it is infinite where psi1 = psi2.
#[derive(Args, Serialize)]
#[command(after_help = "Examples:
  piccole theory random-features --psi1 0.1:0.1:10 --psi2 3 --lambda 0 --noise 0.2
  piccole theory random-features --psi1 0.5:0.5:10 --psi2 3 --lambda optimal --noise 0.2")]
pub(crate) struct RandomFeatures {
    /// Features per input component, N/D
    #[arg(long, value_name = "GRID", allow_hyphen_values = true)]
    psi1: Grid,
    /// Samples per input component, n/D
    #[arg(long, allow_hyphen_values = true)]
    psi2: f64,
    /// Ridge, in units of μ⋆²; 0 for none, `optimal` for the one of smallest test error
    #[arg(long, value_name = "L", allow_hyphen_values = true)]
    lambda: Ridge,
    /// Nonlinearity of the features
    #[arg(long, value_enum, default_value_t = Activation::Relu)]
    activation: Activation,
    /// Variance of the noise in the labels, τ²
    #[arg(long, default_value_t = 0.0, allow_hyphen_values = true)]
    noise: f64,
    /// Power F⋆² of the part of the target that no linear function explains
    #[arg(long, default_value_t = 0.0, allow_hyphen_values = true)]
    nonlinear: f64,
    #[command(flatten)]
    #[serde(skip)]
    output: Output,
}

#[derive(Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Ridge {
    Optimal,
    #[serde(untagged)]
    Fixed(f64),
}

impl std::str::FromStr for Ridge {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "optimal" => Ok(Self::Optimal),
            _ => text.parse().map(Self::Fixed).map_err(|_| format!("`{text}` is neither a number nor `optimal`")),
        }
    }
}

#[derive(Serialize)]
struct Row {
    psi1: f64,
    psi2: f64,
    lambda: f64,
    #[serde(serialize_with = "or_infinite")]
    bias: f64,
    #[serde(serialize_with = "or_infinite")]
    variance: f64,
    #[serde(serialize_with = "or_infinite")]
    test_error: f64,
    residual: f64,
    iterations: usize,
    status: &'static str,
}

impl From<&RandomFeaturesPoint> for Row {
    fn from(point: &RandomFeaturesPoint) -> Self {
        Self {
            psi1: point.psi1,
            psi2: point.psi2,
            lambda: point.lambda,
            bias: point.bias,
            variance: point.variance,
            test_error: point.test_error,
            residual: point.residual,
            iterations: point.iterations,
            status: point.status.as_str(),
        }
    }
}

impl RandomFeatures {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        self.output.check()?;
        let (nonlinearity, psi1s) = (self.activation.into(), self.psi1.values());
        let target = Target { linear: 1.0, nonlinear: self.nonlinear, noise: self.noise };
        let points = match self.lambda {
            Ridge::Fixed(lambda) => curve(nonlinearity, target, psi1s, self.psi2, lambda)?,
            Ridge::Optimal => psi1s
                .iter()
                .map(|&psi1| optimal_ridge(nonlinearity, target, psi1, self.psi2))
                .collect::<Result<Vec<_>, _>>()?,
        };
        let rows: Vec<Row> = points.iter().map(Row::from).collect();
        self.output.write(&rows, &Settings::new("theory random-features", self))?;
        Ok(Outcome::done_if(points.iter().all(|point| point.status == Status::Ok)))
    }
}
