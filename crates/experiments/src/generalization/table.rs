//! The table: curve after curve, each ascending in the density.

use super::points::{Curve, Point, Solution};
use serde::{Deserialize, Serialize};

/// Who errs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// A typical student.
    Gibbs,
    /// The vote of all students.
    Bayes,
    /// A student of the densest region.
    DenseReplica,
    /// The centre of the densest region.
    DenseCentre,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Who errs.
    pub method: Method,
    /// Constraint density `P/N`.
    pub alpha: f64,
    /// Distance of the dense region's students from its centre, as a fraction of the weights; none for typical students.
    pub distance: Option<f64>,
    /// Probability to err on a new input; none where there is no such saddle point.
    pub error: Option<f64>,
}

/// The whole table.
pub(super) fn rows(outcomes: &[(Point, Curve)]) -> Vec<Row> {
    type Value = fn(&Solution) -> Option<f64>;
    let (single, combined): (Value, Value) = (|solution| solution.single, |solution| solution.combined);
    let methods = [
        (Method::Gibbs, false, single),
        (Method::Bayes, false, combined),
        (Method::DenseReplica, true, single),
        (Method::DenseCentre, true, combined),
    ];
    let mut rows = Vec::new();
    for (method, dense, error) in methods {
        let solutions = outcomes.iter().flat_map(|(_, curve)| curve);
        let chosen = solutions.filter(|solution| solution.distance.is_some() == dense);
        rows.extend(chosen.map(|solution| Row {
            method,
            alpha: solution.alpha,
            distance: solution.distance,
            error: error(solution),
        }));
    }
    rows
}
