//! The table: curve after curve, each ascending in the density, then what algorithms find.

use super::points::{Outcome, Point, Solution};
use crate::found::Finder;
use crate::statistics::mean_with_error;
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
    /// Students that an algorithm finds.
    Found,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Who errs.
    pub method: Method,
    /// Which algorithm, for students that one finds.
    pub algorithm: Option<Finder>,
    /// Constraint density `P/N`.
    pub alpha: f64,
    /// Distance of the dense region's students from its centre, as a fraction of the weights; none for typical students.
    pub distance: Option<f64>,
    /// Probability to err on a new input; none where there is no such saddle point.
    pub error: Option<f64>,
    /// Standard error of the mean over students.
    pub error_sem: Option<f64>,
    /// Students that know all labels, over which the mean is.
    pub solved: Option<usize>,
    /// Instances tried.
    pub samples: Option<usize>,
}

/// The whole table.
pub(super) fn rows(outcomes: &[(Point, Outcome)]) -> Vec<Row> {
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
        let solutions = outcomes.iter().flat_map(|(_, outcome)| match outcome {
            Outcome::Curve(curve) => curve.as_slice(),
            Outcome::Found(_) => &[],
        });
        let chosen = solutions.filter(|solution| solution.distance.is_some() == dense);
        rows.extend(chosen.map(|solution| Row {
            method,
            algorithm: None,
            alpha: solution.alpha,
            distance: solution.distance,
            error: error(solution),
            error_sem: None,
            solved: None,
            samples: None,
        }));
    }
    rows.extend(found(outcomes));
    rows
}

/// Means over the students that one algorithm found at one density, whose points follow one another.
fn found(outcomes: &[(Point, Outcome)]) -> impl Iterator<Item = Row> {
    let of = |point: &Point| match point {
        Point::Found { algorithm, alpha, .. } => Some((algorithm.clone(), *alpha)),
        _ => None,
    };
    let groups = outcomes.chunk_by(move |a, b| of(&a.0) == of(&b.0));
    groups.filter_map(move |group| {
        let (algorithm, alpha) = of(&group[0].0)?;
        let error = |outcome: &Outcome| if let Outcome::Found(error) = outcome { *error } else { None };
        let errors: Vec<f64> = group.iter().filter_map(|(_, outcome)| error(outcome)).collect();
        let mean = mean_with_error(&errors);
        Some(Row {
            method: Method::Found,
            algorithm: Some(algorithm),
            alpha,
            distance: None,
            error: mean.value.is_finite().then_some(mean.value),
            error_sem: mean.error.is_finite().then_some(mean.error),
            solved: Some(errors.len()),
            samples: Some(group.len()),
        })
    })
}
