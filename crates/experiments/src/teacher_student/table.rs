//! The table: the curve of all saddles in the order of their overlap, then the equilibrium.

use super::points::{Curve, Point};
use serde::{Deserialize, Serialize};

/// Which saddle point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Branch {
    /// Of the branch from overlap 0, which ends at the spinodal.
    Uninformed,
    /// On the way back from the spinodal: the watershed between that branch and the teacher.
    Unstable,
    /// Of largest entropy at its density.
    Equilibrium,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Which saddle point.
    pub branch: Branch,
    /// Constraint density `P/N`.
    pub alpha: f64,
    /// Overlap with the teacher.
    pub overlap: f64,
    /// Entropy of the students in nats per weight; negative where the branch is metastable.
    pub entropy: f64,
    /// Probability that a typical student errs on a new input.
    pub gibbs_error: f64,
    /// Probability that the vote of all students errs.
    pub bayes_error: f64,
    /// The algorithmic spinodal, the same in every row.
    pub spinodal: f64,
}

/// The whole table.
pub(super) fn rows(outcomes: &[(Point, Curve)]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (point, curve) in outcomes {
        let mut highest = 0.0;
        for solution in &curve.solutions {
            let branch = match point {
                Point::Equilibrium => Branch::Equilibrium,
                Point::Saddles if solution.alpha > highest => Branch::Uninformed,
                Point::Saddles => Branch::Unstable,
            };
            highest = f64::max(highest, solution.alpha);
            rows.push(Row {
                branch,
                alpha: solution.alpha,
                overlap: solution.overlap,
                entropy: solution.entropy,
                gibbs_error: solution.gibbs_error,
                bayes_error: solution.bayes_error,
                spinodal: curve.spinodal,
            });
        }
    }
    rows
}
