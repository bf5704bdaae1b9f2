//! Instances of ridge regression on random features.

use super::cholesky::{gram_of_columns, transposed_product};
use super::{FeatureCovariance, RidgeError, ridge_regression};
use nalgebra::{DMatrix, DVector};
use piccole_core::{Nonlinearity, StandardNormal, StreamKey};

/// Ridge regression on `N` random features `σ(f_i·x/√D)` of Gaussian inputs with `D` components, from `n` samples of a
/// linear target of power 1 with noise:
///
/// ```math
/// y_\mu = \frac{\theta\cdot x_\mu}{\sqrt D} + \tau\,\varepsilon_\mu, \qquad
/// \hat a = \operatorname*{arg\,min}_a \frac1n \sum_{\mu=1}^n \Bigl(y_\mu - \sum_{i=1}^N a_i \bigl[
///     \sigma\bigl(f_i\cdot x_\mu/\sqrt D\bigr) - \mu_0\bigr]\Bigr)^2 + \frac{N\bar\lambda\mu_\star^2}{D} \lVert a\rVert^2 .
/// ```
///
/// The directions `f_i` and `θ` are uniform on the sphere of radius `√D`, inputs and noise `ε` unit Gaussians. The mean
/// `μ0 = ⟨σ(z)⟩`, the same for all features, is taken out; in the limit of many dimensions that changes nothing, since
/// the target has no constant part.
///
/// Reference: Mei and Montanari, Commun. Pure Appl. Math. 75, 667 (2022), arXiv:1908.05355.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RandomFeatures {
    /// `σ`, the function that makes the features.
    pub nonlinearity: Nonlinearity,
    /// `D`, components of an input.
    pub dimension: usize,
    /// `N`, number of features.
    pub features: usize,
    /// `n`, number of samples.
    pub samples: usize,
    /// `τ²`, variance of the noise in the labels.
    pub noise: f64,
}

/// Drawn directions, inputs and labels, ready to be fitted with any ridge.
#[derive(Clone, Debug)]
pub struct RandomFeaturesInstance {
    model: RandomFeatures,
    /// `f_i/√D`, a unit vector a column.
    directions: DMatrix<f64>,
    /// `θ/√D`.
    teacher: DVector<f64>,
    /// Features of the samples, a column each.
    features: DMatrix<f64>,
    labels: DVector<f64>,
}

/// What a fit is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct RandomFeaturesFit {
    /// `a`, a coefficient a feature.
    pub coefficients: DVector<f64>,
    /// Mean squared distance from the noisy labels of the samples.
    pub train_error: f64,
    /// Mean squared distance from the target without noise over fresh Gaussian inputs, exactly: see
    /// [`RandomFeaturesInstance::test_error`].
    pub test_error: f64,
}

impl RandomFeatures {
    /// Draws an instance. Directions, teacher, inputs and noise have streams of their own, and the first features and
    /// samples of a larger instance with the same key and dimension are those of a smaller one.
    ///
    /// # Errors
    /// [`RidgeError::Empty`] without features or samples, [`RidgeError::Parameter`] for a dimension of 0 or a noise that
    /// is negative, infinite or NaN.
    pub fn draw(self, key: &StreamKey) -> Result<RandomFeaturesInstance, RidgeError> {
        let Self { nonlinearity, dimension, features: count, samples, noise } = self;
        if count == 0 || samples == 0 {
            return Err(RidgeError::Empty { features: count, examples: samples });
        }
        if dimension == 0 {
            return Err(RidgeError::Parameter { name: "dimension", value: 0.0, accepted: "at least 1" });
        }
        if !(noise >= 0.0 && noise.is_finite()) {
            let accepted = "a variance, a finite number not below 0";
            return Err(RidgeError::Parameter { name: "noise", value: noise, accepted });
        }
        let directions = unit_vectors(dimension, count, &key.named("directions"));
        let teacher = unit_vectors(dimension, 1, &key.named("teacher")).column(0).into_owned();
        let inputs = gaussians(dimension, samples, &key.named("inputs"));
        let mut labels = inputs.tr_mul(&teacher);
        for (label, noise_term) in labels.iter_mut().zip(StandardNormal::new(key.named("noise").rng())) {
            *label += noise.sqrt() * noise_term;
        }
        let features = centred_features(nonlinearity, &directions, &inputs);
        Ok(RandomFeaturesInstance { model: self, directions, teacher, features, labels })
    }
}

