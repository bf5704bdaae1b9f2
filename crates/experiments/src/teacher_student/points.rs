//! The units of work: a curve, or approximate message passing on one instance.

use super::TeacherStudent;
use super::measurement::{Evolution, Measured, evolution, measure};
use crate::RunError;
use piccole_core::StreamKey;
use piccole_theory::averages::Quadrature;
use piccole_theory::storage::Weights;
use piccole_theory::teacher_student::{
    Branch, TeacherStudentPoint, algorithmic_spinodal, curve, information_theoretic, of_overlaps,
};
use serde::{Deserialize, Serialize};

/// A part of the work.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Point {
    /// All saddle points, along their overlap.
    Saddles,
    /// The saddle of largest entropy at every density.
    Equilibrium,
    /// State evolution at one density.
    Evolution {
        /// Constraint density.
        alpha: f64,
    },
    /// Approximate message passing on one instance.
    Amp {
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
    /// Saddle points.
    Curve(Curve),
    /// Overlaps of state evolution.
    Evolution(Evolution),
    /// One instance.
    Amp(Measured),
}

/// All points of a plan.
pub(super) fn points(plan: &TeacherStudent) -> Vec<Point> {
    let mut points = vec![Point::Saddles, Point::Equilibrium];
    let n = plan.amp.n.get();
    for density in &plan.amp.densities {
        let alpha = density.alpha.get();
        points.push(Point::Evolution { alpha });
        points.extend((0..density.samples.get()).map(|sample| Point::Amp { n, alpha, sample }));
    }
    points
}

/// Saddle points, with the density where the branch from overlap 0 ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    /// Ascending in the overlap or in the density.
    pub solutions: Vec<Solution>,
    /// The algorithmic spinodal.
    pub spinodal: f64,
}

/// A saddle point.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Solution {
    /// Constraint density.
    pub alpha: f64,
    /// Overlap with the teacher.
    pub overlap: f64,
    /// Entropy of the students in nats per weight.
    pub entropy: f64,
    /// Error of a typical student.
    pub gibbs_error: f64,
    /// Error of the vote of all students.
    pub bayes_error: f64,
}

impl From<TeacherStudentPoint> for Solution {
    fn from(point: TeacherStudentPoint) -> Self {
        Self {
            alpha: point.alpha,
            overlap: point.q,
            entropy: point.entropy,
            gibbs_error: point.gibbs_error,
            bayes_error: point.bayes_error,
        }
    }
}

/// Computes a point.
pub(super) fn run(plan: &TeacherStudent, point: &Point, key: &StreamKey) -> Result<Outcome, RunError> {
    let steps = plan.amp.steps.get();
    let points = match *point {
        Point::Saddles => of_overlaps(Weights::Binary, &overlaps(plan.overlaps.get()))?,
        Point::Equilibrium => curve(Weights::Binary, Branch::Equilibrium, &with_both_sides_of_the_jump(plan)?)?,
        Point::Evolution { alpha } => return evolution(alpha, steps).map(Outcome::Evolution),
        Point::Amp { n, alpha, .. } => return measure(n, alpha, steps, key).map(Outcome::Amp),
    };
    let spinodal = algorithmic_spinodal(Quadrature::Automatic)?.alpha;
    Ok(Outcome::Curve(Curve { solutions: points.into_iter().map(Solution::from).collect(), spinodal }))
}

/// Overlaps that are dense next to 1, where the density falls to 0 with the logarithm of `1 − q`.
fn overlaps(count: usize) -> Vec<f64> {
    (1..=count)
        .map(|k| {
            let t = k as f64 / (count + 1) as f64;
            1.0 - (1.0 - t) * (1.0 - t) * (1.0 - t)
        })
        .collect()
}

/// The densities of the plan, and the two next to the transition, so that a line shows a jump and not a slope.
fn with_both_sides_of_the_jump(plan: &TeacherStudent) -> Result<Vec<f64>, RunError> {
    const NEXT: f64 = 1e-9;
    let transition = information_theoretic(Quadrature::Automatic)?.alpha;
    let sides = [transition * (1.0 - NEXT), transition * (1.0 + NEXT)];
    let mut alphas: Vec<f64> = plan.alphas.values().iter().copied().chain(sides).collect();
    alphas.sort_by(f64::total_cmp);
    alphas.dedup();
    Ok(alphas)
}
