//! The units of work: one curve each, from theory or around one reference of one instance.

use super::LocalEntropy;
use super::measurement::{Around, Measured, measure};
use super::table::Reference;
use crate::RunError;
use piccole_core::StreamKey;
use piccole_core::patterns::Scenario;
use piccole_theory::Status;
use piccole_theory::dense_region::{self, Centre, Replicas, Setting};
use piccole_theory::franz_parisi::{References, around_independent, around_teacher, around_typical, binary_entropy};
use piccole_theory::storage::{self, Weights};
use serde::{Deserialize, Serialize};

/// A part of the work.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Point {
    /// A curve of theory.
    Theory(Reference),
    /// Measurements on one instance.
    Measured {
        /// What the distance is measured from.
        around: Around,
        /// Number of weights.
        n: usize,
        /// Number of the instance.
        sample: usize,
    },
}

/// What a point gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// A curve of theory.
    Theory(Curve),
    /// Entropies at the distances of the plan.
    Measured(Measured),
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
pub(super) fn points(plan: &LocalEntropy) -> Vec<Point> {
    use Reference::{Dense, DenseBeyond, Equilibrium, Independent, LargeMargin, Teacher, Typical, Unconstrained};
    let curves = [Typical, LargeMargin, Independent, Dense, DenseBeyond, Teacher, Unconstrained, Equilibrium];
    let mut points: Vec<Point> = curves.into_iter().map(Point::Theory).collect();
    let (n, samples) = (plan.measured.n.get(), plan.measured.samples.get());
    let found = plan.measured.algorithms.iter().cloned().map(Around::Found);
    for around in std::iter::once(Around::Teacher).chain(found) {
        points.extend((0..samples).map(|sample| Point::Measured { around: around.clone(), n, sample }));
    }
    points
}

/// Computes a point.
pub(super) fn run(plan: &LocalEntropy, point: &Point, key: &StreamKey) -> Result<Outcome, RunError> {
    match point {
        Point::Theory(reference) => theory(plan, *reference).map(Outcome::Theory),
        Point::Measured { around, n, .. } => {
            measure(around, *n, plan.alpha.get(), plan.measured.distances.values(), key).map(Outcome::Measured)
        }
    }
}

fn theory(plan: &LocalEntropy, reference: Reference) -> Result<Curve, RunError> {
    let (alpha, distances) = (plan.alpha.get(), plan.distances.values());
    let curve = match reference {
        Reference::Typical => typical(alpha, 0.0, &with_equilibrium(alpha, distances)?)?,
        Reference::LargeMargin => typical(alpha, plan.margin.get(), distances)?,
        Reference::Independent => {
            let points = around_independent(alpha, 0.0, distances)?;
            points.iter().map(|point| solution(alpha, point.distance, point.local_entropy, point.status)).collect()
        }
        Reference::Teacher => {
            let points = around_teacher(alpha, distances)?;
            points.iter().map(|point| solution(alpha, point.distance, point.local_entropy, point.status)).collect()
        }
        Reference::AroundTeacher | Reference::Found => Curve::new(),
        Reference::Dense => dense(alpha, distances)?,
        Reference::DenseBeyond => dense(plan.beyond.get(), distances)?,
        Reference::Unconstrained => {
            let all =
                |&distance: &f64| Solution { alpha: None, distance, local_entropy: Some(binary_entropy(distance)) };
            distances.iter().map(all).collect()
        }
        Reference::Equilibrium => {
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
