//! The table: curve after curve.

use super::Overfitting;
use super::points::{Curve, Point, Solution};
use serde::{Deserialize, Serialize};

/// Where a row comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// No ridge.
    Ridgeless,
    /// A fixed ridge.
    Ridge,
    /// The best ridge at this number of features.
    OptimalRidge,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Which curve.
    pub method: Method,
    /// Features per input dimension `N/D`; none for the limit of many features.
    pub psi1: Option<f64>,
    /// Samples per input dimension `n/D`.
    pub psi2: f64,
    /// Variance of the noise in the labels.
    pub noise: f64,
    /// Ridge in units of `μ⋆²`.
    pub lambda: f64,
    /// Error on the target without noise; none where it is infinite.
    pub bias: Option<f64>,
    /// Error that noise of variance 1 makes, likewise.
    pub variance: Option<f64>,
    /// Mean squared distance from the target, `bias + noise · variance`, likewise.
    pub test_error: Option<f64>,
}

/// The whole table.
pub(super) fn rows(plan: &Overfitting, outcomes: &[(Point, Curve)]) -> Vec<Row> {
    let row = |method, solution: &Solution| Row {
        method,
        psi1: solution.psi1,
        psi2: plan.psi2.get(),
        noise: plan.noise.get(),
        lambda: solution.lambda,
        bias: solution.bias,
        variance: solution.variance,
        test_error: solution.test_error,
    };
    let mut rows = Vec::new();
    for (point, curve) in outcomes {
        let method = match point {
            Point::Ridge { lambda: 0.0 } => Method::Ridgeless,
            Point::Ridge { .. } => Method::Ridge,
            Point::OptimalRidge => Method::OptimalRidge,
        };
        rows.extend(curve.solutions.iter().chain(&curve.plateau).map(|solution| row(method, solution)));
    }
    rows
}
