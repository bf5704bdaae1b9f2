//! `piccole theory …`.

use crate::failure::{Failure, Outcome};
use crate::output::{Output, Settings};
use clap::{Args, Subcommand, ValueEnum};
use piccole_experiments::Grid;
use piccole_theory::Status;
use piccole_theory::averages::Quadrature;
use piccole_theory::capacity::{CapacityModel, binary_capacity_with, capacity};
use piccole_theory::storage::{self, StoragePoint};
use serde::Serialize;

#[derive(Subcommand)]
pub(crate) enum Theory {
    Storage(Storage),
    Capacity(Capacity),
}

impl Theory {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        match self {
            Self::Storage(storage) => storage.run(),
            Self::Capacity(capacity) => capacity.run(),
        }
    }
}

/// Entropy and order parameters of the storage problem (random labels), replica symmetric
///
/// The entropy is in nats per weight (spherical weights: logarithm of the fraction of the sphere). A negative entropy of
/// binary weights means that there are no solutions. at_stability is λ of de Almeida and Thouless, stable below 1.
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
    #[serde(skip)]
    output: Output,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Weights {
    Binary,
    Spherical,
}

/// How Gaussian averages are taken.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Rule {
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

#[derive(Serialize)]
struct StorageRow {
    alpha: f64,
    kappa: f64,
    q: f64,
    q_hat: f64,
    entropy: f64,
    at_stability: f64,
    residual: f64,
    iterations: usize,
    status: &'static str,
}

impl From<&StoragePoint> for StorageRow {
    fn from(point: &StoragePoint) -> Self {
        Self {
            alpha: point.alpha,
            kappa: point.kappa,
            q: point.q,
            q_hat: point.q_hat,
            entropy: point.entropy,
            at_stability: point.at_stability,
            residual: point.residual,
            iterations: point.iterations,
            status: point.status.as_str(),
        }
    }
}

impl Storage {
    fn run(&self) -> Result<Outcome, Failure> {
        self.output.check()?;
        let weights = match self.weights {
            Weights::Binary => storage::Weights::Binary,
            Weights::Spherical => storage::Weights::Spherical,
        };
        let curve = storage::curve_with(weights, self.kappa, self.alpha.values(), self.quadrature.into())?;
        let rows: Vec<StorageRow> = curve.iter().map(StorageRow::from).collect();
        self.output.write(&rows, &Settings::new("theory storage", self))?;
        Ok(Outcome::done_if(curve.iter().all(|point| point.status == Status::Ok)))
    }
}

/// Capacity: the density up to which random labels can be stored
///
/// binary: where the replica-symmetric entropy vanishes. spherical: Gardner's value, for negative margins an upper bound
/// (status unstable). symmetric: binary weights with |field| below the margin.
#[derive(Args, Serialize)]
#[command(after_help = "Examples:
  piccole theory capacity
  piccole theory capacity --kappa 0:0.25:1 --weights spherical
  piccole theory capacity --kappa 1 --weights symmetric")]
pub(crate) struct Capacity {
    /// Margins, ascending
    #[arg(long, value_name = "GRID", default_value = "0", allow_hyphen_values = true)]
    kappa: Grid,
    /// Kind of weights and constraint
    #[arg(long, value_enum, default_value_t = Model::Binary)]
    weights: Model,
    /// How Gaussian averages are taken (binary weights only); results do not depend on it
    #[arg(long, value_enum, default_value_t = Rule::Automatic)]
    quadrature: Rule,
    #[command(flatten)]
    #[serde(skip)]
    output: Output,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Model {
    Binary,
    Spherical,
    Symmetric,
}

#[derive(Serialize)]
struct CapacityRow {
    kappa: f64,
    weights: &'static str,
    alpha_c: f64,
    q: f64,
    at_stability: f64,
    status: &'static str,
}

impl Capacity {
    fn run(&self) -> Result<Outcome, Failure> {
        self.output.check()?;
        let model = match self.weights {
            Model::Binary => CapacityModel::Binary,
            Model::Spherical => CapacityModel::Spherical,
            Model::Symmetric => CapacityModel::Symmetric,
        };
        if model != CapacityModel::Binary && self.quadrature != Rule::Automatic {
            return Err(Failure::bad_input(
                "--quadrature: only binary weights need one, the other capacities are closed forms",
            ));
        }
        let at = |&kappa: &f64| match model {
            CapacityModel::Binary => binary_capacity_with(kappa, self.quadrature.into()),
            _ => capacity(model, kappa),
        };
        let capacities = self.kappa.values().iter().map(at).collect::<Result<Vec<_>, _>>()?;
        let row = |capacity: &piccole_theory::capacity::Capacity| CapacityRow {
            kappa: capacity.kappa,
            weights: model.as_str(),
            alpha_c: capacity.alpha_c,
            q: capacity.q,
            at_stability: capacity.at_stability,
            status: capacity.status.as_str(),
        };
        let rows: Vec<CapacityRow> = capacities.iter().map(row).collect();
        self.output.write(&rows, &Settings::new("theory capacity", self))?;
        Ok(Outcome::done_if(capacities.iter().all(|capacity| capacity.status == Status::Ok)))
    }
}
