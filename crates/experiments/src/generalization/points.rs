//! The units of work: all typical students, the dense region at one density each, and what one algorithm finds on one
//! instance.

use super::Generalization;
use crate::RunError;
use crate::found::Finder;
use piccole_core::StreamKey;
use piccole_core::patterns::{InputLaw, Patterns, Scenario, pattern_count};
use piccole_theory::Status;
use piccole_theory::dense_region::{self, Centre, Replicas, Setting};
use piccole_theory::storage::Weights;
use piccole_theory::teacher_student::{self, Branch};
use serde::{Deserialize, Serialize};

/// A part of the work.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Point {
    /// Typical students and their vote at every density.
    Typical,
    /// The dense region at one density.
    Dense {
        /// Constraint density.
        alpha: f64,
    },
    /// The student that an algorithm finds for one teacher.
    Found {
        /// The algorithm.
        algorithm: Finder,
        /// Number of weights.
        n: usize,
        /// Constraint density.
        alpha: f64,
        /// Number of the instance.
        sample: usize,
    },
}

/// What a point gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// From theory.
    Curve(Curve),
    /// Generalization error of the student, none if it does not know all labels.
    Found(Option<f64>),
}

/// Solutions, ascending in the density.
pub type Curve = Vec<Solution>;

/// Two errors at one density, absent where there is no saddle point.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Solution {
    /// Constraint density.
    pub alpha: f64,
    /// Distance from the centre; none for typical students.
    pub distance: Option<f64>,
    /// Error of a single student: a typical one, or one of the dense region.
    pub single: Option<f64>,
    /// Error of what stands for all of them: the vote, or the centre of the dense region.
    pub combined: Option<f64>,
}

/// All points of a plan.
pub(super) fn points(plan: &Generalization) -> Vec<Point> {
    let dense = plan.alphas.values().iter().map(|&alpha| Point::Dense { alpha });
    let mut points: Vec<Point> = std::iter::once(Point::Typical).chain(dense).collect();
    let (n, samples) = (plan.found.n.get(), plan.found.samples.get());
    for algorithm in &plan.found.algorithms {
        for &alpha in plan.found.alphas.values() {
            points.extend((0..samples).map(|sample| Point::Found { algorithm: algorithm.clone(), n, alpha, sample }));
        }
    }
    points
}

/// Computes a point.
pub(super) fn run(plan: &Generalization, point: &Point, key: &StreamKey) -> Result<Outcome, RunError> {
    if let Point::Found { ref algorithm, n, alpha, .. } = *point {
        let p = pattern_count(n, alpha)?;
        let patterns = Patterns::generate(Scenario::TeacherStudent, InputLaw::Signs, n, p, &key.named("patterns"))?;
        let outcome = algorithm.search(&patterns, key)?;
        let error = patterns.generalization_error(&outcome.weights);
        return Ok(Outcome::Found(error.filter(|_| outcome.solved())));
    }
    theory(plan, point).map(Outcome::Curve)
}

fn theory(plan: &Generalization, point: &Point) -> Result<Curve, RunError> {
    let found = |status, value: f64| (status == Status::Ok && value.is_finite()).then_some(value);
    match *point {
        Point::Typical => {
            let points = teacher_student::curve(Weights::Binary, Branch::Equilibrium, plan.alphas.values())?;
            let solution = |point: &teacher_student::TeacherStudentPoint| Solution {
                alpha: point.alpha,
                distance: None,
                single: found(point.status, point.gibbs_error),
                combined: found(point.status, point.bayes_error),
            };
            Ok(points.iter().map(solution).collect())
        }
        Point::Dense { alpha } => {
            let setting = Setting {
                scenario: Scenario::TeacherStudent,
                kappa: 0.0,
                replicas: Replicas::Infinite,
                centre: Centre::Free,
            };
            let points = dense_region::curve(setting, alpha, &[plan.distance.get()])?;
            let solution = |point: &dense_region::DenseRegionPoint| Solution {
                alpha,
                distance: Some(point.distance),
                single: found(point.status, point.replica_error),
                combined: found(point.status, point.centre_error),
            };
            Ok(points.iter().map(solution).collect())
        }
        Point::Found { .. } => Ok(Curve::new()),
    }
}
