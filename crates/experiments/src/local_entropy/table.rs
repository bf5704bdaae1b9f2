//! The table: curve after curve, then the means of what was measured.

use super::LocalEntropy;
use super::measurement::Around;
use super::points::{Outcome, Point};
use crate::found::Finder;
use crate::statistics::mean_with_error;
use serde::{Deserialize, Serialize};

/// What the distance is measured from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reference {
    /// A typical solution, also at the distance of two of them.
    Typical,
    /// A typical solution of a larger margin.
    LargeMargin,
    /// A configuration independent of the patterns.
    Independent,
    /// The centre of the densest region.
    Dense,
    /// The same at the density beyond the transition.
    DenseBeyond,
    /// The teacher, with its labels.
    Teacher,
    /// Without patterns: the entropy of all configurations.
    Unconstrained,
    /// No distance: the entropy of all solutions, at the distance of two typical ones.
    Equilibrium,
    /// Measured: the teacher, with its labels.
    AroundTeacher,
    /// Measured: a solution that an algorithm finds.
    Found,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// What the distance is measured from.
    pub reference: Reference,
    /// Which algorithm, for solutions that one finds.
    pub algorithm: Option<Finder>,
    /// Constraint density `P/N`; none for all configurations.
    pub alpha: Option<f64>,
    /// Fraction of the weights that differ from the reference.
    pub distance: f64,
    /// Local entropy in nats per weight; negative where there typically is no solution, none where there is no saddle
    /// point. For measurements the mean over the instances where message passing converged.
    pub local_entropy: Option<f64>,
    /// Standard error of the mean over instances.
    pub local_entropy_sem: Option<f64>,
    /// Instances where there was a reference and message passing converged.
    pub converged: Option<usize>,
    /// Instances tried.
    pub samples: Option<usize>,
}

/// The whole table.
pub(super) fn rows(plan: &LocalEntropy, outcomes: &[(Point, Outcome)]) -> Vec<Row> {
    let around = |point: &Point| match point {
        Point::Theory(_) => None,
        Point::Measured { around, .. } => Some(around.clone()),
    };
    let mut rows = Vec::new();
    for group in outcomes.chunk_by(|a, b| around(&a.0).is_some() && around(&a.0) == around(&b.0)) {
        match &group[0] {
            (Point::Theory(reference), Outcome::Theory(curve)) => rows.extend(curve.iter().map(|solution| Row {
                reference: *reference,
                algorithm: None,
                alpha: solution.alpha,
                distance: solution.distance,
                local_entropy: solution.local_entropy,
                local_entropy_sem: None,
                converged: None,
                samples: None,
            })),
            (Point::Measured { around, .. }, _) => rows.extend(means(plan, around, group)),
            _ => {}
        }
    }
    rows
}

/// Means over the instances around one kind of reference.
fn means(plan: &LocalEntropy, around: &Around, group: &[(Point, Outcome)]) -> Vec<Row> {
    let (reference, algorithm) = match around {
        Around::Teacher => (Reference::AroundTeacher, None),
        Around::Found(algorithm) => (Reference::Found, Some(algorithm.clone())),
    };
    let at = |(k, &distance): (usize, &f64)| {
        let entropy = |outcome: &Outcome| if let Outcome::Measured(measured) = outcome { measured[k] } else { None };
        let entropies: Vec<f64> = group.iter().filter_map(|(_, outcome)| entropy(outcome)).collect();
        let mean = mean_with_error(&entropies);
        Row {
            reference,
            algorithm: algorithm.clone(),
            alpha: Some(plan.alpha.get()),
            distance,
            local_entropy: mean.value.is_finite().then_some(mean.value),
            local_entropy_sem: mean.error.is_finite().then_some(mean.error),
            converged: Some(entropies.len()),
            samples: Some(group.len()),
        }
    };
    plan.measured.distances.values().iter().enumerate().map(at).collect()
}
