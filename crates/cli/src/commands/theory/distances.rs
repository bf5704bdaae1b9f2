//! Options and rows of commands about solutions at a distance.

use clap::Args;
use piccole_core::patterns::Scenario;
use piccole_experiments::Grid;
use serde::{Serialize, Serializer};

/// A density and distances.
#[derive(Args, Clone, Debug, Serialize)]
pub(super) struct Distances {
    /// Constraint density P/N
    #[arg(long, allow_hyphen_values = true)]
    pub(super) alpha: f64,
    /// Distances Hamming/N from the reference, ascending, above 0 and at most 1/2
    #[arg(long, value_name = "GRID", allow_hyphen_values = true)]
    pub(super) distance: Grid,
}

/// Where labels come from.
#[derive(Args, Clone, Copy, Debug, Serialize)]
pub(super) struct Labels {
    /// Where labels come from: storage (random labels) or teacher-student
    #[arg(long, default_value_t = Scenario::Storage)]
    #[serde(serialize_with = "text")]
    pub(super) scenario: Scenario,
}

fn text<S: Serializer>(scenario: &Scenario, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(scenario)
}
