//! The table: curve after curve.

use super::points::{Curve, Point};
use serde::{Deserialize, Serialize};

/// One row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// What the distance is measured from.
    pub reference: Point,
    /// Constraint density `P/N`; none for all configurations.
    pub alpha: Option<f64>,
    /// Fraction of the weights that differ from the reference.
    pub distance: f64,
    /// Local entropy in nats per weight; negative where there typically is no solution, none where there is no saddle
    /// point.
    pub local_entropy: Option<f64>,
}

/// The whole table.
pub(super) fn rows(outcomes: &[(Point, Curve)]) -> Vec<Row> {
    let row = |reference, solution: &super::Solution| Row {
        reference,
        alpha: solution.alpha,
        distance: solution.distance,
        local_entropy: solution.local_entropy,
    };
    outcomes.iter().flat_map(|(point, curve)| curve.iter().map(move |solution| row(*point, solution))).collect()
}
