//! The table: one row a curve and density, and the transitions.

use super::{Comparison, Curve, Outcome, Point};
use crate::statistics::{median, wilson};
use piccole_core::patterns::pattern_count;
use serde::{Deserialize, Serialize};

/// In place of an algorithm: solutions exist up to the density of this row.
pub const CAPACITY: &str = "capacity";
/// In place of an algorithm: a dense region of solutions exists up to the density of this row.
pub const DENSE_REGION: &str = "dense-region";

/// In place of an algorithm: the number of weights and the density at which replicated is compared with plain annealing.
pub const COMPARISON: &str = "comparison";

/// One row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The algorithm, [`CAPACITY`], [`DENSE_REGION`] or [`COMPARISON`].
    pub algorithm: String,
    /// Number of weights; none for a transition.
    pub n: Option<usize>,
    /// Constraint density `α` asked for; `p/n` is the one realised.
    pub alpha: f64,
    /// Number of patterns.
    pub p: Option<usize>,
    /// Instances tried.
    pub samples: Option<usize>,
    /// Instances solved.
    pub solved: Option<usize>,
    /// Fraction solved.
    pub success: Option<f64>,
    /// Lower end of its Wilson interval at one standard deviation.
    pub success_low: Option<f64>,
    /// Upper end of its Wilson interval at one standard deviation.
    pub success_high: Option<f64>,
    /// Median number of sweeps over the patterns on the instances solved; none if there is none.
    pub median_sweeps: Option<f64>,
}

/// The whole table, in the order of the plan.
pub(super) fn rows(curves: &[Curve], comparison: Option<&Comparison>, outcomes: &[(Point, Outcome)]) -> Vec<Row> {
    let mut rows = Vec::new();
    for curve in curves {
        rows.extend(curve.alpha.values().iter().map(|&alpha| row(curve, alpha, outcomes)));
    }
    for (_, outcome) in outcomes {
        if let Outcome::Transitions { capacity, dense_region } = outcome {
            rows.push(marked(DENSE_REGION, None, *dense_region));
            rows.extend(capacity.map(|alpha| marked(CAPACITY, None, alpha)));
        }
    }
    rows.extend(comparison.map(|place| marked(COMPARISON, Some(place.n.get()), place.alpha)));
    rows
}

fn row(curve: &Curve, alpha: f64, outcomes: &[(Point, Outcome)]) -> Row {
    let (n, solver) = (curve.n.get(), &curve.algorithm);
    let tried: Vec<(usize, usize)> = outcomes
        .iter()
        .filter_map(|(point, outcome)| match (point, outcome) {
            (Point::Instance { algorithm, n: size, alpha: at, .. }, Outcome::Instance { errors, sweeps })
                if algorithm == solver && *size == n && *at == alpha =>
            {
                Some((*errors, *sweeps))
            }
            _ => None,
        })
        .collect();
    let sweeps: Vec<usize> = tried.iter().filter(|(errors, _)| *errors == 0).map(|(_, sweeps)| *sweeps).collect();
    let (solved, samples) = (sweeps.len(), tried.len());
    let (low, high) = wilson(solved, samples);
    Row {
        algorithm: solver.clone(),
        n: Some(n),
        alpha,
        p: pattern_count(n, alpha).ok(),
        samples: Some(samples),
        solved: Some(solved),
        success: Some(solved as f64 / samples as f64),
        success_low: Some(low),
        success_high: Some(high),
        median_sweeps: median(&sweeps),
    }
}

/// A density, and no algorithm's.
fn marked(name: &str, n: Option<usize>, alpha: f64) -> Row {
    Row {
        algorithm: name.to_owned(),
        n,
        alpha,
        p: None,
        samples: None,
        solved: None,
        success: None,
        success_low: None,
        success_high: None,
        median_sweeps: None,
    }
}
