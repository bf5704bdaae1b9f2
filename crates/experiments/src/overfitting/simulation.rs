//! What is simulated: instances of random features, and fits of polynomials.

use super::Overfitting;
use crate::RunError;
use crate::statistics::mean_with_error;
use piccole_core::{StandardNormal, StreamKey};
use piccole_nn::ridge::{RandomFeatures, legendre_fit};
use serde::{Deserialize, Serialize};
use std::f64::consts::PI;

/// Errors of one fit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Errors {
    /// Mean squared distance from the labels.
    pub train: f64,
    /// Mean squared distance from the target, over fresh inputs.
    pub test: f64,
}

/// Mean errors of polynomials of one degree, with their standard errors.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PolynomialErrors {
    /// Degree of the polynomial.
    pub degree: usize,
    /// Mean over the samples.
    pub mean: Errors,
    /// Standard error of that.
    pub error: Errors,
}

/// Draws an instance with the sizes closest to the plan's ratios and fits it with the smallest ridge.
pub(super) fn random_features(plan: &Overfitting, psi1: f64, key: &StreamKey) -> Result<Errors, RunError> {
    let dimension = plan.simulation.dimension.get();
    let size = |psi: f64| ((psi * dimension as f64).round() as usize).max(1);
    let model = RandomFeatures {
        nonlinearity: plan.nonlinearity.0,
        dimension,
        features: size(psi1),
        samples: size(plan.psi2.get()),
        noise: plan.noise.get(),
    };
    let fit = model.draw(key)?.fit(plan.lambda.values()[0])?;
    Ok(Errors { train: fit.train_error, test: fit.test_error })
}

/// Points at which the test error of a polynomial is measured: the midpoint rule, whose error is below all others.
const TEST_POINTS: usize = 1000;

/// Fits `sin(πx)` with noise at equidistant points by polynomials of every degree.
pub(super) fn polynomials(plan: &Overfitting, key: &StreamKey) -> Result<Vec<PolynomialErrors>, RunError> {
    let parameters = &plan.polynomial;
    let function = |x: &f64| libm::sin(PI * x);
    let points = midpoints(parameters.points.get());
    let fresh = midpoints(TEST_POINTS);
    let truth: Vec<f64> = fresh.iter().map(function).collect();
    let deviation = parameters.noise.get().sqrt();
    let samples: Vec<Vec<f64>> = (0..parameters.samples.get())
        .map(|sample| {
            let noise = StandardNormal::new(key.indexed(sample as u64).rng());
            points.iter().zip(noise).map(|(x, noise)| function(x) + deviation * noise).collect()
        })
        .collect();
    (0..=parameters.largest_degree.get())
        .map(|degree| {
            let errors = samples.iter().map(|labels| {
                let fit = legendre_fit(&points, labels, degree, 0.0)?;
                Ok((fit.mean_squared_error(&points, labels), fit.mean_squared_error(&fresh, &truth)))
            });
            let (train, test): (Vec<f64>, Vec<f64>) = errors.collect::<Result<Vec<_>, RunError>>()?.into_iter().unzip();
            let (train, test) = (mean_with_error(&train), mean_with_error(&test));
            Ok(PolynomialErrors {
                degree,
                mean: Errors { train: train.value, test: test.value },
                error: Errors { train: train.error, test: test.error },
            })
        })
        .collect()
}

/// Midpoints of equal parts of `[−1, 1]`.
fn midpoints(count: usize) -> Vec<f64> {
    (0..count).map(|i| (2 * i + 1) as f64 / count as f64 - 1.0).collect()
}
