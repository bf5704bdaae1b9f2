//! The units of work: one curve each.

use super::Overfitting;
use crate::RunError;
use piccole_theory::Status;
use piccole_theory::random_features::{RandomFeaturesPoint, Target, curve, optimal_ridge, wide};
use serde::{Deserialize, Serialize};

/// One curve.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Point {
    /// The same ridge at every number of features.
    Ridge {
        /// The ridge in units of `μ⋆²`, 0 for none.
        lambda: f64,
    },
    /// The best ridge at every number of features.
    OptimalRidge,
}

/// A curve in `ψ1`, and its limit for many features.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    /// Ascending in `ψ1`.
    pub solutions: Vec<Solution>,
    /// The limit `ψ1 → ∞`; none for the best ridge.
    pub plateau: Option<Solution>,
}

/// A point of a curve; numbers that are infinite or were not found are absent.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Solution {
    /// Features per input dimension; none for `ψ1 → ∞`.
    pub psi1: Option<f64>,
    /// Ridge in units of `μ⋆²`.
    pub lambda: f64,
    /// Error on the target, without noise.
    pub bias: Option<f64>,
    /// Error that noise of variance 1 makes.
    pub variance: Option<f64>,
    /// Mean squared distance from the target.
    pub test_error: Option<f64>,
}

impl From<RandomFeaturesPoint> for Solution {
    fn from(point: RandomFeaturesPoint) -> Self {
        let found = |value: f64| (point.status == Status::Ok && value.is_finite()).then_some(value);
        Self {
            psi1: Some(point.psi1).filter(|psi1| psi1.is_finite()),
            lambda: point.lambda,
            bias: found(point.bias),
            variance: found(point.variance),
            test_error: found(point.test_error),
        }
    }
}

/// All points of a plan: no ridge, the ridges asked for, the best.
pub(super) fn points(plan: &Overfitting) -> Vec<Point> {
    let ridges = std::iter::once(0.0).chain(plan.lambda.values().iter().copied());
    ridges.map(|lambda| Point::Ridge { lambda }).chain([Point::OptimalRidge]).collect()
}

/// Computes a point.
pub(super) fn run(plan: &Overfitting, point: &Point) -> Result<Curve, RunError> {
    let target = Target { noise: plan.noise.get(), ..Target::default() };
    let (nonlinearity, psi1s, psi2) = (plan.nonlinearity.0, plan.psi1.values(), plan.psi2.get());
    let (solutions, plateau) = match *point {
        Point::Ridge { lambda } => {
            (curve(nonlinearity, target, psi1s, psi2, lambda)?, Some(wide(nonlinearity, target, psi2, lambda)?))
        }
        Point::OptimalRidge => {
            let best = psi1s.iter().map(|&psi1| optimal_ridge(nonlinearity, target, psi1, psi2));
            (best.collect::<Result<_, _>>()?, None)
        }
    };
    Ok(Curve { solutions: solutions.into_iter().map(Solution::from).collect(), plateau: plateau.map(Solution::from) })
}
