//! The table: the solutions of the instances drawn, then the fractions.

use super::points::{Drawn, Outcome, Point, Sizes};
use crate::statistics::{Estimate, mean_with_error};
use piccole_core::patterns::pattern_count;
use serde::{Deserialize, Serialize};

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// One solution of an instance that is drawn.
    Solution,
    /// An average over instances.
    Fractions,
}

/// One row; what does not belong to its kind is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// What the row is.
    pub kind: Kind,
    /// Number of weights.
    pub n: usize,
    /// Constraint density asked for; `p/n` is the one realised.
    pub alpha: f64,
    /// Number of patterns.
    pub p: Option<usize>,
    /// A solution: the number of its instance among those looked at.
    pub instance: Option<u64>,
    /// Its position among the instance's solutions.
    pub solution: Option<usize>,
    /// First principal component of its weights, in units of one flipped weight.
    pub x: Option<f64>,
    /// Second principal component, likewise.
    pub y: Option<f64>,
    /// Solutions in its cluster, itself included; 1 if it is isolated.
    pub cluster_size: Option<usize>,
    /// Whether its cluster is the largest.
    pub in_largest: Option<bool>,
    /// Position of a solution that differs in one weight; none for the first of a cluster.
    pub parent: Option<usize>,
    /// Instances with a solution.
    pub samples: Option<usize>,
    /// Mean fraction of the solutions that are isolated.
    pub isolated_fraction: Option<f64>,
    /// Its standard error.
    pub isolated_sem: Option<f64>,
    /// Mean fraction of the solutions in the largest cluster.
    pub largest_fraction: Option<f64>,
    /// Its standard error.
    pub largest_sem: Option<f64>,
}

/// The whole table.
pub(super) fn rows(outcomes: &[(Point, Outcome)]) -> Vec<Row> {
    outcomes.iter().flat_map(|(point, outcome)| of(point, outcome)).collect()
}

fn of(point: &Point, outcome: &Outcome) -> Vec<Row> {
    let (Point::Drawn { n, alpha, .. } | Point::Counted { n, alpha, .. }) = *point;
    match outcome {
        Outcome::Drawn { instance, solutions } => {
            let row = |(i, solution): (usize, &Drawn)| Row {
                instance: Some(*instance),
                solution: Some(i),
                x: Some(solution.x),
                y: Some(solution.y),
                cluster_size: Some(solution.cluster_size),
                in_largest: Some(solution.in_largest),
                parent: solution.parent,
                ..empty(Kind::Solution, n, alpha)
            };
            solutions.iter().enumerate().map(row).collect()
        }
        Outcome::Counted(sizes) => {
            let mean = |part: fn(&Sizes) -> usize| {
                let fractions: Vec<f64> = sizes.iter().map(|s| part(s) as f64 / s.solutions as f64).collect();
                mean_with_error(&fractions)
            };
            let (isolated, largest): (Estimate, Estimate) = (mean(|s| s.isolated), mean(|s| s.largest));
            vec![Row {
                samples: Some(sizes.len()),
                isolated_fraction: Some(isolated.value),
                isolated_sem: Some(isolated.error),
                largest_fraction: Some(largest.value),
                largest_sem: Some(largest.error),
                ..empty(Kind::Fractions, n, alpha)
            }]
        }
    }
}

fn empty(kind: Kind, n: usize, alpha: f64) -> Row {
    Row {
        kind,
        n,
        alpha,
        p: pattern_count(n, alpha).ok(),
        instance: None,
        solution: None,
        x: None,
        y: None,
        cluster_size: None,
        in_largest: None,
        parent: None,
        samples: None,
        isolated_fraction: None,
        isolated_sem: None,
        largest_fraction: None,
        largest_sem: None,
    }
}
