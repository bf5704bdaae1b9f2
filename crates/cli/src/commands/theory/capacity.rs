//! `piccole theory capacity`.

use super::common::Rule;
use crate::failure::{Failure, Outcome};
use crate::output::{Output, Settings};
use clap::{Args, ValueEnum};
use piccole_experiments::Grid;
use piccole_theory::Status;
use piccole_theory::capacity::{CapacityModel, binary_capacity_with, capacity};
use serde::Serialize;

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
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
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