impl RandomFeaturesInstance {
    /// Fits the coefficients with the ridge `λ̄ ≥ 0`, in units of `μ⋆²`.
    ///
    /// # Errors
    /// As [`ridge_regression`]: a negative ridge, or equations that depend on one another without ridge.
    pub fn fit(&self, lambda: f64) -> Result<RandomFeaturesFit, RidgeError> {
        let RandomFeatures { nonlinearity, dimension, features, samples, .. } = self.model;
        let scale = samples as f64 * features as f64 / dimension as f64;
        let coefficients =
            ridge_regression(&self.features, &self.labels, scale * lambda * nonlinearity.nonlinear_variance())?;
        let residuals = &self.labels - self.features.tr_mul(&coefficients);
        let train_error = residuals.norm_squared() / samples as f64;
        let test_error = self.test_error(&coefficients);
        Ok(RandomFeaturesFit { coefficients, train_error, test_error })
    }

    /// Mean squared distance of a linear function of the features from the target without noise over the Gaussian law of
    /// the inputs, without sampling: with the correlations `ρ_ij = f_i·f_j/D` of the features' fields and the covariance
    /// `k` of [`FeatureCovariance`]
    ///
    /// ```math
    /// R = 1 - 2 \mu_1 \sum_i a_i \frac{f_i\cdot\theta}{D} + \sum_{ij} a_i a_j\, k(\rho_{ij}) .
    /// ```
    ///
    /// # Panics
    /// If there is not a coefficient for each feature.
    pub fn test_error(&self, coefficients: &DVector<f64>) -> f64 {
        let covariance = FeatureCovariance::new(self.model.nonlinearity);
        let correlations = gram_of_columns(&self.directions);
        let mut square = 0.0;
        for (j, &a_j) in coefficients.iter().enumerate() {
            let below: f64 =
                (j + 1..coefficients.len()).map(|i| coefficients[i] * covariance.at(correlations[(i, j)])).sum();
            square += a_j * (a_j * covariance.at(1.0) + 2.0 * below);
        }
        let with_target = self.directions.tr_mul(&self.teacher).dot(coefficients);
        1.0 - 2.0 * self.model.nonlinearity.linear() * with_target + square
    }

    /// The features of other inputs, a column each, with their mean taken out.
    ///
    /// # Panics
    /// If the inputs have another dimension.
    pub fn features_of(&self, inputs: &DMatrix<f64>) -> DMatrix<f64> {
        centred_features(self.model.nonlinearity, &self.directions, inputs)
    }

    /// The target without noise at an input.
    ///
    /// # Panics
    /// If the input has another dimension.
    pub fn target(&self, input: &DVector<f64>) -> f64 {
        self.teacher.dot(input)
    }
}

/// `σ(f_i·x/√D) − μ0` for every direction and input.
fn centred_features(nonlinearity: Nonlinearity, directions: &DMatrix<f64>, inputs: &DMatrix<f64>) -> DMatrix<f64> {
    let mut features = transposed_product(directions, inputs);
    features.apply(|field| *field = nonlinearity.value(*field) - nonlinearity.mean());
    features
}

/// Unit Gaussians, column after column.
fn gaussians(rows: usize, columns: usize, key: &StreamKey) -> DMatrix<f64> {
    DMatrix::from_iterator(rows, columns, StandardNormal::new(key.rng()).take(rows * columns))
}

/// Columns uniform on the unit sphere.
fn unit_vectors(rows: usize, columns: usize, key: &StreamKey) -> DMatrix<f64> {
    let mut vectors = gaussians(rows, columns, key);
    for mut column in vectors.column_iter_mut() {
        let norm = column.norm();
        column /= norm;
    }
    vectors
}
