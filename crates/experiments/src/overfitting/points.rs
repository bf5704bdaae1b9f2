//! The units of work: a curve, an instance, or all fits of polynomials.

use super::Overfitting;
use super::simulation::{Errors, PolynomialErrors, polynomials, random_features};
use super::sweep::{NetworkErrors, network};
use crate::RunError;
use piccole_core::StreamKey;
use piccole_theory::Status;
use piccole_theory::random_features::{RandomFeaturesPoint, Target, curve, optimal_ridge, wide};
use serde::{Deserialize, Serialize};

/// One unit of work.
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
    /// An instance of random features.
    Simulation {
        /// Components of an input.
        dimension: usize,
        /// Features per input dimension.
        psi1: f64,
        /// Number of the instance.
        sample: usize,
    },
    /// Polynomials of every degree, all samples.
    Polynomials,
    /// A network.
    Network {
        /// Hidden units.
        width: usize,
        /// Number of the initialisation.
        sample: usize,
    },
}

/// What a point gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Theory.
    Curve(Curve),
    /// One instance.
    Simulation(Errors),
    /// For each degree from 0.
    Polynomials(Vec<PolynomialErrors>),
    /// One network.
    Network(NetworkErrors),
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

/// All points of a plan: no ridge, the ridges asked for, the best; then what is simulated.
pub(super) fn points(plan: &Overfitting) -> Vec<Point> {
    let ridges = std::iter::once(0.0).chain(plan.lambda.values().iter().copied());
    let mut points: Vec<Point> =
        ridges.map(|lambda| Point::Ridge { lambda }).chain([Point::OptimalRidge, Point::Polynomials]).collect();
    let dimension = plan.simulation.dimension.get();
    for &psi1 in plan.simulation.psi1.values() {
        let samples = 0..plan.simulation.samples.get();
        points.extend(samples.map(|sample| Point::Simulation { dimension, psi1, sample }));
    }
    for width in plan.sweep.widths.iter().map(|width| width.get()) {
        points.extend((0..plan.sweep.samples.get()).map(|sample| Point::Network { width, sample }));
    }
    points
}

/// Computes a point.
pub(super) fn run(plan: &Overfitting, point: &Point, key: &StreamKey) -> Result<Outcome, RunError> {
    match *point {
        Point::Simulation { psi1, .. } => Ok(Outcome::Simulation(random_features(plan, psi1, key)?)),
        Point::Polynomials => Ok(Outcome::Polynomials(polynomials(plan, key)?)),
        Point::Network { width, sample } => {
            let labels = StreamKey::from_seed(plan.seed).named("noisy labels").indexed(sample as u64);
            Ok(Outcome::Network(network(&plan.sweep, width, &labels, key)?))
        }
        Point::Ridge { lambda } => Ok(Outcome::Curve(fixed_ridge(plan, lambda)?)),
        Point::OptimalRidge => Ok(Outcome::Curve(best_ridge(plan)?)),
    }
}

/// The target of the plan.
pub(super) fn target(plan: &Overfitting) -> Target {
    Target { noise: plan.noise.get(), ..Target::default() }
}

fn fixed_ridge(plan: &Overfitting, lambda: f64) -> Result<Curve, RunError> {
    let (nonlinearity, psi2) = (plan.nonlinearity.0, plan.psi2.get());
    let solutions = curve(nonlinearity, target(plan), plan.psi1.values(), psi2, lambda)?;
    let plateau = wide(nonlinearity, target(plan), psi2, lambda)?;
    Ok(Curve { solutions: solutions.into_iter().map(Solution::from).collect(), plateau: Some(plateau.into()) })
}

fn best_ridge(plan: &Overfitting) -> Result<Curve, RunError> {
    let best = |&psi1| optimal_ridge(plan.nonlinearity.0, target(plan), psi1, plan.psi2.get()).map(Solution::from);
    let solutions = plan.psi1.values().iter().map(best).collect::<Result<_, _>>()?;
    Ok(Curve { solutions, plateau: None })
}
