//! The table: the curve of all saddles in the order of their overlap, the equilibrium, then message passing.

use super::measurement::{Evolution, Measured};
use super::points::{Outcome, Point, Solution};
use crate::statistics::mean_with_error;
use serde::{Deserialize, Serialize};

/// Which overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Branch {
    /// Of the branch from overlap 0, which ends at the spinodal.
    Uninformed,
    /// On the way back from the spinodal: the watershed between that branch and the teacher.
    Unstable,
    /// Of largest entropy at its density.
    Equilibrium,
    /// Of state evolution.
    StateEvolution,
    /// Of approximate message passing on instances, the mean.
    Amp,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Which overlap.
    pub branch: Branch,
    /// Constraint density `P/N`.
    pub alpha: f64,
    /// Iterations of message passing; none at rest, and for saddle points.
    pub step: Option<usize>,
    /// Overlap with the teacher.
    pub overlap: f64,
    /// Standard error of the overlap, for means over instances.
    pub overlap_sem: Option<f64>,
    /// Instances.
    pub samples: Option<usize>,
    /// Instances whose posterior is the teacher.
    pub recovered: Option<usize>,
    /// Entropy of the students in nats per weight; negative where the branch is metastable.
    pub entropy: Option<f64>,
    /// Probability that a typical student errs on a new input.
    pub gibbs_error: Option<f64>,
    /// Probability that the vote of all students errs.
    pub bayes_error: Option<f64>,
    /// The algorithmic spinodal, the same in every row of a saddle point.
    pub spinodal: Option<f64>,
}

impl Row {
    fn saddle(branch: Branch, solution: &Solution, spinodal: f64) -> Self {
        Self {
            entropy: Some(solution.entropy),
            gibbs_error: Some(solution.gibbs_error),
            bayes_error: Some(solution.bayes_error),
            spinodal: Some(spinodal),
            ..Self::overlap(branch, solution.alpha, None, solution.overlap)
        }
    }

    fn overlap(branch: Branch, alpha: f64, step: Option<usize>, overlap: f64) -> Self {
        Self {
            branch,
            alpha,
            step,
            overlap,
            overlap_sem: None,
            samples: None,
            recovered: None,
            entropy: None,
            gibbs_error: None,
            bayes_error: None,
            spinodal: None,
        }
    }

    /// The mean of some overlaps, which may be of one instance.
    fn mean(alpha: f64, step: Option<usize>, overlaps: &[f64]) -> Self {
        let estimate = mean_with_error(overlaps);
        Self {
            overlap_sem: estimate.error.is_finite().then_some(estimate.error),
            samples: Some(overlaps.len()),
            ..Self::overlap(Branch::Amp, alpha, step, estimate.value)
        }
    }
}

/// The whole table.
pub(super) fn rows(outcomes: &[(Point, Outcome)]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (point, outcome) in outcomes {
        match (point, outcome) {
            (_, Outcome::Curve(curve)) => {
                let mut highest = 0.0;
                for solution in &curve.solutions {
                    let branch = match point {
                        Point::Equilibrium => Branch::Equilibrium,
                        _ if solution.alpha > highest => Branch::Uninformed,
                        _ => Branch::Unstable,
                    };
                    highest = f64::max(highest, solution.alpha);
                    rows.push(Row::saddle(branch, solution, curve.spinodal));
                }
            }
            (Point::Evolution { alpha }, Outcome::Evolution(evolution)) => {
                rows.extend(at_density(*alpha, evolution, &measured(outcomes, *alpha)));
            }
            _ => {}
        }
    }
    rows
}

/// What was measured at a density.
fn measured(outcomes: &[(Point, Outcome)], density: f64) -> Vec<&Measured> {
    let of_density = outcomes.iter().filter_map(|(point, outcome)| match (point, outcome) {
        (Point::Amp { alpha, .. }, Outcome::Amp(measured)) if *alpha == density => Some(measured),
        _ => None,
    });
    of_density.collect()
}

/// State evolution and the means of the measurements, step by step and at rest.
fn at_density(alpha: f64, evolution: &Evolution, measured: &[&Measured]) -> Vec<Row> {
    let mut rows = Vec::new();
    for (step, overlap) in evolution.overlaps.iter().enumerate() {
        rows.push(Row::overlap(Branch::StateEvolution, alpha, Some(step), *overlap));
        let overlaps: Vec<f64> = measured.iter().map(|measured| measured.overlaps[step]).collect();
        rows.push(Row::mean(alpha, Some(step), &overlaps));
    }
    rows.push(Row::overlap(Branch::StateEvolution, alpha, None, evolution.limit));
    let overlaps: Vec<f64> = measured.iter().map(|measured| measured.overlap).collect();
    let recovered = measured.iter().filter(|measured| measured.recovered).count();
    rows.push(Row { recovered: Some(recovered), ..Row::mean(alpha, None, &overlaps) });
    rows
}
