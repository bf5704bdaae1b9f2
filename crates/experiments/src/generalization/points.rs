//! The units of work: all typical students, and the dense region at one density each.

use super::Generalization;
use crate::RunError;
use piccole_core::patterns::Scenario;
use piccole_theory::Status;
use piccole_theory::dense_region::{self, Centre, Replicas, Setting};
use piccole_theory::storage::Weights;
use piccole_theory::teacher_student::{self, Branch};
use serde::{Deserialize, Serialize};

/// A part of the work.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Point {
    /// Typical students and their vote at every density.
    Typical,
    /// The dense region at one density.
    Dense {
        /// Constraint density.
        alpha: f64,
    },
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
    std::iter::once(Point::Typical).chain(dense).collect()
}

/// Computes a point.
pub(super) fn run(plan: &Generalization, point: &Point) -> Result<Curve, RunError> {
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
    }
}
