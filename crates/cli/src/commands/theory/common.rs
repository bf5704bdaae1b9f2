//! Options that several theory commands share.

use crate::failure::Failure;
use clap::{Args, ValueEnum};
use piccole_theory::averages::Quadrature;
use piccole_theory::nonlinearity::Nonlinearity;
use piccole_theory::storage;
use piccole_theory::{Status, Tolerance};
use serde::Serialize;

/// Kind of weights.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Weights {
    Binary,
    Spherical,
}

impl From<Weights> for storage::Weights {
    fn from(weights: Weights) -> Self {
        match weights {
            Weights::Binary => Self::Binary,
            Weights::Spherical => Self::Spherical,
        }
    }
}

/// Nonlinearity of the features.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Activation {
    Sign,
    Relu,
    Tanh,
    /// erf(x/√2)
    Erf,
}

impl From<Activation> for Nonlinearity {
    fn from(activation: Activation) -> Self {
        match activation {
            Activation::Sign => Self::Sign,
            Activation::Relu => Self::Relu,
            Activation::Tanh => Self::Tanh,
            Activation::Erf => Self::Erf,
        }
    }
}

/// How Gaussian averages are taken.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Rule {
    /// Trapezoid or panels, whichever needs fewer nodes
    Automatic,
    /// Equidistant nodes, as dense as the strip of analyticity demands
    Trapezoid,
    /// Gauss-Legendre panels refined around the kink
    Panels,
    /// Adaptive double exponential rule
    Adaptive,
}

impl From<Rule> for Quadrature {
    fn from(rule: Rule) -> Self {
        match rule {
            Rule::Automatic => Self::Automatic,
            Rule::Trapezoid => Self::Trapezoid,
            Rule::Panels => Self::Panels,
            Rule::Adaptive => Self::Adaptive,
        }
    }
}

/// Which rows count as solved.
#[derive(Args, Clone, Copy, Debug, Serialize)]
pub(super) struct Accuracy {
    /// Largest residual of a row with status ok [default: what the method delivers]
    #[arg(long, value_name = "R", allow_hyphen_values = true)]
    tolerance: Option<f64>,
}

impl Accuracy {
    /// Reconsiders the status of every row where a tolerance is given, for a method whose residuals reach `delivered`.
    pub(super) fn judge<Point>(
        self,
        delivered: f64,
        points: &mut [Point],
        status_and_residual: impl Fn(&mut Point) -> (&mut Status, f64),
    ) -> Result<(), Failure> {
        if let Some(value) = self.tolerance {
            let tolerance = Tolerance::new(value, delivered)?;
            for point in points {
                let (status, residual) = status_and_residual(point);
                *status = tolerance.judge(*status, residual);
            }
        }
        Ok(())
    }
}
