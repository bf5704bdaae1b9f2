//! The units of work: one curve each.

use super::LocalEntropy;
use crate::RunError;
use piccole_core::patterns::Scenario;
use piccole_theory::Status;
use piccole_theory::dense_region::{self, Centre, Replicas, Setting};
use piccole_theory::franz_parisi::{References, around_independent, around_typical, binary_entropy};
use piccole_theory::storage::{self, Weights};
use serde::{Deserialize, Serialize};

/// What the distance is measured from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Point {
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
    /// Without patterns: the entropy of all configurations.
    Unconstrained,
    /// No distance: the entropy of all solutions, at the distance of two typical ones.
    Equilibrium,
}

/// A curve, ascending in the distance.
pub type Curve = Vec<Solution>;

/// A point of a curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Solution {
    /// Constraint density; none for all configurations.
    pub alpha: Option<f64>,
    /// Distance from the reference.
    pub distance: f64,
    /// Nats per weight; none where there is no saddle point.
    pub local_entropy: Option<f64>,
}

/// All points of a plan.
pub(super) fn points(_: &LocalEntropy) -> Vec<Point> {
    use Point::{Dense, DenseBeyond, Equilibrium, Independent, LargeMargin, Typical, Unconstrained};
    vec![Typical, LargeMargin, Independent, Dense, DenseBeyond, Unconstrained, Equilibrium]
}

/// Computes a point.
pub(super) fn run(plan: &LocalEntropy, point: &Point) -> Result<Curve, RunError> {
    let (alpha, distances) = (plan.alpha.get(), plan.distances.values());
    let curve = match *point {
        Point::Typical => typical(alpha, 0.0, &with_equilibrium(alpha, distances)?)?,
        Point::LargeMargin => typical(alpha, plan.margin.get(), distances)?,
        Point::Independent => {
            let points = around_independent(alpha, 0.0, distances)?;
            points.iter().map(|point| solution(alpha, point.distance, point.local_entropy, point.status)).collect()
        }
        Point::Dense => dense(alpha, distances)?,
        Point::DenseBeyond => dense(plan.beyond.get(), distances)?,
        Point::Unconstrained => {
            let all =
                |&distance: &f64| Solution { alpha: None, distance, local_entropy: Some(binary_entropy(distance)) };
            distances.iter().map(all).collect()
        }
        Point::Equilibrium => {
            let point = storage::curve(Weights::Binary, 0.0, &[alpha])?[0];
            let known = point.status == Status::Ok;
            known.then(|| solution(alpha, (1.0 - point.q) / 2.0, point.entropy, point.status)).into_iter().collect()
        }
    };
    Ok(curve)
}

fn solution(alpha: f64, distance: f64, local_entropy: f64, status: Status) -> Solution {
    let local_entropy = (status == Status::Ok && local_entropy.is_finite()).then_some(local_entropy);
    Solution { alpha: Some(alpha), distance, local_entropy }
}

fn typical(alpha: f64, margin: f64, distances: &[f64]) -> Result<Curve, RunError> {
    let points = around_typical(alpha, References { margin }, 0.0, distances)?;
    Ok(points.iter().map(|point| solution(alpha, point.distance, point.local_entropy, point.status)).collect())
}

fn dense(alpha: f64, distances: &[f64]) -> Result<Curve, RunError> {
    let setting =
        Setting { scenario: Scenario::Storage, kappa: 0.0, replicas: Replicas::Infinite, centre: Centre::Free };
    let points = dense_region::curve(setting, alpha, distances)?;
    Ok(points.iter().map(|point| solution(alpha, point.distance, point.local_entropy, point.status)).collect())
}

/// The distances of the plan and that of two typical solutions.
fn with_equilibrium(alpha: f64, distances: &[f64]) -> Result<Vec<f64>, RunError> {
    let point = storage::curve(Weights::Binary, 0.0, &[alpha])?[0];
    let between = (point.status == Status::Ok).then_some((1.0 - point.q) / 2.0);
    let mut all: Vec<f64> = distances.iter().copied().chain(between).collect();
    all.sort_by(f64::total_cmp);
    all.dedup();
    Ok(all)
}
